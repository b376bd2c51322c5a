"""The fields of a form as controls of an HTML page, and the script that gives back what was filled in.

The page needs no network: its own policy allows nothing but this script, known by its sum. Without it the form is still
shown and printed.
"""

import json
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

from markdown_it.token import Token

from ssr.formats.form import Form, FormField, number
from ssr.text.catalogue import layout_words

_TYPES = {"text": "text", "day": "date", "clock": "time", "moment": "datetime-local", "tick": "checkbox"}
_LONGEST = 8000  # letters of a text; said once, for the script to set
# So many choices stand below each other at the most; more of them are a list that opens.
_FEW = 8
_HEAD = """\
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
script-src 'sha256-{sum}'; base-uri 'none'; form-action 'none'">
"""
_TOOLS = """\
<section class="tools" aria-labelledby="give" hidden{messages}>
<h2 id="give">{give}</h2>
<p>{how}</p>
<p><button type="button" id="save">{save}</button> <button type="button" id="copy">{copy}</button></p>
<p id="done" role="status"></p>
<p hidden><label for="text">{text}</label> <textarea id="text" rows="8" readonly></textarea></p>
</section>
"""


def joined(tokens: Sequence[Token], form: Form) -> None:
    """Make each field of the form one token. One that has few choices and stands alone in its paragraph is a block."""
    for at, token in enumerate(tokens):
        if token.type == "inline":
            token.children = _joined(token.children or [], form)
            if [child.type for child in token.children] == ["field"] and tokens[at - 1].type == "paragraph_open":
                alone = token.children[0]
                alone.block = 0 < len(form.fields[alone.content].choices) <= _FEW
                tokens[at - 1].hidden = tokens[at + 1].hidden = alone.block


def _joined(children: Sequence[Token], form: Form) -> list[Token]:
    result: list[Token] = []
    inside = False
    for child in children:
        if child.type == "field_open" and child.attrs["key"] in form.fields:
            result.append(Token("field", "", 0, content=str(child.attrs["key"])))
            inside = True
        elif not inside:
            result.append(child)
        inside = inside and child.type != "field_close"
    return result


def control(field: FormField, *, block: bool) -> str:
    """The control of one field, which says what it is called."""
    key, title = escape(field.key), escape(field.title)
    common = f'data-field="{key}" aria-label="{title}"'
    hint = f' placeholder="{escape(field.hint)}"' if field.hint else ""
    if block:
        return _radios(field)
    if field.choices:
        unset = field.unset or "–"  # what says nothing at all is no choice to those who hear the page
        options = "".join(_option(value, label, field.value) for value, label in (("", unset), *field.choices))
        return f"<select {common}>{options}</select>"
    if field.lines and field.type == "text":
        rows = max(field.lines, field.value.count("\n") + 1)
        return f'<textarea {common} rows="{rows}"{hint}>{escape(field.value)}</textarea>'
    value = f' value="{escape(field.value)}"' if field.value else ""
    return f'<input type="{_TYPES[field.type]}" {common}{value}{hint}>'


def _radios(field: FormField) -> str:
    key, title = escape(field.key), escape(field.title)
    radios = "".join(
        f'<label><input type="radio" name="{key}" value="{escape(value)}"> <span>{escape(label)}</span></label>\n'
        for value, label in field.choices
    )
    return f'<fieldset data-field="{key}">\n<legend>{title}</legend>\n{radios}</fieldset>\n'


def _option(value: str, label: str, chosen: str) -> str:
    """A choice; what it says is its value, where no other is given."""
    given = "" if value == " ".join(label.split()) else f' value="{escape(value)}"'
    selected = " selected" if value and value == chosen else ""
    return f"<option{given}{selected}>{escape(label)}</option>"


def opening(form: Form) -> str:
    """The attributes of what holds the form, by which the script knows what it is."""
    file = "-".join(value for name, value in form.mark.items() if name not in {"period", "made", "lang"})
    mark = escape(json.dumps(form.mark, ensure_ascii=False))
    return f' data-form="{mark}" data-number="{number(form.mark)}" data-file="{escape(file)}.yaml" data-longest="{_LONGEST}"'


def policy(script: str) -> str:
    """What goes into the head of the page: that nothing but the script may run, and nothing be fetched."""
    return _HEAD.format(sum=b64encode(sha256(script.encode()).digest()).decode())


def tools(language: str) -> str:
    """What gives back the answers, hidden until the script is there to do it."""
    words = {name: escape(word) for name, word in layout_words(language)["tools"].items()}
    messages = "".join(f' data-{name}="{words[name]}"' for name in ("saved", "copied", "marked", "form"))
    return _TOOLS.format(messages=messages, **words)


@cache
def script() -> str:
    """The script, without the tags around it, without comments and without what indents it."""
    lines = Path(__file__).with_name("form.js").read_text(encoding="utf-8").splitlines()
    return "".join(f"{line}\n" for line in map(str.strip, lines) if line and not line.startswith("//"))
