"""What a change is called: that follows from what the schema says of the place, and from what stood and stands there."""

from ssr.diff.owner import SOURCES, NodePair
from ssr.diff.tree import EXAMPLE, Node, NodeKind, Tree
from ssr.text.characters import normalise

_RESPONSIBLE = "responsible"


def change_at(place: NodePair) -> str:
    """The sort of change at a place where the two sides differ."""
    if place.is_entry or place.is_item:
        if place.old is None:
            return "agreed" if place.is_agreement else "added"
        if place.new is None:
            return "removed"
    if place.is_agreement:
        return "unset" if place.after is None else "agreed"
    return _by_annotation(place) or _by_value(place)


def _by_annotation(place: NodePair) -> str | None:
    """What the schema calls it, whatever the values are."""
    name, holder = place.route[-1], place.above
    if holder is not None and holder.provenance is not None and name in {EXAMPLE, SOURCES}:
        return holder.provenance
    if holder is not None and holder.is_item and holder.above is not None:
        items = holder.above.field
        if name == items.annotation("group"):
            return "rephased"
        if name == items.annotation("rank"):
            return "reprioritised"
    reference = place.reference
    return "reassigned" if reference is not None and reference.role == _RESPONSIBLE else None


def _by_value(place: NodePair) -> str:
    """What it is when only the values tell: something came, went, or is another."""
    if place.before is None:
        return "set"
    if place.after is None:
        return "unset"
    if place.sort is NodeKind.LANGUAGES:
        return "reworded" if differing_texts(place, "") else _by_translations(place)
    return "changed" if place.reference is None else "relinked"


def _by_translations(place: NodePair) -> str:
    """A text that says the same as before got one more language, or lost one."""
    old, new = (_texts(side) for side in (place.old, place.new))
    return "set" if new.keys() - old.keys() else "unset"


def differing_texts(place: NodePair, language: str) -> tuple[str, str, str] | None:
    """The language of a prose that says something else, and what it said and says in it; `language` if it may be.

    None where only a translation came or went.
    """
    old, new = (_texts(side) for side in (place.old, place.new))
    if not old.keys() & new.keys():
        return next(((name, next(iter(old.values())), text) for name, text in new.items() if old), None)
    told = [name for name in new if name in old and normalise(old[name]) != normalise(new[name])]
    name = language if language in told else next(iter(told), None)
    return None if name is None else (name, old[name], new[name])


def _texts(side: Node | None) -> dict[str, str]:
    """What a prose says in each of its languages."""
    branches = side.branches if isinstance(side, Tree) else {}
    return {name: str(leaf.written) for name, leaf in branches.items()}
