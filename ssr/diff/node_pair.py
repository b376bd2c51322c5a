"""What stands at one place of an entry on both sides, with its shape and what it lies in. Knows annotations, not kinds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ssr.base.kinds import Field, Reference
from ssr.base.marks import EXAMPLE, is_example, mark_on
from ssr.diff.tree import Node, NodeKind, Tree

SOURCES = "sources"
_RECORDS = ("agreement", "tried")  # told as a whole
_HOLDING = (NodeKind.PROPERTIES, NodeKind.ITEMS)


@dataclass(frozen=True)
class NodePair:
    """The nodes that some names lead to on each side, their shape, and the pair that they lie in."""

    names: tuple[str, ...]
    field: Field
    old: Node | None
    new: Node | None
    parent: "NodePair | None" = None

    def child(self, name: str) -> "NodePair":
        """The pair that one more name leads to."""
        old, new = (side.branches.get(name) if isinstance(side, Tree) else None for side in (self.old, self.new))
        field = self.field.properties.get(name) or self.field.items or self.field
        return NodePair((*self.names, name), field, old, new, self)

    def walk(self) -> Iterator["NodePair"]:
        """This pair and all below it that have something on both sides, in the order of the newer one; a text is one."""
        yield self
        if isinstance(self.new, Tree) and self.kind is not NodeKind.LANGUAGES:
            for name in self.new.branches:
                child = self.child(name)
                if all(node is not None and node.data is not None for node in (child.old, child.new)):
                    yield from child.walk()

    @property
    def path(self) -> list["NodePair"]:
        """The pairs that it lies in, from the outermost one on, and itself."""
        return [self] if self.parent is None else [*self.parent.path, self]

    @property
    def item(self) -> "NodePair | None":
        """The innermost item that it is or lies in."""
        return next((pair for pair in reversed(self.path) if pair.is_item), None)

    @property
    def kind(self) -> NodeKind | None:
        """What its parts are; None for a single value."""
        node = self.new if self.new is not None else self.old
        return node.kind if isinstance(node, Tree) else None

    @property
    def is_entry(self) -> bool:
        """Whether it is a whole entry."""
        return self.parent is not None and self.parent.kind is NodeKind.ENTRIES

    @property
    def is_item(self) -> bool:
        """Whether it is one of a list of items."""
        return self.parent is not None and self.parent.kind is NodeKind.ITEMS

    @property
    def is_record(self) -> bool:
        """Whether it records that somebody agreed, or how it went: an object annotated so, or an item of such a list."""
        marked = self.parent if self.is_item else self
        if self.kind is not NodeKind.PROPERTIES or marked is None:
            return False
        return any(marked.field.annotation(name) is not None for name in _RECORDS)

    @property
    def reference(self) -> Reference | None:
        """What its value, or each of its values, refers to."""
        return self.field.reference or (self.field.items.reference if self.field.items is not None else None)

    @property
    def before(self) -> Any:
        """What stood there, as the file had it; None for nothing."""
        return _data(self.old)

    @property
    def after(self) -> Any:
        """What stands there, as the file has it; None for nothing."""
        return _data(self.new)

    @property
    def is_one_sided(self) -> bool:
        """Whether there is something on one side and nothing on the other."""
        return (self.before is None) != (self.after is None)

    @property
    def examples(self) -> tuple[bool, bool]:
        """Whether what stands there on each side is invented; what holds it may be what says so, or a mark beside it.

        An object holds such a mark itself (`settled`), or says otherwise.
        """
        path = self.path
        marked = [(pair.parent, pair.names[-1]) for pair in path if pair.parent and pair.kind not in _HOLDING]
        return (
            any(_has(pair.old, EXAMPLE) for pair in path) or any(_marks(holder.old, name) for holder, name in marked),
            any(_has(pair.new, EXAMPLE) for pair in path) or any(_marks(holder.new, name) for holder, name in marked),
        )

    @property
    def provenance(self) -> str | None:
        """How an object's standing changed, where it did: it became an example, or it became sourced."""
        was, is_now = (_has(side, EXAMPLE) for side in (self.old, self.new))
        had, has = (_has(side, SOURCES) for side in (self.old, self.new))
        if is_now and not was:
            return "exemplified"
        return "sourced" if has and not is_now and (was or not had) else None


def _data(node: Node | None) -> Any:
    """As plain data; an empty list or object is nothing."""
    data = None if node is None else node.data
    return None if data in ([], {}) else data


def _marks(holder: Node | None, name: str) -> bool:
    """Whether an object marks one of its properties as invented as a whole."""
    return holder is not None and is_example(mark_on(holder.data, name))


def _has(node: Node | None, name: str) -> bool:
    branch = node.branches.get(name) if isinstance(node, Tree) else None
    return bool(branch.branches) if isinstance(branch, Tree) else branch is not None
