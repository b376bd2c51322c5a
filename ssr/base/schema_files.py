"""Reads the schema files of kinds: each is made one self-contained JSON Schema, and from it the tree of its fields.

References are inlined, and the envelope is added to every closed object. Not for what a kind is: `kinds`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

import jsonschema_rs

from ssr.base.effective import both, with_defaults
from ssr.base.kinds import MARKS, SUFFIX, Field, Kind, Kinds
from ssr.base.own_lists import ANNOTATION as OWN_LIST
from ssr.base.own_lists import ListFile, OwnList, declared, folder_of, narrowed
from ssr.base.resources import TOOLS_OWN, Resources, bundled
from ssr.base.yaml import read
from ssr.base.yaml.source import Source
from ssr.errors import UnsoundError
from ssr.finding import Finding, Location, Position, Severity

_ENVELOPE = f"_envelope{SUFFIX}"
_MANIFEST = f"_manifest{SUFFIX}"
_ON_ENTRIES_ONLY = frozenset({"replaced_by", MARKS})  # marks are added to what has lists, too
_MAX_DEPTH = 24


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
    except (KeyError, UnsoundError):
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
                found = [_broken(path, Position(), "broken-schema", reason=str(error))]
        if found:
            findings += found
            broken[name] = schemas.folder(name)
    return Kinds(kinds, schemas.shape(_MANIFEST), schemas.common, tuple(findings), broken)


def _problems(path: str, content: bytes, schema_of_schemas: bytes) -> list[Finding]:
    """What the schema of schemas says of a base's own schema; nothing is fetched, whatever it refers to."""
    source = read(path, content)
    if source.errors:
        return [_broken(path, source.errors[0].location.position, "schema-no-json")]
    rules = jsonschema_rs.Draft202012Validator(json.loads(schema_of_schemas))
    return [finding for error in rules.iter_errors(source.data) for finding in _misfits(source, error)]


def _misfits(source: Source, error: jsonschema_rs.ValidationError) -> Iterator[Finding]:
    """What the validator minds, which says it in English alone: each word that is lacking or unknown, or the value."""
    route = tuple(error.instance_path)
    match error.kind:
        case jsonschema_rs.ValidationErrorKind.Required(property=name):
            yield _broken(source.path, source.position(route), "schema-lacks", name=name)
        case jsonschema_rs.ValidationErrorKind.AdditionalProperties(unexpected=names):
            for name in names:
                position = source.position((*route, name), of_key=True)
                yield _broken(source.path, position, "schema-unknown-word", name=name)
        case _:
            yield _broken(source.path, source.position(route), "schema-value", name=route[-1] if route else "")


def _broken(path: str, position: Position, key: str, **parameters: object) -> Finding:
    return Finding("SSR013", Severity.ERROR, key, Location(path, position), parameters)


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
