"""`ssr agree`: writes in an entry that it was agreed: how, where and when, its version, and from when it holds."""

from collections.abc import Mapping, Sequence

from ssr.authoring.agreement_record import SOURCE, AgreementRecord, Recorded, Said, is_above, order_of, recording
from ssr.authoring.object_edit import overwritten, with_object
from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.base.names import Choose, refuse, resolve
from ssr.base.snapshot import Snapshot
from ssr.errors import UsageError
from ssr.forms.collection import read_collection
from ssr.rules.check import check
from ssr.view.lookup import named

_FIRST = "from"


def agree(
    snapshot: Snapshot,
    *,
    id_: str,
    said: Said,
    day: str,
    sources: Sequence[str] = (),
    version: str | None = None,
    first: str | None = None,
    edition: str | None = None,
    answers: bytes | None = None,
    choose: Choose = refuse,
) -> Recorded:
    """Work out the file of an entry that was agreed; refused where the base says otherwise.

    `answers` is what `ssr collect` wrote of the answers to the proposal, to say how many there were.
    """
    base, findings = check(snapshot, day)
    entry = _meant(base, id_, day, edition, choose)
    field = recording(base.kind(entry), each=False)
    if field is None:
        raise UsageError("not-to-agree", id=entry.id, kind=base.kind(entry).root.title(base.language).lower())
    record = AgreementRecord(base, findings, entry, field, day, choose)
    route = (field.name,)
    values = record.values(said, sources)
    former = None if base.is_draft(entry) else record.day(route)
    above = _around(record, base, version, first)
    order = _order(record, base)
    content = overwritten(entry.path, record.content, (), above, order)
    if not entry.data.get(field.name):
        content = with_object(
            entry.path, content, field.name, {name: values[name] for name in record.order if name in values}, order
        )
    else:
        # What is said of another agreement is no part of this one.
        gone = {"unknown", *(() if former is None else {*record.names, SOURCE} - values.keys())}
        content = overwritten(entry.path, content, route, values, record.order, gone)
    counts: Mapping[str, int | str] = {}
    if answers is not None:
        counts = read_collection(answers, entry.id, "--answers").counts()
        content = _with_count(base, entry, content, counts)
    return record.judged(content, route, former, str(counts.get("first", "")))


def _with_count(base: KnowledgeBase, entry: Entry, content: bytes, counts: Mapping[str, int | str]) -> bytes:
    """The file with how many answered, where the schema has a place for that and the entry says whom it was sent to."""
    for holder in base.kind(entry).root.properties.values():
        for field in holder.properties.values():
            names = field.annotation("answers")
            if names is not None and entry.data.get(holder.name):
                values = {names[key]: value for key, value in counts.items() if key in names}
                order = order_of(base, holder)
                return overwritten(entry.path, content, (holder.name,), {field.name: values}, order)
    raise UsageError("answers-nowhere", id=entry.id)


def _meant(base: KnowledgeBase, word: str, day: str, edition: str | None, choose: Choose) -> Entry:
    """The entry that a word means: of several editions the latest draft, if there is one."""
    kinds = [name for name, kind in base.kinds.items() if recording(kind, each=False) is not None]
    id_ = resolve(word, base, day, kinds, choose)
    drafts = [entry for entry in base.editions(id_) if base.is_draft(entry)]
    return max(drafts, key=base.first_day) if drafts and edition is None else named(base, id_, day, edition, choose)


def _around(record: AgreementRecord, base: KnowledgeBase, version: str | None, first: str | None) -> dict[str, str]:
    """What stands beside the agreement: the state of the entry, its version, and the day from which it holds."""
    entry, kind = record.entry, base.kind(record.entry)
    result: dict[str, str] = {}
    status = kind.root.status
    if status is not None:
        agreed = status.annotation("status").get("agreed")
        if agreed is None:
            raise UsageError("not-to-agree", id=entry.id, kind=kind.root.title(base.language).lower())
        result[status.name] = agreed
    name = record.field.annotation("agreement").get("version")
    if version is not None:
        if name not in kind.root.properties:
            raise UsageError("agreed-nowhere", id=entry.id, value=version)
        record.answers.answer((name,), version)
        before = entry.data.get(name)
        if before is not None and not is_above(version, str(before), or_same=base.is_draft(entry)):
            raise UsageError("version-not-above", id=entry.id, version=version, before=before)
    if first is not None:
        record.answers.answer((_FIRST,), first)
    return {**result, **record.answers.data}


def _order(record: AgreementRecord, base: KnowledgeBase) -> list[str]:
    """The properties of the entry in the order of its schema, the first day above the agreement."""
    names = [name for name in order_of(base, base.kind(record.entry).root) if name != _FIRST]
    names.insert(names.index(record.field.name), _FIRST)
    return names
