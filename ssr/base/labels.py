"""What people call an item, which has no name as an entry has: the words that it has to have."""

from typing import Any

from ssr.base.effective import FREE_FORMATS
from ssr.base.kinds import Field
from ssr.text.localised import Localised

_BLANK = "unknown"


def item_label(item: Any, shape: Field, language: str) -> str | None:
    """What an item is called, in a language if it can be said in it; None for one that only points at something."""
    result = naming_text(item, shape)
    return Localised.pick(result, language).text if result else None


def naming_text(item: Any, shape: Field) -> Any:
    """The first text that an item has to have, as the file has it; where that is not known, why. None if it has none."""
    names = naming(shape)
    if not isinstance(item, dict) or not names:
        return None
    return next((item[name] for name in (*names, _BLANK) if item.get(name)), None)


def item_text(item: Any, shape: Field) -> Any:
    """The text by which people know an item, as the file has it: one that it has to have, else the first that it has.

    Where that is not known, why. None for what is no item, or says nothing in words of its own.
    """
    if not isinstance(item, dict):
        return None
    free = [name for name, below in shape.properties.items() if _is_free(below) and not below.annotation("editorial")]
    names = [name for name in (*naming(shape), *free) if name != _BLANK]
    return next((item[name] for name in (*names, _BLANK) if item.get(name)), None)


def naming(shape: Field) -> list[str]:
    """The properties that may say what an item is called: the texts that it has to have, the first one first."""
    required = shape.requires
    return [name for name in shape.properties if name in required and _is_free(shape.properties[name])]


def _is_free(shape: Field) -> bool:
    """Whether it says something in words of its own."""
    bound = {"enum", "pattern"} & shape.schema.keys() or shape.reference
    is_free = shape.schema.get("format", "line") in FREE_FORMATS
    return shape.is_text or (shape.schema.get("type") == "string" and is_free and not bound)
