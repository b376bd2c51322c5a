"""How an event comes back, as RFC 5545 says it: the rule of its series, and the days that are left out of it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import takewhile
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ssr.series import Rhythm, Series

_FREQUENCIES = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_PLACES = {"first": "1", "second": "2", "third": "3", "fourth": "4", "last": "-1"}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKS = 53  # that a year may have
_LONG = 3660  # days of a series whose weeks that are passed over are written one by one


class Recurrence(NamedTuple):
    """The parts of a rule, and the days on which an occasion that it gives is not held."""

    rule: dict[str, Any]
    left_out: Sequence[date]


def recurrence(series: Series, rhythm: Rhythm, zone: ZoneInfo) -> Recurrence:
    """How a series comes back in a rhythm. Its last day is an instant where it has times, as RFC 5545 wants it."""
    left_out = [day for day in series.excepted if series.includes(day)]
    weekday = _WEEKDAYS[rhythm.first.weekday()]
    rule: dict[str, Any] = {"FREQ": _FREQUENCIES[rhythm.every]}
    if rhythm.weeks is not None:
        # Few programs know the numbers of weeks, and each knows how to leave out a day; without an end, that is no way.
        others = _weeks_between(series, rhythm)
        if others is None:
            numbers = list(range(1 if rhythm.weeks == "odd" else 2, _WEEKS + 1, 2))
            rule = {"FREQ": "YEARLY", "BYWEEKNO": numbers, "BYDAY": weekday}
        left_out += others or ()
    elif rhythm.interval > 1:
        rule["INTERVAL"] = rhythm.interval
    if rhythm.which is not None:
        rule["BYDAY"] = _PLACES[rhythm.which] + weekday
        if rhythm.every == "year":
            rule["BYMONTH"] = rhythm.first.month
    return Recurrence(rule | _end(series, rhythm, zone), sorted(left_out))


def _end(series: Series, rhythm: Rhythm, zone: ZoneInfo) -> dict[str, Any]:
    """A number counts what is left out too, so where weeks are passed over the last day says it."""
    if series.until is None and rhythm.weeks is None:
        return {} if series.count is None else {"COUNT": series.count}
    day = series.last_day if rhythm.weeks is not None else series.until
    if day is None:
        return {}
    last = series.span.on(day).begins
    return {"UNTIL": last.replace(tzinfo=zone).astimezone(UTC) if isinstance(last, datetime) else last}


def _weeks_between(series: Series, rhythm: Rhythm) -> list[date] | None:
    """The days in the weeks that are passed over, up to the last day; None where they are too many to write."""
    last = series.last_day
    if last is None or (last - rhythm.first).days > _LONG:
        return None
    all_days = Rhythm(rhythm.first, rhythm.every).days()
    return [day for day in takewhile(lambda day: day <= last, all_days) if not rhythm.includes(day)]
