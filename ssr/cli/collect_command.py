"""`ssr collect`: what came back, put together in one picture."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ssr.cli.choice import chooser, is_attended, read_answer
from ssr.cli.deliver import Delivery, documents_of
from ssr.cli.options import (
    Audience,
    AudienceOption,
    BeneathOption,
    KbOption,
    LangOption,
    MarkingOption,
    OverlayOption,
    ReferenceOption,
    content_of,
    moment_in,
)
from ssr.cli.setting import Run
from ssr.errors import UsageError

if TYPE_CHECKING:  # imported only when something is collected
    from ssr.commands.collect import Collected
    from ssr.documents.request import Readers

# The format of a list of what was agreed; every other is one of a document.
_LIST = "yaml"


def collect(
    ctx: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="DIR", help="returned-folder")],
    id_: Annotated[str | None, typer.Option("--id", metavar="ID", help="collect-id")] = None,
    event: Annotated[str | None, typer.Option("--event", metavar="TEXT", help="collect-event")] = None,
    number: Annotated[str | None, typer.Option("--number", metavar="TEXT", help="collect-number")] = None,
    from_: Annotated[list[str] | None, typer.Option("--from", metavar="FILE=ID", help="collect-from")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="DATE", help="collect-at")] = None,
    deadline: Annotated[str | None, typer.Option("--deadline", metavar="DATE", help="collect-deadline")] = None,
    previous: Annotated[str | None, typer.Option("--previous", metavar="FILE", help="collect-previous")] = None,
    replies: Annotated[str | None, typer.Option("--replies", metavar="FILE", help="collect-replies")] = None,
    each: Annotated[str | None, typer.Option("--each", metavar="TEXT", help="collect-each")] = None,
    drafts: Annotated[str | None, typer.Option("--drafts", metavar="DIR", help="collect-drafts")] = None,
    format_: Annotated[str | None, typer.Option("--format", metavar="FORMAT", help="collect-format")] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="collect-output")] = None,
    audience: AudienceOption = Audience.PUBLIC,
    marking: MarkingOption = None,
    reference: ReferenceOption = None,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> int:
    """Make one picture of what came back, or a list of what was agreed."""
    from ssr.commands.collect import collect as put_together
    from ssr.commands.collect import for_each
    from ssr.documents.naming import each_of

    run: Run = ctx.obj
    delivery = Delivery(run, output, marking)
    path = None if each else delivery.path
    if each:
        delivery.refuse_no_output(ctx.command_path)
    format_ = format_ or delivery.suffix(is_folder=bool(each)) or "md"
    if format_ == _LIST:
        of_picture = {
            "--event": event, "--number": number, "--from": from_, "--deadline": deadline, "--reference": reference,
            "--replies": replies, "--each": each, "--drafts": drafts,
        }  # fmt: skip
        readers = delivery.readers(at, audience)
        return _collect_agreed(delivery, Path(folder), readers, id_, previous, of_picture)
    data = delivery.marked(path.with_suffix(".json")) if path else None
    _refuse_places(delivery, Path(folder), path, data, previous, replies, drafts)
    delivery.refuse_format(format_, with_reference=bool(reference))
    moment = moment_in(run.setting, "--at", at) or run.setting.now
    readers = delivery.readers(moment[:10], audience)
    result = put_together(
        delivery.renderer, documents_of(run), Path(folder), readers, format_, at=moment, id_=id_, event=event, number=number,
        deadline=moment_in(run.setting, "--deadline", deadline), previous=content_of(previous) if previous else None,
        from_=_pairs(from_ or ()), whose=_whose(run) if is_attended() else None, choose=chooser(run.console),
        reference=content_of(reference) if reference else None,
        replies=(replies, content_of(replies)) if replies else None,
    )  # fmt: skip
    if each:
        kinds = delivery.renderer.base.kinds
        n = delivery.put_all(for_each(delivery.renderer, result, each_of(each, result.request.document, kinds)))
        run.console.tell("next.written-all", n=n, path=str(delivery.folder))
    else:
        made = delivery.renderer.render(result.request)
        delivery.put(made.content, {data: result.data} if data else None)
    if drafts:
        _put_drafts(delivery, result, Path(drafts))
    return _end(delivery, result.apart)


def _end(delivery: Delivery, apart: Sequence[tuple[str, str]]) -> int:
    """Say which files were left out, and why; the exit code."""
    for name, why in apart:
        delivery.run.console.tell("returned.told", path=name, why=why)
    delivery.end()
    return 1 if apart or delivery.lacks else 0


def _put_drafts(delivery: Delivery, collected: "Collected", folder: Path) -> None:
    """Write the drafts of what came back in a folder, in place of those that were written there before."""
    from ssr.documents.entry_drafts import draft_files
    from ssr.files import replace

    files = draft_files(delivery.renderer, collected.request, collected.counted)
    replace(folder, files)
    delivery.run.console.tell("next.drafted", n=len(files) - 1, path=str(folder))


def _collect_agreed(
    delivery: Delivery,
    folder: Path,
    readers: "Readers",
    id_: str | None,
    previous: str | None,
    refused: Mapping[str, object],
) -> int:
    """Make a list of what minutes say was agreed, or carry one on."""
    from ssr.commands.collect_agreed import collect_agreed

    run, path = delivery.run, delivery.path
    for option, value in refused.items():
        if value:
            raise UsageError("only-a-picture", option=option)
    _check(folder, path, None, None)
    if path is not None and path.exists() and (previous is None or not path.samefile(previous)):
        raise UsageError("agreed-is-there", path=str(path))
    result = collect_agreed(
        delivery.renderer, documents_of(run), folder, readers, id_=id_,
        previous=(previous, content_of(previous)) if previous else None,
        whose=_who(run) if is_attended() else None, choose=chooser(run.console),
    )  # fmt: skip
    delivery.put(result.content)
    for name, n in result.counted:
        run.console.tell("agreed.counted", path=name, n=n)
    return _end(delivery, result.apart)


def _who(run: Run) -> Callable[[str], str | None]:
    """What asks who is meant by a name."""

    def ask(name: str) -> str | None:
        run.console.tell("agreed.whose", name=name)
        return read_answer(run.console) or None

    return ask


def _pairs(given: Iterable[str]) -> Mapping[str, str]:
    """Whose each file is, as `FILE=ACTOR` says."""
    pairs = [one.rpartition("=") for one in given]
    for path, sign, whose in pairs:
        if not (path and sign and whose):
            raise UsageError("no-pair", value=f"{path}{sign}{whose}")
    return {path: whose for path, _, whose in pairs}


def _whose(run: Run) -> Callable[[str, str], str | None]:
    """What asks whose a file is."""

    def ask(path: str, name: str) -> str | None:
        run.console.tell("returned.whose", path=path, name=name)
        return read_answer(run.console) or None

    return ask


def _refuse_places(
    delivery: Delivery,
    folder: Path,
    path: Path | None,
    data: Path | None,
    previous: str | None,
    replies: str | None,
    drafts: str | None,
) -> None:
    """Refuse to write over what is read, or over what is not ours."""
    from ssr.files import refuse_foreign

    _check(folder, delivery.output, data, previous)
    if drafts:
        _check(folder, Path(drafts), None, None)
        refuse_foreign(Path(drafts))
    if path is not None and replies is not None and path.resolve() == Path(replies).resolve():
        raise UsageError("output-is-replies", path=replies)


def _check(folder: Path, path: Path | None, data: Path | None, previous: str | None) -> None:
    """That there is a folder to read, and that nothing is written over or among what is read."""
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.X_OK):
        raise UsageError("no-folder", path=str(folder))
    if path is not None and path.resolve().is_relative_to(folder.resolve()):
        raise UsageError("output-among-returned", path=str(path))
    if data is not None and previous is not None and data.resolve() == Path(previous).resolve():
        raise UsageError("output-is-previous", path=previous)
