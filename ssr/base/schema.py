"""Whether an entry has the shape of its kind, and if not, what is wrong where, in findings.

One library decides, fast; the other, imported only for an entry that is wrong, says why. Messages never quote
what the library says: they name the field and the rule.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from itertools import islice
from typing import Any

import jsonschema_rs

from ssr.base.effective import judging
from ssr.base.kinds import Field
from ssr.base.suggestions import Suggestion
from ssr.base.wanted import wanted
from ssr.base.yaml import read
from ssr.base.yaml.source import Route, Source
from ssr.finding import Finding, Location, Position, Severity
from ssr.text.catalogue import LANGUAGES
from ssr.text.characters import DASHES, SEEN, UNSEEN
from ssr.text.folding import closest
from ssr.text.slug import slug

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_PARTIAL = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?\Z")
# A host is a name or, in brackets, a number; the rest is anything that stands in an address as it is.
_URL = re.compile(
    r"https?://(?:[^\s<>\"\\^`{|}/?#@]*@)?(?:\[(?P<number>[0-9A-Fa-f:.]+)\]|[^\s<>\"\\^`{|}/?#@:\[\].]+(?:\.[^\s<>\"\\^`{|}/?#@:\[\].]+)*\.?)"
    r"(?::[0-9]{1,5})?(?:[/?#][^\s<>\"\\^`{|}]*)?\Z"
)
_MAILBOX = re.compile(r"[^\s<>()\[\],;:@\"\\.]+(?:\.[^\s<>()\[\],;:@\"\\.]+)*\Z")
_HOST_LABEL = re.compile(r"(?!-)(?:[^\W_]|-)+(?<!-)\Z")
_PHONE = re.compile(r"\+?[0-9](?:[0-9]|[ \u00a0-](?=[0-9]))*\Z")
_FEWEST_DIGITS, _MOST_DIGITS = 3, 17  # from 112 to the longest number there is, called from abroad


def is_day(value: str) -> bool:
    """Whether a text is a day that exists, `YYYY-MM-DD`."""
    if not _DAY.match(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_clock(value: str) -> bool:
    """Whether a text is a time of day, `HH:MM`."""
    return _CLOCK.match(value) is not None


def is_key(value: str) -> bool:
    """Whether a text may name an entry or an item: lower-case ASCII letters and digits with hyphens between."""
    return len(value) <= 80 and _KEY.match(value) is not None


def is_url(value: str) -> bool:
    """Whether a text is an address on the web; a host in brackets is a number of IPv6."""
    if (found := _URL.match(value)) is None:
        return False
    if (number := found["number"]) is not None:
        import ipaddress  # noqa: PLC0415  (slow to import, and hardly ever needed)

        try:
            ipaddress.IPv6Address(number)
        except ValueError:
            return False
    return True


def is_email(value: str) -> bool:
    """Whether a text is one address of e-mail: what stands before its only @, and a domain with a dot."""
    mailbox, _, domain = value.partition("@")
    labels = domain.split(".")
    is_domain = len(labels) > 1 and not labels[-1].isdigit() and all(map(_HOST_LABEL.match, labels))
    return is_domain and _MAILBOX.match(mailbox) is not None


def is_phone(value: str) -> bool:
    """Whether a text is a number to call: digits in groups with a blank or a hyphen between, after a + or not."""
    return _PHONE.match(value) is not None and _FEWEST_DIGITS <= sum(map(str.isdigit, value)) <= _MOST_DIGITS


def is_prose(value: str) -> bool:
    """Whether a text says something, if there is one."""
    return not value or SEEN.search(value) is not None


def is_line(value: str) -> bool:
    """Whether a text says something, if there is one, and that on one line."""
    return is_prose(value) and "\n" not in value and "\r" not in value


FORMATS: Mapping[str, Callable[[str], bool]] = {
    "date": is_day,
    "partial-date": lambda value: is_day(value) or _PARTIAL.match(value) is not None,
    "clock": is_clock,
    "key": is_key,
    "url": is_url,
    "email": is_email,
    "phone": is_phone,
    "line": is_line,
    "prose": is_prose,
}

# The formats in the words that every validator of JSON Schema knows; only the 29th of February passes them in any year.
_A_DAY = "[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-9])|(?:0[13-9]|1[0-2])-30|(?:0[13578]|1[02])-31)"
FORMAT_PATTERNS: Mapping[str, str] = {
    "date": f"^{_A_DAY}$",
    "partial-date": f"^(?:[0-9]{{4}}(?:-(?:0[1-9]|1[0-2]))?|{_A_DAY})$",
    "clock": "^(?:[01][0-9]|2[0-3]):[0-5][0-9]$",
    "key": "^(?=.{1,80}$)[a-z0-9]+(?:-[a-z0-9]+)*$",
    "url": '^https?://[^\\s<>"\\\\^`{|}]+$',
    "email": "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$",
    "phone": "^\\+?[0-9](?:[0-9]|[ \\u00a0-](?=[0-9]))*$",
    "line": rf"^(?:[^\r\n]*[^\s{UNSEEN}][^\r\n]*)?$",
    "prose": rf"^$|[^\s{UNSEEN}]",
}

_CODES = {
    "not-items": "SSR101", "not-a-list": "SSR101", "not-fields": "SSR101", "not-a-text": "SSR101", "not-a-number": "SSR101",
    "not-true-or-false": "SSR101", "not-chosen": "SSR101", "missing": "SSR102", "missing-always": "SSR102", "unknown-field": "SSR103", "misplaced-field": "SSR103", "field-twice": "SSR103", "not-one-of": "SSR104",
    "wrong-format": "SSR105", "wrong-pattern": "SSR105", "too-long": "SSR106", "unfilled": "SSR106", "too-brief": "SSR106", "too-few": "SSR106", "too-small": "SSR106",
    "too-big": "SSR106", "repeated": "SSR106", "other": "SSR106",
}  # fmt: skip
_MISSING = ("missing", "missing-always")
_LIMITS = {
    "maxLength": "too-long", "minLength": "too-brief", "minItems": "too-few", "minProperties": "too-few",
    "minimum": "too-small", "maximum": "too-big", "uniqueItems": "repeated",
}  # fmt: skip


_SHOWN = 12  # names of fields, where none is near
_LONGEST_KEY = 40  # letters of a sentence or number that may become another
_MANY = 50  # keys of one object that are compared with what they may have meant


def check(source: Source, shape: Field) -> list[Finding]:
    """What is wrong with the shape of one file; empty when it fits."""
    if fits(source, shape):
        return []
    # Should the two disagree, the file is still wrong: a check that could not explain is never "all clear".
    return list(_explain(source, shape)) or [_finding(source, source.position(()), "other", {"field_titles": shape})]


def read_shaped(path: str, content: bytes, shape: Field) -> tuple[Any, tuple[Finding, ...]]:
    """The data of a file that is no entry, and what is wrong with it: what cannot be read, or else its shape."""
    source = read(path, content)
    return source.data, tuple(source.errors) or tuple(check(source, shape))


def fits(source: Source, shape: Field) -> bool:
    """Whether a file has the shape."""
    return accepts(source.data, shape)


def accepts(value: object, shape: Field) -> bool:
    """Whether a value may stand in a field."""
    return bool(_compiled(shape).is_valid(value))


def misfits(source: Source, shape: Field) -> int:
    """How much in a file does not fit the shape."""
    return sum(1 for _ in _compiled(shape).iter_errors(source.data))


@lru_cache(maxsize=256)  # for as many kinds as anyone has
def _compiled(shape: Field) -> Any:
    return jsonschema_rs.Draft202012Validator(
        judging(shape.schema), validate_formats=True, formats=dict(FORMATS), retriever=_never
    )


def _never(uri: str) -> Any:
    """Schemas are self-contained; nothing is ever fetched."""
    raise LookupError(uri)


def _explain(source: Source, shape: Field) -> Iterator[Finding]:
    import jsonschema  # noqa: PLC0415  (slow to import, needed only here)

    validator = jsonschema.Draft202012Validator(shape.schema, format_checker=_format_checker())
    # One error for each place and rule: of several missing properties the library makes several errors.
    errors = {
        (tuple(error.absolute_path), tuple(error.absolute_schema_path)): error
        for error in validator.iter_errors(source.data)
    }
    # One mistake is told once: of the wrong type it is not also none of the allowed values, and what is
    # missing because its name is misspelt is told as misspelt.
    mistyped = {route for (route, _), error in errors.items() if error.validator == "type"}
    names = _WrittenNames(errors)
    told: set[tuple[Location, str, str]] = set()  # the display name is required twice, once whatever `unknown` says
    for (route, _), error in errors.items():
        if error.validator != "type" and route in mistyped:
            continue
        for finding in _findings(source, shape, error, names):
            field = finding.parameters.get("field_titles")
            name, is_missing = field.name if isinstance(field, Field) else "", finding.key in _MISSING
            sign = finding.location, _MISSING[0] if is_missing else finding.key, name
            if sign not in told and not (is_missing and (route, name) in names.meant):
                told.add(sign)
                yield finding


class _WrittenNames:
    """The names of fields in a file that no schema knows, with what was probably meant; only of the first of very many."""

    def __init__(self, errors: Mapping[Any, Any]) -> None:
        unknown = (
            (route, name, error)
            for (route, _), error in errors.items()
            if error.validator == "additionalProperties" and isinstance(error.instance, dict)
            for name in error.instance
            if name not in error.schema.get("properties", {})
        )
        self._suggestions = {
            (route, name): _meant_field(name, error.schema.get("properties", {}), error.instance)
            for route, name, error in islice(unknown, _MANY)
        }
        self.meant = {(route, str(suggestion)) for (route, _), suggestion in self._suggestions.items()}

    def suggestion(self, route: Route) -> Suggestion | None:
        """What was probably meant by the name that a route ends in; None where that is not looked for."""
        return self._suggestions.get((route[:-1], str(route[-1])))


@cache
def _format_checker() -> Any:
    import jsonschema  # noqa: PLC0415

    checker = jsonschema.FormatChecker(formats=())
    for name, holds in FORMATS.items():
        checker.checks(name)(lambda value, holds=holds: not isinstance(value, str) or holds(value))
    return checker


def _findings(source: Source, shape: Field, error: Any, names: _WrittenNames) -> Iterable[Finding]:
    route: Route = tuple(error.absolute_path)
    below = shape.at(route) or Field(error.schema, str(route[-1]))
    build = _FindingBuilder(source, below, route, shape.at(route[:-1]) if _is_untitled_item(below, route) else below)
    rule, limit, value = error.validator, error.validator_value, error.instance
    if rule == "required":
        missing = (below.properties.get(name) or Field({}, name) for name in limit if name not in value)
        excused = "then" in list(error.absolute_schema_path)[-2:]  # by `unknown`
        key = _MISSING[0] if excused else _MISSING[1]
        return [build(key, of_key=True, field_titles=field) for field in missing]
    if rule == "additionalProperties":
        known = error.schema.get("properties", {})
        unknown = ((*route, name) for name in value if name not in known)
        return [_unknown_field(source, shape, error, way, names.suggestion(way)) for way in unknown]
    if rule == "enum":
        labels = below.annotation("labels") or {}
        words = {str(one): tuple(labels.get(one, {}).values()) for one in limit}
        return [
            build("not-one-of", value=value, allowed=tuple(limit), suggestion=Suggestion(value, words, is_public=True))
        ]
    if rule == "anyOf":
        return _text_findings(source, shape, error, build, names)
    return [_on_value(build, rule, limit, value)]


def _on_value(build: "_FindingBuilder", rule: str, limit: Any, value: Any) -> Finding:
    """What is wrong with one value by itself."""
    if rule in {"format", "pattern"}:
        form = limit if rule == "format" and limit in FORMATS else "pattern"
        key = "wrong-pattern" if form == "pattern" else "wrong-format"
        meant = _meant_by_pattern(value, limit) if rule == "pattern" else _meant(value, form)
        return build(key, value=value, format=form, **meant)
    if rule == "type":
        return build.of_type(limit, value)
    return build("unfilled" if value == "" else _LIMITS.get(rule, "other"), limit=limit)


def _meant(value: object, form: object) -> Mapping[str, Any]:
    """A day or a time that somebody wrote in another way than data has it."""
    from ssr.text.times import TIME_FORMS, WrittenValue  # noqa: PLC0415  (needed only here)

    if form in TIME_FORMS:
        return {"meant": WrittenValue(str(value), str(form))}
    near = slug(str(value)) if form == "key" else _near_url(str(value)) if form == "url" else ""
    is_near = (is_key(near) and len(near) <= _LONGEST_KEY) or (is_url(near) and "." in near)
    return {"suggestion": near} if is_near else {}


def _near_url(text: str) -> str:
    """An address with what it should begin with, instead of nothing or of something like it: `htp://`, `https//`."""
    scheme, _, rest = text.partition("//")
    return f"https://{rest if rest and closest(scheme.strip(':').lower(), ('https', 'http')) else text}"


def _meant_by_pattern(value: object, pattern: str) -> Mapping[str, Any]:
    """The same with a hyphen for each blank or dash, or without blanks, if it fits then."""
    if not isinstance(value, str) or len(value) > _LONGEST_KEY:
        return {}
    parts = re.split(rf"[\s{DASHES}]+", value)
    fitting = [near for near in ("-".join(parts), "".join(parts)) if re.search(pattern, near)]
    return {"suggestion": fitting[0]} if fitting else {}


def _is_untitled_item(field: Field, route: Route) -> bool:
    """Whether an item has no title of its own, but only its list has."""
    return bool(route) and isinstance(route[-1], int) and "title" not in field.schema


class _FindingBuilder:
    """Makes findings about one place."""

    def __init__(self, source: Source, field: Field, route: Route, titled: Field | None) -> None:
        self._source, self._field, self._route, self._titled = source, field, route, titled

    @property
    def form(self) -> object:
        """The format of what should stand there, if it has one."""
        return self._field.schema.get("format")

    def of_type(self, expected: object, value: object) -> Finding:
        """That a value is of another type than `expected`, and how it should be written."""
        meant = _meant(value, self.form) if isinstance(value, (int, float)) and self.form != "key" else {}
        key, parameters = wanted(expected, self._field, value)
        return self(key, expected=expected, found=_type_of(value), **{**parameters, **meant})

    def __call__(self, key: str, *, of_key: bool = False, **parameters: object) -> Finding:
        position = self._source.position(self._route, of_key=of_key)
        extra: dict[str, object] = (
            {"field_titles": self._titled, **parameters} if self._field.name else dict(parameters)
        )
        return _finding(self._source, position, key, extra)


def _finding(source: Source, position: Position, key: str, parameters: Mapping[str, object]) -> Finding:
    return Finding(_CODES[key], Severity.ERROR, key, Location(source.path, position), parameters)


def _unknown_field(source: Source, shape: Field, error: Any, route: Route, suggestion: Suggestion | None) -> Finding:
    known, value, name = error.schema.get("properties", {}), error.instance, str(route[-1])

    def build(key: str, **parameters: object) -> Finding:
        return _finding(source, source.position(route, of_key=True), key, {"field": name, **parameters})

    allowed = tuple(other for other in known if other not in value)[-_SHOWN:]
    if suggestion is None or str(suggestion):
        return build("unknown-field", allowed=allowed, suggestion=suggestion)
    if place := _place_of(name, shape):
        return build("misplaced-field", place=place)
    if other := str(_meant_field(name, known, {})):
        return build("field-twice", other=other)
    return build("unknown-field", allowed=allowed)


def _meant_field(name: object, known: Mapping[str, Any], value: Mapping[str, Any]) -> "Suggestion":
    """The field that was probably meant by a name that does not exist: by its title, if not there already."""
    fields = (Field(below, other) for other, below in known.items() if other not in value)
    titles = {field.name: tuple(map(field.title, LANGUAGES)) for field in fields}
    return Suggestion(name, titles, is_public=True)


def _place_of(name: str, shape: Field) -> str:
    """The only property whose own properties have a name; empty where there is none, or several."""
    found: set[str] = set()
    waiting = [shape]
    while waiting:
        field = waiting.pop()
        below = field.items or field
        if name in below.properties and field.name:
            found.add(field.name)
        waiting += [one for one in below.properties.values() if one is not field]
    return found.pop() if len(found) == 1 else ""


def _text_findings(
    source: Source, shape: Field, error: Any, build: _FindingBuilder, names: _WrittenNames
) -> Iterable[Finding]:
    """Prose is a text or one per language; tell what is wrong with the form that was meant."""
    wanted = "object" if isinstance(error.instance, dict) else "string"
    meant = [
        below
        for below in error.context
        if error.validator_value[below.relative_schema_path[0]].get("type") == wanted
        and (below.validator != "type" or below.relative_path)
    ]
    if not meant:
        return [build.of_type("text", error.instance)]
    return [finding for below in meant for finding in _findings(source, shape, below, names)]


def _type_of(value: object) -> str:
    names = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer", float: "number"}
    return names.get(type(value), "null")
