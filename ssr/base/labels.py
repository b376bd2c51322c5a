"""What people call an item, which has no name as an entry has: the words that it has to have."""

from collections.abc import Mapping
from typing import Any

from ssr.base.kinds import FREE_FORMATS, Field


def called(item: Any, shape: Field, language: str) -> str | None:
    """What an item is called, in a language if it can be said in it; None for one that only points at something."""
    found = said(item, shape)
    if isinstance(found, Mapping):
        found = found.get(language) or next(iter(found.values()), None)
    return str(found) if found else None


def said(item: Any, shape: Field) -> Any:
    """The first text that an item has to have, as the file has it; where that is not known, why. None if it has none."""
    wanted = naming(shape)
    if not isinstance(item, dict) or not wanted:
        return None
    return next((item[name] for name in (*wanted, "unknown") if item.get(name)), None)


def naming(shape: Field) -> list[str]:
    """The properties that may say what an item is called: the texts that it has to have, the first one first."""
    required = shape.schema.get("then", shape.schema).get("required", ())
    return [name for name in shape.properties if name in required and _is_free(shape.properties[name])]


def _is_free(shape: Field) -> bool:
    """Whether it says something in words of its own."""
    bound = {"enum", "pattern"} & shape.schema.keys() or shape.reference
    is_free = shape.schema.get("format", "line") in FREE_FORMATS
    return shape.is_text or (shape.schema.get("type") == "string" and is_free and not bound)


def words(item: Any) -> Any:
    """What people would call an item: its title, name, label or text; what is no item is itself."""
    if not isinstance(item, dict):
        return item
    names = ("title", "name", "label", "text", "function", "unknown")
    return next((item[name] for name in names if name in item), None)
