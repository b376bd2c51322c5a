"""When a repeating thing is held: the one expansion, held against dateutil, and against the rule that calendars get."""

from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from calendars import calendar, event, lines, repeats
from dateutil.rrule import rruleset, rrulestr

from ssr.series import Series, is_in_weeks


def series(first: str, how: dict[str, Any], **values: str) -> Series:
    return Series({"date": first, **values}, how)


def held(one: Series, first: str = "0001-01-01", last: str = "9999-12-31") -> list[str]:
    return [str(each.span.first_day) for each in one.occasions(date.fromisoformat(first), date.fromisoformat(last))]


RHYTHMS = [
    ("2027-01-07", {"every": "day", "interval": 3, "count": 40}),
    ("2027-01-07", {"every": "week", "until": "2028-01-31"}),
    ("2027-01-07", {"every": "week", "interval": 5, "count": 30, "except": ["2027-02-11"]}),
    ("2027-10-30", {"every": "month", "count": 20}),
    ("2027-08-31", {"every": "month", "interval": 3, "until": "2031-01-01"}),
    ("2028-02-29", {"every": "year", "count": 4}),
    ("2026-11-25", {"every": "month", "which": "last", "count": 30}),
    ("2027-01-07", {"every": "month", "interval": 3, "which": "first", "until": "2029-12-31"}),
    ("2026-11-11", {"every": "month", "which": "second", "count": 30}),
    ("2026-11-25", {"every": "year", "which": "last", "count": 9}),
    ("2026-11-26", {"every": "year", "which": "fourth", "count": 9}),
    ("2026-12-03", {"every": "week", "weeks": "odd", "count": 60}),
    ("2026-11-26", {"every": "week", "weeks": "even", "until": "2033-03-03", "except": ["2027-01-14"]}),
]


@pytest.mark.parametrize(("first", "how"), RHYTHMS)
@pytest.mark.parametrize("start", [None, "09:00"])
def test_a_calendar_program_gets_the_same_days(first: str, how: dict[str, Any], start: str | None) -> None:
    """The rule and the days left out of it, as dateutil reads them."""
    raw = calendar(event(date=first, start=start, repeats=repeats(**how)))
    (vevent,) = (text for text in "\n".join(lines(raw)).split("BEGIN:VEVENT")[1:])
    rule = next(line for line in vevent.splitlines() if line.startswith("RRULE:")).removeprefix("RRULE:")
    zone = ZoneInfo("Europe/Stockholm") if start else None
    begins = datetime.fromisoformat(f"{first}T{start or '00:00'}").replace(tzinfo=zone)
    read: Any = rruleset()
    read.rrule(rrulestr(rule, dtstart=begins))
    for line in vevent.splitlines():
        if line.startswith("EXDATE"):
            day = date.fromisoformat(line.rpartition(":")[2][:8])
            read.exdate(datetime.combine(day, begins.time(), zone))
    assert [str(each.date()) for each in read] == held(series(first, how, **({"start": start} if start else {})))
    assert len(held(series(first, how))) >= 2


def test_odd_weeks_without_an_end_are_said_by_their_numbers() -> None:
    raw = calendar(event(date="2026-12-03", repeats=repeats(weeks="odd")))
    rule = next(line for line in lines(raw) if "BYWEEKNO" in line).removeprefix("RRULE:")
    read = islice(rrulestr(rule, dtstart=datetime.fromisoformat("2026-12-03")), 200)
    one = series("2026-12-03", {"every": "week", "weeks": "odd"})
    assert [each.date() for each in read] == list(islice(one.days(), 200))


def test_a_year_of_53_weeks_has_two_odd_weeks_after_each_other() -> None:
    assert held(series("2026-12-17", {"every": "week", "weeks": "odd", "count": 4})) == [
        "2026-12-17", "2026-12-31", "2027-01-07", "2027-01-21",
    ]  # fmt: skip
    assert held(series("2026-12-22", {"every": "week", "weeks": "even", "count": 2})) == ["2026-12-22", "2027-01-12"]
    assert is_in_weeks(date(2027, 1, 3), "odd")


@pytest.mark.parametrize(("first", "how"), RHYTHMS)
def test_a_window_shows_what_lies_in_it(first: str, how: dict[str, Any]) -> None:
    one = series(first, how)
    everything = held(one)
    for begins in ("2026-01-01", everything[0], everything[1], "2028-02-01", everything[-1]):
        last = str(date.fromisoformat(begins) + timedelta(45))
        assert held(one, begins, last) == [day for day in everything if begins <= day <= last]
        coming = one.next(date.fromisoformat(begins))
        assert [str(coming.span.first_day)] == [day for day in everything if day >= begins][:1] if coming else begins
    assert one.next(date.fromisoformat(everything[-1]) + timedelta(1)) is None
    assert all(one.includes(date.fromisoformat(day)) for day in everything)
    assert not any(one.includes(date.fromisoformat(day)) for day in ("2026-01-01", "2027-06-06", "2099-01-01"))


def test_what_is_moved_is_held_where_it_was_moved_to() -> None:
    moves = [
        {"date": "2027-02-11", "to_date": "2027-02-28"},
        {"date": "2027-02-18", "start": "13:00", "place": "Sal 2"},
    ]
    one = series(
        "2027-02-04", {"every": "week", "count": 4, "except": ["2027-02-25"], "moved": moves},
        start="09:00", end="10:00", place="Sal 1",
    )  # fmt: skip
    shown = [(each.day.day, *each.values().values()) for each in one.occasions(date(2027, 2, 1), date(2027, 3, 1))]
    assert shown == [
        (4, "2027-02-04", None, "09:00", "10:00", "Sal 1"),
        (18, "2027-02-18", None, "13:00", "14:00", "Sal 2"),
        (11, "2027-02-28", None, "09:00", "10:00", "Sal 1"),
    ]
    assert held(one, "2027-02-11", "2027-02-11") == []
    assert held(one, "2027-02-28", "2027-02-28") == ["2027-02-28"]
    assert [str(each.span.first_day) for day in (5, 19) if (each := one.next(date(2027, 2, day)))] == [
        "2027-02-18", "2027-02-28",
    ]  # fmt: skip


def test_what_is_no_occasion_is_not_moved() -> None:
    how = {"every": "month", "interval": 2, "moved": [{"date": "2027-02-12", "to_date": "2027-02-15"}]}
    assert "2027-02-15" not in held(series("2027-01-12", how), "2027-01-01", "2027-12-31")


def test_an_occasion_of_several_days_lies_in_each_window_that_it_touches() -> None:
    one = series("2027-01-30", {"every": "month", "count": 1}, end_date="2027-02-02")
    assert held(one, "2027-02-01", "2027-02-28") == ["2027-01-30"]
    assert one.next(date(2027, 2, 2)) is not None
    assert one.next(date(2027, 2, 3)) is None


@pytest.mark.parametrize("every", ["day", "week", "month", "year"])
@pytest.mark.parametrize("first", ["0001-01-01", "9999-12-30"])
@pytest.mark.parametrize("until", [None, "9999-12-31", "0001-01-01"])
def test_the_ends_of_the_calendar(every: str, first: str, until: str | None) -> None:
    """Neither crashes nor takes long, whatever a file says."""
    one = series(first, {"every": every, "until": until, "except": ["9999-12-31"]}, end_date=first)
    assert one.occasions(date(9999, 12, 1), date.max) or first == "0001-01-01"
    one.next(date.max)
    one.next(date.min)
    assert one.last_day is None if until is None else one.last_day
