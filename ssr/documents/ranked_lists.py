"""Lists that the schema ranks, in the order that they had and have, pair by pair.

Each item stands once; what only was pushed along by others is not told to have moved. Knows annotations, not kinds.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.order import ordered
from ssr.diff.change import Change
from ssr.diff.comparison import ComparisonResult
from ssr.diff.moves import moved
from ssr.view.base_view import View


class RankedWay(NamedTuple):
    """Which item of which ranked list a change is about: the way to the list, its shape, and the item's key."""

    list: tuple[str, ...]
    field: Field
    key: str


class RankedItem(NamedTuple):
    """An item as one side has it: its group and its `place` in that, None for what has no rank."""

    key: str
    group: str | None
    place: int | None
    data: Mapping[str, Any]


class RankedPair(NamedTuple):
    """An item as it was and as it is, None where it is not, and whether it has moved."""

    key: str
    old: RankedItem | None
    new: RankedItem | None
    has_moved: bool

    @property
    def group(self) -> str | None:
        """The group in which it is told."""
        item = self.new or self.old
        return None if item is None else item.group


def ranked_way(change: Change) -> RankedWay | None:
    """Where in a ranked list a change is, if it is in one."""
    shape, route = change.fields[0], change.route
    at = 0
    while at < len(route):
        below = shape.properties.get(route[at])
        if below is None:
            return None
        at += 1
        if below.annotation("rank") and at < len(route):
            return RankedWay(route[:at], below, route[at])
        is_keyed = below.items is not None and below.annotation("key")
        shape = below.items if is_keyed and below.items is not None else below
        at += 1 if is_keyed else 0
    return None


class RankedLists:
    """The ranked lists of the entries of a comparison."""

    def __init__(self, compared: ComparisonResult) -> None:
        self._old, self._new = compared.old, compared.new
        self._pairs: dict[tuple[int, tuple[str, ...]], list[RankedPair]] = {}
        self._renamed: dict[tuple[int, tuple[str, ...]], dict[str, str]] = {}
        for change in compared.changes:
            way = ranked_way(change) if change.change == "renamed" else None
            if way is not None and change.route == (*way.list, way.key) and isinstance(change.before, str):
                self._renamed.setdefault((id(change.entry), way.list), {})[change.before] = way.key

    def is_pushed(self, change: Change) -> bool:
        """Whether it only gives an item another number because of what came, went or moved around it."""
        if change.change != "reprioritised":
            return False
        way = ranked_way(change)
        pairs = self.pairs(change, way) if way is not None else []
        return way is not None and not any(pair.key == way.key and pair.has_moved for pair in pairs)

    def pairs(self, change: Change, way: RankedWay) -> list[RankedPair]:
        """The list that a change is in: group by group, in the newer order, then what is not there any more."""
        key = id(change.entry), way.list
        if key not in self._pairs:
            new_keys = self._renamed.get(key, {})
            old = [
                item._replace(key=new_keys.get(item.key, item.key))
                for item in _items(self._old, change.old, change.fields[0], way)
            ]
            new = _items(self._new, change.new, change.fields[0], way)
            self._pairs[key] = _paired(old, new, way.field)
        return self._pairs[key]


def _paired(old: Sequence[RankedItem], new: Sequence[RankedItem], field: Field) -> list[RankedPair]:
    before, after = ({item.key: item for item in reversed(side)} for side in (old, new))
    shift: set[str] = {key for key in before.keys() & after.keys() if before[key].group != after[key].group}
    for group in {item.group for item in new}:
        sides = ([item.key for item in side if item.group == group and item.key not in shift] for side in (old, new))
        shift |= moved(*sides)
    pairs = [RankedPair(item.key, before.get(item.key), item, item.key in shift) for item in new]
    pairs += [RankedPair(item.key, item, None, False) for item in old if item.key not in after]
    groups = _groups(field)
    return sorted(pairs, key=lambda pair: groups.index(pair.group) if pair.group in groups else len(groups))


def group_label(name: str | None, field: Field, language: str) -> str | None:
    """What people call a group of a ranked list."""
    shape = _group_shape(field)
    return None if name is None or shape is None else shape.label(name, language)


def _group_shape(field: Field) -> Field | None:
    return field.items.properties.get(field.annotation("group") or "") if field.items is not None else None


def _groups(field: Field) -> list[str]:
    """The groups in the order that the schema has them."""
    shape = _group_shape(field)
    return [] if shape is None else list(shape.schema.get("enum", ()))


def _items(view: View, entry: Entry | None, root: Field, way: RankedWay) -> list[RankedItem]:
    """The items of one side in order, each with its place among those of its group that have a rank."""
    value: Any = None if entry is None else view.plain(entry)
    shape: Field = root
    steps = iter(way.list)
    for step in steps:
        value, shape = (value or {}).get(step), shape.properties[step]
        if shape is not way.field and shape.items is not None:
            key, wanted = shape.annotation("key"), next(steps)
            value = next((item for item in value or () if item.get(key) == wanted), None)
            shape = shape.items
    return list(_placed(ordered(list(value or ()), way.field), way.field))


def _placed(items: Sequence[Mapping[str, Any]], field: Field) -> Iterator[RankedItem]:
    key, rank, group = (field.annotation(name) for name in ("key", "rank", "group"))
    for name, in_group in groupby(items, key=lambda item: item.get(group) if group else None):
        place = 0
        for item in in_group:
            is_ranked = item.get(rank) is not None
            place += is_ranked
            yield RankedItem(str(item.get(key)), name, place if is_ranked else None, item)
