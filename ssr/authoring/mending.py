"""`ssr validate --fix`: the mends that are certain, in files that otherwise keep every byte.

A mend is certain where it is the only one that was meant: the edit of a line with which the whole file fits, the word of
a schema or the entry that has this name as no other has, a day or a time that can be read in one way only. Each is tried,
and kept only if less is wrong with it. Works out the files; writing them is for the caller.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ssr.authoring.joined import joined
from ssr.authoring.patch import BOM
from ssr.authoring.yaml_lines import scalar
from ssr.base.kinds import Field
from ssr.base.load import file_findings
from ssr.base.snapshot import MANIFEST, Snapshot, own_layer
from ssr.base.suggestions import EntrySuggestion, Suggestion
from ssr.base.yaml import read
from ssr.finding import Edit, Finding, Severity
from ssr.rules.check import check

_MOST_SINGLY = 50  # edits of a file that are tried one by one


@dataclass(frozen=True, slots=True)
class MendedFile:
    """A file with its certain mends, and as it was."""

    path: str
    before: bytes
    after: bytes


def mend(snapshot: Snapshot, *, day: str, is_asked: Callable[[str], bool]) -> tuple[MendedFile, ...]:
    """The files of the base that one writes in that have certain mends, those asked for; none of one over it or beneath."""
    base, findings = check(snapshot, day)
    own = own_layer(snapshot)
    shapes = {entry.path: base.kind(entry).root for entry in base.all_entries if base.is_own(entry)}
    shapes[MANIFEST] = base.kinds.manifest
    faulty = sorted({finding.location.path for finding in findings} & {path for path in shapes if is_asked(path)})
    before = {path: own.read(path) for path in faulty}
    after = {path: _File(path, shapes[path]).mended(content) for path, content in before.items()}
    _, findings = check(joined(snapshot, after), day)
    for path in faulty:
        names = [finding for finding in findings if finding.location.path == path and _has_entry(finding)]
        after[path] = _File(path, shapes[path]).with_names(after[path], names)
    return tuple(MendedFile(path, before[path], after[path]) for path in faulty if after[path] != before[path])


def _has_entry(finding: Finding) -> bool:
    return isinstance(finding.parameters.get("suggestion"), EntrySuggestion)


class _File:
    """One file that is mended by itself."""

    def __init__(self, path: str, shape: Field) -> None:
        self._path, self._shape = path, shape

    def mended(self, content: bytes) -> bytes:
        """The file with every mend of its writing and its shape; those of lines only if nothing is wrong then."""
        whole = self._mended(content, with_lines=True)
        is_sound = all(finding.severity is not Severity.ERROR for finding in self._findings(whole))
        return whole if is_sound else self._mended(content, with_lines=False)

    def _mended(self, content: bytes, *, with_lines: bool) -> bytes:
        while True:
            edits = list(_edits(content, self._findings(content), with_lines=with_lines))
            better = self._better(content, edits)
            if better is None:
                return content
            content = better

    def with_names(self, content: bytes, findings: Sequence[Finding]) -> bytes:
        """The file with the ids of entries for what people call them, where nothing of its shape suffers."""
        edits = [
            edit
            for edit in _edits(content, findings, with_lines=False)
            if self._fault(_edited(content, [edit])) <= self._fault(content)
        ]
        together = _edited(content, edits)
        return together if self._fault(together) <= self._fault(content) else content

    def _better(self, content: bytes, edits: Sequence[Edit]) -> bytes | None:
        """The file with all the edits, else with the first of them that leaves less wrong; None where none does."""
        fault = self._fault(content)
        tried = [edits, *([edit] for edit in edits[:_MOST_SINGLY])] if len(edits) > 1 else [edits] if edits else []
        return next((better for each in tried if self._fault(better := _edited(content, each)) < fault), None)

    def _findings(self, content: bytes) -> tuple[Finding, ...]:
        return file_findings(read(self._path, content), self._shape)[0]

    def _fault(self, content: bytes) -> tuple[bool, int]:
        """How much is wrong with a file: how much cannot be read is worse than whatever is wrong in it."""
        source = read(self._path, content)
        if source.data is None:
            return True, source.text.count("\n") - source.findings[0].location.position.line
        return False, len(file_findings(source, self._shape)[0])


def _edits(content: bytes, findings: Sequence[Finding], *, with_lines: bool) -> Iterator[Edit]:
    """The certain edits, none of which overlap. What else is told beside the edit of a line counts from after it."""
    if findings and isinstance(edit := findings[0].parameters.get("edit"), Edit):
        yield from [edit] if edit.is_certain and with_lines else []
        return
    lines = content.removeprefix(BOM).decode("utf-8", "replace").split("\n")
    done = 0
    for finding in sorted(findings, key=lambda one: one.location.position):
        place = finding.location.position
        start = sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1
        text = certain_text(finding.parameters)
        marked = lines[place.line - 1][place.column - 1 :][: place.width]
        is_part = "#" in marked and not marked.startswith("&")  # of a reference to an item
        if text and start >= done and not is_part:
            done = start + place.width
            yield Edit(start, done, text, is_certain=True)


def certain_text(parameters: Mapping[str, object]) -> str:
    """What a hint says to write for what a finding marks, if that is certain; empty if not."""
    from ssr.text.times import WrittenValue  # noqa: PLC0415  (few findings are of a day or a time)

    meant, suggestion = parameters.get("meant"), parameters.get("suggestion")
    if isinstance(meant, WrittenValue):
        return meant.right()
    if isinstance(suggestion, (Suggestion, EntrySuggestion)):
        return scalar(suggestion.certain) if suggestion.certain else ""
    return str(parameters.get("instead") or parameters.get("composed") or "")


def _edited(content: bytes, edits: Sequence[Edit]) -> bytes:
    bom = content[: len(BOM)] if content.startswith(BOM) else b""
    text, result, done = content[len(bom) :].decode(), "", 0
    for edit in edits:
        result += text[done : edit.start] + edit.text
        done = edit.end
    return bom + (result + text[done:]).encode()
