"""`ssr render`: one sub-command for each document that the base has, with the options that the document declares."""

import contextlib
import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ssr.base.schema import closest
from ssr.cli.deliver import documents_of, render_document
from ssr.cli.options import (
    AtOption,
    Audience,
    AudienceOption,
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
from ssr.cli.translated import Command, Group, Run, localised, words_of
from ssr.errors import UsageError
from ssr.formats.adapters import FORMATS
from ssr.text.localised import Localised

if TYPE_CHECKING:  # imported only when a document is looked up: it is slow to start
    from ssr.templating.definition import Definition, Parameter


class RenderGroup(Group):
    """Looks documents up when one is named or when they are listed, not before."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(documents_of(ctx.obj))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        documents = documents_of(ctx.obj)
        if cmd_name not in documents:
            raise UsageError("unknown-document", document=cmd_name, suggestion=closest(cmd_name, documents))
        return document_command(ctx, documents[cmd_name])


documents_app = typer.Typer(cls=RenderGroup, add_completion=False, no_args_is_help=True)


@documents_app.callback(invoke_without_command=True)
def render(
    ctx: typer.Context,
    list_: Annotated[bool, typer.Option("--list", help="list-documents")] = False,
    all_: Annotated[bool, typer.Option("--all", help="all-documents")] = False,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="DIR", help="output-folder")] = None,
    at: AtOption = None,
    audience: AudienceOption = Audience.PUBLIC,
    marking: MarkingOption = None,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    lang: LangOption = None,
) -> None:
    """Name the documents, or make all of them, when that is what is asked."""
    run: Run = ctx.obj
    if list_:
        run.console.data(_overview(run))
        raise typer.Exit
    if all_:
        if output is None:
            raise UsageError("missing-argument", option="-o", command="ssr render --all")
        from ssr.cli.deliver_all import render_all

        raise typer.Exit(render_all(run, output, at, audience, marking))


def _overview(run: Run) -> str:
    found = documents_of(run)
    width = max(map(len, found), default=0)
    lines = [
        f"  {name:<{width}}  {Localised.pick(document.title, run.console.words.language).text}  ({_formats(document)})"
        for name, document in sorted(found.items())
    ]
    return "\n".join([run.console.words.text("render.list-header"), *lines]) + "\n"


def _formats(document: "Definition") -> str:
    return ", ".join(name for name in document.formats if name in FORMATS)


def _command(ctx: Any, document: "Definition") -> Any:
    """The sub-command of one document. Its signature is data, so it is made here and not written."""

    def make(kb: str | None, overlay: str | None, lang: str | None, **values: Any) -> int:
        options = {parameter.name: values.pop(parameter.name) for parameter in document.parameters}
        return render_document(ctx.obj, document, options, **values)

    words = words_of(ctx)
    format_help = words.text("help.format", formats=_formats(document))
    of_a_file = {
        "format_": (Annotated[str | None, typer.Option("--format", metavar="FORMAT", help=format_help)], None),
        "edition": (EditionOption, None),
        "reference": (ReferenceOption, None),
    }
    parameters: dict[str, tuple[Any, Any]] = {
        **({"id_": _id_argument(document)} if document.about else {}),
        **{parameter.name: _option(parameter, words.language) for parameter in document.parameters},
        **({} if document.parts else of_a_file),
        **({"each": _each_option(document)} if any(one.each for one in document.parameters) else {}),
        "at": (AtOption, None),
        "audience": (AudienceOption, "public"),
        "marking": (MarkingOption, None),
        "output": (FolderOption if document.parts else OutputOption, None),
        "kb": (KbOption, None),
        "overlay": (OverlayOption, None),
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
    required = [one.name for one in document.parameters if one.required]
    subject = " ID" if document.about else "".join(f" --{name} {name.upper()}" for name in required)
    ending = "" if document.parts else f".{next(iter(document.formats))}"
    example = f"{document.call}{subject} -o {document.name}{ending}"
    help_ = words.text("help.document", title=Localised.pick(document.title, words.language).text, example=example)
    app = typer.Typer(add_completion=False)
    app.command(document.name, cls=Command, help=help_)(make)
    return typer.main.get_command(app)


def document_commands(run: Run) -> "Mapping[str, Definition]":
    """The documents that are commands of their own, by the names of those; none where there is no base."""
    with contextlib.suppress(UsageError):
        return {found.command: found for found in documents_of(run).values() if found.command}
    return {}


def document_command(ctx: Any, document: "Definition") -> Any:
    """The command of a document."""
    return localised(_command(ctx, document), words_of(ctx))


def _id_argument(document: "Definition") -> tuple[Any, Any]:
    """The id of an entry; it may be left out where the document's options can make one."""
    return (IdArgument, inspect.Parameter.empty) if document.new is None else (OptionalIdArgument, None)


def _option(parameter: "Parameter", language: str) -> tuple[Any, str | None]:
    """An option that a document declares of its own."""
    metavar = f"<{'|'.join(parameter.choices)}>" if parameter.choices else "TEXT"
    help_ = Localised.pick(parameter.title, language).text
    return Annotated[str | None, typer.Option(parameter.option, metavar=metavar, help=help_)], parameter.default


def _each_option(document: "Definition") -> tuple[Any, None]:
    """The option that makes the document for each entry that another option can name."""
    names = "|".join(parameter.name for parameter in document.parameters if parameter.each)
    return Annotated[str | None, typer.Option("--each", metavar=f"<{names}>", help="each")], None
