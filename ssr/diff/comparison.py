"""`ssr diff`: what changed between two periods, two days, two revisions, or two folders with a base in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ssr.base.entry import Entry
from ssr.base.names import Choose, refuse, resolve, resolve_kind, unknown
from ssr.base.snapshot import WorkingTree
from ssr.diff.change import Change
from ssr.diff.compare import compare
from ssr.diff.concern import ConcernScope
from ssr.diff.reference_names import ReferenceNames
from ssr.diff.resolve import SideResolver
from ssr.diff.side import SideReader
from ssr.finding import Finding
from ssr.view.base_view import View
from ssr.view.lookup import referred

if TYPE_CHECKING:
    from ssr.base.committed import CommittedTree


@dataclass(frozen=True)
class ComparisonResult:
    """The two sides and the changes between them, what was wrong in reading them, and the paths of what is left out.

    `unchanged` are the entries that say the same on both sides.
    """

    old: View
    new: View
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    left_out: tuple[str, ...]
    unchanged: tuple[Entry, ...]

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
    scope: ConcernScope | None = None,
    choose: Choose = refuse,
) -> ComparisonResult:
    """Compare `old` with `new` (left out: the base today). Names of folders start from `here`.

    With `for_`, only what concerns that entry, in the way that `scope` has it.
    """
    reading = SideReader(today=today, audience=audience, language=language)
    texts = (old, today if new is None else new)
    sides = SideResolver(tree, here, reading, texts)
    read = [sides.read(text) for text in texts]
    views = [side.view for side in read]
    kind = None if kind is None else _kind(views, kind, choose)
    id_ = None if id_ is None else _id(views, id_, choose)
    comparison = compare(views[0], views[1], frozenset(path for side in read for path in side.unread))
    changes = tuple(change for change in comparison.changes if _is_asked(change, kind, id_))
    if for_ is not None and scope is not None:
        for_ = resolve(for_, views[1].base, views[1].day, scope.kinds, choose)
        changes = scope.only(changes, referred(scope.kinds, for_, views[1]).id, views[0], views[1])
    return ComparisonResult(views[0], views[1], changes, reading.findings, comparison.left_out, comparison.unchanged)


def _kind(views: Sequence[View], word: str, choose: Choose) -> str:
    """The kind that is meant by a word, on either side."""
    either = next((view for view in views if word in view.base.kinds), views[1])
    return resolve_kind(word, either.base.kinds, choose)


def _id(views: Sequence[View], word: str, choose: Choose) -> str:
    """The id of the entry that is meant by a word, on the newer side or else on the older one."""
    if any(view.base.editions(word) for view in views):
        return word
    for view in reversed(views):
        if view.base.editions(id_ := resolve(word, view.base, view.day, choose=choose)):
            return id_
    raise unknown(word, views[1].base)


def _is_asked(change: Change, kind: str | None, id_: str | None) -> bool:
    ids = [entry.id for entry in (change.old, change.new) if entry is not None]
    return (kind is None or change.entry.kind == kind) and (id_ is None or id_ in ids)
