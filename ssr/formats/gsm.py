"""The alphabet of text messages, GSM 03.38: what a text takes in it, and what stands for letters that it lacks.

`alphabet` is the same for a page that counts by itself.
"""

import re
import unicodedata
from typing import Any

from ssr.text.characters import HIDDEN

LIMIT = 160  # septets in one message

_BASIC = (
    "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà\n"
)
_EXTENDED = "^{}\\[~]|€"  # an escape goes before each of these
_LIKE = (
    dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‘’‚‛′´`", "'")
    | {"…": "...", "•": "-", "·": "-", "×": "x", "²": "2", "³": "3"}
    | {"Đ": "D", "đ": "d", "Ŋ": "N", "ŋ": "n", "Ŧ": "T", "ŧ": "t", "Ł": "L", "ł": "l"}
)
_TABLE = str.maketrans(_LIKE)
_SPACE = re.compile(r"\s")
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
_INVISIBLE = frozenset({"Mn", "Me", "Cf", "Cc"})


def alphabet() -> dict[str, Any]:
    """What a message may hold, what takes two septets, what is written otherwise, and how long one may be."""
    return {"limit": LIMIT, "basic": _BASIC, "extended": _EXTENDED, "like": _LIKE}


def septets(message: str) -> int:
    """How much of a message a text takes."""
    return len(message) + sum(letter in _EXTENDED for letter in message)


def transliterated(line: str) -> str:
    """A line in the alphabet, without what cannot be seen."""
    plain = HIDDEN.sub("", _SPACE.sub(" ", unicodedata.normalize("NFC", line).translate(_TABLE)))
    return _TWO_STOPS.sub(".", " ".join("".join(map(_letter, plain)).split()))


def _letter(letter: str) -> str:
    """What stands for a letter: itself, itself without its accents, or a sign that there was one."""
    if letter in _BASIC or letter in _EXTENDED:
        return letter
    parts = unicodedata.normalize("NFKD" if letter.isalpha() else "NFD", letter)
    plain = "".join(part for part in parts if unicodedata.category(part) not in _INVISIBLE)
    return plain if set(_BASIC).issuperset(plain) else "?"
