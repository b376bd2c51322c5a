"""The items in the lists of an entry: which of them hold on a day, and in what order they stand.

Not for what a reader may see: what is above the audience is gone before.
"""

from collections.abc import Set
from typing import Any

from ssr.kinds import Field
from ssr.knowledge import is_in_force
from ssr.language import sort_key
from ssr.source import Route


def held(value: Any, field: Field, route: Route, lost: Set[Route], day: str | None) -> Any:
    """A value with those items of its lists that hold on a day, None for any day, and without what is `lost`.

    `lost` are the routes of references that lead nowhere; an item that is about one of them goes with it.
    """
    if isinstance(value, dict) and field.properties:
        return {
            name: held(inner, field.properties[name], (*route, name), lost, day)
            for name, inner in value.items()
            if name in field.properties and (*route, name) not in lost
        }
    if isinstance(value, list) and field.items is not None:
        key = field.annotation("key")
        return [
            held(inner, field.items, (*route, place), lost, day)
            for place, inner in enumerate(value)
            if (day is None or is_in_force(inner, day)) and lost.isdisjoint({(*route, place), (*route, place, key)})
        ]
    return value


def ordered(items: list[Any], field: Field) -> list[Any]:
    """A list in the order that its schema gives it: by group, then by rank, else as written."""
    rank, group = field.annotation("rank"), field.annotation("group")
    if not rank or field.items is None:
        return items
    group_field = field.items.properties.get(group) if group else None
    groups = list(group_field.schema.get("enum", ())) if group_field is not None else []

    def place(item: Any) -> tuple[int, float]:
        in_group = groups.index(item[group]) if isinstance(item, dict) and item.get(group) in groups else len(groups)
        ranked = item.get(rank) if isinstance(item, dict) else None
        return in_group, ranked if isinstance(ranked, int) else float("inf")

    return sorted(items, key=place)


def by_name(items: list[Any], field: Field) -> list[Any]:
    """References, and items that are about one each and have no rank, in Swedish order of what they lead to."""
    key, each = field.annotation("key"), field.items
    if each is not None and each.reference:
        return sorted(items, key=lambda ref: sort_key(ref.name))
    about = each.properties.get(key) if each is not None else None
    if about is None or about.reference is None or field.annotation("rank"):
        return items
    return sorted(items, key=lambda item: (item[key] is None, sort_key(str(item[key] or ""))))


def words(item: Any) -> Any:
    """What people would call an item: its title, name, label or text; what is no item is itself."""
    if not isinstance(item, dict):
        return item
    names = ("title", "name", "label", "text", "function", "unknown")
    return next((item[name] for name in names if name in item), None)
