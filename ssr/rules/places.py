"""What in two versions of a base is the same: entries by id and edition, items by their key, never by position."""

import json
from collections.abc import Iterator
from typing import Any

from ssr.base.kinds import Field
from ssr.base.yaml.source import Route
from ssr.rules.baseline import Baseline
from ssr.rules.rule import AnnotatedValue
from ssr.text.characters import normalise_all


def changed_places(versions: Baseline) -> Iterator[tuple[AnnotatedValue, AnnotatedValue]]:
    """Every place in a sound entry, with the same place earlier; entries that are as they were are passed over."""
    for entry, before in versions.changed:
        shape, shape_before = versions.base.kind(entry).root, versions.earlier.kind(before).root
        for route, route_before, field in same_routes(entry.data, before.data, shape):
            yield (
                AnnotatedValue(versions.base, entry, route, entry.value(route), field),
                AnnotatedValue(
                    versions.earlier,
                    before,
                    route_before,
                    before.value(route_before),
                    shape_before.at(route_before) or field,
                ),
            )


def same_routes(value: Any, before: Any, field: Field) -> Iterator[tuple[Route, Route, Field]]:
    """The route of every place that both values have, the route to it in the earlier one, and its field."""
    yield (), (), field
    for step, step_before, below in _steps(value, before, field):
        for route, route_before, inner in same_routes(value[step], before[step_before], below):
            yield (step, *route), (step_before, *route_before), inner


def _steps(value: Any, before: Any, field: Field) -> Iterator[tuple[Any, Any, Field]]:
    if isinstance(value, dict) and isinstance(before, dict):
        yield from ((name, name, below) for name, below in field.properties.items() if name in value and name in before)
    elif isinstance(value, list) and isinstance(before, list) and field.items is not None:
        for step, step_before in same_items(value, before, field.annotation("key")):
            yield step, step_before, field.items


def same_items(items: list[Any], before: list[Any], key: str | None) -> Iterator[tuple[int, int]]:
    """Where in two lists the same item stands; of several with the same key by first day, then in order of time."""
    names_before = _by_name(before, key)
    for name, places in _by_name(items, key).items():
        places_before = names_before.get(name, {})
        yield from ((place, places_before[day]) for day, place in places.items() if day in places_before)
        moved, moved_from = sorted(places.keys() - places_before), sorted(places_before.keys() - places)
        yield from ((places[day], places_before[other]) for day, other in zip(moved, moved_from, strict=False))


def _by_name(items: list[Any], key: str | None) -> dict[str, dict[str, int]]:
    """Where items stand, by name and first day. One without a key is known by all that it says but who may read it."""
    result: dict[str, dict[str, int]] = {}
    for place, item in enumerate(map(normalise_all, items)):
        said = {name: value for name, value in item.items() if name != "audience"} if isinstance(item, dict) else item
        named = said.get(key) if isinstance(said, dict) else None
        name = named if isinstance(named, str) else json.dumps(said, sort_keys=True)
        day = str(said.get("from", "")) if isinstance(said, dict) else ""
        result.setdefault(name, {}).setdefault(day, place)
    return result
