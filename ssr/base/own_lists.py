"""The values of a property that the base lists itself (`x-own-list`): which there are, in what order, and what they are called.

Not for whether the list is sound: its entry is judged as every other.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from ssr.base.snapshot import FOLDER
from ssr.base.yaml import read
from ssr.text.catalogue import LANGUAGES

ANNOTATION = "x-own-list"
ONGOING = "x-ongoing"
_VALUE = re.compile(r"[a-z0-9][a-z0-9-]*")
_UNRANKED = float("inf")


class OwnList(NamedTuple):
    """Where the values stand: a list of one entry of a kind, the property in which each has its label, and that of which of
    them holds while what they are about goes on.
    """

    kind: str
    entry: str
    list: str
    label: str
    ongoing: str | None = None

    def path(self, folder: str) -> str:
        """The file of the entry, in the folder of its kind."""
        return f"{FOLDER}/{folder}/{self.entry}.yaml"


class ListFile(NamedTuple):
    """What the base, and the one laid over it, have in the file of a list; and the language in which they are written."""

    of: OwnList
    contents: tuple[bytes, ...]
    language: str


@lru_cache(maxsize=64)
def declared(content: bytes) -> tuple[OwnList, ...]:
    """Every list that a schema file names; what has not that shape is for the schema of schemas to tell."""
    if ANNOTATION.encode() not in content:
        return ()
    try:
        return tuple(dict.fromkeys(_named(json.loads(content))))
    except (ValueError, TypeError, RecursionError):
        return ()


def _named(schema: Any) -> Iterator[OwnList]:
    if isinstance(schema, Mapping):
        if ANNOTATION in schema:
            yield OwnList(**schema[ANNOTATION])
        for below in schema.values():
            yield from _named(below)


@lru_cache(maxsize=64)
def folder_of(content: bytes) -> str:
    """The folder that the schema of a kind names; empty where it cannot be read."""
    try:
        schema = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    folder = schema.get("x-folder") if isinstance(schema, dict) else None
    return folder if isinstance(folder, str) else ""


def narrowed(schema: Mapping[str, Any], list_shape: Mapping[str, Any], file: ListFile) -> dict[str, Any]:
    """A property with the values of the base's own list, in its order; with any value where the list cannot be read."""
    labels: dict[str, str] = {}
    ongoing: list[str] = []
    items = [item for content in file.contents for item in _items(content, file.of)]
    key, rank = str(list_shape.get("x-key")), str(list_shape.get("x-rank"))
    for item in sorted(items, key=lambda item: item[rank] if isinstance(item.get(rank), int) else _UNRANKED):
        value, label = item.get(key), item.get(file.of.label)
        if isinstance(value, str) and _VALUE.fullmatch(value):
            labels[value] = label if isinstance(label, str) else value
            ongoing += [value] if file.of.ongoing and item.get(file.of.ongoing) is True else []
    if not labels:
        return {name: value for name, value in schema.items() if name not in ("enum", ONGOING)}
    own = {value: _worded(label, file.language, schema["x-labels"].get(value, {})) for value, label in labels.items()}
    own_schema = {name: value for name, value in schema.items() if name != ONGOING}
    # A list that marks none has the one of the kind, if that is in it.
    marked = ongoing or [value for value in [schema.get(ONGOING)] if value in own]
    return {**own_schema, "enum": list(own), "x-labels": own} | ({ONGOING: marked[0]} if marked else {})


def _items(content: bytes, of: OwnList) -> Sequence[Mapping[str, Any]]:
    data = read(of.entry, content).data
    items = data.get(of.list) if isinstance(data, Mapping) else None
    return [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []


def _worded(label: str, language: str, of_the_kind: Mapping[str, str]) -> dict[str, str]:
    """A label in each language: the base's own in its language, and in another what the kind has, else the base's."""
    return {one: label if one == language else of_the_kind.get(one, label) for one in LANGUAGES}
