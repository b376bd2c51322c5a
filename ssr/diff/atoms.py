"""The smallest changes between two trees; what is told of changes, and what rules say of them, is made of these.

Knows no schema and no words: what a change means to people is for `changes`, what is wrong with it for the rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ssr.diff.tree import Node, NodeKind, Tree

# What it is called when a branch comes, and when it goes.
OPERATIONS = {
    NodeKind.ENTRIES: ("entry-added", "entry-removed"),
    NodeKind.ITEMS: ("item-added", "item-removed"),
    NodeKind.VALUES: ("value-added", "value-removed"),
    NodeKind.PROPERTIES: ("set", "unset"),
    NodeKind.LANGUAGES: ("set", "unset"),
}


@dataclass(frozen=True, slots=True)
class Atom:
    """One atomic change of the node that names and keys lead to; None on the side where there is nothing."""

    operation: str
    names: tuple[str, ...]
    before: Node | None
    after: Node | None


def atoms(before: Tree, after: Tree, names: tuple[str, ...] = ()) -> Iterator[Atom]:
    """The changes from one tree to another of the same kind, in the order of the newer one; none between equal ones."""
    added, removed = OPERATIONS[after.kind]
    for name in dict.fromkeys([*after.branches, *before.branches]):
        old, new = before.branches.get(name), after.branches.get(name)
        child = (*names, name)
        if old is None:
            yield Atom(added, child, None, new)
        elif new is None:
            yield Atom(removed, child, old, None)
        elif isinstance(old, Tree) and isinstance(new, Tree) and old.kind is new.kind:
            yield from atoms(old, new, child)
        elif old != new:
            yield Atom("replaced", child, old, new)
