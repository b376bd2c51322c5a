"""Entries by an id as somebody gives it on the command line."""

from collections.abc import Sequence

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.base.schema import closest
from ssr.errors import UsageError
from ssr.view.base_view import Ref, View


def referred(kinds: Sequence[str], id_: str, view: View, *, in_force: bool = False) -> Ref:
    """The entry of one of some kinds that an id given on the command line means; refused if it is to be `in_force` and has ended."""
    entry = view.find(id_)
    if entry is None or entry.kind not in kinds:
        wanted = [other.id for other in view.base.entries if other.kind in kinds]
        raise UsageError("unknown-id", id=id_, suggestion=closest(id_, wanted))
    if in_force and view.base.has_ended(entry, view.day):
        raise UsageError("has-ended", name=view.name(entry), id=entry.id, day=view.day)
    return Ref(view, entry)


def named(base: KnowledgeBase, id_: str, day: str, edition: str | None) -> Entry:
    """The entry that is meant by an id, for the one who holds the files."""
    editions = base.editions(id_)
    if not editions:
        raise UsageError("unknown-id", id=id_, suggestion=closest(id_, base.ids))
    if edition is not None and base.edition(id_, edition) is None:
        known = ", ".join(entry.edition for entry in editions if entry.edition)
        raise UsageError("unknown-edition", id=id_, edition=edition, known=known)
    entry = base.edition(id_, edition) if edition else base.in_force(id_, day)
    return entry or max(editions, key=base.first_day)
