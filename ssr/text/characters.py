"""Which characters may stand in a text, and when two texts say the same."""

import re
import unicodedata
from typing import Any

# What nobody sees, or what makes text read otherwise than it is written: control characters, what XML cannot hold, what
# Unicode lets a program leave out (marks of direction, tags, fillers), private use. None of it may stand in a text: in the
# base and in a form it is told at its place, from elsewhere it is left out, alike in every format. Not the soft hyphen,
# which breaks a long word, nor the joiners and selectors that some scripts and pictures are spelt with.
FILLERS = "\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # of Hangul and Khmer: the only ones that Python calls printable
_HIDDEN = (
    f"{FILLERS}\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\ue000-\uf8ff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U0010ffff"
    # the last two of each plane, which Unicode keeps for nothing
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xE0000, 0x10000))
)
# What may stand in a text, and shows nothing by itself: what breaks, joins or chooses other letters, and a blank sign of
# braille. The inside of a pattern's brackets, for other programs too.
UNSEEN = "\\u00ad\\u034f\\u180b-\\u180d\\u180f\\u200c\\u200d\\u2800\\ufe00-\\ufe0f"
# What word processors write for a hyphen: the inside of a pattern's brackets.
DASHES = "\u2010-\u2015\u2212"

HIDDEN = re.compile(f"[{_HIDDEN}\t\n\r]")  # within a line
SEEN = re.compile(rf"[^\s{UNSEEN}\U000e0100-\U000e01ef]")
FORBIDDEN = re.compile(f"[{_HIDDEN}]|\r(?!\n)")  # in a whole text, which has lines and may be indented by tabs


def named_character(letter: str) -> str:
    """A character, and the number that Unicode gives it."""
    return f"{letter} (U+{ord(letter):04X})"


def normalise(text: str) -> str:
    """A text as its words: composed letters, and one space between. Two texts say the same when this is equal."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def normalise_all(value: Any) -> Any:
    """A value with every text in it as its words: two values say the same in the same order when this is equal."""
    if isinstance(value, dict):
        return {name: normalise_all(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [normalise_all(inner) for inner in value]
    return normalise(value) if isinstance(value, str) else value
