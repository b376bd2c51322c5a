"""Rules on what a state rests on: what is agreed was agreed by somebody, on a day, and holds from then on at the earliest."""

from collections.abc import Iterator

from ssr.base.yaml.source import Route
from ssr.rules.rule import AnnotatedValue, Hit
from ssr.text.days import first_of, last_of

_GAP = "unknown"


def not_agreed_by_any(place: AnnotatedValue) -> Iterator[Hit]:
    """States that rest on a decision of which neither the day nor why it is not known is written."""
    status = place.field.annotation("status")
    way = tuple(status.get("agreed-on", ()))
    holder, stands = place.base.stated(place.entry, way)
    if not way or place.value in status["draft"] or holder.value(stands) is not None:
        return
    if not any(_is_gap(holder.value(stands[:length])) for length in range(holder is place.entry, len(stands))):
        root = place.base.kind(place.entry).root
        titles = {"field_titles": root.at(way[:1]) or place.field, "other_titles": root.at(way) or place.field}
        yield Hit(place.entry, place.route, "not-agreed-by-any", titles)


def _is_gap(value: object) -> bool:
    return isinstance(value, dict) and _GAP in value


def holds_before_agreed(place: AnnotatedValue) -> Iterator[Hit]:
    """First days that lie before the agreement."""
    status = place.field.annotation("status")
    way, first = tuple(status.get("agreed-on", ())), place.entry.data.get("from")
    holder, stands = place.base.stated(place.entry, way)
    agreed = holder.value(stands) if way else None
    if (
        isinstance(agreed, str)
        and isinstance(first, str)
        and last_of(first) < first_of(agreed)
        and place.value not in status["draft"]
    ):
        parameters = {"later": agreed, "earlier": first}
        yield Hit(place.entry, ("from",), "holds-before-agreed", parameters, related=((holder, stands),))


def agreed_too_early(place: AnnotatedValue) -> Iterator[Hit]:
    """Days of an agreement, or of an adoption, that lie before what comes first: the end of a referral, an approval."""
    declared = place.field.annotation("agreement")
    way = tuple(declared.get("after", ())) if isinstance(declared, dict) else ()
    before, there = place.base.stated(place.entry, way)
    first = before.value(there) if way and not place.base.is_draft(place.entry) else None
    if not isinstance(first, str):
        return
    root = place.base.kind(place.entry).root
    titles = {"field_titles": root.at(way[:1]) or place.field, "other_titles": root.at(way) or place.field}
    for route, record in _records(place):
        holder, stands = place.base.stated(place.entry, (*route, declared["on"]))
        day = holder.value(stands)
        holds = all(record.get(name) == value for name, value in declared.get("states", {}).items())
        if holds and isinstance(day, str) and last_of(day) < first_of(first):
            here, decided = (stands, ()) if holder is place.entry else (route, ((holder, stands),))
            parameters = {"day": day, "first": first, **titles}
            yield Hit(place.entry, here, "agreed-too-early", parameters, related=((before, there), *decided))


def _records(place: AnnotatedValue) -> Iterator[tuple[Route, dict[str, object]]]:
    """Each object that records an agreement or an adoption, and where it stands."""
    if isinstance(place.value, list):
        yield from (((*place.route, number), item) for number, item in enumerate(place.value))
    else:
        yield place.route, place.value


def says_otherwise(place: AnnotatedValue) -> Iterator[Hit]:
    """Properties that say something else than the entry that is to fill them in."""
    for filling in place.base.editions(place.value):
        for name in place.field.annotation("fills"):
            here, there = place.parent.get(name), filling.data.get(name)
            if here is not None and there is not None and not _agree(here, there):
                parameters = {"here": here, "there": there, "id": filling.id}
                yield Hit(
                    place.entry, (*place.route[:-1], name), "says-otherwise", parameters, related=((filling, (name,)),)
                )


def _agree(here: object, there: object) -> bool:
    """Whether both say the same; a day does not contradict its month or its year."""
    return here == there or f"{here}".startswith(f"{there}-") or f"{there}".startswith(f"{here}-")
