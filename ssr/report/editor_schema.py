"""Schemas for editors: what may stand in a file in the words of one language, and the entries that a reference may name.

An editor that reads JSON Schema shows them as one writes, and is told nothing else: each schema stands alone. The words
that it knows besides JSON Schema (`errorMessage`, `enumDescriptions`, `defaultSnippets`) are those of the language
server for YAML. Not for judging: `ssr validate` knows what no schema says.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ssr.authoring.yaml_lines import scalar
from ssr.base.entry import Entry
from ssr.base.kinds import MARKS, Field, Kind
from ssr.base.knowledge import KnowledgeBase, keyed_items
from ssr.base.labels import item_text
from ssr.base.schema import FORMAT_PATTERNS
from ssr.report.field_page import FieldPages
from ssr.report.sentences import visible_line
from ssr.text.catalogue import Catalogue
from ssr.text.columns import shortened
from ssr.text.localised import Localised
from ssr.text.sorting import sort_key

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LONGEST_LABEL = (
    57  # letters that the language server shows of what it offers; what is cut alike there is taken for one
)
_SHORTEST_NAME = 12
# What says the same in every language, or is said in another way here.
_LEFT_OUT = frozenset(
    {"$schema", "$id", "$comment", "title", "description", "examples", "default", "format", "required"}
)
_IN_PATTERN = re.compile(r"[\\^$.|?*+()\[\]{}]")  # what means something in a pattern, in every dialect of those


class _Choice(NamedTuple):
    """What a reference may say, what that is called, and whether it is offered: what names an item by its own words is not."""

    reference: str
    name: str
    is_offered: bool

    @property
    def label(self) -> str:
        """The name and the reference, in as much room as there is."""
        room = max(_LONGEST_LABEL - len(f" ({self.reference})"), _SHORTEST_NAME)
        return f"{shortened(visible_line(self.name), room)} ({self.reference})"


class EditorSchemas:
    """Makes the schema of each kind of a base, with the names that its entries have on a day."""

    def __init__(self, words: Catalogue, base: KnowledgeBase, day: str) -> None:
        self._words, self._base, self._day = words, base, day
        self._pages = FieldPages(words, base.kinds)
        self._references_of: dict[tuple[str, ...], Mapping[str, Any]] = {}

    def of_kind(self, kind: Kind) -> dict[str, Any]:
        """The schema of a kind's entries."""
        return self._schema(kind.schema, (kind.name,))

    def of_manifest(self) -> dict[str, Any]:
        """The schema of the file that makes a folder a knowledge base."""
        return self._schema(self._base.kinds.manifest.schema, ())

    def _schema(self, schema: Mapping[str, Any], own: tuple[str, ...]) -> dict[str, Any]:
        named: dict[str, Any] = {}
        result = self._node(schema, own, named)
        return {"$schema": _DIALECT, **result, "$defs": named}

    def _node(self, node: Any, own: tuple[str, ...], named: dict[str, Any]) -> Any:
        """A schema in words; the lists of entries that its references may name are put in `named`."""
        if isinstance(node, list):
            return [self._node(inner, own, named) for inner in node]
        if not isinstance(node, Mapping):
            return node
        field = Field(node)
        result = self._titles(field)
        if field.reference is not None:
            kinds = field.reference.kinds or own
            name = "-".join(kinds)
            named[name] = self._references(kinds, field)
            return {**result, "$ref": f"#/$defs/{name}"}
        result |= {
            key: self._below(key, value, own, named)
            for key, value in node.items()
            if key not in _LEFT_OUT and not key.startswith("x-")
        }
        result |= self._messages(field)
        if also := [*self._patterns(field), *self._requirements(field)]:
            result["allOf"] = [*result.get("allOf", ()), *also]
        return result

    def _below(self, key: str, value: Any, own: tuple[str, ...], named: dict[str, Any]) -> Any:
        if key in {"properties", "patternProperties"}:
            return {name: self._node(inner, own, named) for name, inner in value.items()}
        if key == "then":  # what has to be there is said beside it
            value = {name: inner for name, inner in value.items() if name != "required"}
        return value if key in {"enum", "const", "if"} else self._node(value, own, named)

    def _titles(self, field: Field) -> dict[str, Any]:
        language = self._words.language
        written = {"title": field.title(language), "description": field.description(language)}
        return {name: text for name, text in written.items() if text}

    def _messages(self, field: Field) -> dict[str, Any]:
        """What is said of a value that does not fit, and what its allowed values mean."""
        schema, language = field.schema, self._words.language
        if "enum" in schema:
            labels = [field.label(str(value), language) for value in schema["enum"]]
            pairs = zip(map(str, schema["enum"]), labels, strict=True)
            values = ", ".join(value if value == label else f"{value} ({label})" for value, label in pairs)
            return {"enumDescriptions": labels, "errorMessage": self._text("choice", values=values)}
        if "properties" in schema:
            return {"errorMessage": self._text("fields", fields=", ".join(self._field_names(field)))}
        if "type" in schema:
            return {"errorMessage": self._text("wanted", what=self._pages.shape(_with_items(field)))}
        return {}

    def _patterns(self, field: Field) -> Iterator[dict[str, Any]]:
        """A format of ours as a pattern, which every editor knows."""
        if (pattern := FORMAT_PATTERNS.get(str(field.schema.get("format")))) is not None:
            yield {"pattern": pattern, "errorMessage": self._text("wanted", what=self._pages.shape(field))}

    def _requirements(self, field: Field) -> Iterator[dict[str, Any]]:
        """What has to be there, each in words of its own; not asked for while a name is misspelt: it may be that one."""
        schema = field.schema
        spelt = {"propertyNames": {"enum": list(schema["properties"])}} if "properties" in schema else {}
        conditions = {
            "missing-always": (spelt, schema),
            "missing": ({**schema.get("if", {}), **spelt}, schema.get("then", {})),
        }
        for key, (condition, asking) in conditions.items():
            asked = [
                {"required": [name], "errorMessage": self._missing(key, field, name)}
                for name in asking.get("required", ())
            ]
            if asked:
                yield {"if": condition, "then": {"allOf": asked}}

    def _missing(self, key: str, field: Field, name: str) -> str:
        title = Field(field.schema.get("properties", {}).get(name, {}), name).title(self._words.language)
        return self._text(key, field=name, title=title)

    def _field_names(self, field: Field) -> Iterator[str]:
        """The fields that an object may have, its own before those that are everywhere."""
        shapes = {
            name: Field(inner, name) for name, inner in field.schema["properties"].items() if isinstance(inner, Mapping)
        }
        for name, shape in sorted(
            shapes.items(), key=lambda pair: pair[0] in self._base.kinds.envelope or pair[0] == MARKS
        ):
            yield f"{name} ({shape.title(self._words.language)})"

    def _references(self, kinds: Sequence[str], field: Field) -> Mapping[str, Any]:
        """A text that is the id of an entry of some kinds, or of an item in one: by a list of names to choose from."""
        key = tuple(kinds)
        if key not in self._references_of:
            choices = sorted(
                self._choices(key), key=lambda one: ("#" in one.reference, sort_key(one.name), one.reference)
            )
            patterns = "|".join(_IN_PATTERN.sub(r"\\\g<0>", one.reference) for one in choices)
            shape = Field({**field.schema, "x-ref": list(kinds)})
            self._references_of[key] = {
                "type": "string",
                "pattern": f"^(?:{patterns})$" if choices else "^(?!)",
                "errorMessage": self._text("reference", what=self._pages.shape(shape)),
                "defaultSnippets": [
                    {"label": one.label, "body": scalar(one.reference), "sortText": f"{place:05}"}
                    for place, one in enumerate(choices)
                    if one.is_offered
                ],
            }
        return self._references_of[key]

    def _choices(self, kinds: Sequence[str]) -> Iterator[_Choice]:
        """Every entry of some kinds, and every item in one that has a key, each once."""
        entries = [entry for entry in self._base.entries if entry.kind in kinds and entry.data]
        found: dict[str, _Choice] = {}
        for entry in entries:
            held = self._base.in_force(entry.id, self._day) or entry
            found[entry.id] = _Choice(entry.id, self._base.name(held, self._day), is_offered=True)
            for one in self._items(entry):
                found[one.reference] = one
        return iter(found.values())

    def _items(self, entry: Entry) -> Iterator[_Choice]:
        root = self._base.kind(entry).root
        for route, key in keyed_items(entry, root) if entry.sound else ():
            shape, around = root.at(route), root.at(route[:-1])
            if shape is None or around is None:
                continue
            text = item_text(entry.value(route), shape)
            name = Localised.pick(text, self._words.language).text if text else key
            is_offered = shape.properties[around.annotation("key")].schema.get("format") == "key"
            yield _Choice(f"{entry.id}#{key}", name, is_offered)

    def _text(self, key: str, **parameters: object) -> str:
        return self._words.text(f"editor.{key}", **parameters)


def _with_items(field: Field) -> Field:
    items = field.schema.get("items")
    return Field(field.schema, items=Field(items) if isinstance(items, Mapping) else None)
