"""Bases as the readers of one comparison may see them, and what of each cannot be read."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ssr.base.knowledge import KnowledgeBase
from ssr.base.load import load
from ssr.base.snapshot import FOLDER, MANIFEST, Snapshot
from ssr.errors import UnsoundError
from ssr.finding import Finding, Severity
from ssr.view.base_view import View

LAST_DAY = date.max.isoformat()


class Side(NamedTuple):
    """A base as its readers may see it, and its files and folders of which nobody knows what they hold.

    Drafts belong to it if they are chosen from `until` or earlier.
    """

    view: View
    unread: frozenset[str]
    findings: tuple[Finding, ...]
    until: str = LAST_DAY


class SideReader:
    """Reads the bases of one comparison for one circle of readers."""

    def __init__(self, *, today: str, audience: str, language: str) -> None:
        self.today = today
        self._audience, self._language = audience, language
        self._sides: dict[int, tuple[Snapshot, Side]] = {}  # with what was read, so that its number stays its own

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was wrong in all that was read."""
        return tuple(finding for _, side in self._sides.values() for finding in side.findings)

    def side(self, snapshot: Snapshot, way: str = "") -> Side:
        """The base in some files, today, read once; `way` is how messages lead to them."""
        if id(snapshot) not in self._sides:
            self._sides[id(snapshot)] = snapshot, self.read(snapshot, way)
        return self._sides[id(snapshot)][1]

    def read(self, snapshot: Snapshot, way: str = "") -> Side:
        """The same for a base that is asked for only once."""
        base, findings = load(snapshot)
        return side_of(base, findings, View(base, self.today, self._audience, self._language), way)


def side_of(base: KnowledgeBase, findings: Sequence[Finding], view: View, way: str = "") -> Side:
    """The side that a base is, as a view shows it; refused where nothing could be said of a difference."""
    if faults := faults_of_all(base, findings, way):
        raise unsound(faults)
    return Side(view, _unread(base, _errors(findings)), tuple(findings))


def faults_of_all(base: KnowledgeBase, findings: Sequence[Finding], way: str) -> tuple[Finding, ...]:
    """What is wrong with that on which all of a base rests, so that nothing can be said of how it differs from another.

    Without the schema of a kind, all its entries, and every reference to one of them, would seem to be gone.
    """
    needed = {layer.prefix + name for layer in base.layers for name in (MANIFEST, FOLDER)}
    needed |= {finding.location.path for finding in base.kinds.findings if base.kinds.broken}
    return tuple(finding.below(way) for finding in _errors(findings) if finding.location.path in needed)


def unsound(faults: Sequence[Finding]) -> UnsoundError:
    """That two sides cannot be compared, since one has such faults."""
    return UnsoundError("unsound-side", path=faults[0].location.path, findings=tuple(faults))


def _errors(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def _unread(base: KnowledgeBase, wrong: list[Finding]) -> frozenset[str]:
    places = tuple(f"{layer.prefix}{FOLDER}/" for layer in base.layers)
    paths = {finding.location.path for finding in wrong if finding.location.path.startswith(places)}
    return frozenset(paths - {entry.path for entry in base.all_entries})
