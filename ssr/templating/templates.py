"""Documents are data: what a document is about stands in its `document.yaml`, what it says in its Jinja templates.

Data is never a template and never markup: each value is escaped for Markdown, or encoded for JSON, where it is
written, by its type. Not for choosing what a reader may see: that is the view's.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any, NamedTuple, cast

import jinja2
from jinja2 import nodes

from ssr.base.resources import Resources
from ssr.errors import UsageError
from ssr.finding import Finding, Location, Position, Severity
from ssr.formats.form import FormField
from ssr.templating.compiled import Compiled
from ssr.templating.definition import Definition
from ssr.templating.definition_files import FOLDER, LABELS, labels_of_all
from ssr.templating.fields import Fields
from ssr.templating.filters import MARKDOWN_FILTERS, TESTS, filters, label
from ssr.templating.markup import BLANK, BOX, LINE, Markdown, finalize, ruled, without_rules
from ssr.templating.sandbox import WRONG_FILTERS, Environment, bounded
from ssr.text.catalogue import Catalogue
from ssr.text.localised import Localised
from ssr.view.base_view import Choice, Node, Ref, Text

_JSON = ".json.j2"
# What a mistake in a template can end in; anything else is a bug of ours.
_TEMPLATE_ERRORS = (
    jinja2.TemplateError, AttributeError, KeyError, TypeError, ValueError, ArithmeticError, MemoryError, RecursionError,
    SyntaxError,  # of the Python that a template becomes: loops in loops beyond what that can hold
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
        self._labels: dict[tuple[str, bool], Mapping[str, str]] = {}

    def render(self, document: Definition, format_: str, context: Mapping[str, Any]) -> TemplateResult:
        """The Markdown (or, for a template that ends in `.json.j2`, the JSON) of a document."""
        name = f"{document.name}/{document.formats[format_]}"
        as_json = name.endswith(_JSON)
        t = self._words_of(document, as_json=as_json)
        fields = Fields(document.fields, context["selections"], self._words.language)
        columns = partial(ruled, document.columns)
        environment = self._environment(as_json=as_json)
        environment.shows_example = False
        environment.filters["label"] = partial(label, t)
        try:
            text = bounded(environment.get_template(name).generate(**context, t=t, field=fields, columns=columns))
        except _TEMPLATE_ERRORS as error:
            raise self._usage_error(error, name, context) from error
        return TemplateResult(text if as_json else without_rules(text), environment.shows_example, fields.put)

    def label(self, document: Definition, name: str) -> str:
        """One of the words that the templates of a document have."""
        labels = {**self._labels_of_all, **document.labels}
        if name not in labels:  # a base may have labels of its own
            raise UsageError("template", template=LABELS, line=1, reason=repr(name), id="")
        return Localised.pick(labels[name], self._words.language).text

    def faults(self, name: str) -> Iterator[Finding]:
        """What is wrong with the writing of a template, which stands in `templates/` under a name, and what it builds on."""
        environment, lines = self._environment(as_json=name.endswith(_JSON)), [""]

        def fault(code: str, key: str, line: int, **parameters: object) -> Finding:
            position = Position(line, 1, max(len(lines[min(line, len(lines)) - 1]), 1))
            return Finding(code, Severity.ERROR, key, Location(f"{FOLDER}/{name}", position), parameters)

        try:
            text = self._load(name)[0]
            lines = text.splitlines() or lines
            tree = environment.parse(text, name)
            environment.compile(tree, name)
        except _TEMPLATE_ERRORS as error:
            line = error.lineno if isinstance(error, jinja2.TemplateSyntaxError) else 1
            # What Python says of the code that a template becomes has a line of that code behind it.
            reason = error.msg if isinstance(error, SyntaxError) else str(error)
            yield fault("SSR027", "broken-template", line, reason=reason)
            return
        known = self._resources.names(FOLDER)
        for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
            other, may_lack = getattr(node, "template", None), getattr(node, "ignore_missing", False)
            if isinstance(other, nodes.Const) and f"{FOLDER}/{other.value}" not in known and not may_lack:
                yield fault("SSR218", "unknown-template", node.lineno, name=other.value)

    def _words_of(self, document: Definition, *, as_json: bool) -> Mapping[str, str]:
        """The document's own words and those of all: as they are in JSON, and else as Markdown, which data is not."""
        if (document.name, as_json) not in self._labels:
            labels = {**self._labels_of_all, **document.labels}
            written = str if as_json else Markdown
            words = {key: written(Localised.pick(text, self._words.language).text) for key, text in labels.items()}
            self._labels[document.name, as_json] = words
        return self._labels[document.name, as_json]

    @cached_property
    def _labels_of_all(self) -> Mapping[str, Mapping[str, str]]:
        return labels_of_all(self._resources)

    def _usage_error(self, error: Exception, name: str, context: Mapping[str, Any]) -> UsageError:
        """The error with the template and the line it happened in, and the entry that supplied the values.

        What happened before any line was reached, did in the template with that `name`.
        """
        template, line = f"{FOLDER}/{name}", 1
        if isinstance(error, jinja2.TemplateSyntaxError):
            template, line = error.filename or template, error.lineno
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
        environment.filters |= {**filters(self._words), **({} if as_json else MARKDOWN_FILTERS), "label": label}
        if not as_json:
            for name in WRONG_FILTERS:
                del environment.filters[name]
        environment.tests |= TESTS
        environment.globals |= {"blank": BLANK, "line": LINE, "box": BOX}
        return environment

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            text = self._resources.read(f"{FOLDER}/{name}").decode("utf-8")
        except KeyError:
            raise jinja2.TemplateNotFound(name) from None
        return text, f"{FOLDER}/{name}", lambda: True


@jinja2.pass_context
def _as_markdown(context: jinja2.runtime.Context, value: Any) -> Any:
    cast(Environment, context.environment).note(value)
    return finalize(value)


@jinja2.pass_environment
def _as_json(environment: Environment, value: Any) -> Any:
    """Any value as JSON."""
    environment.note(value)
    if jinja2.is_undefined(value):
        return value
    plain = str(value) if isinstance(value, (Text, Choice, Ref)) else value
    return json.dumps(plain, ensure_ascii=False)


def _id(context: Mapping[str, Any]) -> str:
    entry = context.get("entry")
    return entry.id if isinstance(entry, Node) else "?"
