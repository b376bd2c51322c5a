"""Values of the fields of a kind as entries of the base have them, to show what people write there."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ssr.base.entry import Entry
from ssr.base.kinds import MARKS, Kind
from ssr.base.knowledge import KnowledgeBase
from ssr.base.marks import is_example

_LONG = 400  # letters of a value that shows more than a form


class Sample(NamedTuple):
    """A value, and the entry that has it."""

    entry: Entry
    value: Any


def samples(base: KnowledgeBase, kind: Kind) -> Mapping[tuple[str, ...], Sample]:
    """For each field, by the names that lead to it, a value that anybody may read: a real and a short one, if any is.

    Without names, for a whole entry.
    """
    best: dict[tuple[str, ...], tuple[tuple[bool, bool], Sample]] = {}
    for entry in base.entries:
        if entry.kind == kind.name and entry.sound and not entry.in_overlay:
            for way, is_invented, value in _values(base, entry, kind):
                worth = is_invented, len(str(value)) > _LONG
                if way not in best or worth < best[way][0]:
                    best[way] = worth, Sample(entry, value)
    return {way: sample for way, (_, sample) in best.items()}


def _values(base: KnowledgeBase, entry: Entry, kind: Kind) -> Iterator[tuple[tuple[str, ...], bool, Any]]:
    """Each value of an entry that anybody may read all of, by the names that lead to it, and whether it is invented."""
    places = list(kind.root.walk(entry.data))
    hidden = [route for route, _, _ in places if base.audience(entry, route)]
    invented = [route for route, value, _ in places if is_example(value)]
    for route, value, _ in places:
        if (not route or isinstance(route[-1], str)) and MARKS not in route and value not in ([], {}):
            is_hidden = any(other[: len(route)] == route or route[: len(other)] == other for other in hidden)
            if not is_hidden:
                is_invented = any(route[: len(other)] == other for other in invented)
                yield tuple(step for step in route if isinstance(step, str)), is_invented, value
