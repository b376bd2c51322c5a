"""A text in one language or in several, as somebody reads it: in their language, else in one that there is."""

from collections.abc import Mapping
from typing import NamedTuple


class Localised(NamedTuple):
    """The text that was picked, and its language; None where the text does not say in which it is."""

    text: str
    language: str | None

    @classmethod
    def pick(cls, value: str | Mapping[str, str], language: str) -> "Localised":
        """The text of a value that is a string, or one string for each of some languages."""
        if isinstance(value, str):
            return cls(value, None)
        # Of other languages the tool's own first one, Swedish, however the file orders them.
        there = language if language in value else max(value)
        return cls(str(value[there]), there)
