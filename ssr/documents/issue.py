"""The issues of a folder: what each was made of, so that the next one changes it or calls it off, and stays the same thing.

What was answered stands in a file in the folder. Read back, it is like any file that came from somewhere: judged before use.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ssr.base.kinds import SUFFIX
from ssr.base.schema import read_shaped
from ssr.base.schema_files import field_of
from ssr.base.yaml.quoted import quoted_line
from ssr.documents.parameters import chosen, filled_id
from ssr.documents.request import RenderRequest
from ssr.errors import UsageError
from ssr.templating.definition import Definition, IssueSpec
from ssr.view.base_view import View

FIRST, UPDATE, CANCEL = "first", "update", "cancel"
_LONGEST = 100_000


class Issue(NamedTuple):
    """One issue of a folder: of what, which in order and of which sort, and all that was answered.

    `schemas/_issue.schema.json` says what each is; the file has the same names.
    """

    document: str
    id: str
    issue: int
    sort: str
    base: str
    overlay: bool
    audience: str
    lang: str
    options: Mapping[str, str]
    about: str | None = None
    at: str | None = None
    marking: str | None = None

    @property
    def is_first(self) -> bool:
        """Whether nothing came before it."""
        return self.sort == FIRST

    def values(self, spec: IssueSpec) -> Mapping[str, str | None]:
        """What `{first}`, `{issue}` and `{status}` stand for in the options of the documents; nothing in the first."""
        if self.is_first:
            return {"first": None, "issue": None, "status": None}
        return {
            "first": self.id,
            "issue": str(self.issue),
            "status": spec.cancelled if self.sort == CANCEL else None,
        }

    def folder(self, spec: IssueSpec) -> str:
        """What the folder of a later issue is called."""
        pattern = spec.cancel if self.sort == CANCEL else spec.update
        return pattern.replace("{issue}", str(self.issue))


def first_issue(request: RenderRequest, spec: IssueSpec, view: View, *, overlay: bool) -> Issue:
    """The first issue of a folder, as it is asked for."""
    readers, document = request.readers, request.document
    values = {**chosen(document, request.options, view), "id": request.id}
    return Issue(
        document.name, filled_id(spec.id, values), 1, FIRST, view.base.own_id, overlay, readers.audience, readers.language,
        _said(document, request.options), request.id, readers.day if readers.pinned else None, readers.marking,
    )  # fmt: skip


def next_issue(former: Issue, sort: str, request: RenderRequest) -> Issue:
    """The issue that follows another, of what is asked for now."""
    readers = request.readers
    return former._replace(
        issue=former.issue + 1, sort=sort, audience=readers.audience, lang=readers.language,
        options=_said(request.document, request.options), at=readers.day if readers.pinned else None,
    )  # fmt: skip


def _said(document: Definition, options: Mapping[str, str | None]) -> Mapping[str, str]:
    """What was answered; not what the clock showed."""
    clocks = {parameter.name for parameter in document.parameters if parameter.type == "now"}
    return {name: value for name, value in options.items() if value is not None and name not in clocks}


def issue_file(issue: Issue) -> bytes:
    """An issue as a file."""
    data: dict[str, Any] = {name: value for name, value in issue._asdict().items() if value is not None}
    options = data.pop("options")
    lines = [quoted_line(name, value) for name, value in data.items()]
    if options:
        lines += ["options:", *(f"  {quoted_line(name, value)}" for name, value in sorted(options.items()))]
    else:
        lines += ["options: {}"]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def read_issue(path: str, content: bytes) -> Issue:
    """What a file says of an issue; refused where it cannot be read, or is no such file."""
    if len(content) > _LONGEST:
        raise UsageError("issue-too-long", path=path)
    data, findings = read_shaped(path, content, field_of(f"_issue{SUFFIX}"))
    if findings:
        place = f"{path}:{findings[0].location.position.line}"
        raise UsageError("broken-issue", path=place, reason=findings[0].code)
    return Issue(**data)


def refuse_other(former: Issue, path: str, document: Definition, view: View) -> None:
    """Refuse what was made as another document, of another base, or with answers that the document no longer asks for."""
    if former.document != document.name:
        raise UsageError("issue-of-other", path=path, document=former.document)
    if former.base != view.base.own_id:
        raise UsageError("issue-of-other-base", path=path, base=former.base)
    known = {parameter.name for parameter in document.parameters}
    if unknown := sorted(former.options.keys() - known):
        raise UsageError("issue-unknown-option", path=path, option=unknown[0])
