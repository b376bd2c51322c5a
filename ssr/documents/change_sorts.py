"""What the changes of a comparison are to somebody who decides: what came, changed and ended, and what is not told.

Not told is how entries are kept, sources among that, and the new number of what only others pushed along.
"""

from collections.abc import Set
from typing import Any

from ssr.base.kinds import Field
from ssr.diff.change import Change
from ssr.diff.comparison import ComparisonResult

GAP = "unknown"
# What an item may say besides that it is not known, and still say nothing.
_SILENT = {GAP, "sources", "illustrative", "audience", "note"}
_BOOKKEEPING = "bookkeeping"
_ON_MARKS = frozenset({"exemplified", "sourced"})


def has_come(change: Change) -> bool:
    """Whether an entry or an item came."""
    return change.change == "added"


def has_ended(change: Change) -> bool:
    """Whether an entry or an item has an end, or something that took over from it."""
    return change.change == "retired" or change.successor is not None


def is_left_out(change: Change) -> bool:
    """Whether only the older side has an entry or an item; that it has ended is said nowhere."""
    is_settled = change.change == "agreed" and not change.route  # a draft that is none any more, and does not hold yet
    return (change.change == "removed" or is_settled) and not has_ended(change)


def has_gone(change: Change) -> bool:
    """Whether an entry or an item stands on the older side only."""
    return has_ended(change) or is_left_out(change)


def is_of_agreement(change: Change) -> bool:
    """Whether a change records that something was agreed, or on what that rests, or says from when it holds."""
    status = change.fields[0].status
    names = status.annotation("status").get("decided-by", ()) if status is not None else ()
    is_first_day = change.change == "set" and change.route == ("from",)
    return change.change == "agreed" or change.route[:1] in {(name,) for name in names} or is_first_day


def is_whole(change: Change) -> bool:
    """Whether an entry came or went as a whole."""
    return not change.route and change.change != "renamed"


def sort_of(change: Change) -> str:
    """What happened to an entry or an item: `added`, `ended`, `left_out`, or `changed`."""
    if has_come(change):
        return "added"
    if has_ended(change):
        return "ended"
    return "left_out" if is_left_out(change) else "changed"


def since(change: Change) -> Any:
    """Why the older version of an entry was not known, where the newer one is; else None."""
    return change.before if change.route == (GAP,) and change.after is None else None


def is_gap(change: Change) -> bool:
    """Whether all that a change tells is that something is, or was, not known."""
    if change.route[-1:] == (GAP,):
        return len(change.route) == 1 or change.after is not None
    values = [value for value in (change.before, change.after) if value is not None]
    return bool(change.route) and all(_is_silent(value, change) for value in values)


def _is_silent(value: Any, change: Change) -> bool:
    key = change.fields[-1].annotation("key")
    return isinstance(value, dict) and bool(value.get(GAP)) and not value.keys() - _SILENT - {key}


class Bookkeeping:
    """Knows which changes are only of how entries are kept."""

    def __init__(self, compared: ComparisonResult) -> None:
        self._new = compared.new
        kinds = (kind for view in (compared.old, compared.new) for kind in view.base.kinds.values())
        self.kinds: Set[str] = {kind.name for kind in kinds if kind.root.annotation(_BOOKKEEPING)}

    def holds(self, change: Change) -> bool:
        """Whether a change is of a sort, at a place, or leads to a kind that says nothing of what holds."""
        shapes = (*change.fields, change.field)
        is_id = change.change == "renamed" and (not change.route or bool(change.field.properties))
        return is_id or change.change in _ON_MARKS or any(map(self._is_kept, shapes)) or self._is_filled(change)

    def _is_filled(self, change: Change) -> bool:
        """Whether what is not said there any more stands in what a reference beside it leads to."""
        if change.change != "unset" or len(change.fields) < 2 or change.new is None:
            return False
        value: Any = self._new.plain(change.new)
        for step in change.route[:-1]:
            value = value.get(step) if isinstance(value, dict) else None
        beside = change.fields[-2].filled_from.get(change.field.name, ())
        return isinstance(value, dict) and any(name in value for name in beside)

    def _is_kept(self, shape: Field) -> bool:
        reference = (shape.items or shape).reference
        leads_to = set(reference.kinds) if reference is not None else set()
        return bool(shape.annotation(_BOOKKEEPING)) or (bool(leads_to) and leads_to <= self.kinds)
