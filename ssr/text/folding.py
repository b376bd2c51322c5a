"""A text as the words in it, compared as people type them: without capitals, signs, and the dots and rings over letters;
and which of some words is near to one that is misspelt."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_SIGNS = re.compile(r"[\W_]+")
# What does not come apart into a letter and its mark.
_LETTERS = str.maketrans({"æ": "a", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th"})
# What a noun ends in when it is one or several, known or not, or owns something, in Swedish and English.
_ENDINGS = (
    "a",
    "n",
    "r",
    "s",
    "t",
    "ar",
    "er",
    "or",
    "en",
    "et",
    "na",
    "ns",
    "rs",
    "ts",
    "as",
    "rna",
    "ens",
    "ets",
    "ers",
    "ors",
    "arna",
    "erna",
    "orna",
)
_SHORTEST = 3  # letters before an ending


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, as they are spelt."""
    return tuple(filter(None, _SIGNS.split(unicodedata.normalize("NFKC", text).casefold())))


def plain(word: str) -> str:
    """A folded word without what stands over or through its letters."""
    apart = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def is_same_noun(one: str, other: str) -> bool:
    """Whether two folded words differ at most in their endings, as `inriktningar` and `inriktning` do."""
    return not _stems(one).isdisjoint(_stems(other))


@lru_cache(maxsize=4096)  # a word is compared with every title there is
def _stems(word: str) -> set[str]:
    cut = {word.removesuffix(ending) for ending in _ENDINGS}
    return {plain(stem) for stem in (word, *cut) if stem == word or len(stem) >= _SHORTEST}


def closest(word: object, candidates: Iterable[str]) -> str | None:
    """The one candidate that was probably meant, if any is close."""
    if not isinstance(word, str):
        return None
    result = difflib.get_close_matches(word[:100], [str(candidate) for candidate in candidates], n=1, cutoff=0.7)
    return result[0] if result else None
