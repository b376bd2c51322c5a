"""Markdown as the templates write it, with the blank lines that templating leaves tidied away, and fields as on paper."""

import re

from ssr.formats import Page

_BLANK_LINES = re.compile(r"\n{3,}")
_FIELD = re.compile(r"\[((?:[^\[\]\\]|\\[\s\S])*)\]\{field=[a-z0-9_.-]+\}")


def convert(text: str, _page: Page) -> bytes:
    """Clean Markdown in UTF-8, ending in one line feed."""
    lines = "\n".join(line.rstrip() for line in _FIELD.sub(_on_paper, text).split("\n"))
    return (_BLANK_LINES.sub("\n\n", lines).strip() + "\n").encode()


def _on_paper(field: re.Match[str]) -> str:
    """What stands there on paper; its lines are paragraphs, since other readers take two in one for emphasis."""
    return field[1].replace("\\\n", "\n\n")
