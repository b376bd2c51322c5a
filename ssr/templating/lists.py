"""What templates do with lists: put them together, keep what has something at a path, and fit them to the room there is.

So no template counts, cuts or adds. Not for which entries a document speaks of: that is for its selections.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ssr.view.base_view import Choice, Ref
from ssr.view.selection import SelectionMatch, has, values_at


class Excerpt(NamedTuple):
    """The part of a list that there is room for, and the rest of it."""

    shown: list[Any]
    rest: list[Any]


class Origins(NamedTuple):
    """The items that belong to something, and those that are known besides."""

    part: list[Any]
    besides: list[Any]


def together(*values: Any) -> list[Any]:
    """Lists and single values as one list, without what is empty; what a selection found is there by its reference."""
    result: list[Any] = []
    for value in values:
        if isinstance(value, (list, Iterator)):
            result += together(*value)
        elif isinstance(value, SelectionMatch):
            result.append(value.ref)
        elif value is not None and value != "":
            result.append(value)
    return result


def at(items: Any, path: str) -> list[Any]:
    """Everything at the end of a dotted path in each of the items."""
    return values_at(together(items), path)


def having(items: Any, path: str, *values: Any) -> list[Any]:
    """The items with one of some values at a dotted path; without values, those with anything there."""
    return [item for item in items if _has(item, path, values)]


def through(items: Any, group: Any) -> list[Any]:
    """What a selection found by way of a group, by the group's name."""
    return [item for item in items if str(group) in map(str, item.reasons)]


def lacking(items: Any, path: str, *values: Any) -> list[Any]:
    """The items that `having` leaves out."""
    return [item for item in items if not _has(item, path, values)]


def by_origin(items: Any, path: str, *values: Any) -> Origins:
    """The items with one of some values at a path, or with nothing there that says where they are from; and the others.

    What has a source and does not say that it belongs does not.
    """
    listed = list(items)
    besides = [
        item for item in listed if not _has(item, path, values) and (any(values_at(item, path)) or _is_sourced(item))
    ]
    return Origins([item for item in listed if item not in besides], besides)


def _is_sourced(item: Any) -> bool:
    return bool(item.sources) and item.illustrative is not True


def _has(item: Any, path: str, values: tuple[Any, ...]) -> bool:
    return has(item, path, list(map(_written, values))) if values else any(values_at(item, path))


def _written(value: Any) -> Any:
    """A value as files write it."""
    if isinstance(value, Ref):
        return value.id if value.key is None else f"{value.id}#{value.key}"
    return value.value if isinstance(value, Choice) else value


def among(items: Any, *others: Any) -> list[Any]:
    """The items, and what selections found by its reference, that stand in the other lists too."""
    keys = {_key(other) for other in together(*others)}
    return [item for item in together(items) if _key(item) in keys]


def without(items: Any, *others: Any) -> list[Any]:
    """The items, and what selections found by its reference, that stand in none of the other lists."""
    keys = {_key(other) for other in together(*others)}
    return [item for item in together(items) if _key(item) not in keys]


def _key(item: Any) -> Any:
    return getattr(item, "id", None) or item


def at_most(items: Any, number: int | None) -> Excerpt:
    """The first items of a list, and the rest; all of them where there is no limit."""
    listed = list(items)
    return Excerpt(listed, []) if number is None else Excerpt(listed[:number], listed[number:])


def next_to_last(items: Any) -> Any:
    """The item before the last one; None where there is only one."""
    return next(iter(list(items)[-2:-1]), None)


def preceding(number: int | None) -> int | None:
    """The number before another; None where it is the first, or there is none."""
    return number - 1 if number is not None and number > 1 else None


def numbered(items: Any) -> list[tuple[int, Any]]:
    """Each item with its number, from 1."""
    return list(enumerate(items, 1))


def rows(items: Any, least: int, spare: int = 0) -> list[Any]:
    """The items, and none for each row to write on: so many that there are at least `least` rows, and `spare` to write on."""
    listed = list(items)
    return listed + [None] * max(least - len(listed), spare)
