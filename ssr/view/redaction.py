"""The base with parts of it taken out: what a reader may not see, and what a document that people act on must not say.

Taken out before anything else sees the base, so that nothing has to ask, and nothing can forget to. What is laid over
the base is put in its place here too: each layer is cut down by its own rules first.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.knowledge import HIGHEST, KnowledgeBase, level_of, own_audience
from ssr.base.yaml.source import Route


def redacted(base: KnowledgeBase, audience: str) -> KnowledgeBase:
    """The base as if nobody had ever written what the audience may not read, in one layer."""
    level = level_of(audience)
    if level == HIGHEST and not base.additions:
        return base
    seen = {entry: _seen(base, entry, level) for entry in base.entries if base.audience(entry) <= level}
    for addition in base.additions:
        entry = base.added_to(addition)
        if entry in seen and addition.sound and base.audience(addition) <= level:
            seen[entry] = _laid(base, seen[entry], _seen(base, addition, level))
    return KnowledgeBase(base.snapshot, base.resources, base.kinds, list(seen.values()))


def without_examples(base: KnowledgeBase) -> KnowledgeBase:
    """The base as if no part marked `illustrative` had been written; an entry that is so as a whole keeps its mark."""
    known = [_with(entry, _known(entry.data)) for entry in base.entries]
    return KnowledgeBase(base.snapshot, base.resources, base.kinds, known)


def _with(entry: Entry, data: dict[str, Any]) -> Entry:
    """The entry with what is left of its data; the entry itself when that is all of it."""
    return entry if data == entry.data else replace(entry, source=replace(entry.source, data=data, text=""))


def _known(value: Any) -> Any:
    """The part of a value that is not an example."""
    if isinstance(value, dict):
        return {name: _known(inner) for name, inner in value.items() if not _is_example(inner)}
    if isinstance(value, list):
        return [_known(inner) for inner in value if not _is_example(inner)]
    return value


def _is_example(value: Any) -> bool:
    return isinstance(value, dict) and bool(value.get("illustrative"))


def _seen(base: KnowledgeBase, entry: Entry, level: int) -> Entry:
    """The entry without what is above a level; the entry itself when nothing is."""
    return _with(entry, _visible(entry.data, base.kind(entry).root, base.audience(entry), level))


def _visible(value: Any, field: Field, own: int, level: int) -> Any:
    """The part of a value that is for `level` or below; `own` is the level of what surrounds it."""
    if isinstance(value, dict) and field.properties:
        visible: dict[str, Any] = {}
        for name, inner in value.items():
            if (below := field.properties.get(name)) is None:
                continue
            if (asks := own_audience(inner, below, own)) <= level:
                visible[name] = _visible(inner, below, asks, level) if isinstance(inner, (dict, list)) else inner
        return visible
    if isinstance(value, list) and field.items is not None:
        items = ((inner, own_audience(inner, field.items, own)) for inner in value)
        return [_visible(inner, field.items, asks, level) for inner, asks in items if asks <= level]
    return value


def _laid(base: KnowledgeBase, entry: Entry, addition: Entry) -> Entry:
    """The entry with what the addition says besides: what it lacks, and more items of its lists."""
    data = dict(entry.data)
    for name, value in addition.data.items():
        if isinstance(value, list) and isinstance(data.get(name), list):
            data[name] = [*data[name], *(item for item in value if item not in data[name])]
        elif name not in base.kinds.envelope:
            data.setdefault(name, value)
    return _with(entry, data)


def contradictions(base: KnowledgeBase, addition: Entry) -> Iterator[Route]:
    """What an addition says that its entry says already: a property, or an item of a list."""
    entry, root = base.added_to(addition), base.kind(addition).root
    for name, value in addition.data.items():
        there = entry.data.get(name)
        if there is None or name in base.kinds.envelope:
            continue
        if not isinstance(value, list):
            yield (name,)
            continue
        field = root.properties.get(name)
        key = str(field.annotation("key")) if field is not None else ""
        taken = [item[key] for item in there if isinstance(item, dict) and key in item]
        for place, item in enumerate(value):
            if isinstance(item, dict) and item.get(key) in taken:
                yield name, place, key
