"""Rules on ids and references."""

import re
from collections.abc import Iterator

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.base.schema import is_url
from ssr.base.suggestions import EntrySuggestion, Suggestion
from ssr.base.yaml.source import texts_in
from ssr.rules.rule import AnnotatedValue, Hit
from ssr.text.days import span_of
from ssr.view.redaction import contradictions

_BETWEEN_IDS = re.compile(r"[\s;/+&]+(?:och\s|and\s)?\s*")  # where a comma belongs


def unknown_reference(place: AnnotatedValue) -> Iterator[Hit]:
    """References that lead to no entry."""
    target, base = place.value.partition("#")[0], place.base
    if not base.editions(target) and not base.lacks_beneath:
        kinds = (place.field.reference.kinds if place.field.reference else ()) or (place.entry.kind,)
        if not base.kinds.broken.isdisjoint(kinds):
            return  # it may be of one of these
        ids = [word for word in _BETWEEN_IDS.split(target) if word]
        if len(ids) > 1 and isinstance(place.route[-1], int) and all(map(base.editions, ids)):
            yield Hit(place.entry, place.route, "several-references", {"value": target, "near": ", ".join(ids)})
        elif is_url(place.value):
            near = [entry.id for entry in base.entries if entry.kind in kinds and _has(entry, place.value)]
            more = {"suggestion": near[0]} if len(near) == 1 else {}
            yield Hit(place.entry, place.route, "address-for-id", {"value": place.value, "kind": kinds[0], **more})
        else:
            suggestion = EntrySuggestion(target, base, kinds)
            yield Hit(place.entry, place.route, "unknown-reference", {"value": target, "suggestion": suggestion})


def _has(entry: Entry, text: str) -> bool:
    return any(other == text for _, other in texts_in(entry.data))


def wrong_kind(place: AnnotatedValue) -> Iterator[Hit]:
    """References that lead to an entry of a kind that does not belong there."""
    editions = place.base.editions(place.value.partition("#")[0])
    reference = place.field.reference
    allowed = (reference.kinds if reference else ()) or (place.entry.kind,)
    if editions and all(entry.kind not in allowed for entry in editions):
        parameters = {"value": editions[0].id, "kind": editions[0].kind, "kinds": allowed}
        yield Hit(place.entry, place.route, "wrong-kind", parameters, related=((editions[0], ()),))


def unknown_item(place: AnnotatedValue) -> Iterator[Hit]:
    """References that lead to no item of their entry."""
    target, mark, key = place.value.partition("#")
    entries = [entry for entry in place.base.editions(target) if entry.sound]
    if not mark or not entries:
        return
    keys = frozenset[str]().union(*map(place.base.item_keys, entries))
    if key not in keys:
        parameters = {"value": key or mark, "id": target, "suggestion": Suggestion(key, keys)}
        yield Hit(place.entry, place.route, "unknown-item", parameters, related=((entries[0], ()),))


def duplicate_id(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """Entries that share an id."""
    for id_ in base.ids:
        first, *others = base.editions(id_)
        for place, other in enumerate(others):
            if other.kind != first.kind or other.edition in {first.edition, *(e.edition for e in others[:place])}:
                yield Hit(other, (), "duplicate-id", {"id": id_, "path": first.path}, related=((first, ()),))


def unknown_period(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """Entries in the folder of no known period."""
    if base.lacks_beneath:
        return  # they are defined there
    if base.kinds.broken and not any(kind.defines_periods for kind in base.kinds.values()):
        return  # what defines them cannot be read
    for entry in base.entries:
        if entry.edition is not None and entry.edition not in base.periods:
            parameters = {"value": entry.edition, "suggestion": Suggestion(entry.edition, base.periods)}
            yield Hit(entry, (), "unknown-period", parameters)


def refines_other_period(place: AnnotatedValue) -> Iterator[Hit]:
    """References that leave the period though they may not."""
    reference = place.field.reference
    if reference is None or not reference.same_period or place.entry.edition is None:
        return
    editions = place.base.editions(place.value.partition("#")[0])
    if editions and all(other.edition != place.entry.edition for other in editions):
        parameters = {"value": place.value, "period": place.entry.edition}
        yield Hit(place.entry, place.route, "other-period", parameters, related=((editions[0], ()),))


def needed_but_missing(place: AnnotatedValue) -> Iterator[Hit]:
    """Fields that the value of another field calls for."""
    for name, field in place.field.properties.items():
        needed = field.annotation("needed-when") or {}
        for other, value in needed.items():
            written = place.value.get(other)
            is_so = written == value or (value is True and other in place.value)
            if is_so and name not in place.value and "unknown" not in place.value:
                titles = {"field_titles": field, "other_titles": place.field.properties[other], "other_value": written}
                yield Hit(place.entry, (*place.route, other), "needed-but-missing", titles)


def said_already(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """Fields of an overlay that the base below says already."""
    for addition in base.additions:
        for route in contradictions(base, addition):
            base_place = (base.added_to(addition), route[:1])
            yield Hit(
                addition,
                route,
                "said-already",
                {"field_titles": base.kind(addition).root.at(route[:1])},
                related=(base_place,),
            )


def repeated_key(place: AnnotatedValue) -> Iterator[Hit]:
    """Items of a list that share a key while both hold."""
    key = place.field.annotation("key")
    # The same key twice is right where the two hold at different times: an actor that left and came back.
    latest: dict[str, tuple[str, int]] = {}
    items = [(*span_of(item), number, item) for number, item in enumerate(place.value) if isinstance(item, dict)]
    for first_day, last_day, number, item in sorted(items, key=lambda row: (row[0], row[2])):
        value = item.get(key)
        if not isinstance(value, str):
            continue
        until, other = latest.get(value, ("", -1))
        if other >= 0 and first_day <= until:
            first, second = ((*place.route, where, key) for where in sorted((other, number)))
            yield Hit(place.entry, second, "repeated-key", {"value": value}, related=((place.entry, first),))
        latest[value] = max((last_day, number), (until, other))
