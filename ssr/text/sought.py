"""Words that are looked for in texts, and the line around them where they stand.

Folded as names are on the command line: as they are spelt where they have letters with marks, else without any marks.
Not for which entry is meant by a name: that is for `base.names`.
"""

import re
from collections.abc import Sequence

from ssr.text.folding import plain, words_of

_WORD = re.compile(r"[^\W_]+")
_BEFORE, _AFTER = 50, 90  # letters of the text around the first word


class Sought:
    """Some words, as somebody typed them; each may be a part of a word in the text."""

    def __init__(self, typed: str) -> None:
        self._words = words_of(typed)
        self._plain = tuple(map(plain, self._words))

    @property
    def has_marks(self) -> bool:
        """Whether any letter has a mark, so that letters such as å and a differ at first."""
        return self._words != self._plain

    def __bool__(self) -> bool:
        return bool(self._words)

    def line_in(self, text: str, *, with_marks: bool) -> str | None:
        """A line of the text around the first of the words; None where they do not all stand there."""
        wanted = self._words if with_marks else self._plain
        place = _first_place(text, wanted, with_marks=with_marks)
        return None if place is None else _line(text, place)


def _first_place(text: str, wanted: Sequence[str], *, with_marks: bool) -> int | None:
    missing, first = set(wanted), None
    for match in _WORD.finditer(text):
        folded = "".join(words_of(match.group()))
        there = folded if with_marks else plain(folded)
        found = {word for word in wanted if word in there}
        if found and first is None:
            first = match.start()
        missing -= found
    return None if missing else first


def _line(text: str, place: int) -> str:
    """What stands around a place, on one line and in whole words, with signs of what is left out."""
    begin, end = max(place - _BEFORE, 0), place + _AFTER
    before, after = text[begin:place], text[place:end]
    if begin:
        before = f"…{before.partition(' ')[2]}" if " " in before else "…"
    if end < len(text):
        after = f"{after.rpartition(' ')[0] if ' ' in after else after}…"
    return " ".join((before + after).split())
