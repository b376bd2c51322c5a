"""Kinds are data: a kind is a schema file, and what its annotations say.

Turns `schemas/<kind>.schema.json` into one self-contained JSON Schema (references inlined, the envelope added
to every closed object) and into a tree of `Field`, which is all that the rest of the tool knows of a kind.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

import jsonschema_rs

from ssr.base.effective import both, with_defaults
from ssr.base.own_lists import ANNOTATION as OWN_LIST
from ssr.base.own_lists import ListFile, OwnList, declared, folder_of, narrowed
from ssr.base.resources import TOOLS_OWN, Resources, bundled
from ssr.base.yaml import read
from ssr.base.yaml.source import Route
from ssr.finding import Finding, Location, Position, Severity

SUFFIX = ".schema.json"
_ENVELOPE = f"_envelope{SUFFIX}"
_MANIFEST = f"_manifest{SUFFIX}"
MARKS = "marks"
_ON_ENTRIES_ONLY = frozenset({"replaced_by", MARKS})  # marks are added to what has lists, too
_MAX_DEPTH = 24


class Reference(NamedTuple):
    """`x-ref`: the text is the id of an entry of one of these kinds (none: the entry's own kind)."""

    kinds: tuple[str, ...]
    role: str | None = None
    same_period: bool = False
    current: bool | str = False  # it is to be used or to act; on the day in the property that is named, if one is


@dataclass(frozen=True, eq=False)
class Field:
    """One place in a kind's shape, with what the annotations say of it."""

    schema: Mapping[str, Any]
    name: str = ""
    properties: Mapping[str, "Field"] = field(default_factory=dict)
    items: "Field | None" = None

    def annotation(self, name: str) -> Any:
        """The value of `x-<name>`, None where there is none."""
        return self.schema.get(f"x-{name}")

    @cached_property
    def reference(self) -> Reference | None:
        """What the text refers to, if it is a reference."""
        result = self.annotation("ref")
        if result is None:
            return None
        if isinstance(result, list):
            return Reference(tuple(result))
        return Reference(
            tuple(result["kinds"]), result.get("role"), bool(result.get("same-period")), result.get("current", False)
        )

    @cached_property
    def own_list(self) -> Reference | None:
        """The kind of entry whose list the values are taken from, if the base has that list; the text is a key in it."""
        result = self.annotation("own-list")
        return None if result is None else Reference((result["kind"],))

    @cached_property
    def is_text(self) -> bool:
        """Whether it is prose, in one language or several."""
        return bool(self.annotation("text"))

    @cached_property
    def status(self) -> "Field | None":
        """The property that holds the state of the entry, if the kind has one."""
        return next((below for below in self.properties.values() if below.annotation("status")), None)

    @cached_property
    def calling_off(self) -> "Field | None":
        """The property that can say that what the entry is about does not take place, if the kind has one."""
        return next((below for below in self.properties.values() if below.annotation("called-off")), None)

    @cached_property
    def filled_from(self) -> Mapping[str, tuple[str, ...]]:
        """The properties that references beside them fill in where they say nothing, each with those references."""
        result: dict[str, tuple[str, ...]] = {}
        for name, below in self.properties.items():
            for filled in below.annotation("fills") or ():
                result[filled] = (*result.get(filled, ()), name)
        return result

    @property
    def holds_alias(self) -> bool:
        """Whether it says what people call the entry besides its name, or holds something that does."""
        below = [*self.properties.values(), *([] if self.items is None else [self.items])]
        return bool(self.annotation("alias")) or any(field.holds_alias for field in below)

    @property
    def requires(self) -> tuple[str, ...]:
        """The properties that have to be there, most of them unless it says that something is unknown."""
        return tuple(self.schema.get("then", self.schema).get("required", ()))

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return self.items is not None

    def title(self, language: str) -> str:
        """What people call the property."""
        translated = self.annotation(language) or {}
        return str(translated.get("title") or self.schema.get("title") or self.name)

    def description(self, language: str) -> str:
        """What the property is for, in a sentence."""
        translated = self.annotation(language) or {}
        return str(translated.get("description") or self.schema.get("description") or "")

    def label(self, value: str, language: str) -> str:
        """What people call one value of an enumeration."""
        labels = self.annotation("labels") or {}
        return str(labels.get(value, {}).get(language, value))

    def at(self, route: Route) -> "Field | None":
        """The field that a route leads to; None where the shape says nothing."""
        result: Field | None = self
        for step in route:
            if result is None:
                return None
            result = result.items if isinstance(step, int) else result.properties.get(step)
        return result

    def named(self, name: str) -> "Field | None":
        """The first property of a name, at whatever depth; None where there is none."""
        waiting = [self]
        while waiting:
            shape = waiting.pop(0)
            if name in shape.properties:
                return shape.properties[name]
            waiting += (below.items or below for below in shape.properties.values())
        return None

    def walk(self, value: Any) -> Iterator[tuple[Route, Any, "Field"]]:
        """Every place in `value` that the shape knows, in reading order."""
        waiting: list[tuple[Route, Any, Field]] = [((), value, self)]  # the next one last
        while waiting:
            route, node, shape = place = waiting.pop()
            yield place
            if isinstance(node, dict):
                known = shape.properties
                waiting += [((*route, name), node[name], known[name]) for name in reversed(node) if name in known]
            elif isinstance(node, list) and shape.items is not None:
                waiting += [((*route, number), node[number], shape.items) for number in reversed(range(len(node)))]


@dataclass(frozen=True)
class Kind:
    """A sort of entry: its folder, its shape, and how its entries are named and told apart."""

    name: str
    folder: str
    display: str
    has_editions: bool
    defines_periods: bool
    root: Field

    @property
    def schema(self) -> Mapping[str, Any]:
        """The self-contained JSON Schema."""
        return self.root.schema

    @cached_property
    def naming(self) -> tuple[Field, ...]:
        """The properties that hold what people call an entry: its name, and what is marked `x-alias` or holds such."""
        fields = self.root.properties
        return tuple(field for name, field in fields.items() if name == self.display or field.holds_alias)

    @cached_property
    def identities(self) -> tuple[tuple[str, ...], ...]:
        """What no two entries share while both hold: each a property, with those that must be the same besides."""
        return tuple(map(tuple, self.root.annotation("unique") or [[self.display]]))

    @cached_property
    def part(self) -> Field:
        """The shape of what only adds to an entry: nothing has to be there."""
        asks = {"required", "if", "then"}
        return replace(self.root, schema={key: value for key, value in self.schema.items() if key not in asks})


class Kinds(Mapping[str, Kind]):
    """The kinds of a base by name; `by_folder` finds the kind of a file."""

    def __init__(
        self,
        kinds: Mapping[str, Kind],
        manifest: Field,
        common: Mapping[str, Field],
        findings: tuple[Finding, ...],
        broken: Mapping[str, str],
    ) -> None:
        self._kinds = kinds
        self.common = common  # the properties that every kind has
        self.envelope = frozenset(common)
        self.broken = frozenset(broken)  # kinds whose schemas are wrong: what follows from that is not told once more
        self.broken_folders = frozenset(broken.values())  # what lies there cannot be judged; empty: some folder
        self.by_folder = {kind.folder: kind for kind in kinds.values()}
        self.manifest = manifest
        self.findings = findings

    def __getitem__(self, name: str) -> Kind:
        return self._kinds[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def own(self, shape: Field) -> list[Field]:
        """The properties that a shape has of its own, besides those that are everywhere."""
        return [
            field for name, field in shape.properties.items() if name != MARKS and self.common.get(name) is not field
        ]

    def field(self, kind: str, route: Route) -> Field | None:
        """The field of a kind that a route leads to."""
        return self._kinds[kind].root.at(route)

    def named(self, path: str) -> Field | None:
        """The field that a kind and the names of properties lead to, with dots between; of a list, what stands in it."""
        kind, *names = path.split(".")
        field = self._kinds[kind].root if kind in self._kinds else None
        for name in names:
            field = None if field is None else (field.items or field).properties.get(name)
        return None if field is None else (field.items or field)


class _File(NamedTuple):
    """One file below `schemas/`, empty where it cannot be read, and whether the base itself brings it."""

    path: str
    content: bytes
    is_own: bool


def load_kinds(resources: Resources) -> Kinds:
    """Every kind that the base or the tool has a schema for. A schema of the base's own that is wrong is a finding."""
    files = tuple(_file(resources, path) for path in resources.names("schemas"))
    lists = dict.fromkeys(one for file in files for one in declared(file.content))
    return _kinds(files, tuple(found for one in lists if (found := _list_file(resources, files, one)) is not None))


def _list_file(resources: Resources, files: tuple[_File, ...], of: OwnList) -> ListFile | None:
    """The file of a list that a schema names; None where the base has none."""
    schema = next((file.content for file in files if file.path == f"schemas/{of.kind}{SUFFIX}"), b"")
    folder = folder_of(schema)
    contents = resources.entry_files(of.path(folder)) if folder else ()
    return ListFile(of, contents, resources.language) if contents else None


def _file(resources: Resources, path: str) -> _File:
    try:
        return _File(path, resources.read(path), resources.is_own(path))
    except KeyError:
        return _File(path, b"", is_own=False)


@lru_cache(maxsize=8)  # the sides of a comparison and the steps of a history mostly have the same schemas
def _kinds(files: tuple[_File, ...], lists: tuple[ListFile, ...]) -> Kinds:
    contents = {file.path: file.content for file in files}
    schemas = _Schemas(contents.__getitem__, lists)
    kinds: dict[str, Kind] = {}
    findings: list[Finding] = []
    broken: dict[str, str] = {}
    for path, content, is_own in files:
        name = path.removeprefix("schemas/").removesuffix(SUFFIX)
        if path.startswith(TOOLS_OWN) and is_own:
            findings.append(Finding("SSR013", Severity.ERROR, "reserved-schema", Location(path)))
        if not path.endswith(SUFFIX) or path.startswith(TOOLS_OWN):
            continue
        found = _problems(path, content, contents[f"schemas/_kind{SUFFIX}"]) if is_own else []
        if not found:
            try:
                kinds[name] = schemas.kind(name)
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                found = [_broken(path, Position(), str(error))]
        if found:
            findings += found
            broken[name] = schemas.folder(name)
    return Kinds(kinds, schemas.shape(_MANIFEST), schemas.common, tuple(findings), broken)


def _problems(path: str, content: bytes, schema_of_schemas: bytes) -> list[Finding]:
    """What the schema of schemas says of a base's own schema; nothing is fetched, whatever it refers to."""
    source = read(path, content)
    if source.errors:
        return [_broken(path, source.errors[0].location.position, "JSON")]
    rules = jsonschema_rs.Draft202012Validator(json.loads(schema_of_schemas))
    return [
        _broken(path, source.position(tuple(error.instance_path)), error.message[:120])
        for error in rules.iter_errors(source.data)
    ]


def _broken(path: str, position: Position, reason: str) -> Finding:
    return Finding("SSR013", Severity.ERROR, "broken-schema", Location(path, position), {"reason": reason})


@cache
def field_of(file: str) -> Field:
    """The shape in a schema file of the tool's own that is no kind, such as that of `document.yaml`."""
    return _Schemas(lambda path: (bundled() / path).read_bytes()).shape(file)


def _is_list(schema: Any) -> bool:
    return isinstance(schema, Mapping) and schema.get("type") == "array"


class _Schemas:
    """Reads schema files and follows their references to each other, never further."""

    def __init__(self, read_file: Callable[[str], bytes], lists: Iterable[ListFile] = ()) -> None:
        self._read_file = read_file
        self._lists = {file.of: file for file in lists}
        self._files: dict[str, Any] = {}
        self._found: dict[tuple[str, str], Any] = {}  # what references point at, which is much the same everywhere
        self._fields: dict[int, Field] = {}  # those of the envelope, by their schemas, which are the same everywhere
        self._envelope = {
            name: with_defaults(self._inline(schema, _ENVELOPE, 0))
            for name, schema in self._file(_ENVELOPE)["properties"].items()
        }
        self._mark = self._envelope[MARKS]["additionalProperties"]  # what may be said of one property
        self._fields.update({id(schema): self._field(schema, name) for name, schema in self._envelope.items()})
        self._fields[id(self._mark)] = self._field(self._mark, MARKS)

    @property
    def common(self) -> dict[str, Field]:
        return {name: self._fields[id(schema)] for name, schema in self._envelope.items()}

    def kind(self, name: str) -> Kind:
        file = f"{name}{SUFFIX}"
        schema = self._enveloped(with_defaults(self._inline(self._file(file), file, 0)), on_entry=True)
        return Kind(
            name=name,
            folder=schema["x-folder"],
            display=schema["x-name"],
            has_editions=bool(schema.get("x-editions")),
            defines_periods=bool(schema.get("x-period")),
            root=self._field(schema, ""),
        )

    def folder(self, name: str) -> str:
        """The folder that a schema names, as far as it can be read; empty if not."""
        return folder_of(self._read_file(f"schemas/{name}{SUFFIX}"))

    def shape(self, file: str) -> Field:
        return self._field(with_defaults(self._inline(self._file(file), file, 0)), "")

    def _field(self, schema: Mapping[str, Any], name: str) -> Field:
        if (known := self._fields.get(id(schema))) is not None:
            return known
        if schema.get("x-text"):
            return Field(schema, name)
        named, items = schema.get("properties", {}), schema.get("items")
        for part in schema.get("allOf", ()):
            named = {**part.get("properties", {}), **named}
            items = part.get("items") if items is None else items
        properties = {key: self._field(value, key) for key, value in named.items()}
        return Field(schema, name, properties, self._field(items, name) if isinstance(items, Mapping) else None)

    def _file(self, name: str) -> Any:
        if name not in self._files:
            self._files[name] = json.loads(self._read_file(f"schemas/{name}"))
        return self._files[name]

    def _inline(self, schema: Any, file: str, depth: int) -> Any:
        """The schema with every `$ref` replaced by what it points at, and what stands beside it."""
        if depth > _MAX_DEPTH:
            raise ValueError("$ref")
        if isinstance(schema, list):
            return [self._inline(item, file, depth + 1) for item in schema]
        if not isinstance(schema, dict):
            return schema
        beside = {
            key: self._inline(value, file, depth + 1) if isinstance(value, (dict, list)) else value
            for key, value in schema.items()
            if key != "$ref"
        }
        if "$ref" in schema:
            target, _, pointer = schema["$ref"].partition("#")
            beside = both(self._pointed_at(target or file, pointer, depth), beside)
        return self._listed(beside) if OWN_LIST in beside else beside

    def _listed(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """A property with the values that the base lists itself, or with its own where the base has no such list."""
        of = OwnList(**schema[OWN_LIST])
        if of not in self._lists:
            return {name: value for name, value in schema.items() if name != OWN_LIST}
        return narrowed(schema, self._file(f"{of.kind}{SUFFIX}")["properties"][of.list], self._lists[of])

    def _pointed_at(self, file: str, pointer: str, depth: int) -> Any:
        if (file, pointer) not in self._found:
            if pointer and not pointer.startswith("/"):
                raise ValueError(f"$ref: #{pointer}")
            found = self._file(file)
            for step in pointer.split("/")[1:]:
                name = step.replace("~1", "/").replace("~0", "~")
                found = found[int(name) if isinstance(found, list) else name]
            self._found[file, pointer] = self._inline(found, file, depth + 1)
        return self._found[file, pointer]

    def _marks(self, names: Iterable[str]) -> dict[str, Any]:
        """The property of the envelope in which an object marks its own; none where it has nothing to mark."""
        marked = dict.fromkeys(names, self._mark)
        return {MARKS: {**self._envelope[MARKS], "properties": marked, "additionalProperties": False}} if marked else {}

    def _enveloped(self, schema: Any, *, on_entry: bool = False) -> Any:
        """Add the envelope to every closed object; an object that says `unknown` may lack what is required."""
        if isinstance(schema, list):
            return [self._enveloped(item) for item in schema]
        if not isinstance(schema, dict) or schema.get("x-text"):
            return schema
        result = {
            key: self._enveloped(value) if isinstance(value, (dict, list)) and not key.startswith("x-") else value
            for key, value in schema.items()
        }
        if schema.get("additionalProperties") is not False:
            return result
        extra = {name: value for name, value in self._envelope.items() if on_entry or name not in _ON_ENTRIES_ONLY}
        extra |= self._marks(name for name, below in result["properties"].items() if on_entry or _is_list(below))
        result["properties"] = {**extra, **result["properties"]}
        required = result.pop("required", [])
        always = [name for name in required if name == schema.get("x-name")]
        if always:
            result["required"] = always
        if len(always) < len(required):
            result["if"] = {"not": {"required": ["unknown"]}}
            result["then"] = {"required": required}
        return result
