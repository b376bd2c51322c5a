"""The control of a field with one value: a choice by its labels, yes or no, a number, a line or a text; and what it gave.

What a value is written as is decided by the schema; one that does not fit is kept as it was typed, for the check to tell.
"""

import re
from collections.abc import Mapping
from typing import Any

from ssr.base.effective import FREE_FORMATS
from ssr.base.kinds import Field
from ssr.text.catalogue import Catalogue
from ssr.web.elements import Child, Html, element

_NUMBER = re.compile(r"-?[0-9]{1,15}\Z")
_DECIMAL = re.compile(r"-?[0-9]{1,15}[.,][0-9]{1,9}\Z")
_ROW = 60  # letters, about
Attributes = Mapping[str, str | None]


def control(field: Field, value: Any, attributes: Attributes, words: Catalogue) -> Html:
    """The control of a field that holds `value`, if anything."""
    schema, own = field.schema, dict(attributes)
    if "enum" in schema:
        labels = {str(one): field.label(str(one), words.language) for one in schema["enum"]}
        return _select(labels, value, own)
    if schema.get("type") == "boolean":
        return _select({one: words.text(f"edit.{one}") for one in ("true", "false")}, value, own)
    text = "" if value is None else _text(value)
    if field.is_text or schema.get("format") == "prose":
        rows = sum(len(line) // _ROW + 1 for line in text.split("\n"))
        return element("textarea", {**own, "rows": str(min(max(rows, 2), 20))}, text.removesuffix("\n"))
    is_number = schema.get("type") in ("integer", "number")
    placeholder = (
        None if schema.get("format", "line") in FREE_FORMATS else words.text(f"edit.formats.{schema['format']}")
    )
    mode = "numeric" if is_number else None
    return element(
        "input",
        {**own, "type": "text", "value": text, "inputmode": mode, "placeholder": placeholder, "autocomplete": "off"},
    )


def labelled(id_: str, title: Child, description: str | None, shown: Html, *below: Child) -> Html:
    """A control under what it is called and what that is, with what is told below it."""
    help_ = element("p", {"class": "help", "id": f"{id_}-h"}, description) if description else None
    return element("div", {"class": "field"}, element("label", {"for": id_}, title), help_, shown, *below)


def _select(labels: Mapping[str, str], value: Any, attributes: dict[str, str | None]) -> Html:
    chosen = "" if value is None else _text(value)
    if chosen not in labels:  # what is none of the choices is not lost either
        labels = {chosen: chosen or "–", **labels} if not chosen else {"": "–", chosen: chosen, **labels}
    else:
        labels = {"": "–", **labels}
    options = [element("option", {"value": one, "selected": one == chosen}, text) for one, text in labels.items()]
    return element("select", {**attributes}, options)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def typed(text: str, field: Field, before: Any) -> Any:
    """The value that was typed or chosen; None where nothing was. A text that ended in a new line still does."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    schema = field.schema
    if not text:
        return None
    if schema.get("type") == "boolean" and text in {"true", "false"}:
        return text == "true"
    if schema.get("type") in ("integer", "number") and _NUMBER.match(text):
        return int(text)
    if schema.get("type") == "number" and _DECIMAL.match(text):
        return float(text.replace(",", "."))
    if not (field.is_text or schema.get("format") == "prose"):
        return " ".join(text.split("\n"))
    return f"{text}\n" if isinstance(before, str) and before.endswith("\n") else text
