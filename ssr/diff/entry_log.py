"""What happened to some entries: what each saved change made of them, and what began or ceased to hold on a day."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import NamedTuple

from ssr.base.entry import Entry
from ssr.base.git import Repository, Revision
from ssr.base.history import steps
from ssr.base.knowledge import KnowledgeBase
from ssr.base.partial import PartialSnapshot, named_in
from ssr.base.schema import is_day
from ssr.base.snapshot import FOLDER, Snapshot, manifest_value, renames_in
from ssr.diff.change import Change
from ssr.diff.compare import compare, compare_versions
from ssr.diff.reference_names import ReferenceNames
from ssr.diff.renames import Renames
from ssr.diff.side import Side, SideReader
from ssr.errors import UnsoundError
from ssr.text.days import first_of, last_of
from ssr.text.zone import day_in

_FIRST, _LAST = date.min.isoformat(), date.max.isoformat()  # which have no day before, and none after


class LogEvent(NamedTuple):
    """What happened to the entry on a day.

    `sort`: by a change that is `saved` (as `commit`) or `unsaved`, or since from that day on something else is `held`.
    Where nobody has written from which day that is, `day` is the one that editions are chosen by, and not `day_is_known`.
    `begins` and `ends` are what the files say instead of a day: the month or the year, from its first or after its last day.
    `renamed` gives for the new id of an entry the one that its file had.
    """

    sort: str
    day: str
    commit: str | None
    changes: tuple[Change, ...]
    names: ReferenceNames
    renamed: Mapping[str, str]
    day_is_known: bool = True
    begins: str = ""
    ends: str = ""


class EntryLog:
    """Tells the events of the entries with some ids, in a base that has these periods. `left_out` is what cannot be read.

    `recorded` gives the base at a revision; None where there was none.
    """

    def __init__(
        self,
        tree: Snapshot,
        reading: SideReader,
        ids: Set[str],
        periods: Set[str],
        recorded: Callable[[Revision], Snapshot | None],
    ) -> None:
        self._tree, self._reading, self._ids, self._periods = tree, reading, ids, periods
        self._recorded = recorded
        self._zone = str(manifest_value(tree, "time_zone", "UTC"))
        self.left_out: list[str] = []

    def on_days(self) -> Iterator[LogEvent]:
        """What began or ceased to hold on each day until today, as the files say now; the latest first."""
        side = self._part(self._tree, self._named_in(self._tree, self._ids))
        base = side.view.base
        entries = [entry for id_ in sorted(self._ids) for entry in base.editions(id_)]
        self.left_out += [entry.path for entry in entries if not entry.sound]
        sound = [entry for entry in entries if entry.sound]
        written = {day: text for entry in sound for day, text in _turns(base, entry)}
        chosen = {day for day in map(base.first_day, sound) if _is_turn(day)}  # by the period, where no day is known
        for day in sorted((day for day in written.keys() | chosen if day <= self._reading.today), reverse=True):
            old, new = side.view.on(_next_day(day, -1)), side.view.on(day)
            all_changes = compare(old, new, side.unread).changes
            changes = tuple(
                change
                for change in all_changes
                if self._ids & {entry.id for entry in (change.old, change.new) if entry}
            )
            if changes:
                begins, ends = written.get(day, ("", ""))
                names = ReferenceNames(old, new)
                yield LogEvent("held", day, None, changes, names, {}, day in written, begins, ends)

    def unsaved(self, head: Revision) -> Iterator[LogEvent]:
        """What is changed in the folder and not saved."""
        try:
            renamed = self._renamed(head)
            ids = {*self._ids, *renamed.values()}
            sides = self._sides(head, None, ids)
        except UnsoundError as error:
            self.left_out.append(str(error.parameters["path"]))
            return
        yield from self._between("unsaved", self._reading.today, None, sides, ids, renamed)

    def _renamed(self, head: Revision) -> Mapping[str, str]:
        """The ids that are new since the latest saved change, with those that the entries had then."""
        names = {PurePosixPath(path).stem for path in head.files}
        before = self._recorded(head)
        if before is None or self._ids <= names:
            return {}
        old, new = (self._reading.read(tree).view.base for tree in (before, self._tree))
        return {now: was for was, now in Renames(old, new).entries.items() if now in self._ids}

    def saved(self, repository: Repository) -> Iterator[LogEvent]:
        """What each saved change made of the entry, the latest first."""
        known = set(self._ids)
        for step in steps(repository, FOLDER, self._ids, renames_in(self._tree)):
            known |= set(step.renamed.values())
            try:
                sides = self._sides(step.before, step.after, known)
            except UnsoundError as error:
                self.left_out.append(str(error.parameters["path"]))
                continue
            day = day_in(step.seconds, self._zone)
            yield from self._between("saved", day, step.after.commit, sides, known, step.renamed)

    def _between(
        self, sort: str, day: str, commit: str | None, sides: Sequence[Side], ids: Set[str], renamed: Mapping[str, str]
    ) -> Iterator[LogEvent]:
        old, new = (side.view.on(day).whenever() for side in sides)
        pairs = self._pairs(sides, ids, renamed, commit)
        changes = compare_versions(old, new, pairs)
        seen = {entry.id for pair in pairs for entry in pair if entry is not None}
        new_ids = {now: was for now, was in renamed.items() if {now, was} <= seen}
        changes = tuple(one for one in changes if one.route or one.change != "renamed" or one.entry.id not in new_ids)
        if changes or new_ids:
            yield LogEvent(sort, day, commit, changes, ReferenceNames(old, new), new_ids)

    def _pairs(
        self, sides: Sequence[Side], ids: Set[str], renamed: Mapping[str, str], commit: str | None
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
        result: list[tuple[Entry | None, Entry | None]] = []
        for pair in ((old.get(key), new.get(key)) for key in dict.fromkeys([*new, *old])):
            doubtful = [entry for entry in pair if entry is not None and (not entry.sound or entry.id in unread)]
            self.left_out += [_place(commit, entry.path) for entry in doubtful]
            if not doubtful:
                result.append(pair)
        return result

    def _sides(self, before: Revision | None, after: Revision | None, ids: Set[str]) -> list[Side]:
        """The part of the base that matters, before and after (None: as it is); where there was no base, one without entries."""
        old, new = (None if before is None else self._recorded(before)), self._at(after)
        names = {name for tree in (old, new) if tree is not None for name in self._named_in(tree, ids)}
        some = new or old or self._tree
        return [
            self._part(tree or some, names if tree is not None else set(), revision)
            for tree, revision in ((old, before), (new, after))
        ]

    def _at(self, revision: Revision | None) -> Snapshot | None:
        return self._tree if revision is None else self._recorded(revision)

    def _named_in(self, tree: Snapshot, ids: Set[str]) -> set[str]:
        return named_in(tree, ids) | self._periods

    def _part(self, tree: Snapshot, names: Set[str], revision: Revision | None = None) -> Side:
        way = _place(None if revision is None else revision.commit, "")
        return self._reading.read(PartialSnapshot(tree, names, tree.overlay), way)


def _place(commit: str | None, path: str) -> str:
    return path if commit is None else f"{commit[:10]}:{path}"


def _turns(base: KnowledgeBase, entry: Entry) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each day from which an entry, or something in it, holds or does not hold any more; exact days last.

    With each the month or year that is written instead of a day, as what it begins with, or what it ends with.
    """
    found: list[tuple[str, tuple[str, str]]] = []
    for _, value, _ in base.kind(entry).root.walk(entry.data):
        if isinstance(value, dict):
            first, last = value.get("from"), value.get("until")
            if isinstance(first, str) and _is_turn(day := first_of(first)):
                found.append((day, ("" if day == first else first, "")))
            if isinstance(last, str) and _is_turn(day := last_of(last)):
                found.append((_next_day(day, 1), ("", "" if day == last else last)))
    if _is_turn(known := base.known_first_day(entry)) and known not in {day for day, _ in found}:
        found.append((known, ("", "")))
    yield from sorted(found, key=lambda turn: turn[1] == ("", ""))


def _is_turn(day: str) -> bool:
    return is_day(day) and _FIRST < day < _LAST


def _next_day(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(by)).isoformat()
