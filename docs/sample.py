"""Draws statements of `knowledge/` by lot, to be held against their sources: `python docs/sample.py SEED [NUMBER]`.

From every kind in turn, and of each in turn a reference and what is no reference, so that no kind is too small to be
looked at. The same seed on the same base gives the same list. What came of it stands in `truth.md`.
"""

import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ssr.base.entry import Entry
from ssr.base.kinds import MARKS, Field
from ssr.base.load import load
from ssr.base.marks import INHERIT, is_example, mark_on
from ssr.base.snapshot import WorkingTree
from ssr.base.yaml.source import Route

TOP = Path(__file__).parent.parent
_NUMBER = 100
# How well something is supported, and how the base is ordered for its readers and keepers: nothing of the region.
_SUPPORT = frozenset({"sources", MARKS, "illustrative", "origin", "allow"})
_ORDER = frozenset({"id", "rank", "sort", "form", "found_in", "related", "note"})


class Statement(NamedTuple):
    """One thing that the base says: where, of what kind, whether by a reference, what, and by which papers."""

    route: str
    kind: str
    is_reference: bool
    value: str
    sources: tuple[str, ...]


def statements(top: Path) -> list[Statement]:
    """Everything that a base says, or says is not known; what is invented says nothing."""
    base, _ = load(WorkingTree(top))
    return [one for entry in base.entries for one in _of(entry, base.kind(entry).root)]


def _of(entry: Entry, root: Field) -> Iterator[Statement]:
    path = entry.path.removeprefix("knowledge/").removesuffix(".yaml")
    for route, value, field in root.walk(entry.data):
        is_whole = field.is_text or not isinstance(value, (dict, list))
        if is_whole and (_SUPPORT | _ORDER).isdisjoint(route):
            papers, is_invented = _support(entry, route)
            if not is_invented:
                names = (entry.id,) if entry.kind == "paper" else papers
                yield Statement(_name(path, entry, route), entry.kind, bool(field.reference), str(value).strip(), names)


def _support(entry: Entry, route: Route) -> tuple[tuple[str, ...], bool]:
    """The papers that what stands at a place rests on, the nearest that are named, and whether it is an example."""
    whole: Any = entry.data
    named, is_invented, holder = whole.get("sources", []), False, whole
    for step in route:
        value = holder[step]
        for says in (mark_on(holder, step), value if isinstance(value, dict) else {}):
            own = says.get("sources")
            named = whole.get("sources", []) if own == INHERIT else own or named
            is_invented = is_invented or is_example(says)
        holder = value
    return tuple(named), is_invented


def _name(path: str, entry: Entry, route: Route) -> str:
    """A place as people find it: the file, and the way to the item by its key, or by its place in a list without any."""
    steps = []
    for length, step in enumerate(route, 1):
        item = entry.value(route[:length])
        key = item.get("id") if isinstance(item, dict) else None
        steps.append(f"#{key}" if key else f"[{step + 1}]" if isinstance(step, int) else f".{step}")
    return path + "".join(steps)


def sample(among: list[Statement], seed: int, number: int = _NUMBER) -> list[Statement]:
    """So many of the statements, taken from each kind in turn."""
    chance, heaps = random.Random(seed), defaultdict[tuple[str, bool], list[Statement]](list)  # noqa: S311 - no secret
    for one in among:
        heaps[one.kind, one.is_reference].append(one)
    for heap in heaps.values():
        chance.shuffle(heap)
    in_turn = (heap.pop() for _ in among for heap in heaps.values() if heap)
    return [one for one, _ in zip(in_turn, range(number), strict=False)]


if __name__ == "__main__":
    for drawn in sorted(sample(statements(TOP), *map(int, sys.argv[1:3]))):
        sys.stdout.write(f"{drawn.route}\n    {drawn.value}\n    <- {', '.join(drawn.sources)}\n")
