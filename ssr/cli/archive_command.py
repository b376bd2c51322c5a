"""`ssr archive`: what came back, or the folder of a night, in one file to keep."""

from pathlib import Path
from typing import Annotated

import typer

from ssr.cli.deliver import Delivery
from ssr.cli.options import BeneathOption, KbOption, LangOption, MarkingOption, OverlayOption
from ssr.cli.setting import Run
from ssr.errors import UsageError


def archive(
    ctx: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="DIR", help="archive-folder")],
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="archive-output")] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="archive-title")] = None,
    marking: MarkingOption = None,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> None:
    """Pack a folder as it came."""
    from ssr.commands.archive import archive as pack

    run: Run = ctx.obj
    delivery = Delivery(run, output, marking)
    path = delivery.path
    if path is None:
        raise UsageError("missing-argument", option="-o", command=ctx.command_path)
    if path.suffix.lower() not in {"", ".zip"}:
        raise UsageError("unknown-format", document=ctx.command_path, format=path.suffix[1:], known="zip")
    if path.resolve().is_relative_to(Path(folder).resolve()):
        raise UsageError("archive-in-itself", path=str(path))
    delivery.put(pack(delivery.renderer, Path(folder), run.console.words, title=title, marking=marking))
    run.console.next_step("archived")
