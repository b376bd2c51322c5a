"""The texts that a page writes by itself out of what is filled in there, each word of them from a document's own templates.

The document is made with signs such as `¤event¤` in the place of what is filled in, with each answer and without it; what
the page has to do is to put the answers where the signs are. Not for how: that is the page's.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from ssr.base.entry import Entry
from ssr.base.yaml.source import Source
from ssr.documents.request import RenderRequest
from ssr.documents.text_blocks import Block, States, around, blocks_of, outermost, probes
from ssr.formats.adapters import FORMATS, wordings
from ssr.formats.form import FormField
from ssr.formats.page import Page
from ssr.templating.definition import Definition, WhenFields, WritesSpec
from ssr.text.catalogue import Catalogue, catalogue
from ssr.text.numbers import clock_in_words, day_in_words
from ssr.text.slug import slug
from ssr.view.base_view import View

# In a view, the text of a document and how a format is to lay it out.
Make = Callable[[View], Callable[[RenderRequest], tuple[str, Page]]]

# A day on which nothing is held, and times on it; one that ends on the day after.
_DAY, _NEXT = date(1583, 2, 3), date(1583, 2, 4)
_START, _END, _END_NEXT = "22:17", "23:19", "01:29"
_WHEN = (f"{_DAY}T{_START}/{_END}", f"{_DAY}T{_START}/{_END_NEXT}", f"{_DAY}T{_START}")
_FOLDED = "\r\n "
_BARE_NAME = re.compile(r";CN=(¤[^¤:;]+¤)")


class _Answer(NamedTuple):
    """What is filled in: the option that gets it, and its value in each of its states."""

    name: str
    values: Sequence[str | None]


class Wordings:
    """All that the page of a request can write of `document`, out of the `fields` that it has to fill in."""

    def __init__(
        self,
        request: RenderRequest,
        spec: WritesSpec,
        document: Definition,
        fields: Mapping[str, FormField],
        view: View,
        make: Make,
    ) -> None:
        self._spec, self._fields, self._view = spec, fields, view
        self._chosen = {name: [id_ for id_, _ in fields[name].choices] for name in fields if fields[name].choices}
        self._each = self._chosen.pop(spec.each, [])
        signs = {name: _sign_entry(view, ids[0], name) for name, ids in self._chosen.items() if ids}
        answers = list(_answers(spec, fields, signs))
        if spec.mark.field in fields:
            answers.append(_Answer(spec.mark.field, (spec.mark.as_, None)))
        self._writer = _Writer(request, document, spec, answers, view.language, make(view.beside(*signs.values())))

    def data(self) -> dict[str, Any]:
        """What the page needs to write them: above all the texts, in blocks, for each choice."""
        spec = self._spec
        return {
            "each": spec.each,
            "when": spec.when._asdict(),
            "mark": spec.mark.field if spec.mark.field in self._fields else None,
            "names": {name: {id_: _names(self._view, id_) for id_ in ids} for name, ids in self._chosen.items()},
            "formats": {format_: FORMATS[format_].writing for format_ in spec.formats},
            "texts": {id_: self._writer.texts(id_) for id_ in self._each},
        }

    def samples(self) -> list[tuple[str, Page]]:
        """The document with all answers, with none and with each alone, for each choice: cheaper than `data`.

        They read what all ways of answering read, and where the base has changed, they show it.
        """
        fullest, emptiest = outermost(self._writer.counts)
        return [
            self._writer.draft(id_, format_, states)
            for id_ in self._each
            for states in (fullest, *around(emptiest, self._writer.counts))
            for format_ in self._spec.formats
        ]


def _answers(spec: WritesSpec, fields: Mapping[str, FormField], signs: Mapping[str, Entry]) -> Iterator[_Answer]:
    when = spec.when
    yield _Answer(when.option, _WHEN)
    for name, field in fields.items():
        if name in signs:
            yield _Answer(name, (signs[name].id, None))
        elif not field.choices and name not in {spec.each, spec.mark.field, when.day, when.start, when.end}:
            yield _Answer(name, (f"¤{name}¤", None))


def _sign_entry(view: View, id_: str, name: str) -> Entry:
    """An entry like one that can be chosen, but called by signs: by its name, and by whatever else the kind is called."""
    entry = view.find(id_) or view.base.editions(id_)[0]
    kind = view.base.kind(entry)
    aliases = (field.name for field in kind.naming if field.schema.get("type") == "string")
    data = {**entry.data, **{alias: f"¤{name}.{alias}¤" for alias in aliases}}
    shown = kind.root.properties[kind.display]
    data[kind.display] = [{shown.annotation("key"): f"¤{name}¤"}] if shown.is_list else f"¤{name}¤"
    path = f"{entry.path.rpartition('/')[0]}/{id_}--{name}.yaml"
    return Entry(entry.kind, f"{id_}--{name}", entry.edition, Source(path, "", data))


def _names(view: View, id_: str) -> dict[str, str]:
    """All that an entry is called by the readers, by the property that says it; its name under none."""
    entry = view.find(id_) or view.base.editions(id_)[0]
    node = view.node(entry)
    called = {field.name: node[field.name] for field in view.base.kind(entry).naming}
    return {"": view.name(entry), **{name: value for name, value in called.items() if isinstance(value, str)}}


class _Writer:
    """Writes the document for every way that the answers can be, each once."""

    def __init__(
        self,
        request: RenderRequest,
        document: Definition,
        spec: WritesSpec,
        answers: Sequence[_Answer],
        language: str,
        make: Callable[[RenderRequest], tuple[str, Page]],
    ) -> None:
        self._request, self._document, self._spec = request, document, spec
        self._answers, self._make = answers, make
        self.counts = [len(answer.values) for answer in answers]
        self._written: dict[tuple[str, str, States], list[str]] = {}
        self._dated = sorted(_dated(catalogue(language), spec.when).items(), key=lambda pair: -len(pair[0]))

    def texts(self, id_: str) -> Mapping[str, list[Any]]:
        """The text of each format, with all its words and, where some yield, with fewer and fewer of them; each once."""
        for states in probes(self.counts):  # all formats of one way after each other: they are made of the same
            for format_ in self._spec.formats:
                self._levels(id_, format_, states)
        return {format_: list(self._distinct(id_, format_)) for format_ in self._spec.formats}

    def _distinct(self, id_: str, format_: str) -> Iterator[list[Any]]:
        before = None
        for level in range(len(self._levels(id_, format_, (0,) * len(self.counts)))):
            blocks = blocks_of(self.counts, partial(self._at_level, id_, format_, level))
            written = [self._plain(block) for block in blocks]
            if written != before:
                yield written
            before = written

    def _at_level(self, id_: str, format_: str, level: int, states: States) -> str:
        return self._levels(id_, format_, states)[level]

    def _plain(self, block: Block) -> Any:
        """A block as data: its text, or for the answers that change it its text for each way that these can be."""
        if not block.by:
            return block.texts[()]
        texts = {",".join(map(str, states)): text for states, text in block.texts.items()}
        return {"by": [self._answers[at].name for at in block.by], "of": texts}

    def _levels(self, id_: str, format_: str, states: States) -> list[str]:
        """The text of a format at each level, for one way that the answers are."""
        if (id_, format_, states) not in self._written:
            self._written[id_, format_, states] = self._signed_texts(format_, *self.draft(id_, format_, states))
        return self._written[id_, format_, states]

    def draft(self, id_: str, format_: str, states: States) -> tuple[str, Page]:
        """The document as its templates give it for one way that the answers are."""
        values = {one.name: one.values[state] for one, state in zip(self._answers, states, strict=True)}
        marking = values.pop(self._spec.mark.field, self._request.readers.marking)
        readers = self._request.readers._replace(marking=marking, pinned=True)
        unasked: dict[str, str | None] = {one.name: None for one in self._document.parameters}
        options = {**unasked, **values, self._spec.each: id_}
        return self._make(RenderRequest(self._document, readers, format=format_, options=options))

    def _signed_texts(self, format_: str, text: str, page: Page) -> list[str]:
        if FORMATS[format_].writing == "calendar":  # which must have days to reckon with
            texts = [self._signed(one) for one in wordings(format_, text, page)]
            bare = [_BARE_NAME.sub(r';CN="\1"', one.replace(_FOLDED, "").replace("\r\n", "\n")) for one in texts]
            return list(map(self._identified, bare))
        return wordings(format_, self._signed(text), page)

    def _identified(self, text: str) -> str:
        """A text of a calendar with signs for the answers in its id, where they stand as identifiers after the time."""
        head, time, tail = text.partition(".dashed¤")
        id_, end, rest = tail.partition("@")
        for answer in self._answers:
            word = slug(str(answer.values[0] or ""))
            if word and time and end:
                id_ = re.sub(rf"-{re.escape(word)}(?![a-z0-9])", f"¤{answer.name}.slug¤", id_, count=1)
        return f"{head}{time}{id_}{end}{rest}"

    def _signed(self, text: str) -> str:
        """A text with signs in the place of the day and the times, however they are written."""
        for written, sign in self._dated:
            text = text.replace(written, sign)
        return text


def _dated(words: Catalogue, when: WhenFields) -> dict[str, str]:
    """How a day and a time may be written, and the sign for each of these."""
    result: dict[str, str] = {}
    for day, name in ((_DAY, when.day), (_NEXT, f"{when.day}+1")):
        result |= {
            words.day(day): f"¤{name}.day¤",
            words.day(day, week=False): f"¤{name}.plain¤",
            words.short_day(day): f"¤{name}.short¤",
            day_in_words(words, day): f"¤{name}.spoken¤",
            day.isoformat(): f"¤{name}.iso¤",
            day.isoformat().replace("-", ""): f"¤{name}.compact¤",
        }
    for clock, name in ((_START, when.start), (_END, when.end), (_END_NEXT, when.end)):
        hours, minutes = clock.split(":")
        result |= {
            words.text("dates.time", hours=hours, minutes=minutes): f"¤{name}.time¤",
            clock_in_words(words, clock): f"¤{name}.spoken¤",
            f"t{hours}-{minutes}": f"t¤{name}.dashed¤",
            f"T{hours}{minutes}00": f"T¤{name}.compact¤",
        }
    return result
