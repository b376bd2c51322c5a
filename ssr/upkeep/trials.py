"""What put an entry to the test (`x-tried`): the entries that refer to it, such as events in which it was used, once they are over.

Not for how it went, which the entry itself says.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.knowledge import KnowledgeBase
from ssr.text.days import last_of


class Trial(NamedTuple):
    """An entry that put another to the test, and the last day of it that is known."""

    entry: Entry
    day: str


def untold(
    base: KnowledgeBase, entry: Entry, value: Mapping[str, Any], field: Field, day: str
) -> Iterator[tuple[str, Trial]]:
    """What tried an entry without a word on how it went with something in it: the property that should say so, and the trial."""
    for name, below in field.properties.items():
        if tried := below.annotation("tried"):
            known = {item.get(tried["by"]) for item in value.get(name) or ()}
            yield from ((name, one) for one in _trials(base, entry, tried, day) if one.entry.id not in known)


def _trials(base: KnowledgeBase, entry: Entry, tried: Mapping[str, Any], day: str) -> Iterator[Trial]:
    """What is over before a day and tried the entry as it held then, in order of time."""
    seen: dict[str, Trial] = {}
    for link in base.incoming(entry.id):
        origin = link.origin
        if link.reference.role != tried["role"] or not origin.sound or not _has(origin, tried.get("having") or {}):
            continue
        days = [value for path in tried["days"] for value in origin.values_at(path) if isinstance(value, str)]
        last = max(map(last_of, days), default=day)
        held = base.in_force(entry.id, last) if last < day else None
        if held is not None and held.twin == entry.twin:
            seen.setdefault(origin.id, Trial(origin, last))
    yield from sorted(seen.values(), key=lambda one: (one.day, one.entry.id))


def _has(entry: Entry, having: Mapping[str, list[str]]) -> bool:
    return all(any(value in wanted for value in entry.values_at(path)) for path, wanted in having.items())
