"""An entry as a form in YAML: what is known of it, and as comments what else it may say, with an explanation and an example.

A comment that explains begins with `# `, a line to take over with `#` and its words: without the `#` it is YAML.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

from ssr.authoring.samples import Sample
from ssr.authoring.yaml_lines import as_item, lines
from ssr.base.kinds import Field, Kind
from ssr.base.knowledge import KnowledgeBase
from ssr.base.schema import FORMATS, accepts
from ssr.text.catalogue import Catalogue

_WIDTH = 110
_LONG = 90  # letters of a text that would be more than an example
_FORMS = {
    "date": "2018-11-14", "partial-date": "2018-11", "clock": "13:00", "key": "a-b-c", "url": "https://www.example.org/",
    "email": "name@example.org", "phone": "08-465 004 10",
}  # fmt: skip


class EntryForm:
    """Writes entries of one kind, in the words of one language, with examples from the base."""

    def __init__(
        self,
        base: KnowledgeBase,
        kind: Kind,
        words: Catalogue,
        samples: Mapping[tuple[str, ...], Sample],
        *,
        is_whole: bool = False,
    ) -> None:
        """With `is_whole` every field that the kind has is offered, else those that an entry should have."""
        self._base, self._kind, self._words, self._samples = base, kind, words, samples
        self._is_whole = is_whole
        self._own = [field.name for field in base.kinds.own(kind.root)]

    def content(self, given: Mapping[str, Any], intro: Sequence[str]) -> bytes:
        """A file that says what is `given`, and offers other fields as comments; first what `intro` says."""
        offered = dict.fromkeys([*self._own, *self.wanted()]) if self._is_whole else self.wanted()
        return self._file(given, {name: self._shown((name,), self._field(name)) for name in offered}, intro)

    def copy(self, given: Mapping[str, Any], other: Mapping[str, Any], intro: Sequence[str]) -> bytes:
        """A file that says what is `given`, and offers as comments what another entry says."""
        return self._file(given, {name: lines(name, value) for name, value in other.items()}, intro)

    def _file(self, given: Mapping[str, Any], offered: Mapping[str, Iterable[str]], intro: Sequence[str]) -> bytes:
        text = [f"# {line}" for line in intro]
        for name in sorted({*given, *offered}, key=self._place):
            if name in given:
                text += lines(name, given[name])
            else:
                text += [*self._explained(self._field(name)), *(f"#{line}" for line in offered[name])]
        return "".join(f"{line}\n" for line in text).encode()

    def _field(self, name: str) -> Field:
        return self._kind.root.properties[name]

    def _place(self, name: str) -> tuple[bool, int]:
        """Where a field stands: those that are everywhere last."""
        is_own = name in self._own
        return not is_own, self._own.index(name) if is_own else list(self._kind.root.properties).index(name)

    def wanted(self) -> list[str]:
        """The fields that an entry should have, in the order of the schema; last where it is from."""
        names = [field.name for field in self._wanted(self._kind.root)]
        return [*names, "sources"] if self._kind.root.annotation("grounded") and "sources" not in names else names

    def _wanted(self, shape: Field) -> list[Field]:
        own = self._base.kinds.own(shape)
        everywhere = [shape.properties[name] for name in shape.requires if name in self._base.kinds.common]
        return [
            *(field for field in own if field.name in shape.requires or field.annotation("expect")),
            *(field for field in everywhere if field not in own),
        ]

    def _shown(self, way: tuple[str, ...], field: Field, beside: Mapping[str, Any] | None = None) -> Iterator[str]:
        """A field with an example, as YAML, in which comments explain what is within; `beside` are the examples before it."""
        shape = field.items or field
        below = self._base.kinds.own(shape)
        if not below:
            yield from lines(field.name, self._example(way, field, beside or {}))
            return
        chosen = below if self._is_whole else self._wanted(shape) or below
        if field.annotation("sourced") and not self._is_whole:
            chosen = [*chosen, shape.properties["sources"]]
        inner: list[str] = []
        examples: dict[str, Any] = {}
        for one in chosen:
            inner += [*self._explained(one), *self._shown((*way, one.name), one, examples)]
            if not (one.items or one).properties:
                examples[one.name] = self._example((*way, one.name), one, examples)
        yield f"{field.name}:"
        if field.items is None:
            yield from (f"  {line}" for line in inner)
            return
        first = next(number for number, line in enumerate(inner) if not line.startswith("#"))
        yield from (f"  {line}" for line in inner[:first])
        yield from as_item(iter(inner[first:]))

    def _explained(self, field: Field) -> Iterator[str]:
        """What a field is for, and what it may hold where that is one of a few values."""
        language = self._words.language
        text = f"{field.title(language)}: {field.description(language)}"
        if values := list(self._values(field.items or field)):
            text += f" {self._words.text('form.one-of', values=', '.join(values))}"
        yield from (f"# {line}" for line in wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False))

    def _values(self, field: Field) -> Iterator[str]:
        for value in field.schema.get("enum", ()):
            label = field.label(str(value), self._words.language)
            yield str(value) if label == str(value) else f"{value} ({label})"

    def _example(self, way: tuple[str, ...], field: Field, beside: Mapping[str, Any]) -> Any:
        """A value as another entry has it, unless that is long; else one of the right form."""
        sample = self._samples.get(way)
        value = sample.value if sample is not None else None
        if field.items is not None:
            return value[:1] if isinstance(value, list) else [self._made(field.items)]
        for other, forms in (field.annotation("format-by") or {}).items():
            if (form := forms.get(beside.get(other))) is not None:
                return value if value is not None and FORMATS[form](value) else _FORMS[form]
        is_short = isinstance(value, (bool, int)) or (isinstance(value, str) and len(value) <= _LONG)
        return value if is_short and "\n" not in str(value) else self._made(field)

    def _made(self, field: Field) -> Any:
        schema = field.schema
        if field.reference is not None:
            ids = self._base.ids_of(field.reference.kinds or (self._kind.name,))
            items = (f"{id_}#{key}" for id_ in ids for key in sorted(self._base.item_keys(self._base.editions(id_)[0])))
            return next((one for one in (*ids, *items) if accepts(one, field)), "id")
        if "enum" in schema:
            return schema["enum"][0]
        if schema.get("type") == "boolean":
            return True
        if schema.get("type") in {"integer", "number"}:
            return schema.get("minimum", 1)
        return _FORMS.get(str(schema.get("format")), self._words.text("form.text"))
