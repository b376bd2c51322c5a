"""The next issue of a folder of documents: with something changed, or called off. It lies beside the former, which is as it was."""

import stat
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ssr.cli.choice import chooser
from ssr.cli.deliver import Delivery, put_folder
from ssr.cli.options import completed, content_of
from ssr.cli.setting import Run
from ssr.errors import SsrError, UsageError
from ssr.report.sentences import refusal

if TYPE_CHECKING:  # imported only when a document is made: it is slow to start
    from ssr.documents.issue import Issue
    from ssr.documents.request import RenderRequest
    from ssr.templating.definition import Definition, IssueSpec

Options = Mapping[str, str | None]


class FormerIssue(NamedTuple):
    """The latest issue of a folder, the file that says so, and the folder in which the first lies and the next is to lie."""

    issue: "Issue"
    path: str
    root: Path


def make_next_issue(
    run: Run, document: "Definition", options: Options, *, update: str | None, cancel: str | None,
    id_: str | None, output: str | None, reference: str | None, at: str | None, audience: str | None, marking: str | None,
) -> int:  # fmt: skip
    """Make the next issue; what is not given is as it was in the former. The exit code."""
    from ssr.documents.issue import CANCEL, UPDATE, next_issue, refuse_other

    spec, folder, sort = document.issues, update or cancel, CANCEL if cancel is not None else UPDATE
    assert spec is not None  # noqa: S101  (else there are no such options)
    assert folder is not None  # noqa: S101
    given = {"ID": id_, "-o": output, "--update": update if cancel is not None else None}
    given |= {one.option: options[one.name] for one in document.parameters if sort == CANCEL and one.default is None}
    if superfluous := next((name for name, value in given.items() if value is not None), None):
        raise UsageError("issue-and-option", option=superfluous, issue=f"--{sort}")
    former = latest(Path(folder), spec)
    _refuse(run, former, sort, marking)
    delivery = Delivery(run, str(former.root), former.issue.marking)
    readers = delivery.readers(at or former.issue.at, audience or former.issue.audience)
    if run.setting.asked_language is None:
        readers = readers._replace(language=former.issue.lang)
    view = delivery.renderer.view(readers)
    refuse_other(former.issue, former.path, document, view)
    try:
        request = _request(run, document, former.issue, options, delivery, readers, reference)
    except SsrError as problem:
        reason = refusal(run.console.words, problem)
        raise UsageError("issue-not-now", path=former.path, reason=reason) from problem
    issue = next_issue(former.issue, sort, request)
    delivery.output = former.root / issue.folder(spec)
    if delivery.output.exists() or delivery.output.is_symlink():
        raise UsageError("issue-is-there", path=str(delivery.output))
    code = put_folder(delivery, request, issue)
    if spec.whom and issue.options.get(spec.whom) != former.issue.options.get(spec.whom):
        run.console.tell("next.others-called", former=str(former.issue.options.get(spec.whom)))
    return code


def latest(folder: Path, spec: "IssueSpec") -> FormerIssue:
    """The latest issue of the thing that a folder is of: the first lies in it, or in the folder above."""
    own = _issue_in(folder, spec)
    if own is None:
        raise UsageError("no-issue", path=str(folder), file=f"{spec.file}.yaml")
    above = None if own.issue.is_first else _issue_in(folder.resolve().parent, spec)
    first = own if above is None or above.issue.id != own.issue.id else above
    found = [first]
    for below in sorted(first.root.iterdir()):
        if not below.is_symlink() and below.is_dir():
            later = _issue_in(below, spec)
            if later is not None and later.issue.id == first.issue.id:
                found.append(later)
    last = max(found, key=lambda one: one.issue.issue)
    return last._replace(root=first.root)


def _issue_in(folder: Path, spec: "IssueSpec") -> FormerIssue | None:
    """What a folder was made of, which a file in it says whose name may have a mark before it; None where there is none."""
    from ssr.documents.issue import read_issue

    try:
        names = sorted(path for path in folder.iterdir() if path.name.endswith(f"{spec.file}.yaml"))
        path = names[0] if names else None
        if path is None:
            return None
        if not stat.S_ISREG(path.lstat().st_mode):  # a link could lead anywhere
            raise UsageError("issue-no-file", path=str(path))
        with path.open("rb") as file:
            content = file.read(1 << 20)
    except OSError:
        return None
    return FormerIssue(read_issue(str(path), content), str(path), folder)


def _refuse(run: Run, former: FormerIssue, sort: str, marking: str | None) -> None:
    """Refuse what would not be the same thing any more, or not as well informed."""
    issue = former.issue
    if sort == issue.sort == "cancel":
        raise UsageError("cancelled-already", path=former.path)
    if marking is not None and marking != issue.marking:
        raise UsageError("other-marking", path=former.path)
    if issue.overlay and run.setting.overlay is None:
        raise UsageError("issue-needs-overlay", path=former.path)


def _request(
    run: Run, document: "Definition", former: "Issue", options: Options, delivery: Delivery, readers: object,
    reference: str | None,
) -> "RenderRequest":  # fmt: skip
    """What is asked for now: what was answered then, but for what is given."""
    from ssr.documents.naming import resolved
    from ssr.documents.parameters import chosen
    from ssr.documents.request import Readers, RenderRequest

    assert isinstance(readers, Readers)  # noqa: S101
    before: Options = {parameter.name: former.options.get(parameter.name) for parameter in document.parameters}
    said = completed(run.setting, document, {**before, **_given(run, document, options, before)})
    letterhead = content_of(reference) if reference else None
    request = RenderRequest(document, readers, former.about, "", None, said, letterhead)
    view = delivery.renderer.view(readers)
    request = resolved(request, view, chooser(run.console))
    chosen(document, request.options, view)
    delivery.renderer.selected(request, next(iter(document.selections)))  # it can be made of that entry
    return request


def _given(run: Run, document: "Definition", options: Options, before: Options) -> Options:
    """What is given now. A time alone is on the day that it was before, and a day that is written goes before that."""
    from ssr.text.times import parse_moment_or_span

    given: Options = {name: value for name, value in options.items() if value is not None}
    for parameter in document.parameters:
        value = given.get(parameter.name)
        if parameter.type == "moment" and parameter.day is not None and value is not None:
            written = parse_moment_or_span(value, run.setting.local_time)
            day = before[parameter.name]
            is_dated = written is None or written.has_day or day is None
            given = {parameter.day: None if is_dated else str(day)[:10], **given}
    return given
