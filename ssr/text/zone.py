"""Days and times of day in a zone: which day it was, and where a change of the clocks leaves no time, or two, to keep.

Not for reading or writing times: their form is the schema's, their words are `language`'s.
"""

from datetime import UTC, datetime, tzinfo
from typing import Literal


def local_time_problem(day: str, clock: str, zone: str) -> Literal["skipped", "twice"] | None:
    """Whether the clocks in `zone` jump over `clock` (`HH:MM`) on `day` (`YYYY-MM-DD`), or show it twice; None if not.

    `day` and `clock` have the form that the schemas ask for.
    """
    local = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=zone_of(zone))
    before, after = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    if before is None or after is None or before == after:
        return None
    return "skipped" if before < after else "twice"


def day_in(seconds: int, zone: str) -> str:
    """The day (`YYYY-MM-DD`) in a zone at some seconds after the start of 1970; in UTC where there is no such zone."""
    return time_in(seconds, zone).date().isoformat()


def time_in(seconds: int, zone: str) -> datetime:
    """The day and the time of day in a zone at some seconds after the start of 1970."""
    return datetime.fromtimestamp(seconds, zone_of(zone))


def moment_in_zone(instant: str, zone: str) -> str:
    """The day and time (`YYYY-MM-DDTHH:MM`) in a zone at an instant in ISO 8601; empty where it is none."""
    if "T" not in instant:
        return ""
    try:
        at = datetime.fromisoformat(instant)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(zone_of(zone)).isoformat()[:16]
    except (ValueError, OverflowError):
        return ""


def is_zone(name: str) -> bool:
    """Whether there is a zone of that name."""
    return zone_of(name) is not UTC or name == "UTC"


def zone_of(name: str) -> tzinfo:
    """The zone of a name; UTC where there is no such zone."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415  (few runs have a time to ask about, and none of them waits for it)

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # what is no key of a zone, and what leads to no file or to none of a zone
        return UTC
