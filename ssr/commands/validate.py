"""`ssr validate`: everything that is wrong in a knowledge base."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ssr.authoring.mending import MendedFile, mend
from ssr.base.knowledge import KnowledgeBase
from ssr.base.load import load
from ssr.base.snapshot import FOLDER, Snapshot
from ssr.base.yaml import Source, read
from ssr.errors import UsageError
from ssr.finding import Finding, Location, Position, Severity
from ssr.rules.check import check


@dataclass(frozen=True)
class ValidationResult:
    """The base and what is wrong with it, in order of place; `looked_at` is how many entries were asked about.

    `not_compared` is how many files of the earlier version could not be read.
    """

    base: KnowledgeBase
    findings: tuple[Finding, ...]
    looked_at: int
    not_compared: int

    def fails(self, *, strict: bool) -> bool:
        """Whether the check fails: on errors, with `strict` on warnings too, never on notes."""
        failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        return any(finding.severity in failing for finding in self.findings)

    def line_of(self, location: Location) -> str:
        """The source line of a place; empty where there is none."""
        result = next((source for source in _sources(self.base) if source.path == location.path), None)
        is_whole = location.position == Position()  # what is said of a file is not said of its first line
        if result is None and not is_whole and location.path in self.base.resources.own_names("templates"):
            result = read(location.path, self.base.resources.read(location.path))
        return result.line(location.position.line) if result is not None else ""


def validate(
    snapshot: Snapshot,
    *,
    day: str,
    paths: Sequence[str] = (),
    baseline: Snapshot | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ValidationResult:
    """Check a base as it is on `day`, with `baseline` also against what it was.

    With `paths` (relative to the base), only what is found there is told.
    """
    earlier, found_before = load(baseline, progress) if baseline is not None else (None, [])
    base, found = check(snapshot, day, earlier, progress)
    findings = sorted([*found, *_of_documents(base)], key=lambda finding: finding.order)
    for path in paths:
        if path not in {".", FOLDER} and not any(_is_below(known, path) for known in _known_paths(base, findings)):
            raise UsageError("unknown-path", path=path)
    selected = tuple(finding for finding in findings if _is_selected(finding.location.path, paths))
    looked_at = sum(_is_selected(entry.path, paths) for entry in base.all_entries)
    not_compared = len(_unread(earlier, found_before)) if earlier is not None else 0
    return ValidationResult(base, selected, looked_at, not_compared)


def mended(snapshot: Snapshot, *, day: str, paths: Sequence[str] = ()) -> tuple[MendedFile, ...]:
    """The files with their certain mends; with `paths` only those that are found there."""
    return mend(snapshot, day=day, is_asked=lambda path: _is_selected(path, paths))


def _of_documents(base: KnowledgeBase) -> list[Finding]:
    own = base.resources.brought("templates")
    if not own:
        return []
    from ssr.documents.own_documents import faults_of_own  # noqa: PLC0415  (slow to import, and most bases bring none)

    return faults_of_own(base, own)


def _unread(base: KnowledgeBase, findings: Sequence[Finding]) -> frozenset[str]:
    """The files that gave nothing to compare with, and the folders whose entries could not be read."""
    read = {source.path for source in _sources(base) if source.data is not None}
    unread = {finding.location.path for finding in findings} - read
    manifest = base.snapshot.manifest.path
    return base.kinds.broken_folders | {path for path in unread if path == manifest or _is_below(path, FOLDER)}


def _sources(base: KnowledgeBase) -> list[Source]:
    return [*(layer.manifest for layer in base.layers), *(entry.source for entry in base.all_entries)]


def _known_paths(base: KnowledgeBase, findings: Sequence[Finding]) -> list[str]:
    return [
        *(layer.manifest.path for layer in base.layers),
        *(entry.path for entry in base.all_entries),
        *(finding.location.path for finding in findings),
    ]


def _is_selected(path: str, paths: Sequence[str]) -> bool:
    return not paths or any(folder == "." or _is_below(path, folder) for folder in paths)


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder.rstrip('/')}/")
