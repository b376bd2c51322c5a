"""What a change is called: that follows from what the schema says of the place, and from what stood and stands there."""

from ssr.base.marks import EXAMPLE
from ssr.diff.node_pair import SOURCES, NodePair
from ssr.diff.tree import Node, NodeKind, Tree
from ssr.text.characters import normalise

_RESPONSIBLE = "responsible"


def classify_change(pair: NodePair) -> str:
    """The sort of change at a place where the two sides differ."""
    if pair.is_entry or pair.is_item:
        if pair.old is None:
            return "agreed" if pair.is_record else "added"
        if pair.new is None:
            return "removed"
    if pair.is_record:
        return "unset" if pair.after is None else "agreed"
    return _by_annotation(pair) or _by_value(pair)


def _by_annotation(pair: NodePair) -> str | None:
    """What the schema calls it, whatever the values are."""
    name, parent = pair.names[-1], pair.parent
    if parent is not None and parent.provenance is not None and name in {EXAMPLE, SOURCES}:
        return parent.provenance
    if parent is not None and parent.is_item and parent.parent is not None:
        items = parent.parent.field
        if name == items.annotation("group"):
            return "rephased"
        if name == items.annotation("rank"):
            return "reprioritised"
    reference = pair.reference
    return "reassigned" if reference is not None and reference.role == _RESPONSIBLE else None


def _by_value(pair: NodePair) -> str:
    """What it is when only the values tell: something came, went, or is another."""
    if pair.before is None:
        return "set"
    if pair.after is None:
        return "unset"
    if pair.kind is NodeKind.LANGUAGES:
        return "reworded" if differing_texts(pair, "") else _by_translations(pair)
    return "changed" if pair.reference is None else "relinked"


def _by_translations(pair: NodePair) -> str:
    """A text that says the same as before got one more language, or lost one."""
    old, new = (_texts(side) for side in (pair.old, pair.new))
    return "set" if new.keys() - old.keys() else "unset"


def differing_texts(pair: NodePair, language: str) -> tuple[str, str, str] | None:
    """The language of a prose that says something else, and what it said and says in it; `language` if it may be.

    None where only a translation came or went.
    """
    old, new = (_texts(side) for side in (pair.old, pair.new))
    if not old.keys() & new.keys():
        return next(((name, next(iter(old.values())), text) for name, text in new.items() if old), None)
    differing = [name for name in new if name in old and normalise(old[name]) != normalise(new[name])]
    name = language if language in differing else next(iter(differing), None)
    return None if name is None else (name, old[name], new[name])


def _texts(side: Node | None) -> dict[str, str]:
    """What a prose says in each of its languages."""
    branches = side.branches if isinstance(side, Tree) else {}
    return {name: str(leaf.data) for name, leaf in branches.items()}
