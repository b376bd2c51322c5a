"""What a document's `document.yaml` says of it, in types. Not for what a document says: that stands in its templates."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from ssr.formats.page import Layout
from ssr.forms.response import AgreeSpec, CollectSpec
from ssr.view.query import Selection

# A text of a document's own: one string, or one for each language.
Words = str | Mapping[str, str]


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
