"""Entries in the form in which they are compared: everything by its name or its key, nothing by its position.

What is no change is gone here: key order, the order of a list, folding, an empty list, a note to the editors. The form
is that of the schema and always whole, so every property that may have a value has its place, filled or not.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, NamedTuple

from ssr.base.kinds import Field
from ssr.base.labels import item_label
from ssr.base.marks import EXAMPLE
from ssr.base.order import order
from ssr.base.yaml.source import Route
from ssr.diff.item_match import ItemIdentity, match_items
from ssr.text.characters import normalise, normalise_all


class NodeKind(Enum):
    """What the branches of a tree are."""

    ENTRIES = "entries"
    PROPERTIES = "properties"
    ITEMS = "items"
    VALUES = "values"
    LANGUAGES = "languages"


@dataclass(frozen=True)
class Leaf:
    """A single value, the data that it was planted from, and the route to that."""

    value: str | float
    data: Any = field(compare=False)
    route: Route = field(compare=False)


@dataclass(frozen=True)
class Tree:
    """Entries, an object, a list or a prose: its parts by name, the data that it was planted from, and the route to that.

    The data is None where there is nothing.
    """

    kind: NodeKind
    branches: Mapping[str, "Node"]
    data: Any = field(compare=False, default=None)
    route: Route = field(compare=False, default=())

    def at(self, names: tuple[str, ...]) -> "Node | None":
        """The node that some names lead to."""
        node: Node | None = self
        for name in names:
            node = node.branches.get(name) if isinstance(node, Tree) else None
        return node


Node = Tree | Leaf


class _Value(NamedTuple):
    """What stands on one side, and the language of a text in it that names none."""

    data: Any
    route: Route
    language: str

    def property(self, name: str) -> "_Value":
        return _Value((self.data or {}).get(name), (*self.route, name), self.language)

    def item(self, index: int | None) -> "_Value":
        return (
            self._replace(data=None) if index is None else _Value(self.data[index], (*self.route, index), self.language)
        )

    def tree(self, kind: NodeKind, branches: Mapping[str, Node]) -> Tree:
        return Tree(kind, branches, self.data, self.route)


@dataclass(frozen=True)
class Planter:
    """Makes the trees of both sides of an entry, in which what is the same has one name.

    `canonical` gives what a reference means on both sides. `languages` are those of a text that names none, on each side.
    `with_editorial`: also what is for those who keep the base.
    """

    canonical: Callable[[str], str]
    languages: tuple[str, str]
    with_editorial: bool = False

    def trees(self, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, shape: Field) -> tuple[Tree, Tree]:
        """The data of an entry on each side as a tree."""
        before, after = (_Value(data, (), language) for data, language in zip((old, new), self.languages, strict=True))
        return self._objects(before, after, shape)

    def _nodes(self, old: _Value, new: _Value, shape: Field) -> tuple[Node | None, Node | None]:
        if shape.is_text:
            return self._prose(old), self._prose(new)
        if shape.items is not None and _are(list, old, new):
            return self._lists(old, new, shape, shape.items)
        if shape.properties and _are(dict, old, new):
            return self._objects(old, new, shape)
        return self._optional_leaf(old, shape), self._optional_leaf(new, shape)

    def _prose(self, value: _Value) -> Tree:
        texts = (
            value.data if isinstance(value.data, dict) else {} if value.data is None else {value.language: value.data}
        )
        leaves = {language: Leaf(normalise(str(text)), text, value.route) for language, text in texts.items()}
        return value.tree(NodeKind.LANGUAGES, leaves)

    def _objects(self, old: _Value, new: _Value, shape: Field) -> tuple[Tree, Tree]:
        branches: tuple[dict[str, Node], dict[str, Node]] = ({}, {})
        for name, child in shape.properties.items():
            if self.with_editorial or not child.annotation("editorial"):
                for side, node in zip(
                    branches, self._nodes(old.property(name), new.property(name), child), strict=True
                ):
                    if node is not None:
                        side[name] = node
        return old.tree(NodeKind.PROPERTIES, branches[0]), new.tree(NodeKind.PROPERTIES, branches[1])

    def _lists(self, old: _Value, new: _Value, shape: Field, items: Field) -> tuple[Tree, Tree]:
        sides = old, new
        if not items.properties:
            return self._values(old, items), self._values(new, items)
        placed: tuple[dict[int, tuple[str, Node]], dict[int, tuple[str, Node]]] = ({}, {})
        identities = ([self._identity(item, shape, items, side.language) for item in side.data or ()] for side in sides)
        for match in match_items(*identities):
            nodes = self._nodes(old.item(match.old), new.item(match.new), items)
            for side, index, node in zip(placed, (match.old, match.new), nodes, strict=True):
                if index is not None and node is not None:
                    side[index] = match.name, node
        before, after = (
            dict(nodes[index] for index in order(side.data or [], shape) if index in nodes)
            for side, nodes in zip(sides, placed, strict=True)
        )
        return old.tree(NodeKind.ITEMS, before), new.tree(NodeKind.ITEMS, after)

    def _values(self, value: _Value, items: Field) -> Tree:
        leaves: dict[str, Node] = {}
        for index in range(len(value.data or ())):
            leaf = self._leaf(value.item(index), items)
            leaves.setdefault(str(leaf.value), leaf)
        return value.tree(NodeKind.VALUES, leaves)

    def _identity(self, item: Any, shape: Field, items: Field, language: str) -> ItemIdentity:
        """An item without a key is known by what it is called, or by all that it says but who may read it."""
        if not isinstance(item, dict):
            return ItemIdentity(_canonical_json(item), "")
        key = shape.annotation("key")
        if key in item:
            text = str(self._leaf(_Value(item[key], (), language), items.properties.get(key, items)).value)
        else:
            label = item_label(item, items, language)
            text = (
                normalise(label)
                if label
                else _canonical_json({name: item[name] for name in item if name != "audience"})
            )
        return ItemIdentity(text, str(item.get("from", "")))

    def _optional_leaf(self, value: _Value, shape: Field) -> Leaf | None:
        is_default = value.data is None or (value.data is False and shape.name == EXAMPLE)
        return None if is_default else self._leaf(value, shape)

    def _leaf(self, value: _Value, shape: Field) -> Leaf:
        data, route = value.data, value.route
        if isinstance(data, str):
            return Leaf(normalise(self.canonical(data) if shape.reference is not None else data), data, route)
        if isinstance(data, bool | int | float):
            return Leaf(data, data, route)
        return Leaf(_canonical_json(data), data, route)


def _are(type_: type, *sides: _Value) -> bool:
    return all(isinstance(side.data, type_ | None) for side in sides)


def _canonical_json(value: Any) -> str:
    return json.dumps(normalise_all(value), sort_keys=True, ensure_ascii=False)


def merged_shape(old: Field, new: Field) -> Field:
    """A shape with the places of both, for two bases whose schemas differ; the newer one's words and annotations."""
    if old is new or old.schema == new.schema or new.is_text:
        return new
    properties = {**old.properties, **new.properties}
    both = {
        name: merged_shape(old.properties[name], new.properties[name])
        for name in old.properties
        if name in new.properties
    }
    items = merged_shape(old.items, new.items) if old.items and new.items else new.items
    return replace(new, properties=properties | both, items=items)
