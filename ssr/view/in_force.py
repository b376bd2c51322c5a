"""Items in force on a day, the next day on which others are, and the day on which a period is seen.

Not for what a reader may see: what is above the audience is gone before.
"""

from collections.abc import Iterator, Set
from datetime import date, timedelta
from typing import Any

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.knowledge import KnowledgeBase, has_ended, is_in_force
from ssr.base.yaml.source import Route
from ssr.errors import UsageError
from ssr.text.days import ALWAYS, first_of, last_of
from ssr.text.folding import closest


def in_force_part(value: Any, field: Field, route: Route, lost: Set[Route], day: str | None) -> Any:
    """A value with those items of its lists that hold on a day, None for any day, and without what is `lost`.

    `lost` are the routes of references that lead nowhere; an item that is about one of them goes with it.
    """
    if isinstance(value, dict) and field.properties:
        return {
            name: in_force_part(inner, field.properties[name], (*route, name), lost, day)
            for name, inner in value.items()
            if name in field.properties and (*route, name) not in lost
        }
    if isinstance(value, list) and field.items is not None:
        key = field.annotation("key")
        return [
            in_force_part(inner, field.items, (*route, place), lost, day)
            for place, inner in enumerate(value)
            if (day is None or is_in_force(inner, day)) and lost.isdisjoint({(*route, place), (*route, place, key)})
        ]
    return value


def next_change(base: KnowledgeBase, day: str) -> str | None:
    """The first day after another one on which something in the base begins to hold or has ceased; None where none is known."""
    entries = (entry for entry in base.entries if entry.sound and not base.is_draft(entry))
    days = (found for entry in entries for found in _days(entry.data, base.known_first_day(entry), day))
    return min((found for found in days if found > day), default=None)


def _days(item: Any, first: str, day: str) -> Iterator[str]:
    """The days on which an item begins to hold and holds no more, and those of the items of its lists, until it has ceased."""
    if has_ended(item, day):
        return
    yield first
    last = item.get("until")
    if isinstance(last, str) and last_of(last) < ALWAYS:
        yield (date.fromisoformat(last_of(last)) + timedelta(1)).isoformat()
    waiting = list(item.values())
    while waiting:
        value = waiting.pop()
        waiting += value.values() if isinstance(value, dict) else ()
        for inner in value if isinstance(value, list) else ():
            if isinstance(inner, dict):
                begun = inner.get("from")
                yield from _days(inner, first_of(begun) if isinstance(begun, str) else "", day)


def day_of(base: KnowledgeBase, period: str, today: str) -> str:
    """A period is seen on its last day, or today while it runs."""
    result = base.periods.get(period)
    if result is None:
        raise UsageError(
            "unknown-period", period=period, known=", ".join(base.periods), suggestion=closest(period, base.periods)
        )
    return min(result.last, today)


def preceding(base: KnowledgeBase, entry: Entry) -> Entry | None:
    """The agreed edition of the period nearest before that of an entry, also where it is a draft; None where there is none."""
    own = base.periods.get(entry.edition or "")
    earlier = [
        (period.first, other)
        for other in base.editions(entry.id)
        if own is not None and not base.is_draft(other) and other.sound
        if (period := base.periods.get(other.edition or "")) is not None and period.first < own.first
    ]
    return max(earlier, key=lambda one: one[0])[1] if earlier else None
