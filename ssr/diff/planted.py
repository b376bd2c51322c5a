"""One side of a comparison, as far as the engine needs to know it: entries on a day, read by somebody, in a language."""

from typing import Any, Protocol

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.base.links import Link


class ComparedSide(Protocol):
    """A base of which something else says what of it may be seen, and on which day."""

    base: KnowledgeBase
    day: str
    language: str

    def find(self, id_: str, edition: str | None = None) -> Entry | None:
        """The entry that an id means on the day."""

    def name(self, entry: Entry) -> str:
        """What an entry is called on the day."""

    def plain(self, entry: Entry) -> dict[str, Any]:
        """The data of an entry, of its dated items those in force on the day."""

    def ever(self, entry: Entry) -> dict[str, Any]:
        """The data of an entry with its items of all days."""

    def target(self, link: Link) -> Entry | None:
        """What a reference leads to on the day."""
