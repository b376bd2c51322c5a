"""Days and times as people write them: `imorgon`, `29/11`, `14 nov`, `13.00`, `om 30 min`, and what the tool itself prints.

Both languages are read, whichever is spoken. What could be read in two ways is not read at all. A day without a year is
the nearest one. Not for data: there, one form is right, and this knows which value was meant.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Literal, NamedTuple

from ssr.text.catalogue import LANGUAGES, catalogue, written_for
from ssr.text.characters import DASHES

_CLOCK = re.compile(r"([0-9]{1,2})(?:[.:]([0-9]{2})(?::00)?)?\Z")
_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})\Z")
_ISO = re.compile(rf"([0-9]{{4}})[-{DASHES}]([0-9]{{1,2}})[-{DASHES}]([0-9]{{1,2}})\Z")
_ISO_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T")
_TOGETHER = re.compile(r"([0-9]{4}|[0-9]{2})([0-9]{2})([0-9]{2})\Z")
_NUMBERS = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})(?:[/. -]([0-9]{4}|[0-9]{2}))?\Z")
_IN_WORDS = re.compile(r"(?:([0-9]{1,2}) ([^\W\d]+)|([^\W\d]+) ([0-9]{1,2}))(?: ([0-9]{4}))?\Z")
_MONTH = re.compile(r"([^\W\d]+)(?: ([0-9]{4}))?\Z")
_ISO_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])\Z")
_YEAR = re.compile(r"([0-9]{4})\Z")
_TERM = re.compile(r"([^\W\d]+) ?([0-9]{4}|[0-9]{2})\Z")
_WEEK = re.compile(r"([^\W\d]+) ?([0-9]{1,2})(?: ([0-9]{4}))?\Z")
_AMOUNT = re.compile(r"([0-9]{1,3}(?:[.,][0-9])?) ?([^\W\d]+)")
_THE_WEEK = re.compile(r" ?\((?:v|week) ?[0-9]{1,2}\)")
_SPAN = re.compile(r"(.{1,60}?) ?(?:[-/\u2013]|till|to) ?([0-9.:]{1,5})\Z")
_LONGEST = 60  # of what is read at all
_DAY = 24 * 60
_YEARS = range(1900, 2200)  # four digits that are rather a year than a time of day

Length = Literal["year", "term", "month", "week", "day"]


class WrittenDays(NamedTuple):
    """The days from one to another, and what they are together."""

    first: date
    last: date
    length: Length


class WrittenMoment(NamedTuple):
    """A day and a time of day, whether the day was written or went without saying, and the time of day when it ends."""

    at: datetime
    has_day: bool
    end: str | None = None


class WrittenValue(NamedTuple):
    """A day or time of day in data that has not the form which is right there: `date`, `partial-date` or `clock`."""

    text: str
    form: str

    def right(self, today: date | None = None) -> str:
        """What to write instead, where that is certain; with `today`, where it is probable. Empty where nobody knows."""
        if self.form == "clock":
            return parse_clock(self.text) or (self._first_clock() if today else "")
        day = parse_day(self.text, today) or (self._day_of_moment() if today else None)
        if day is not None or self.form == "date":
            return "" if day is None else day.isoformat()
        days = parse_days(self.text, today or date.min) if re.search("[0-9]{4}", self.text) else None
        lengths = {"year": 4, "month": 7}
        return f'"{days.first.isoformat()[: lengths[days.length]]}"' if days and days.length in lengths else ""

    def _first_clock(self) -> str:
        """When it begins, where an end stands there too."""
        span = _SPAN.match(self.text[:_LONGEST])
        return (parse_clock(span[1]) if span and parse_clock(span[2]) else None) or ""

    def _day_of_moment(self) -> date | None:
        """The day, where a time stands there too."""
        moment = parse_moment(self.text)
        return None if moment is None else moment.at.date()


TIME_FORMS = frozenset({"date", "partial-date", "clock"})


def parse_clock(text: str) -> str | None:
    """A time of day as `HH:MM`: `13.00`, `13`, `1300`, `kl 13`; None where it is none."""
    words = _words(text)
    clock = (
        _clock(words[-1], together=True) if words and all(word in written_for("clock") for word in words[:-1]) else None
    )
    return None if clock is None or clock == _DAY else f"{clock // 60:02}:{clock % 60:02}"


def parse_day(text: str, today: date | None = None) -> date | None:
    """A day: `2026-11-29`, `29/11`, `14 nov 2018`; with `today`, `imorgon`, `fredag` and a day without a year too."""
    return _day(_words(text), today)


def parse_moment(
    text: str, now: datetime | None = None, *, day: date | None = None, near: date | None = None
) -> WrittenMoment | None:
    """A day and time: `29/11 kl 13`; with `now`, as the base's clocks have it, `nu`, `om 30 min` and `imorgon 13` too.

    A time alone is on `day`, else today. A day without a year is the one that is nearest to today, else to `near`.
    """
    words = _words(text.replace("T", " ") if _ISO_MOMENT.match(text) else text)
    today = None if now is None else now.date()
    if now is not None and (later := _later(words)) is not None:
        there = (now.astimezone(UTC) + later).astimezone(now.tzinfo)
        return WrittenMoment(there.replace(second=0, microsecond=0, tzinfo=None), has_day=True)
    for clock, rest in _parted(words):
        date_ = _day(rest, today, near) if rest else day or today
        if date_ is not None and date_ < date.max:
            return WrittenMoment(datetime.combine(date_, time()) + timedelta(minutes=clock), bool(rest))
    return None


def parse_moment_or_span(text: str, now: datetime, *, day: date | None = None) -> WrittenMoment | None:
    """A day and time as `parse_moment` reads it, or from one time to another: `imorgon 14:30-15`."""
    result = parse_moment(text, now, day=day)
    is_date = "/" in text and _NUMBERS.match(text)  # `9/12` is a day without a time, not from 9 to 12
    if result is None and not is_date and (parts := _SPAN.match(text)):
        begun, end = parse_moment(parts[1], now, day=day), parse_clock(parts[2])
        result = None if begun is None or end is None else begun._replace(end=end)
    return result


def parse_days(text: str, today: date) -> WrittenDays | None:
    """A span of days: a year, a term (`ht2018`, `våren 2019`), a month (`nov 2018`), a week (`v. 46`) or a day."""
    joined = " ".join(_words(text))
    readers = (_year, _term, _month, _week)
    result = next(filter(None, (reader(joined, today) for reader in readers)), None)
    if result is None and (day := parse_day(text, today)) is not None:
        return WrittenDays(day, day, "day")
    return result


# Words.


@cache
def _months() -> Mapping[str, int]:
    """Each name of a month, whole or begun with three letters or more, with its number."""
    return dict(_begun("dates.months", 3))


@cache
def _weekdays() -> Mapping[str, int]:
    """The same for the days of the week; Monday is 1."""
    return dict(_begun("dates.weekdays", 3)) | dict(_begun("dates.short-weekdays", 2))


def _begun(key: str, least: int) -> Iterator[tuple[str, int]]:
    for language in LANGUAGES:
        for number, name in enumerate(catalogue(language).lookup(key), 1):
            yield from ((name.casefold()[:length], number) for length in range(least, len(name) + 1))


def _words(text: str) -> list[str]:
    """The words of a text that say something, small, without the signs around them."""
    if len(text) > _LONGEST:
        return []
    text = re.sub(r"(?<=[^\W\d])\.", " ", " ".join(text.casefold().split()).rstrip(".,;"))
    text = re.sub(r",(?![0-9])", " ", _THE_WEEK.sub("", " ".join(text.split())))
    return [word for word in text.split() if word not in written_for("silent")]


# Days.


def _day(words: list[str], today: date | None, near: date | None = None) -> date | None:
    joined = " ".join(words)
    if today is not None:
        for key, days in (("today", 0), ("tomorrow", 1), ("after-tomorrow", 2), ("yesterday", -1)):
            if joined in written_for(key):
                return _moved(today, days)
    if words and (weekday := _weekdays().get(words[0])):
        return _on_weekday(words[1:], weekday, today, near)
    return _date(joined, today or near)


def _on_weekday(words: list[str], weekday: int, today: date | None, near: date | None) -> date | None:
    """The date, if it is on that day of the week; without one the next such day, and none where that may be today."""
    if words:
        day = _date(" ".join(words), today or near)
        return day if day is not None and day.isoweekday() == weekday else None
    if today is None or today.isoweekday() == weekday:
        return None
    return _moved(today, (weekday - today.isoweekday()) % 7)


def _date(text: str, today: date | None) -> date | None:
    if found := _ISO.match(text) or _TOGETHER.match(text):
        return _existing(_whole_year(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.match(text):
        day, month, year = found.groups()
        return _of_year(int(day), int(month), year, today) if year or "/" in text else None
    if found := _IN_WORDS.match(text):
        day, name, other_name, other_day, year = found.groups()
        number = _months().get(name or other_name)
        return None if number is None else _of_year(int(day or other_day), number, year, today)
    return None


def _of_year(day: int, month: int, year: str | None, today: date | None) -> date | None:
    """The day in a year, or else the one that is nearest to today."""
    if year:
        return _existing(_whole_year(year), month, day)
    if today is None:
        return None
    days = (_existing(each, month, day) for each in range(today.year - 1, today.year + 2))
    return min(filter(None, days), key=lambda each: (abs(each - today), each < today), default=None)


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _whole_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _moved(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


# Times.


def _clock(word: str, *, together: bool) -> int | None:
    """The minutes of the day; midnight at its end is 24.00. Digits `together` may be a time, if they are no year."""
    found = _CLOCK.match(word) or (_DIGITS.match(word) if together else None)
    if found is None:
        return None
    hours, minutes = int(found[1]), int(found[2] or 0)
    return (
        hours * 60 + minutes
        if (hours < 24 and minutes < 60) or (hours, minutes, bool(found[2])) == (24, 0, True)
        else None
    )


def _parted(words: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Each way to part words into a time of day and a day."""
    marks = [place for place, word in enumerate(words) if word in written_for("clock")]
    if len(marks) > 1:
        return
    if marks:
        before, after = words[: marks[0]], words[marks[0] + 1 :]
        clock = _clock(after[0], together=True) if after else None
        if clock is not None and not (before and after[1:]):
            yield clock, before + after[1:]
        return
    for place in (-1, 0) if len(words) > 1 else (-1,) if words else ():
        alone = len(words) == 1 or int(words[place] if words[place].isdecimal() else 0) not in _YEARS
        clock = _clock(words[place], together=alone)
        if clock is not None:
            yield clock, words[:-1] if place else words[1:]


def _later(words: list[str]) -> timedelta | None:
    """How long after now: `nu`, `om 30 min`, `om en timme`, `om 1 h 30 min`."""
    if " ".join(words) in written_for("now"):
        return timedelta()
    if not words or words[0] not in written_for("in"):
        return None
    text = " ".join("1" if word in written_for("one") else word for word in words[1:])
    if text in written_for("half-hour"):
        return timedelta(minutes=30)
    result, place = timedelta(), 0
    for found in _AMOUNT.finditer(text):
        unit = next((unit for unit in ("minutes", "hours") if found[2] in written_for(unit)), None)
        if text[place : found.start()].strip() not in {"", *written_for("and")} or unit is None:
            return None
        result += timedelta(**{unit: float(found[1].replace(",", "."))})
        place = found.end()
    return result if place == len(text) and result else None


# Spans.


def _year(text: str, _today: date) -> WrittenDays | None:
    found = _YEAR.match(text)
    year = int(found[1]) if found else 0
    return WrittenDays(date(year, 1, 1), date(year, 12, 31), "year") if year else None


def _term(text: str, _today: date) -> WrittenDays | None:
    found = _TERM.match(text)
    year = _whole_year(found[2]) if found else 0
    if found is None or not year:
        return None
    if found[1] in written_for("spring"):
        return WrittenDays(date(year, 1, 1), date(year, 6, 30), "term")
    return WrittenDays(date(year, 7, 1), date(year, 12, 31), "term") if found[1] in written_for("autumn") else None


def _month(text: str, today: date) -> WrittenDays | None:
    if found := _ISO_MONTH.match(text):
        first = _existing(int(found[1]), int(found[2]), 1)
    elif (found := _MONTH.match(text)) and (number := _months().get(found[1])):
        middle = _of_year(15, number, found[2], today)
        first = middle.replace(day=1) if middle else None
    else:
        return None
    return (
        None
        if first is None
        else WrittenDays(first, first.replace(day=monthrange(first.year, first.month)[1]), "month")
    )


def _week(text: str, today: date) -> WrittenDays | None:
    found = _WEEK.match(text)
    if found is None or found[1] not in written_for("week"):
        return None
    years = [int(found[3])] if found[3] else range(today.year - 1, today.year + 2)
    mondays = filter(None, (_monday(year, int(found[2])) for year in years))
    first = min(mondays, key=lambda each: abs(each - today), default=None)
    return None if first is None else WrittenDays(first, first + timedelta(6), "week")


def _monday(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 1) if date.fromisocalendar(year, week, 7) else None
    except (ValueError, OverflowError):
        return None
