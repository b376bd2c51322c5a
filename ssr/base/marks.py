"""What tells how well something is supported: marks on a place itself, and in `marks` on a whole property beside it."""

from typing import Any

from ssr.base.kinds import MARKS, Field

EXAMPLE = "illustrative"
INHERIT = "inherit"  # somebody has held the property against the papers of the entry
SUPPORT = ("sources", EXAMPLE, "unknown")


def is_example(value: Any) -> bool:
    """Whether an object says of itself that it is invented."""
    return isinstance(value, dict) and value.get(EXAMPLE) is True


def is_marked(value: Any) -> bool:
    """Whether an object says of itself what supports it, that it is invented, or that it is not known."""
    return isinstance(value, dict) and any(value.get(name) for name in SUPPORT)


def mark_on(holder: Any, name: Any) -> dict[str, Any]:
    """What an object says of one of its properties as a whole; empty where it says nothing."""
    marks = holder.get(MARKS) if isinstance(holder, dict) else None
    mark = marks.get(name) if isinstance(marks, dict) else None
    return mark if isinstance(mark, dict) else {}


def needs_mark(field: Field) -> bool:
    """Whether a property calls for sources that only a mark beside it can name: a list of references."""
    is_references = field.items is not None and field.items.reference is not None
    return is_references and field.annotation("sourced") is not None
