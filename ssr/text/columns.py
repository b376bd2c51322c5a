"""How wide a text is where every letter has a place of its own: in a terminal, and in a mail in plain text."""

import unicodedata

_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})


def columns(text: str) -> int:
    """How many columns a text takes: none for combining and unseen signs, two for wide ones."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(letter) in _NO_WIDTH else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )
