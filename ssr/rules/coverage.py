"""Rules on what ought to be there, and on how much."""

from collections.abc import Iterator, Mapping
from functools import partial

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase, is_in_force
from ssr.rules import twins
from ssr.rules.manifest import is_countable
from ssr.rules.rule import AnnotatedValue, Hit, manifest_of
from ssr.rules.sources import texts


def expected(place: AnnotatedValue) -> Iterator[Hit]:
    """Fields that are wanted, though not required.

    What a state rests on is not among them: a draft has none, and where any other lacks it that is an error of its own.
    """
    if "unknown" in place.value:
        return
    states = (field.annotation("status") or {} for field in place.field.properties.values())
    rested_on = {way[0] for state in states if (way := state.get("agreed-on"))}
    for name, field in place.field.properties.items():
        if name not in rested_on and field.annotation("expect") and name not in place.value:
            yield Hit(place.entry, place.route, "expected", {"field_titles": field}, of_key=True)


def long_text(place: AnnotatedValue) -> Iterator[Hit]:
    """Texts in which whoever acts on them finds nothing soon."""
    most = place.field.annotation("long")
    for route, text in texts(place.route, place.value, is_text=True):
        if len(text) > most:
            yield Hit(place.entry, route, "long-text", {"n": len(text), "limit": most})


def wrong_count(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """Counts in the manifest that the entries do not give."""
    manifest = manifest_of(base.snapshot)
    is_known = base.manifest_sound and not base.lacks_beneath
    doubles: list[Entry] | None = None  # what it may come from, looked for where a number is wrong
    for number, declared in enumerate(base.manifest("counts", []) if is_known else ()):
        if declared["kind"] in base.kinds.broken or not is_countable(base, declared):
            continue
        if any(entry.kind == declared["kind"] and not entry.sound for entry in base.entries):
            continue  # what is wrong with it is told, and may be all that is missing
        known_until = str(base.manifest("known_until"))
        days = dict.fromkeys((declared.get("from") or known_until, declared.get("until") or known_until))
        for day in days:
            counted = _counted(base, declared["kind"], declared["where"], day)
            if len(counted) != declared["count"]:
                parameters = {"count": declared["count"], "found": len(counted), "day": day, "kind": declared["kind"]}
                doubles = twins.doubles(base) if doubles is None else doubles
                related = tuple((entry, ()) for entry in doubles if entry in counted)
                yield Hit(manifest, ("counts", number, "count"), "wrong-count", parameters, related=related)
                break


def _counted(base: KnowledgeBase, kind: str, where: Mapping[str, str], day: str) -> list[Entry]:
    entries = (entry for entry in base.entries if entry.kind == kind and base.holds(entry, day))
    holds = partial(is_in_force, day=day)
    return [entry for entry in entries if all(value in entry.values_at(path, holds) for path, value in where.items())]
