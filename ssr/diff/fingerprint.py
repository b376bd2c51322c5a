"""What an entry or an item says, apart from how it is written: for telling whether it has changed since.

The order of fields, of items with a key and of references says nothing, as in a comparison, and neither does what is
for those who keep the base or what only tells how far an entry has come. Not for telling what changed: `compare`.
"""

import hashlib
import json
from collections.abc import Container
from typing import Any

from ssr.base.kinds import Field

_SAYS_NOTHING = ("editorial", "carried", "review-by", "fresh")


def fingerprint(value: Any, field: Field) -> str:
    """A short sign that is the same as long as a value says the same."""
    return hashlib.sha256(_canonical(content(value, field)).encode()).hexdigest()[:8]


def content(value: Any, field: Field, periods: Container[str] = ()) -> Any:
    """What a value says, in a form that is equal for values that say the same.

    References into one of `periods` are the same as those into another of them, to an item with the same key.
    """
    if isinstance(value, dict) and field.properties:
        known = ((field.properties[name], inner) for name, inner in value.items() if name in field.properties)
        return {below.name: content(inner, below, periods) for below, inner in known if _says_something(below)}
    if isinstance(value, list) and field.items is not None:
        items = [content(inner, field.items, periods) for inner in value]
        return sorted(items, key=_canonical) if field.annotation("key") or field.items.reference else items
    if isinstance(value, str) and field.reference is not None:
        target, _, key = value.partition("#")
        return f"#{key}" if target in periods else value
    return value


def _says_something(field: Field) -> bool:
    return all(field.annotation(name) is None for name in _SAYS_NOTHING)


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
