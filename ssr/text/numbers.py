"""Days, times of day and numbers as words, for what is read out over a radio and written down by whoever hears it.

Not for dates and times on paper: those are `language`'s.
"""

import re
from datetime import date

from ssr.text.catalogue import Catalogue

# A number, and what parts it: what stands between groups of figures is not said, but that a number goes on.
# So are the keys of a telephone beside it; an asterisk that no backslash makes one is a mark of Markdown.
_NUMBER = re.compile(r"(?:\+|\\?#|\\[*+])*\d+(?:(?:[.,:]|\\?#|\\\*)\d+)*(?:\\?#|\\\*)*")
_GROUPS = re.compile(r"(?<=\d)[-\u2010\u2011](?=\d)")
_TIME = re.compile(r"(?:[01]?\d|2[0-3])[.:][0-5]\d")
_SIGN = re.compile(r"([.,:+*#])")
# An address of the web or of mail, with or without its scheme, and where such a thing has one, its page.
_ADDRESS = re.compile(
    r"\S*(?:@|://|\bwww\.|\b(?:sips?|tel|mailto|xmpp|h323):(?=\w)|[^\W\d_]\.[^\W\d_]{2,}/)\S*", re.IGNORECASE
)
_BESIDE = " ,;:()<>"


def day_in_words(words: Catalogue, day: date) -> str:
    """`onsdag den fjortonde november`; which year is clear when it is said."""
    ordinal = words.lookup("spoken.days")[day.day - 1]
    month = words.lookup("dates.months")[day.month - 1]
    return words.text("spoken.day", weekday=words.weekday(day), day=ordinal, month=month)


def clock_in_words(words: Catalogue, value: str) -> str:
    """A time of day `09:30` as `klockan nolla nio tre nolla`: figure by figure, so that none is taken for another."""
    return words.text("spoken.clock", hours=_number(words, value[:2]), minutes=_number(words, value[3:5]))


def numbers_in_words(words: Catalogue, text: str) -> str:
    """A text with its numbers in words, figure by figure: over a radio, forty and fourteen sound alike."""
    text = _GROUPS.sub(" ", text)

    def in_words(number: re.Match[str]) -> str:
        before, after = text[: number.start()][-1:], text[number.end() :][:1]
        return f"{' ' * before.isalpha()}{_figures(words, number.group())}{' ' * after.isalpha()}"

    return _NUMBER.sub(in_words, text)


def speakable(words: Catalogue, text: str) -> str:
    """A text without the addresses in it, which nobody can read out; empty where it is nothing else."""
    if not _ADDRESS.search(text):
        return text
    pieces = _ADDRESS.split(text)
    leading, joining = (words.lookup(f"spoken.{key}") for key in ("leading_to_address", "joining_addresses"))
    before, behind = rf"(?<!\w)(?:{'|'.join(leading)})$", rf"^(?:{'|'.join(joining)})(?!\w)"
    led = [*(_without(piece, before) for piece in pieces[:-1]), pieces[-1]]
    said = [led[0], *(_without(piece, behind) for piece in led[1:])]
    return ", ".join(filter(None, (piece.strip(_BESIDE) for piece in said)))


def _without(text: str, words: str) -> str:
    """A text without the words at one end of it, and the signs beside them."""
    shorter = re.sub(words, "", text.strip(_BESIDE), flags=re.IGNORECASE)
    return shorter if shorter == text else _without(shorter, words)


def _figures(words: Catalogue, figures: str) -> str:
    """Numbers with signs between them; the sign within a time of day is not said."""
    signs = words.lookup("spoken.signs")
    parts = _SIGN.split(figures.replace("\\", ""))
    if _TIME.fullmatch(figures):
        del parts[1]
    return " ".join(signs.get(part) or _number(words, part) for part in parts if part)


def _number(words: Catalogue, digits: str) -> str:
    names = words.lookup("spoken.numbers")
    return " ".join(names[int(digit)] for digit in digits)
