"""Rules against an earlier version: what a change must not do to what was there before it."""

from collections.abc import Iterator, Mapping
from typing import Any

from ssr.base.kinds import Field
from ssr.base.knowledge import AUDIENCES, KnowledgeBase, level_of, own_audience
from ssr.base.yaml.source import Route
from ssr.rules.baseline import Baseline, entry_in
from ssr.rules.places import changed_places
from ssr.rules.rule import AnnotatedValue, Hit, manifest_of
from ssr.text.characters import normalise_all


def not_grown(versions: Baseline) -> Iterator[Hit]:
    """Counters that stood still while what they count changed."""
    for now, before in changed_places(versions):
        if not isinstance(now.value, dict) or not isinstance(before.value, dict) or not before.entry.sound:
            continue
        properties = now.field.properties
        for field in properties.values():
            followed = (properties[name] for name in field.annotation("grows-with") or () if name in properties)
            changed = next((one for one in followed if _differs(one, now.value, before.value)), None)
            if changed is not None:
                yield from _grown(field, changed, now, before)


def _differs(field: Field, now: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Whether a property says something else than before; the order of references says nothing."""
    value, value_before = now.get(field.name), before.get(field.name)
    has_references = field.items is not None and field.items.reference is not None
    if has_references and isinstance(value, list) and isinstance(value_before, list):
        return sorted(map(str, value)) != sorted(map(str, value_before))
    return bool(normalise_all(value) != normalise_all(value_before))


def _grown(field: Field, changed: Field, now: AnnotatedValue, before: AnnotatedValue) -> Iterator[Hit]:
    """Whether a property is there and greater than before; what was not there counts as the least it may be."""
    value, least = now.value.get(field.name), before.value.get(field.name, field.schema.get("minimum"))
    titles = {"field_titles": field, "other_titles": changed}
    if value is None:
        yield Hit(now.entry, _within(now, changed.name), "not-grown-missing", titles, earlier=_at(before, changed.name))
    elif not _is_above(value, least):
        parameters = {**titles, "earlier": least}
        yield Hit(now.entry, _within(now, field.name), "not-grown", parameters, earlier=_at(before, field.name))


def _is_above(value: Any, least: Any) -> bool:
    """Whether a value is greater than another; what is no number or text, or not of the same sort, always is."""
    comparable = any(isinstance(value, sort) and isinstance(least, sort) for sort in ((int, float), str))
    return not comparable or value > least


def audience_lowered(versions: Baseline) -> Iterator[Hit]:
    """Places that more may read than before."""
    yield from _manifest_lowered(versions.base, versions.earlier)
    for now, before in changed_places(versions):
        level, was = (place.base.audience(place.entry, place.route) for place in (now, before))
        own, own_before = (own_audience(place.value, place.field, -1) for place in (now, before))
        if level < was and own != own_before:  # else it follows from what is around it, and is told there
            place = _at(before, "audience")
            yield Hit(now.entry, _within(now, "audience"), "audience-lowered", _audiences(level, was), earlier=place)


def _manifest_lowered(base: KnowledgeBase, earlier: KnowledgeBase) -> Iterator[Hit]:
    """The reader of what says nothing of its own, and the guard on what the base may hold."""
    entry, before = manifest_of(base.snapshot), manifest_of(earlier.snapshot)
    place = AnnotatedValue(earlier, before, (), before.data, earlier.kinds.manifest)
    level, was = (level_of(one.manifest("audience")) for one in (base, earlier))
    if level < was:
        parameters = _audiences(level, was)
        yield Hit(entry, ("audience",), "audience-lowered", parameters, earlier=_at(place, "audience"))
    level, was = (level_of(one.manifest("highest_audience")) for one in (base, earlier))
    if level > was:
        parameters = _audiences(level, was)
        yield Hit(entry, ("highest_audience",), "highest-raised", parameters, earlier=_at(place, "highest_audience"))


def _audiences(level: int, was: int) -> dict[str, object]:
    return {"asked": AUDIENCES[level], "was": AUDIENCES[was], "audience": AUDIENCES[was]}


def _within(place: AnnotatedValue, name: str) -> Route:
    """The route to a property of an object; to the object itself, or the value, where it has none."""
    return (*place.route, name) if isinstance(place.value, dict) and name in place.value else place.route


def _at(place: AnnotatedValue, name: str) -> AnnotatedValue:
    return place._replace(route=_within(place, name))


def removed(versions: Baseline) -> Iterator[Hit]:
    """Entries that are gone."""
    base, earlier = versions.base, versions.earlier
    for entry in earlier.entries:
        if entry_in(base, entry) is None and entry.kind not in base.kinds.broken:
            yield Hit(entry, (), "removed", {"id": entry.id})
