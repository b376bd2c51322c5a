"""Rules on what a state rests on: what is agreed was agreed by somebody, on a day, and holds from then on at the earliest."""

from collections.abc import Iterator

from ssr.rules.rule import AnnotatedValue, Hit
from ssr.text.days import last_of

_GAP = "unknown"


def not_agreed_by_any(place: AnnotatedValue) -> Iterator[Hit]:
    """States that rest on a decision of which neither the day nor why it is not known is written."""
    status = place.field.annotation("status")
    way = tuple(status.get("agreed-on", ()))
    if not way or place.value in status["draft"] or place.entry.value(way) is not None:
        return
    if not any(_is_gap(place.entry.value(way[:length])) for length in range(1, len(way))):
        root = place.base.kind(place.entry).root
        titles = {"field_titles": root.at(way[:1]) or place.field, "other_titles": root.at(way) or place.field}
        yield Hit(place.entry, place.route, "not-agreed-by-any", titles)


def _is_gap(value: object) -> bool:
    return isinstance(value, dict) and _GAP in value


def holds_before_agreed(place: AnnotatedValue) -> Iterator[Hit]:
    """First days that lie before the agreement."""
    status = place.field.annotation("status")
    way, first = tuple(status.get("agreed-on", ())), place.entry.data.get("from")
    agreed = place.entry.value(way) if way else None
    if (
        isinstance(agreed, str)
        and isinstance(first, str)
        and last_of(first) < agreed
        and place.value not in status["draft"]
    ):
        parameters = {"later": agreed, "earlier": first}
        yield Hit(place.entry, ("from",), "holds-before-agreed", parameters, related=((place.entry, way),))
