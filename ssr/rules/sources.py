"""Rules on sources, marks and unfinished text."""

import re
from collections.abc import Iterator
from typing import Any

from ssr.base.kinds import MARKS
from ssr.base.knowledge import KnowledgeBase
from ssr.base.marks import EXAMPLE, is_example, is_marked, mark_on, needs_mark
from ssr.rules.rule import AnnotatedValue, Hit

_MANY = 10  # findings of one cause that are told one by one
_PLACEHOLDER = re.compile(r"\b(?:TODO|FIXME|TBD|X{3,}|x{3,}|[Ll]orem ipsum)\b|\?{3,}")
# What each of them holds: looked for in the whole file first, which is many times faster than the pattern.
_TRACES = ("TODO", "FIXME", "TBD", "XXX", "xxx", "orem ipsum", "???")


def unsourced(place: AnnotatedValue) -> Iterator[Hit]:
    """Statements with neither source nor mark. References in a list are one statement, that the list makes."""
    if place.base.manifest("fictitious") or not place.route or _is_supported_above(place):
        return
    bare = [number for number, item in enumerate(place.value) if isinstance(item, dict) and not is_marked(item)]
    titles = {"field_titles": place.field, "n": len(bare)}
    if place.value and needs_mark(place.field) and not place.entry.in_overlay:  # whoever lays it over has seen to that
        yield Hit(place.entry, place.route, "unsourced-references", titles, of_key=True)
    elif len(bare) > _MANY:  # one cause, told once
        yield Hit(place.entry, place.route, "unsourced-many", titles, of_key=True)
    else:
        yield from (Hit(place.entry, (*place.route, number), "unsourced", titles) for number in bare)


def _is_supported_above(place: AnnotatedValue) -> bool:
    """Whether what holds the list speaks for all in it. The sources of the entry speak for its plain properties alone."""
    for length, step in enumerate(place.route):
        holder = place.entry.value(place.route[:length])
        mark = mark_on(holder, step)
        if is_example(holder) or is_example(mark) or mark.get("sources"):
            return True
        if length and isinstance(holder, dict) and holder.get("sources"):
            return True
    return False


def invented_call(place: AnnotatedValue) -> Iterator[Hit]:
    """An example of what people act on in an emergency, such as whom to call."""
    holder, name = place.parent, place.route[-1]
    if place.base.manifest("fictitious") or not is_example(mark_on(holder, name)):
        return
    yield Hit(place.entry, (*place.route[:-1], MARKS, name, EXAMPLE), "invented-call", {"field_titles": place.field})


def without_ground(place: AnnotatedValue) -> Iterator[Hit]:
    """Entries in which nothing says where anything is from."""
    is_entry = not place.route and not place.entry.in_overlay
    if is_entry and not place.base.manifest("fictitious") and not _has_ground(place.value):
        yield Hit(place.entry, (), "without-ground")


def _has_ground(value: Any) -> bool:
    if isinstance(value, dict):
        return is_marked(value) or any(_has_ground(inner) for inner in value.values())
    return isinstance(value, list) and any(map(_has_ground, value))


def agreed_without_source(place: AnnotatedValue) -> Iterator[Hit]:
    """What is said to be part of what was agreed, with nothing that says so."""
    if place.base.manifest("fictitious") or place.value != place.field.annotation("origin"):
        return
    item = place.route[:-1]
    above = item[:-1] if item and isinstance(item[-1], int) else item  # the property that holds the item, or is it
    mark = mark_on(place.entry.value(above[:-1]), above[-1]) if above else {}
    if not place.parent.get("sources") and not mark.get("sources"):
        yield Hit(place.entry, place.route, "agreed-without-source", {"field_titles": place.field})


def placeholder(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """Texts that are not finished."""
    for entry in base.all_entries:
        if not entry.sound or not any(trace in entry.source.text for trace in _TRACES):
            continue
        for route, value, field in base.kind(entry).root.walk(entry.data):
            for place, text in texts(route, value, is_text=field.is_text):
                if match := _PLACEHOLDER.search(text):
                    yield Hit(entry, place, "placeholder", {"value": match.group()})


def texts(route: Any, value: Any, *, is_text: bool) -> Iterator[tuple[Any, str]]:
    """The text at a place, or each of its languages."""
    if isinstance(value, str):
        yield route, value
    elif is_text and isinstance(value, dict):
        yield from (((*route, language), text) for language, text in value.items())
