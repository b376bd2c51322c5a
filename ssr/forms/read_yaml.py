"""The file that a form in a browser saves: YAML that says what it is and what was answered, all of it text."""

import re
from collections.abc import Mapping

from ssr.base.yaml import read
from ssr.forms.inbox import CannotReadError

_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml)", re.IGNORECASE)
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff")
_NO_TEXT = re.compile(rb"[\0-\x08\x0e-\x1f]")  # in no encoding that a text is saved in


def is_page(content: bytes) -> bool:
    """Whether this is a saved page: browsers do not save what was typed in it."""
    return _PAGE.match(content) is not None


def read_form(path: str, content: bytes) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What the form is and the answers by field. What is not UTF-8 is not guessed at: å could be anything."""
    if content.startswith(_OTHER_ENCODINGS):
        raise CannotReadError("other-encoding")
    if b"\0" in content[:1024]:
        raise CannotReadError("no-form")
    source = read(path, content)
    if source.errors:
        first = source.errors[0]
        if first.key == "not-utf8":
            raise CannotReadError("no-form" if _NO_TEXT.search(content) else "other-encoding")
        line = first.location.position.line
        raise CannotReadError("broken", line=line, finding=first.key, parameters=first.parameters)
    data = source.data
    form, answers = (data.get(name) for name in ("form", "answers"))
    if not isinstance(form, dict) or not isinstance(answers, dict):
        raise CannotReadError("no-form")
    return _texts(form), _texts(answers)


def _texts(values: Mapping[str, object]) -> Mapping[str, str]:
    """The values as they were written: what is read as a number here is written in one way only."""
    for key, value in values.items():
        if isinstance(value, (dict, list)):
            raise CannotReadError("no-text", field=key)
    return {
        key: "" if value is None else str(value).lower() if isinstance(value, bool) else str(value).strip()
        for key, value in values.items()
    }
