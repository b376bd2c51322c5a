"""Documents are data: what a document is about stands in its `document.yaml`, what it says in its Jinja templates.

Data is never a template and never markup: each value is escaped for Markdown, or encoded for JSON, where it is
written, by its type. Not for choosing what a reader may see: that is the view's.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

import jinja2

from ssr.errors import UsageError
from ssr.kinds import SUFFIX, Field, field_of
from ssr.language import Catalogue, catalogue
from ssr.resources import Resources
from ssr.schema import Validator
from ssr.source import read
from ssr.templating.markdown import BLANK, LINE, Markdown, finalize, joined, linked, paragraphs, plain, without_rules
from ssr.templating.sandbox import WRONG_FILTERS, Environment, bounded
from ssr.view import Choice, Node, Ref, Text

FOLDER = "templates"
BASE = "_base"
_FILE = "document.yaml"
# What a mistake in a template can end in; anything else is a bug of ours.
_TEMPLATE_ERRORS = (
    jinja2.TemplateError, AttributeError, KeyError, TypeError, ValueError, ArithmeticError, MemoryError, RecursionError,
)  # fmt: skip


@dataclass(frozen=True)
class Document:
    """What `ssr render` can make: its kinds, its own options, and the template of each format."""

    name: str
    title: Mapping[str, str]
    about: tuple[str, ...]
    parameters: tuple[Mapping[str, Any], ...]
    selections: Mapping[str, Mapping[str, Any]]
    formats: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]


class Documents(Mapping[str, Document]):
    """The documents that the base or the tool has a folder for, by name; each is read when it is asked for.

    So one whose `document.yaml` is broken stops no other.
    """

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._shape = field_of(resources, f"_document{SUFFIX}")
        self._validator = Validator()
        parts = (path.split("/") for path in resources.names(FOLDER))
        self._names = [part[1] for part in parts if len(part) == 3 and part[2] == _FILE and part[1] != BASE]

    def __getitem__(self, name: str) -> Document:
        if name not in self._names:
            raise KeyError(name)
        data = _checked(self._resources, f"{FOLDER}/{name}/{_FILE}", self._shape, self._validator)
        return Document(
            name,
            data["title"] if isinstance(data["title"], dict) else {"sv": data["title"]},
            tuple(data["about"]),
            tuple(data.get("parameters", ())),
            data.get("selections", {}),
            data["formats"],
            data.get("labels", {}),
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _checked(resources: Resources, path: str, shape: Field, validator: Validator) -> dict[str, Any]:
    source = read(path, resources.read(path))
    findings = list(source.findings) or validator.check(source, shape)
    if findings:
        place = f"{path}:{findings[0].location.position.line}"
        raise UsageError(
            "broken-document", path=place, reason=catalogue("sv").text(f"codes.{findings[0].code}").lower()
        )
    found: dict[str, Any] = source.data
    return found


class Templates:
    """Renders the templates of one base, in one language."""

    def __init__(self, resources: Resources, words: Catalogue) -> None:
        self._resources, self._words = resources, words

    def render(self, document: Document, format_: str, context: Mapping[str, Any]) -> str:
        """The Markdown (or, for a template that ends in `.json.j2`, the JSON) of a document."""
        name = f"{document.name}/{document.formats[format_]}"
        as_json = name.endswith(".json.j2")
        labels = {**self._base_labels(), **document.labels}
        written = str if as_json else Markdown  # labels are the document's own words, not data
        t = {key: written(label[self._words.language]) for key, label in labels.items()}
        environment = self._environment(as_json=as_json)
        environment.filters["label"] = lambda key, prefix: t[f"{prefix}{key}"]
        try:
            text = bounded(environment.get_template(name).generate(**context, t=t))
        except _TEMPLATE_ERRORS as error:
            raise self._told(error, context) from error
        return text if as_json else without_rules(text)

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

    def _base_labels(self) -> Mapping[str, Mapping[str, str]]:
        found: Mapping[str, Mapping[str, str]] = _checked(
            self._resources,
            f"{FOLDER}/{BASE}/labels.yaml",
            field_of(self._resources, f"_document{SUFFIX}").properties["labels"],
            Validator(),
        )
        return found

    def _environment(self, *, as_json: bool) -> Environment:
        environment = Environment(
            loader=jinja2.FunctionLoader(self._load),
            undefined=jinja2.StrictUndefined,
            autoescape=not as_json,  # so that what macros have written is known from what is data
            finalize=_finalize_json if as_json else finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            optimized=False,  # each template is used once: folding its constants costs more than it saves
        )
        environment.filters |= {
            "day": self._day,
            "clock": self._words.clock,
            "span": self._words.span,
            "paragraphs": paragraphs,
            "plain": plain,
            "linked": linked,
            "grouped": _grouped,
            "cited": _cited,
            "names": lambda refs: ", ".join(str(ref) for ref in refs),
            "fill": lambda label, **values: label.format(**values),
        }
        if not as_json:
            environment.filters["join"] = joined
            for name in WRONG_FILTERS:
                del environment.filters[name]
        environment.globals |= {"blank": BLANK, "line": LINE}
        return environment

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            text = self._resources.read(f"{FOLDER}/{name}").decode("utf-8")
        except KeyError:
            raise jinja2.TemplateNotFound(name) from None
        return text, f"{FOLDER}/{name}", lambda: True

    def _day(self, value: str | None) -> str:
        return self._words.day(date.fromisoformat(value)) if value else BLANK


def _finalize_json(value: Any) -> Any:
    """Any value as JSON."""
    if jinja2.is_undefined(value):
        return value
    plain = str(value) if isinstance(value, (Text, Choice, Ref)) else value
    return json.dumps(plain, ensure_ascii=False)


@jinja2.pass_context
def _cited(context: jinja2.runtime.Context, item: Node | None) -> list[int]:
    """The numbers of the sources of an item in the document's list of sources."""
    numbers = {paper.id: number for number, paper in enumerate(context["sources"], 1)}
    return sorted(numbers[ref.id] for ref in (item.sources if item is not None else ()) if ref.id in numbers)


def _grouped(items: list[Node], name: str) -> list[tuple[Any, list[Node]]]:
    """Items that follow each other and have the same value, under that value."""
    return [(value, list(group)) for value, group in groupby(items, key=partial(_value_of, name))]


def _value_of(name: str, item: Node) -> Any:
    return item[name]


def _id(context: Mapping[str, Any]) -> str:
    entry = context.get("entry")
    return entry.id if isinstance(entry, Node) else "?"
