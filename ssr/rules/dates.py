"""Rules on dates, periods and weekdays."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.base.links import Link
from ssr.base.schema import is_clock, is_day
from ssr.rules.rule import AnnotatedValue, Hit
from ssr.text.catalogue import catalogue
from ssr.text.days import first_of, last_of
from ssr.text.zone import local_time_problem


def out_of_order(place: AnnotatedValue) -> Iterator[Hit]:
    """Ends that lie before their beginning."""
    declared = place.field.annotation("not-before")
    name, unless = (declared["property"], declared["unless"]) if isinstance(declared, dict) else (declared, "")
    earlier = place.parent.get(name)
    if isinstance(earlier, str) and unless not in place.parent and last_of(place.value) < first_of(earlier):
        related = ((place.entry, (*place.route[:-1], name)),)
        yield Hit(place.entry, place.route, "out-of-order", {"later": place.value, "earlier": earlier}, related=related)


def wrong_weekday(place: AnnotatedValue) -> Iterator[Hit]:
    """Weekdays that are not those of their date."""
    written = place.parent.get(place.field.annotation("weekday-of"))
    if not isinstance(written, str) or not is_day(written):
        return
    day = date.fromisoformat(written)
    allowed = list(place.field.schema.get("enum", ()))
    right = allowed[day.weekday()] if len(allowed) == 7 else catalogue("sv").weekday(day)
    if place.value != right:
        parameters = {"day": day, "right": right, "wrong": place.value, "field_titles": place.field}
        yield Hit(place.entry, place.route, "wrong-weekday", parameters)


def overlapping_editions(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """Agreed editions of an entry that hold on the same day."""
    for id_ in base.ids:
        agreed = [e for e in base.editions(id_) if e.edition is not None and e.sound and not base.is_draft(e)]
        for first, second in pairwise(sorted(agreed, key=base.first_day)):
            start, until = base.first_day(second), last_of(first.data.get("until", ""))
            if start == base.first_day(first) or until >= start:
                yield Hit(second, (), "overlapping-editions", {"path": first.path}, related=((first, ()),))


def overlapping_periods(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """Periods that share a day."""
    dated = (entry for entry in base.entries if entry.sound and {"from", "until"} <= entry.data.keys())
    periods = [entry for entry in dated if base.kind(entry).defines_periods]
    longest: Entry | None = None
    for later in sorted(periods, key=lambda entry: first_of(str(entry.data["from"]))):
        if longest is not None and first_of(later.data["from"]) <= last_of(longest.data["until"]):
            related = ((longest, ("until",)),)
            yield Hit(later, ("from",), "overlapping-periods", {"path": longest.path}, related=related)
        longest = max(filter(None, (longest, later)), key=lambda entry: last_of(str(entry.data["until"])))


def clock_changed(place: AnnotatedValue) -> Iterator[Hit]:
    """Times of day that the clocks skip, or show twice."""
    days = (place.parent.get(name) for name in place.field.annotation("clock-on"))
    day = next(filter(None, days), None)
    if not place.base.manifest_sound or not isinstance(day, str) or not is_day(day) or not is_clock(place.value):
        return
    problem = local_time_problem(day, place.value, place.base.time_zone)
    if problem:
        parameters = {"value": place.value, "day": date.fromisoformat(day)}
        yield Hit(place.entry, place.route, "clock-skipped" if problem == "skipped" else "clock-twice", parameters)


def of_other_period(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """References from an edition to another period: one finding for all that it has to one."""
    for entry in base.all_entries:
        leading: dict[str, list[Link]] = {}
        for link in base.outgoing(entry) if entry.edition in base.periods else ():
            field = base.kind(entry).root.at(link.route)
            is_origin = field is not None and field.annotation("carried") is not None  # which should be another
            if link.target in base.periods and link.target != entry.edition and not is_origin:
                leading.setdefault(link.target, []).append(link)
        for period, links in leading.items():
            value = entry.value(links[0].route) if len(links) == 1 else period
            key = "of-other-period" if len(links) == 1 else "of-other-period-often"
            yield Hit(entry, links[0].route, key, {"value": value, "period": entry.edition, "n": len(links)})


def other_part_of_day(place: AnnotatedValue) -> Iterator[Hit]:
    """Parts of the day in which the time of day beside them does not lie."""
    for name, parts in place.field.annotation("hours-of").items():
        clock = place.parent.get(name)
        first, last = parts.get(place.value, ("00:00", "23:59"))
        if isinstance(clock, str) and is_clock(clock) and not first <= clock <= last:
            parameters = {"field_titles": place.field, "wrong": place.value, "value": clock}
            related = ((place.entry, (*place.route[:-1], name)),)
            yield Hit(place.entry, place.route, "other-part-of-day", parameters, related=related)
