"""Calendar files for tests: how they are made of a template's JSON, and how programs in Python and C take them."""

import ctypes
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import vobject
from icalendar import Calendar
from tools import LIBICAL, LIBICAL_FILE, require

from ssr.formats.adapters import convert
from ssr.formats.page import Page

_EVENT = {
    "uid": "m@provlanet", "stamp": "2026-11-22", "sequence": None, "updated": None,
    "date": "2026-12-10", "end_date": None, "start": None, "end": None,
    "summary": "Möte", "location": None, "description": "Text", "cancelled": False,
    "organizer": None, "attendees": [], "alarm": None, "links": [], "repeats": None,
}  # fmt: skip
_REPEATS = {"every": "week", "interval": None, "until": None, "count": None, "except": [], "moved": []}


def event(**changes: Any) -> dict[str, Any]:
    """One event as a template describes it."""
    return {**_EVENT, **changes}


def repeats(**changes: Any) -> dict[str, Any]:
    """How an event is held again, every week if nothing else is said."""
    return {**_REPEATS, **changes}


def moved(date: str, **changes: str) -> dict[str, Any]:
    """One occasion that is moved."""
    return {"date": date, "to_date": None, "start": None, "end": None, "place": None, **changes}


def calendar(*events: dict[str, Any], name: str | None = None, publisher: str = "Provlänet") -> bytes:
    """The calendar file of some events."""
    description = {"publisher": publisher, "zone": "Europe/Stockholm", "name": name, "events": list(events)}
    return convert("ics", json.dumps(description), Page("sv"))


def lines(raw: bytes) -> list[str]:
    """The content lines of a file, whole again where they were folded."""
    return raw.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def read(raw: bytes, component: str = "VEVENT") -> Any:
    """The one event of a file, or the one component of another name."""
    (found,) = Calendar.from_ical(raw).walk(component)
    return found


def said(raw: bytes, name: str) -> list[str]:
    """The content lines of one name."""
    return [line for line in lines(raw) if re.split("[:;]", line)[0] == name]


def broken_restrictions(raw: bytes) -> list[str]:
    """What a file breaks of RFC 5545 and RFC 5546, by the tables that libical was made with."""
    require(LIBICAL)
    library = ctypes.CDLL(LIBICAL_FILE)
    for name, result, argument in (
        ("icalparser_parse_string", ctypes.c_void_p, ctypes.c_char_p),
        ("icalrestriction_check", ctypes.c_int, ctypes.c_void_p),
        ("icalcomponent_as_ical_string", ctypes.c_char_p, ctypes.c_void_p),
        ("icalcomponent_free", None, ctypes.c_void_p),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, [argument]  # else pointers are cut to 32 bits
    component = library.icalparser_parse_string(raw)
    if not component:
        return ["not a calendar"]
    library.icalrestriction_check(component)
    told = re.sub(r"\r?\n[ \t]", "", library.icalcomponent_as_ical_string(component).decode())
    library.icalcomponent_free(component)
    return [line for line in told.splitlines() if line.startswith("X-LIC-ERROR")]


def read_by_vobject(raw: bytes) -> list[dict[str, Any]]:
    """Every occasion that vobject reads, with the rules of dateutil; it leaves it to us to put in the moved ones."""
    events = vobject.readOne(raw.decode()).vevent_list
    elsewhere = {one.recurrence_id.value: one for one in events if "recurrence-id" in one.contents}
    return [told for one in events if one not in elsewhere.values() for told in _occasions(one, elsewhere)]


def _occasions(series: Any, elsewhere: dict[Any, Any]) -> Iterator[dict[str, Any]]:
    first = series.dtstart.value
    times = list(series.getrruleset(addRDate=True)) if "rrule" in series.contents else [first]
    for time in times:
        begins = time if isinstance(first, datetime) else time.date() if isinstance(time, datetime) else time
        found = elsewhere.get(begins, series)
        length = found.dtend.value - found.dtstart.value
        begins = begins if found is series else found.dtstart.value
        yield {**_told(found), "begins": _when(begins), "ends": _when(begins + length)}


def _told(found: Any) -> dict[str, Any]:
    def value(name: str) -> Any:
        return found.contents[name][0].value if name in found.contents else None

    return {
        "uid": value("uid"),
        "title": value("summary"),
        "place": value("location"),
        "text": value("description"),
        "status": value("status"),
        "sequence": int(value("sequence") or 0),
        "organizer": _person(found.organizer),
        "attendees": [_person(one) for one in found.contents.get("attendee", ())],
        "links": [one.value for one in found.contents.get("attach", ())],
        "alarms": [one.trigger.value.total_seconds() // 60 for one in found.contents.get("valarm", ())],
    }


def _person(one: Any) -> dict[str, str]:
    return {"name": one.params["CN"][0], "address": one.value}


def _when(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)
