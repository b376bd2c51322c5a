"""Days and times as people write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from ssr.text.times import WrittenValue, parse_clock, parse_day, parse_days, parse_moment, parse_moment_or_span

TODAY = date(2026, 11, 29)  # a Sunday
NOW = datetime(2026, 11, 29, 23, 50, 40, tzinfo=ZoneInfo("Europe/Stockholm"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-29", "2026-11-29"), ("20181114", "2018-11-14"), ("181114", "2018-11-14"), ("29/11", "2026-11-29"),
        ("3/12", "2026-12-03"), ("29/11 2018", "2018-11-29"), ("29/11-18", "2018-11-29"), ("29.11.2018", "2018-11-29"),
        ("14 nov", "2026-11-14"), ("14 NOV.", "2026-11-14"), ("den 14 november 2018", "2018-11-14"),
        ("Nov 14, 2018", "2018-11-14"), ("14 maj", "2027-05-14"), ("1 sept", "2026-09-01"), ("idag", "2026-11-29"),
        ("i  dag", "2026-11-29"), ("nu", "2026-11-29"), ("Imorgon", "2026-11-30"), ("i morgon", "2026-11-30"),
        ("i övermorgon", "2026-12-01"), ("igår", "2026-11-28"), ("tomorrow", "2026-11-30"), ("yesterday", "2026-11-28"),
        ("fredag", "2026-12-04"), ("på fredag", "2026-12-04"), ("fre", "2026-12-04"), ("Friday", "2026-12-04"),
        ("lör 5/12", "2026-12-05"), ("lördag 5 december 2026 (v. 49)", "2026-12-05"),
        ("Saturday 5 December 2026 (week 49)", "2026-12-05"),
        # Without a year, the nearest one.
        ("2/1", "2027-01-02"), ("30 dec", "2026-12-30"), ("1 mars", "2027-03-01"), ("1 juli", "2026-07-01"),
    ],
)  # fmt: skip
def test_a_day(text: str, day: str) -> None:
    assert str(parse_day(text, TODAY)) == day


@pytest.mark.parametrize(
    "text",
    ["", "   ", "13", "29.11", "31/11", "29/2", "2026-02-30", "14", "nov", "14 xyz", "11/29", "söndag", "fre 5/12",
     "imorgon igår", "0/1", "٣/٤", "x" * 10_000, "1 " * 500, "2026-11-29T", "bitti"],
)  # fmt: skip
def test_what_is_no_day_or_may_be_two(text: str) -> None:
    assert parse_day(text, TODAY) is None


@pytest.mark.parametrize("text", ["imorgon", "29/11", "14 nov", "fredag", "nu"])
def test_without_today_only_a_whole_date_is_a_day(text: str) -> None:
    assert parse_day(text) is None
    assert parse_day(f"{text} 2018") is None or text in {"29/11", "14 nov"}


@pytest.mark.parametrize(
    ("text", "clock"),
    [("13.00", "13:00"), ("13:00", "13:00"), ("13", "13:00"), ("1300", "13:00"), ("kl 13", "13:00"), ("kl. 9.05", "09:05"),
     ("klockan 0", "00:00"), ("0930", "09:30"), ("24.00", None), ("25", None), ("13.60", None), ("13.5", None),
     ("", None), ("kl", None), ("imorgon 13", None)],
)  # fmt: skip
def test_a_time_of_day(text: str, clock: str | None) -> None:
    assert parse_clock(text) == clock


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("nu", "2026-11-29T23:50"), ("om 30 min", "2026-11-30T00:20"), ("om en timme", "2026-11-30T00:50"),
        ("om 1,5 timmar", "2026-11-30T01:20"), ("om 1 h 30 min", "2026-11-30T01:20"), ("om en halvtimme", "2026-11-30T00:20"),
        ("om 2 timmar och 5 minuter", "2026-11-30T01:55"), ("in 10 minutes", "2026-11-30T00:00"),
        ("13.00", "2026-11-29T13:00"), ("kl 13", "2026-11-29T13:00"), ("24.00", "2026-11-30T00:00"),
        ("imorgon 00.30", "2026-11-30T00:30"), ("kl 13 imorgon", "2026-11-30T13:00"), ("29/11 kl 13", "2026-11-29T13:00"),
        ("14 nov 13", "2026-11-14T13:00"), ("14 nov 2018 13.00", "2018-11-14T13:00"), ("3/12 1300", "2026-12-03T13:00"),
        ("2026-12-01T14:00", "2026-12-01T14:00"), ("2026-12-01 14:00", "2026-12-01T14:00"), ("lör 5/12 kl. 00.30", "2026-12-05T00:30"),
        ("lördag 5 december 2026 (v. 49), kl. 00.30", "2026-12-05T00:30"), ("tomorrow at 8", "2026-11-30T08:00"),
    ],
)  # fmt: skip
def test_a_day_and_time(text: str, moment: str) -> None:
    result = parse_moment(text, NOW)
    assert result is not None
    assert result.at.isoformat()[:16] == moment


@pytest.mark.parametrize(
    "text",
    ["", "imorgon", "14 nov 2018", "om", "om 30", "om 30 dagar imorgon", "imorgonT03:30", "kl kl 13", "25:00", "31/11 13",
     "9999-12-31 24.00", "13 14 15", "om 0 min", "om " + "9" * 50 + " min", "i morgon bitti"],
)  # fmt: skip
def test_what_is_no_time(text: str) -> None:
    assert parse_moment(text, NOW) is None


@pytest.mark.parametrize("text", ["9/12", "9/11", "1/13", "09/12"])
def test_a_day_without_a_time_is_no_span_of_hours(text: str) -> None:
    assert parse_moment_or_span(text, NOW) is None
    assert parse_moment_or_span(text.replace("/", "-"), NOW) is not None


def test_how_long_from_now_is_counted_past_a_change_of_the_clocks() -> None:
    late = datetime(2027, 3, 28, 1, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
    result = parse_moment("om 1 timme", late)
    assert result is not None
    assert result.at.isoformat() == "2027-03-28T03:30:00"


def test_where_there_is_no_now_the_day_must_be_written() -> None:
    near = date(2027, 1, 2)
    assert [parse_moment(text, near=near) for text in ("13.00", "nu", "om 5 min", "idag 13.00", "imorgon 8")] == [
        None
    ] * 5
    result = parse_moment("30/12 kl 04.30", near=near)
    assert result is not None
    assert (result.at.isoformat(), result.has_day) == ("2026-12-30T04:30:00", True)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018", "2018-01-01", "2018-12-31"), ("ht2018", "2018-07-01", "2018-12-31"), ("vt 19", "2019-01-01", "2019-06-30"),
        ("våren 2019", "2019-01-01", "2019-06-30"), ("hösten 2018", "2018-07-01", "2018-12-31"), ("2018-09", "2018-09-01", "2018-09-30"),
        ("november 2018", "2018-11-01", "2018-11-30"), ("nov", "2026-11-01", "2026-11-30"), ("feb", "2027-02-01", "2027-02-28"),
        ("v. 46", "2026-11-09", "2026-11-15"), ("vecka 53 2026", "2026-12-28", "2027-01-03"), ("v1", "2027-01-04", "2027-01-10"),
        ("imorgon", "2026-11-30", "2026-11-30"), ("14 nov 2018", "2018-11-14", "2018-11-14"),
    ],
)  # fmt: skip
def test_a_span_of_days(text: str, first: str, last: str) -> None:
    result = parse_days(text, TODAY)
    assert result is not None
    assert (str(result.first), str(result.last)) == (first, last)


@pytest.mark.parametrize("text", ["", "0000", "v 53 2025", "v 54", "2018-13", "sommaren 2018", "vt", "20185"])
def test_what_is_no_span(text: str) -> None:
    assert parse_days(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "form", "certain", "probable"),
    [
        ("13.00", "clock", "13:00", "13:00"), ("nu", "clock", "", ""), ("14 nov 2018", "date", "2018-11-14", "2018-11-14"),
        ("29/11", "date", "", "2026-11-29"), ("imorgon", "date", "", "2026-11-30"), ("2019", "date", "", ""),
        ("2019", "partial-date", '"2019"', '"2019"'), ("nov 2018", "partial-date", '"2018-11"', '"2018-11"'),
        ("v 46 2018", "partial-date", "", ""), ("190214", "partial-date", "2019-02-14", "2019-02-14"),
    ],
)  # fmt: skip
def test_what_was_meant_in_data(text: str, form: str, certain: str, probable: str) -> None:
    assert WrittenValue(text, form).right() == certain
    assert WrittenValue(text, form).right(TODAY) == probable
