"""A place in an entry as it is on both sides, and which place an atomic change is told of.

Single values are told one by one; a text, a set of values, an item that came or went, an object that came or went, and
what is annotated as an agreement are told as a whole. Knows annotations, not kinds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ssr.base.kinds import Field, Reference
from ssr.diff.atoms import Atom
from ssr.diff.tree import EXAMPLE, Node, NodeKind, Tree

SOURCES = "sources"
_WHOLE = (NodeKind.VALUES, NodeKind.LANGUAGES)


@dataclass(frozen=True)
class NodePair:
    """What stands at a route on each side, with its shape, and the place that it lies in."""

    route: tuple[str, ...]
    field: Field
    old: Node | None
    new: Node | None
    above: "NodePair | None" = None

    def below(self, step: str) -> "NodePair":
        """The place that one more step leads to."""
        old, new = (side.branches.get(step) if isinstance(side, Tree) else None for side in (self.old, self.new))
        return NodePair(
            (*self.route, step), self.field.properties.get(step) or self.field.items or self.field, old, new, self
        )

    @property
    def way(self) -> Iterator["NodePair"]:
        """The place itself and what it lies in, out to the entry."""
        place: NodePair | None = self
        while place is not None:
            yield place
            place = place.above

    @property
    def item(self) -> "NodePair | None":
        """The innermost item that it is or lies in."""
        return next((place for place in self.way if place.is_item), None)

    @property
    def sort(self) -> NodeKind | None:
        """What its parts are; None for a single value."""
        node = self.new if self.new is not None else self.old
        return node.sort if isinstance(node, Tree) else None

    @property
    def is_entry(self) -> bool:
        """Whether it is a whole entry."""
        return self.above is not None and self.above.sort is NodeKind.ENTRIES

    @property
    def is_item(self) -> bool:
        """Whether it is one of a list of items."""
        return self.above is not None and self.above.sort is NodeKind.ITEMS

    @property
    def is_agreement(self) -> bool:
        """Whether it records that somebody agreed: an object annotated so, or an item of such a list."""
        marked = self.above if self.is_item else self
        return self.sort is NodeKind.PROPERTIES and marked is not None and bool(marked.field.annotation("agreement"))

    @property
    def reference(self) -> Reference | None:
        """What its value, or each of its values, refers to."""
        return self.field.reference or (self.field.items.reference if self.field.items is not None else None)

    @property
    def before(self) -> Any:
        """What stood there, as the file had it; None for nothing."""
        return _written(self.old)

    @property
    def after(self) -> Any:
        """What stands there, as the file has it; None for nothing."""
        return _written(self.new)

    @property
    def is_one_sided(self) -> bool:
        """Whether there is something on one side and nothing on the other."""
        return (self.before is None) != (self.after is None)

    @property
    def examples(self) -> tuple[bool, bool]:
        """Whether what stands there on each side is invented; what holds it may be what says so."""
        return any(_has(one.old, EXAMPLE) for one in self.way), any(_has(one.new, EXAMPLE) for one in self.way)

    @property
    def provenance(self) -> str | None:
        """How an object's standing changed, where it did: it became an example, or it became sourced."""
        was, is_now = (_has(side, EXAMPLE) for side in (self.old, self.new))
        had, has = (_has(side, SOURCES) for side in (self.old, self.new))
        if is_now and not was:
            return "exemplified"
        return "sourced" if has and not is_now and (was or not had) else None


def told_at(top: NodePair, atom: Atom) -> NodePair:
    """The place below `top` that an atomic change is told of."""
    place = top
    for step in atom.route:
        place = place.below(step)
    agreement = next((one for one in reversed(list(place.way)) if one.is_agreement), None)
    if agreement is not None or place.is_item or place.is_entry:
        return agreement or place
    if place.above is not None and place.above.sort in _WHOLE:
        place = place.above
    holder = place.above
    if holder is not None and holder.is_one_sided and not (holder.is_item or holder.is_entry):
        return holder
    return _of_provenance(place)


def _of_provenance(place: NodePair) -> NodePair:
    """Where an object's standing changed, its sources and its mark as an example are told together."""
    holder = place.above
    if holder is None or place.route[-1] not in {EXAMPLE, SOURCES} or holder.provenance is None:
        return place
    return holder.below(EXAMPLE if holder.provenance == "exemplified" else SOURCES)


def _written(node: Node | None) -> Any:
    """As plain data; an empty list or object is nothing."""
    result = None if node is None else node.written
    return None if result in ([], {}) else result


def _has(node: Node | None, name: str) -> bool:
    result = node.branches.get(name) if isinstance(node, Tree) else None
    return bool(result.branches) if isinstance(result, Tree) else result is not None
