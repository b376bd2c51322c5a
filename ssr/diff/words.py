"""Which words of a prose differ, so that a reader sees or hears them and not two texts to compare by eye.

Nothing but the words counts: how a text is folded into lines is no difference. Not for what a change is called.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ssr.text.characters import normalise

_TOKEN = re.compile(r" ?(?:\w+(?:[-.:,/]\w+)*|[^\w\s])")
_MOST = 100_000  # pairs of equal tokens to choose among; what has more is told as wholly different


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: `same` in both texts, `removed` from the older or `added` in the newer."""

    change: str
    text: str


def diff_words(before: str, after: str) -> tuple[Piece, ...]:
    """The newer text with what it lost and what it gained, a word's space before it.

    Joined without what was added the pieces give the older text, without what was removed the newer one.
    """
    old, new = (_TOKEN.findall(f" {normalise(text)}") for text in (before, after))
    start = _in_common(old, new)
    end = _in_common(old[start:][::-1], new[start:][::-1])
    middle = _edits(old[start : len(old) - end], new[start : len(new) - end])
    edits = [(old[:start], old[:start]), *middle, (old[len(old) - end :], old[len(old) - end :])]
    return tuple(_pieces(_readable(edits)))


_Edit = tuple[Sequence[str], Sequence[str]]  # some tokens, and what they became


def _in_common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens both begin with."""
    pairs = zip(old, new, strict=False)
    return next((index for index, (before, after) in enumerate(pairs) if before != after), min(len(old), len(new)))


def _edits(old: Sequence[str], new: Sequence[str]) -> list[_Edit]:
    times = Counter(new)
    if sum(times[token] for token in old) > _MOST:
        return [(old, new)]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(old[first:last], new[low:high]) for _, first, last, low, high in matcher.get_opcodes()]


def _readable(edits: list[_Edit]) -> list[_Edit]:
    """Without the odd word in common between two larger differences: a sentence said anew is no row of crumbs."""
    merged: list[_Edit] = []
    for edit in edits:
        merged.append(edit)
        while len(merged) >= 3 and _is_crumb(*merged[-3:]):
            three = merged[-3:]
            merged[-3:] = [([token for old, _ in three for token in old], [token for _, new in three for token in new])]
    return merged


def _is_crumb(left: _Edit, between: _Edit, right: _Edit) -> bool:
    if between[0] != between[1] or left[0] == left[1] or right[0] == right[1]:
        return False
    return len(between[0]) < min(max(map(len, left)), max(map(len, right)))


def _pieces(edits: list[_Edit]) -> Iterator[Piece]:
    for old, new in edits:
        for change, tokens in [("same", old)] if old == new else [("removed", old), ("added", new)]:
            if tokens:
                yield Piece(change, "".join(tokens))
