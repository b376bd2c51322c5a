"""What documents there are: one for each folder of `templates/` that has a `document.yaml`.

Not for what a document says: that stands in its templates.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from keyword import iskeyword
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from ssr.base.kinds import SUFFIX, Field
from ssr.base.resources import Resources
from ssr.base.schema import read_shaped
from ssr.base.schema_files import field_of, load_kinds
from ssr.base.yaml import read
from ssr.errors import SsrError, UsageError
from ssr.formats.page import Layout
from ssr.forms.response import AgreeSpec, CollectSpec, DraftSpec
from ssr.view.query import During, MatchingItems, Selection

FOLDER = "templates"
BASE = "_base"
# What the names of folders begin with that hold no document.
_SHARED = "_"
_FILE = "document.yaml"
# What a document takes from the one that it is like.
_IN_COMMON = ("about", "about_annotated", "day", "parameters", "new", "selections", "proposal")


# A text of a document's own: one string, or one for each language.
Words = str | Mapping[str, str]
# The title in the text of a definition, with the lines that are indented below it.
_TITLE = re.compile(rb"^title:.*(?:\n[ \t].*)*", re.MULTILINE)
_Record = TypeVar("_Record")


class Parameter(NamedTuple):
    """An option of the document's own. What is left out of it, and what each says, is as `_document.schema.json` has it."""

    name: str
    title: Words
    choices: tuple[str, ...] = ()
    labels: Mapping[str, Words] = MappingProxyType({})
    values_of: str | None = None
    ongoing: bool = False
    type: str = "text"
    required: bool = False
    ref: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    many: bool = False
    in_force: bool = False
    ask: Words | None = None
    offers: tuple[str, ...] = ()
    tells: str | None = None
    may_lack: str | None = None
    unless: tuple[str, ...] = ()
    rest: str | None = None
    day: str | None = None
    each: str | None = None
    default: str | None = None

    @property
    def option(self) -> str:
        """How it is written on the command line; a name that ends in `_` would else be a word of Jinja's."""
        return f"--{self.name.rstrip('_').replace('_', '-')}"


class NewEntry(NamedTuple):
    """How an entry is made of options: its id, the options that must be given, and what the entry says besides.

    `within` leads, for a property, from an option to the values of the chosen entry among which it must be. `same` is the
    option that is the id, where it is given.
    """

    id: str
    needs: tuple[str, ...]
    values: Mapping[str, str]
    within: Mapping[str, str] = MappingProxyType({})
    same: str | None = None


class WhichEntry(NamedTuple):
    """How it is asked which entry a folder is made of; `none` is what 0 means."""

    ask: Words
    offers: tuple[str, ...]
    none: Words


class IssueSpec(NamedTuple):
    """How a folder is followed by others of the same thing: the file that says what it was made of, the id that all have, and
    what the folder of a change and of a cancellation is called. `cancelled` is what `{status}` stands for in the latter, and `whom` the option that says who is called.
    """

    file: str
    id: str
    update: str
    cancel: str
    cancelled: str
    whom: str | None = None


class ComparisonSpec(NamedTuple):
    """Between which options is compared, which one names whom it is for, and by which roles that one is concerned: where
    `named`, by any other in which it can be named too.

    `rows` is how many changes, or rows of ranked lists, there is room for, `lines` how many items of the one concerned;
    None for all.
    """

    old: str
    new: str
    for_: str
    roles: tuple[str, ...]
    through: str
    named: bool = False
    rows: int | None = None
    lines: int | None = None

    @property
    def options(self) -> tuple[str, str, str]:
        """The options that name the two sides and the one concerned."""
        return self.old, self.new, self.for_


class ProposalSpec(NamedTuple):
    """That a document is about what is proposed, and which option names the side with what holds."""

    against: str | None = None


class FieldChoice(NamedTuple):
    """A value that a field may have, and what people call it."""

    value: str
    title: Words


class ChosenFrom(NamedTuple):
    """The items that are chosen from: a list of the first entry of a selection, and which properties are used.

    Without `items`, it is the entries themselves that the selection finds, by what they are called.
    """

    selection: str
    items: str | None = None
    value: str = ""
    title: str = ""


class FieldSpec(NamedTuple):
    """A field to fill in."""

    title: Words
    type: str = "text"
    lines: int = 0
    hint: Words = ""
    unset: Words = ""
    choices: tuple[FieldChoice, ...] = ()
    chosen_from: ChosenFrom | None = None


class WhenFields(NamedTuple):
    """The option that holds a day and times, and the fields that its day, its time and its end are filled in in."""

    option: str
    day: str
    start: str
    end: str


class MarkField(NamedTuple):
    """The box whose tick marks what is written, what as, and the label that the page then shows."""

    field: str
    as_: str
    label: str


class WritesSpec(NamedTuple):
    """The document that a page writes out of what is filled in there, and the formats that it writes it in.

    Its options have the names of the fields. `each` is the option for each of whose values the texts are others as a whole.
    """

    document: str
    formats: tuple[str, ...]
    each: str
    when: WhenFields
    mark: MarkField


class PartDocument(NamedTuple):
    """A document of a part: the name of its file, its formats in the folder and in the bound file, and its options.

    `about` says what it is made of, where that is not what the folder is made of: the first that there is. With `each`, there is one for each value of that option, from the first of the selections `over` that has any. `issues` are the sorts of later issue in which it is made again.
    """

    document: str
    name: str
    formats: tuple[str, ...]
    title: Words | None = None
    bound: str | None = None
    each: str | None = None
    over: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    options: Mapping[str, str] = MappingProxyType({})
    issues: tuple[str, ...] = ()


class Part(NamedTuple):
    """A part of a folder: its documents, once for each entry that the selection `of` finds, or once for all."""

    title: Words
    documents: tuple[PartDocument, ...]
    of: str | None = None


class Definition(NamedTuple):
    """What `ssr render` can make: what it is about, its own options, and the template of each format.

    `about` are kinds of entries; it is empty for a document about the whole base. `having` says of which of them it is made
    where nobody names one. `day` is the property of the entry
    that says on what day the base is looked at. `new` says how an entry is made of the options, where none is named.
    `choices` leads by a kind and a dotted path to a property whose values the templates list.
    `about_annotated` names an annotation in place of kinds. `proposal` says that it is about a draft, beside what holds.
    `computed` names what is worked out from the whole base; `comparison` says between which options, and whom it concerns.
    `sources` names the selections that the document tells of, `fields` what there is to fill in, and `collects` the form
    whose answers it puts together; `agrees` says in which of its own fields things are agreed, and `recalls` names the
    selection of those whose agreed things it lists; `writes` is what the page itself makes of what is filled in. `parts` are the documents that it is put together of: it is a folder then, in which the
    file of each of its own formats is called as `files` says, and `first` is what to do first with it. `which` says that it
    may be made of no entry, and how that is asked; `folder` is what it is called where nobody says, and `issues` how others
    of the same thing may follow it. `command` is the
    name under which it is a command of its own. Without `examples`, what is marked as one is gone before a template sees
    it. `pages` is how many it may take, without what follows its first page break if it has an `annex`. It is empty where
    `holds` finds nothing: that lists selections, and dotted paths of the entry. `columns` are the widths of the columns of
    its tables, in hundredths.
    """

    name: str
    title: Mapping[str, str]
    formats: Mapping[str, str]
    about: tuple[str, ...] = ()
    about_annotated: str | None = None
    having: Mapping[str, Sequence[str]] = MappingProxyType({})
    parameters: tuple[Parameter, ...] = ()
    selections: Mapping[str, Selection] = MappingProxyType({})
    choices: Mapping[str, str] = MappingProxyType({})
    examples: bool = True
    day: str | None = None
    new: NewEntry | None = None
    pages: int | None = None
    annex: bool = False
    holds: tuple[str, ...] = ()
    columns: Mapping[str, tuple[int, ...]] = MappingProxyType({})
    layout: Layout = Layout()
    computed: tuple[str, ...] = ()
    comparison: ComparisonSpec | None = None
    proposal: ProposalSpec | None = None
    sources: tuple[str, ...] = ()
    fields: Mapping[str, FieldSpec] = MappingProxyType({})
    collects: CollectSpec | None = None
    agrees: AgreeSpec | None = None
    recalls: str | None = None
    writes: WritesSpec | None = None
    parts: tuple[Part, ...] = ()
    files: Mapping[str, str] = MappingProxyType({})
    command: str | None = None
    first: Words | None = None
    which: WhichEntry | None = None
    folder: tuple[str, ...] = ()
    issues: IssueSpec | None = None
    labels: Mapping[str, Mapping[str, str]] = MappingProxyType({})

    @property
    def call(self) -> str:
        """The command that makes it."""
        return f"ssr {self.command or f'render {self.name}'}"

    def parameter(self, name: str) -> Parameter:
        """One of its own options."""
        return next(parameter for parameter in self.parameters if parameter.name == name)


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
        return self._read(name)

    def sound(self) -> Iterator[Definition]:
        """Those whose files can be read; what is wrong with another is told when that one is asked for."""
        for name in self._names:
            with suppress(SsrError):
                yield self._read(name)

    def _read(self, name: str) -> Definition:
        data = checked(self._resources, f"{FOLDER}/{name}/{_FILE}", _shape())
        if "like" in data:
            data = self._like(data)
        title = data["title"]
        own = {"name": name, "title": title if isinstance(title, dict) else {"sv": title}}
        definition = _definition({key: value for key, value in data.items() if key != "like"} | own)
        if definition.about_annotated is not None:
            definition = definition._replace(about=self._annotated(definition.about_annotated))
        return definition._replace(parameters=tuple(map(self._with_values, definition.parameters)))

    def _annotated(self, annotation: str) -> tuple[str, ...]:
        """The kinds with a property that has an annotation."""
        kinds = load_kinds(self._resources)
        return tuple(
            name
            for name, kind in kinds.items()
            if any(field.annotation(annotation) for field in kind.root.properties.values())
        )

    def _with_values(self, parameter: Parameter) -> Parameter:
        """An option with the values that a property of a kind may have in the base."""
        field = None if parameter.values_of is None else load_kinds(self._resources).named(parameter.values_of)
        if field is None:
            return parameter
        return parameter._replace(
            choices=tuple(field.schema.get("enum", ())),
            labels=field.annotation("labels") or {},
            default=field.annotation("ongoing") if parameter.ongoing else parameter.default,
        )

    @classmethod
    def of_the_tool(cls, name: str) -> Definition:
        """The definition of a page that is no document of any base, in a folder whose name begins with `_`."""
        return cls(Resources(None))._read(name)

    def titles(self) -> Mapping[str, list[str]]:
        """What each document is called, in every language; of its definition no more is read, since all are asked."""
        return {name: self._title(name) for name in self._names}

    def _title(self, name: str) -> list[str]:
        path = f"{FOLDER}/{name}/{_FILE}"
        found = _TITLE.search(self._resources.read(path))
        data = read(path, found.group()).data if found else None
        title = data.get("title") if isinstance(data, dict) else None
        texts = title.values() if isinstance(title, dict) else [title]
        return [text for text in texts if isinstance(text, str)]

    def _like(self, data: dict[str, Any]) -> dict[str, Any]:
        """What a document says with what it has in common with another one."""
        if data["like"] not in self._names:
            raise UsageError("unknown-document", name=data["like"], suggestion=None)
        other = checked(self._resources, f"{FOLDER}/{data['like']}/{_FILE}", _shape())
        return {name: other[name] for name in _IN_COMMON if name in other} | data

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


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
    result: Mapping[str, Mapping[str, str]] = checked(resources, f"{FOLDER}/{BASE}/labels.yaml", shape)
    return result


def checked(resources: Resources, path: str, shape: Field) -> dict[str, Any]:
    """A file of a document's, read and found to have the right shape."""
    data, findings = read_shaped(path, resources.read(path), shape)
    if findings:
        place = f"{path}:{findings[0].location.position.line}"
        raise UsageError("broken-document", path=place, reason=findings[0].code)
    result: dict[str, Any] = data
    return result
