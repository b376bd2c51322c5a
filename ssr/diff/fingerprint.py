"""What an entry or an item says, apart from how it is written: for telling whether it has changed since.

The order of fields, of items with a key and of references says nothing, as in a comparison, and neither does what is
for those who keep the base or what only tells how far an entry has come. Not for telling what changed: `compare`.
"""

import hashlib
import json
from collections.abc import Callable, Container
from typing import Any

from ssr.base.kinds import Field
from ssr.text.characters import normalise

_SAYS_NOTHING = ("editorial", "carried", "review-by", "fresh")
_WHEN = frozenset({"from", "until"})  # they go when an edition is carried, and say all the same when it holds


# Stands before each sign, so that what was recorded is judged by what counted as the same then. Without one: the first.
_VERSION = "2."


def fingerprint(value: Any, field: Field) -> str:
    """A short sign that is the same as long as a value says the same."""
    return _VERSION + _digest(content(value, field))


def is_fingerprint_of(sign: str, value: Any, field: Field) -> bool:
    """Whether a sign, of whichever version, is that of a value."""
    if sign.startswith(_VERSION):
        return sign == fingerprint(value, field)
    return sign == _digest(content(value, field, write=str))  # at first, white space and the coding of letters counted


def _digest(value: Any) -> str:
    return hashlib.sha256(_canonical(value).encode()).hexdigest()[:8]


def content(value: Any, field: Field, periods: Container[str] = (), write: Callable[[str], str] = normalise) -> Any:
    """What a value says, in a form that is equal for values that say the same.

    References into one of `periods` are the same as those into another of them, to an item with the same key. `write` makes
    texts that say the same equal.
    """
    if isinstance(value, dict) and field.properties:
        known = ((field.properties[name], inner) for name, inner in value.items() if name in field.properties)
        return {below.name: content(inner, below, periods, write) for below, inner in known if _says_something(below)}
    if isinstance(value, list) and field.items is not None:
        items = [content(inner, field.items, periods, write) for inner in value]
        return sorted(items, key=_canonical) if field.annotation("key") or field.items.reference else items
    if isinstance(value, str) and field.reference is not None:
        target, _, key = value.partition("#")
        return f"#{key}" if target in periods else value
    if isinstance(value, dict):  # a text in several languages
        return {name: write(inner) if isinstance(inner, str) else inner for name, inner in value.items()}
    return write(value) if isinstance(value, str) else value


def _says_something(field: Field) -> bool:
    return field.name in _WHEN or all(field.annotation(name) is None for name in _SAYS_NOTHING)


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
