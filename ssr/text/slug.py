"""A text as an identifier: for ids, names of files, and whatever takes no other letters."""

import re
import unicodedata

_NOT_PLAIN = re.compile("[^a-z0-9]+")


def slug(text: str) -> str:
    """A text in lower-case ASCII letters, digits and single hyphens: letters without their accents, `åsö` as `aso`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_PLAIN.sub("-", plain).strip("-")
