"""An event as the components of an iCalendar file: itself, and one more for each of its occasions that is moved."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
from icalendar import Alarm, vCalAddress

from ssr.errors import NoContentError
from ssr.formats.calendar.description import CalendarEvent
from ssr.formats.calendar.recurrence import recurrence
from ssr.series import Series, Span


def components(
    event: CalendarEvent, zone: ZoneInfo, organizer: vCalAddress, attendees: Sequence[vCalAddress]
) -> Iterator[icalendar.Event]:
    """The event; what is cancelled is cancelled as a whole, with all its occasions."""
    if not event["date"]:
        raise NoContentError("needs-date", id=event["uid"].partition("@")[0])
    series = Series({**event, "place": event["location"]}, event["repeats"])
    component = _component(event, series.span, zone, organizer, attendees)
    if series.rhythm is None:
        yield component
        return
    rule, left_out = recurrence(series, series.rhythm, zone)
    component.add("rrule", rule)
    for day in left_out:
        component.add("exdate", _local(series.span.on(day).begins, zone))
    yield component
    for occasion in () if event["cancelled"] else series.moved:
        elsewhere: CalendarEvent = {**event, "location": occasion.place}
        moved = _component(elsewhere, occasion.span, zone, organizer, attendees)
        moved.add("recurrence-id", _local(series.span.on(occasion.day).begins, zone))
        yield moved


def _component(
    event: CalendarEvent, span: Span, zone: ZoneInfo, organizer: vCalAddress, attendees: Sequence[vCalAddress]
) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", event["uid"])
    component.add("dtstamp", _midnight(event["updated"] or event["stamp"]))
    if event["updated"]:
        component.add("last-modified", _midnight(event["updated"]))
    sequence = 1 if event["cancelled"] and event["sequence"] is None else event["sequence"]
    if sequence is not None:  # a cancellation must have one
        component.add("sequence", sequence)
    component.add("dtstart", _local(span.begins, zone))
    if not isinstance(span.begins, datetime):
        component.add("dtend", span.last_day + timedelta(1))  # the day after the last
    elif span.ends is not None:
        component.add("dtend", _local(span.ends, zone))
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
