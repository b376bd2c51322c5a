"""`ssr render`: one sub-command for each document that the base has, with the options that the document declares."""

import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ssr.cli.choice import chooser
from ssr.cli.deliver import documents_of, render_document
from ssr.cli.help_page import Command, Group, HelpText, words_of
from ssr.cli.options import (
    AgreedOption,
    AtOption,
    Audience,
    AudienceOption,
    BeneathOption,
    EditionOption,
    FolderOption,
    IdArgument,
    KbOption,
    LangOption,
    MarkingOption,
    OptionalIdArgument,
    OutputOption,
    OverlayOption,
    ReferenceOption,
)
from ssr.cli.setting import Run
from ssr.cli.usage import refuse_no_command
from ssr.errors import UsageError
from ssr.formats.adapters import FORMATS
from ssr.text.catalogue import Catalogue
from ssr.text.localised import Localised

if TYPE_CHECKING:  # imported only when a document is looked up: it is slow to start
    from ssr.templating.definition import Definition, Parameter
    from ssr.templating.definition_files import Definitions


# The options of a folder that others of the same thing may follow.
_LATER: Mapping[str, tuple[Any, None]] = {
    "update": (Annotated[str | None, typer.Option("--update", metavar="DIR", help="update")], None),
    "cancel": (Annotated[str | None, typer.Option("--cancel", metavar="DIR", help="cancel")], None),
}


class RenderGroup(Group):
    """Looks documents up when one is named or when they are listed, not before."""

    subject = "document"

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(documents_of(ctx.obj))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        documents = documents_of(ctx.obj)
        name = cmd_name if cmd_name in documents else _meant(ctx.obj, cmd_name, documents)
        return document_command(ctx, documents[name]) if name in documents else None


def _meant(run: Run, word: str, documents: "Definitions") -> str:
    """The document that is meant by a word of its title; the word itself where there is none."""
    from ssr.base.names import resolve_word

    return resolve_word(word, documents.titles(), chooser(run.console))


class _DocumentCommand(Command):
    """The command of a document, whose help the document itself gives."""

    document: "Definition"

    def help_text(self, ctx: Any) -> HelpText:
        words, document = words_of(ctx), self.document
        required = [one.name for one in document.parameters if one.required]
        subject = (
            ""
            if document.which
            else " ID"
            if document.about
            else "".join(f" --{name} {name.upper()}" for name in required)
        )
        ending = "" if document.parts else f".{next(iter(document.formats))}"
        title = Localised.pick(document.title, words.language).text
        out = "" if document.folder else f" -o {document.name}{ending}"
        return HelpText(_sentence(title), "", [f"{document.call}{subject}{out}"])

    def parameter_text(self, parameter: Any, words: Catalogue) -> str:
        declared = {one.name: one for one in self.document.parameters}
        if parameter.name in declared:
            return _sentence(Localised.pick(declared[parameter.name].title, words.language).text)
        if parameter.help == "format":
            return words.text("help.options.format", formats=_formats(self.document))
        if parameter.help == "output-made" and self.document.folder:
            return words.text("help.options.output-named")
        return super().parameter_text(parameter, words)


def _sentence(title: str) -> str:
    return title if title.endswith((".", "?")) else f"{title}."


documents_app = typer.Typer(name="render", cls=RenderGroup, help="render", add_completion=False, no_args_is_help=True)


@documents_app.callback(invoke_without_command=True)
def render(
    ctx: typer.Context,
    list_: Annotated[bool, typer.Option("--list", help="list-documents")] = False,
    all_: Annotated[bool, typer.Option("--all", help="all-documents")] = False,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="DIR", help="output-folder")] = None,
    at: AtOption = None,
    audience: AudienceOption = Audience.PUBLIC,
    marking: MarkingOption = None,
    reference: ReferenceOption = None,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> None:
    """Name the documents, or make all of them, when that is what is asked."""
    run: Run = ctx.obj
    if list_:
        run.console.data(_overview(run))
        raise typer.Exit
    if all_:
        from ssr.cli.deliver_all import render_all

        raise typer.Exit(render_all(run, output, at, audience, marking, reference))
    refuse_no_command(ctx)


def _overview(run: Run) -> str:
    documents = documents_of(run)
    sound = {document.name: document for document in documents.sound()}
    width = max(map(len, sound), default=0)
    lines = [
        f"  {name:<{width}}  {Localised.pick(document.title, run.console.words.language).text}  ({_formats(document)})"
        for name, document in sorted(sound.items())
    ]
    if broken := sorted(documents.keys() - sound):
        run.console.tell("next.broken-documents", names=", ".join(broken))
    return "\n".join([run.console.words.text("render.list-header"), *lines]) + "\n"


def _formats(document: "Definition") -> str:
    return ", ".join(name for name in document.formats if name in FORMATS)


def document_command(ctx: Any, document: "Definition") -> Any:
    """The command of one document. Its signature is data, so it is made here and not written."""

    def make(kb: str | None, overlay: str | None, beneath: str | None, lang: str | None, **values: Any) -> int:
        options = {parameter.name: values.pop(parameter.name) for parameter in document.parameters}
        later = {name: values.pop(name, None) for name in _LATER}
        if any(later.values()):
            from ssr.cli.next_issue import make_next_issue

            return make_next_issue(ctx.obj, document, options, **later, **values)
        values["audience"] = values["audience"] or Audience.PUBLIC
        return render_document(ctx.obj, document, options, **values)

    of_a_file = {
        "format_": (Annotated[str | None, typer.Option("--format", metavar="FORMAT", help="format")], None),
        "edition": (EditionOption, None),
    }
    parameters: dict[str, tuple[Any, Any]] = {
        **({"id_": _id_argument(document)} if document.about else {}),
        **{parameter.name: _option(parameter) for parameter in document.parameters},
        **({} if document.parts else of_a_file),
        "reference": (ReferenceOption, None),
        **({"agreed": (AgreedOption, None)} if document.recalls else {}),
        **({"each": _each_option(document)} if any(one.each for one in document.parameters) else {}),
        "at": (AtOption, None),
        "audience": (AudienceOption, None),
        "marking": (MarkingOption, None),
        **(_LATER if document.issues is not None else {}),
        "output": (FolderOption if document.parts else OutputOption, None),
        "kb": (KbOption, None),
        "overlay": (OverlayOption, None),
        "beneath": (BeneathOption, None),
        "lang": (LangOption, None),
    }
    signature = inspect.Signature(
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
            for name, (annotation, default) in parameters.items()
        ]
    )
    vars(make).update(
        __signature__=signature, __annotations__={name: annotation for name, (annotation, _) in parameters.items()}
    )
    app = typer.Typer(add_completion=False)
    app.command(document.name, cls=_DocumentCommand)(make)
    command: Any = typer.main.get_command(app)
    command.document = document
    return command


def refuse_broken(run: Run, name: str) -> None:
    """Say what keeps a command of the tool's own documents from being there: that the base has another, which is broken."""
    ours = _tools_own().commands()
    if name in ours:
        documents_of(run)[ours[name].name]


def document_commands(run: Run) -> "Mapping[str, Definition]":
    """The documents that are commands of their own, by the names of those; outside of a base the tool's."""
    try:
        documents = documents_of(run)
    except UsageError:  # which is told when one is used
        documents = _tools_own()
    return documents.commands()


def _tools_own() -> "Definitions":
    from ssr.base.resources import Resources
    from ssr.templating.definition_files import Definitions

    return Definitions(Resources(None))


def _id_argument(document: "Definition") -> tuple[Any, Any]:
    """The id of an entry; it may be left out where the document's options can make one."""
    is_needed = document.new is None and document.which is None
    return (IdArgument, inspect.Parameter.empty) if is_needed else (OptionalIdArgument, None)


def _option(parameter: "Parameter") -> tuple[Any, str | None]:
    """An option that a document declares of its own."""
    metavar = f"<{'|'.join(parameter.choices)}>" if parameter.choices else "TEXT"
    return Annotated[str | None, typer.Option(parameter.option, metavar=metavar)], parameter.default


def _each_option(document: "Definition") -> tuple[Any, None]:
    """The option that makes the document for each entry that another option can name."""
    names = "|".join(parameter.name for parameter in document.parameters if parameter.each)
    return Annotated[str | None, typer.Option("--each", metavar=f"<{names}>", help="each")], None
