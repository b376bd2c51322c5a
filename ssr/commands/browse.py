"""`ssr list` and `ssr show`: what there is, and one entry with what it points to and what points to it.

For the one who holds the files: nothing is withheld.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.base.links import Link
from ssr.base.load import load
from ssr.base.names import Choose, refuse, resolve_kind
from ssr.base.snapshot import Snapshot
from ssr.text.sorting import sort_key
from ssr.view.lookup import named, state_of


@dataclass(frozen=True, slots=True)
class ListRow:
    """One entry in the list of what there is; `state` is why it is not in force, None where it is."""

    kind: str
    id: str
    name: str
    edition: str | None
    path: str
    state: str | None


@dataclass(frozen=True, slots=True)
class LinkEnd:
    """One end of a reference: the property or item that holds it, and the entry at the other end."""

    route: tuple[str | int, ...]
    id: str
    name: str
    kind: str


@dataclass(frozen=True)
class EntryDetails:
    """One entry, what is laid over it, why it is not in force if it is not, and its links in both directions."""

    base: KnowledgeBase
    entry: Entry
    additions: tuple[Entry, ...]
    name: str
    state: str | None
    outgoing: tuple[LinkEnd, ...]
    incoming: tuple[LinkEnd, ...]


def list_entries(
    snapshot: Snapshot, *, day: str, kind: str | None = None, choose: Choose = refuse, only_in_force: bool = False
) -> tuple[KnowledgeBase, list[ListRow]]:
    """Every entry, or those of one kind or in force on the day, by kind and in Swedish order of name."""
    base, _ = load(snapshot)
    if kind is not None:
        kind = resolve_kind(kind, base.kinds, choose)
    listed = [
        ListRow(entry.kind, entry.id, base.name(entry, day), entry.edition, entry.path, state_of(base, entry, day))
        for entry in base.entries
        if kind is None or entry.kind == kind
    ]
    if only_in_force:
        listed = [row for row in listed if row.state is None]
    kinds = list(base.kinds)
    return base, sorted(
        listed, key=lambda one: (kinds.index(one.kind), sort_key(one.name), one.edition or "", one.path)
    )


def show(
    snapshot: Snapshot, *, id_: str, day: str, edition: str | None = None, choose: Choose = refuse
) -> EntryDetails:
    """One entry; of several editions the one asked for, else the one in force, else the latest."""
    base, _ = load(snapshot)
    entry = named(base, id_, day, edition, choose)
    additions = tuple(addition for addition in base.additions if base.added_to(addition) is entry)
    leading = [link for one in (entry, *additions) for link in base.outgoing(one)]
    outgoing = [_linked(base, day, link, base.resolve(link, day)) for link in leading]
    incoming = [
        _linked(base, day, link, link.origin) for link in base.incoming(entry.id) if base.resolve(link, day) is entry
    ]
    return EntryDetails(
        base, entry, additions, base.name(entry, day), state_of(base, entry, day), _sorted(outgoing), _sorted(incoming)
    )


def _linked(base: KnowledgeBase, day: str, link: Link, other: Entry | None) -> LinkEnd:
    if other is None:
        return LinkEnd(link.route, link.target, link.target, "")
    return LinkEnd(link.route, other.id, base.name(other, day), other.kind)


def _sorted(links: Sequence[LinkEnd]) -> tuple[LinkEnd, ...]:
    seen = {(link.id, link.route[:1]): link for link in reversed(links)}
    return tuple(sorted(seen.values(), key=lambda link: (str(link.route[0]), sort_key(link.name), link.id)))
