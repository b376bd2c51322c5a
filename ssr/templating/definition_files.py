"""The files of documents: one folder of `templates/` for each that has a `document.yaml`, read when it is asked for."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache, partial
from keyword import iskeyword
from typing import Any, TypeVar

from ssr.base.kinds import SUFFIX, Field
from ssr.base.resources import Resources
from ssr.base.schema import read_shaped
from ssr.base.schema_files import field_of, load_kinds
from ssr.base.suggestions import Suggestion
from ssr.base.yaml import Route, Source, read
from ssr.errors import SsrError, UnsoundError
from ssr.finding import Finding, Location, Severity
from ssr.formats.page import Layout
from ssr.forms.response import AgreeSpec, CollectSpec, DraftSpec
from ssr.templating.definition import (
    ChosenFrom,
    ComparisonSpec,
    Definition,
    FieldChoice,
    FieldSpec,
    IssueSpec,
    MarkField,
    NewEntry,
    Parameter,
    Part,
    PartDocument,
    ProposalSpec,
    WhenFields,
    WhichEntry,
    WritesSpec,
)
from ssr.view.query import During, MatchingItems, Selection

FOLDER = "templates"
# The words that the templates of every document have.
LABELS = f"{FOLDER}/_base/labels.yaml"
# What the names of folders begin with that hold no document.
_SHARED = "_"
_FILE = "document.yaml"
# What a document takes from the one that it is like.
_IN_COMMON = ("about", "about_annotated", "day", "parameters", "new", "selections", "proposal")


# The title in the text of a definition, with the lines that are indented below it.
_TITLE = re.compile(rb"^title:.*(?:\n[ \t].*)*", re.MULTILINE)
_Record = TypeVar("_Record")


class Definitions(Mapping[str, Definition]):
    """The documents that the base or the tool has a folder for, by name; each is read when it is asked for.

    So one whose `document.yaml` is broken stops no other.
    """

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        parts = (path.split("/") for path in resources.names(FOLDER))
        self._names = [part[1] for part in parts if len(part) == 3 and part[2] == _FILE and part[1][:1] != _SHARED]

    def __getitem__(self, name: str) -> Definition:
        if name not in self._names:
            raise KeyError(name)
        return _read(self._resources, name)

    def source(self, name: str) -> Source:
        """The file of one, with the places in it."""
        path = path_of(name)
        return read(path, self._resources.read(path))

    def sound(self) -> Iterator[Definition]:
        """Those whose files can be read; what is wrong with another is told when that one is asked for."""
        for name in self._names:
            with suppress(SsrError):
                yield _read(self._resources, name)

    def commands(self) -> Mapping[str, Definition]:
        """Those that are commands of their own, by the names of these; of another no more is read than that it is none."""
        result: dict[str, Definition] = {}
        for name in self._names:
            with suppress(SsrError):
                if b"command" in self._resources.read(path_of(name)):
                    definition = _read(self._resources, name)
                    result |= {definition.command: definition} if definition.command else {}
        return result

    @classmethod
    def of_the_tool(cls, name: str) -> Definition:
        """The definition of a page that is no document of any base, in a folder whose name begins with `_`."""
        return _read(Resources(None), name)

    def titles(self) -> Mapping[str, list[str]]:
        """What each document is called, in every language; of its definition no more is read, since all are asked."""
        return {name: self._title(name) for name in self._names}

    def _title(self, name: str) -> list[str]:
        path = path_of(name)
        try:
            found = _TITLE.search(self._resources.read(path))
        except SsrError:
            return []
        data = read(path, found.group()).data if found else None
        title = data.get("title") if isinstance(data, dict) else None
        texts = title.values() if isinstance(title, dict) else [title]
        return [text for text in texts if isinstance(text, str)]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def path_of(name: str) -> str:
    """The file that says what a document is."""
    return f"{FOLDER}/{name}/{_FILE}"


@lru_cache(
    maxsize=512
)  # a folder of many documents asks for each again and again; what is read of a base does not change
def _read(resources: Resources, name: str) -> Definition:
    data = checked(resources, path_of(name), _shape())
    if "like" in data:
        data = _like(resources, name, data)
    title = data["title"]
    own = {"name": name, "title": title if isinstance(title, dict) else {"sv": title}}
    definition = _definition({key: value for key, value in data.items() if key != "like"} | own)
    if definition.about_annotated is not None:
        definition = definition._replace(about=_annotated(resources, definition.about_annotated))
    return definition._replace(parameters=tuple(_with_values(resources, one) for one in definition.parameters))


def _annotated(resources: Resources, annotation: str) -> tuple[str, ...]:
    """The kinds with a property that has an annotation."""
    kinds = load_kinds(resources)
    return tuple(
        name
        for name, kind in kinds.items()
        if any(field.annotation(annotation) for field in kind.root.properties.values())
    )


def _with_values(resources: Resources, parameter: Parameter) -> Parameter:
    """An option with the values that a property of a kind may have in the base."""
    field = None if parameter.values_of is None else load_kinds(resources).named(parameter.values_of)
    if field is None:
        return parameter
    return parameter._replace(
        choices=tuple(field.schema.get("enum", ())),
        labels=field.annotation("labels") or {},
        default=field.annotation("ongoing") if parameter.ongoing else parameter.default,
    )


def _like(resources: Resources, name: str, data: dict[str, Any]) -> dict[str, Any]:
    """What a document says with what it has in common with another one."""
    definitions = Definitions(resources)
    if data["like"] not in definitions:
        finding = unknown_name(definitions.source(name), ("like",), data["like"], definitions)
        raise UnsoundError("unsound", path=path_of(name), findings=[finding])
    other = checked(resources, path_of(data["like"]), _shape())
    return {key: other[key] for key in _IN_COMMON if key in other} | data


def unknown_name(source: Source, route: Route, name: str, known: Iterable[str]) -> Finding:
    """That what a document's file names at a place stands for nothing; `known` is what it could stand for."""
    place = ".".join(step for step in route if isinstance(step, str))
    parameters = {"place": place, "name": name, "suggestion": Suggestion(name, tuple(known), is_public=True)}
    location = Location(source.path, source.position(route))
    return Finding("SSR218", Severity.ERROR, "unknown-in-document", location, parameters)


def _definition(data: Mapping[str, Any]) -> Definition:
    """What has been found to have the right shape, in types."""
    field = partial(_record, FieldSpec, choices=_all(FieldChoice), chosen_from=partial(_record, ChosenFrom))
    selection = partial(_record, Selection, during=partial(_record, During), matching=partial(_record, MatchingItems))
    return _record(
        Definition,
        data,
        parameters=_all(Parameter),
        selections=partial(_by_name, selection),
        new=partial(_record, NewEntry),
        which=partial(_record, WhichEntry),
        issues=partial(_record, IssueSpec),
        layout=partial(_record, Layout),
        comparison=partial(_record, ComparisonSpec),
        proposal=partial(_record, ProposalSpec),
        columns=partial(_by_name, tuple),
        fields=partial(_by_name, field),
        collects=partial(_record, CollectSpec, drafts=partial(_record, DraftSpec)),
        agrees=partial(_record, AgreeSpec),
        writes=partial(_record, WritesSpec, when=partial(_record, WhenFields), mark=partial(_record, MarkField)),
        parts=_all(Part, documents=_all(PartDocument)),
    )


def _record(type_: Callable[..., _Record], data: Mapping[str, Any], **within: Callable[[Any], Any]) -> _Record:
    """An object of a file as a type of ours, its lists frozen; `within` turns what it holds into types of their own."""
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    values |= {name: build(data[name]) for name, build in within.items() if name in data}
    return type_(**{f"{name}_" if iskeyword(name) else name: value for name, value in values.items()})


def _all(type_: Callable[..., Any], **within: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda items: tuple(_record(type_, item, **within) for item in items)


def _by_name(build: Callable[[Any], Any], items: Mapping[str, Any]) -> dict[str, Any]:
    return {name: build(item) for name, item in items.items()}


def _shape() -> Field:
    return field_of(f"_document{SUFFIX}")


def labels_of_all(resources: Resources) -> Mapping[str, Mapping[str, str]]:
    """The labels that every document has."""
    shape = _shape().properties["labels"]
    result: Mapping[str, Mapping[str, str]] = checked(resources, LABELS, shape)
    return result


def checked(resources: Resources, path: str, shape: Field) -> dict[str, Any]:
    """A file of a document's, read and found to have the right shape; `UnsoundError` says what is wrong with it."""
    data, findings = read_shaped(path, resources.read(path), shape)
    if findings:
        raise UnsoundError("unsound", path=path, findings=findings)
    result: dict[str, Any] = data
    return result
