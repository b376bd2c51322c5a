"""What a kind or a field of it is, is for and may hold, in words: the parts of a page, whoever sets them."""

from collections.abc import Iterator
from typing import NamedTuple

from ssr.base.kinds import Field, Kind, Kinds
from ssr.text.catalogue import Catalogue


class Named(NamedTuple):
    """A field or an allowed value: what one writes, what people call it, and more of it."""

    written: str
    title: str
    more: str = ""


class FieldPage(NamedTuple):
    """A kind or a field: `path` is what one asks for it by, `facts` are sentences, `fields` those below it."""

    path: str
    title: str
    description: str
    facts: tuple[str, ...]
    values: tuple[Named, ...]
    fields: tuple[Named, ...]
    common: tuple[str, ...] = ()


class FieldPages:
    """Describes the kinds of a base in one language."""

    def __init__(self, words: Catalogue, kinds: Kinds) -> None:
        self._words, self._kinds = words, kinds

    def of_kind(self, kind: Kind) -> FieldPage:
        """A kind: where its entries lie, and its fields."""
        language = self._words.language
        place = "edition" if kind.has_editions else "entry"
        facts = [self._words.text(f"field.place-{place}", folder=kind.folder)]
        if kind.root.annotation("grounded"):
            facts.append(self._words.text("field.grounded"))
        return FieldPage(
            kind.name,
            kind.root.title(language),
            kind.root.description(language),
            tuple(facts),
            (),
            self._rows(kind.root),
            tuple(sorted(self._kinds.common)),
        )

    def of_field(self, kind: Kind, way: tuple[str, ...]) -> FieldPage:
        """A field of a kind, by the names that lead to it."""
        language, holder = self._words.language, kind.root
        for name in way[:-1]:
            holder = _holding(holder).properties[name]
        holder = _holding(holder)
        field = holder.properties[way[-1]]
        return FieldPage(
            ".".join((kind.name, *way)),
            field.title(language),
            field.description(language),
            tuple(self._facts(holder, field)),
            tuple(self.values(field)),
            self._rows(_holding(field)),
        )

    def all_of(self, kind: Kind) -> Iterator[FieldPage]:
        """The fields of a kind, each before those in it; of those that are everywhere none."""
        for way, _ in sorted_ways(self._kinds, kind.root):
            yield self.of_field(kind, way)

    def common(self) -> Iterator[FieldPage]:
        """The fields that every entry and every item of one has."""
        kind = next(iter(self._kinds.values()))
        yield from (self.of_field(kind, (name,)) for name in self._kinds.common)

    def values(self, field: Field) -> Iterator[Named]:
        """What a field may hold, where that is one of a few values."""
        shape = field.items or field
        for value in shape.schema.get("enum", ()):
            label = shape.label(str(value), self._words.language)
            yield Named(str(value), "" if label == value else label)

    def shape(self, field: Field) -> str:
        """What a field holds, in a few words."""
        if field.items is not None:
            return self._words.text("field.list", what=self._single(field.items))
        return self._single(field)

    def _single(self, field: Field) -> str:
        words, schema = self._words, field.schema
        if field.reference is not None:
            names = [name for name in field.reference.kinds if name in self._kinds]
            titles = [self._kinds[name].root.title(words.language).lower() for name in names]
            return words.text(
                "field.reference", kinds=words.text("field.or").join(titles) or words.text("field.same-kind")
            )
        if field.is_text:
            return words.text("field.prose")
        if "enum" in schema:
            return words.text("field.choice")
        if (form := schema.get("format")) is not None and words.has(f"formats.{form}"):
            return words.text(f"formats.{form}")
        if {"minimum", "maximum"} <= schema.keys():
            return words.text("field.between", least=schema["minimum"], most=schema["maximum"])
        return words.text(f"types.{schema.get('type', 'object')}")

    def _facts(self, holder: Field, field: Field) -> Iterator[str]:
        words = self._words
        yield words.text("field.holds", what=self.shape(field))
        if field.name in holder.schema.get("required", ()):
            yield words.text("field.always")
        elif field.name in holder.requires:
            yield words.text("field.required")
        elif field.annotation("expect"):
            yield words.text("field.wanted")
        for other, value in (field.annotation("needed-when") or {}).items():
            beside = holder.properties.get(other)
            title = beside.title(words.language).lower() if beside is not None else other
            label = "" if value is True or beside is None else beside.label(value, words.language)
            yield words.text(f"field.needed-when-{'is' if label else 'any'}", title=title, field=other, value=label)
        if field.annotation("sourced"):
            yield words.text("field.sourced")
        if field.annotation("never-example"):
            yield words.text("field.never-example")
        if (audience := field.annotation("audience")) is not None:
            yield words.text("field.audience", audience=words.text(f"audience.{audience}"))

    def _rows(self, shape: Field) -> tuple[Named, ...]:
        language = self._words.language
        return tuple(
            Named(field.name, field.title(language), self._mark(shape, field)) for field in self._kinds.own(shape)
        )

    def _mark(self, shape: Field, field: Field) -> str:
        if field.name in shape.requires:
            return self._words.text("field.is-required")
        return self._words.text("field.is-wanted") if field.annotation("expect") else ""


def sorted_ways(kinds: Kinds, root: Field) -> list[tuple[tuple[str, ...], Field]]:
    """The ways to all fields of a shape's own, in the order of the schema, each before those below it."""
    return [
        found
        for field in kinds.own(root)
        for found in [
            ((field.name,), field),
            *(((field.name, *way), below) for way, below in sorted_ways(kinds, _holding(field))),
        ]
    ]


def _holding(field: Field) -> Field:
    """What has the properties: the items of a list, or the field itself."""
    return field.items or field
