"""What tells how well something is supported: marks on a place itself, and in `marks` on a whole property beside it."""

from typing import Any

from ssr.base.kinds import MARKS, Field
from ssr.base.yaml.source import Route

EXAMPLE = "illustrative"
INHERIT = "inherit"  # somebody has held the property against the papers of the entry
SUPPORT = ("sources", EXAMPLE, "unknown")


def is_example(value: Any) -> bool:
    """Whether an object says of itself that it is invented."""
    return isinstance(value, dict) and value.get(EXAMPLE) is True


def is_marked(value: Any) -> bool:
    """Whether an object says of itself what supports it, that it is invented, or that it is not known."""
    return isinstance(value, dict) and any(value.get(name) for name in SUPPORT)


def beside_what_was_agreed(item: Any, shape: Field, language: str) -> str | None:
    """What people call where an item is from that is no part of what was agreed: it says so, or has a source and says nothing."""
    for below in shape.properties.values() if isinstance(item, dict) else ():
        agreed = below.annotation("origin")
        said = item.get(below.name)
        if agreed and said != agreed and (said or (item.get("sources") and not is_example(item))):
            return below.label(said or next(one for one in below.schema["enum"] if one != agreed), language)
    return None


def mark_on(holder: Any, name: Any) -> dict[str, Any]:
    """What an object says of one of its properties as a whole; empty where it says nothing."""
    marks = holder.get(MARKS) if isinstance(holder, dict) else None
    mark = marks.get(name) if isinstance(marks, dict) else None
    return mark if isinstance(mark, dict) else {}


def is_within_example(value: Any, route: Route) -> bool:
    """Whether what a route leads to is invented: it says so itself, what holds it does, or a mark on the property.

    The marks have been set on what can hold them (`spread`).
    """
    for step in route:
        held = [value[step]] if not isinstance(value[step], list) else value[step]
        is_mark_all = not any(is_marked(one) for one in held)
        if is_example(value) or (is_mark_all and is_example(mark_on(value, step))):
            return True
        value = value[step]
    return is_example(value)


def needs_mark(field: Field) -> bool:
    """Whether a property calls for sources that only a mark beside it can name: a list of references."""
    is_references = field.items is not None and field.items.reference is not None
    return is_references and field.annotation("sourced") is not None


def spread(value: Any, field: Field) -> Any:
    """A value with each mark on a whole property set on the objects that the property holds, too."""
    if isinstance(value, dict) and field.properties and not field.is_text:
        known = field.properties
        return {
            name: spread(_marked(inner, mark_on(value, name)), known[name])
            if name in known and not known[name].is_text
            else inner
            for name, inner in value.items()
        }
    if isinstance(value, list) and field.items is not None:
        return [spread(item, field.items) for item in value]
    return value


def _marked(value: Any, mark: dict[str, Any]) -> Any:
    """What a property holds, with its mark on each object that says nothing of its own."""
    if isinstance(value, list):
        return [_marked(item, mark) for item in value]
    own = {name: mark[name] for name in SUPPORT if isinstance(mark.get(name), (bool, list))}
    if isinstance(value, dict) and own and not is_marked(value):
        return {**value, **own}
    return value
