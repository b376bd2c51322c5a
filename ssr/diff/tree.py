"""Entries in the form in which they are compared: everything by its name or its key, nothing by its position.

What is no change is gone here: key order, the order of a list, folding, an empty list, a note to the editors. The form
is that of the schema and always whole, so every property that may have a value has its place, filled or not.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from ssr.base.kinds import Field
from ssr.base.labels import item_label
from ssr.base.order import ordered
from ssr.text.characters import normalise

EXAMPLE = "illustrative"


class NodeKind(Enum):
    """What the branches of a tree are."""

    ENTRIES = "entries"
    PROPERTIES = "properties"
    ITEMS = "items"
    VALUES = "values"
    LANGUAGES = "languages"


@dataclass(frozen=True)
class Leaf:
    """A single value, and how the file has it."""

    value: str | float
    written: Any = field(compare=False)


@dataclass(frozen=True)
class Tree:
    """Entries, an object, a list or a prose: its parts by name, and what it was made of; None where there is nothing."""

    sort: NodeKind
    branches: Mapping[str, "Node"]
    written: Any = field(compare=False, default=None)

    def at(self, route: tuple[str, ...]) -> "Node | None":
        """What a route leads to."""
        node: Node | None = self
        for step in route:
            node = node.branches.get(step) if isinstance(node, Tree) else None
        return node


Node = Tree | Leaf


@dataclass(frozen=True)
class Planter:
    """Makes trees. `meant` gives what a reference means on both sides, `language` is that of a text which names none."""

    meant: Callable[[str], str]
    language: str

    def entry(self, data: Mapping[str, Any], shape: Field) -> Tree:
        """An entry's data as a tree."""
        return self._object(data, shape)

    def _node(self, value: Any, shape: Field) -> Node | None:
        if shape.is_text:
            return self._prose(value)
        if shape.items is not None and isinstance(value, list | None):
            return self._list(value, shape, shape.items)
        if shape.properties and isinstance(value, dict | None):
            return self._object(value, shape)
        is_default = value is None or (value is False and shape.name == EXAMPLE)
        return None if is_default else self._leaf(value, shape)

    def _prose(self, value: Any) -> Tree:
        texts = value if isinstance(value, dict) else {} if value is None else {self.language: value}
        branches = {language: Leaf(normalise(str(text)), text) for language, text in texts.items()}
        return Tree(NodeKind.LANGUAGES, branches, value)

    def _object(self, value: Mapping[str, Any] | None, shape: Field, *, key: str | None = None) -> Tree:
        data = value or {}
        nodes = (
            (name, self._node(data.get(name), below))
            for name, below in shape.properties.items()
            if name != key and not below.annotation("editorial")
        )
        return Tree(NodeKind.PROPERTIES, {name: node for name, node in nodes if node is not None}, value)

    def _list(self, value: list[Any] | None, shape: Field, items: Field) -> Tree:
        key = shape.annotation("key")
        if items.properties:
            named = [(self._key(item, key, items), item) for item in ordered(value or [], shape)]
            nodes = {name: self._object(item, items, key=key) for name, item in _apart(named)}
            return Tree(NodeKind.ITEMS, nodes, value)
        leaves = [self._leaf(item, items) for item in value or []]
        return Tree(NodeKind.VALUES, {str(leaf.value): leaf for leaf in leaves}, value)

    def _key(self, item: Any, key: str | None, items: Field) -> str:
        """What tells an item from others: its key; where it has none, what it says."""
        if key and isinstance(item, dict) and key in item:
            return str(self._leaf(item[key], items.properties[key]).value)
        return str(item_label(item, items, self.language) or json.dumps(item, sort_keys=True, ensure_ascii=False))

    def _leaf(self, value: Any, shape: Field) -> Leaf:
        if isinstance(value, str):
            return Leaf(normalise(self.meant(value) if shape.reference is not None else value), value)
        if isinstance(value, bool | int | float):
            return Leaf(value, value)
        return Leaf(json.dumps(value, sort_keys=True, ensure_ascii=False), value)


def _apart(named: list[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Items under names of their own, also where a list has, by mistake, the same key twice."""
    seen: dict[str, int] = {}
    for name, item in named:
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name} ({seen[name]})"), item


def merged(old: Field, new: Field) -> Field:
    """A shape with the places of both, for two bases whose schemas differ; the newer one's words and annotations."""
    if old is new or old.schema == new.schema or new.is_text:
        return new
    properties = {**old.properties, **new.properties}
    both = {
        name: merged(old.properties[name], new.properties[name]) for name in old.properties if name in new.properties
    }
    items = merged(old.items, new.items) if old.items and new.items else new.items
    return replace(new, properties=properties | both, items=items)
