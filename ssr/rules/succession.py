"""Rules on what follows upon what: items of which one holds at a time, entries that took over, and editions."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.base.schema import is_day
from ssr.rules.rule import AnnotatedValue, Hit
from ssr.text.days import ALWAYS, last_of, span_of


def held_at_once(place: AnnotatedValue) -> Iterator[Hit]:
    """Items that hold at the same time though one at a time should; those with the same key are told of by another rule."""
    key = place.field.annotation("key")
    for earlier, later in _neighbours(place):
        one, other = place.value[earlier], place.value[later]
        is_told = key is not None and one.get(key) == other.get(key)
        if not is_told and span_of(other)[0] <= span_of(one)[1]:
            called = place.field.at((later, key)) if key is not None else None
            parameters = {"field_titles": place.field, "other_titles": called, "other_value": str(other.get(key, ""))}
            yield Hit(place.entry, (*place.route, later), "held-at-once", parameters, related=_at(place, earlier))


def hole_between(place: AnnotatedValue) -> Iterator[Hit]:
    """Days on which none of the items holds, between two that do."""
    for earlier, later in _neighbours(place):
        last, first = span_of(place.value[earlier])[1], span_of(place.value[later])[0]
        if is_day(last) and last < ALWAYS and is_day(first) and _after(last) < first:
            parameters = {"field_titles": place.field, "first": _after(last), "last": _before(first)}
            yield Hit(place.entry, (*place.route, later), "hole-between", parameters, related=_at(place, earlier))


def _neighbours(place: AnnotatedValue) -> Iterator[tuple[int, int]]:
    """Where each item stands and the one that follows upon it in time, among those of which one holds at a time."""
    by_key, key = place.field.annotation("exclusive") == "key", place.field.annotation("key")
    groups: dict[Any, list[int]] = defaultdict(list)
    for number, item in enumerate(place.value):
        if isinstance(item, dict) and item.get("ended") is not True:
            groups[str(item.get(key)) if by_key else ""].append(number)
    for numbers in groups.values():
        yield from pairwise(sorted(numbers, key=lambda number: (span_of(place.value[number])[0], number)))


def _at(place: AnnotatedValue, number: int) -> tuple[tuple[Entry, tuple[str | int, ...]], ...]:
    return ((place.entry, (*place.route, number)),)


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(1)).isoformat()


def _before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(1)).isoformat()


def in_a_ring(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """Entries that took over from each other, so that none is left."""
    replaced = {
        entry.id: entry
        for entry in base.entries
        if (heir := entry.data.get("replaced_by")) is not None
        and (heir != entry.id or entry.edition is None)  # an edition may be replaced by another of the same
    }
    in_rings: set[str] = set()
    for entry in replaced.values():
        way = [entry]
        while (heir := replaced.get(str(way[-1].data["replaced_by"]))) is not None and heir not in way:
            way.append(heir)
        if entry.sound and heir is entry and entry.id not in in_rings:
            ids = [one.id for one in way]
            in_rings.update(ids)
            related = tuple((one, ("replaced_by",)) for one in way[1:])
            yield Hit(entry, ("replaced_by",), "in-a-ring", {"value": " → ".join([*ids, entry.id])}, related=related)


def revived(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """Older editions that hold again when a newer one ends."""
    for id_ in base.ids:
        agreed = [one for one in base.editions(id_) if one.edition is not None and one.sound and not base.is_draft(one)]
        for older, newer in pairwise(sorted(agreed, key=base.first_day)):
            last = newer.data.get("until")
            if not isinstance(last, str) or not is_day(last_of(last)) or last_of(last) >= ALWAYS:
                continue
            day = _after(last_of(last))
            if base.in_force(id_, day) is older:
                parameters = {"path": older.path, "day": day}
                yield Hit(newer, ("until",), "revived", parameters, related=((older, ()),))
