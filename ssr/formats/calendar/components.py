"""An event as the components of an iCalendar file: itself, and one more for each of its occasions that is moved."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
from icalendar import Alarm, vCalAddress

from ssr.errors import NoContentError
from ssr.formats.calendar.description import CalendarEvent
from ssr.formats.calendar.recurrence import When, rule, when


def components(
    event: CalendarEvent, zone: ZoneInfo, organizer: vCalAddress, attendees: Sequence[vCalAddress]
) -> Iterator[icalendar.Event]:
    """The event; what is cancelled is cancelled as a whole, with all its occasions."""
    if not event["date"]:
        raise NoContentError("needs-date", id=event["uid"].partition("@")[0])
    first, repeats = when(event, event["date"]), event["repeats"]
    component = _component(event, first, zone, organizer, attendees)
    if not repeats:
        yield component
        return
    component.add("rrule", rule(repeats, first, zone))
    for day in repeats["except"]:
        component.add("exdate", _local(first.on(date.fromisoformat(day)).begins, zone))
    yield component
    for move in () if event["cancelled"] else repeats["moved"]:
        if move["date"] not in repeats["except"]:
            elsewhere: CalendarEvent = {**event, "location": move["place"] or event["location"]}
            occasion = _component(elsewhere, first.moved(move), zone, organizer, attendees)
            occasion.add("recurrence-id", _local(first.on(date.fromisoformat(move["date"])).begins, zone))
            yield occasion


def _component(
    event: CalendarEvent, when: When, zone: ZoneInfo, organizer: vCalAddress, attendees: Sequence[vCalAddress]
) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", event["uid"])
    component.add("dtstamp", _midnight(event["updated"] or event["stamp"]))
    if event["updated"]:
        component.add("last-modified", _midnight(event["updated"]))
    sequence = 1 if event["cancelled"] and event["sequence"] is None else event["sequence"]
    if sequence is not None:  # a cancellation must have one
        component.add("sequence", sequence)
    component.add("dtstart", _local(when.begins, zone))
    if when.ends is not None:
        component.add("dtend", _local(when.ends, zone))
    component.add("summary", event["summary"])
    if event["location"]:
        component.add("location", event["location"])
    if event["description"]:
        component.add("description", event["description"])
    component.add("status", "CANCELLED" if event["cancelled"] else "CONFIRMED")
    component.add("transp", "OPAQUE")
    component.add("organizer", organizer)
    for attendee in attendees:
        component.add("attendee", attendee)
    for link in event["links"]:
        component.add("attach", link["url"], parameters={"FILENAME": link["title"]})
    if event["alarm"] is not None and not event["cancelled"]:
        component.add_component(_alarm(event["summary"], event["alarm"]))
    return component


def _alarm(text: str, minutes: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", timedelta(minutes=-minutes))
    return alarm


def _local(value: date | datetime, zone: ZoneInfo) -> date | datetime:
    return value.replace(tzinfo=zone) if isinstance(value, datetime) else value


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), UTC)
