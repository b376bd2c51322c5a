"""The schemas carry the meaning, so they are checked themselves; the example base shows every one of their fields."""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from ssr.base import load as loading
from ssr.base.kinds import MARKS, SUFFIX, Field
from ssr.base.knowledge import KnowledgeBase
from ssr.base.schema import FORMATS
from ssr.base.snapshot import WorkingTree

TOP = Path(__file__).parents[2]
Names = tuple[str, ...]  # the way to a property, lists passed through

FILES = sorted(path.name for path in (TOP / "schemas").glob(f"*{SUFFIX}") if path.name != f"_kind{SUFFIX}")
KINDS = [name.removesuffix(SUFFIX) for name in FILES if not name.startswith("_")]

# The smallest kind there can be, as the design shows it.
FERRY = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Ferry",
    "description": "A ferry line.",
    "x-sv": {"title": "Färja", "description": "En färjelinje."},
    "x-folder": "ferries",
    "x-name": "name",
    "type": "object",
    "required": ["name", "operator"],
    "additionalProperties": False,
    "properties": {
        "name": {
            "type": "string",
            "title": "Name",
            "description": "Its name.",
            "x-sv": {"title": "Namn", "description": "Linjens namn."},
        },
        "operator": {
            "type": "string",
            "x-ref": ["actor"],
            "title": "Operator",
            "description": "Who runs it.",
            "x-sv": {"title": "Huvudman", "description": "Vem som kör."},
        },
    },
}
WORDS = {"title": "Stops", "description": "Where it calls.", "x-sv": {"title": "Bryggor", "description": "Var."}}


def schema(name: str) -> Any:
    return json.loads((TOP / "schemas" / name).read_text(encoding="utf-8"))


META = schema(f"_kind{SUFFIX}")


def faults(candidate: Any) -> list[str]:
    """What the schema of schemas holds against a schema. Both libraries are asked, and neither fetches anything."""
    errors = jsonschema.Draft202012Validator(META).iter_errors(candidate)
    found = [f"{error.json_path}: {error.message}" for error in errors]
    assert jsonschema_rs.validator_for(META).is_valid(candidate) is (not found)
    return found


def mappings(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for below in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from mappings(below)


def described() -> dict[str, Any]:
    """Every annotation that the schema of schemas tells of."""
    definitions = META["$defs"]
    told = {**definitions["kind"]["properties"], **definitions["field"]["properties"]}
    return {
        name: definitions[name] if told[name] == {"$ref": f"#/$defs/{name}"} else told[name]
        for name in told
        if name.startswith("x-")
    }


def test_the_schema_of_schemas_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(META)


@pytest.mark.parametrize("name", FILES)
def test_every_schema_fits(name: str) -> None:
    assert faults(schema(name)) == []
    assert schema(name)["$id"] == name


def test_every_annotation_is_described_and_none_is_idle() -> None:
    used = {key for name in FILES for node in mappings(schema(name)) for key in node}
    assert {key for key in used if key.startswith("x-")} == set(described())


@pytest.mark.parametrize("name", sorted(described()))
def test_a_description_is_one_sentence_in_each_language(name: str) -> None:
    told = described()[name]
    assert told["x-sv"]["title"]
    for sentence in (told["description"], told["x-sv"]["description"]):
        assert sentence.endswith(".")
        assert ". " not in sentence


def test_every_format_that_the_tool_knows_may_be_used() -> None:
    assert META["$defs"]["field"]["properties"]["format"]["enum"] == list(FORMATS)


def test_the_smallest_kind_fits() -> None:
    assert faults(FERRY) == []


def _misspell_on_a_property(kind: Any) -> None:
    kind["properties"]["operator"]["x-audiance"] = "members"


def _misspell_on_the_kind(kind: Any) -> None:
    kind["x-edition"] = True


def _drop_a_swedish_title(kind: Any) -> None:
    del kind["properties"]["name"]["x-sv"]["title"]


def _drop_the_swedish_title_of_the_kind(kind: Any) -> None:
    del kind["x-sv"]


def _drop_a_description(kind: Any) -> None:
    del kind["properties"]["name"]["description"]


def _drop_the_folder(kind: Any) -> None:
    del kind["x-folder"]


def _capitals_in_the_folder(kind: Any) -> None:
    kind["x-folder"] = "Ferries"


def _hyphen_in_a_property(kind: Any) -> None:
    kind["properties"]["home-port"] = kind["properties"]["name"]


def _open_the_kind(kind: Any) -> None:
    del kind["additionalProperties"]


def _open_object(kind: Any) -> None:
    kind["properties"]["stops"] = {"type": "object", "properties": {"first": FERRY["properties"]["name"]}, **WORDS}


def _object_without_properties(kind: Any) -> None:
    kind["properties"]["stops"] = {"type": "object", **WORDS}


def _names_not_known_beforehand(kind: Any) -> None:
    kind["properties"]["stops"] = {"type": "object", "additionalProperties": {"type": "string"}, **WORDS}


def _open_items(kind: Any) -> None:
    kind["properties"]["stops"] = {"type": "array", "items": {"type": "object"}, **WORDS}


def _reference_on_the_list(kind: Any) -> None:
    kind["properties"]["stops"] = {"type": "array", "items": {"type": "string"}, "x-ref": ["actor"], **WORDS}


def _reference_misspelt(kind: Any) -> None:
    kind["properties"]["operator"]["x-ref"] = {"kinds": ["actor"], "same_period": True}


def _annotation_switched_off(kind: Any) -> None:
    kind["properties"]["operator"]["x-expect"] = False


def _unknown_audience(kind: Any) -> None:
    kind["properties"]["operator"]["x-audience"] = "secret"


def _label_without_english(kind: Any) -> None:
    kind["properties"]["name"] |= {"enum": ["a"], "x-labels": {"a": {"sv": "a"}}}


FAULTS = [
    _misspell_on_a_property, _misspell_on_the_kind, _drop_a_swedish_title, _drop_the_swedish_title_of_the_kind,
    _drop_a_description, _drop_the_folder, _capitals_in_the_folder, _hyphen_in_a_property, _open_the_kind,
    _open_object, _object_without_properties, _names_not_known_beforehand, _open_items, _reference_on_the_list,
    _reference_misspelt, _annotation_switched_off, _unknown_audience, _label_without_english,
]  # fmt: skip


@pytest.mark.parametrize("spoil", FAULTS, ids=lambda spoil: spoil.__name__.strip("_"))
def test_a_faulty_kind_does_not_fit(spoil: Callable[[Any], None]) -> None:
    kind = copy.deepcopy(FERRY)
    spoil(kind)
    assert faults(kind)


@pytest.mark.parametrize("name", FILES)
def test_labels_name_exactly_the_allowed_values(name: str) -> None:
    for node in mappings(schema(name)):
        if "x-labels" in node:
            assert list(node["x-labels"]) == node["enum"]
            assert all(set(label) == {"sv", "en"} and all(label.values()) for label in node["x-labels"].values())


def fields(shape: Field) -> Iterator[Field]:
    yield shape
    for below in [*shape.properties.values(), *([shape.items] if shape.items else [])]:
        yield from fields(below)


def named_beside(shape: Field) -> Iterator[str]:
    """The properties that annotations speak of without being references: a slip there would do nothing, silently."""
    yield from shape.schema.get("required", ())
    for below in shape.properties.values():
        yield from below.annotation("needed-when") or ()
        yield from below.annotation("grows-with") or ()
        yield from filter(None, [below.annotation("weekday-of")])
        yield from below.annotation("clock-on") or ()
        earlier = below.annotation("not-before") or ()
        yield from earlier.values() if isinstance(earlier, dict) else [earlier] if earlier else ()
        if shape.items is None and isinstance(said := below.annotation("agreement"), dict) and "version" in said:
            yield said["version"]
    pointer = shape.annotation("pointer-only")
    yield from [pointer["when"], *pointer["keep"]] if pointer else ()


@pytest.mark.parametrize("kind", KINDS)
def test_annotations_name_properties_that_exist(example: KnowledgeBase, kind: str) -> None:
    root = example.kinds[kind].root
    assert example.kinds[kind].display in root.properties
    for shape in fields(root):
        assert set(named_beside(shape)) <= set(shape.properties)
        if shape.items is not None:
            in_items = {shape.annotation(name) for name in ("key", "rank", "group")} - {None}
            assert in_items <= set(shape.items.properties)
        if isinstance(said := shape.annotation("agreement"), dict):
            below = (shape.items or shape).properties
            names = {name for role, name in said.items() if role not in {"version", "states", "after"}}
            assert {*names, *said.get("states", ())} <= set(below)
            assert all(value in below[name].schema["enum"] for name, value in said.get("states", {}).items())
            way = tuple(said.get("after", ()))  # what kinds have in common may name what only some of them have
            assert root.at(way[:1]) is None or root.at(way) is not None
            assert any(other.root.at(way) for other in example.kinds.values())


# Every field is used in the example base.


@pytest.fixture(scope="module")
def example() -> KnowledgeBase:
    base, findings = loading.load(WorkingTree(TOP / "examples" / "exempellan"))
    assert not findings
    return base


def own_fields(shape: Field, envelope: frozenset[str], above: Names = ()) -> Iterator[Names]:
    """The path of every property below `shape` that the schema itself names, lists passed through."""
    for name, field in shape.properties.items():
        if name not in envelope:
            yield (*above, name)
            yield from own_fields(field, envelope, (*above, name))
    if shape.items is not None:
        yield from own_fields(shape.items, envelope, above)


def used_fields(shape: Field, data: Any) -> set[Names]:
    return {tuple(step for step in route if isinstance(step, str)) for route, _, _ in shape.walk(data)}


def used_in(base: KnowledgeBase, kind: str) -> set[Names]:
    root = base.kinds[kind].root
    return {path for entry in base.entries if entry.kind == kind for path in used_fields(root, entry.data)}


ENVELOPE = frozenset(schema(f"_envelope{SUFFIX}")["properties"])


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_uses_every_field_of_a_kind(example: KnowledgeBase, kind: str) -> None:
    unused = set(own_fields(example.kinds[kind].root, ENVELOPE)) - used_in(example, kind)
    assert sorted(".".join(path) for path in unused) == []


def test_the_example_uses_every_field_of_the_envelope(example: KnowledgeBase) -> None:
    properties = example.kinds[KINDS[0]].root.properties
    below = {name: () if name == MARKS else own_fields(properties[name], ENVELOPE) for name in ENVELOPE}  # of each kind
    wanted = {(name, *path) for name in ENVELOPE for path in ((), *below[name])}
    used = {path[start:] for kind in KINDS for path in used_in(example, kind) for start in range(len(path))}
    assert sorted(".".join(path) for path in wanted - used) == []


def test_the_example_uses_every_field_of_the_manifest(example: KnowledgeBase) -> None:
    shape = example.kinds.manifest
    laid_over = WorkingTree(TOP / "examples" / "exempellan-kansliet")
    used = used_fields(shape, example.snapshot.manifest.data) | used_fields(shape, laid_over.manifest.data)
    unused = set(own_fields(shape, frozenset())) - used
    assert sorted(".".join(path) for path in unused) == []


def test_the_example_has_texts_in_both_languages(example: KnowledgeBase) -> None:
    texts = [
        value
        for entry in example.entries
        for _, value, field in example.kind(entry).root.walk(entry.data)
        if field.is_text and isinstance(value, dict) and set(value) == {"sv", "en"}
    ]
    assert len(texts) >= 10
