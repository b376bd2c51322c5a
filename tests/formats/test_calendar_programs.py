"""Calendar files in the hands of programs that had no part in making them.

libical judges them; ical.js (Thunderbird), node-ical, vobject and Evolution (libical) read them; Evolution's calendar
takes them in, one after the other. No Outlook and no Exchange can be had here.
"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from calendars import broken_restrictions, calendar, event, lines, moved, read_by_vobject, repeats
from running import EXEMPELLAN, ROOT, rendered
from tools import imported_by_evolution, read_by_javascript

STAFF = {"name": "Kansliet, övre", "address": "kansli@example.org"}
CALLED = [
    {"name": "Åsa kommun: beredskap", "address": "beredskap@example.org", "required": True},
    {"name": "Älvby", "address": "vakt@älvby.example", "required": False},
]
WINTER = event(
    date="2026-12-10", start="13:00", end="15:00", summary="Möte; i vått, och \\ torrt", location="Åsa, sal 1",
    description="Rad ett\nRad två, med å; ä: ö\\", organizer=STAFF, attendees=CALLED, alarm=15, sequence=2,
    links=[{"title": "Underlag", "url": "https://example.org/a?b=c,d;e"}],
)  # fmt: skip
SERIES = event(
    uid="serie@provlanet", date="2027-03-11", start="09:00", end="09:40", location="Sal 1", alarm=15,
    repeats=repeats(
        until="2027-04-22", **{"except": ["2027-03-25"]},
        moved=[moved("2027-04-01", to_date="2027-03-31", start="13:00", place="Sal 2"), moved("2027-04-15", end="10:10")],
    ),
)  # fmt: skip
MANY_DAYS = event(uid="dagar@provlanet", date="2027-03-27", end_date="2027-03-29", alarm=None)
EVERY_MONTH = event(
    uid="manad@provlanet", date="2026-10-05", repeats=repeats(every="month", count=3, **{"except": ["2026-11-05"]})
)
LAST_WEDNESDAY = event(
    uid="sista@provlanet", date="2026-11-25", start="09:00", end="10:00",
    repeats=repeats(every="month", which="last", until="2027-03-31"),
)  # fmt: skip
EACH_QUARTER = event(
    uid="kvartal@provlanet", date="2027-01-07", repeats=repeats(every="month", interval=3, which="first", count=4)
)
EACH_YEAR = event(uid="ar@provlanet", date="2026-11-25", repeats=repeats(every="year", which="last", count=3))
ODD_WEEKS = event(
    uid="udda@provlanet", date="2026-12-17", start="09:00", end="10:00",
    repeats=repeats(weeks="odd", count=5, **{"except": ["2027-01-21"]}),
)  # fmt: skip
RHYTHMS = {"last": LAST_WEDNESDAY, "quarter": EACH_QUARTER, "year": EACH_YEAR, "odd": ODD_WEEKS}
FEED = [WINTER | {"attendees": [], "alarm": None}, SERIES, MANY_DAYS, event(uid="nej@provlanet", cancelled=True)]


# Judged by libical.


@pytest.mark.parametrize("root", [ROOT, EXEMPELLAN], ids=["ssr", "exempellan"])
def test_every_meeting_of_a_base_keeps_to_the_standard(root: Path) -> None:
    found = {}
    for path in sorted((root / "knowledge/meetings").rglob("*.yaml")):
        if "\ndate:" not in path.read_text(encoding="utf-8"):
            continue
        raw = rendered("invite", path.stem, "--format", "ics", "--audience", "office", "--at", "2026-11-22", kb=root)
        found[path.stem] = broken_restrictions(raw)
    assert len(found) > 10
    assert {name: faults for name, faults in found.items() if faults} == {}


JUDGED = {
    "request": calendar(WINTER),
    "publish": calendar(WINTER | {"attendees": []}),
    "publish-nobody": calendar(event()),
    "cancel": calendar(WINTER | {"cancelled": True, "sequence": 3}),
    "cancel-nobody": calendar(event(cancelled=True)),
    "series": calendar(SERIES),
    "series-request": calendar(SERIES | {"attendees": CALLED}),
    "series-cancel": calendar(SERIES | {"cancelled": True}),
    "series-of-days": calendar(EVERY_MONTH),
    "feed": calendar(*FEED, name="Möten, 2027"),
    "empty-feed": calendar(name="Inga möten"),
}


@pytest.mark.parametrize("name", JUDGED)
def test_a_calendar_keeps_to_the_standard(name: str) -> None:
    assert broken_restrictions(JUDGED[name]) == []


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("request", lambda raw: _without(raw, "ATTENDEE")),
        ("request", lambda raw: _without(raw, "ORGANIZER")),
        ("publish", lambda raw: _without(raw, "ORGANIZER")),
        ("publish", lambda raw: _without(raw, "DTSTAMP")),
        ("publish", lambda raw: _with(raw, "ATTENDEE:mailto:x@example.org")),
        ("publish", lambda raw: _with(raw, "DTSTART:20261210T130000Z")),
        ("publish", lambda raw: _with(raw, "UID:two")),
        ("cancel", lambda raw: _without(raw, "SEQUENCE")),
        ("series", lambda raw: raw.replace(b"FREQ=WEEKLY", b"FREQ=OFTEN")),
    ],
)
def test_planted_faults_are_found(name: str, fault: Callable[[bytes], bytes]) -> None:
    spoilt = fault(JUDGED[name])
    assert spoilt != JUDGED[name]
    assert broken_restrictions(spoilt)


def _without(raw: bytes, name: str) -> bytes:
    return "\r\n".join([line for line in lines(raw) if not line.startswith(name)] + [""]).encode()


def _with(raw: bytes, line: str) -> bytes:
    return raw.replace(b"BEGIN:VEVENT\r\n", f"BEGIN:VEVENT\r\n{line}\r\n".encode())


# Read by four libraries.

READERS = ("ical.js", "node-ical", "vobject", "evolution")


def read(folder: Path, calendars: dict[str, bytes]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """For each reader, every occasion in each calendar, in order of time."""
    files = written(folder, *calendars.values())
    found = {reader: [one["occasions"] for one in all_] for reader, all_ in read_by_javascript(files).items()}
    found["vobject"] = [read_by_vobject(raw) for raw in calendars.values()]
    # Evolution puts all of them into one calendar.
    own = [{one["uid"] for one in occasions} for occasions in found["vobject"]]
    held = zip(own, imported_by_evolution(files), strict=True)
    found["evolution"] = [[one for one in occasions if one["uid"] in uids] for uids, occasions in held]
    return {
        reader: {name: sorted(one, key=_by_time) for name, one in zip(calendars, all_, strict=True)}
        for reader, all_ in found.items()
    }


def written(folder: Path, *calendars: bytes) -> list[Path]:
    """Files of calendars."""
    files = [folder / f"{number}.ics" for number in range(len(calendars))]
    for file, raw in zip(files, calendars, strict=True):
        file.write_bytes(raw)
    return files


def _by_time(occasion: dict[str, Any]) -> tuple[str, str]:
    return occasion["begins"], occasion["uid"]


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Every calendar of this module as each of the readers has it."""
    calendars = {name: raw for name, raw in JUDGED.items() if name in {"request", "series", "series-of-days", "feed"}}
    calendars |= {name: calendar(one) for name, one in RHYTHMS.items()}
    calendars |= {f"{day} {start}": calendar(event(date=day, start=start, end=end)) for day, start, end, *_ in NIGHTS}
    return read(tmp_path_factory.mktemp("calendars"), calendars)


# Two hours before and after the clocks change, and far from it: what is written, and when that is.
NIGHTS = [
    ("2027-03-28", "01:30", "03:30", "2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z"),
    ("2027-03-27", "13:00", "15:00", "2027-03-27T12:00:00Z", "2027-03-27T14:00:00Z"),
    ("2027-03-28", "13:00", "15:00", "2027-03-28T11:00:00Z", "2027-03-28T13:00:00Z"),
    ("2026-10-25", "00:30", "04:00", "2026-10-24T22:30:00Z", "2026-10-25T03:00:00Z"),
    ("2026-10-24", "13:00", "15:00", "2026-10-24T11:00:00Z", "2026-10-24T13:00:00Z"),
    ("2026-10-25", "13:00", "15:00", "2026-10-25T12:00:00Z", "2026-10-25T14:00:00Z"),
    ("2022-07-01", "13:00", "15:00", "2022-07-01T11:00:00Z", "2022-07-01T13:00:00Z"),
    ("2018-11-14", "13:00", "15:00", "2018-11-14T12:00:00Z", "2018-11-14T14:00:00Z"),
    ("2035-07-02", "00:00", "23:59", "2035-07-01T22:00:00Z", "2035-07-02T21:59:00Z"),
]  # fmt: skip


@pytest.mark.judge
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("day", "start", "end", "begins", "ends"), NIGHTS)
def test_instants(readings: Any, reader: str, day: str, start: str, end: str, begins: str, ends: str) -> None:
    (found,) = readings[reader][f"{day} {start}"]
    assert (found["begins"], found["ends"]) == (begins, ends)


@pytest.mark.judge
@pytest.mark.parametrize("reader", READERS)
def test_all_that_an_invitation_says(readings: Any, reader: str) -> None:
    (found,) = readings[reader]["request"]
    assert found == {
        "uid": "m@provlanet",
        "title": "Möte; i vått, och \\ torrt",
        "place": "Åsa, sal 1",
        "text": "Rad ett\nRad två, med å; ä: ö\\",
        "begins": "2026-12-10T12:00:00Z",
        "ends": "2026-12-10T14:00:00Z",
        "status": "CONFIRMED",
        "sequence": 2,
        "organizer": {"name": "Kansliet, övre", "address": "mailto:kansli@example.org"},
        "attendees": [
            {"name": "Åsa kommun: beredskap", "address": "mailto:beredskap@example.org"},
            {"name": "Älvby", "address": "mailto:vakt@xn--lvby-koa.example"},
        ],
        "links": ["https://example.org/a?b=c,d;e"],
        "alarms": [-15],
    }


@pytest.mark.judge
@pytest.mark.parametrize("reader", READERS)
def test_a_series_over_the_change_of_the_clocks(readings: Any, reader: str) -> None:
    """At nine by the clock on the wall all the time; one is left out, one is moved, and one is longer."""
    found = [(one["begins"], one["ends"], one["place"]) for one in readings[reader]["series"]]
    assert found == [
        ("2027-03-11T08:00:00Z", "2027-03-11T08:40:00Z", "Sal 1"),
        ("2027-03-18T08:00:00Z", "2027-03-18T08:40:00Z", "Sal 1"),
        ("2027-03-31T11:00:00Z", "2027-03-31T11:40:00Z", "Sal 2"),
        ("2027-04-08T07:00:00Z", "2027-04-08T07:40:00Z", "Sal 1"),
        ("2027-04-15T07:00:00Z", "2027-04-15T08:10:00Z", "Sal 1"),
        ("2027-04-22T07:00:00Z", "2027-04-22T07:40:00Z", "Sal 1"),
    ]


@pytest.mark.judge
@pytest.mark.parametrize("reader", READERS)
def test_a_series_of_whole_days(readings: Any, reader: str) -> None:
    found = [(one["begins"], one["ends"]) for one in readings[reader]["series-of-days"]]
    assert found == [("2026-10-05", "2026-10-06"), ("2026-12-05", "2026-12-06")]


@pytest.mark.judge
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("last", ["2026-11-25", "2026-12-30", "2027-01-27", "2027-02-24", "2027-03-31"]),
        ("quarter", ["2027-01-07", "2027-04-01", "2027-07-01", "2027-10-07"]),
        ("year", ["2026-11-25", "2027-11-24", "2028-11-29"]),
        ("odd", ["2026-12-17", "2026-12-31", "2027-01-07", "2027-02-04"]),  # weeks 51, 53, 1 and 5
    ],
)
def test_rhythms_that_people_use(readings: Any, reader: str, name: str, days: list[str]) -> None:
    assert [one["begins"][:10] for one in readings[reader][name]] == days


@pytest.mark.judge
@pytest.mark.parametrize("reader", READERS)
def test_a_feed(readings: Any, reader: str) -> None:
    found = readings[reader]["feed"]
    assert {one["uid"] for one in found} == {one["uid"] for one in FEED}
    days = [(one["begins"], one["ends"]) for one in found if one["uid"] == "dagar@provlanet"]
    assert days == [("2027-03-27", "2027-03-30")]
    assert [one["status"] for one in found if one["uid"] == "nej@provlanet"] == ["CANCELLED"]
    assert all(one["attendees"] == [] for one in found)


@pytest.mark.judge
def test_methods_and_names(tmp_path: Path) -> None:
    files = written(tmp_path, *JUDGED.values())
    for found in read_by_javascript(files).values():
        methods = dict(zip(JUDGED, [one["method"] for one in found], strict=True))
        assert {name for name, method in methods.items() if method == "REQUEST"} == {"request", "series-request"}
        assert {n for n, method in methods.items() if method == "CANCEL"} == {
            "cancel",
            "cancel-nobody",
            "series-cancel",
        }
        names = {one["name"] for one in found}
        assert names == {None, "Möten, 2027", "Inga möten"}


@pytest.mark.judge
def test_the_example_is_read_alike_by_all(tmp_path: Path) -> None:
    """The weekly conference: every Thursday over the turn of the year, but two, and one on a Friday."""
    raw = rendered("invite", "veckokonferens-2026-12-10", "--format", "ics", "--audience", "members", kb=EXEMPELLAN)
    thursdays = [date(2026, 12, 10) + timedelta(weeks=week) for week in range(16)]
    held = {f"{day}T08:00:00Z" for day in thursdays} - {"2026-12-24T08:00:00Z", "2026-12-31T08:00:00Z"}
    expected = sorted(held - {"2027-01-07T08:00:00Z"} | {"2027-01-08T09:00:00Z"})
    for reader, found in read(tmp_path, {"example": raw}).items():
        assert [one["begins"] for one in found["example"]] == expected, reader
        assert found["example"][2]["place"] == "Länshuset, sal Udden, Storsund", reader


# Taken in by a calendar.


@pytest.mark.judge
@pytest.mark.parametrize("attendees", [CALLED, []], ids=["request", "publish"])
def test_a_new_version_takes_the_place_of_the_old_and_a_cancellation_takes_it_away(
    tmp_path: Path, attendees: list[Any]
) -> None:
    old = event(date="2026-12-10", start="13:00", end="15:00", attendees=attendees, sequence=0)
    new = old | {"date": "2026-12-11", "summary": "Mötet", "location": "Åsa", "sequence": 1, "updated": "2026-11-23"}
    other = event(uid="annat@provlanet")
    gone = new | {"cancelled": True, "sequence": 2}
    held = imported_by_evolution(written(tmp_path, *map(calendar, (other, old, new, gone))))
    mine = [[one for one in found if one["uid"] == old["uid"]] for found in held]
    assert [len(found) for found in mine] == [0, 1, 1, 0]
    told = [(one["title"], one["place"], one["begins"], one["sequence"]) for found in mine for one in found]
    assert told == [("Möte", None, "2026-12-10T12:00:00Z", 0), ("Mötet", "Åsa", "2026-12-11T12:00:00Z", 1)]
    assert [len(found) - len(own) for found, own in zip(held, mine, strict=True)] == [1, 1, 1, 1]


@pytest.mark.judge
def test_the_same_with_a_series(tmp_path: Path) -> None:
    new = SERIES | {"start": "10:00", "end": "10:30", "sequence": 1, "repeats": SERIES["repeats"] | {"moved": []}}
    gone = new | {"cancelled": True, "sequence": 2}
    held = imported_by_evolution(written(tmp_path, *map(calendar, (SERIES, new, gone))))
    assert [one["begins"] for one in held[1]] == [
        "2027-03-11T09:00:00Z", "2027-03-18T09:00:00Z", "2027-04-01T08:00:00Z", "2027-04-08T08:00:00Z",
        "2027-04-15T08:00:00Z", "2027-04-22T08:00:00Z",
    ]  # fmt: skip
    assert (len(held[0]), held[2]) == (6, [])


@pytest.mark.judge
def test_what_a_meeting_in_the_base_says_of_itself_is_enough(tmp_path: Path) -> None:
    """A file that is changed and sent out again, then cancelled, by the commands that the office uses."""
    base = tmp_path / "base"
    (base / "knowledge/meetings").mkdir(parents=True)
    (base / "ssr.yaml").write_bytes((EXEMPELLAN / "ssr.yaml").read_bytes().partition(b"counts:")[0])
    meeting = base / "knowledge/meetings/m.yaml"
    versions = []
    for number, text in enumerate(["start: 09:00", "start: 10:00", "start: 10:00\nstatus: cancelled"]):
        meeting.write_text(
            f"name: Möte\nsort: meeting\ndate: 2026-12-10\n{text}\nsequence: {number}\n", encoding="utf-8"
        )
        versions.append(rendered("invite", "m", "--format", "ics", kb=base))
    held = imported_by_evolution(written(tmp_path, *versions))
    assert [[one["begins"] for one in found] for found in held] == [
        ["2026-12-10T08:00:00Z"], ["2026-12-10T09:00:00Z"], [],
    ]  # fmt: skip
