"""What a later version of an entry takes back: the items that are gone from it, and the places that say something else.

What was an example or left blank may be filled in, and where something is known from may be told better: that alters
nothing. Neither does how it is written, nor an end that is set to it. What is the same, and what differs, `ssr.diff` says.
"""

from collections.abc import Iterator
from functools import reduce
from typing import Any, NamedTuple

from ssr.base.marks import is_example, mark_on
from ssr.base.yaml.source import Route
from ssr.diff.atoms import Atom, atoms
from ssr.diff.node_pair import NodePair
from ssr.diff.tree import Node, NodeKind, Tree
from ssr.text.characters import normalise

_WHOLE = (NodeKind.VALUES, NodeKind.LANGUAGES)
_BLANK = "unknown"
_ENDS = frozenset({"until", "ended", "replaced_by"})
_BESIDE = frozenset({"sources", "audience", _BLANK})  # an audience has a rule of its own
_SAYS_NOTHING = ("editorial", "review-by", "fresh", "tried")


class Alteration(NamedTuple):
    """Where something is altered, and where it was before; on a side where it is not, the route to what is around it."""

    route: Route
    earlier: Route


def removed_items(top: NodePair) -> Iterator[Alteration]:
    """The items with a key that only the earlier version has, but for what was an example or a blank."""
    for atom in _atoms(top):
        path = _path(top, atom)
        item = path[-1]
        is_keyed = item.is_item and item.parent is not None and item.parent.field.annotation("key")
        if is_keyed and item.new is None and not _is_placeholder(item.before) and not _was_example(path):
            yield _alteration(path)


def altered_places(top: NodePair) -> Iterator[Alteration]:
    """The places that say something else than before, but for items that are gone."""
    paths = (_whole(_path(top, atom)) for atom in _atoms(top))
    for path in {path[-1].names: path for path in paths}.values():
        if _counts(path) and _is_altered(path[-1]):
            yield _alteration(path)


def _atoms(top: NodePair) -> Iterator[Atom]:
    return atoms(top.old, top.new) if isinstance(top.old, Tree) and isinstance(top.new, Tree) else iter(())


def _path(top: NodePair, atom: Atom) -> list[NodePair]:
    return reduce(NodePair.child, atom.names, top).path


def _alteration(path: list[NodePair]) -> Alteration:
    route, earlier = (
        next(node.route for node in reversed(nodes) if node is not None and node.data is not None)
        for nodes in ([pair.new for pair in path], [pair.old for pair in path])
    )
    return Alteration(route, earlier)


def _whole(path: list[NodePair]) -> list[NodePair]:
    """The path to the outermost place on it that is judged as a whole."""
    for length, pair in enumerate(path, 1):
        is_keyless = pair.kind is NodeKind.ITEMS and not pair.field.annotation("key")
        if is_keyless or pair.kind in _WHOLE or (_value(pair.old) is None) != (_value(pair.new) is None):
            return path[:length]
    return path


def _counts(path: list[NodePair]) -> bool:
    """Whether a place, and all that it lies in, is part of what was said."""
    return not _was_example(path) and all(_says_something(pair) for pair in path[1:] if not pair.is_item)


def _says_something(pair: NodePair) -> bool:
    name = pair.names[-1]
    if name in _BESIDE or (name in _ENDS and _value(pair.old) is None):
        return False
    return all(pair.field.annotation(annotation) is None for annotation in _SAYS_NOTHING)


def _is_altered(pair: NodePair) -> bool:
    before, after = _value(pair.old), _value(pair.new)
    if after is None:  # an item that is gone is told as such
        return (
            before is not None and not pair.is_item and not pair.field.annotation("key") and not _is_placeholder(before)
        )
    if before is None:
        return _is_addition(pair)
    if pair.field.is_text:  # it may be translated
        return not set(_texts(before)) <= set(_texts(after))
    if status := pair.field.annotation("status"):
        return (after in status["draft"]) is not (before in status["draft"])
    return True


def _is_addition(pair: NodePair) -> bool:
    """Whether something new alters what it is added to: not what was left blank there, nor that somebody else agreed."""
    parent = pair.parent
    if parent is None or (parent if pair.is_item else pair).field.annotation("agreement"):
        return False
    return pair.is_item or _BLANK not in (_value(parent.old) or {})


def _value(node: Node | None) -> Any:
    """The data of a node; None where it is as good as none."""
    data = None if node is None else node.data
    return None if data is False or data in ([], {}) else data


def _texts(value: Any) -> list[str]:
    return [normalise(str(text)) for text in (value.values() if isinstance(value, dict) else [value])]


def _was_example(path: list[NodePair]) -> bool:
    return any(is_example(pair.before) or _joins_examples(pair) for pair in path)


def _joins_examples(pair: NodePair) -> bool:
    """Whether it is a new item of a list that was marked as invented as a whole."""
    items = pair.parent
    if items is None or items.parent is None or not pair.is_item or pair.before is not None:
        return False
    return is_example(mark_on(items.parent.before, items.names[-1]))


def _is_placeholder(value: Any) -> bool:
    """Whether it holds the place of what is to be filled in."""
    return is_example(value) or (isinstance(value, dict) and _BLANK in value)
