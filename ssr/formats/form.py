"""What a form is, from the template that puts its fields to the reader of what comes back: its fields, and what it is.

Not for how a field looks: that is for the formats.
"""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote, unquote

from ssr.text.catalogue import layout_words

# What Word gives a name of its own; longer ones it calls a broken file.
_LONGEST_NAME = 64
_PAIR = re.compile(r"(?<!\S)([a-z][a-z0-9_]*)=(\S+)")
# What parts one value from the next, or is lost among the keywords of a file that LibreOffice saves.
_PARTING = re.compile(r"[\s:,;%]")
# What parts the name of a field from the row of a table that it stands in.
_ROW = "."
# The first word of the line in which a file says what form it is; no prose holds it.
_FIRST = "document"


class FormField(NamedTuple):
    """One thing to fill in. `title` is what it is called where nothing beside it says that, as when it is read aloud.

    `lines` is how many whole lines it takes on paper, 0 for a short space in a line. `unset` is what a choice says
    until somebody chooses.
    """

    key: str
    title: str
    type: str = "text"
    lines: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    unset: str = ""
    value: str = ""


class Form(NamedTuple):
    """What a document is as a form: the fields in their order, and what it says of itself."""

    mark: Mapping[str, str]
    fields: Mapping[str, FormField]


def field_key(name: str, row: str = "") -> str:
    """The key of a field, or of the one of that name in a row of a table."""
    return f"{name}{_ROW}{row}" if row else name


def name_and_row(key: str) -> tuple[str, str]:
    """The name of the field that a key is of, and the row that it stands in: none for one that stands alone."""
    name, _, row = key.partition(_ROW)
    return name, row


def prompt(field: FormField, language: str) -> str:
    """What stands in a field of a Word document until it is filled in; nothing in words where it is ticked."""
    prompts: Mapping[str, str] = layout_words(language)["prompts"]
    return field.unset or field.hint or prompts.get("choice" if field.choices else field.type, "")


def mark_line(mark: Mapping[str, str]) -> str:
    """What a form is, as the line that its file carries: the document it is, made of what, for whom and when."""
    return " ".join(f"{name}={_PARTING.sub(_quoted, value)}" for name, value in mark.items())


def _quoted(sign: re.Match[str]) -> str:
    return quote(sign.group(), safe="")


def number(mark: Mapping[str, str]) -> str:
    """What people call a form by where they see it, and tell it from others: short, and another for each mark."""
    sign = sha256(" ".join(f"{name}={value}" for name, value in mark.items()).encode()).hexdigest()
    return f"{sign[:4]}-{sign[4:8]}"


def read_mark(text: str) -> Mapping[str, str]:
    """What the line in a text says that the form is; empty where there is none, or more than one that differ."""
    mark_lines = {line.strip() for line in text.splitlines() if f"{_FIRST}=" in line}
    marks = [{name: unquote(value) for name, value in _PAIR.findall(line)} for line in sorted(mark_lines)]
    return marks[0] if marks and all(mark == marks[0] for mark in marks) else {}


def short_names(names: Iterable[str]) -> Mapping[str, str]:
    """For each name one that Word can hold, none of them twice. The same names always give the same."""
    short: dict[str, str] = {}
    for name in names:
        number, shortened = 1, name[:_LONGEST_NAME]
        while shortened in short.values():
            number += 1
            ending = f" ({number})"
            shortened = name[: _LONGEST_NAME - len(ending)] + ending
        short[name] = shortened
    return short


def titles(fields: Mapping[str, FormField]) -> Mapping[str, str]:
    """What each field is called in Word, by its key; no two alike, so that it can be told by that alone."""
    numbered: dict[str, str] = {}
    for key, field in fields.items():
        numbered[key] = field.title if field.title not in numbered.values() else f"{field.title} ({key})"
    short = short_names(numbered.values())
    return {key: short[title] for key, title in numbered.items()}
