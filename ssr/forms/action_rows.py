"""The rows of a form in which things were agreed: each with something in it becomes an action item. Nothing is settled here."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from typing import NamedTuple

from ssr.base.names import name_key
from ssr.formats.form import Form, field_key, name_and_row
from ssr.forms.action_items import OPEN, ActionItem
from ssr.forms.reports import Note, answers_of
from ssr.forms.response import AgreeSpec, FormResponse
from ssr.text.catalogue import written_for
from ssr.text.times import parse_day, parse_days, parse_moment

_BETWEEN = re.compile(r"\s*[,;/&+]\s*")


class FormContext(NamedTuple):
    """What a form was made of, on which day, and who agree there."""

    about: str
    day: str
    forums: tuple[str, ...]


# Who is meant by a name that is nobody's, if somebody knows.
WhoIs = Callable[[str], str | None]


class ActionRows(NamedTuple):
    """The things that a form says were agreed, and what there is to say of it; with `problem`, it does not count."""

    items: tuple[ActionItem, ...] = ()
    notes: tuple[Note, ...] = ()
    problem: Note | None = None


def rows_of(
    response: FormResponse, form: Form, spec: AgreeSpec, occasion: FormContext, names: Mapping[str, str], who_is: WhoIs
) -> ActionRows:
    """What was agreed, row by row. A form that lost the fields of a row says nothing for certain, and does not count."""
    answers, _, _, _ = answers_of(response, form, spec.who)
    lost = [key for key in _keys(form, spec) if response.is_word and key not in answers]
    if lost:
        return ActionRows(problem=Note("lost", {"fields": ", ".join(form.fields[key].title for key in lost)}))
    items, notes = [], []
    for row, (what, who, by) in _rows(answers, form, spec).items():
        if what:
            actors = _actors(who, names, who_is) if who else ()
            due = _due(by, date.fromisoformat(occasion.day)) if by else None
            items.append(ActionItem(what, OPEN, occasion.about, occasion.day, who, by, occasion.forums, actors, due))
        elif who or by:
            notes.append(Note("row-without", {"row": row, "field": _title(form, spec.what, row)}))
    return ActionRows(tuple(items), tuple(notes))


def _rows(answers: Mapping[str, str], form: Form, spec: AgreeSpec) -> Mapping[str, tuple[str, str, str]]:
    """What stands in each row: what, who and when, each on one line."""
    rows = dict.fromkeys(name_and_row(key)[1] for key in _keys(form, spec))

    def text(name: str, row: str) -> str:
        return " ".join(answers.get(field_key(name, row), "").split())

    return {row: (text(spec.what, row), text(spec.who, row), text(spec.when, row)) for row in rows}


def _keys(form: Form, spec: AgreeSpec) -> Iterator[str]:
    """The fields in which things are agreed."""
    return (key for key in form.fields if name_and_row(key)[0] in {spec.what, spec.who, spec.when})


def _title(form: Form, name: str, row: str) -> str:
    field = form.fields.get(field_key(name, row))
    return name if field is None else field.title


def _actors(text: str, names: Mapping[str, str], who_is: WhoIs) -> tuple[str, ...]:
    """Whom a text names: one by the whole of it, or all whom its parts name; nobody where one of them is not known."""
    if whole := names.get(name_key(text)):
        return (whole,)
    joined = "|".join(map(re.escape, sorted(written_for("and"))))
    parts = [part for part in _BETWEEN.split(re.sub(rf"\s(?:{joined})\s", ",", text)) if part]
    known = [names.get(name_key(part)) for part in parts]
    if len(parts) > 1 and all(known):
        return tuple(dict.fromkeys(filter(None, known)))
    asked = who_is(text)
    return () if asked is None else (asked,)


def _due(text: str, day: date) -> str | None:
    """The last day on which something is in time, as it was written on a day; None where that is not certain."""
    moment = parse_moment(text, datetime.combine(day, time()))
    if found := parse_day(text, day):
        return found.isoformat()
    if moment is not None and moment.has_day:
        return moment.at.date().isoformat()
    days = parse_days(text, day)
    return None if days is None else days.last.isoformat()
