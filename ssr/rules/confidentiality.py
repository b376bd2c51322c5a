"""Rules on what this base may hold at all: who can clone it can read it all."""

import re
from collections.abc import Iterator
from functools import cache

from ssr.base.kinds import Field
from ssr.base.knowledge import AUDIENCES, HIGHEST, KnowledgeBase, level_of
from ssr.base.snapshot import manifest_value
from ssr.rules.rule import AnnotatedValue, Hit, manifest_of
from ssr.rules.sources import texts
from ssr.text.characters import DASHES

_PERSONAL = re.compile(
    r"(?<![0-9])(?:[0-9]{2})?([0-9]{2})([0-9]{2})([0-9]{2})"
    rf"[-+ \u00a0{DASHES}]?"
    r"([0-9]{3})([0-9])(?![0-9])"
)
_LONG_NUMBER = re.compile(r"[0-9]{6}[^0-9]?[0-9]{4}")  # much faster, and enough to pass over nearly every file
_AUDIENCE = re.compile(r"audience|\\")  # a key may be written with escapes
_ABOUT_THE_POINTER = frozenset({"sources", "audience", "allow"})


def more_than_pointer(place: AnnotatedValue) -> Iterator[Hit]:
    """Fields of a paper under secrecy that say more than where it is."""
    declared = place.field.annotation("pointer-only")
    if declared["when"] not in place.value:
        return
    kept = {*declared["keep"], *_ABOUT_THE_POINTER}
    for name in place.value:
        if name not in kept:
            titles = {"field_titles": place.field.properties[name]}
            yield Hit(place.entry, (*place.route, name), "more-than-pointer", titles, of_key=True)


def above_highest_audience(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """Audiences narrower than the base may hold."""
    most = [level_of(manifest_value(layer, "highest_audience")) for layer in base.layers]
    for layer, highest in zip(base.layers, most, strict=True):
        default = manifest_value(layer, "audience")
        if base.manifest_sound and level_of(default) > highest:
            parameters = {"highest": AUDIENCES[highest], "asked": default}
            yield Hit(manifest_of(layer), ("audience",), "above-highest-audience", parameters)
    for entry in base.all_entries:
        highest, root = most[entry.in_overlay], base.kind(entry).root
        if highest == HIGHEST or not entry.sound or not (_gives_audience(root) or _AUDIENCE.search(entry.source.text)):
            continue
        for route, value, field in root.walk(entry.data):
            own = value.get("audience") if isinstance(value, dict) and not field.is_text else None
            asked = own or field.annotation("audience")
            if asked is not None and level_of(asked) > highest:
                place = (*route, "audience") if own else route
                yield Hit(entry, place, "above-highest-audience", {"highest": AUDIENCES[highest], "asked": asked})


@cache
def _gives_audience(field: Field) -> bool:
    """Whether a shape says of any field who may read it."""
    below = [*field.properties.values(), *([field.items] if field.items is not None else [])]
    return bool(field.annotation("audience")) or any(map(_gives_audience, below))


def personal_number(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """Texts that hold a personal identity number."""
    for entry in base.all_entries:
        if not entry.sound or not _LONG_NUMBER.search(entry.source.text):
            continue
        for route, value, field in base.kind(entry).root.walk(entry.data):
            for place, text in texts(route, value, is_text=field.is_text):
                if any(map(_is_personal, _PERSONAL.finditer(text))):
                    yield Hit(entry, place, "personal-number")


def _is_personal(match: re.Match[str]) -> bool:
    """A month, a day (or a coordination number's day, 60 more) and the right check digit."""
    year, month, day, serial, check = match.groups()
    if not (1 <= int(month) <= 12 and 1 <= (int(day) - 60 if int(day) > 60 else int(day)) <= 31):
        return False
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(year + month + day + serial))
    return (sum(value // 10 + value % 10 for value in doubled) + int(check)) % 10 == 0
