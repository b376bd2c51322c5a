"""A text as an identifier: for ids, names of files, and whatever takes no other letters."""

import re
import unicodedata

_NOT_PLAIN = re.compile("[^a-z0-9]+")


def slug(text: str, longest: int | None = None) -> str:
    """A text in lower-case ASCII letters, digits and single hyphens: letters without their accents, `åsö` as `aso`.

    Of one that would be longer than `longest`, the first words.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    whole = _NOT_PLAIN.sub("-", plain).strip("-")
    if longest is None or len(whole) <= longest:
        return whole
    return whole[: longest + 1].rpartition("-")[0] or whole[:longest]
