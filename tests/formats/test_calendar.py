"""Calendar files, line by line: when something is held, again and again, who is called to it, and in which version."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from calendars import calendar, event, lines, moved, read, repeats, said
from icalendar import Calendar
from running import DAY, EXEMPELLAN, MANIFEST, rendered, ssr, write

from ssr.formats.calendar.people import mailto

# When.


def test_a_day_without_times_ends_the_day_after() -> None:
    raw = calendar(event(date="2022-12-01"))
    assert said(raw, "DTSTART") == ["DTSTART;VALUE=DATE:20221201"]
    assert said(raw, "DTEND") == ["DTEND;VALUE=DATE:20221202"]
    assert "BEGIN:VTIMEZONE" not in lines(raw)


def test_several_days() -> None:
    found = read(calendar(event(date="2018-10-01", end_date="2018-10-04")))
    assert (found["dtstart"].dt, found["dtend"].dt) == (date(2018, 10, 1), date(2018, 10, 5))


def test_times_are_those_of_the_clock_on_the_wall() -> None:
    raw = calendar(event(date="2026-03-29", start="01:30", end="03:30"))
    assert said(raw, "DTSTART") == [
        "DTSTART:19961027T030000", "DTSTART:19810329T020000", "DTSTART;TZID=Europe/Stockholm:20260329T013000",
    ]  # fmt: skip
    zone = read(raw, "VTIMEZONE").to_tz()
    assert datetime(2026, 3, 29, 1, 30, tzinfo=zone).astimezone(UTC) == datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert datetime(2026, 3, 29, 3, 30, tzinfo=zone).astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_times_over_several_days_and_a_start_alone() -> None:
    raw = calendar(event(date="2022-12-01", end_date="2022-12-02", start="13:00", end="12:00"))
    assert said(raw, "DTEND") == ["DTEND;TZID=Europe/Stockholm:20221202T120000"]
    assert said(calendar(event(start="13:00")), "DTEND") == []


# Again and again.


@pytest.mark.parametrize(
    ("how", "rule"),
    [
        ({"every": "day"}, "FREQ=DAILY"),
        ({"every": "week", "interval": 2}, "FREQ=WEEKLY;INTERVAL=2"),
        ({"every": "month", "count": 3}, "FREQ=MONTHLY;COUNT=3"),
        ({"every": "year", "until": "2027-08-01"}, "FREQ=YEARLY;UNTIL=20270801T070000Z"),  # nine in summer
        ({"every": "week", "until": "2027-01-07", "count": 3}, "FREQ=WEEKLY;UNTIL=20270107T080000Z"),
    ],
)
def test_how_it_comes_back(how: dict[str, Any], rule: str) -> None:
    raw = calendar(event(start="09:00", end="10:00", repeats=repeats(**how)))
    assert set(said(raw, "RRULE")[-1].removeprefix("RRULE:").split(";")) == set(rule.split(";"))


def test_whole_days_that_come_back() -> None:
    again = repeats(until="2027-01-07", **{"except": ["2026-12-24"]}, moved=[moved("2026-12-31", to_date="2026-12-30")])
    raw = calendar(event(end_date="2026-12-11", repeats=again))
    assert said(raw, "RRULE") == ["RRULE:FREQ=WEEKLY;UNTIL=20270107"]
    assert said(raw, "EXDATE") == ["EXDATE;VALUE=DATE:20261224"]
    assert said(raw, "RECURRENCE-ID") == ["RECURRENCE-ID;VALUE=DATE:20261231"]
    assert said(raw, "DTSTART")[-1] == "DTSTART;VALUE=DATE:20261230"
    assert said(raw, "DTEND")[-1] == "DTEND;VALUE=DATE:20270101"


@pytest.mark.parametrize(
    ("times", "change", "begins", "ends"),
    [
        (("09:00", "10:00"), {"place": "Åsa"}, "20261217T090000", "20261217T100000"),
        (("09:00", "10:00"), {"to_date": "2026-12-18"}, "20261218T090000", "20261218T100000"),
        (("09:00", "10:00"), {"start": "13:00"}, "20261217T130000", "20261217T140000"),
        (("09:00", "10:00"), {"start": "23:30"}, "20261217T233000", "20261218T003000"),
        (("09:00", "10:00"), {"end": "11:00"}, "20261217T090000", "20261217T110000"),
        (("09:00", "10:00"), {"start": "13:00", "end": "13:10"}, "20261217T130000", "20261217T131000"),
        (("09:00", None), {"start": "13:00"}, "20261217T130000", ""),
        (("09:00", None), {"end": "13:00"}, "20261217T090000", "20261217T130000"),
        ((None, None), {"start": "13:00", "end": "14:00"}, "20261217T130000", "20261217T140000"),
        ((None, None), {"start": "13:00"}, "20261217T130000", ""),
        ((None, None), {"end": "13:00"}, "20261217", "20261218"),
    ],
)
def test_one_occasion_is_moved(times: Any, change: dict[str, str], begins: str, ends: str) -> None:
    start, end = times
    raw = calendar(event(start=start, end=end, repeats=repeats(moved=[moved("2026-12-17", **change)])))
    usual, occasion = Calendar.from_ical(raw).walk("VEVENT")
    assert occasion["recurrence-id"].to_ical().decode().startswith("20261217")
    assert occasion["dtstart"].to_ical().decode() == begins
    assert ("dtend" in occasion) == bool(ends)
    if ends:
        assert occasion["dtend"].to_ical().decode() == ends
    assert occasion.get("location") == change.get("place")
    assert (occasion["uid"], occasion["dtstamp"].dt) == (usual["uid"], usual["dtstamp"].dt)


def test_one_occasion_of_whole_days_that_gets_times_brings_its_zone() -> None:
    raw = calendar(event(repeats=repeats(moved=[moved("2026-12-17", start="13:00")])))
    assert lines(raw).count("BEGIN:VTIMEZONE") == 1


def test_an_occasion_that_is_not_held_is_not_moved_either() -> None:
    again = repeats(**{"except": ["2026-12-17"]}, moved=[moved("2026-12-17", place="Åsa")])
    assert len(said(calendar(event(repeats=again)), "UID")) == 1


def test_what_is_cancelled_is_cancelled_with_all_its_occasions() -> None:
    again = repeats(moved=[moved("2026-12-17", place="Åsa")])
    raw = calendar(event(repeats=again, cancelled=True))
    assert len(said(raw, "UID")) == 1
    assert said(raw, "STATUS") == ["STATUS:CANCELLED"]


# Who, and how.

CALLED = {"name": "Vakten", "address": "vakt@example.org", "required": True}


@pytest.mark.parametrize(
    ("changes", "name", "method"),
    [
        ({}, None, "PUBLISH"),
        ({"attendees": [CALLED]}, None, "REQUEST"),
        ({"attendees": [CALLED | {"address": "ingen"}]}, None, "PUBLISH"),
        ({"cancelled": True}, None, "CANCEL"),
        ({"attendees": [CALLED], "cancelled": True}, None, "CANCEL"),
        ({"attendees": [CALLED]}, "Alla möten", "PUBLISH"),
        ({"cancelled": True}, "Alla möten", "PUBLISH"),
    ],
)
def test_the_method(changes: dict[str, Any], name: str | None, method: str) -> None:
    raw = calendar(event(alarm=15, **changes), name=name)
    assert said(raw, "METHOD") == [f"METHOD:{method}"]
    assert bool(said(raw, "ATTENDEE")) == (method != "PUBLISH" and "attendees" in changes)
    assert len(said(raw, "ORGANIZER")) == 1
    cancelled = bool(changes.get("cancelled"))
    assert said(raw, "STATUS") == ["STATUS:CANCELLED" if cancelled else "STATUS:CONFIRMED"]
    assert said(raw, "TRIGGER") == ([] if cancelled else ["TRIGGER:-PT15M"])
    assert said(raw, "NAME") == ([f"NAME:{name}"] if name else [])
    assert said(raw, "X-WR-CALNAME") == ([f"X-WR-CALNAME:{name}"] if name else [])


def test_an_organizer_without_an_address_gets_no_invented_one() -> None:
    assert said(calendar(event()), "ORGANIZER") == ["ORGANIZER;CN=Provlänet:invalid:nomail"]
    only_name = {"name": "Kansliet", "address": None}
    assert said(calendar(event(organizer=only_name)), "ORGANIZER") == ["ORGANIZER;CN=Kansliet:invalid:nomail"]
    no_name = {"name": None, "address": "kansli@example.org"}
    assert said(calendar(event(organizer=no_name)), "ORGANIZER") == ["ORGANIZER;CN=Provlänet:mailto:kansli@example.org"]


def test_nobody_is_asked_to_reply_to_nobody() -> None:
    assert "RSVP" not in said(calendar(event(attendees=[CALLED])), "ATTENDEE")[0]
    convener = {"name": "Kansliet", "address": "kansli@example.org"}
    (called,) = said(calendar(event(organizer=convener, attendees=[CALLED])), "ATTENDEE")
    assert called == "ATTENDEE;CN=Vakten;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:vakt@example.org"


def test_each_address_is_called_once() -> None:
    twice = [CALLED, CALLED | {"name": "Jouren", "address": "VAKT@example.org", "required": False}]
    assert len(said(calendar(event(attendees=twice)), "ATTENDEE")) == 1


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("vakt@example.org", "mailto:vakt@example.org"),
        (" vakt.ett+b@sub.Example.ORG ", "mailto:vakt.ett+b@sub.example.org"),
        ("vakt@åäö.example", "mailto:vakt@xn--4cab6c.example"),
        ("vakt@xn--4cab6c.example", "mailto:vakt@xn--4cab6c.example"),
    ],
)
def test_addresses(address: str, uri: str) -> None:
    assert mailto(address) == uri


@pytest.mark.parametrize(
    "address",
    [None, "", "@", "vakt", "vakt@", "@example.org", "vakt@example", "vakt@.example", "vakt@a..example", "a@b@c.example",
     "va kt@example.org", "vakt@example.org\nx", "vakt@exa mple.org", "vakt@-a.example", "vakt@1.2.3.4", ".vakt@a.example",
     "vakt.@a.example", "vakt..a@a.example", "väkt@a.example", "vakt@a.example?cc=x", "mailto:vakt@a.example",
     "<vakt@a.example>", "vakt@a.example;b@a.example", '"vakt"@a.example', f"{'v' * 250}@a.example",
     f"v@{'ö' * 70}.example", "v@a.b", "070-174 06 20"],
)  # fmt: skip
def test_what_is_no_address(address: str | None) -> None:
    assert mailto(address) is None


def test_names_with_signs_of_their_own() -> None:
    name = 'Kansliet "Norr" ^; a, b: c'
    raw = calendar(event(organizer={"name": name, "address": None}))
    assert said(raw, "ORGANIZER") == ["""ORGANIZER;CN="Kansliet ^'Norr^' ^^; a, b: c":invalid:nomail"""]
    assert read(raw)["organizer"].params["CN"] == name


# Versions.


def test_the_version_and_its_day() -> None:
    raw = calendar(event(sequence=2, updated="2026-11-20", stamp="2026-11-22"))
    assert said(raw, "SEQUENCE") == ["SEQUENCE:2"]
    assert said(raw, "DTSTAMP") == ["DTSTAMP:20261120T000000Z"]
    assert said(raw, "LAST-MODIFIED") == ["LAST-MODIFIED:20261120T000000Z"]


def test_without_a_version() -> None:
    raw = calendar(event(stamp="2026-11-22"))
    assert said(raw, "DTSTAMP") == ["DTSTAMP:20261122T000000Z"]
    assert said(raw, "SEQUENCE") + said(raw, "LAST-MODIFIED") == []
    assert said(calendar(event(cancelled=True)), "SEQUENCE") == ["SEQUENCE:1"]


def test_same_bytes_and_a_uid_that_stays() -> None:
    assert calendar(event(start="13:00")) == calendar(event(start="13:00"))
    arguments = ("render", "invite", "chefsgruppen-2026-12-03", "--format", "ics")
    made = [ssr(*arguments, "--at", day, kb=EXEMPELLAN).text for day in (DAY, "2026-11-01")]
    uids = {line for text in made for line in text.split("\r\n") if line.startswith("UID:")}
    assert uids == {"UID:chefsgruppen-2026-12-03@samverkan-exempellan"}


# What the invitation's own template says.


def invited(folder: Path, meeting: str, *arguments: str) -> Any:
    """The event of a meeting with these lines besides its name, sort and day."""
    text = f"name: Möte\nsort: meeting\ndate: 2026-12-10\n{meeting}"
    base = write(folder, {"ssr.yaml": MANIFEST, "knowledge/meetings/m.yaml": text})
    return read(rendered("invite", "m", "--format", "ics", *arguments, kb=base))


def test_half_a_day_is_a_whole_day_that_says_which_half(tmp_path: Path) -> None:
    found = invited(tmp_path, "half: afternoon\n")
    assert (found["dtstart"].dt, found["dtend"].dt) == (date(2026, 12, 10), date(2026, 12, 11))
    assert found["summary"] == "Möte (eftermiddag)"


def test_what_is_invented_is_marked_on_its_line(tmp_path: Path) -> None:
    agenda = "agenda:\n  - {id: a, text: Så **är** det}\n  - {id: b, text: Så kan det vara, illustrative: true}\n"
    found = invited(tmp_path, f"purpose: {{text: Enas, illustrative: true}}\n{agenda}")
    assert found["summary"] == "EXEMPEL Möte"
    assert found["description"].split("\n")[:5] == [
        "EXEMPEL Enas", "", "Dagordning:", "1. Så är det", "2. EXEMPEL Så kan det vara",
    ]  # fmt: skip


def test_how_to_connect_is_for_those_who_may_know(tmp_path: Path) -> None:
    connection = "start: 09:00\nconnection: Ring ________\n"
    assert "Anslut" not in invited(tmp_path, connection).get("description", "")
    assert "Anslutning: Ring ________" in invited(tmp_path, connection, "--audience", "members")["description"]


@pytest.mark.parametrize(
    ("lines_", "minutes"),
    [
        ("start: 09:00\n", [15]),
        ("start: 09:00\nreminder: 0\n", [0]),
        ("start: 09:00\nreminder: 1440\n", [1440]),
        ("start: 09:00\nstatus: cancelled\n", []),
        ("reminder: 30\n", []),
    ],
)
def test_when_it_reminds(tmp_path: Path, lines_: str, minutes: list[int]) -> None:
    found = invited(tmp_path, lines_)
    assert [-alarm["trigger"].dt.total_seconds() / 60 for alarm in found.walk("VALARM")] == minutes
