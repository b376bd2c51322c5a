"""What a template says of a calendar: the neutral JSON that the adapter writes, and nothing of iCalendar in it.

Days are `YYYY-MM-DD`, times of day `HH:MM` in the calendar's zone. What is not said is null or an empty list.
"""

import json
from typing import Any, Literal, NotRequired, TypedDict

from ssr.text.characters import HIDDEN

# What may hold line breaks; everything else is one line.
_LONG = "description"


class Person(TypedDict):
    """The one who calls. Without an address nobody can reply."""

    name: str | None
    address: str | None


class Attendee(TypedDict):
    """One who is invited, by a mail address."""

    name: str
    address: str
    required: bool


class MeetingLink(TypedDict):
    """Something on the web that goes with the event."""

    title: str
    url: str


class Moved(TypedDict):
    """The occasion on `date` is held on `to_date` instead, or at other times, or elsewhere; null is as usual."""

    date: str
    to_date: str | None
    start: str | None
    end: str | None
    place: str | None


Repeats = TypedDict(
    "Repeats",
    {
        "every": Literal["day", "week", "month", "year"],
        "interval": int | None,
        "which": NotRequired[
            Literal["first", "second", "third", "fourth", "last"] | None
        ],  # of the weekdays of the month
        "weeks": NotRequired[Literal["odd", "even"] | None],
        "until": str | None,  # the last day; `count` is for those that have none
        "count": int | None,
        "except": list[str],
        "moved": list[Moved],
    },
)


class CalendarEvent(TypedDict):
    """One event. Without `start` it takes whole days, `end_date` the last of them.

    `updated` and `sequence` are the day and the number of its latest change, `stamp` the day that the file is for.
    """

    uid: str
    stamp: str
    sequence: int | None
    updated: str | None
    date: str | None
    end_date: str | None
    start: str | None
    end: str | None
    summary: str
    location: str | None
    description: str | None
    cancelled: bool
    organizer: Person | None
    attendees: list[Attendee]
    alarm: int | None  # minutes before
    links: list[MeetingLink]
    repeats: Repeats | None


class Description(TypedDict):
    """A calendar file: one event to put into a calendar, or with a `name` a feed of any number to subscribe to."""

    publisher: str
    zone: str
    name: str | None
    events: list[CalendarEvent]


def read(text: str) -> Description:
    """The description in a template's text, without any character that could end a line of the file or hide in it."""
    result: Description = json.loads(text, object_pairs_hook=_cleaned)
    return result


def _cleaned(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: _clean(name, value) if isinstance(value, str) else value for name, value in pairs}


def _clean(name: str, text: str) -> str:
    lines = [_visible(line) for line in text.splitlines()]
    return "\n".join(lines) if name == _LONG else " ".join(" ".join(lines).split())


def _visible(line: str) -> str:
    return HIDDEN.sub("", line.replace("\t", " "))
