"""The base with parts of it taken out: what a reader may not see, and what a document that people act on must not say.

Taken out before anything else sees the base, so that nothing has to ask, and nothing can forget to.
"""

from dataclasses import replace
from typing import Any

from ssr.entry import Entry
from ssr.kinds import Field
from ssr.knowledge import HIGHEST, KnowledgeBase, level_of, own_audience


def redacted(base: KnowledgeBase, audience: str) -> KnowledgeBase:
    """The base as if nobody had ever written what the audience may not read."""
    level = level_of(audience)
    if level == HIGHEST:
        return base
    seen = [
        _with(entry, _visible(entry.data, base.kind(entry).root, base.audience(entry), level))
        for entry in base.entries
        if base.audience(entry) <= level
    ]
    return KnowledgeBase(base.snapshot, base.resources, base.kinds, seen)


def without_examples(base: KnowledgeBase) -> KnowledgeBase:
    """The base as if no part marked `illustrative` had been written; an entry that is so as a whole keeps its mark."""
    known = [_with(entry, _known(entry.data)) for entry in base.entries]
    return KnowledgeBase(base.snapshot, base.resources, base.kinds, known)


def _with(entry: Entry, data: dict[str, Any]) -> Entry:
    """The entry with what is left of its data; the entry itself when that is all of it."""
    return entry if data == entry.data else replace(entry, source=replace(entry.source, data=data, text=""))


def _visible(value: Any, field: Field, own: int, level: int) -> Any:
    """The part of a value that is for `level` or below; `own` is the level of what surrounds it."""
    if isinstance(value, dict) and field.properties:
        known = ((name, inner, field.properties[name]) for name, inner in value.items() if name in field.properties)
        asked = ((name, inner, below, own_audience(inner, below, own)) for name, inner, below in known)
        return {name: _visible(inner, below, asks, level) for name, inner, below, asks in asked if asks <= level}
    if isinstance(value, list) and field.items is not None:
        items = ((inner, own_audience(inner, field.items, own)) for inner in value)
        return [_visible(inner, field.items, asks, level) for inner, asks in items if asks <= level]
    return value


def _known(value: Any) -> Any:
    """The part of a value that is not an example."""
    if isinstance(value, dict):
        return {name: _known(inner) for name, inner in value.items() if not _is_example(inner)}
    if isinstance(value, list):
        return [_known(inner) for inner in value if not _is_example(inner)]
    return value


def _is_example(value: Any) -> bool:
    return isinstance(value, dict) and bool(value.get("illustrative"))
