"""Responses: what a form that came back says, before it is matched with the fields that were asked for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class DraftSpec(NamedTuple):
    """The entries of a `kind` that are drafted of responses: in its `list` an item for each of the `rows` of a field.

    `id` is that of a new entry for each response, which says what `entry` has; else the items belong to the entry that the
    form is about. What stands in braces is filled in with what the response says.
    """

    kind: str
    list: str
    rows: str
    item: Mapping[str, str]
    id: str | None = None
    entry: Mapping[str, str] = MappingProxyType({})


class CollectSpec(NamedTuple):
    """The form whose responses are collected, and which of its fields say what.

    `by` is the form's parameter that says whose it is, `name` the field in which that one is named, `at` the one that
    says when it was given, and `events` are those that name the event. `expected` selects those who are to answer,
    `until` leads in the entry to the last day to do so, and `worst` is the field whose choices go from the mildest to the worst.
    `answers` are those of which one must be filled for a response to be an answer (empty: any). `drafts` says which entries
    may be drafted of the responses.
    """

    document: str
    by: str
    name: str
    at: str
    expected: str
    events: tuple[str, ...] = ()
    until: str | None = None
    worst: str | None = None
    answers: tuple[str, ...] = ()
    drafts: DraftSpec | None = None


class AgreeSpec(NamedTuple):
    """In which fields of a form things are agreed, row by row: what, by whom, until when.

    `forum` selects those who agree it, `actors` are the kinds of those who may do it.
    """

    what: str
    who: str
    when: str
    forum: str
    actors: tuple[str, ...]


class Control(NamedTuple):
    """A content control of a Word document: its names, its text, and whether that only asks to be filled in."""

    tag: str
    title: str
    text: str
    empty: bool = False


class FormResponse(NamedTuple):
    """A file that came back: what it says it is and its answers by field, as controls where `is_word`: a Word document.
    `saved` is the instant at which its properties say that it was saved.

    `problem` is why it cannot be read, with the parameters of that sentence.
    """

    path: str
    mark: Mapping[str, str] = {}
    answers: Mapping[str, str] = {}
    controls: tuple[Control, ...] = ()
    problem: tuple[str, Mapping[str, object]] | None = None
    is_word: bool = False
    saved: str = ""
