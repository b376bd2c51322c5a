"""Markdown as the templates write it, with the blank lines that templating leaves tidied away."""

import re

from ssr.formats import Page

_BLANK_LINES = re.compile(r"\n{3,}")


def convert(text: str, _page: Page) -> bytes:
    """Clean Markdown in UTF-8, ending in one line feed."""
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return (_BLANK_LINES.sub("\n\n", lines).strip() + "\n").encode()
