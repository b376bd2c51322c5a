"""Items in the order that their schema gives them.

Not for which of them hold: `in_force`.
"""

from typing import Any

from ssr.base.kinds import Field
from ssr.text.sorting import sort_key


def ordered(items: list[Any], field: Field) -> list[Any]:
    """A list in the order that its schema gives it."""
    return [items[index] for index in order(items, field)]


def order(items: list[Any], field: Field) -> list[int]:
    """The indexes of a list in the order that its schema gives it: by group, then by rank, else as written."""
    rank, group = field.annotation("rank"), field.annotation("group")
    if not rank or field.items is None:
        return list(range(len(items)))
    group_field = field.items.properties.get(group) if group else None
    groups = list(group_field.schema.get("enum", ())) if group_field is not None else []

    def place(index: int) -> tuple[int, float]:
        item = items[index]
        in_group = groups.index(item[group]) if isinstance(item, dict) and item.get(group) in groups else len(groups)
        ranked = item.get(rank) if isinstance(item, dict) else None
        return in_group, ranked if isinstance(ranked, int) else float("inf")

    return sorted(range(len(items)), key=place)


def by_name(items: list[Any], field: Field) -> list[Any]:
    """References, and items that are about one each and have no rank, in Swedish order of what they lead to."""
    key, each = field.annotation("key"), field.items
    if each is not None and each.reference:
        return sorted(items, key=lambda ref: sort_key(ref.name))
    about = each.properties.get(key) if each is not None else None
    if about is None or about.reference is None or field.annotation("rank"):
        return items
    return sorted(items, key=lambda item: (item[key] is None, sort_key(str(item[key] or ""))))
