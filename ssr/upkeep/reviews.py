"""References whose target should be looked at again when it changes (`x-reviewed`), and what was recorded of them.

A record is `target@sign` in a list of the entry that refers. The sign is of what those see who may read the reference,
and nothing else, so it is the same whoever asks, and with or without another base laid over this one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ssr.base.entry import Entry, Twin
from ssr.base.knowledge import AUDIENCES, KnowledgeBase, keyed_items
from ssr.base.yaml.source import Route
from ssr.diff.fingerprint import fingerprint, is_fingerprint_of
from ssr.view.redaction import redacted

_MARK = "@"


@dataclass(frozen=True, slots=True)
class ReviewLink:
    """A reference as written, what it leads to (an entry, or the item at `place` in it), and the sign of that.

    `records` is the entry's list of what was looked at, `number` the place in it of what is recorded, if any.
    `beside` is the property of the entry in which the reference stands, `has_changed` whether the target says something
    else than what was recorded.
    """

    reference: str
    beside: str
    target: Entry
    place: Route
    sign: str
    records: str
    recorded: str | None
    number: int | None
    has_changed: bool

    @property
    def record(self) -> str:
        """What is to be recorded when the target has been looked at."""
        return f"{self.reference}{_MARK}{self.sign}"


class Reviews:
    """Works out signs for a base from which nothing is withheld, on a day."""

    def __init__(self, base: KnowledgeBase, day: str) -> None:
        self._base, self._day = base, day
        self._known: dict[Twin, Mapping[str, ReviewLink]] = {}

    @cached_property
    def _seen(self) -> list[KnowledgeBase]:
        """The base in use alone, as each circle of readers sees it, the widest first."""
        own = [entry for entry in self._base.entries if not entry.in_overlay]
        alone = KnowledgeBase(self._base.snapshot, self._base.resources, self._base.kinds, own)
        return [redacted(alone, audience) for audience in AUDIENCES]

    def of(self, entry: Entry) -> Mapping[str, ReviewLink]:
        """The references of an entry that are reviewed, in reading order for the widest circle, by what they say."""
        if entry.twin not in self._known:
            result: dict[str, ReviewLink] = {}
            for base in self._seen:
                for same in base.editions(entry.id):
                    if same.twin == entry.twin:
                        for one in _reviewed(base, same, self._day):
                            result.setdefault(one.reference, one)
            self._known[entry.twin] = result
        return self._known[entry.twin]


def _reviewed(base: KnowledgeBase, entry: Entry, day: str) -> list[ReviewLink]:
    result = []
    root = base.kind(entry).root
    for link in base.outgoing(entry):
        field = root.at(link.route)
        records = field.annotation("reviewed") if field is not None else None
        target = base.resolve(link, day) if records else None
        place = place_of(base, target, link.key) if target is not None else None
        if target is not None and place is not None:
            reference, shape = str(entry.value(link.route)), base.kind(target).root.at(place) or base.kind(target).root
            value = target.value(place)
            number, recorded = _recorded(entry, str(records), reference)
            changed = recorded is not None and not is_fingerprint_of(recorded, value, shape)
            sign, beside = fingerprint(value, shape), str(link.route[0])
            result.append(ReviewLink(reference, beside, target, place, sign, str(records), recorded, number, changed))
    return result


def place_of(base: KnowledgeBase, target: Entry, key: str | None) -> Route | None:
    """Where in an entry the item with a key stands; the entry itself without one."""
    items = keyed_items(target, base.kind(target).root)
    return () if key is None else next((route for route, name in items if name == key), None)


def _recorded(entry: Entry, records: str, reference: str) -> tuple[int | None, str | None]:
    """The record of a reference, and its place in the list."""
    for number, record in enumerate(entry.data.get(records, ())):
        looked_at, _, sign = record.rpartition(_MARK)
        if looked_at == reference:
            return number, sign
    return None, None
