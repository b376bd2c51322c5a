"""`ssr diff`: what changed between two periods, two days, two revisions, or two folders with a base in each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ssr.base.entry import Entry, Twin
from ssr.base.names import Choose, refuse, resolve, resolve_kind, unknown
from ssr.base.snapshot import WorkingTree
from ssr.diff.change import Change
from ssr.diff.compare import compare
from ssr.diff.concern import ConcernScope
from ssr.diff.reference_names import ReferenceNames
from ssr.diff.renames import Renames
from ssr.diff.resolve import SideResolver
from ssr.diff.side import Side, SideReader
from ssr.diff.surroundings import differing_files
from ssr.finding import Finding
from ssr.view.base_view import View
from ssr.view.lookup import referred

if TYPE_CHECKING:
    from ssr.base.committed import CommittedTree


class Aside(NamedTuple):
    """A version of an entry that differs between two sides and is in force on neither: a draft, or one of another time."""

    entry: Entry
    name: str
    is_draft: bool


@dataclass(frozen=True)
class ComparisonResult:
    """The two sides and the changes between them, what was wrong in reading them, and the paths of what is left out.

    `unchanged` are the entries that say the same on both sides, and `faulty` tells of what is left out, by path, on which
    sides that has errors, as they were asked for (`sides`). `aside` is what differs, but holds on neither side. `files` are those that
    are no entries and differ.
    """

    old: View
    new: View
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    left_out: tuple[str, ...]
    unchanged: tuple[Entry, ...]
    faulty: Mapping[str, tuple[str, ...]]
    sides: tuple[str, str]
    aside: tuple[Aside, ...]
    files: tuple[str, ...]

    @property
    def names(self) -> ReferenceNames:
        """What references lead to."""
        return ReferenceNames(self.old, self.new)

    @property
    def may_differ(self) -> bool:
        """Whether anything differs, if only between drafts, or may do so, since not everything could be compared."""
        return bool(self.changes or self.left_out or self.aside or self.files)


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
    drafts: bool = False,
) -> ComparisonResult:
    """Compare `old` with `new` (left out: the base today). Names of folders start from `here`.

    The draft of an id alone is compared with the base today. With `drafts`, each side has its drafts. With `for_`, only
    what concerns that entry, in the way that `scope` has it.
    """
    reading = SideReader(today=today, audience=audience, language=language)
    texts = (old, today if new is None else new)
    sides = SideResolver(tree, here, reading, texts)
    if new is None and sides.draft_id(old) is not None:
        texts = (today, old)
    if drafts:
        texts = (f"draft:{old}", "draft:" if new is None else f"draft:{new}")
    read = [sides.read(text) for text in texts]
    result = compare_sides(read, texts)
    views = [side.view for side in read]
    kind = None if kind is None else _kind(views, kind, choose)
    id_ = None if id_ is None else _id(views, id_, choose)
    changes = tuple(change for change in result.changes if _is_asked(change, kind, id_))
    if for_ is not None and scope is not None:
        for_ = resolve(for_, views[1].base, views[1].day, scope.kinds, choose)
        changes = scope.only(changes, referred(scope.kinds, for_, views[1]).id, views[0], views[1])
    aside = (one for one in result.aside if kind in {None, one.entry.kind} and id_ in {None, one.entry.id})
    files = () if kind or id_ or for_ else result.files
    return replace(result, changes=changes, findings=reading.findings, aside=tuple(aside), files=files)


def compare_sides(read: Sequence[Side], texts: tuple[str, str]) -> ComparisonResult:
    """All that two sides differ in, each as it was asked for by a text."""
    old, new = (side.view for side in read)
    comparison = compare(old, new, frozenset(path for side in read for path in side.unread))
    return ComparisonResult(
        old,
        new,
        comparison.changes,
        tuple(finding for side in read for finding in side.findings),
        comparison.left_out,
        comparison.unchanged,
        {path: _faulty_sides(dict(zip(texts, read, strict=True)), path) for path in comparison.left_out},
        texts,
        tuple(_aside(read[0], read[1], comparison.left_out)),
        differing_files(old.base, new.base),
    )


def compare_drafts(read: Sequence[Side], texts: tuple[str, str]) -> ComparisonResult:
    """What two sides differ in that is proposed and does not hold yet, and `aside` what is neither proposed nor holds."""
    drafted = [side._replace(view=side.view.of(side.view.base.proposing(side.until))) for side in read]
    result = compare_sides(drafted, texts)
    return replace(result, changes=tuple(one for one in result.changes if result.names.is_draft(one.entry)))


def _aside(old: Side, new: Side, left_out: Sequence[str]) -> Iterator[Aside]:
    """What differs, but is not compared since it is in force on neither side; what is broken is told of already."""
    before, after = _versions(old), _versions(new)
    if before.keys() != after.keys():
        renamed = Renames(old.view.base, new.view.base).entries
        before = {(kind, renamed.get(id_, id_), edition): entry for (kind, id_, edition), entry in before.items()}
    broken = {entry.twin for side in (old, new) for entry in side.view.base.entries if not entry.sound}
    for twin in sorted({*before, *after} - broken, key=lambda twin: tuple(map(str, twin))):
        entries = [(side, versions.get(twin)) for side, versions in ((old, before), (new, after))]
        recorded = [(side, entry) for side, entry in entries if entry is not None]
        is_compared = any(side.view.base.in_force(entry.id, side.view.day) is entry for side, entry in recorded)
        is_left_out = any(
            entry.path == path or entry.path.startswith(f"{path}/") for _, entry in recorded for path in left_out
        )
        if not (is_compared or is_left_out) and (len(recorded) == 1 or _differ(*(entry for _, entry in recorded))):
            side, entry = recorded[-1]
            yield Aside(entry, side.view.name(entry), side.view.base.is_draft(entry))


def _differ(one: Entry, other: Entry) -> bool:
    return (one.id, one.data) != (other.id, other.data)


def _versions(side: Side) -> Mapping[Twin, Entry]:
    """The sound versions that belong to a side, drafts only if they are of its time."""
    base = side.view.base
    return {
        entry.twin: entry
        for entry in base.entries
        if entry.sound and not (base.is_draft(entry) and base.first_day(entry) > side.until)
    }


def _faulty_sides(read: Mapping[str, Side], path: str) -> tuple[str, ...]:
    """On which sides something that is left out has errors."""

    def is_faulty(side: Side) -> bool:
        known = {*side.unread, *(finding.location.path for finding in side.findings)}
        return any(other == path or other.startswith(f"{path}/") for other in known)

    return tuple(name for name, side in read.items() if is_faulty(side))


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
