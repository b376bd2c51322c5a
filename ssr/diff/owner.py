"""Which place in an entry an atomic change is told of.

Single values are told one by one; a text, a set of values, an item that came or went, an object that came or went, and
what records an agreement or a test are told as a whole. Knows annotations, not kinds.
"""

from functools import reduce

from ssr.base.marks import EXAMPLE
from ssr.diff.atoms import Atom
from ssr.diff.node_pair import SOURCES, NodePair
from ssr.diff.tree import Leaf, NodeKind, Tree

_WHOLE = (NodeKind.VALUES, NodeKind.LANGUAGES)


def owner_of(atom: Atom, top: NodePair) -> NodePair:
    """The pair below `top` that an atomic change is told of."""
    pair = reduce(NodePair.child, atom.names, top)
    record = next((outer for outer in pair.path if outer.is_record), None)
    if record is not None or pair.is_item or pair.is_entry:
        return record or pair
    if pair.parent is not None and pair.parent.kind in _WHOLE:
        pair = pair.parent
    came_or_went = [outer for outer in pair.path[:-1] if outer.is_one_sided and not (outer.is_item or outer.is_entry)]
    # An object with a value of its own is told with all that lies in it; one of objects only, object by object.
    return next(filter(_has_value, came_or_went), came_or_went[-1]) if came_or_went else _of_provenance(pair)


def _has_value(pair: NodePair) -> bool:
    side = pair.old if pair.before is not None else pair.new
    return isinstance(side, Tree) and any(isinstance(node, Leaf) for node in side.branches.values())


def _of_provenance(pair: NodePair) -> NodePair:
    """Where an object's standing changed, its sources and its mark as an example are told together."""
    parent = pair.parent
    if parent is None or pair.names[-1] not in {EXAMPLE, SOURCES} or parent.provenance is None:
        return pair
    return parent.child(EXAMPLE if parent.provenance == "exemplified" else SOURCES)
