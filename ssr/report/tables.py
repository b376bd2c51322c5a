"""What a view holds as tables: one for each kind, and one for each list of items within the entries of a kind.

The schema of a kind decides the columns, which are named as its fields are; a row of items names its entry. What is
invented says so on each row. Not for files: that is for `formats.spreadsheet`.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ssr.base.entry import Entry
from ssr.base.kinds import MARKS, Field
from ssr.base.marks import EXAMPLE, SUPPORT, is_example, mark_on
from ssr.text.localised import Localised
from ssr.view.base_view import View

Value = str | int | float | bool | None

# What leads from a row of items to its entry, and the number of the item: no field is called so.
_OF_ENTRY = {"entry.id": "id", "entry.edition": "edition"}
_PLACE = "item.place"


class Column(NamedTuple):
    """A column: its name, what people call it, and what it is for."""

    name: str
    title: str
    description: str


class Table(NamedTuple):
    """A table with a row for each entry of a kind, or for each item of one of its lists."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


class _Row(NamedTuple):
    """One object to make a row of: the entry, the columns that lead to it, what it says, and whether it is invented."""

    entry: Entry
    lead: Mapping[str, Value]
    data: Mapping[str, Any]
    is_example: bool


class _Leaf(NamedTuple):
    """A place in a shape that holds a value, or a list of them; `is_common` where it, or what holds it, is everywhere."""

    way: tuple[str, ...]
    fields: tuple[Field, ...]
    is_common: bool


class Tables:
    """Makes the tables of one view."""

    def __init__(self, view: View) -> None:
        self._view, self._language = view, view.language
        self._common = view.base.kinds.common

    def all(self) -> Iterator[Table]:
        """Every table with any rows, kind by kind."""
        for kind in self._view.base.kinds.values():
            rows = [
                _Row(
                    entry,
                    {"id": entry.id, "edition": entry.edition, "name": self._view.name(entry)},
                    printed(self._view.plain(entry), kind.root),
                    is_example(entry.data),
                )
                for entry in self._view.entries((kind.name,))
            ]
            yield from self._tables(kind.name, kind.root, rows, told=kind.display)

    def _tables(self, name: str, shape: Field, rows: list[_Row], told: str = "") -> Iterator[Table]:
        """The table of some objects of one shape, and those of the lists in them; `told` is a property that leads to a row."""
        if not rows:
            return
        columns = [Column(lead, lead, "") for lead in rows[0].lead]
        cells: list[list[Value]] = [list(row.lead.values()) for row in rows]
        for leaf in self._leaves(shape, (), ()):
            for column, values, is_optional in self._columns(leaf, rows):
                if column.name != told and not (is_optional and all(value is None for value in values)):
                    columns.append(column)
                    for row, value in zip(cells, values, strict=True):
                        row.append(value)
        yield Table(name, tuple(columns), tuple(map(tuple, cells)))
        for way, field in _lists(shape, ()):
            items = [item for row in rows for item in _items(row, way)]
            yield from self._tables(f"{name}.{'.'.join(way)}", field.items or field, items)

    def _leaves(self, shape: Field, way: tuple[str, ...], fields: tuple[Field, ...]) -> Iterator[_Leaf]:
        for name, field in shape.properties.items():
            if name == MARKS or field.annotation("editorial"):
                continue
            here, through = (*way, name), (*fields, field)
            if field.properties and not field.is_text:
                yield from self._leaves(field, here, through)
            elif field.items is None or not field.items.properties:
                yield _Leaf(here, through, any(self._common.get(one.name) is one for one in through))

    def _columns(self, leaf: _Leaf, rows: list[_Row]) -> Iterator[tuple[Column, list[Value], bool]]:
        """A column for the values, with one for the names of what they refer to, and those for a mark beside them."""
        *around, last = leaf.way
        field, name = leaf.fields[-1], ".".join(leaf.way)
        title = ", ".join(one.title(self._language) for one in leaf.fields)
        column = Column(name, title, field.description(self._language))
        holders = [_at(row.data, around) for row in rows]
        values = [holder.get(last) for holder in holders]
        if leaf.way == (EXAMPLE,):
            yield (
                column,
                [True if row.is_example or value else None for row, value in zip(rows, values, strict=True)],
                True,
            )
            return
        yield column, [self._value(value, field) for value in values], leaf.is_common
        if (field.items or field).reference is not None:
            named = [self._named(value) for value in values]
            yield Column(f"{name}.name", title, column.description), named, leaf.is_common
        marks = [mark_on(holder, last) if last in holder else {} for holder in holders]
        for mark in SUPPORT:
            said = [self._joined(one.get(mark)) for one in marks]
            yield Column(f"{name}.{mark}", f"{title}, {self._common[mark].title(self._language)}", ""), said, True

    def _value(self, value: Any, field: Field) -> Value:
        if isinstance(value, list) and field.items is not None:
            return "; ".join(str(self._value(one, field.items)) for one in value) or None
        if field.is_text and value is not None:
            return Localised.pick(value, self._language).text
        if isinstance(value, str) and field.annotation("labels"):
            return field.label(value, self._language)
        return value if isinstance(value, (str, int, float)) else self._joined(value)

    def _named(self, value: Any) -> Value:
        """What the entries are called that references lead to."""
        entries = [
            self._view.find(str(one).partition("#")[0]) for one in (value if isinstance(value, list) else [value])
        ]
        return "; ".join(self._view.name(entry) for entry in entries if entry is not None) or None

    @staticmethod
    def _joined(value: Any) -> Value:
        if isinstance(value, list):
            return "; ".join(map(str, value)) or None
        return value if value is None or isinstance(value, (str, int, float)) else str(value)


def _lists(shape: Field, way: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Field]]:
    """The lists of objects in a shape, not those within them."""
    for name, field in shape.properties.items():
        if name == MARKS or field.annotation("editorial") or field.is_text:
            continue
        if field.items is not None and field.items.properties:
            yield (*way, name), field
        elif field.properties:
            yield from _lists(field, (*way, name))


def _items(row: _Row, way: tuple[str, ...]) -> Iterator[_Row]:
    """The items of a list in an object, each with its place; what holds an example is one."""
    *around, last = way
    holder = _at(row.data, around)
    listed = holder.get(last)
    lead = {name: row.lead[name] if name in row.lead else row.lead[own] for name, own in _OF_ENTRY.items()}
    outer = row.lead.get(_PLACE)
    invented = row.is_example or is_example(row.data) or is_example(holder)
    for place, item in enumerate(listed if isinstance(listed, list) else (), 1):
        if isinstance(item, dict):
            yield _Row(row.entry, {**lead, _PLACE: place if outer is None else f"{outer}.{place}"}, item, invented)


def _at(data: Mapping[str, Any], way: list[str]) -> Mapping[str, Any]:
    """The object that some names lead to; an empty one where there is none."""
    value: Any = data
    for name in way:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def printed(value: Any, field: Field) -> Any:
    """A value without what is only for those who keep the base."""
    if isinstance(value, dict) and field.properties and not field.is_text:
        kept = {name: inner for name, inner in value.items() if name in field.properties}
        return {
            name: printed(inner, field.properties[name])
            for name, inner in kept.items()
            if not field.properties[name].annotation("editorial")
        }
    if isinstance(value, list) and field.items is not None:
        return [printed(inner, field.items) for inner in value]
    return value
