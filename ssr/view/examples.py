"""What is invented, and where it ends: marks on whole properties, lists with something real in them, real documents.

Settled for the whole base before any template or comparison sees it, like the redaction that goes before.
"""

from collections.abc import Callable
from typing import Any

from ssr.base.entry import Entry
from ssr.base.kinds import MARKS, Field
from ssr.base.knowledge import KnowledgeBase
from ssr.base.marks import EXAMPLE, is_example, mark_on, needs_mark, spread

_TRACES = (EXAMPLE, f"{MARKS}:", f'"{MARKS}"')


def settled(base: KnowledgeBase) -> KnowledgeBase:
    """The base with each mark on a whole property set on what that holds, and no example in a list with a real item.

    An item's own mark or source goes before the mark on its list. Texts and references in a list cannot hold a mark:
    that stays beside them.
    """
    return _changed(base, lambda entry: _settled(entry, base.kind(entry).root))


def without_examples(base: KnowledgeBase) -> KnowledgeBase:
    """The base as if nothing invented had been written, but what it asks; an entry that is so as a whole keeps its mark.

    References that call for a source and have none go with the examples, but from a base that is one as a whole.
    """
    strict = base.manifest("fictitious") is not True
    return _changed(base, lambda entry: _known(entry.data, base.kind(entry).root, needs_marks=strict, is_entry=True))


def _settled(entry: Entry, root: Field) -> Any:
    text = entry.source.text  # one that was cut down has none, and is looked through
    may_hold_marks = not text or any(trace in text for trace in _TRACES)
    return _ended(spread(entry.data, root), root) if may_hold_marks else entry.data


def _changed(base: KnowledgeBase, data_of: Callable[[Entry], Any]) -> KnowledgeBase:
    entries = [entry.with_data(data_of(entry)) if entry.sound else entry for entry in base.entries]
    if all(entry is before for entry, before in zip(entries, base.entries, strict=True)):
        return base
    return KnowledgeBase(base.snapshot, base.resources, base.kinds, entries)


def _ended(value: Any, field: Field) -> Any:
    """A value without the examples of each list that holds something real, and without the mark that it is one itself."""
    if isinstance(value, dict) and field.properties and not field.is_text:
        known = field.properties
        result = {name: _ended(inner, known[name]) if name in known else inner for name, inner in value.items()}
        if not isinstance(marks := value.get(MARKS), dict):
            return result
        ended = {
            name
            for name in marks
            if name in known and is_example(marks[name]) and _has_real(value.get(name), known[name])
        }
        return {**result, MARKS: {name: mark for name, mark in marks.items() if name not in ended}}
    if isinstance(value, list) and field.items is not None:
        has_real = _has_real(value, field)
        return [_ended(item, field.items) for item in value if not (has_real and is_example(item))]
    return value


def _has_real(value: Any, field: Field) -> bool:
    """Whether a list holds something that is not invented."""
    items = field.items
    return isinstance(value, list) and items is not None and any(_is_real(item, items) for item in value)


def _is_real(item: Any, field: Field) -> bool:
    """Whether an item is not invented: it has a source, or is part of what was agreed."""
    if not isinstance(item, dict) or is_example(item):
        return False
    agreed = (item.get(name) == below.annotation("origin") for name, below in field.properties.items() if name in item)
    return bool(item.get("sources")) or any(agreed)


def _known(value: Any, field: Field, *, needs_marks: bool, is_entry: bool = False) -> Any:
    """The part of a value that is not invented. What an object besides the entry cites covers the references in it."""
    if isinstance(value, dict) and not field.is_text:
        strict = needs_marks and (is_entry or not value.get("sources"))
        result: dict[str, Any] = {}
        for name, inner in value.items():
            below = field.properties.get(name)
            if below is None:
                result[name] = inner
            elif not is_example(inner) and _is_supported(mark_on(value, name), below, strict=strict):
                result[name] = _known(inner, below, needs_marks=strict)
        return result
    if isinstance(value, list) and field.items is not None:
        known = [
            _asked(item, field) if is_example(item) else _known(item, field.items, needs_marks=needs_marks)
            for item in value
        ]
        return [item for item in known if item is not None]
    return value


def _asked(item: dict[str, Any], field: Field) -> dict[str, Any] | None:
    """What an invented item of a list asks, and where it belongs in the list; None where it asks nothing."""
    below = field.items.properties if field.items is not None else {}
    asks = {name for name in item if name in below and below[name].annotation("asks")}
    places = {field.annotation(name) for name in ("key", "rank", "group")}
    return {name: inner for name, inner in item.items() if name in asks | places} if asks else None


def _is_supported(mark: dict[str, Any], field: Field, *, strict: bool) -> bool:
    """Whether a property may stand in a document that people act on, as far as the mark on it tells."""
    if (field.items or field).properties:  # each object says so itself
        return True
    return mark.get(EXAMPLE) is not True and (bool(mark.get("sources")) or not (strict and needs_mark(field)))
