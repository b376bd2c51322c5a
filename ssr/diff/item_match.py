"""Which items of two lists are the same: by key, and of several with one key by their first day; never by position."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count, zip_longest
from typing import NamedTuple


class ItemIdentity(NamedTuple):
    """What tells an item from the others in its list: its key, or else what it says, and the day from which it holds."""

    key: str
    first_day: str


class ItemMatch(NamedTuple):
    """An item, under a name that no other item of either list has, and its index on each side; None where it is not."""

    name: str
    old: int | None
    new: int | None


def match_items(old: Sequence[ItemIdentity], new: Sequence[ItemIdentity]) -> Iterator[ItemMatch]:
    """Every item of both lists once. Those with one key whose days differ are the same in order of time."""
    names: set[str] = set()
    indexes: dict[str, tuple[list[int], list[int]]] = {}
    for side, identities in enumerate((old, new)):
        for index, identity in enumerate(identities):
            indexes.setdefault(identity.key, ([], []))[side].append(index)
    for key, (before, after) in indexes.items():
        for pair in _pairs(
            {index: old[index].first_day for index in before}, {index: new[index].first_day for index in after}
        ):
            name = key if key not in names else next(text for n in count(2) if (text := f"{key} ({n})") not in names)
            names.add(name)
            yield ItemMatch(name, *pair)


def _pairs(before: dict[int, str], after: dict[int, str]) -> Iterator[tuple[int | None, int | None]]:
    """The indexes of items with one key, by the first day of each."""
    same_day: dict[str, list[int]] = defaultdict(list)
    for index, day in before.items():
        same_day[day].append(index)
    moved: list[int] = []
    for index, day in after.items():
        if same_day[day]:
            yield same_day[day].pop(0), index
        else:
            moved.append(index)
    left = (index for day in sorted(same_day) for index in same_day[day])
    yield from zip_longest(left, sorted(moved, key=lambda index: after[index]))
