"""Rules on what comes back: whether its rhythm makes sense, and each occasion in it."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import islice, pairwise, takewhile
from typing import Any, NamedTuple

from ssr.base.repeats import series_of
from ssr.base.yaml.source import Route
from ssr.rules.rule import AnnotatedValue, Hit
from ssr.series import Rhythm, Series
from ssr.text.zone import local_time_problem

_AHEAD = timedelta(3653)  # how far a series is looked at; what has no end is the same for ever
_PAIRS = 60  # occasions that follow each other, in which a rhythm shows how close they come


class _SeriesPlace(NamedTuple):
    """A series in an entry: what it is, where its own properties stand, and where those beside it."""

    place: AnnotatedValue
    series: Series
    rhythm: Rhythm

    def own(self, *steps: str | int) -> Route:
        """The route to a part of what says how it comes back."""
        return (*self.place.route, *steps)

    def beside(self, name: str) -> Route:
        """The route to the property that says a part of the first time."""
        names: Mapping[str, str] = self.place.field.annotation("series")
        return (*self.place.route[:-1], names.get(name, self.place.field.name))

    def hit(self, route: Route, key: str, *related: Route, **parameters: object) -> Hit:
        """Something wrong with it."""
        entry = self.place.entry
        return Hit(entry, route, key, parameters, related=tuple((entry, other) for other in related))

    def days(self) -> Iterator[date]:
        """Its days, as far as anybody looks ahead."""
        end = self.series.first_day + min(_AHEAD, date.max - self.series.first_day)
        return takewhile(lambda day: day <= end, self.series.days())

    def moves(self) -> Iterator[tuple[Route, date, Mapping[str, Any]]]:
        """What is moved: where it stands, from which day, and how."""
        for number, move in enumerate(self.place.value.get("moved", ())):
            if "date" in move:
                yield self.own("moved", number), date.fromisoformat(move["date"]), move


def _place(place: AnnotatedValue) -> _SeriesPlace | None:
    """The series at a place; None where nothing says when it begins, or that it comes back."""
    if not isinstance(place.value, dict):
        return None
    series = series_of(place.parent, place.field)
    return None if series is None or series.rhythm is None else _SeriesPlace(place, series, series.rhythm)


def no_occasion(place: AnnotatedValue) -> Iterator[Hit]:
    """Exceptions and moves on days when it is not held anyway."""
    if (here := _place(place)) is None:
        return
    excepted = [(here.own("except", n), day) for n, day in enumerate(place.value.get("except", ()))]
    days = [(route, date.fromisoformat(day)) for route, day in excepted]
    days += [((*route, "date"), day) for route, day, _ in here.moves()]
    for route, day in days:
        if not here.series.includes(day):
            near = _nearest(here.series, day)
            yield here.hit(route, "no-occasion", here.own("every"), day=day, near=near)


def _nearest(series: Series, day: date) -> date:
    """The day of the series that is closest to another one."""
    later = next(series.days(day), series.last_day or series.first_day)
    earlier = series.rhythm.latest(min(day, later)) if series.rhythm else None
    return min(filter(None, (earlier or series.first_day, later)), key=lambda one: abs(one - day))


def contradicted(place: AnnotatedValue) -> Iterator[Hit]:
    """What is said of a series in two ways that cannot both be meant, and what says nothing without something else."""
    if (here := _place(place)) is None:
        return
    value, fields = place.value, place.field.properties
    for name, other, alone in (
        ("count", "until", "until" in value),
        ("which", "every", here.rhythm.every not in {"month", "year"}),
        ("weeks", "every", here.rhythm.every != "week"),
        ("weeks", "interval", value.get("interval", 1) > 1),
    ):
        if name in value and alone:
            titles = {"field_titles": fields[name], "other_titles": fields[other], "other_value": value[other]}
            yield here.hit(here.own(name), "not-together", here.own(other), **titles)
    if here.rhythm.weeks is not None and here.series.last_day is None:
        yield here.hit(here.own("weeks"), "weeks-without-end")
    for route, day, move in here.moves():
        if day in here.series.excepted:
            number = value["except"].index(day.isoformat())
            yield here.hit((*route, "date"), "excepted-and-moved", here.own("except", number), day=day)
        if "end" in move and "start" not in move and not isinstance(here.series.span.begins, datetime):
            yield here.hit((*route, "end"), "end-without-start", value=move["end"])


def first_day_outside(place: AnnotatedValue) -> Iterator[Hit]:
    """Series whose first day is not one of those that the rhythm gives."""
    here = _place(place)
    if here is not None and not here.rhythm.includes(here.series.first_day):
        name = "which" if here.rhythm.which else "weeks"
        near = next(here.rhythm.days(), here.series.first_day)
        yield here.hit(here.own(name), "first-day-outside", here.beside("date"), day=here.series.first_day, near=near)


def ends_too_early(place: AnnotatedValue) -> Iterator[Hit]:
    """Series that end before they begin, and moved occasions that do."""
    if (here := _place(place)) is None:
        return
    until, first = here.series.until, here.series.first_day
    if until is not None and until < first:
        yield here.hit(here.own("until"), "out-of-order", here.beside("date"), later=until, earlier=first)
    spans = {occasion.day: occasion.span for occasion in here.series.moved}
    for route, day, move in here.moves():
        span = spans.get(day)
        if span is None or span.ends is None or span.ends >= span.begins or "start" in move or "end" not in move:
            continue  # a start of its own is held against its end where that stands
        begins = span.begins.isoformat()[11:16]
        yield here.hit((*route, "end"), "out-of-order", here.beside("start"), later=move["end"], earlier=begins)


def longer_than_interval(place: AnnotatedValue) -> Iterator[Hit]:
    """Occasions that are not over when the next begins."""
    if (here := _place(place)) is None:
        return
    span = here.series.span
    for day, later in pairwise(islice(here.days(), _PAIRS)):
        if span.on(day).overlaps(span.on(later)):
            parameters = {"day": later, "later": span.on(day).last_day}
            yield here.hit(here.own("every"), "longer-than-interval", here.beside("end_date"), **parameters)
            return


def no_such_day(place: AnnotatedValue) -> Iterator[Hit]:
    """Days of the month that some month in which it would be held has not."""
    here = _place(place)
    if here is None or here.rhythm.which is not None:
        return
    series, left = here.series, here.series.count if here.series.until is None else None
    last = series.until or series.first_day + min(_AHEAD * 4, date.max - series.first_day)
    for step in here.rhythm.steps():
        if isinstance(step, date):
            left = None if left is None else left - 1
            if left == 0 or step > last:
                return
        elif date(*step, monthrange(*step)[1]) > last:
            return
        else:
            month = f"{step[0]:04}-{step[1]:02}"
            yield here.hit(
                here.own("every"), "no-such-day", here.beside("date"), value=series.first_day.day, month=month
            )
            return


def clock_changed_later(place: AnnotatedValue) -> Iterator[Hit]:
    """Times of day that the clocks skip, or show twice, on an occasion after the first."""
    here = _place(place)
    if here is None or not place.base.manifest_sound or not isinstance(here.series.span.begins, datetime):
        return
    zone, seen = place.base.time_zone, set()
    for name, moment, route in _moments(here):
        problem = local_time_problem(moment.date().isoformat(), moment.isoformat()[11:16], zone)
        if problem and (name, problem) not in seen:
            seen.add((name, problem))
            key = "later-skipped" if problem == "skipped" else "later-twice"
            yield here.hit(route, key, value=moment.isoformat()[11:16], day=moment.date())


def _moments(here: _SeriesPlace) -> Iterator[tuple[str, datetime, Route]]:
    """When each occasion after the first begins and ends, but at times of a moved one's own, and where that is said."""
    series = here.series
    moved = {day: move for _, day, move in here.moves()}
    elsewhere = {occasion.day: occasion.span for occasion in series.moved}
    for day in here.days():
        if day in series.excepted or (day == series.first_day and day not in moved):
            continue
        span, move = elsewhere.get(day) or series.span.on(day), moved.get(day, {})
        for name, moment in (("start", span.begins), ("end", span.ends)):
            if isinstance(moment, datetime) and name not in move:
                yield name, moment, here.beside(name)
