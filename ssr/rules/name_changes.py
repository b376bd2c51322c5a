"""Rules on names: what something is called changes on a day, and what it was called is not forgotten."""

from collections.abc import Iterator

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.base.marks import is_example
from ssr.rules.baseline import Baseline
from ssr.rules.rule import AnnotatedValue, Hit
from ssr.text.characters import normalise
from ssr.text.days import first_of


def name_lost(versions: Baseline) -> Iterator[Hit]:
    """Dated names that are gone."""
    for now, before in versions.changed:
        if not before.sound or versions.was_draft(before) or is_example(before.data):
            continue
        kind = versions.earlier.kind(before)
        shown_now = {normalise(name) for name in _shown(versions.base, now)}
        for name, place in _shown(versions.earlier, before).items():
            if normalise(name) not in shown_now:
                route = (kind.display, place)
                earlier = AnnotatedValue(versions.earlier, before, route, before.value(route), kind.root)
                route_now = (kind.display,) if kind.display in now.data else ()  # of another kind, it may have none
                yield Hit(now, route_now, "name-lost", {"earlier": name}, earlier=earlier)


def _shown(base: KnowledgeBase, entry: Entry) -> dict[str, int]:
    """The dated names of an entry that it is called by on the first day of each, and where they stand."""
    kind = base.kind(entry)
    field, names = kind.root.properties.get(kind.display), entry.data.get(kind.display)
    if field is None or not field.annotation("dated") or not isinstance(names, list):
        return {}
    dated = (
        (item.get(field.annotation("key")), first_of(item.get("from", "")), place) for place, item in enumerate(names)
    )
    return {name: place for name, day, place in dated if name == base.name(entry, day)}


def name_reworded(versions: Baseline) -> Iterator[Hit]:
    """Undated names that read otherwise than before."""
    for now, before in versions.changed:
        kind = versions.earlier.kind(before)
        name, was = now.data.get(kind.display), before.data.get(kind.display)
        if not isinstance(name, str) or not isinstance(was, str) or normalise(name) == normalise(was):
            continue
        if not _is_told_otherwise(versions, before):
            field = kind.root.properties[kind.display]
            earlier = AnnotatedValue(versions.earlier, before, (kind.display,), was, field)
            yield Hit(now, (kind.display,), "name-reworded", {"earlier": was}, earlier=earlier)


def _is_told_otherwise(versions: Baseline, before: Entry) -> bool:
    """Whether a change of the name is nothing to tell, or another rule against an earlier version tells it."""
    kind = versions.earlier.kind(before)
    counted = any(kind.display in (field.annotation("grows-with") or ()) for field in kind.root.properties.values())
    settled = versions.was_decided(before) or versions.ended(before) is not None
    return counted or settled or versions.was_draft(before) or is_example(before.data)
