"""Days as far as they are known: a day `2018-11-14`, a month `2018-11` or a year `2018`, and the days that these span."""

from calendar import monthrange
from collections.abc import Mapping
from typing import Any

ALWAYS = "9999-12-31"  # the last day of what has none
_YEAR, _MONTH = len("2018"), len("2018-11")


def first_of(day: str) -> str:
    """The first day of what is known; anything that is no day as it is."""
    return f"{day}-01-01" if len(day) == _YEAR else f"{day}-01" if len(day) == _MONTH else day


def last_of(day: str) -> str:
    """The last day of what is known; anything that is no day as it is."""
    if len(day) == _YEAR:
        return f"{day}-12-31"
    if len(day) != _MONTH or not (day[:4] + day[5:]).isdigit() or not "01" <= day[5:] <= "12":
        return day
    return f"{day}-{monthrange(max(int(day[:4]), 1), int(day[5:]))[1]:02}"


def span_of(item: Mapping[str, Any]) -> tuple[str, str]:
    """The first and the last day on which a dated item holds, which may be written as a month or a year."""
    return first_of(str(item.get("from", ""))), last_of(str(item.get("until", ALWAYS)))
