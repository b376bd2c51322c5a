"""Entries by an id or a name as somebody gives it on the command line, and why one is not in force."""

from collections.abc import Mapping, Sequence

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.base.names import Choose, ids_by_name, name_key, refuse, resolve, resolve_period, unknown
from ssr.errors import UsageError
from ssr.view.base_view import Ref, View


def referred(kinds: Sequence[str], id_: str, view: View, *, in_force: bool = False) -> Ref:
    """The entry of one of some kinds that an id given on the command line means; refused if it is to be `in_force` and has ended."""
    entry = view.find(id_)
    if entry is None:
        raise unknown(id_, view.base, kinds)
    if entry.kind not in kinds:
        wanted = ", ".join(view.base.kinds[kind].root.title(view.language).lower() for kind in kinds)
        kind = view.base.kind(entry).root.title(view.language).lower()
        raise UsageError("wrong-kind", id=id_, kind=kind, kinds=wanted)
    if in_force and view.base.has_ended(entry, view.day):
        raise UsageError("has-ended", name=view.name(entry), id=entry.id, day=view.day)
    return Ref(view, entry)


def named(base: KnowledgeBase, word: str, day: str, edition: str | None, choose: Choose = refuse) -> Entry:
    """The entry that is meant by an id or a name, for the one who holds the files."""
    id_ = resolve(word, base, day, choose=choose)
    editions = base.editions(id_)
    if not editions:
        raise unknown(word, base)
    period = None if edition is None else resolve_period(edition, base, day, choose)
    if period is not None and base.edition(id_, period) is None:
        known = ", ".join(entry.edition for entry in editions if entry.edition)
        raise UsageError("unknown-edition", id=id_, edition=edition, known=known)
    entry = base.edition(id_, period) if period else base.in_force(id_, day)
    return entry or max(editions, key=base.first_day)


def state_of(base: KnowledgeBase, entry: Entry, day: str) -> str | None:
    """Why an entry is not in force on a day: a draft, ended, yet to come, or an edition that a later one took over from."""
    if base.is_draft(entry):
        return "draft"
    if base.has_ended(entry, day):
        return "ended"
    if base.first_day(entry) > day:
        return "coming"
    return None if base.in_force(entry.id, day) is entry or entry.edition is None else "earlier"


def names_of(view: View, kinds: Sequence[str]) -> Mapping[str, str]:
    """The ids of all entries of some kinds, by all that they are called and by the ids themselves."""
    entries = [entry for entry in view.entries() if entry.kind in kinds]
    return {**ids_by_name(view.base, entries, view.day), **{name_key(entry.id): entry.id for entry in entries}}
