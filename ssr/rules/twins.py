"""Rules on what tells entries and items apart: a copy, one name or number for two, one rank for two, a date of another."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.base.marks import is_example
from ssr.base.yaml.source import Route, Source
from ssr.rules.rule import AnnotatedValue, Hit
from ssr.text.characters import normalise, normalise_all
from ssr.text.days import span_of

_DATE = re.compile(r"(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")


class _Identity(NamedTuple):
    """What tells an entry from others of its kind, where it stands, and from when until when it holds.

    `beside` is what must be the same besides.
    """

    entry: Entry
    route: Route
    value: str
    beside: str
    days: tuple[str, str]


def copied(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """Entries in which nothing was changed since they were copied."""
    for entry, original in _copies(base):
        parameters = {"id": original.id, "path": original.path}
        yield Hit(entry, (), "copied", parameters, related=((original, ()),))


def _copies(base: KnowledgeBase) -> Iterator[tuple[Entry, Entry]]:
    """Each entry that says the same as one before it of its kind, with that one; an edition has rules of its own."""
    alike: dict[tuple[str, str, int], list[Entry]] = defaultdict(list)
    for entry in sorted(base.entries, key=lambda one: (len(one.id), one.path)):  # a copy has a longer name, if any
        if entry.sound and entry.data:
            name = _said(entry.source, base.kind(entry).display)
            others = alike[entry.kind, name, len(entry.source.marks)]  # much faster to tell, and seldom two
            if original := next((one for one in others if _said(one.source) == _said(entry.source)), None):
                if original.id != entry.id:
                    yield entry, original
            else:
                others.append(entry)


@lru_cache(maxsize=16384)  # two of each file
def _said(source: Source, name: str | None = None) -> str:
    """All that a file says, or that one of its properties does, however it is written."""
    return json.dumps(normalise_all(source.data if name is None else source.data.get(name)), sort_keys=True)


def doubles(base: KnowledgeBase) -> list[Entry]:
    """The entries that are copies of another, or have the name or number of another, as the rules tell them."""
    return list(dict.fromkeys(hit.entry for rule in (copied, shared_identity) for hit in rule(base, "")))


def shared_identity(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """Entries of one kind that share what should tell them apart, while both hold."""
    copies = {entry for entry, _ in _copies(base)}
    entries = [entry for entry in base.entries if entry.sound and entry not in copies and not base.is_draft(entry)]
    seen: dict[tuple[str, Sequence[str], str, str], list[_Identity]] = defaultdict(list)
    for entry in entries:
        kind = base.kind(entry)
        for names in kind.identities:
            for identity in _identities(base, entry, names):
                others = seen[kind.name, names, _bare(identity.value), identity.beside]
                if other := next((one for one in others if _are_twins(one, identity)), None):
                    title = kind.root.properties[names[0]]
                    parameters = {"value": identity.value, "id": other.entry.id, "field_titles": title}
                    related = ((other.entry, other.route),)
                    yield Hit(entry, identity.route, "shared-identity", parameters, related=related)
                others.append(identity)


def _identities(base: KnowledgeBase, entry: Entry, names: Sequence[str]) -> Iterator[_Identity]:
    """Each value of the first property, with those of the others."""
    first, *others = names
    field, data = base.kind(entry).root.properties.get(first), entry.data
    beside = json.dumps([data.get(name) for name in others])
    lasting = base.first_day(entry), span_of(data)[1]
    value = data.get(first)
    if field is None or value is None:
        return
    key = field.annotation("key")
    for place, item in enumerate(value) if isinstance(value, list) else [(None, value)]:
        route: Route = (first,) if place is None else (first, place)
        days = lasting
        if isinstance(item, dict) and key:
            first_day, last_day = span_of(item)
            days = max(lasting[0], first_day), min(lasting[1], last_day)
            item, route = item.get(key), (*route, key)  # noqa: PLW2901  (the text that the item is known by)
        if isinstance(item, (str, int)):
            yield _Identity(entry, route, str(item), beside, days)


def _bare(value: str) -> str:
    """A value as it is compared: capitals, blanks and hyphens in it say nothing."""
    words = normalise(value).casefold()
    return "".join(filter(str.isalnum, words)) or words


def _are_twins(one: _Identity, other: _Identity) -> bool:
    """Whether two entries share it on some day, and none of them has taken over from the other."""
    ids = {one.entry.id, other.entry.id}
    is_heir = any(entry.data.get("replaced_by") in ids for entry in (one.entry, other.entry))
    first, last = max(one.days[0], other.days[0]), min(one.days[1], other.days[1])
    return len(ids) > 1 and not is_heir and first <= last


def shared_rank(place: AnnotatedValue) -> Iterator[Hit]:
    """Items of a list that have one rank, while both hold; what is an example has an order of its own."""
    rank, group, key = (place.field.annotation(name) for name in ("rank", "group", "key"))
    seen: dict[tuple[Any, ...], list[tuple[int, str, str]]] = defaultdict(list)
    items = place.value if isinstance(place.value, list) else []
    for number, item in enumerate(items):
        if not isinstance(item, dict) or rank not in item:
            continue
        first, last = span_of(item)
        others = seen[item[rank], item.get(group), is_example(item)]
        overlapping = (
            other
            for other, start, end in others
            if max(first, start) <= min(last, end)
            and (key not in item or items[other].get(key) != item[key])  # one thing twice is told by its key
        )
        if (other := next(overlapping, None)) is not None:
            related = ((place.entry, (*place.route, other, rank)),)
            parameters = {"value": item[rank], "field_titles": place.field}
            yield Hit(place.entry, (*place.route, number, rank), "shared-rank", parameters, related=related)
        others.append((number, first, last))


def other_day(place: AnnotatedValue) -> Iterator[Hit]:
    """Dates that are not the one in the name of their file."""
    dates = _DATE.findall(place.entry.id)
    if dates and isinstance(place.value, str) and not any(day.startswith(place.value) for day in dates):
        yield Hit(place.entry, place.route, "other-day", {"value": place.value, "named": dates[0]})
