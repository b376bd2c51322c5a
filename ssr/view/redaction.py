"""The base with what a reader may not see taken out.

Taken out before anything else sees the base, so that nothing has to ask, and nothing can forget to. What is laid over
the base is put in its place here too: each layer is cut down by its own rules first.
"""

from collections.abc import Iterator
from typing import Any

from ssr.base.entry import Entry
from ssr.base.kinds import MARKS, Field
from ssr.base.knowledge import HIGHEST, KnowledgeBase, level_of, own_audience
from ssr.base.marks import INHERIT, mark_on, needs_mark, spread
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


def _seen(base: KnowledgeBase, entry: Entry, level: int) -> Entry:
    """The entry without what is above a level; the entry itself when nothing is."""
    return entry.with_data(_visible(entry.data, base.kind(entry).root, base.audience(entry), level))


def _visible(value: Any, field: Field, own: int, level: int) -> Any:
    """The part of a value that is for `level` or below; `own` is the level of what surrounds it."""
    if isinstance(value, dict) and field.properties:
        visible: dict[str, Any] = {}
        for name, inner in value.items():
            if (below := field.properties.get(name)) is None:
                continue
            if (asks := own_audience(inner, below, own)) <= level:
                visible[name] = _visible(inner, below, asks, level) if isinstance(inner, (dict, list)) else inner
        marks = visible.pop(MARKS, {})
        if shown := {
            name: mark for name, mark in marks.items() if name in visible
        }:  # a mark says that there is something
            visible[MARKS] = shown
        return visible
    if isinstance(value, list) and field.items is not None:
        items = ((inner, own_audience(inner, field.items, own)) for inner in value)
        return [_visible(inner, field.items, asks, level) for inner, asks in items if asks <= level]
    return value


def _laid(base: KnowledgeBase, entry: Entry, addition: Entry) -> Entry:
    """The entry with what the addition says besides: what it lacks, and more items of its lists."""
    root = base.kind(entry).root
    data, added = spread(entry.data, root), spread(addition.data, root)
    marks = dict(data.get(MARKS, {}))
    for name, value in added.items():
        if isinstance(value, list) and isinstance(data.get(name), list):
            is_named = base.manifest("fictitious") is True or not needs_mark(root.properties[name])
            own = data[name] if is_named or marks.get(name, {}).get("sources") else []  # real ones end the examples
            data[name] = [*own, *(item for item in value if item not in own)]
            marks.pop(name, None)
        elif name not in base.kinds.envelope:
            data.setdefault(name, value)
        if data.get(name) is not entry.data.get(name) and name not in base.kinds.envelope and name not in marks:
            marks[name] = mark_on(added, name) or {"sources": INHERIT}  # whoever lays it over has seen to that
    return entry.with_data({**data, MARKS: marks} if marks else data)


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
