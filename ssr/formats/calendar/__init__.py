"""A neutral description of events (JSON) to an iCalendar file that calendar programs accept (RFC 5545, RFC 5546).

What the description holds stands in `description`. One event invites those of its attendees who have an address,
and tells them when it is cancelled; without any it is only published, as is each event of a feed. It wakes nobody.
"""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import icalendar
from icalendar import Calendar, Timezone

from ssr.errors import UsageError
from ssr.formats.calendar.components import components
from ssr.formats.calendar.description import CalendarEvent, Description, read
from ssr.formats.calendar.people import attendees, mailto, organizer
from ssr.formats.page import Page

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


def convert(text: str, page: Page) -> bytes:
    """The calendar that a template describes. `UsageError` when an event has no day, or the template is wrong."""
    try:
        calendar = _calendar(read(text), page.language)
    except (ValueError, LookupError, TypeError, ArithmeticError) as error:
        raise UsageError("not-a-calendar", reason=f"{type(error).__name__}: {error}") from error
    content: bytes = calendar.to_ical()
    return content


def _calendar(description: Description, language: str) -> Calendar:
    events, name, publisher = description["events"], description["name"], description["publisher"]
    is_feed = name is not None or len(events) != 1
    calendar = Calendar()
    calendar.add("prodid", f"-//{publisher}//ssr//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH" if is_feed else _method(events[0]))
    if name is not None:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)  # for programs that are older than NAME
    all_components = [component for event in events for component in _components(event, description, is_feed=is_feed)]
    # A calendar must hold something, and times need their zone.
    if not all_components or any(isinstance(each.DTSTART, datetime) for each in all_components):
        calendar.add_component(Timezone.from_ical(_ZONES[description["zone"]]))
    for component in all_components:
        calendar.add_component(component)
    return calendar


def _components(event: CalendarEvent, description: Description, *, is_feed: bool) -> Iterator[icalendar.Event]:
    convener = organizer(event["organizer"], description["publisher"])
    invited = [] if is_feed else attendees(event["attendees"], replies_to=convener)
    return components(event, ZoneInfo(description["zone"]), convener, invited)


def _method(event: CalendarEvent) -> str:
    if event["cancelled"]:
        return "CANCEL"
    return "REQUEST" if any(mailto(one["address"]) for one in event["attendees"]) else "PUBLISH"
