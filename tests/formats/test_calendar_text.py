"""No text gets out of its place in a calendar file, and a template that describes none is told so."""

import re
from typing import Any

import pytest
from calendars import calendar, event, lines, moved, read, repeats
from hypothesis import given, settings
from hypothesis import strategies as st

from ssr.errors import UsageError
from ssr.formats.adapters import convert
from ssr.formats.calendar.people import mailto
from ssr.formats.page import Page
from ssr.text.characters import HIDDEN


@pytest.mark.parametrize("before", range(8))
def test_letters_are_not_split_by_the_folding(before: int) -> None:
    text = "x" * before + "åäö–🚒" * 40
    raw = calendar(event(summary=text))
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert read(raw)["summary"] == text


def test_no_hidden_characters() -> None:
    raw = calendar(event(summary="a\x00b\x1b[31m\u202ec", location="a\r\nATTENDEE:mailto:x@y.example"))
    assert read(raw)["summary"] == "ab[31mc"
    assert read(raw)["location"] == "a ATTENDEE:mailto:x@y.example"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_only_the_description_has_lines(end: str) -> None:
    text = f"ett{end}två"
    found = read(calendar(event(summary=text, description=text)))
    assert (found["summary"], found["description"]) == ("ett två", "ett\ntvå")


LETTERS = st.one_of(
    st.sampled_from('\r\n\t\x00\x0b\x0c\x1b\x7f\x85\u2028\u2029\ufeff\ud800:;,"^\\=åÅ🚒\u200d'), st.characters()
)
LINES = st.sampled_from(["\r\nATTENDEE:mailto:x@y.example", "\nEND:VEVENT", "BEGIN:VALARM\r", "å" * 80])
# Something is left when all else has been taken away.
HOSTILE = st.lists(st.one_of(LETTERS, LINES), max_size=60).map(lambda parts: f"x{''.join(parts)}")
FIELDS = ("uid", "summary", "location", "description", "organizer", "attendee", "link", "url", "publisher", "name")


def with_texts(text: dict[str, str]) -> bytes:
    """A calendar in which every text is another's."""
    one = event(
        uid=text["uid"], start="13:00", end="15:00", summary=text["summary"], location=text["location"], alarm=15,
        description=text["description"], organizer={"name": text["organizer"], "address": "kansli@example.org"},
        attendees=[{"name": text["attendee"], "address": "vakt@example.org", "required": True}], links=[{"title": text["link"], "url": text["url"]}],
        repeats=repeats(moved=[moved("2026-12-17", place=text["location"])]),
    )  # fmt: skip
    return calendar(one, publisher=text["publisher"]) + calendar(one, name=text["name"])


def names(raw: bytes) -> list[str]:
    """The name of every content line, and all of the lines in which no text stands."""
    fixed = ("BEGIN:", "END:", "METHOD:", "DTSTART", "DTEND", "STATUS", "TRIGGER", "VERSION")
    return [line if line.startswith(fixed) else re.split("[:;]", line)[0] for line in lines(raw)]


EXPECTED = names(with_texts(dict.fromkeys(FIELDS, "x")))


@settings(deadline=None, max_examples=150)
@given(st.fixed_dictionaries(dict.fromkeys(FIELDS, HOSTILE)))
def test_hostile_text_adds_no_line_and_no_length(text: dict[str, str]) -> None:
    raw = with_texts(text)
    folded = raw.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, folded)) <= 75
    assert all(b"\r" not in line and b"\n" not in line for line in folded)
    assert not [line for line in folded if HIDDEN.search(line.decode())]
    assert names(raw) == EXPECTED


@given(st.text(max_size=40))
def test_an_address_is_an_address_or_none(text: str) -> None:
    for address in (text, f"{text}@example.org", f"vakt@{text}.example"):
        found = mailto(address)
        assert found is None or re.fullmatch(r"mailto:[!-~]+@[a-z0-9.-]+", found)


# What a template may get wrong.


def test_a_day_there_must_be() -> None:
    with pytest.raises(UsageError) as caught:
        calendar(event(date=None))
    assert (caught.value.key, caught.value.parameters) == ("needs-date", {"id": "m"})


@pytest.mark.parametrize("text", ["", "[]", "{", '{"events": []}', '{"events": [{}], "name": null, "publisher": ""}'])
def test_a_template_that_describes_no_calendar(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        convert("ics", text, Page("sv"))
    assert caught.value.key == "not-a-calendar"


@pytest.mark.parametrize("changes", [{"date": "9999-12-31"}, {"start": "25:00"}, {"repeats": repeats(every="hour")}])
def test_days_and_times_that_no_calendar_has(changes: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as caught:
        calendar(event(**changes))
    assert caught.value.key == "not-a-calendar"
