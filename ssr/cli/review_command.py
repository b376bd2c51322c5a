"""`ssr review`: what a change means, for those who do not read the files of the base."""

from pathlib import Path
from typing import Annotated

import typer

from ssr.cli.options import (
    BeneathOption,
    KbOption,
    LangOption,
    OutputOption,
    OverlayOption,
    ReviewFormat,
    choice,
    format_of,
)
from ssr.cli.setting import Run
from ssr.errors import UsageError

LEAST = 2000  # bytes, so that there is room for what must be said


def review(
    ctx: typer.Context,
    base: Annotated[str, typer.Argument(metavar="REV", help="review-base")],
    head: Annotated[str | None, typer.Argument(metavar="NEW", help="review-head")] = None,
    format_: Annotated[ReviewFormat | None, choice("--format", ReviewFormat, "format-review")] = None,
    output: OutputOption = None,
    limit: Annotated[str | None, typer.Option("--limit", metavar="BYTES", help="limit")] = None,
    pages: Annotated[str | None, typer.Option("--pages", metavar="DIR", help="pages")] = None,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> None:
    """Tell what a change means."""
    from ssr.cli.deliver import Delivery
    from ssr.documents.review import Incomparable
    from ssr.documents.review import review as look
    from ssr.documents.review_object import review_json
    from ssr.documents.review_page import page
    from ssr.files import refuse_foreign, replace

    run: Run = ctx.obj
    setting, console = run.setting, run.console
    format_ = format_ or format_of(output, ReviewFormat.MD, ctx.command_path)
    room = _room(limit, format_)
    delivery = Delivery(run, output, None)
    if pages is not None:
        refuse_foreign(Path(pages))  # before anything is made
    result = look(
        setting.versioned,
        old=base,
        new=head,
        today=setting.today,
        language=setting.language,
        here=Path.cwd(),
        progress=delivery.progress,
    )
    is_json = format_ is ReviewFormat.JSON
    delivery.put(review_json(result, console.words) if is_json else page(result, console.words, format_, room))
    if pages is not None:
        from ssr.documents.review_pages import pages as pages_of

        files = pages_of(result, console.words, delivery.progress)
        replace(Path(pages), files)
        console.tell("next.written-folder", n=len(files), path=pages)
    if result.withheld:
        console.tell("next.withheld", n=result.withheld)
    if isinstance(result, Incomparable):
        raise result.error  # told on the page, and no success
    if result.unseen:
        console.tell("next.unseen", n=result.unseen)
    if result.held.left_out:
        console.left_out([f"{path} ({', '.join(names)})" for path, names in result.held.faulty.items()])
    console.next_step("reviewed-change")


def _room(limit: str | None, format_: ReviewFormat) -> int | None:
    """How many bytes there may be."""
    if limit is None:
        return None
    if format_ is not ReviewFormat.MD:
        raise UsageError("only-in-markdown", option="--limit", format=format_)
    if not (limit.isascii() and limit.isdigit() and len(limit) < 10 and int(limit) >= LEAST):
        raise UsageError("wrong-limit", value=limit, least=LEAST)
    return int(limit)
