"""`ssr log`: the life of one entry, in what each saved change made of it and in what has held on each day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import NamedTuple

from ssr.clock import day_in
from ssr.commands.part import Part, named_in
from ssr.commands.reading import Reading, Side
from ssr.committed import CommittedTree
from ssr.compare import Change, Names, compare, versions
from ssr.entry import Entry
from ssr.errors import SsrError, UnsoundError, UsageError
from ssr.history import steps
from ssr.kinds import Kind
from ssr.knowledge import KnowledgeBase
from ssr.loading import FOLDER
from ssr.revision import Repository, Revision
from ssr.schema import closest, is_day, is_key
from ssr.snapshot import MANIFEST, Snapshot, WorkingTree, manifest_value

_FIRST, _LAST = date.min.isoformat(), date.max.isoformat()  # which have no day before, and none after
# Where there is no history to read, what the files say of days is told all the same.
_NO_HISTORY = {"no-repository", "git-missing", "unknown-revision"}


class Event(NamedTuple):
    """What happened to the entry on a day.

    `sort`: by a change that is `saved` (as `commit`) or `unsaved`, or since from that day on something else is `held`.
    `renamed` gives for the new id of an entry the one that its file had.
    """

    sort: str
    day: str
    commit: str | None
    changes: tuple[Change, ...]
    names: Names
    renamed: Mapping[str, str]


class Life(NamedTuple):
    """One entry and all that happened to it, the latest first.

    `missing` is why there is no history at all, `is_shallow` whether it ends where a clone does, `left_out` what could not
    be read, as `hash:path`.
    """

    id: str
    name: str
    kind: Kind
    events: tuple[Event, ...]
    missing: SsrError | None
    is_shallow: bool
    left_out: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether all that is recorded has been told."""
        return self.missing is None and not self.is_shallow and not self.left_out


def log(tree: WorkingTree | CommittedTree, *, id_: str, today: str, audience: str, language: str) -> Life:
    """The life of one entry, as the readers may see it. What is laid over the base has no part in it."""
    teller = _Teller(tree, Reading(today=today, audience=audience, language=language))
    missing, repository = None, None
    try:
        repository = Repository(tree.root)
        head = repository.revision("HEAD")
    except SsrError as error:
        if error.key not in _NO_HISTORY:
            raise
        missing = error
    followed = teller.followed(id_) if is_key(id_) else set[str]()
    saved: list[Event] = []
    if repository is not None and missing is None:
        saved = [*teller.unsaved(head, followed), *teller.saved(repository, followed)]
    events = sorted([*saved, *teller.held(followed)], key=lambda event: event.day, reverse=True)
    name, kind = teller.called(id_, events)
    is_shallow = repository is not None and repository.is_shallow
    return Life(id_, name, kind, tuple(events), missing, is_shallow, tuple(dict.fromkeys(teller.left_out)))


class _Teller:
    """Tells the events of one life."""

    def __init__(self, tree: WorkingTree | CommittedTree, reading: Reading) -> None:
        self._tree, self._reading = tree, reading
        self._view = reading.read(Part(tree)).view
        self._zone = str(manifest_value(tree, "time_zone", "UTC"))
        self.left_out: list[str] = []

    def followed(self, id_: str) -> set[str]:
        """The id, and those that it had before, as far as the base declares them one by one."""
        found, waiting = {id_}, [id_]
        entries = [entry for entry in self._view.base.entries if entry.sound]
        while waiting:
            heir = waiting.pop()
            before = {entry.id for entry in entries if entry.data.get("replaced_by") == heir} - found
            if len(before) == 1:
                found |= before
                waiting += before
        return found

    def called(self, id_: str, events: Sequence[Event]) -> tuple[str, Kind]:
        """What the entry is called and its kind, now or at last; refused when the readers know of no such entry."""
        base = self._view.base
        if entry := self._view.find(id_) or next(iter(base.editions(id_)), None):
            return self._view.name(entry), base.kind(entry)
        for event in events:
            for change in event.changes:
                if change.entry.id == id_:
                    view = event.names.old if change.new is None else event.names.new
                    return change.name, view.base.kind(change.entry)
        raise UsageError("unknown-id", id=id_, suggestion=closest(id_, base.ids))

    def held(self, ids: set[str]) -> Iterator[Event]:
        """What began or ceased to hold on each day until today, as the files say now; the latest first."""
        side = self._part(self._tree, self._named_in(self._tree, ids))
        base = side.view.base
        entries = [entry for id_ in sorted(ids) for entry in base.editions(id_)]
        self.left_out += [entry.path for entry in entries if not entry.sound]
        days = {day for entry in entries if entry.sound for day in _turns(base, entry)}
        for day in sorted((day for day in days if day <= self._view.day), reverse=True):
            old, new = side.view.on(_next_day(day, -1)), side.view.on(day)
            found = compare(old, new, side.unread).changes
            changes = tuple(one for one in found if ids & {entry.id for entry in (one.old, one.new) if entry})
            if changes:
                yield Event("held", day, None, changes, Names(old, new), {})

    def unsaved(self, head: Revision, ids: set[str]) -> Iterator[Event]:
        """What is changed in the folder and not saved."""
        if isinstance(self._tree, WorkingTree):
            sides = self._sides(_tree(head), self._tree, ids)
            yield from self._between("unsaved", self._view.day, None, sides, ids, {})

    def saved(self, repository: Repository, ids: set[str]) -> Iterator[Event]:
        """What each saved change made of the entry, the latest first."""
        known = set(ids)
        for step in steps(repository, FOLDER, ids):
            known |= set(step.renamed.values())
            try:
                before = None if step.before is None else _tree(step.before)
                sides = self._sides(before, _tree(step.after), known)
            except UnsoundError as error:
                self.left_out.append(str(error.parameters["path"]))
                continue
            day = day_in(step.seconds, self._zone)
            yield from self._between("saved", day, step.after.commit, sides, known, step.renamed)

    def _between(
        self, sort: str, day: str, commit: str | None, sides: Sequence[Side], ids: set[str], renamed: Mapping[str, str]
    ) -> Iterator[Event]:
        old, new = (side.view.on(day).whenever() for side in sides)
        pairs = self._pairs(sides, ids, renamed, commit)
        changes = versions(old, new, pairs)
        seen = {entry.id for pair in pairs for entry in pair if entry is not None}
        told = {now: was for now, was in renamed.items() if {now, was} <= seen}
        if changes or told:
            yield Event(sort, day, commit, changes, Names(old, new), told)

    def _pairs(
        self, sides: Sequence[Side], ids: set[str], renamed: Mapping[str, str], commit: str | None
    ) -> list[tuple[Entry | None, Entry | None]]:
        """Each version of the entry on both sides, by its kind and period; what cannot be judged is left out."""
        old, new = (
            {
                (entry.kind, names.get(entry.id, entry.id), entry.edition): entry
                for entry in side.view.base.entries
                if entry.id in ids
            }
            for side, names in zip(sides, ({}, renamed), strict=True)
        )
        unread = {PurePosixPath(path).stem for side in sides for path in side.unread}
        found: list[tuple[Entry | None, Entry | None]] = []
        for pair in ((old.get(key), new.get(key)) for key in dict.fromkeys([*new, *old])):
            doubtful = [entry for entry in pair if entry is not None and (not entry.sound or entry.id in unread)]
            self.left_out += [_place(commit, entry.path) for entry in doubtful]
            if not doubtful:
                found.append(pair)
        return found

    def _sides(self, before: Snapshot | None, after: Snapshot | None, ids: set[str]) -> list[Side]:
        """The part of the base that matters, before and after; where there was no base, one without entries."""
        names = {name for tree in (before, after) if tree is not None for name in self._named_in(tree, ids)}
        some = after or before or self._tree
        return [self._part(tree or some, names if tree is not None else set()) for tree in (before, after)]

    def _named_in(self, tree: Snapshot, ids: set[str]) -> set[str]:
        return named_in(tree, ids) | set(self._view.base.periods)

    def _part(self, tree: Snapshot, names: set[str]) -> Side:
        commit = tree.commit if isinstance(tree, CommittedTree) else None
        return self._reading.read(Part(tree, names), _place(commit, ""))


def _tree(revision: Revision) -> CommittedTree | None:
    """The base at a revision; None where there was none."""
    return CommittedTree(revision) if MANIFEST in revision.files else None


def _place(commit: str | None, path: str) -> str:
    return path if commit is None else f"{commit[:10]}:{path}"


def _turns(base: KnowledgeBase, entry: Entry) -> Iterator[str]:
    """Each day from which an entry, or something in it, holds or does not hold any more."""
    found: list[tuple[object, int]] = [(base.first_day(entry), 0)]
    for _, value, _ in base.kind(entry).root.walk(entry.data):
        if isinstance(value, dict):
            found += [(value.get("from"), 0), (value.get("until"), 1)]
    for day, after in found:
        if isinstance(day, str) and is_day(day) and _FIRST < day < _LAST:
            yield _next_day(day, after)


def _next_day(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(by)).isoformat()
