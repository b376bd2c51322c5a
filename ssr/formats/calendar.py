"""A neutral description of an event (JSON) to an iCalendar file that calendar programs accept.

Publishes the event and invites nobody: it carries no attendees, and wakes nobody.
"""

import json
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from ssr.errors import UsageError
from ssr.formats import Page

# Generated zones list each change by date, which some programs place one hour wrong; these rules do not.
_ZONES = {
    "Europe/Stockholm": (
        "BEGIN:VTIMEZONE\r\nTZID:Europe/Stockholm\r\n"
        "BEGIN:STANDARD\r\nDTSTART:19961027T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
        "TZNAME:CET\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n"
        "BEGIN:DAYLIGHT\r\nDTSTART:19810329T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
        "TZNAME:CEST\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\n"
        "END:VTIMEZONE\r\n"
    )
}
_LINES = frozenset("\n")


def convert(text: str, page: Page) -> bytes:
    """One published event; days without times are all-day, with the day after the last as their end.

    `UsageError` when the event has no day.
    """
    data = json.loads(text)
    if not data["date"]:
        raise UsageError("needs-date", id=data["uid"].partition("@")[0])
    zone = data["zone"]
    calendar = Calendar()
    calendar.add("prodid", f"-//{_clean(data['publisher'])}//ssr//{page.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    if data["start"]:
        calendar.add_component(Timezone.from_ical(_ZONES[zone]))
    calendar.add_component(_event(data, zone))
    content: bytes = calendar.to_ical()
    return content


def _event(data: dict[str, Any], zone: str) -> Event:
    event = Event()
    event.add("uid", data["uid"])
    event.add("dtstamp", datetime.combine(date.fromisoformat(data["stamp"]), time(), UTC))
    first = date.fromisoformat(data["date"])
    last = date.fromisoformat(data["end_date"] or data["date"])
    if data["start"]:
        event.add("dtstart", _instant(first, data["start"], zone))
        if data["end"]:
            event.add("dtend", _instant(last, data["end"], zone))
    else:
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))
    event.add("summary", _clean(data["summary"]))
    for name in ("location", "description"):
        if data[name]:
            event.add(name, _clean(data[name]))
    event.add("status", "CANCELLED" if data["cancelled"] else "CONFIRMED")
    event.add("transp", "OPAQUE")
    return event


def _instant(day: date, clock: str, zone: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(zone))


def _clean(text: str) -> str:
    """Text without what could end a line of the file or hide in it; line feeds are kept, and escaped later."""
    return "".join(letter for letter in text if letter in _LINES or unicodedata.category(letter)[0] != "C")
