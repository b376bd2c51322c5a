"""The smallest changes between two trees, each with its opposite; what is told of changes is made of these.

Applying the changes from one tree to another gives the other, and the changes back are the same ones turned round.
Knows no schema and no words: what a change means to people is for `telling`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce

from ssr.diff.tree import Node, NodeKind, Tree

# Every atomic change and the one that undoes it.
OPPOSITES = {
    "entry-added": "entry-removed",
    "entry-removed": "entry-added",
    "item-added": "item-removed",
    "item-removed": "item-added",
    "value-added": "value-removed",
    "value-removed": "value-added",
    "set": "unset",
    "unset": "set",
    "replaced": "replaced",
}
# What it is called when a branch comes; when it goes, the opposite.
_COMING = {
    NodeKind.ENTRIES: "entry-added",
    NodeKind.ITEMS: "item-added",
    NodeKind.VALUES: "value-added",
    NodeKind.PROPERTIES: "set",
    NodeKind.LANGUAGES: "set",
}


@dataclass(frozen=True, slots=True)
class Atom:
    """One atomic change at a route of names and keys; None on the side where there is nothing."""

    name: str
    route: tuple[str, ...]
    before: Node | None
    after: Node | None

    @property
    def opposite(self) -> "Atom":
        """The change that undoes it."""
        return Atom(OPPOSITES[self.name], self.route, self.after, self.before)


def atoms(before: Tree, after: Tree, route: tuple[str, ...] = ()) -> Iterator[Atom]:
    """The changes from one tree to another of the same sort, in the order of the newer one; none between equal ones."""
    coming = _COMING[after.sort]
    for step in dict.fromkeys([*after.branches, *before.branches]):
        old, new = before.branches.get(step), after.branches.get(step)
        there = (*route, step)
        if old is None:
            yield Atom(coming, there, None, new)
        elif new is None:
            yield Atom(OPPOSITES[coming], there, old, None)
        elif isinstance(old, Tree) and isinstance(new, Tree) and old.sort is new.sort:
            yield from atoms(old, new, there)
        elif old != new:
            yield Atom("replaced", there, old, new)


def applied(tree: Tree, changes: Iterable[Atom]) -> Tree:
    """The tree after some changes; `ValueError` where one of them does not fit."""
    return reduce(lambda so_far, atom: _changed(so_far, atom, atom.route), changes, tree)


def _changed(tree: Tree, atom: Atom, route: tuple[str, ...]) -> Tree:
    step, rest = route[0], route[1:]
    branches = dict(tree.branches)
    found = branches.pop(step, None)
    if rest:
        if not isinstance(found, Tree):
            raise ValueError(atom.route)
        branches[step] = _changed(found, atom, rest)
    elif found != atom.before:
        raise ValueError(atom.route)
    elif atom.after is not None:
        branches[step] = atom.after
    return Tree(tree.sort, branches, tree.written)
