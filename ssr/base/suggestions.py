"""What a word that stands in data was probably meant to be: a word of a schema, or the id of an entry.

Only said, and never taken for what was written. Not for words that somebody types at a command: that is for `names`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.base.names import LONGEST, is_part, names_of, nearest, resolve_word
from ssr.text.folding import closest, plain, words_of

_LONGEST_NEAR = 60  # letters of a word that is near to anything


class Suggestion(NamedTuple):
    """What a word in data was probably meant to be: empty if nothing is near. Looked for only when it is shown.

    `words` are those that may stand there, each with what people call it, if anything.
    """

    word: object
    words: Iterable[str] | Mapping[str, Sequence[str]]
    is_public: bool = False  # whether anybody may read what may stand there, as the words of a schema

    def __str__(self) -> str:
        return (self.certain or self._probable()) if isinstance(self.word, str) else ""

    @property
    def certain(self) -> str:
        """The one that is only written with other capitals or signs, or called as no other is; empty if none."""
        return _only_one(self.word, self._titles()) if isinstance(self.word, str) else ""

    def _titles(self) -> Mapping[str, Sequence[str]]:
        words = self.words
        return words if isinstance(words, Mapping) else {str(word): () for word in words}

    def _probable(self) -> str:
        """One that people call so in other words, or whose name or title is spelt nearly so."""
        titles, word = self._titles(), str(self.word)
        if len(word) > _LONGEST_NEAR:
            return ""
        if any(titles.values()):
            meant = resolve_word(
                word, titles, lambda _, found: _first_word(word, [(one.id, one.name) for one in found])
            )
            if meant in titles:
                return meant
        spelt = {title.casefold(): name for name, called in titles.items() for title in (*called, name)}
        return spelt.get(closest(word.casefold(), spelt) or "", "")


class EntrySuggestion(NamedTuple):
    """The same for the id of an entry of some kinds."""

    word: str
    base: KnowledgeBase
    kinds: Sequence[str]

    def __str__(self) -> str:
        return self.certain or self._probable()

    @property
    def certain(self) -> str:
        """The id of the only entry that has this name, on whichever day, or whose file it is; empty if there is none."""
        return _only_one(self._id, {entry.id: self._names(entry) for entry in self._entries()})

    @property
    def is_public(self) -> bool:
        """Whether anybody may know of the entry."""
        return all(self.base.audience(entry) == 0 for entry in self.base.editions(str(self)))

    @property
    def _id(self) -> str:
        """Without the folder and the ending of a file."""
        return self.word[:LONGEST].rpartition("/")[2].removesuffix(".yaml")

    def _entries(self) -> Iterator[Entry]:
        return (entry for entry in self.base.entries if entry.kind in self.kinds)

    def _names(self, entry: Entry) -> tuple[str, ...]:
        return tuple(name for name, _ in names_of(entry, self.base.kind(entry), ""))

    def _probable(self) -> str:
        if near := nearest(self._id, self.base, self.kinds):
            return near
        found = {entry.id for entry in self._entries() if any(is_part(self._id, name) for name in self._names(entry))}
        return min(found) if len(found) == 1 else ""


def _only_one(word: str, titles: Mapping[str, Sequence[str]]) -> str:
    """The word whose letters are the same, else the only one of which a title's are; empty where none is."""
    typed = _letters(word)
    same = [name for name in titles if _letters(name) == typed] if typed else []
    called = [name for name, others in titles.items() if typed and typed in map(_letters, others)]
    found = same or called
    return found[0] if len(found) == 1 else ""


def _letters(text: str) -> str:
    return plain("".join(words_of(text[:LONGEST])))


def _first_word(word: str, titles: Sequence[tuple[str, str]]) -> str:
    """Of several that a word fits the only one that begins with it."""
    first = [name for name, title in titles if words_of(title)[:1] == words_of(word)[:1]]
    return first[0] if len(first) == 1 else ""
