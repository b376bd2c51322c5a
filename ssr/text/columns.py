"""How wide a text is where every letter has a place of its own, in a terminal or a plain mail, and what there is room for."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})
# What takes one column each, so that most text need not be gone through: what comes before the first combining sign, but
# for the soft hyphen, and dashes, quotes and dots.
_OTHERS = re.compile("[^\0-\xac\xae-\u02ff\u2010-\u2027]")


def columns(text: str) -> int:
    """How many columns a text takes: none for combining and unseen signs, two for wide ones."""
    if _OTHERS.search(text) is None:
        return len(text)
    return sum(
        0 if unicodedata.category(letter) in _NO_WIDTH else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )


def shortened(text: str, longest: int) -> str:
    """A text; of one with more letters, the first, so that there are no more with the sign that says that it goes on."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def the_first(names: Sequence[str], most: int) -> str:
    """The first of some names, no more than there is room for, with the sign that says that there are others."""
    return ", ".join([*names[:most], *["…"] * (len(names) > most)])


def in_columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Each row on a line, its cells below those of the others; a column in which nothing stands takes no room."""
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True) if width)
        yield "  ".join(cells).rstrip(" ")
