"""Which control of a Word document is which field: by its tag, else by its title, else by its place between those known.

LibreOffice drops the tags, and of lists and dates the titles too; what asks to be filled in then looks like an answer.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ssr.formats.form import Form, FormField, prompt, short_names, titles
from ssr.forms.response import Control


class Matched(NamedTuple):
    """The answers by field; the fields that are not in the file; and what is filled in that no field is known for."""

    answers: Mapping[str, str]
    lost: tuple[str, ...]
    unknown: tuple[str, ...]


def matched(controls: Sequence[Control], form: Form, language: str) -> Matched:
    """The answers that the controls hold to the fields of a form."""
    keys = _keys(controls, list(form.fields), _names(form))
    answers: dict[str, str] = {}
    unknown = []
    for key, control in zip(keys, controls, strict=True):
        if key is None or key in answers:
            unknown += [control.text] if control.text and not control.empty else []
        else:
            answers[key] = _answer(control, form.fields[key], language)
    return Matched(answers, tuple(key for key in form.fields if key not in answers), tuple(unknown))


def _names(form: Form) -> Mapping[str, str]:
    """The field that each title means, and each tag, which counts before a title."""
    by_title = {title: key for key, title in titles(form.fields).items()}
    return by_title | {f"\0{tag}": key for key, tag in short_names(form.fields).items()}


def _keys(controls: Sequence[Control], order: list[str], names: Mapping[str, str]) -> list[str | None]:
    keys = [names.get(f"\0{control.tag}") or names.get(control.title) for control in controls]
    before = -1
    for at, key in enumerate(keys):
        if key is not None:
            before = order.index(key)
            continue
        # Known by its place only if as many fields are missing as there are controls without a name.
        after = next((place for place in range(at, len(keys)) if keys[place] is not None), len(keys))
        following = order.index(str(keys[after])) if after < len(keys) else len(order)
        if following - before - 1 == after - at:
            keys[at:after] = order[before + 1 : following]
            before += 1
    return keys


def _answer(control: Control, field: FormField, language: str) -> str:
    text = "" if control.empty or control.text == prompt(field, language) else control.text
    return next((value for value, label in field.choices if text == label), text)
