"""A repeating thing expanded to its occasions, on the days and at the times where the clock on the wall stands.

A series is made of plain values, whichever kind or file they come from, and everybody who asks when something is held
asks here. Not for whether what is written makes sense: that is for rules.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import islice, takewhile
from typing import Any

# What a thing that is held says of its days, times and place. A kind has names of its own for them.
NAMES = ("date", "end_date", "start", "end", "place")

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}
_PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}


@dataclass(frozen=True, slots=True)
class Span:
    """Where the clock on the wall stands at the beginning and the end, and the last day; what has no times takes whole days."""

    begins: date
    ends: datetime | None
    last_day: date

    @property
    def first_day(self) -> date:
        """The day on which it begins."""
        return _day(self.begins)

    @property
    def order(self) -> tuple[date, time]:
        """Its place among others in time; what takes whole days comes first on its day."""
        return self.first_day, self.begins.time() if isinstance(self.begins, datetime) else time()

    def on(self, day: date) -> "Span":
        """The same times, beginning on another day; no later than that it ends while there are years."""
        later = min(day - self.first_day, date.max - self.last_day)
        return Span(self.begins + later, self.ends + later if self.ends is not None else None, self.last_day + later)

    def meets(self, first: date, last: date) -> bool:
        """Whether it is held on any of the days from one to another."""
        return self.first_day <= last and self.last_day >= first

    def overlaps(self, later: "Span") -> bool:
        """Whether it is not over when another begins that begins later."""
        if self.ends is not None and isinstance(later.begins, datetime):
            return self.ends > later.begins
        return self.last_day >= later.first_day


@dataclass(frozen=True, slots=True)
class Occasion:
    """One time that a thing is held. `day` is the one that the rhythm gives, wherever the occasion was moved to."""

    day: date
    span: Span
    place: str | None
    is_moved: bool = False

    def values(self) -> dict[str, str | None]:
        """What it says of its days, times and place, by `NAMES`."""
        begins, ends = self.span.begins, self.span.ends
        first, last = self.span.first_day, self.span.last_day
        return {
            "date": first.isoformat(),
            "end_date": last.isoformat() if last > first else None,
            "start": begins.isoformat()[11:16] if isinstance(begins, datetime) else None,
            "end": ends.isoformat()[11:16] if ends is not None else None,
            "place": self.place,
        }


@dataclass(frozen=True, slots=True)
class Rhythm:
    """On which days something comes back, counted from the first: every so many days, weeks, months or years.

    `which` of the weekdays of the month it is, where it is not the same date; `weeks` leaves the odd or the even ones,
    as the calendar numbers them.
    """

    first: date
    every: str
    interval: int = 1
    which: str | None = None
    weeks: str | None = None

    def includes(self, day: date) -> bool:
        """Whether it comes back on a day; the first is not always one of them, since somebody chose it."""
        return next(self.days(day), None) == day

    def days(self, after: date | None = None) -> Iterator[date]:
        """Its days in order, from one of them or the next on, for as long as there are years."""
        return (day for day in self.steps(after) if isinstance(day, date))

    def steps(self, after: date | None = None) -> Iterator[date | tuple[int, int]]:
        """Its days in order, and the year and month of each that there is not."""
        after = max(after or self.first, self.first)
        return self._by_days(after) if self.every in _DAYS else self._by_months(after)

    def latest(self, until: date) -> date | None:
        """Its last day up to one; None where it has none so early."""
        window = timedelta(64 * self.interval)
        while True:
            after = until - min(window, until - date.min)
            result = max(takewhile(lambda day: day <= until, self.days(after)), default=None)
            if result is not None or after <= self.first:
                return result
            window *= 4

    def _by_days(self, after: date) -> Iterator[date]:
        step = _DAYS[self.every] * (1 if self.weeks else self.interval)
        number = self.first.toordinal() + -(-(after - self.first).days // step) * step
        for ordinal in range(number, date.max.toordinal() + 1, step):
            day = date.fromordinal(ordinal)
            if self.weeks is None or is_in_weeks(day, self.weeks):
                yield day

    def _by_months(self, after: date) -> Iterator[date | tuple[int, int]]:
        step = _MONTHS[self.every] * self.interval
        start, earliest = _months(self.first), _months(after)
        for months in range(start + (earliest - start) // step * step, _months(date.max) + 1, step):
            year, month = months // 12, months % 12 + 1
            day = self._in_month(year, month)
            if day is None:
                yield (year, month)
            elif day >= after:
                yield day

    def _in_month(self, year: int, month: int) -> date | None:
        if self.which is None:
            try:
                return self.first.replace(year=year, month=month)
            except ValueError:
                return None
        return weekdays_in(year, month, self.first.weekday())[_PLACES[self.which]]


class Series:
    """When a thing is held: once, or again and again but for some days, with some occasions at another time or place."""

    def __init__(self, values: Mapping[str, Any], repeats: Mapping[str, Any] | None = None) -> None:
        """Of what the thing says of itself, by `NAMES`, and how it comes back; both in the shape that schemas ask for."""
        self.span, self._place = _span(values), values.get("place")
        repeats = repeats or {}
        self.rhythm = _rhythm(self.first_day, repeats) if repeats.get("every") else None
        self.until = date.fromisoformat(repeats["until"]) if repeats.get("until") else None
        self.count: int | None = repeats.get("count")
        self.excepted = frozenset(map(date.fromisoformat, repeats.get("except") or ()))
        self._moves = {
            date.fromisoformat(move["date"]): move for move in repeats.get("moved") or () if move.get("date")
        }

    @property
    def first_day(self) -> date:
        """The day that it is counted from."""
        return self.span.first_day

    @cached_property
    def last_day(self) -> date | None:
        """The last day that its rhythm gives, which is the first where it gives no other; None where it never ends."""
        if self.rhythm is None:
            return self.first_day
        if self.until is not None:
            return self.rhythm.latest(self.until) or self.first_day
        return None if self.count is None else max(islice(self.rhythm.days(), self.count), default=self.first_day)

    def days(self, after: date | None = None) -> Iterator[date]:
        """The days that the rhythm gives, from one of them on, whether it is held on them or not."""
        if self.rhythm is None:
            return iter([self.first_day])
        last = self.last_day
        return takewhile(lambda day: last is None or day <= last, self.rhythm.days(after))

    def includes(self, day: date) -> bool:
        """Whether the rhythm gives a day."""
        return next(self.days(day), None) == day

    def occasions(self, first: date, last: date) -> list[Occasion]:
        """Those that are held on any of the days from one to another, in order of time."""
        early = first - min(self.span.last_day - self.first_day, first - date.min)
        usual = (self._usual(day) for day in takewhile(lambda day: day <= last, self._unmoved(early)))
        return sorted(
            (one for one in (*usual, *self.moved) if one.span.meets(first, last)), key=lambda one: one.span.order
        )

    def next(self, day: date) -> Occasion | None:
        """The first that is not over before a day."""
        early = day - min(self.span.last_day - self.first_day, day - date.min)
        usual = (self._usual(given) for given in self._unmoved(early))
        coming = [next((one for one in usual if one.span.last_day >= day), None), *self.moved]
        left = (one for one in coming if one is not None and one.span.last_day >= day)
        return min(left, key=lambda one: one.span.order, default=None)

    @cached_property
    def moved(self) -> list[Occasion]:
        """Those that are held at another time or place; what is left out is not moved, nor is what there is not."""
        return [
            Occasion(day, _moved(self.span.on(day), move), move.get("place") or self._place, is_moved=True)
            for day, move in self._moves.items()
            if day not in self.excepted and self.includes(day)
        ]

    def _unmoved(self, after: date) -> Iterator[date]:
        return (day for day in self.days(after) if day not in self.excepted and day not in self._moves)

    def _usual(self, day: date) -> Occasion:
        return Occasion(day, self.span.on(day), self._place)


def weekdays_in(year: int, month: int, weekday: int) -> list[date]:
    """The Mondays of a month, or the days of another weekday (Monday is 0)."""
    first = 1 + (weekday - date(year, month, 1).weekday()) % 7
    return [date(year, month, day) for day in range(first, monthrange(year, month)[1] + 1, 7)]


def is_in_weeks(day: date, weeks: str) -> bool:
    """Whether a day is in an `odd` or an `even` week of the calendar; a year of 53 weeks has two odd ones at its turn."""
    return (day.isocalendar().week % 2 == 1) == (weeks == "odd")


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _rhythm(first: date, repeats: Mapping[str, Any]) -> Rhythm:
    every, weeks, which = repeats["every"], repeats.get("weeks"), repeats.get("which")
    return Rhythm(
        first,
        every,
        repeats.get("interval") or 1,
        which if every in _MONTHS else None,
        weeks if every == "week" else None,
    )


def _span(values: Mapping[str, Any]) -> Span:
    first = date.fromisoformat(values["date"])
    last = date.fromisoformat(values.get("end_date") or values["date"])
    start, end = values.get("start"), values.get("end")
    return Span(_at(first, start) if start else first, _at(last, end) if start and end else None, last)


def _moved(usual: Span, move: Mapping[str, Any]) -> Span:
    """Where an occasion is held instead; one that begins at another time is as long as the others."""
    usual = usual.on(date.fromisoformat(move.get("to_date") or usual.first_day.isoformat()))
    start, end = move.get("start"), move.get("end")
    begins = _at(usual.first_day, start) if start else usual.begins
    if end and isinstance(begins, datetime):
        return Span(begins, _at(usual.last_day, end), usual.last_day)
    if usual.ends is None or not isinstance(begins, datetime) or not isinstance(usual.begins, datetime):
        return Span(begins, None, usual.last_day)
    ends = usual.ends + (begins - usual.begins)
    return Span(begins, ends, ends.date())


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock))
