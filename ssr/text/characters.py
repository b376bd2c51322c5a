"""Which characters may stand in a text, and when two texts say the same."""

import re
import unicodedata

# What XML cannot hold, what does something else than be read, and what makes text read otherwise than it is written.
HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def normalise(text: str) -> str:
    """A text as its words: composed letters, and one space between. Two texts say the same when this is equal."""
    return " ".join(unicodedata.normalize("NFC", text).split())
