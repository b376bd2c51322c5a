"""Documents made and put where they were asked for, with what there is to say of them."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ssr.base.resources import Resources
from ssr.base.snapshot import MANIFEST
from ssr.cli.options import completed, content_of, day_of, doubts, suffix_of
from ssr.cli.setting import Run
from ssr.errors import NoContentError, SsrError, UnsoundError, UsageError
from ssr.finding import Finding
from ssr.formats.adapters import FORMATS, file_name
from ssr.report.sentences import refusal
from ssr.text.localised import Localised

if TYPE_CHECKING:  # imported only when a document is made: it is slow to start
    from ssr.documents.batch import BatchFile
    from ssr.documents.folder import Composer
    from ssr.documents.issue import Issue
    from ssr.documents.renderer import Rendered, Renderer
    from ssr.documents.request import Readers, RenderRequest
    from ssr.templating.definition import Definition
    from ssr.templating.definition_files import Definitions

Progress = Callable[[int, int], None]


class Delivery:
    """The way of documents from one renderer to `output`, a file or a folder, or else to the screen.

    A name that the tool chooses begins with the `marking`, so that nobody takes an exercise for the real thing; one that
    was asked for is used as it is.
    """

    def __init__(self, run: Run, output: str | None, marking: str | None) -> None:
        self.run, self._marking = run, marking
        self._asked = output
        self.output = Path(output) if output else None
        self.lacks = False
        self._reported: list[Finding] = []
        self.unready: dict[str, BatchFile] = {}  # messages that cannot be sent as they are

    @cached_property
    def renderer(self) -> "Renderer":
        """The renderer of the base in use."""
        from ssr.documents.renderer import Renderer

        return Renderer(self.run.setting.tree, here=Path.cwd())

    def readers(self, at: str | None, audience: str) -> "Readers":
        """Who the documents are for, on the day that was asked for or else today."""
        from ssr.documents.request import Readers

        setting = self.run.setting
        return Readers(day_of(setting, at), str(audience), setting.language, self._marking, at is not None)

    def refuse_format(self, format_: str, *, with_reference: bool = False) -> None:
        """Refuse a format that the screen cannot show where it is to, and one that takes no looks from where it should."""
        known = FORMATS.get(format_)
        if known is None:
            return
        if not known.on_terminal and self.output is None and self.run.console.is_screen():
            raise UsageError("binary-to-terminal", format=format_)
        if with_reference and not known.takes_reference:
            taking = ", ".join(name for name, one in FORMATS.items() if one.takes_reference)
            raise UsageError("no-reference", format=format_, known=taking)

    def marked(self, path: Path) -> Path:
        """The path with the mark in front of the file's name."""
        mark = f"{self.run.console.words.text(f'marking.{self._marking}')}-" if self._marking else ""
        return path if path.name.startswith(mark) else path.with_name(mark + path.name)

    @property
    def path(self) -> Path | None:
        """The file of a single document, by the very name that was asked for."""
        return file_at(self._asked) if self._asked else None

    def suffix(self, *, is_folder: bool) -> str:
        """The ending of the file that was asked for; empty where it has none, and where a folder was."""
        return "" if is_folder or self.path is None else suffix_of(self._asked)

    @property
    def folder(self) -> Path:
        """The folder of several."""
        assert self.output is not None  # noqa: S101  (`refuse_no_output` comes first)
        return self.output

    def refuse_no_output(self, command: str) -> None:
        """Refuse to make several documents on the screen."""
        if self.output is None:
            raise UsageError("missing-argument", option="-o", command=command)

    def put(self, content: bytes, beside: Mapping[Path, bytes] | None = None) -> None:
        """Put one document there; in a file, with those that lie beside it."""
        path = self.path
        if path is None:
            self.run.console.data(content)
            return
        from ssr.files import write

        files = {path: content, **(beside or {})}
        for each, bytes_ in files.items():
            write(each, bytes_)
        for each in files:
            self.run.console.tell("next.written", path=str(each))

    def put_all(self, files: "Iterable[BatchFile]") -> int:
        """Put each document that could be made into the folder, as it is made; how many those are."""
        from ssr.files import write

        written = 0
        for name, content in self.finished(files):
            write(self.marked(self.folder / name), content)
            written += 1
        return written

    def put_folder(self, composer: "Composer", progress: Progress, name: str = "") -> Mapping[str, bytes]:
        """Put a document that is a folder there whole, under a name in the folder of several; the files in it."""
        from ssr.files import replace

        files: dict[str, bytes] = {}
        is_new = not (self.folder / name).exists()
        for file, content in self.finished(composer.compose(progress), name):
            files[file] = content
            if is_new and len(files) == 1:  # what is sent first is there at once
                replace(self.folder / name, files)
        replace(self.folder / name, files)
        return files

    def composer(self, request: "RenderRequest", issue: "Issue | None" = None) -> "Composer":
        """What puts the documents of a folder together, each file with the mark in its name; the first issue, or a later one."""
        from ssr.documents.folder import Composer
        from ssr.documents.issue import first_issue

        if request.document.issues is not None and issue is None:
            view, has_overlay = self.renderer.view(request.readers), self.run.setting.overlay is not None
            issue = first_issue(request, request.document.issues, view, overlay=has_overlay)

        def name_of(name: str, format_: str) -> str:
            return self.marked(Path(file_name(name, format_))).as_posix()

        unready = f"{self.run.console.words.text('marking.unready')}-"
        return Composer(self.renderer, documents_of(self.run), name_of, request, unready, issue)

    def progress(self, done: int, all_: int) -> None:
        """How many documents of how many are made."""
        self.run.console.progress(done, all_, "making", 1)

    def finished(self, files: "Iterable[BatchFile]", folder: str = "") -> Iterator[tuple[str, bytes]]:
        """The files that could be made; of each other one, in a folder of several, it is said why not."""
        for file in files:
            if file.problem is None:
                self.say_findings(file.findings)
                self.unready |= {} if file.is_ready else {file.name: file}
                yield file.name, file.content
            else:
                self.refuse(f"{folder}/{file.name}" if folder else file.name, file.problem)

    def refuse(self, name: str, problem: SsrError) -> None:
        """Say why one of several documents was not made. The exit code says so too, but where there was nothing to make."""
        console, is_empty = self.run.console, isinstance(problem, NoContentError)
        self.lacks |= not is_empty
        if isinstance(problem, UnsoundError):  # whatever rests on it has one cause, which is told before the first
            self.say_findings([finding for finding in problem.findings if finding not in self._reported])
            self._reported += problem.findings
        reason = refusal(console.words, problem)
        console.say(
            console.words.text("next.left-empty", name=name, reason=reason) if is_empty else f"{name}: {reason}"
        )

    def say_findings(self, findings: Sequence[Finding]) -> None:
        """What is wrong with a document that was made all the same."""
        if findings:
            from ssr.cli.findings_output import findings_text

            self.run.console.say(findings_text(self.run.console, self.run.setting, findings).rstrip("\n"))

    def end(self) -> None:
        """Say what else is wrong in the base."""
        self.run.console.elsewhere(self.renderer.findings)


def file_at(output: str) -> Path:
    """The file that is meant; what can only be a folder is refused, as it would get another name."""
    if output.endswith(("/", os.sep)):
        raise UsageError("output-is-folder", path=output)
    return Path(output)


def render_document(
    run: Run,
    document: "Definition",
    options: Mapping[str, str | None],
    *,
    output: str | None,
    id_: str | None = None,
    format_: str | None = None,
    edition: str | None = None,
    reference: str | None = None,
    agreed: str | None = None,
    each: str | None = None,
    at: str | None = None,
    audience: str = "public",
    marking: str | None = None,
) -> int:
    """Make one document, one for each value of an option, or a folder of documents; the exit code."""
    from ssr.cli.choice import chooser
    from ssr.cli.prompts import with_entry
    from ssr.documents.naming import each_of, resolved
    from ssr.documents.request import RenderRequest

    delivery = Delivery(run, output, marking)
    if document.parts:
        _refuse_folder(delivery, document)
    elif at and edition:
        raise UsageError("at-and-edition")
    else:
        format_ = _format(delivery, document, format_, with_reference=bool(reference), is_folder=bool(each))
    request = RenderRequest(
        document,
        delivery.readers(at, audience),
        id_,
        format_ or "",
        edition,
        completed(run.setting, document, options),
        content_of(reference) if reference else None,
    )
    request = resolved(request, delivery.renderer.view(request.readers), chooser(run.console))
    if document.parts:
        return _put_first(delivery, with_entry(run, request, delivery.renderer))
    _tell_doubts(delivery, request)
    if agreed is not None:
        from ssr.documents.agreed_before import with_agreed

        request = with_agreed(delivery.renderer, request, agreed, content_of(agreed))
    if each:
        return _put_each(delivery, request, each_of(each, document, delivery.renderer.view(request.readers).base.kinds))
    _put_one(delivery, request, delivery.renderer.render(request))
    delivery.end()
    return 0


def _format(
    delivery: Delivery, document: "Definition", format_: str | None, *, with_reference: bool, is_folder: bool
) -> str:
    """The format that was asked for, by its name or that of the file; refused where it cannot be put, before it is made."""
    if is_folder:
        delivery.refuse_no_output(f"ssr render {document.name}")
    format_ = format_ or delivery.suffix(is_folder=is_folder) or next(iter(document.formats))
    delivery.refuse_format(format_, with_reference=with_reference)
    return format_


def _tell_doubts(delivery: Delivery, request: "RenderRequest") -> None:
    """Tell what begins before now, and what began after it: somebody may have meant another day.

    As the base was on a day that was asked for, nothing begins before that day.
    """
    readers, console = request.readers, delivery.run.console
    now = delivery.run.setting.now
    for doubt in doubts(request.document, request.options, min(readers.day, now) if readers.pinned else now):
        if readers.pinned and doubt.key == "ahead":
            continue
        day, clock = console.words.known_day(doubt.moment[:10], week=False), console.words.clock(doubt.moment[11:])
        console.tell(f"next.{doubt.key}", option=doubt.option, day=day, clock=clock, time=doubt.moment[11:])


def _put_one(delivery: Delivery, request: "RenderRequest", result: "Rendered") -> None:
    console = delivery.run.console
    delivery.put(result.content)
    if delivery.path is None:
        console.next_step("rendered", document=request.document.name, id=result.id)
    delivery.say_findings(result.findings)


def _put_each(delivery: Delivery, request: "RenderRequest", parameter: str) -> int:
    """Make one file for each, all of them before the first is written; what cannot be made stops no other."""
    from ssr.documents.batch import of_each, render_batch

    files = list(render_batch(delivery.renderer, of_each(delivery.renderer, request, parameter)))
    problems = [file.problem for file in files if file.problem is not None]
    if problems and len(problems) == len(files):  # the call itself is wrong, or what all of them rest on
        raise problems[0]
    written = delivery.put_all(files)
    delivery.run.console.tell("next.written-all", n=written, path=str(delivery.folder))
    delivery.end()
    return 1 if delivery.lacks else 0


def _refuse_folder(delivery: Delivery, document: "Definition") -> None:
    """Refuse to make a folder nowhere, or in place of what the tool did not write."""
    from ssr.files import refuse_foreign

    if not document.folder:
        delivery.refuse_no_output(document.call)
    if delivery.output is not None:
        refuse_foreign(delivery.folder)


def _put_first(delivery: Delivery, request: "RenderRequest") -> int:
    """Make a folder of what is asked for, and what is asked at a terminal."""
    from ssr.cli.prompts import answered
    from ssr.files import refuse_foreign

    request = request._replace(options=answered(delivery.run, request, delivery.renderer))
    if delivery.output is None:
        delivery.output = _place(delivery, request)
        refuse_foreign(delivery.folder)
    return put_folder(delivery, request)


def put_folder(delivery: Delivery, request: "RenderRequest", issue: "Issue | None" = None) -> int:
    """Make a folder. What cannot be made is told and stops nothing else, but the exit code says so."""
    console, document = delivery.run.console, request.document
    _tell_doubts(delivery, request)
    folder = delivery.folder
    composer = delivery.composer(request, issue)
    files = delivery.put_folder(composer, delivery.progress)
    console.tell("next.written-folder", n=len(files), path=str(folder))
    delivery.end()
    foremost = next(iter(files))
    if unready := delivery.unready.get(foremost):
        if not unready.fits:
            console.tell("next.too-long", path=str(folder / foremost))
        if unready.gaps:
            console.tell("next.unready", n=unready.gaps, path=str(folder / foremost))
    elif document.first:
        first = Localised.pick(document.first, console.words.language).text
        own = {format_: folder / name for format_, name in composer.own_names.items()}
        console.say(first.format(path=folder / foremost, **own))
    return 1 if delivery.lacks else 0


def _place(delivery: Delivery, request: "RenderRequest") -> Path:
    """Where a folder is made that nobody named: where one stands, but outside of every base."""
    from ssr.documents.folder import folder_name
    from ssr.documents.parameters import chosen

    view = delivery.renderer.view(request.readers)
    entry = view.find(request.id) if request.id is not None else None
    name = folder_name(
        request.document, chosen(request.document, request.options, view), view.name(entry) if entry else None
    )
    if name is None:
        raise UsageError("missing-argument", option="-o", command=request.document.call)
    here = Path.cwd()
    bases = [folder for folder in (here, *here.parents) if os.path.lexists(folder / MANIFEST)]
    return (bases[-1].parent if bases else here) / name


def documents_of(run: Run) -> "Definitions":
    """The documents of the base in use."""
    from ssr.templating.definition_files import Definitions

    return Definitions(Resources(run.setting.tree))
