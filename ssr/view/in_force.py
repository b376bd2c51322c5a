"""Items in force on a day, and the day on which a period is seen.

Not for what a reader may see: what is above the audience is gone before.
"""

from collections.abc import Set
from typing import Any

from ssr.base.kinds import Field
from ssr.base.knowledge import KnowledgeBase, is_in_force
from ssr.base.yaml.source import Route
from ssr.errors import UsageError
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


def day_of(base: KnowledgeBase, period: str, today: str) -> str:
    """A period is seen on its last day, or today while it runs."""
    result = base.periods.get(period)
    if result is None:
        raise UsageError(
            "unknown-period", period=period, known=", ".join(base.periods), suggestion=closest(period, base.periods)
        )
    return min(result.last, today)
