"""Documents are data: what a document is about stands in its `document.yaml`, what it says in its Jinja templates.

Data is never a template and never markup: each value is escaped for Markdown, or encoded for JSON, where it is
written, by its type. Not for choosing what a reader may see: that is the view's.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property, partial
from itertools import groupby
from typing import Any, NamedTuple, cast

import jinja2
from markupsafe import Markup

from ssr.base.resources import Resources
from ssr.errors import UsageError
from ssr.formats.form import FormField
from ssr.templating.compiled import Compiled
from ssr.templating.definition import FOLDER, Definition, labels_of_all
from ssr.templating.diagram_source import diagram_source, layers_source
from ssr.templating.fields import Fields
from ssr.templating.markup import (  # fmt: skip
    BLANK,
    BOX,
    LINE,
    Markdown,
    finalize,
    joined,
    linked,
    paragraphs,
    plain,
    without_rules,
)
from ssr.templating.sandbox import WRONG_FILTERS, Environment, bounded
from ssr.text.catalogue import Catalogue
from ssr.text.localised import Localised
from ssr.text.numbers import clock_in_words, day_in_words, numbers_in_words
from ssr.view.base_view import Choice, Node, Ref, Text

# What a mistake in a template can end in; anything else is a bug of ours.
_TEMPLATE_ERRORS = (
    jinja2.TemplateError, AttributeError, KeyError, TypeError, ValueError, ArithmeticError, MemoryError, RecursionError,
)  # fmt: skip


class TemplateResult(NamedTuple):
    """What a template gave: Markdown, or JSON; whether anything in it is invented; and the fields in it to fill in."""

    text: str
    shows_example: bool
    fields: Mapping[str, FormField]


class Templates:
    """Renders the templates of one base, in one language."""

    def __init__(self, resources: Resources, words: Catalogue) -> None:
        self._resources, self._words = resources, words
        self._environments: dict[bool, Environment] = {}

    def render(self, document: Definition, format_: str, context: Mapping[str, Any]) -> TemplateResult:
        """The Markdown (or, for a template that ends in `.json.j2`, the JSON) of a document."""
        name = f"{document.name}/{document.formats[format_]}"
        as_json = name.endswith(".json.j2")
        labels = {**self._labels_of_all, **document.labels}
        written = str if as_json else Markdown  # labels are the document's own words, not data
        t = {key: written(Localised.pick(label, self._words.language).text) for key, label in labels.items()}
        fields = Fields(document.fields, context["selections"], self._words.language)
        environment = self._environment(as_json=as_json)
        environment.shows_example = False
        environment.filters["label"] = lambda key, prefix: t[f"{prefix}{key}"]
        try:
            text = bounded(environment.get_template(name).generate(**context, t=t, field=fields))
        except _TEMPLATE_ERRORS as error:
            raise self._told(error, context) from error
        return TemplateResult(text if as_json else without_rules(text), environment.shows_example, fields.put)

    @cached_property
    def _labels_of_all(self) -> Mapping[str, Mapping[str, str]]:
        return labels_of_all(self._resources)

    def _told(self, error: Exception, context: Mapping[str, Any]) -> UsageError:
        """The error with the template and the line it happened in, and the entry that supplied the values."""
        template, line = "?", 0
        if isinstance(error, jinja2.TemplateSyntaxError):
            template, line = error.name or "?", error.lineno
        traceback = error.__traceback__
        while traceback is not None:
            file = traceback.tb_frame.f_code.co_filename
            if file.startswith(f"{FOLDER}/"):
                template, line = file, traceback.tb_lineno
            traceback = traceback.tb_next
        return UsageError("template", template=template, line=line, reason=str(error), id=_id(context))

    def _environment(self, *, as_json: bool) -> Environment:
        if as_json not in self._environments:
            self._environments[as_json] = self._new_environment(as_json=as_json)
        return self._environments[as_json]

    def _new_environment(self, *, as_json: bool) -> Environment:
        environment = Environment(
            loader=jinja2.FunctionLoader(self._load),
            undefined=jinja2.StrictUndefined,
            autoescape=not as_json,  # so that what macros have written is known from what is data
            finalize=_as_json if as_json else _as_markdown,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            # Nothing is worked out ahead: it would cost more than it saves, and what is kept must hold in each language.
            optimized=False,
            bytecode_cache=None if as_json else Compiled(self._resources.bundled),
        )
        environment.filters |= {
            "day": partial(_known_day, self._words.known_day),
            "plain_day": partial(_known_day, partial(self._words.known_day, week=False)),
            "short_day": partial(_day, self._words.short_day),
            "week": partial(_day, lambda day: str(day.isocalendar().week)),
            "clock": self._words.clock,
            "span": self._words.span,
            "spoken": self._spoken,
            "spoken_day": partial(_day, partial(day_in_words, self._words)),
            "spoken_clock": partial(clock_in_words, self._words),
            "paragraphs": _paragraphs,
            "plain": _plain,
            "years": _years,
            "linked": linked,
            "grouped": _grouped,
            "only": _only,
            "cited": _cited,
            "names": lambda refs: ", ".join(map(str, refs)),
            "picture": _picture,
            "layers": _layers,
            "fill": lambda label, **values: label.format(**values),
        }
        if not as_json:
            environment.filters |= {"join": joined, "names": Markdown(", ").join}
            for name in WRONG_FILTERS:
                del environment.filters[name]
        environment.tests["example"] = _is_example
        environment.globals |= {"blank": BLANK, "line": LINE, "box": BOX}
        return environment

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            text = self._resources.read(f"{FOLDER}/{name}").decode("utf-8")
        except KeyError:
            raise jinja2.TemplateNotFound(name) from None
        return text, f"{FOLDER}/{name}", lambda: True

    def _spoken(self, value: Any) -> str:
        said = numbers_in_words(self._words, str(value))
        return Markdown(said) if isinstance(value, Markup) else said


def _known_day(written: Callable[[str], str], value: str | None) -> str:
    """A day as far as it is known; a blank where nothing is."""
    return written(value) if value else BLANK


def _day(written: Callable[[date], str], value: str | None) -> str:
    """A day as it is written or said; a blank where there is none."""
    return written(date.fromisoformat(value)) if value else BLANK


@jinja2.pass_context
def _as_markdown(context: jinja2.runtime.Context, value: Any) -> Any:
    cast(Environment, context.environment).note(value)
    return finalize(value)


@jinja2.pass_environment
def _paragraphs(environment: Environment, text: Text | None) -> Markup:
    environment.note(text)
    return paragraphs(text)


def _years(period: str) -> str:
    """The period as it is written in running text: 2026–2027."""
    return period.replace("-", "–")


@jinja2.pass_environment
def _plain(environment: Environment, text: Text | None) -> str:
    environment.note(text)
    return plain(text)


@jinja2.pass_environment
def _is_example(environment: Environment, item: Node | None) -> bool:
    """Whether an item is invented; a document whose template asks that of one which is shows it."""
    result = item is not None and item.illustrative is True
    environment.shows_example |= result
    return result


@jinja2.pass_environment
def _as_json(environment: Environment, value: Any) -> Any:
    """Any value as JSON."""
    environment.note(value)
    if jinja2.is_undefined(value):
        return value
    plain = str(value) if isinstance(value, (Text, Choice, Ref)) else value
    return json.dumps(plain, ensure_ascii=False)


@jinja2.pass_context
def _cited(context: jinja2.runtime.Context, item: Node | None) -> list[int]:
    """The numbers of the sources of an item in the document's list of sources."""
    numbers = {paper.id: number for number, paper in enumerate(context["sources"], 1)}
    return sorted(numbers[ref.id] for ref in (item.sources if item is not None else ()) if ref.id in numbers)


def _picture(nodes: list[tuple[str, str, bool]], edges: list[tuple[str, str]]) -> Markdown:
    return Markdown(diagram_source(nodes, edges))


def _layers(layers: list[tuple[str, list[Any]]]) -> Markdown:
    return Markdown(layers_source([(str(title), [str(label) for label in labels]) for title, labels in layers]))


def _grouped(items: list[Node], name: str) -> list[tuple[Any, list[Node]]]:
    """Items that follow each other and have the same value, under that value."""
    return [(value, list(group)) for value, group in groupby(items, key=partial(_value_of, name))]


def _only(items: list[Node], name: str, value: str | None) -> list[Node]:
    """Items that have this value, and those that have none; all of them where no value is asked for."""
    return [item for item in items if value is None or item[name] is None or item[name].value == value]


def _value_of(name: str, item: Node) -> Any:
    return item[name]


def _id(context: Mapping[str, Any]) -> str:
    entry = context.get("entry")
    return entry.id if isinstance(entry, Node) else "?"
