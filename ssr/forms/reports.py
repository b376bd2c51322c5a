"""What came back, file by file: whose report it is and from when, or why it is not counted. Nothing is settled here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ssr.base.names import name_key
from ssr.formats.form import Form, name_and_row
from ssr.forms.field_match import matched
from ssr.forms.response import CollectSpec, FormResponse
from ssr.text.catalogue import Catalogue
from ssr.text.times import parse_moment
from ssr.text.zone import moment_in_zone


class Note(NamedTuple):
    """Something to say of a file, by the key of its sentence."""

    key: str
    parameters: Mapping[str, object] = {}


def described(words: Catalogue, note: Note) -> str:
    """Why a file is not counted, or what is to be said of it."""
    parameters = dict(note.parameters)
    if "finding" in parameters:
        inner = parameters.pop("parameters")
        assert isinstance(inner, Mapping)  # noqa: S101
        parameters["reason"] = words.text(f"findings.{parameters.pop('finding')}.message", **inner)
    return words.text(f"returned.{note.key}", **parameters)


class Report(NamedTuple):
    """A report that counts, unless there is a later one: who it is from, and when it says that it was given."""

    path: str
    who: str
    at: str
    answers: Mapping[str, str]
    notes: tuple[Note, ...] = ()
    other: tuple[str, ...] = ()


class RejectedFile(NamedTuple):
    """A file that is not counted, and why; `who` where it is known whose it says it is, `unknown` where only that is lacking."""

    path: str
    why: Note
    who: str | None = None
    unreadable: bool = False
    unknown: bool = False


class CollectRequest(NamedTuple):
    """What a report must be to be counted: of this form, made of this entry, for this event and occasion.

    `names` are those who may report, by what they are called; `form` gives the form in a language; `from_` says whose a file is.
    `zone` is where the clocks stand by which a report counts.
    """

    collects: CollectSpec
    about: str
    period: str | None
    marking: str | None
    event: str | None
    names: Mapping[str, str]
    form: Callable[[str], Form]
    at: str
    deadline: str | None
    from_: Mapping[str, str] = {}
    zone: str = "UTC"


def judged(responses: Iterable[FormResponse], request: CollectRequest) -> list[Report | RejectedFile]:
    """Each file as a report, or apart from them."""
    return [_judged(response, request) for response in responses]


def _folded(text: str) -> str:
    """A text as it is compared: letters and signs count, spaces and capitals do not."""
    return " ".join(text.casefold().split())


def moment_of(text: str, near: str) -> str:
    """A day and time as they are compared, empty where there is none to be certain of; a day without a year lies near another."""
    moment = parse_moment(text, near=date.fromisoformat(near[:10]))
    return moment.at.isoformat()[:16] if moment is not None and moment.has_day else ""


def _judged(response: FormResponse, request: CollectRequest) -> Report | RejectedFile:
    if response.problem is not None:
        return RejectedFile(response.path, Note(*response.problem), unreadable=True)
    if why := _of_something_else(response.mark, request):
        return RejectedFile(response.path, why)
    form = request.form(response.mark.get("lang", ""))
    answers, notes, other, lost = answers_of(response, form, request.collects.name)
    name = answers.get(request.collects.name, "")
    said = request.from_.get(response.path)
    who = said or response.mark.get(request.collects.by) or request.names.get(name_key(name), "")
    form_lost = [key for key in lost if not name_and_row(key)[1]]
    if form_lost:
        fields = ", ".join(form.fields[key].title for key in form_lost)
        return RejectedFile(response.path, Note("lost", {"fields": fields}), who or None, unreadable=True)
    if lost:  # rows that came since the form was made
        notes.append(Note("lost-rows", {"n": len(lost)}))
    if who not in request.names.values():
        return RejectedFile(response.path, Note("unknown-who", {"name": name or who or "–"}), unknown=True)
    if said and name and request.names.get(name_key(name)) != said:
        notes.append(Note("said-who", {"name": name}))
        name = ""
    events = [value for key in request.collects.events if (value := answers.get(key, ""))]
    if why := _not_to_be_counted(answers, other, name, who, events, request):
        return RejectedFile(response.path, why, who)
    at = moment_of(answers.get(request.collects.at, ""), request.at)
    if not at and (at := _saved(response, request)):
        notes.append(Note("saved-at"))
    notes += _of_time(at, response.mark, request)
    notes += [Note("no-event")] if request.collects.events and not events else []
    return Report(response.path, who, at, answers, tuple(notes), other)


def _saved(response: FormResponse, request: CollectRequest) -> str:
    """When a file was saved, by what it says itself: a page by the clocks where it was, Word everywhere by the same."""
    by_page = moment_of(response.mark.get("saved", ""), request.at)
    return by_page or moment_in_zone(response.saved, request.zone)


def _not_to_be_counted(
    answers: Mapping[str, str],
    other: Sequence[str],
    name: str,
    who: str,
    events: Sequence[str],
    request: CollectRequest,
) -> Note | None:
    """Why a form of the right sort is no report of this event from the one whose form it is."""
    if not any(value for key, value in answers.items() if key != request.collects.name) and not other:
        return Note("blank")
    if name and request.names.get(name_key(name)) != who:
        return Note("other-who", {"name": name, "id": who})
    if request.event is not None and events and _folded(request.event) not in map(_folded, events):
        return Note("other-event", {"named": ", ".join(events)})
    return None


def _of_something_else(mark: Mapping[str, str], request: CollectRequest) -> Note | None:
    """Why a form is not one of those that are collected, by what it says that it is."""
    if not mark.get("document"):
        return Note("no-mark")
    if mark["document"] != request.collects.document:
        return Note("other-form", {"document": mark["document"]})
    if mark.get("about") != request.about:
        return Note("other-entry", {"id": mark.get("about", "")})
    if mark.get("marking") != request.marking:
        return Note("other-marking", {"marking": mark.get("marking") or "–"})
    return None


def answers_of(
    response: FormResponse, form: Form, name: str
) -> tuple[dict[str, str], list[Note], tuple[str, ...], tuple[str, ...]]:
    """The answers to what the form asks; what else is to be said; what it did not ask; and the fields that it has lost.

    Who reports is known by `name`, the field that says it, also in other words than those that are chosen from.
    """
    notes: list[Note] = []
    lost: tuple[str, ...] = ()
    if response.is_word:
        answers, lost, other = matched(response.controls, form, response.mark.get("lang", ""))
    else:
        answers = {key: value for key, value in response.answers.items() if key in form.fields}
        other = tuple(f"{key}: {value}" for key, value in response.answers.items() if key not in form.fields and value)
    for key, value in answers.items():
        field = form.fields[key]
        if key != name and value and field.choices and value not in dict(field.choices):
            notes.append(Note("no-choice", {"key": key, "field": field.title, "value": value}))
    return dict(answers), notes, other, lost


def _of_time(at: str, mark: Mapping[str, str], request: CollectRequest) -> list[Note]:
    notes = [] if at else [Note("no-time")]
    if at > request.at:
        notes.append(Note("ahead"))
    if request.deadline is not None and at > request.deadline:
        notes.append(Note("late"))
    if mark.get("period") != request.period:
        notes.append(Note("other-period", {"period": mark.get("period") or "–"}))
    return notes
