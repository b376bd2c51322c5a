"""What was chosen on the command line for a document's own parameters, as values that its templates can use.

The parameters and their types stand in `document.yaml`; a wrong value is told as wrong use.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from ssr.base.entry import Entry
from ssr.base.kinds import Field, Kind
from ssr.base.schema import FORMATS, check, is_day
from ssr.base.yaml.source import Source
from ssr.errors import UsageError
from ssr.templating.definition import Definition, NewEntry, Parameter
from ssr.text.catalogue import Catalogue, catalogue
from ssr.text.folding import closest
from ssr.text.slug import slug
from ssr.text.zone import local_time_problem
from ssr.view.base_view import Choice, Ref, View
from ssr.view.lookup import referred
from ssr.view.selection import DateRange, values_at

if TYPE_CHECKING:
    from ssr.text.times import WrittenDays


_DIGITS = 7  # fewer than these are enough for any number that is counted


class Moment(NamedTuple):
    """A day and a time of that day, where the base's clocks stand; and when it ends, on another day if that is earlier."""

    day: str
    clock: str
    end: str | None = None
    end_day: str | None = None

    def __str__(self) -> str:
        return f"{self.day}T{self.clock}"


def chosen(document: Definition, given: Mapping[str, str | None], view: View) -> dict[str, Any]:
    """The value of each parameter of a document: what was given, else its default, else None where it may lack one."""
    result: dict[str, Any] = {}
    for parameter in document.parameters:
        value = given.get(parameter.name)
        value = parameter.default if value is None else value
        if value is None and parameter.required:
            raise UsageError("missing-argument", option=parameter.option, command=f"ssr render {document.name}")
        result[parameter.name] = None if value is None else _value(parameter, value, view)
    return result


def _value(parameter: Parameter, value: str, view: View) -> Any:
    name, choices = parameter.option, parameter.choices
    if choices and value not in choices:
        suggestion = closest(value, choices)
        raise UsageError("unknown-choice", value=value, option=name, known=", ".join(choices), suggestion=suggestion)
    if kinds := parameter.ref:
        if parameter.many:
            return [referred(kinds, one.strip(), view, in_force=parameter.in_force) for one in value.split(",")]
        return referred(kinds, value, view, in_force=parameter.in_force)
    if parameter.type == "number":
        return _number(value, name)
    return _time(parameter, value, view)


def _time(parameter: Parameter, value: str, view: View) -> Any:
    """A value that is a day or a time, or the text itself."""
    name = parameter.option
    match parameter.type:
        case "days":
            return _days(value, name, view.day, catalogue(view.language))
        case "moment":
            moment = _moment(value, name)
            if problem := local_time_problem(moment.day, moment.clock, view.base.time_zone):
                raise UsageError(f"time-{problem}", value=value, option=name)
            return moment
        case "now":
            return _moment(value, name)  # the clock shows what it shows, even when it shows that twice
    return value if parameter.values_of is None else _choice(parameter, value, view.language)


def _choice(parameter: Parameter, value: str, language: str) -> Choice:
    label = parameter.labels.get(value, value)
    return Choice(value, label if isinstance(label, str) else label.get(language, value))


def _number(value: str, name: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < _DIGITS):
        raise UsageError("wrong-number", value=value, option=name)
    return int(value)


def _moment(value: str, name: str) -> Moment:
    begun, _, end = value.partition("/")
    day, _, clock = begun.partition("T")
    if not is_day(day) or not FORMATS["clock"](clock) or (end and not FORMATS["clock"](end)):
        raise UsageError("wrong-moment", value=value, option=name)
    next_day = (date.fromisoformat(day) + timedelta(days=1)).isoformat() if end and end <= clock else None
    return Moment(day, clock, end or None, next_day)


def _days(value: str, name: str, today: str, words: Catalogue) -> DateRange:
    """A span of days as people write it, or the year or term that runs today (`year`, `term`)."""
    if value == "year":
        value = today[:4]
    elif value == "term":
        value = f"{'vt' if today[5:] < '07-01' else 'ht'}{today[:4]}"
    from ssr.text.times import parse_days  # noqa: PLC0415  (few documents are of a span of days)

    days = parse_days(value, date.fromisoformat(today))
    if days is None:
        raise UsageError("wrong-days", value=value, option=name)
    return DateRange(days.first.isoformat(), days.last.isoformat(), _name(days, words))


def _name(days: "WrittenDays", words: Catalogue) -> str:
    """What people call a span of days."""
    first = days.first
    match days.length:
        case "year":
            return f"{first.year:04}"
        case "term":
            return words.text("dates.vt" if first.month == 1 else "dates.ht", year=f"{first.year:04}")
        case "month":
            return f"{words.month(first)} {first.year:04}"
        case "week":
            year, week, _ = first.isocalendar()
            return words.text("dates.week", week=week, year=year)
    return words.day(first, week=False)


def entry_of(document: Definition, new: NewEntry, kind: Kind, options: Mapping[str, Any], language: str) -> Entry:
    """An entry that stands in no file, made of the chosen options as `new` in `document.yaml` says."""
    for name in new.needs:
        if options[name] is None:
            missing = document.parameter(name)
            raise UsageError("missing-argument", option=missing.option, command=f"ssr render {document.name}")
    data = {name: _filled(value, options) for name, value in new.values.items()}
    for parameter in document.parameters:
        if parameter.sets and options[parameter.name] is not None:
            data |= _set(parameter.sets, options[parameter.name], kind)
    again = options[new.same] if new.same else None
    id_ = filled_id("{id}", {"id": again}) if again else filled_id(new.id, options)
    source = Source(f"{kind.folder}/{id_}", "", data)
    _fit(data, new, options)
    for finding in check(source, kind.part):
        field = finding.parameters.get("field_titles")
        raise UsageError("cannot-make", title=field.title(language) if isinstance(field, Field) else kind.name)
    return Entry(kind.name, id_, None, source)


def _fit(data: dict[str, Any], new: NewEntry, options: Mapping[str, Any]) -> None:
    """Let what the chosen entries do not have among their values be the first that they have."""
    for name, path in new.within.items():
        option, _, rest = path.partition(".")
        having = [choice.value for choice in values_at(options[option], rest)]
        if having and data[name] not in having:
            data[name] = having[0]


def filled_id(pattern: str, options: Mapping[str, Any]) -> str:
    """The id that a pattern gives with the values of the options in their places, and with nothing where there is none."""
    for name, value in options.items():
        pattern = pattern.replace(f"{{{name}}}", "" if value is None else _plain(value))
    return slug(pattern)


def _filled(value: str, options: Mapping[str, Any]) -> str:
    """A constant of the document's, in which `{option}` stands for what that option's value is called."""
    for name, chosen_value in options.items():
        value = value.replace(f"{{{name}}}", str(chosen_value))
    return value


def _set(names: Sequence[str], value: Any, kind: Kind) -> dict[str, Any]:
    """The properties that an option sets: a moment sets its day and its time, and where it is known when it ends."""
    if isinstance(value, Moment):
        return {name: part for name, part in zip(names, value, strict=False) if part is not None}
    plain = value if isinstance(value, int) else _plain(value)
    return {name: [plain] if kind.root.properties[name].is_list else plain for name in names}


def _plain(value: Any) -> str:
    if isinstance(value, Choice):
        return value.value
    return value.id if isinstance(value, Ref) else str(value)
