"""Rules against an earlier version: what a change must not do to what was there before it."""

from collections.abc import Iterator, Sequence
from typing import Any

from ssr.base.kinds import MARKS, Field
from ssr.base.knowledge import AUDIENCES, KnowledgeBase, level_of, own_audience
from ssr.base.marks import is_example, mark_on
from ssr.base.yaml.source import Route
from ssr.diff.node_pair import NodePair
from ssr.rules.baseline import Baseline, entry_in
from ssr.rules.rule import AnnotatedValue, Hit, manifest_of
from ssr.text.characters import normalise


def not_grown(versions: Baseline) -> Iterator[Hit]:
    """Counters that stood still while what they count changed."""
    for pair, now, before in _changed_places(versions):
        if not isinstance(now.value, dict) or not isinstance(before.value, dict) or not before.entry.sound:
            continue
        properties = now.field.properties
        for field in properties.values():
            counted = (pair.child(name) for name in field.annotation("grows-with") or () if name in properties)
            changed = next((child.field for child in counted if child.old != child.new), None)
            if changed is not None:
                yield from _grown(field, changed, now, before, versions.day)


def _changed_places(versions: Baseline) -> Iterator[tuple[NodePair, AnnotatedValue, AnnotatedValue]]:
    """Every place that a changed entry has in both versions: side by side, as it is and as it was."""
    for entry, before in versions.changed:
        shape_before = versions.earlier.kind(before).root
        for pair in versions.pair(entry, before, versions.base.kind(entry).root).walk():
            if pair.old is not None and pair.new is not None:
                field_before = shape_before.at(pair.old.route) or pair.field
                yield (
                    pair,
                    AnnotatedValue(versions.base, entry, pair.new.route, pair.new.data, pair.field),
                    AnnotatedValue(versions.earlier, before, pair.old.route, pair.old.data, field_before),
                )


def _grown(field: Field, changed: Field, now: AnnotatedValue, before: AnnotatedValue, day: str) -> Iterator[Hit]:
    """Whether a property is there and greater than before; what was not there counts as the least it may be."""
    value, least = now.value.get(field.name), before.value.get(field.name, field.schema.get("minimum"))
    parameters = {"field_titles": field, "other_titles": changed, "earlier": least, "enough": _greater(least, day)}
    if value is None:
        place = _at(before, changed.name)
        yield Hit(now.entry, _within(now, changed.name), "not-grown-missing", parameters, earlier=place)
    elif not _is_above(value, least):
        yield Hit(now.entry, _within(now, field.name), "not-grown", parameters, earlier=_at(before, field.name))


def _greater(least: object, day: str) -> object:
    """A value above another: the next number, or the day on which it is asked."""
    return least + 1 if isinstance(least, int) else day


def _is_above(value: Any, least: Any) -> bool:
    """Whether a value is greater than another; what is no number or text, or not of the same sort, always is."""
    comparable = any(isinstance(value, sort) and isinstance(least, sort) for sort in ((int, float), str))
    return not comparable or value > least


def audience_lowered(versions: Baseline) -> Iterator[Hit]:
    """Places that more may read than before."""
    yield from _manifest_lowered(versions.base, versions.earlier)
    for _, now, before in _changed_places(versions):
        level, was = (place.base.audience(place.entry, place.route) for place in (now, before))
        own, own_before = (own_audience(place.value, place.field, -1) for place in (now, before))
        if level < was and own != own_before:  # else it follows from what is around it, and is told there
            place = _at(before, "audience")
            yield Hit(now.entry, _within(now, "audience"), "audience-lowered", _audiences(level, was), earlier=place)


def example_unmarked(versions: Baseline) -> Iterator[Hit]:
    """What was invented and is told as a fact now, though neither a source nor a decision came with that."""
    if versions.base.manifest("fictitious"):
        return
    for now, before in versions.changed:
        if not before.sound or versions.is_decided_anew(now, before):
            continue
        root = versions.base.kind(now).root
        reported: list[Route] = []  # properties that are told as a whole, with all that they hold
        for place in versions.pair(now, before, root).walk():
            if place.old is None or place.new is None:
                continue
            is_reported = any(place.new.route[: len(route)] == route for route in reported)
            if is_reported or MARKS in place.new.route:  # a mark is told of at what it marks
                continue
            earlier = AnnotatedValue(versions.earlier, before, place.old.route, place.old.data, place.field)
            for name in _unmarked_properties(place.old.data, place.new.data):
                reported.append((*place.new.route, name))
                field = place.field.properties.get(name, place.field)
                yield Hit(now, (*place.new.route, name), "example-unmarked", {"field_titles": field}, True, (), earlier)
            if _is_unmarked(place.old.data, place.new.data):
                yield Hit(now, place.new.route, "example-unmarked", {"field_titles": place.field}, earlier=earlier)


def follows(unmarked: Sequence[Hit], hit: Hit) -> bool:
    """Whether statements lack a source for no other reason than that they are not marked as invented any more."""
    routes = [one.route for one in unmarked if one.entry is hit.entry]
    if not routes or not hit.key.startswith("unsourced"):
        return False
    is_above = any(hit.route[: len(route)] == route for route in routes)
    return is_above or 0 < sum(route[:-1] == hit.route for route in routes) == hit.parameters["n"]


def _unmarked_properties(before: Any, now: Any) -> Iterator[str]:
    """The properties of an object that were marked as invented as a whole and are not any more."""
    for name in before.get(MARKS, {}) if isinstance(before, dict) and isinstance(now, dict) else ():
        if name in now and _is_unmarked(mark_on(before, name), mark_on(now, name)):
            yield name


def _is_unmarked(before: Any, now: Any) -> bool:
    """Whether an object, or a mark, no longer says that something is invented, and names no source that it had not."""
    if not is_example(before) or is_example(now) or not isinstance(now, dict) or now.get("unknown"):
        return False
    sources, had = (one if isinstance(one, list) else [] for one in (now.get("sources"), before.get("sources")))
    return set(sources) <= set(had)  # `inherit` is none of its own: the sources of the entry were there before


def _manifest_lowered(base: KnowledgeBase, earlier: KnowledgeBase) -> Iterator[Hit]:
    """The reader of what says nothing of its own, and the guard on what the base may hold."""
    entry, before = manifest_of(base.snapshot), manifest_of(earlier.snapshot)
    if not (entry.data and before.data):
        return  # what cannot be read, which is told, says nothing of readers
    place = AnnotatedValue(earlier, before, (), before.data, earlier.kinds.manifest)
    level, was = (level_of(side.manifest("audience")) for side in (base, earlier))
    if level < was:
        parameters = _audiences(level, was)
        yield Hit(entry, ("audience",), "audience-lowered", parameters, earlier=_at(place, "audience"))
    level, was = (level_of(side.manifest("highest_audience")) for side in (base, earlier))
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
        is_gone = entry_in(base, entry) is None and entry.id not in versions.renames.entries
        if is_gone and entry.kind not in base.kinds.broken:
            field = base.kind(entry).root.calling_off
            if field is None:
                yield Hit(entry, (), "removed", {"id": entry.id})
            else:
                parameters = {"id": entry.id, "field_titles": field, "state": field.annotation("called-off")}
                yield Hit(entry, (), "removed-called-off", parameters)


def left_behind(versions: Baseline) -> Iterator[Hit]:
    """Texts that say something else in one language and the same as before in another."""
    for _, now, before in _changed_places(versions):
        if not now.field.is_text or not isinstance(now.value, dict) or not isinstance(before.value, dict):
            continue
        both = [language for language in now.value if language in before.value]
        same = [name for name in both if normalise(str(now.value[name])) == normalise(str(before.value[name]))]
        changed = [name for name in both if name not in same]
        if same and changed:
            parameters = {"field_titles": now.field, "changed": ", ".join(changed), "same": ", ".join(same)}
            there = before._replace(route=(*before.route, same[0]))
            yield Hit(now.entry, (*now.route, same[0]), "left-behind", parameters, earlier=there)
