"""Markdown as the templates write it, with the blank lines that templating leaves tidied away, and fields as on paper.

What only the other formats can show is said in words: that words were lost or gained.
"""

import re

from ssr.formats.page import Page

_BLANK_LINES = re.compile(r"\n{3,}")
# As `reading` has it; the words may hold another pair of brackets, of a link or a language.
_WORDS = r"[^\[\]\\\n]|\\."
_REVISED = re.compile(rf"\\.|\[((?:{_WORDS}|\[(?:{_WORDS})*\])*)\]\{{(?:del|ins)=([^{{}}\n]+)\}}")
_FIELD = re.compile(r"\[((?:[^\[\]\\]|\\[\s\S])*)\]\{(?:field=[a-z0-9_.-]+|cite)\}")


def convert(text: str, _page: Page) -> bytes:
    """Clean Markdown in UTF-8, ending in one line feed."""
    text = _FIELD.sub(_on_paper, _REVISED.sub(_said, text))
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return (_BLANK_LINES.sub("\n\n", lines).strip() + "\n").encode()


def _said(found: re.Match[str]) -> str:
    """Words that were lost or gained, in brackets; an escaped character as it is."""
    return f"\\[{found[2]}: {found[1]}\\]" if found[2] else found[0]


def _on_paper(field: re.Match[str]) -> str:
    """What stands there on paper; its lines are paragraphs, since other readers take two in one for emphasis."""
    return field[1].replace("\\\n", "\n\n")
