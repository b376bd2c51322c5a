"""What has another id or key than in an earlier version of a base, and is the same: told by all else that it says.

An entry is the same where the manifest of either side says so (`renamed`), or where it is one to one with another of its kind and period, by what tells the kind's entries apart
or by all that it says but for its name; an item where all but its key is as it was. Never by likeness.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeVar

from ssr.base.entry import Entry
from ssr.base.kinds import Field, Kind
from ssr.base.knowledge import KnowledgeBase
from ssr.base.links import Link
from ssr.base.marks import SUPPORT
from ssr.base.yaml.source import Route
from ssr.diff.item_match import ItemIdentity, match_items
from ssr.text.characters import normalise_all

_Thing = TypeVar("_Thing")


class RenamedItem(NamedTuple):
    """An item that has another key: where it stands and stood, and by which names and keys one gets there now.

    With `says_more` it says something else besides: then only a manifest tells that it is the same.
    """

    now: Entry
    before: Entry
    route: Route
    route_before: Route
    way: tuple[str, ...]
    key: str
    key_before: str
    says_more: bool


def renamed_entries(old: KnowledgeBase, new: KnowledgeBase) -> Mapping[str, str]:
    """The id that an entry of the older base has now, where that is another; worked out only where an id is gone."""
    return {} if set(old.ids) <= set(new.ids) else Renames(old, new).entries


class Renames:
    """What was renamed between two versions of a base."""

    def __init__(self, old: KnowledgeBase, new: KnowledgeBase) -> None:
        self._old, self._new = old, new
        told = {} if old is new else _told_entries(old, new)
        found = {} if old is new else dict(_entries(old, new))
        taken = set(told.values())
        self.entries: Mapping[str, str] = {
            **{was: now for was, now in found.items() if now not in taken and was not in told},
            **told,
        }
        self.items: tuple[RenamedItem, ...] = () if old is new else tuple(self._items())

    def before(self, entry: Entry) -> Entry | None:
        """The same entry in the earlier version, under whichever id."""
        ids = [entry.id, *(was for was, now in self.entries.items() if now == entry.id)]
        editions = (other for id_ in ids for other in self._old.editions(id_))
        return next((other for other in editions if other.edition == entry.edition), None)

    def meant(self, target: str, key: str) -> tuple[str, str]:
        """The id and the key that a reference of the earlier version has now; the key is empty where it names none."""
        now = self.entries.get(target, target)
        keys = (one.key for one in self.items if one.now.id == now and one.key_before == key)
        return now, next(keys, key)

    def left(self, was: str) -> list[Link]:
        """The references that still name an entry by the id that it had."""
        return list(self._new.incoming(was))

    def left_of(self, item: RenamedItem) -> list[Link]:
        """The references that still name an item by the key that it had, in its entry under whichever id."""
        ids = dict.fromkeys((item.now.id, item.before.id))
        return [link for id_ in ids for link in self._new.incoming(id_) if link.key == item.key_before]

    def _items(self) -> Iterator[RenamedItem]:
        for now in self._new.entries:
            before = self.before(now)
            if before is not None and now.sound and before.sound and now.data != before.data:
                root, keys = self._new.kind(now).root, self._told_keys(now, before)
                for place in _in_value(now.data, before.data, root, keys):
                    yield RenamedItem(now, before, *place, says_more=_says_more(now, before, place, root))

    def _told_keys(self, now: Entry, before: Entry) -> Mapping[str, str]:
        """The keys of items of an entry that a manifest says are others now, by those that they were."""
        result: dict[str, str] = {}
        for base in (self._old, self._new):
            for was in base.told_renames:
                target, mark, key = was.partition("#")
                id_, _, key_now = base.now_called(was).partition("#")
                if mark and base is self._new and target in {before.id, now.id} and id_ == now.id:
                    result[key] = key_now
                elif mark and base is self._old and target in {before.id, now.id} and id_ == before.id:
                    result[key_now] = key  # the older side of the comparison is the later one
        return result


def _told_entries(old: KnowledgeBase, new: KnowledgeBase) -> dict[str, str]:
    """Each entry of which a manifest says that it has another id, where that is so and true of no other."""
    pairs = {(was, new.now_called(was)) for was in new.told_renames}
    pairs |= {(old.now_called(was), was) for was in old.told_renames}  # the older side is the later one
    told = [(was, now) for was, now in pairs if _is_one(was, old, new) and _is_one(now, new, old)]
    times = Counter(id_ for pair in told for id_ in pair)
    return {was: now for was, now in sorted(told) if times[was] == times[now] == 1}


def _is_one(id_: str, here: KnowledgeBase, there: KnowledgeBase) -> bool:
    return bool(here.editions(id_)) and not there.editions(id_)


def _entries(old: KnowledgeBase, new: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """Each entry that has another id: the one that it had, and the one that it has."""
    gone = [entry for entry in old.entries if entry.sound and not new.editions(entry.id)]
    come = [entry for entry in new.entries if entry.sound and not old.editions(entry.id)]
    ids: dict[str, set[str]] = defaultdict(set)
    for sign in (_identity, _content):
        signs_before, signs = (partial(_signed, base, sign) for base in (old, new))
        for before, now in _matches(gone, come, signs_before, signs):
            ids[before.id].add(now.id)
    heirs = {id_: next(iter(later)) for id_, later in ids.items() if len(later) == 1}
    times = Counter(heirs.values())
    yield from ((id_, heir) for id_, heir in heirs.items() if times[heir] == 1)


def _signed(base: KnowledgeBase, sign: Callable[[Kind, Entry], str | None], entry: Entry) -> Hashable | None:
    kind = base.kind(entry)
    is_followed = kind.defines_periods or isinstance(entry.data.get("replaced_by"), str)
    text = None if is_followed else sign(kind, entry)
    return None if text is None else (entry.kind, entry.edition, text)


def _identity(kind: Kind, entry: Entry) -> str | None:
    """What first of all tells an entry from others of its kind."""
    names = kind.identities[0]
    return _as_text([entry.data.get(name) for name in names]) if names[0] in entry.data else None


def _content(kind: Kind, entry: Entry) -> str | None:
    """All that an entry says but for its name; None where that is too little to know it by, whatever supports it."""
    rest = {name: value for name, value in entry.data.items() if name != kind.display}
    return _as_text(rest) if len(rest.keys() - SUPPORT) > 1 else None


def _as_text(value: Any) -> str:
    return json.dumps(normalise_all(value), sort_keys=True)


def _matches(
    gone: Iterable[_Thing],
    come: Iterable[_Thing],
    sign_before: Callable[[_Thing], Hashable | None],
    sign: Callable[[_Thing], Hashable | None],
) -> Iterator[tuple[_Thing, _Thing]]:
    """What went and what came under one sign, where nothing else did."""
    sides: tuple[dict[Hashable, list[_Thing]], ...] = (defaultdict(list), defaultdict(list))
    for side, things, signed in zip(sides, (gone, come), (sign_before, sign), strict=True):
        for thing in things:
            if (key := signed(thing)) is not None:
                side[key].append(thing)
    for key, things in sides[0].items():
        if len(things) == len(sides[1].get(key, ())) == 1:
            yield things[0], sides[1][key][0]


_Place = tuple[Route, Route, tuple[str, ...], str, str]


def _in_value(value: Any, before: Any, field: Field, keys: Mapping[str, str]) -> Iterator[_Place]:
    """The items that have another key, in a value and what it was; `keys` are those that a manifest tells of."""
    if isinstance(value, dict) and isinstance(before, dict):
        for name, below in field.properties.items():
            if name in value and name in before:
                yield from _below(name, name, name, _in_value(value[name], before[name], below, keys))
    elif isinstance(value, list) and isinstance(before, list) and field.items is not None:
        key = field.annotation("key")
        sides = [_keyed(items, key) for items in (before, value)]
        for match in match_items(*(list(side.values()) for side in sides)):
            if match.old is not None and match.new is not None:
                step_before, step = list(sides[0])[match.old], list(sides[1])[match.new]
                places = _in_value(value[step], before[step_before], field.items, keys)
                yield from _below(step, step_before, sides[1][step].key, places)
        if key in field.items.properties and field.items.properties[key].schema.get("format") == "key":
            known = [{identity.key for identity in side.values()} for side in sides]
            gone = [index for index, identity in sides[0].items() if identity.key not in known[1]]
            come = [index for index, identity in sides[1].items() if identity.key not in known[0]]
            told = [(was, now) for was in gone for now in come if keys.get(before[was][key]) == value[now][key]]
            gone, come = (
                [index for index in side if index not in {pair[at] for pair in told}]
                for at, side in enumerate((gone, come))
            )
            found = _matches(gone, come, partial(_rest, before, key), partial(_rest, value, key))
            for was, now in (*told, *found):
                yield (now,), (was,), (value[now][key],), value[now][key], before[was][key]


def _says_more(now: Entry, before: Entry, place: _Place, root: Field) -> bool:
    """Whether an item with another key says something else than it did."""
    route, route_before, *_ = place
    holder = root.at(route[:-1])
    key = holder.annotation("key") if holder is not None else ""
    items, items_before = now.value(route[:-1]), before.value(route_before[:-1])
    return _rest(items, key, int(route[-1])) != _rest(items_before, key, int(route_before[-1]))


def _below(step: str | int, step_before: str | int, name: str, places: Iterator[_Place]) -> Iterator[_Place]:
    for route, route_before, way, key, key_before in places:
        yield (step, *route), (step_before, *route_before), (name, *way), key, key_before


def _keyed(items: list[Any], key: Any) -> dict[int, ItemIdentity]:
    """The items of a list that have a key, by their indexes."""
    return {
        index: ItemIdentity(item[key], str(item.get("from", "")))
        for index, item in enumerate(items)
        if isinstance(item, dict) and isinstance(item.get(key), str)
    }


def _rest(items: list[Any], key: str, place: int) -> str | None:
    """All that an item says but for its key."""
    rest = {name: value for name, value in items[place].items() if name != key}
    return _as_text(rest) if rest else None
