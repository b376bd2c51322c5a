"""`ssr diff`: what changed between two periods, two days, two revisions, or two folders with a base in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ssr.base.entry import Entry
from ssr.base.schema import closest
from ssr.base.snapshot import WorkingTree
from ssr.diff.change import Change
from ssr.diff.compare import compare
from ssr.diff.concern import ConcernScope
from ssr.diff.reference_names import ReferenceNames
from ssr.diff.resolve import SideResolver
from ssr.diff.side import Side, SideReader
from ssr.errors import UsageError
from ssr.finding import Finding
from ssr.view.base_view import View
from ssr.view.lookup import referred

if TYPE_CHECKING:
    from ssr.base.committed import CommittedTree


@dataclass(frozen=True)
class ComparisonResult:
    """The two sides and the changes between them, what was wrong in reading them, and the paths of what is left out.

    `unchanged` are the entries that say the same on both sides, and `faulty` tells of what is left out, by path, on which
    sides that has errors, as they were asked for.
    """

    old: View
    new: View
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    left_out: tuple[str, ...]
    unchanged: tuple[Entry, ...]
    faulty: Mapping[str, tuple[str, ...]]

    @property
    def names(self) -> ReferenceNames:
        """What references lead to."""
        return ReferenceNames(self.old, self.new)

    @property
    def may_differ(self) -> bool:
        """Whether anything differs, or may do so, since not everything could be compared."""
        return bool(self.changes or self.left_out)


def diff(
    tree: "WorkingTree | CommittedTree",
    *,
    old: str,
    new: str | None,
    today: str,
    audience: str,
    language: str,
    here: Path | None = None,
    kind: str | None = None,
    id_: str | None = None,
    for_: str | None = None,
    whom: ConcernScope | None = None,
) -> ComparisonResult:
    """Compare `old` with `new` (left out: the base today). ReferenceNames of folders start from `here`.

    With `for_`, only what concerns that entry, in the way that `whom` has it.
    """
    reading = SideReader(today=today, audience=audience, language=language)
    sides = SideResolver(tree, here, reading)
    names = (old, today if new is None else new)
    read = [sides.read(name) for name in names]
    views = [side.view for side in read]
    _refuse_unknown(views, kind, id_)
    comparison = compare(views[0], views[1], frozenset(path for side in read for path in side.unread))
    changes = tuple(change for change in comparison.changes if _is_asked(change, kind, id_))
    if for_ is not None and whom is not None:
        changes = whom.only(changes, referred(whom.kinds, for_, views[1]).id, views[0], views[1])
    faulty = {path: _faulty_sides(dict(zip(names, read, strict=True)), path) for path in comparison.left_out}
    return ComparisonResult(
        views[0], views[1], changes, reading.findings, comparison.left_out, comparison.unchanged, faulty
    )


def _faulty_sides(read: Mapping[str, Side], path: str) -> tuple[str, ...]:
    """On which sides something that is left out has errors."""

    def is_faulty(side: Side) -> bool:
        known = {*side.unread, *(finding.location.path for finding in side.findings)}
        return any(other == path or other.startswith(f"{path}/") for other in known)

    return tuple(name for name, side in read.items() if is_faulty(side))


def _refuse_unknown(views: Sequence[View], kind: str | None, id_: str | None) -> None:
    kinds = list(dict.fromkeys(name for view in views for name in view.base.kinds))
    if kind is not None and kind not in kinds:
        raise UsageError("unknown-kind", kind=kind, known=", ".join(kinds), suggestion=closest(kind, kinds))
    ids = list(dict.fromkeys(known for view in views for known in view.base.ids))
    if id_ is not None and id_ not in ids:
        raise UsageError("unknown-id", id=id_, suggestion=closest(id_, ids))


def _is_asked(change: Change, kind: str | None, id_: str | None) -> bool:
    ids = [entry.id for entry in (change.old, change.new) if entry is not None]
    return (kind is None or change.entry.kind == kind) and (id_ is None or id_ in ids)
