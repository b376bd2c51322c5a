"""Values as Markdown: whatever a text holds, it shows it and does nothing else.

Prose keeps its emphasis and its links to the web. Not for what a value means: that is the view's.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import jinja2
from markupsafe import Markup

from ssr.formats.page import BREAK
from ssr.view.base_view import Answer, Ref, Text

# What Markdown could take for markup, anywhere in a line and at its beginning. Prose keeps its emphasis.
_PROSE_MARKUP = re.compile(r"([\\`\[\]{}<>|&~])")
_MARKUP = re.compile(r"([\\`*_\[\]{}<>|&#~])")
_LINE_START = re.compile(r"[-+=#:]|[0-9]+(?=[.)](?:\s|\Z))|[*_](?=[*_\s]*(?:\s|\Z))")
_PROSE_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\(((?:https?://|mailto:|tel:)[^\s()<>\[\]]+)\)", re.IGNORECASE)
# Emphasis, where there is nothing else to show it with. What is within another is found the next time.
_EMPHASIS = re.compile(r"(\*\*?)(?=\S)([^*]+)(?<=\S)\1|(?<!\w)(__?)(?=\S)([^_]+)(?<=\S)\3(?!\w)")
_WITHIN = 3
_PARAGRAPHS = re.compile(r"\n\s*\n")
# Line feeds and spaces, but not the space that keeps a number and its unit together.
_SPACE = re.compile(r"[ \t\r\n]+")
_EMPTY_LINES = re.compile(r"\n[ \t\n]*\n")
# A line to fill in that stands alone would be a thematic break.
_LONE_BLANK = re.compile(r"^([ >*+-]*(?:[0-9]+[.)] +)?)(?=_{3,}[_ ]*$)", re.MULTILINE)


class Markdown(Markup):
    """Text that is Markdown already. What is added to it is data, and escaped as such."""

    __slots__ = ()

    @classmethod
    def escape(cls, value: Any, /) -> "Markdown":
        return cls(finalize(value))


BLANK = Markdown("________")
# A whole line to write on; the backslash keeps Markdown from taking it for a rule.
LINE = Markdown("\\" + 60 * "_")
# A box to tick.
BOX = Markdown("☐")


def finalize(value: Any) -> Any:
    """Any value as Markdown that shows it and does nothing else."""
    if isinstance(value, Markup) or jinja2.is_undefined(value):
        return value
    if isinstance(value, Ref):
        value = value.title
    if isinstance(value, Text):
        return _worded(value)
    if value is None:
        return Markdown("")
    return Markdown(escape(str(value)))


def _worded(text: Text) -> Markup:
    """Prose keeps its emphasis and links, a name is shown as it is; what is in another language says so."""
    write = escape_lines if isinstance(text, Answer) else escape if text.is_name else escape_prose
    escaped = write(text.text)
    return Markdown(f"[{escaped}]{{lang={text.language}}}" if text.foreign else escaped)


def paragraphs(text: Text | None) -> Markup:
    """Prose of several paragraphs as such."""
    if text is None:
        return Markdown("")
    parts = [part for part in _PARAGRAPHS.split(text.text) if part.strip()]
    return Markdown("\n\n").join(_worded(replace(text, text=part)) for part in parts)


def plain(text: Text | None) -> str:
    """Prose where no markup is read: without its emphasis, with the addresses of its links after their words."""
    if isinstance(text, Answer):
        return text.text
    prose = text.text if text is not None else ""
    addresses = (match.group(2) for match in _PROSE_LINK.finditer(prose))
    words = _PROSE_LINK.sub(r"\1 (\0)", prose)
    for _ in range(_WITHIN):
        words = _EMPHASIS.sub(r"\2\4", words)
    words = re.sub("\0", lambda _: next(addresses), words)
    return "\n\n".join(filter(None, map(_one_line, _PARAGRAPHS.split(words))))


def escape(text: str) -> str:
    """A text as Markdown shows it: on one line, and nothing in it is markup."""
    return _at_line_start(_MARKUP.sub(r"\\\1", _one_line(text)))


def escape_lines(text: str) -> str:
    """A text as Markdown shows it, in the cell of a table too: each line on its own, and nothing in it is markup."""
    return BREAK.join(map(escape, _EMPTY_LINES.sub("\n\n", text.strip()).split("\n")))


def escape_prose(text: str) -> str:
    """Prose as Markdown shows it: on one line, with its emphasis and its links to the web, and no other markup."""
    # A link leaves two parts between those around it: its words and its address.
    parts = _PROSE_LINK.split(_one_line(text))
    words = [_PROSE_MARKUP.sub(r"\\\1", part) for part in parts]
    written = [
        word if place % 3 == 0 else f"[{word}](" if place % 3 == 1 else f"{_address(parts[place])})"
        for place, word in enumerate(words)
    ]
    return _at_line_start("".join(written))


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" ")


def _at_line_start(text: str) -> str:
    """The text with what would begin a list, a heading or a rule escaped."""
    match = _LINE_START.match(text)
    if match is None:
        return text
    digits = match.end() if match.group().isdigit() else 0
    return f"{text[:digits]}\\{text[digits:]}"


def _address(url: str) -> str:
    """A web address that ends neither its link nor the cell of a table that it stands in."""
    return re.sub(r"[\\<>\s()|`\[\]]", lambda match: f"%{ord(match.group()):02X}", url).replace("&", r"\&")


def joined(parts: Iterable[Any], separator: str = "", attribute: str | None = None) -> str:
    """The parts with the separator between them; once one of them is Markdown, the others are escaped."""
    values = [getattr(part, attribute) if attribute else part for part in parts]
    if any(isinstance(value, Markup) for value in (separator, *values)):
        return Markdown.escape(separator).join(values)
    return separator.join(map(str, values))


def linked(text: Any, url: str | None) -> Markup:
    label = escape(str(text))
    return Markdown(f"[{label}](<{_address(url)}>)" if url else label)


def ruled(columns: Mapping[str, Sequence[int]], name: str) -> Markdown:
    """The line below the head of a table, from which the formats take how wide its columns are."""
    return Markdown("| " + " | ".join("-" * width for width in columns[name]) + " |")


def without_rules(text: str) -> str:
    """Markdown in which a blank that stands alone is a blank, and not the rule that Markdown would see."""
    return _LONE_BLANK.sub(r"\1\\", text)
