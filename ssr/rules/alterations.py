"""What a later version of a value takes back: the items that are gone from it, and the places that say something else.

What was an example or left blank may be filled in, and where something is known from may be told better: that alters
nothing. Neither does how it is written, nor an end that is set to it. Items are the same by their key.
"""

from collections.abc import Iterator
from typing import Any

from ssr.base.kinds import Field
from ssr.base.yaml.source import Route
from ssr.rules.places import same_items
from ssr.text.characters import normalise

# A place, and where it was before. Where there is none any more, or was none, what was around it.
Alteration = tuple[Route, Route]

_EXAMPLE, _BLANK = "illustrative", "unknown"
_ENDS = frozenset({"until", "ended", "replaced_by"})
_BESIDE = frozenset({"sources", "audience", _BLANK})  # an audience has a rule of its own
_SAYS_NOTHING = ("editorial", "review-by", "fresh")


def gone_items(value: Any, before: Any, field: Field) -> Iterator[Alteration]:
    """The items with a key that only the earlier value has, but for what was an example or a blank."""
    if isinstance(before, dict) and not _is_example(before):
        now = value if isinstance(value, dict) else {}
        for name, below in field.properties.items():
            if name in before:
                yield from _below(name, name, gone_items(now.get(name), before[name], below), is_there=name in now)
    elif isinstance(before, list) and field.items is not None:
        items, key = value if isinstance(value, list) else [], field.annotation("key")
        places = {place_before: place for place, place_before in same_items(items, before, key)}
        for place, item in enumerate(before):
            if place in places:
                step = places[place]
                yield from _below(step, place, gone_items(items[step], item, field.items), is_there=True)
            elif key and isinstance(item, dict) and not _is_placeholder(item):
                yield (), (place,)


def _below(step: str | int, before: str | int, found: Iterator[Alteration], *, is_there: bool) -> Iterator[Alteration]:
    for route, route_before in found:
        yield ((step, *route) if is_there else ()), (before, *route_before)


def altered(value: Any, before: Any, field: Field) -> Iterator[Alteration]:
    """The places that say something else than before, but for items that are gone."""
    if isinstance(before, dict) and _is_example(before):
        return
    if isinstance(value, dict) and isinstance(before, dict) and field.properties:
        yield from _altered_properties(value, before, field)
    elif isinstance(value, list) and isinstance(before, list) and field.items is not None and field.annotation("key"):
        yield from _altered_items(value, before, field, field.items)
    elif not _says_the_same(value, before, field):
        yield (), ()


def _altered_properties(value: dict[str, Any], before: dict[str, Any], field: Field) -> Iterator[Alteration]:
    for name, below in field.properties.items():
        now, was = (_filled(side.get(name)) for side in (value, before))
        if not _counts(name, below, was):
            continue
        if now is not None and was is not None:
            yield from _below(name, name, altered(now, was, below), is_there=True)
        elif was is not None:
            if not below.annotation("key") and not _is_placeholder(was):
                yield (), (name,)
        elif now is not None and _BLANK not in before and not below.annotation("agreement"):
            yield (name,), ()


def _filled(value: Any) -> Any:
    """A value; None for one that is as good as none."""
    return None if value is False or value in ([], {}) else value


def _counts(name: str, field: Field, was: Any) -> bool:
    """Whether a property is part of what was said."""
    if name in _BESIDE or (name in _ENDS and was is None):
        return False
    return not any(field.annotation(one) is not None for one in _SAYS_NOTHING)


def _altered_items(value: list[Any], before: list[Any], field: Field, items: Field) -> Iterator[Alteration]:
    places = dict(same_items(value, before, field.annotation("key")))
    for place, item in enumerate(value):
        if place in places:
            step = places[place]
            for route, route_before in altered(item, before[step], items):
                yield (place, *route), (step, *route_before)
        elif not field.annotation("agreement"):  # that somebody else agreed alters nothing
            yield (place,), ()


def _says_the_same(value: Any, before: Any, field: Field) -> bool:
    if field.is_text:  # it may be translated
        return set(_texts(before)) <= set(_texts(value))
    if status := field.annotation("status"):
        return (value in status["draft"]) is (before in status["draft"])
    return bool(_said(value, field) == _said(before, field))


def _texts(value: Any) -> list[str]:
    return [normalise(str(text)) for text in (value.values() if isinstance(value, dict) else [value])]


def _said(value: Any, field: Field) -> Any:
    """A value in a form that is equal where it says the same; the order of references says nothing."""
    if isinstance(value, list) and field.items is not None and field.items.reference is not None:
        return sorted(map(str, value))
    return normalise(value) if isinstance(value, str) else value


def _is_example(value: dict[str, Any]) -> bool:
    return value.get(_EXAMPLE) is True


def _is_placeholder(value: Any) -> bool:
    """Whether it holds the place of what is to be filled in."""
    return isinstance(value, dict) and (_is_example(value) or _BLANK in value)
