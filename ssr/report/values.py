"""What stood and what stands at a place that changed, in words: names for references, labels for codes, days in full."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ssr.base.kinds import Field
from ssr.base.marks import EXAMPLE
from ssr.diff.change import Change
from ssr.diff.reference_names import ReferenceNames
from ssr.text.catalogue import Catalogue
from ssr.text.columns import shortened
from ssr.text.localised import Localised

_LONG = 200
_SOURCES = "sources"
_RECORDS = ("agreement", "tried")  # what each day in them is of goes without saying
_DAYS = frozenset({"date", "partial-date"})


class _Manner(NamedTuple):
    """How a value is told: `exactly` with what tells it from another like it, `is_record` as what was agreed, or tried."""

    exactly: bool
    is_record: bool


class Values:
    """Tells values. `whole`: as on paper, uncut, and of an object neither its sources, its key nor its mark."""

    def __init__(self, catalogue: Catalogue, names: ReferenceNames, *, whole: bool = False) -> None:
        self._catalogue, self._names, self._whole = catalogue, names, whole

    def of(self, change: Change) -> tuple[str, str]:
        """Both values; with more of them, where they would sound the same."""
        key = change.fields[-1].annotation("key") if change.field is change.fields[-1].items else None
        manner = _Manner(
            exactly=False, is_record=any(change.fields[-1].annotation(name) is not None for name in _RECORDS)
        )
        sides = [_without(value, key) for value in (change.before, change.after)]
        if not manner.is_record:
            sides = [_alone(value, change.field) or value for value in sides]
        before, after = (self._value(value, change.field, manner) for value in sides)
        if before == after and change.before != change.after and not self._whole:
            before, after = (self._value(value, change.field, manner._replace(exactly=True)) for value in sides)
        return before, after

    def cut(self, text: str) -> str:
        """A text on one line, and no longer than a line on a terminal may be."""
        line = " ".join(text.split())
        return line if self._whole else shortened(line, _LONG)

    def _value(self, value: Any, field: Field, manner: _Manner) -> str:
        if value is None:
            return self._catalogue.text("changes.nothing-there")
        if isinstance(value, list):
            key = None if manner.exactly else field.annotation("key")
            parts = (self._value(_without(item, key), field.items or field, manner) for item in value)
            return self._joined(parts)
        if isinstance(value, Mapping):
            return self._object(value, field, manner)
        return self._word(value, field, exactly=manner.exactly)

    def _object(self, value: Mapping[str, Any], field: Field, manner: _Manner) -> str:
        """A prose in the reader's language, anything else by all that it says to a reader; by its sources only where asked for."""
        if field.is_text:
            return self.cut(Localised.pick(value, self._catalogue.language).text)
        silent = {EXAMPLE} if manner.exactly and not self._whole else {_SOURCES, EXAMPLE}
        parts = (
            (name, below)
            for name, below in field.properties.items()
            if name in value and name not in silent and not below.annotation("editorial")
        )
        agreed = field.annotation("agreement")
        apart = agreed.get("without") if isinstance(agreed, Mapping) else None
        return self._joined(
            # Who did not join would else seem to be who did, and a number or a day alone tells nothing.
            (
                f"{below.title(self._catalogue.language).lower()}: "
                if name == apart or _is_bare(value[name], below, manner)
                else ""
            )
            + self._value(value[name], below, manner)
            for name, below in parts
        )

    def _joined(self, parts: Iterable[str]) -> str:
        """One after another; what is a sentence already ends as one."""
        return "".join(f"{part} " if part.endswith(".") else f"{part}, " for part in parts).rstrip(", ")

    def _word(self, value: Any, field: Field, *, exactly: bool) -> str:
        if isinstance(value, bool):
            return self._catalogue.text(f"changes.{'yes' if value else 'no'}")
        if isinstance(value, str) and field.reference is not None:
            name = self.cut(self._names.of(value))
            return f"{name} ({value})" if exactly else name
        if isinstance(value, str) and field.annotation("labels"):
            return field.label(value, self._catalogue.language)
        if isinstance(value, str) and field.schema.get("format") in _DAYS:
            return self._catalogue.known_day(value, week=False)
        return self.cut(str(value))


def _is_bare(value: Any, field: Field, manner: _Manner) -> bool:
    """Whether nobody could see of what a value is."""
    return isinstance(value, int | float) or (field.schema.get("format") in _DAYS and not manner.is_record)


def _alone(value: Any, field: Field) -> Any:
    """An object without its lists of items with keys, each of which is a change of its own."""
    if not isinstance(value, dict) or field.is_text:
        return value
    shapes = {name: field.properties.get(name, field) for name in value}
    return {name: _alone(inner, shapes[name]) for name, inner in value.items() if not shapes[name].annotation("key")}


def _without(value: Any, key: str | None) -> Any:
    """An item without its key, by which it is told already."""
    return {name: inner for name, inner in value.items() if name != key} if key and isinstance(value, dict) else value
