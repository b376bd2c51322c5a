"""What changed between two views, by identity and never by position: entries by id, items by their key.

Knows annotations, not kinds: what a change is called follows from what the schema says of the property.
Not for telling it in sentences: that is for `report` and the templates.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

from ssr.entry import Entry
from ssr.items import ordered
from ssr.kinds import Field
from ssr.view import View

# From the weightiest to the lightest, as reports sort them.
CHANGES = (
    "added", "retired", "removed", "renamed", "reprioritised", "rephased", "reassigned", "reworded", "changed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `route` is made of property names and item keys; `name` is the entry's, `subject` the item's words.

    `before` and `after` are plain data, None where there is nothing. `field` is the property that changed.
    """

    kind: str
    id: str
    edition: str | None
    change: str
    route: tuple[str, ...]
    name: str
    before: Any
    after: Any
    field: Field
    subject: Any = None


def compare(old: View, new: View) -> list[Change]:
    """Every change from `old` to `new`: by kind and id, the weightiest first, else in the order of the entry."""
    changes = [change for before, after in _pairs(old, new) for change in _compared(old, new, before, after)]
    kinds = list(new.base.kinds)
    return sorted(
        changes,
        key=lambda change: (kinds.index(change.kind), change.id, CHANGES.index(change.change)),
    )


def _pairs(old: View, new: View) -> Iterator[tuple[Entry | None, Entry | None]]:
    """The entries that are the same on both sides: by id, by declared successor, a period's by its kind."""
    before = {_identity(old, entry): entry for entry in old.entries()}
    after = {_identity(new, entry): entry for entry in new.entries()}
    for identity, entry in list(before.items()):
        successor = _successor(new, entry)
        if identity not in after and successor in after and successor not in before:
            before[successor] = before.pop(identity)
    for identity in sorted({*before, *after}):
        yield before.get(identity), after.get(identity)


def _identity(view: View, entry: Entry) -> tuple[str, str]:
    """A period ends and another begins, yet they are compared as one entry."""
    return entry.kind, "" if view.base.kind(entry).defines_periods else entry.id


def _successor(new: View, entry: Entry) -> tuple[str, str]:
    declared = (other.data.get("replaced_by") for other in new.base.editions(entry.id))
    return entry.kind, next((str(id_) for id_ in declared if id_), entry.id)


@dataclass(frozen=True)
class _Place:
    """Where in an entry a comparison stands, and what it is called there."""

    route: tuple[str, ...]
    field: Field
    subject: Any = None

    def property(self, field: Field) -> "_Place":
        return replace(self, route=(*self.route, field.name), field=field)

    def item(self, key: str, field: Field, words: Any) -> "_Place":
        return replace(self, route=(*self.route, key), field=field, subject=words)


def _compared(old: View, new: View, before: Entry | None, after: Entry | None) -> Iterator[Change]:
    if before is None or after is None:
        return _one_sided(old, new, before, after)
    return _Comparison(old, new, before, after).changes()


def _one_sided(old: View, new: View, before: Entry | None, after: Entry | None) -> Iterator[Change]:
    """An entry that is there on one side only."""
    if after is not None:
        place = _Place((), new.base.kind(after).root)
        yield _change(after, new.name(after), place, "added", None, new.name(after))
    elif before is not None:
        place, known = _Place((), old.base.kind(before).root), new.base.editions(before.id)
        yield _change(before, old.name(before), place, "retired" if known else "removed", old.name(before), None)


def _change(entry: Entry, name: str, place: _Place, change: str, before: Any, after: Any) -> Change:
    return Change(
        entry.kind, entry.id, entry.edition, change, place.route, name, before, after, place.field, place.subject
    )


class _Comparison:
    """Compares an entry with what it was."""

    def __init__(self, old: View, new: View, before: Entry, after: Entry) -> None:
        self.old, self.new, self.before, self.after = old, new, before, after
        self._periods = {*old.base.periods, *new.base.periods}

    def changes(self) -> Iterator[Change]:
        kind = self.new.base.kind(self.after)
        top = _Place((), kind.root)
        yield from self._renamed(top.property(kind.root.properties[kind.display]))
        old, new = self.old.plain(self.before), self.new.plain(self.after)
        # Said by the new name, and by the period that is compared, already.
        said = {"replaced_by", "from", "until"} if self.before.id != self.after.id else set()
        yield from self._object(top, old, new, skip={kind.display, *said})

    def _change(self, place: _Place, change: str, before: Any, after: Any) -> Change:
        return _change(self.after, self.new.name(self.after), place, change, before, after)

    def _renamed(self, place: _Place) -> Iterator[Change]:
        before, after = self.old.name(self.before), self.new.name(self.after)
        if before != after:
            declared = place.field.annotation("dated") or self.before.id != self.after.id
            yield self._change(place, "renamed" if declared else "reworded", before, after)

    def _object(
        self, place: _Place, before: Mapping[str, Any], after: Mapping[str, Any], skip: Set[Any] = frozenset()
    ) -> Iterator[Change]:
        for name, field in place.field.properties.items():
            old, new = before.get(name), after.get(name)
            if name in skip or field.annotation("editorial") or old == new:
                continue
            yield from self._value(place.property(field), old, new)

    def _value(self, place: _Place, before: Any, after: Any) -> Iterator[Change]:
        field = place.field
        if field.items is not None:
            yield from self._list(place, before or [], after or [])
        elif field.properties and not isinstance(before, str) and not isinstance(after, str):
            yield from self._object(place, before or {}, after or {})
        elif field.is_text and before is not None and after is not None:
            yield self._change(place, "reworded", before, after)
        elif self._same_reference(field, before, after):
            return
        else:
            yield self._change(place, self._kind_of_change(field), before, after)

    def _kind_of_change(self, field: Field) -> str:
        return "reassigned" if field.reference and field.reference.role == "responsible" else "changed"

    def _same_reference(self, field: Field, before: Any, after: Any) -> bool:
        return field.reference is not None and self._pointed(before) == self._pointed(after)

    def _pointed(self, reference: Any) -> Any:
        """What a reference means across periods: an item of the goal image, whichever period's."""
        if not isinstance(reference, str):
            return reference
        target, _, key = reference.partition("#")
        return f"#{key}" if target in self._periods else reference

    def _list(self, place: _Place, before: list[Any], after: list[Any]) -> Iterator[Change]:
        key, items = place.field.annotation("key"), place.field.items
        if key:
            old, new = (_by_key(ordered(side, place.field), key) for side in (before, after))
            yield from self._items(place, key, old, new)
        elif items is not None and items.reference is not None:
            if {self._pointed(one) for one in before} != {self._pointed(one) for one in after}:
                yield self._change(replace(place, field=items), self._kind_of_change(items), before, after)
        else:
            yield self._change(place, "changed", before, after)

    def _items(self, place: _Place, key: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
        items = place.field.items or place.field
        for name in dict.fromkeys([*after, *before]):
            old, new = before.get(name), after.get(name)
            there = place.item(name, items, words(new or old))
            if old is None:
                yield self._change(there, "added", None, new)
            elif new is None:
                kept = self._still_written(place.route, key, name)
                yield self._change(there, "retired" if kept else "removed", old, None)
            elif old != new:
                yield from self._item(there, place.field, old, new)

    def _item(self, place: _Place, parent: Field, old: Any, new: Any) -> Iterator[Change]:
        rank, group = parent.annotation("rank"), parent.annotation("group")
        for name, change in ((group, "rephased"), (rank, "reprioritised")):
            if name and old.get(name) != new.get(name):
                yield self._change(place.property(place.field.properties[name]), change, old.get(name), new.get(name))
        yield from self._object(place, old, new, skip={rank, group, parent.annotation("key")})

    def _still_written(self, route: tuple[str, ...], key: str, name: str) -> bool:
        """Whether the newer file still holds the item, though it is no longer in force."""
        value: Any = self.after.data
        for step in route:
            value = value.get(step) if isinstance(value, dict) else None
        return isinstance(value, list) and name in _by_key(value, key)


def _by_key(items: list[Any], key: str) -> dict[str, Any]:
    """Items by their key; one that has none (it is not known) is told by what it says."""
    return {str(item.get(key) or words(item)): item for item in items if isinstance(item, dict)}


def words(item: Any) -> Any:
    """What people would call an item: its title, name, label or text."""
    if not isinstance(item, dict):
        return item
    return next(
        (item[name] for name in ("title", "name", "label", "text", "function", "unknown") if name in item), None
    )
