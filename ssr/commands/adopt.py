"""`ssr adopt`: writes in an entry that one actor has adopted it, in the list of those that do."""

from collections.abc import Sequence

from ssr.authoring.agreement_record import (
    DAY,
    DECISION,
    SOURCE,
    WHO,
    AgreementRecord,
    Recorded,
    Said,
    order_of,
    recording,
)
from ssr.authoring.object_edit import overwritten, with_item
from ssr.base.names import Choose, refuse, resolve
from ssr.base.snapshot import Snapshot
from ssr.errors import UsageError
from ssr.rules.check import check
from ssr.view.lookup import named


def adopt(
    snapshot: Snapshot,
    *,
    id_: str,
    actor: str,
    said: Said,
    day: str,
    sources: Sequence[str] = (),
    edition: str | None = None,
    choose: Choose = refuse,
) -> Recorded:
    """Work out the file of an entry that an actor has adopted; what is recorded of it already stays where nothing else is said."""
    base, findings = check(snapshot, day)
    kinds = [name for name, kind in base.kinds.items() if recording(kind, each=True) is not None]
    entry = named(base, resolve(id_, base, day, kinds, choose), day, edition, choose)
    field = recording(base.kind(entry), each=True)
    if field is None:
        raise UsageError("not-to-adopt", id=entry.id, kind=base.kind(entry).root.title(base.language).lower())
    record = AgreementRecord(base, findings, entry, field, day, choose)
    states = {
        name: value
        for name, value in (field.annotation("agreement").get("states") or {}).items()
        if name in record.shape.properties
    }
    values = {**record.values({WHO: [actor], **said}, sources), **states}
    who = values[str(record.name(WHO))]
    items = entry.data.get(field.name) or []
    number = next((n for n, item in enumerate(items) if item.get(record.name(WHO)) == who), None)
    names = record.order
    if number is None:
        route = (field.name, len(items))
        item = {name: values[name] for name in names if name in values}
        order = order_of(base, base.kind(entry).root)
        content = with_item(entry.path, record.content, field.name, item, order)
        return record.judged(content, route, None)
    route = (field.name, number)
    before = items[number]
    is_adopted = all(before.get(name) == value for name, value in states.items())
    former = record.day(route)
    gone = {"unknown"}
    if (is_adopted or record.name(DECISION) in before) and values.get(str(record.name(DAY))) not in {None, former}:
        gone |= {*record.names, SOURCE} - values.keys()  # what is said of another decision is no part of this one
    elif SOURCE in values:  # what supports the proposal stays beside what supports the decision
        values[SOURCE] = list(dict.fromkeys([*before.get(SOURCE, ()), *values[SOURCE]]))
    content = overwritten(entry.path, record.content, route, values, names, gone)
    return record.judged(content, route, former if is_adopted else None)
