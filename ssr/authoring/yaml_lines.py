"""Data as the lines of YAML that people would write: what is plain is written plainly, the rest in quotes."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ssr.base.yaml import read

_PLAIN = re.compile(r"(?![:?])[^][{},\n]+\Z")  # nothing that ends a text within brackets, or means something else there


def scalar(value: str) -> str:
    """A text as YAML: as it is where that is read as the same text, else in quotes."""
    plain = _PLAIN.match(value) and read("", f"a: {value}\n".encode())
    is_same = plain and not plain.findings and plain.data == {"a": value}
    return value if is_same else json.dumps(value, ensure_ascii=False)


def lines(name: str, value: Any) -> Iterator[str]:
    """A property with what it holds."""
    if isinstance(value, Mapping) and value:
        yield f"{name}:"
        yield from (f"  {line}" for line in _object(value))
    elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
        yield f"{name}:"
        for item in value:
            yield from as_item(_object(item))
    elif isinstance(value, list):
        yield f"{name}: [{', '.join(map(_single, value))}]"
    else:
        yield f"{name}: {_single(value)}"


def as_item(item: Iterator[str]) -> Iterator[str]:
    """The lines of an object as an item of a list."""
    yield from (f"{'    ' if number else '  - '}{line}" for number, line in enumerate(item))


def item_lines(value: Mapping[str, Any]) -> Iterator[str]:
    """The lines of an object as an item of a list that stands at its margin."""
    yield from (line[2:] for line in as_item(_object(value)))


def in_line(value: Any) -> str:
    """Data as it stands within brackets, or on the line of its name."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{name}: {in_line(inner)}' for name, inner in value.items())}}}"
    return f"[{', '.join(map(in_line, value))}]" if isinstance(value, list) else _single(value)


def _object(value: Mapping[str, Any]) -> Iterator[str]:
    for name, inner in value.items():
        yield from lines(name, inner)


def _single(value: Any) -> str:
    return scalar(value) if isinstance(value, str) else json.dumps(value)
