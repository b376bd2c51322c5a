"""When an event is held: once, or again and again but for some days, with some occasions at another time."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ssr.formats.calendar.description import CalendarEvent, Moved, Repeats

_FREQUENCIES = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}


@dataclass(frozen=True, slots=True)
class When:
    """Where the clock on the wall stands at the beginning and the end; whole days end on the day after the last."""

    begins: date
    ends: date | None

    def on(self, day: date) -> "When":
        """The same times, beginning on another day."""
        first = self.begins.date() if isinstance(self.begins, datetime) else self.begins
        later = day - first
        return When(self.begins + later, self.ends + later if self.ends is not None else None)

    def moved(self, moved: Moved) -> "When":
        """When one occasion is held instead; one that begins at another time is as long as the others."""
        usual = self.on(date.fromisoformat(moved["to_date"] or moved["date"]))
        if not isinstance(usual.begins, datetime):
            return When(_at(usual.begins, moved["start"]), _end(usual.begins, moved)) if moved["start"] else usual
        begins = _at(usual.begins, moved["start"]) if moved["start"] else usual.begins
        as_long = begins + (usual.ends - usual.begins) if usual.ends is not None else None
        return When(begins, _end(usual.ends or begins, moved) or as_long)


def when(event: CalendarEvent, day: str) -> When:
    """When an event that begins on `day` is held, the first time if it is held again."""
    first, last = date.fromisoformat(day), date.fromisoformat(event["end_date"] or day)
    if event["start"]:
        return When(_at(first, event["start"]), _at(last, event["end"]) if event["end"] else None)
    return When(first, last + timedelta(days=1))


def rule(repeats: Repeats, first: When, zone: ZoneInfo) -> dict[str, Any]:
    """How it comes back. The last day is told by an instant where the event has times, as RFC 5545 wants it."""
    result: dict[str, Any] = {"FREQ": _FREQUENCIES[repeats["every"]]}
    if repeats["interval"]:
        result["INTERVAL"] = repeats["interval"]
    if repeats["until"]:
        last = first.on(date.fromisoformat(repeats["until"])).begins
        result["UNTIL"] = last.replace(tzinfo=zone).astimezone(UTC) if isinstance(last, datetime) else last
    elif repeats["count"]:
        result["COUNT"] = repeats["count"]
    return result


def _end(day: date, moved: Moved) -> datetime | None:
    return _at(day, moved["end"]) if moved["end"] else None


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock))
