"""What somebody says that a field shall hold, in words of their own, as the value that stands in the file."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ssr.base.kinds import Field, Kind
from ssr.base.knowledge import KnowledgeBase
from ssr.base.names import Choose, refuse, resolve, resolve_field, resolve_word
from ssr.base.schema import accepts
from ssr.errors import UsageError
from ssr.text.catalogue import LANGUAGES, written_for
from ssr.text.folding import closest
from ssr.text.times import parse_clock, parse_day

_MARK = "#"


class Answers:
    """Gathers what is said of an entry of a kind, by the fields that are meant."""

    def __init__(self, base: KnowledgeBase, kind: Kind, day: str, choose: Choose = refuse) -> None:
        self._base, self._kind, self._day, self._choose = base, kind, day, choose
        self.data: dict[str, Any] = {}

    def assign(self, assignments: Iterable[str]) -> None:
        """Take what is written as `field=value`; a field of a list that is named again has one item more."""
        for assignment in assignments:
            name, mark, value = assignment.partition("=")
            if not mark:
                raise UsageError("no-assignment", value=assignment)
            self.answer(resolve_field(name.strip(), self._kind, self._choose), value.strip())

    def answer(self, way: tuple[str, ...], word: str) -> None:
        """Let a field hold what is meant by a word; of what is a list of objects, in its first item."""
        holder, shape = self.data, self._kind.root
        for name in way[:-1]:
            field = shape.properties[name]
            shape = field.items or field
            below = holder.setdefault(name, {} if field.items is None else [{}])
            holder = below[0] if isinstance(below, list) else below
        field = shape.properties[way[-1]]
        value = self._value(way, field.items or field, word)
        if field.items is None:
            holder[field.name] = value
        else:
            holder.setdefault(field.name, []).append(value)

    def holds(self, way: tuple[str, ...]) -> bool:
        """Whether it has been said what a field holds."""
        value: Any = self.data
        for name in way:
            value = value[0] if isinstance(value, list) else value
            if not isinstance(value, dict) or name not in value:
                return False
            value = value[name]
        return True

    def _value(self, way: tuple[str, ...], field: Field, word: str) -> Any:
        value = self._meant(field, word)
        if not accepts(value, field):
            path = ".".join((self._kind.name, *way))
            raise UsageError("unfit-value", value=word, field=path, suggestion=_near(field, word))
        return value

    def _meant(self, field: Field, word: str) -> Any:
        if field.reference is not None:
            target, mark, key = word.partition(_MARK)
            kinds = field.reference.kinds or (self._kind.name,)
            return resolve(target, self._base, self._day, kinds, self._choose) + mark + key
        if "enum" in field.schema:
            return resolve_word(word, labels_of(field), self._choose)
        if accepts(word, field):
            return word
        return _read(field, word, date.fromisoformat(self._day))


def _read(field: Field, word: str, today: date) -> Any:
    """A number, a truth, a day or a time of day as somebody writes it; the word itself where it is none."""
    form = field.schema.get("format", field.schema.get("type"))
    if form == "boolean":
        return _truth(word)
    if form == "integer":
        return int(word) if word.isascii() and word.isdigit() and len(word) < _DIGITS else word
    if form in {"date", "partial-date"}:
        day = parse_day(word, today)
        return word if day is None else day.isoformat()
    return (parse_clock(word) or word) if form == "clock" else word


_DIGITS = 18


def labels_of(field: Field) -> Mapping[str, list[str]]:
    """What people call each value that a field may hold."""
    return {str(value): [field.label(str(value), one) for one in LANGUAGES] for value in field.schema.get("enum", ())}


def _truth(word: str) -> Any:
    for value, key in ((True, "yes"), (False, "no")):
        if word.lower() in {str(value).lower(), *written_for(key)}:
            return value
    return word


def _near(field: Field, word: str) -> str | None:
    labels = labels_of(field)
    return closest(word, [*labels, *(label for names in labels.values() for label in names)])
