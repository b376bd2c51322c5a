"""Where an item stands among those of its list, as the list's schema ranks them.

Not for the order that a list is shown in: that is `ssr.base.order`.
"""

from typing import NamedTuple

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.knowledge import is_in_force, keyed_items


class ScaleStep(NamedTuple):
    """The rank of one item, and the highest in its list; None where the item, or all of them, have none."""

    scale: str
    rank: int | None = None
    highest: int | None = None

    @property
    def place(self) -> str | None:
        """`highest`, or `low` in the lower half of the list; None where it is neither, or not ranked."""
        if self.rank is None or self.highest is None:
            return None
        return "highest" if self.rank >= self.highest else "low" if self.rank * 2 <= self.highest else None

    def against(self, other: "ScaleStep") -> str | None:
        """`higher`, `lower` or `same` as another of the same list; None where that cannot be told."""
        if self.scale != other.scale or self.rank is None or other.rank is None:
            return None
        return "higher" if self.rank > other.rank else "lower" if self.rank < other.rank else "same"


def scale_step(entry: Entry, shape: Field, key: str | None, day: str) -> ScaleStep:
    """Where the item with a key stands among those of its list that hold on a day."""
    route = next((route for route, found in keyed_items(entry, shape) if found == key), ())
    field = shape.at(route[:-1])
    name = field.annotation("rank") if route and field is not None else None
    if name is None:
        return ScaleStep(entry.id)
    ranks = [item[name] for item in entry.value(route[:-1]) if is_in_force(item, day) and name in item]
    return ScaleStep(entry.id, entry.value(route).get(name), max(ranks, default=None))
