"""The words of a text that differ, marked in it for a terminal: `öppna inom [ett dygn → tolv timmar].`"""

from collections.abc import Iterator, Sequence

from ssr.diff.words import Piece

_AROUND = 6  # words of what is the same, shown beside a difference
_AT_MOST = 40  # words of one difference


def is_all_new(words: Sequence[Piece]) -> bool:
    """Whether the two texts have no word in common."""
    return not any(piece.change == "same" and any(map(str.isalnum, piece.text)) for piece in words)


def marked(words: Sequence[Piece]) -> str:
    """The newer text with its differences between brackets, and with as much around them as shows where they stand."""
    return "".join(_marked(words)).strip()


def _marked(words: Sequence[Piece]) -> Iterator[str]:
    for at, piece in enumerate(words):
        follows = words[at + 1] if at + 1 < len(words) else None
        if piece.change == "same":
            yield _shortened(piece.text, opens=at == 0, ends=follows is None)
        elif piece.change == "removed" and follows is not None and follows.change == "added":
            yield f"{_space(piece)}[{_cut(piece)} → {_cut(follows)}]"
        elif piece.change == "removed":
            yield f"{_space(piece)}[– {_cut(piece)}]"
        elif at == 0 or words[at - 1].change != "removed":
            yield f"{_space(piece)}[+ {_cut(piece)}]"


def _space(piece: Piece) -> str:
    return " " if piece.text.startswith(" ") else ""


def _cut(piece: Piece) -> str:
    words = piece.text.split()
    return " ".join(words if len(words) <= _AT_MOST else [*words[:_AT_MOST], "…"])


def _shortened(text: str, *, opens: bool, ends: bool) -> str:
    """What is the same, without what lies far from any difference."""
    words = text.split(" ")  # the first is empty where the text begins with a space
    first, last = (0 if opens else _AROUND), (0 if ends else _AROUND)
    if len(words) <= first + last + 2:
        return text
    return " ".join([*words[: first + 1], *([] if first else [""]), "…", *words[len(words) - last :]])
