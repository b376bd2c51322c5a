"""What should stand in a place instead of a value of another type: shown by an example that the schema gives.

Not for values that are only written in another way, such as a date: that is for `schema`.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ssr.base.kinds import Field
from ssr.text.catalogue import written_for
from ssr.text.slug import slug

_FORMATS = {
    "date": "2019-01-31",
    "partial-date": '"2019"',
    "clock": "13:00",
    "key": "ploga-stora-vagar",
    "url": "https://prov.example/",
    "email": "beredskap@kommunen.example",
    "phone": "08-465 004 10",
}
_TYPES = {"boolean": "true", "integer": "1", "number": "1"}
_BLANK = "…"
_MOST = 3  # properties of an object that an example shows


class Example(NamedTuple):
    """How it is written, with the value that stands there now, and without it where that may not be shown."""

    filled: str
    bare: str


class Wanted(NamedTuple):
    """What is said of a value of the wrong type, and what is written in its place where that is certain."""

    key: str
    parameters: Mapping[str, object]


def wanted(expected: object, field: Field, value: Any) -> Wanted:
    """What should stand in the place of a value that is not of the type `expected`."""
    return _BY_TYPE.get(str(expected), _text)(field, value)


def _list(field: Field, value: Any) -> Wanted:
    below = field.items or field
    if below.properties:
        return Wanted("not-items", {"example": _fields(below, value, "- ")})
    certain = _plain(value) if isinstance(value, str) else None
    shown = {"example": Example(f"[{_written(value)}]", f"[{_BLANK}]")}
    return Wanted("not-a-list", shown if certain is None else {**shown, "instead": f"[{certain}]"})


def _object(field: Field, value: Any) -> Wanted:
    return Wanted("not-fields", {"example": _fields(field, value, "")})


def _number(_field: Field, value: Any) -> Wanted:
    """A number in quotes is that number; of one with a word or a full stop beside it, that is probable."""
    found = re.match(r"([^\W\d]*\.?\s*)([0-9]{1,9})(\.?|\s.*)\Z", value) if isinstance(value, str) else None
    meant = {} if found is None else {"suggestion" if found[1] or found[3] else "instead": found[2]}
    return Wanted("not-a-number", meant)


def _boolean(_field: Field, value: Any) -> Wanted:
    word = str(value).casefold()
    answer = "true" if word in written_for("yes") else "false" if word in written_for("no") else None
    return Wanted("not-true-or-false", _instead(answer))


def _text(field: Field, value: Any) -> Wanted:
    only = value[0] if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str) else None
    if (allowed := field.schema.get("enum")) and not {only, str(value)} & set(allowed):
        return Wanted("not-chosen", {"allowed": tuple(allowed)})
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        fits = re.search(field.schema.get("pattern", ""), str(value))
        return Wanted("not-a-text", _instead(f'"{value}"')) if fits else Wanted("wrong-pattern", {"value": value})
    return Wanted("not-a-text", _instead(only))


_BY_TYPE = {"array": _list, "object": _object, "integer": _number, "number": _number, "boolean": _boolean}


def _instead(text: str | None) -> Mapping[str, object]:
    return {} if text is None else {"instead": text}


def _plain(value: str) -> str | None:
    """A text that says the same within brackets: each of its parts is an item there."""
    return value if value and not set(value) & set("[]{}#:\"'&*!|>%@`\n") else None


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (str, int, float)) and value != "" else _BLANK


def _fields(field: Field, value: Any, before: str) -> Example:
    """The properties that an object must have, with the value for the one that holds words of one's own."""
    if declared := _declared(field):
        shown = before + _pairs(declared)
        return Example(shown, shown)
    if isinstance(value, dict) and value:
        values = {str(name): _written(inner) for name, inner in list(value.items())[:_MOST]}
        return Example(before + _pairs(values), before + _BLANK)
    names = _required(field)
    own = next((name for name in ("text", *names) if name in names and _takes_words(field.properties[name])), None)
    bare = {name: _BLANK if name == own else example(field.properties[name]) for name in names} or {_BLANK: _BLANK}
    filled = bare | ({} if own is None else {own: _written(value)})
    if isinstance(value, str) and (key := slug(value)):
        keys = [name for name in names if field.properties[name].schema.get("format") == "key"]
        filled |= dict.fromkeys(keys, "-".join(key.split("-")[:_MOST]))
    return Example(before + _pairs(filled), before + _pairs(bare))


def _declared(field: Field) -> Mapping[str, str]:
    """An example that the schema itself gives of an object whose properties may have any name."""
    return next(iter(field.schema.get("examples", ())), {}) if not field.properties else {}


def _pairs(values: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in values.items())


def _takes_words(field: Field) -> bool:
    is_chosen = "enum" in field.schema or field.schema.get("format") == "key"
    return field.is_text or not (field.properties or is_chosen)


def _required(field: Field) -> list[str]:
    schema = field.schema
    names = [*schema.get("required", ()), *(schema.get("then") or {}).get("required", ())]
    known = [name for name in dict.fromkeys(names) if name in field.properties]
    own = [name for name, below in field.properties.items() if name != "unknown" and _takes_words(below)]
    return known[:_MOST] or own[-1:]


def example(field: Field, language: str = "") -> str:
    """A value as it could be written there; in words, with a `language`, what the schema says that they are for."""
    schema = field.schema
    fixed = _FORMATS.get(str(schema.get("format"))) or _TYPES.get(str(schema.get("type")))
    if schema.get("enum"):
        return str(schema["enum"][0])
    if fixed is not None:
        return fixed
    if field.properties or field.items is not None or _declared(field):
        return _structure(field)
    return field.description(language).split(";")[0].rstrip(".") if language else _BLANK


def _structure(field: Field) -> str:
    below = field.items or field
    pairs = _pairs(_declared(below) or {name: example(below.properties[name]) for name in _required(below)})
    return f"{{{pairs}}}" if field.items is None else f"[{{{pairs}}}]" if pairs else f"[{_BLANK}]"
