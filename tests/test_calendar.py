"""Calendar files as calendar programs read them."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from running import DAY, EXEMPELLAN, MANIFEST, ssr, write

from ssr.formats import Page, convert

EVENT: dict[str, Any] = {
    "uid": "m@provlanet", "publisher": "Provlänet", "zone": "Europe/Stockholm", "stamp": DAY,
    "date": "2022-12-01", "end_date": None, "start": None, "end": None,
    "summary": "Möte", "location": None, "description": "Text", "cancelled": False,
}  # fmt: skip


def _raw(**changes: Any) -> bytes:
    return convert("ics", json.dumps({**EVENT, **changes}), Page("sv"))


def _event(**changes: Any) -> Any:
    (event,) = Calendar.from_ical(_raw(**changes)).walk("VEVENT")
    return event


def _utc(value: Any) -> str:
    return str(value.dt.astimezone(UTC).strftime("%Y-%m-%d %H:%M"))


def test_a_day_without_times_ends_the_day_after() -> None:
    event = _event()
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2022, 12, 1), date(2022, 12, 2))
    assert b"DTSTART;VALUE=DATE:20221201\r\n" in _raw()


def test_several_days() -> None:
    event = _event(date="2018-10-01", end_date="2018-10-04")
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2018, 10, 1), date(2018, 10, 5))


@pytest.mark.parametrize(
    ("day", "start", "end", "first", "last"),
    [
        ("2018-11-14", "13:00", "15:00", "2018-11-14 12:00", "2018-11-14 14:00"),  # winter
        ("2022-07-01", "13:00", "15:00", "2022-07-01 11:00", "2022-07-01 13:00"),  # summer
        ("2026-03-29", "01:30", "03:30", "2026-03-29 00:30", "2026-03-29 01:30"),  # the night that is an hour shorter
        ("2026-10-25", "00:30", "04:00", "2026-10-24 22:30", "2026-10-25 03:00"),  # and the one that is longer
    ],
)
def test_times_are_those_of_stockholm(day: str, start: str, end: str, first: str, last: str) -> None:
    raw = _raw(date=day, start=start, end=end)
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    assert (_utc(event["dtstart"]), _utc(event["dtend"])) == (first, last)
    assert f"DTSTART;TZID=Europe/Stockholm:{day.replace('-', '')}T{start.replace(':', '')}00\r\n".encode() in raw
    (zone,) = Calendar.from_ical(raw).walk("VTIMEZONE")
    local = datetime.fromisoformat(f"{day}T{start}").replace(tzinfo=zone.to_tz())
    assert local.astimezone(UTC).strftime("%Y-%m-%d %H:%M") == first


def test_times_over_several_days_and_a_start_alone() -> None:
    event = _event(date="2022-12-01", end_date="2022-12-02", start="13:00", end="12:00")
    assert (_utc(event["dtstart"]), _utc(event["dtend"])) == ("2022-12-01 12:00", "2022-12-02 11:00")
    assert "dtend" not in _event(start="13:00")


def test_it_publishes_and_invites_nobody() -> None:
    raw = _raw(start="13:00", end="15:00")
    calendar = Calendar.from_ical(raw)
    assert calendar["method"] == "PUBLISH"
    assert b"ATTENDEE" not in raw
    assert b"ORGANIZER" not in raw
    assert b"VALARM" not in raw
    assert _event()["status"] == "CONFIRMED"
    assert _event(cancelled=True)["status"] == "CANCELLED"


def test_same_bytes_and_a_uid_that_stays() -> None:
    assert _raw(start="13:00") == _raw(start="13:00")
    arguments = ("render", "invite", "chefsgruppen-2026-12-03", "--format", "ics")
    made = [ssr(*arguments, "--at", day, kb=EXEMPELLAN).text for day in (DAY, "2026-11-01")]
    uids = {line for text in made for line in text.split("\r\n") if line.startswith("UID:")}
    assert uids == {"UID:chefsgruppen-2026-12-03@samverkan-exempellan"}


@pytest.mark.parametrize("before", range(8))
def test_letters_are_not_split_by_the_folding(before: int) -> None:
    text = "x" * before + "åäö–" * 40
    raw = _raw(summary=text)
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert _event(summary=text)["summary"] == text


def test_half_a_day_is_a_whole_day_that_says_which_half(tmp_path: Path) -> None:
    meeting = "name: Möte\nsort: meeting\ndate: 2022-12-01\nhalf: afternoon\n"
    base = write(tmp_path, {"ssr.yaml": MANIFEST, "knowledge/meetings/m.yaml": meeting})
    (event,) = Calendar.from_ical(ssr("render", "invite", "m", "--format", "ics", kb=base).out).walk("VEVENT")
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2022, 12, 1), date(2022, 12, 2))
    assert event["summary"] == "Möte (eftermiddag)"


def test_no_control_characters() -> None:
    raw = _raw(summary="a\x00b\x1b[31m\x0bc\x85d\u2028e\rATTENDEE:x", location="a\r\nATTENDEE:mailto:x@y.example")
    assert b"\r\nATTENDEE" not in raw
    assert b"\x1b" not in raw
    assert _event(summary="a\x00b\u2028c\rd")["summary"].replace("\u2028", "") == "abcd"
