"""Which entries are the same on both sides: by id, by declared successor, a period by its kind; never by likeness.

An entry that cannot be judged on one side is left out of both: what cannot be read has neither come nor gone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import PurePosixPath

from ssr.base.entry import Entry
from ssr.diff.planted import ComparedSide
from ssr.diff.renames import Renames

Key = tuple[str, str]  # the kind of an entry and its id


@dataclass(frozen=True)
class Pair:
    """An entry as it was and as it is; None on a side where it does not hold. `key` is the same from both sides."""

    key: Key
    old: Entry | None
    new: Entry | None


class Matching:
    """The entries of two views, side by side.

    `unread` are the files and folders, on either side, of which nobody knows what they hold. `left_out` are the paths
    of what is not compared because it is broken or not read.
    """

    def __init__(self, old: ComparedSide, new: ComparedSide, unread: Set[str] = frozenset()) -> None:
        self.old, self.new = old, new
        self._unread = unread
        self._unread_ids = {PurePosixPath(path).stem for path in unread if path.endswith(".yaml")}
        before, after = _in_force(old), _in_force(new)
        self._periods = {*old.base.periods, *new.base.periods}
        ended, added = before.keys() - after.keys(), after.keys() - before.keys()
        self.renames = Renames(old.base, new.base)
        self._same = {
            **self.renames.entries,
            **dict([*self._successors(ended, added), *self._next_periods(ended, added)]),
        }
        sides = [
            {(entry.kind, self._same.get(entry.id, entry.id)): entry for entry in side.values()}
            for side in (before, after)
        ]
        for side, other in (sides, reversed(sides)):
            for key in [key for key, entry in side.items() if _only_adds(entry, other.get(key))]:
                del side[key]
        doubtful = {key: entry.path for side in sides for key, entry in side.items() if self._is_doubtful(entry)}
        self.left_out = tuple(sorted({*doubtful.values(), *unread}))
        keys = sorted({*sides[0], *sides[1]} - doubtful.keys())
        self.pairs = tuple(Pair(key, sides[0].get(key), sides[1].get(key)) for key in keys)

    def is_renamed(self, reference: str) -> bool:
        """Whether what a reference of the older side leads to has another id or key now."""
        target, _, key = reference.partition("#")
        return self.renames.meant(target, key) != (target, key)

    def canonical(self, reference: str) -> str:
        """What a reference means on both sides: an item of a period by its key, an entry by the id of its successor."""
        target, mark, key = reference.partition("#")
        target, key = self.renames.meant(target, key)
        if target in self._periods:
            return mark + key
        return self._same.get(target, target) + mark + key

    def _is_doubtful(self, entry: Entry) -> bool:
        if not entry.sound or entry.id in self._unread_ids:
            return True
        return any(entry.path.startswith(f"{path}/") for path in self._unread)

    def _next_periods(self, ended: Set[Key], added: Set[Key]) -> Iterator[tuple[str, str]]:
        """The period that ended and the one that began, under one name for both; where several did, the last ones."""
        for kind in {kind for kind, _ in ended} & {kind for kind, _ in added}:
            for view, keys in ((self.old, ended), (self.new, added)):
                periods = [period for period in view.base.periods if (kind, period) in keys]
                yield from ((period, "") for period in periods[-1:])

    def _successors(self, ended: Set[Key], added: Set[Key]) -> Iterator[tuple[str, str]]:
        """Each entry that became another, one to one, as one of the sides declares: its id, and that of the other.

        Where two became one, or where the sides disagree, none is taken to be the same.
        """
        declared: dict[Key, set[Key]] = defaultdict(set)
        for entry in (*self.old.base.entries, *self.new.base.entries):
            if entry.sound and isinstance(successor := entry.data.get("replaced_by"), str):
                declared[entry.kind, entry.id].add((entry.kind, successor))
        pairs = [
            (key, heirs.pop())
            for keys, others in ((ended, added), (added, ended))
            for key in keys
            if len(heirs := _heirs(key, declared, others)) == 1
        ]
        times = Counter(key for pair in pairs for key in pair)
        yield from ((key[1], heir[1]) for key, heir in pairs if times[key] == times[heir] == 1)


def _in_force(view: ComparedSide) -> dict[Key, Entry]:
    """What holds on the day; and what may hold, since its own dates cannot be trusted."""
    result: dict[Key, Entry] = {}
    for id_ in view.base.ids:
        broken = (entry for entry in view.base.editions(id_) if not entry.sound)
        entry = view.base.in_force(id_, view.day) or next(broken, None)
        if entry is not None:
            result[entry.kind, id_] = entry
    return result


def _only_adds(entry: Entry, other: Entry | None) -> bool:
    """Whether it comes from an overlay, and adds to what is there on the other side only."""
    return entry.in_overlay and not entry.sound and other is not None and not other.in_overlay


def _heirs(key: Key, declared: Mapping[Key, Set[Key]], among: Set[Key]) -> set[Key]:
    """The nearest successors of an entry that are among some, however long the way to them."""
    result: set[Key] = set()
    seen, waiting = {key}, [key]
    while waiting:
        for successor in declared.get(waiting.pop(), set()) - seen:
            seen.add(successor)
            (result.add if successor in among else waiting.append)(successor)
    return result
