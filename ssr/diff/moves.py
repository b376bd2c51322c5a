"""Which items of an ordered list have moved, and which were only pushed along by what came before them.

Goes by what stands before what, not by numbers: one item put in at the top moves nothing.
"""

from bisect import bisect_left
from collections.abc import Sequence


def moved(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """The fewest of the items in both lists that explain the newer order; of two that changed places, what went up."""
    places = {name: place for place, name in enumerate(before)}
    both = [name for name in after if name in places]
    return frozenset(both) - _stayed(both, [places[name] for name in both])


def _stayed(names: Sequence[str], places: Sequence[int]) -> frozenset[str]:
    """A longest run of names whose places rise."""
    lowest: list[int] = []  # the lowest last place of a run of each length, and which name it is of
    last: list[int] = []
    earlier: list[int | None] = []
    for index, place in enumerate(places):
        length = bisect_left(lowest, place)
        earlier.append(last[length - 1] if length else None)
        lowest[length : length + 1] = [place]
        last[length : length + 1] = [index]
    stayed: set[str] = set()
    index_now = last[-1] if last else None
    while index_now is not None:
        stayed.add(names[index_now])
        index_now = earlier[index_now]
    return frozenset(stayed)
