"""`ssr report`: a form that is collected, filled in for somebody who reported by telephone or radio, as its page saves it."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from ssr.base.names import Choose, refuse, resolve_word
from ssr.documents.naming import resolved
from ssr.documents.renderer import Renderer
from ssr.documents.request import Readers, RenderRequest
from ssr.errors import UsageError
from ssr.formats.form import Form, FormField
from ssr.forms.response import CollectSpec
from ssr.templating.definition import Definition
from ssr.templating.definition_files import Definitions
from ssr.text.times import parse_clock, parse_day, parse_moment
from ssr.view.base_view import Ref


class BlankReport(NamedTuple):
    """A form to fill in for somebody: its fields, and which of them say whose it is and when; and a name for its file."""

    form: Form
    collects: CollectSpec
    file_name: str

    @property
    def asked(self) -> list[FormField]:
        """The fields to fill in, in their order: all but the name of the one who reports."""
        return [field for key, field in self.form.fields.items() if key != self.collects.name]


def forms_of(documents: Definitions) -> Mapping[str, CollectSpec]:
    """The documents that are collected, and how."""
    collecting = (document.collects for document in documents.sound() if document.collects is not None)
    return {collects.document: collects for collects in collecting}


def form_meant(documents: Definitions, word: str | None, choose: Choose = refuse) -> Definition:
    """The form that is meant by a word of its title; where none is given, the only one that tells of an event."""
    forms = forms_of(documents)
    usual = [name for name, collects in forms.items() if collects.events]
    usual = usual or [name for name in forms if documents[name].proposal is None]
    if word is not None:
        word = resolve_word(word, {name: list(documents[name].title.values()) for name in forms}, choose)
    name = usual[0] if word is None and len(usual) == 1 else word
    if name is None or name not in forms:
        raise UsageError("no-one-form", known=", ".join(forms))
    return documents[name]


def made_of(renderer: Renderer, form: Definition, readers: Readers) -> list[Ref]:
    """What a form can be made of: the entries of the first kind that it is about which hold, or are proposed."""
    return renderer.subjects(form, readers, form.about[:1])


def blank_report(
    renderer: Renderer, documents: Definitions, form: Definition, readers: Readers, who: str, id_: str, *,
    choose: Choose = refuse,
) -> BlankReport:  # fmt: skip
    """The form of one who reports, made of an entry."""
    collects = forms_of(documents)[form.name]
    options = {parameter.name: None for parameter in form.parameters} | {collects.by: who}
    request = RenderRequest(form, readers, id_, next(iter(form.formats)), options=options)
    request = resolved(request, renderer.view(readers), choose)
    made = renderer.draft(request).page.form
    if made is None:
        raise UsageError("no-one-form", known=", ".join(forms_of(documents)))
    return BlankReport(made, collects, f"{form.name}-{request.id}-{request.options[collects.by]}.yaml")


def answer_to(field: FormField, text: str, now: datetime) -> str:
    """An answer as the form's page would save it; what is none of the choices, or no time, is refused."""
    text = text.strip()
    if not text:
        return ""
    if field.choices:
        by_number = {str(number): value for number, (value, _) in enumerate(field.choices, 1)}
        value = by_number.get(text) or resolve_word(text, {value: [label] for value, label in field.choices})
        if value not in dict(field.choices):
            known = ", ".join(label for _, label in field.choices)
            raise UsageError("unknown-choice", value=text, option=field.title, known=known)
        return value
    read = {"moment": _moment, "day": _day, "clock": _clock}.get(field.type)
    value = text if read is None else read(text, now) or ""
    if not value:
        raise UsageError("wrong-moment" if field.type != "day" else "wrong-date", value=text, option=field.title)
    return value


def _moment(text: str, now: datetime) -> str | None:
    said = parse_moment(text, now)
    return None if said is None else said.at.isoformat()[:16]


def _clock(text: str, _: datetime) -> str | None:
    return parse_clock(text)


def _day(text: str, now: datetime) -> str | None:
    said = parse_day(text, now.date())
    return None if said is None else said.isoformat()


def report_file(blank: BlankReport, answers: Mapping[str, str], now: str) -> bytes:
    """The file with the answers, as the form's page saves it; refused where nothing is answered."""
    if not any(answers.get(field.key) for field in blank.asked if field.key != blank.collects.at):
        raise UsageError("nothing-reported")
    said = {key: answers.get(key) or field.value for key, field in blank.form.fields.items()}
    mark = {**blank.form.mark, "saved": now.replace("T", " ")}
    return (_group("form", mark.items()) + _group("answers", said.items())).encode("utf-8", "backslashreplace")


def _group(name: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Every value in quotes, so that no reader takes it for something else than text."""
    lines = (": ".join(json.dumps(part, ensure_ascii=False) for part in pair) for pair in pairs)
    return f"{name}:\n" + "".join(f"  {line}\n" for line in lines)
