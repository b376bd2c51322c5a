"""Rules on sources, marks and unfinished text."""

import re
from collections.abc import Iterator
from typing import Any

from ssr.base.knowledge import KnowledgeBase
from ssr.rules.rule import AnnotatedValue, Hit

_SUPPORT = ("sources", "illustrative", "unknown")
_PLACEHOLDER = re.compile(r"\b(?:TODO|FIXME|TBD|X{3,}|x{3,}|[Ll]orem ipsum)\b|\?{3,}")
# What each of them holds: looked for in the whole file first, which is many times faster than the pattern.
_TRACES = ("TODO", "FIXME", "TBD", "XXX", "xxx", "orem ipsum", "???")


def unsourced(place: AnnotatedValue) -> Iterator[Hit]:
    """Statements with neither source nor mark."""
    if place.base.manifest("fictitious") or _supported_above(place):
        return
    for number, item in enumerate(place.value):
        if isinstance(item, dict) and not any(item.get(name) for name in _SUPPORT):
            yield Hit(place.entry, (*place.route, number), "unsourced", {"field_titles": place.field})


def _supported_above(place: AnnotatedValue) -> bool:
    """Whether an object that holds the list speaks for all in it; `unknown` speaks only for itself."""
    above: list[Any] = [place.entry.value(place.route[:length]) for length in range(len(place.route))]
    return any(isinstance(node, dict) and (node.get("sources") or node.get("illustrative")) for node in above)


def placeholder(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """Texts that are not finished."""
    for entry in base.all_entries:
        if not entry.sound or not any(trace in entry.source.text for trace in _TRACES):
            continue
        for route, value, field in base.kind(entry).root.walk(entry.data):
            for place, text in texts(route, value, is_text=field.is_text):
                if found := _PLACEHOLDER.search(text):
                    yield Hit(entry, place, "placeholder", {"value": found.group()})


def texts(route: Any, value: Any, *, is_text: bool) -> Iterator[tuple[Any, str]]:
    """The text at a place, or each of its languages."""
    if isinstance(value, str):
        yield route, value
    elif is_text and isinstance(value, dict):
        yield from (((*route, language), text) for language, text in value.items())
