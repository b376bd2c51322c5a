"""What templates can do with a value: the filters and the tests that they have besides Jinja's own.

Not for lists in general, which are `ssr.templating.lists`, nor for how a value becomes Markdown.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from itertools import groupby, pairwise
from typing import Any

import jinja2
from markupsafe import Markup

from ssr.base.kinds import MARKS
from ssr.templating.diagram_source import diagram_source, layers_source
from ssr.templating.lists import (  # fmt: skip
    among,
    at,
    at_most,
    by_origin,
    having,
    lacking,
    next_to_last,
    numbered,
    preceding,
    rows,
    through,
    together,
    without,
)
from ssr.templating.markup import BLANK, Markdown, joined, linked, paragraphs, plain
from ssr.templating.sandbox import Environment
from ssr.text.catalogue import Catalogue
from ssr.text.days import first_of, last_of
from ssr.text.numbers import clock_in_words, day_in_words, numbers_in_words, speakable
from ssr.view.base_view import Choice, Node, Ref, Text
from ssr.view.selection import DateRange, SelectionMatch


def filters(words: Catalogue) -> dict[str, Callable[..., Any]]:
    """The filters of every template, in one language."""
    return {
        "day": partial(_known_day, words.known_day),
        "plain_day": partial(_known_day, partial(words.known_day, week=False)),
        "short_day": partial(_day, words.short_day),
        "weekday": partial(_day, words.weekday),
        "month": partial(_day, words.month),
        "week": partial(_day, lambda day: str(day.isocalendar().week)),
        "clock": words.clock,
        "short_clock": words.short_clock,
        "span": words.span,
        "spoken": partial(_spoken, words),
        "speakable": lambda texts: [spoken for text in together(texts) if (spoken := speakable(words, str(text)))],
        "spoken_day": partial(_day, partial(day_in_words, words)),
        "spoken_clock": partial(clock_in_words, words),
        "paragraphs": _paragraphs,
        "plain": _plain,
        "years": _years,
        "linked": linked,
        "grouped": _grouped,
        "only": _only,
        "cited": _cited,
        "cited_papers": _cited_papers,
        "names": lambda refs: ", ".join(map(str, together(refs))),
        "upper_first": _upper_first,
        "picture": _picture,
        "layers": _layers,
        "together": together,
        "at": at,
        "having": having,
        "within": _within,
        "lacking": lacking,
        "through": through,
        "among": among,
        "without": without,
        "at_most": at_most,
        "by_origin": by_origin,
        "next_to_last": next_to_last,
        "numbered": numbered,
        "preceding": preceding,
        "rows": rows,
        "fill": lambda label, **values: label.format(**values),
    }


def _spoken(words: Catalogue, value: Any) -> str:
    text = numbers_in_words(words, str(value))
    return Markdown(text) if isinstance(value, Markup) else text


def _known_day(written: Callable[[str], str], value: str | None) -> str:
    """A day as far as it is known; a blank where nothing is."""
    return written(value) if value else BLANK


def _day(written: Callable[[date], str], value: str | None) -> str:
    """A day as it is written or said; a blank where there is none."""
    return written(date.fromisoformat(value)) if value else BLANK


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
def _is_example_of(environment: Environment, holder: Node | None, name: str) -> bool:
    """Whether one property of an entry or an item is marked as invented as a whole; asking shows it, as for an item."""
    marks = None if holder is None or MARKS not in holder else holder[MARKS]
    mark = None if marks is None or name not in marks else marks[name]
    result = mark is not None and mark.illustrative is True
    environment.shows_example |= result
    return result


@jinja2.pass_context
def _is_past(context: jinja2.runtime.Context, day: str | None) -> bool:
    """Whether a day is before the one that the document shows the base on; a day that is not known is not."""
    return day is not None and last_of(day) < context["day"]


@jinja2.pass_context
def _is_coming(context: jinja2.runtime.Context, day: str | None) -> bool:
    """Whether a day is after the one that the document shows the base on; a day that is not known is not."""
    return day is not None and first_of(day) > context["day"]


@jinja2.pass_context
def _cited(context: jinja2.runtime.Context, item: Node | None) -> list[int]:
    """The numbers of the sources of an item in the document's list of sources."""
    cited = {ref.id for ref in item.sources} if item is not None else ()
    return [number for number, paper in enumerate(context["sources"], 1) if paper.id in cited] if cited else []


@jinja2.pass_context
def _cited_papers(context: jinja2.runtime.Context, items: Any) -> list[tuple[int, Node]]:
    """The sources of some items, each once and with its number, in the order of the document's list of sources."""
    nodes = (item.entry if isinstance(item, Ref) else item for item in together(items))
    numbers = {number for node in nodes for number in _cited(context, node)}
    return [(number, paper) for number, paper in enumerate(context["sources"], 1) if number in numbers]


def label(labels: Mapping[str, str], key: Any, prefix: str) -> Any:
    """The label whose name is built of a value; a value of an enumeration that has none of the document's has its own."""
    if isinstance(key, Choice):
        return labels.get(f"{prefix}{key.value}", key.label)
    return labels[f"{prefix}{key}"]


def _upper_first(text: Any) -> str:
    """A text as it begins a sentence; all but its first letter stays as it is."""
    words = str(text)
    return words[:1].upper() + words[1:]


def _picture(entry: Node, above: list[SelectionMatch], below: list[SelectionMatch]) -> Markdown:
    """The entry under what stands above it, the nearest first, and over what stands below it."""
    chain = [*((match.ref.id, match.ref.name) for match in reversed(above)), (entry.id, entry.name.text)]
    under = [(match.ref.id, match.ref.name) for match in below]
    arrows = [*pairwise(id_ for id_, _ in chain), *((entry.id, id_) for id_, _ in under)]
    return Markdown(diagram_source([(id_, name, id_ == entry.id) for id_, name in chain + under], arrows))


def _layers(text: str) -> Markdown:
    """Layers of boxes out of a block: each a line that begins with `#`, and one with `-` for each of its boxes."""
    layers: list[tuple[str, list[str]]] = []
    for sign, _, label in (line.strip().partition(" ") for line in text.splitlines()):
        if sign == "#":
            layers.append((label, []))
        elif sign == "-" and layers:
            layers[-1][1].append(label)
    return Markdown(layers_source(layers))


def _grouped(items: list[Node], name: str) -> list[tuple[Any, list[Node]]]:
    """Items that follow each other and have the same value, under that value."""
    return [(value, list(group)) for value, group in groupby(items, key=partial(_value_of, name))]


def _only(items: list[Node], name: str, value: Choice | str | None) -> list[Node]:
    """Items that have this value, and those that have none; all of them where no value is asked for."""
    wanted = value.value if isinstance(value, Choice) else value
    return [item for item in items if wanted is None or item[name] is None or item[name].value == wanted]


def _within(items: list[Node], name: str, days: DateRange) -> list[Node]:
    """Items whose day, as far as it is known, meets a span of days."""
    known = [(item, str(item[name])) for item in items if item[name] is not None]
    return [item for item, day in known if first_of(day) <= days.last and last_of(day) >= days.first]


def _value_of(name: str, item: Node) -> Any:
    return item[name]


# In Markdown, what is data and what is Markdown already are told apart.
MARKDOWN_FILTERS: dict[str, Callable[..., Any]] = {
    "join": joined,
    "names": lambda refs: Markdown(", ").join(together(refs)),
}
TESTS: Mapping[str, Callable[..., bool]] = {
    "example": _is_example,
    "example_of": _is_example_of,
    "past": _is_past,
    "coming": _is_coming,
}
