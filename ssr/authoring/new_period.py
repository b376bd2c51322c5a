"""`ssr period new`: a draft of the entry that defines a period, and every edition in force carried into it as a draft.

Works out the files and checks them with the base that they are to join; writing them is for the caller.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ssr.authoring.carry import carried, is_carried
from ssr.authoring.entry_form import EntryForm
from ssr.authoring.joined import joined, require_free
from ssr.authoring.samples import samples
from ssr.base.entry import Entry, require_sound
from ssr.base.kinds import Kind
from ssr.base.knowledge import KnowledgeBase, Period
from ssr.base.schema import is_day, is_key
from ssr.base.snapshot import FOLDER, Snapshot, own_layer
from ssr.errors import UnsoundError, UsageError
from ssr.finding import Finding, Severity
from ssr.rules.check import brought, check
from ssr.text.catalogue import Catalogue, catalogue


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file of the new period; `origin` is the entry that it was carried from, if any."""

    path: str
    content: bytes
    origin: Entry | None = None


@dataclass(frozen=True, slots=True)
class NewPeriod:
    """The files of a new period, what is to be looked at in them, and the drafts that are left where they are."""

    files: tuple[NewFile, ...]
    findings: tuple[Finding, ...]
    left: tuple[Entry, ...]


def new_period(snapshot: Snapshot, *, id_: str, first: str, last: str, day: str) -> NewPeriod:
    """Work out the files of a new period from `first` to `last`; `UsageError` when there can be no such period."""
    base, findings = check(snapshot, day)
    period = Period(id_, first, last)
    own = own_layer(snapshot)
    is_over = own is not snapshot
    if is_over:
        _require_beneath(base, period)
    else:
        _require_possible(base, period)
    kind = next((kind for kind in base.kinds.values() if kind.defines_periods), None)
    if kind is None:
        raise UsageError("no-period-kind")
    in_force = [entry for entry in _in_force_before(base, first) if is_carried(base.kind(entry))]
    require_sound(in_force, findings)
    words = catalogue(base.language)
    path = f"{FOLDER}/{kind.folder}/{id_}.yaml"
    files = [] if is_over else [NewFile(path, period_draft(base, kind, period, words))]
    for entry in in_force:
        path = f"{FOLDER}/{base.kind(entry).folder}/{id_}/{entry.id}.yaml"
        files.append(NewFile(path, carried(base, entry), entry))
    for file in files:
        require_free(own, file.path)
    _, after = check(joined(snapshot, {file.path: file.content for file in files}), day)
    errors = tuple(one for one in brought(findings, after) if one.severity is Severity.ERROR)
    if errors:
        raise UnsoundError("unsound-period", period=id_, findings=errors)
    paths = {file.path for file in files}
    notes = tuple(one for one in after if one.location.path in paths)
    return NewPeriod(tuple(files), notes, tuple(_left(base, first)))


def _require_beneath(base: KnowledgeBase, period: Period) -> None:
    """Refuse a period that the base beneath does not have, since it is that one's to begin; or has with other days."""
    if base.periods.get(period.id) != period:
        known = ", ".join(f"{one.id} ({one.first} – {one.last})" for one in base.periods.values())
        raise UsageError("period-of-beneath", period=period.id, known=known)


def _require_possible(base: KnowledgeBase, new: Period) -> None:
    if not is_key(new.id):
        raise UsageError("wrong-period-id", period=new.id)
    for day in (new.first, new.last):
        if not is_day(day):
            raise UsageError("wrong-date", value=day)
    if new.last < new.first:
        raise UsageError("period-backwards", first=new.first, last=new.last)
    if new.id in base.periods:
        raise UsageError("period-exists", period=new.id, path=base.editions(new.id)[0].path)
    for period in base.periods.values():
        if period.first <= new.last and new.first <= period.last:
            raise UsageError("period-overlaps", period=period.id, first=period.first, last=period.last)


def _in_force_before(base: KnowledgeBase, first: str) -> list[Entry]:
    """What is in force of the base that one writes in when the period begins."""
    eve = date.fromordinal(max(date.fromisoformat(first).toordinal() - 1, 1)).isoformat()
    result = (base.in_force(id_, eve) for id_ in sorted(base.ids))
    return [entry for entry in result if entry is not None and base.is_own(entry)]


def _left(base: KnowledgeBase, first: str) -> Iterator[Entry]:
    """The drafts of the period before, which are not in force."""
    earlier = [period.id for period in base.periods.values() if period.first < first][-1:]
    yield from (entry for entry in base.entries if entry.edition in earlier and base.is_draft(entry))


# The draft of the entry that defines the period.


def period_draft(base: KnowledgeBase, kind: Kind, period: Period, words: Catalogue) -> bytes:
    """What is known of the period, and as comments what else can be said, with what each field is for."""
    name = f"{kind.root.title(words.language)} {period.id.replace('-', '–')}"
    known = {kind.display: name, "from": period.first, "until": period.last, "unknown": words.text("period.unknown")}
    intro = [words.text("period.intro"), *words.lookup("form.how"), words.text("form.more", kind=kind.name)]
    return EntryForm(base, kind, words, samples(base, kind), is_whole=True).content(known, intro)
