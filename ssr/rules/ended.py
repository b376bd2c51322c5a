"""Rules on what has ended and is still named as what should be used or act. Time alone causes it."""

from collections import defaultdict
from collections.abc import Iterator

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase, is_in_force
from ssr.base.links import Link
from ssr.rules.rule import AnnotatedValue, Hit

_MANY = 10  # more references to one entry are one finding


def ended_references(base: KnowledgeBase, day: str) -> Iterator[Hit]:
    """References from what is in force to what has ended."""
    leading: dict[Entry, list[Link]] = defaultdict(list)
    for entry in base.all_entries:
        written = base.added_to(entry) if entry in base.additions else entry
        if entry.sound and base.in_force(entry.id, day) is written:
            for link in base.outgoing(entry):
                target = base.leads_to_ended(link, day)
                if target is not None and target.sound and _holds(link, day):
                    leading[target].append(link)
    for target, links in leading.items():
        often = len(links) > _MANY
        for link in links[:1] if often else links:
            parameters = {"value": link.origin.value(link.route), "n": len(links)}
            key = "ended-reference-often" if often else "ended-reference"
            yield Hit(link.origin, link.route, key, parameters, related=((target, ()),))


def ended_called_off(place: AnnotatedValue) -> Iterator[Hit]:
    """Ends of what is called off: what has ended is not spoken of to those who were invited."""
    wrong = next((name for name in ("until", "replaced_by") if name in place.entry.data), None)
    if wrong is not None and place.value == place.field.annotation("called-off"):
        yield Hit(place.entry, (wrong,), "ended-called-off", {"other_titles": place.field}, of_key=True)


def _holds(link: Link, day: str) -> bool:
    """Whether all that holds the reference is in force."""
    return all(is_in_force(link.origin.value(link.route[:length]), day) for length in range(len(link.route)))
