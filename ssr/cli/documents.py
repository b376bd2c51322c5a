"""`ssr render`: one sub-command for each document that the base has, with the options that the document declares."""

import contextlib
import inspect
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from ssr.cli.console import Console
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
    day_of,
)
from ssr.cli.usage import Command, Group, Run, localised, words_of
from ssr.errors import SsrError, UnsoundError, UsageError
from ssr.finding import Finding, Severity
from ssr.formats import FORMATS
from ssr.language import Catalogue
from ssr.resources import Resources
from ssr.schema import closest

# The type of `ssr.templating.Document`, which is imported only when a document is looked up: Jinja is slow to start.
Document = Any


class Documents(Group):
    """Looks documents up when one is named or when they are listed, not before."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(documents_of(ctx.obj))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        documents = documents_of(ctx.obj)
        if cmd_name not in documents:
            raise UsageError("unknown-document", document=cmd_name, suggestion=closest(cmd_name, documents))
        return document_command(ctx, documents[cmd_name])


documents_app = typer.Typer(cls=Documents, add_completion=False, no_args_is_help=True)


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
        raise typer.Exit(_render_all(run, Path(output), at, audience, marking))


def _render_all(run: Run, folder: Path, at: str | None, audience: str, marking: str | None) -> int:
    from ssr.commands.render import Renderer
    from ssr.commands.render_all import render_all
    from ssr.writing import write

    console = run.console
    renderer = Renderer(
        run.setting.tree, day=day_of(run.setting, at), audience=str(audience), language=run.setting.language,
        marking=marking, pinned=at is not None,
    )  # fmt: skip
    written, unsound = 0, 0
    for made in render_all(renderer, documents_of(run), lambda done, all_: console.progress(done, all_, "making", 1)):
        if made.problem is None:
            write(marked(folder / made.name, marking, console.words), made.content)
            written += 1
        else:
            unsound += told(console, made.name, made.problem)
    console.tell("next.written-all", n=written, path=str(folder))
    console.elsewhere(renderer.findings)
    return 1 if unsound else 0


def documents_of(run: Run) -> Mapping[str, Document]:
    """The documents of the base in use."""
    from ssr.templating import Documents as Found

    return Found(Resources(run.setting.tree))


def _title(texts: Any, language: str) -> str:
    """A text of a document's own, which is one string or one for each language."""
    return texts if isinstance(texts, str) else str(texts.get(language) or next(iter(texts.values())))


def _overview(run: Run) -> str:
    found = documents_of(run)
    width = max(map(len, found), default=0)
    lines = [
        f"  {name:<{width}}  {_title(document.title, run.console.words.language)}  ({_formats(document)})"
        for name, document in sorted(found.items())
    ]
    return "\n".join([run.console.words.text("render.list-header"), *lines]) + "\n"


def _formats(document: Document) -> str:
    return ", ".join(name for name in document.formats if name in FORMATS)


def _command(ctx: Any, document: Document) -> Any:
    """The sub-command of one document. Its signature is data, so it is made here and not written."""

    def make(**values: Any) -> int:
        return _made(ctx.obj, document, values)

    words = words_of(ctx)
    format_help = words.text("help.format", formats=_formats(document))
    of_a_file = {
        "format_": (Annotated[str | None, typer.Option("--format", metavar="FORMAT", help=format_help)], None),
        "edition": (EditionOption, None),
        "reference": (ReferenceOption, None),
    }
    parameters: dict[str, tuple[Any, Any]] = {
        **({"id_": _id_argument(document)} if document.about else {}),
        **{parameter["name"]: _option(parameter, words.language) for parameter in document.parameters},
        **({} if document.parts else of_a_file),
        **({"each": _each_option(document)} if any("each" in one for one in document.parameters) else {}),
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
    required = [parameter["name"] for parameter in document.parameters if parameter.get("required")]
    subject = " ID" if document.about else "".join(f" --{name} {name.upper()}" for name in required)
    name = document.command or f"render {document.name}"
    ending = "" if document.parts else f".{next(iter(document.formats))}"
    example = f"ssr {name}{subject} -o {document.name}{ending}"
    help_ = words.text("help.document", title=_title(document.title, words.language), example=example)
    app = typer.Typer(add_completion=False)
    app.command(document.name, cls=Command, help=help_)(make)
    return typer.main.get_command(app)


def document_commands(run: Run) -> Mapping[str, Document]:
    """The documents that are commands of their own, by the names of those; none where there is no base."""
    with contextlib.suppress(UsageError):
        return {found.command: found for found in documents_of(run).values() if found.command}
    return {}


def document_command(ctx: Any, document: Document) -> Any:
    """The command of a document."""
    return localised(_command(ctx, document), words_of(ctx))


def _id_argument(document: Document) -> tuple[Any, Any]:
    """The id of an entry; it may be left out where the document's options can make one."""
    return (IdArgument, inspect.Parameter.empty) if document.new is None else (OptionalIdArgument, None)


def _option(parameter: Mapping[str, Any], language: str) -> tuple[Any, str | None]:
    """An option that a document declares of its own."""
    from ssr.commands.choices import option

    metavar = f"<{'|'.join(parameter['choices'])}>" if parameter.get("choices") else "TEXT"
    name = option(parameter["name"])
    help_ = _title(parameter["title"], language)
    return Annotated[str | None, typer.Option(name, metavar=metavar, help=help_)], parameter.get("default")


def _made(run: Run, document: Document, values: dict[str, Any]) -> int:
    """Make what a command of a document asks for."""
    if document.parts:
        from ssr.cli.folders import make_folder

        return make_folder(run, document, documents_of(run), values)
    render_document(run, document, values)
    return 0


def _each_option(document: Document) -> tuple[Any, None]:
    """The option that makes the document for each entry that another option can name."""
    names = "|".join(one["name"] for one in document.parameters if "each" in one)
    return Annotated[str | None, typer.Option("--each", metavar=f"<{names}>", help="each")], None


def render_document(run: Run, document: Document, values: Mapping[str, Any]) -> None:
    """Make a document of the values of its options, and of those that every document has."""
    from ssr.commands.render import Renderer

    output, edition = values["output"], values["edition"]
    if values["at"] and edition:
        raise UsageError("at-and-edition")
    each = values.get("each")
    if each and not output:
        raise UsageError("missing-argument", option="-o", command=f"ssr render {document.name} --each")
    suffix = Path(output).suffix[1:].lower() if output and not each else ""
    format_ = values["format_"] or suffix or next(iter(document.formats))
    if format_ in FORMATS and not FORMATS[format_].on_terminal and not output and run.console.is_screen():
        raise UsageError("binary-to-terminal", format=format_)
    if values["reference"] and format_ in FORMATS and not FORMATS[format_].takes_reference:
        known = ", ".join(name for name, found in FORMATS.items() if found.takes_reference)
        raise UsageError("no-reference", format=format_, known=known)
    renderer = Renderer(
        run.setting.tree,
        day=day_of(run.setting, values["at"]),
        audience=str(values["audience"]),
        language=run.setting.language,
        marking=values["marking"],
        pinned=values["at"] is not None,
        here=Path.cwd(),
    )
    asked: dict[str, Any] = {
        "edition": edition,
        "options": _options(run, document, values),
        "reference": _bytes_of(values["reference"]) if values["reference"] else None,
    }
    if each:
        _render_each(run, renderer, document, values, format_, asked)
        return
    result = renderer.render(document, values.get("id_"), format_, **asked)
    if output:
        from ssr.writing import write

        path = marked(Path(output), values["marking"], run.console.words)
        write(path, result.content)
        run.console.tell("next.written", path=str(path))
    else:
        run.console.data(result.content)
        run.console.next_step("rendered", document=document.name, id=result.id)
    if result.findings:
        from ssr.cli.findings import findings_text

        run.console.say(findings_text(run.console, run.setting, result.findings).rstrip("\n"))
    run.console.elsewhere(renderer.findings)


def _render_each(
    run: Run, renderer: Any, document: Document, values: Mapping[str, Any], format_: str, asked: Mapping[str, Any]
) -> None:
    """Make one file for each, all of them before the first is written."""
    from ssr.commands.render_each import render_each
    from ssr.writing import write

    folder = Path(values["output"])
    made = list(render_each(renderer, document, values.get("id_"), format_, values["each"], **asked))
    for one in made:
        write(marked(folder / one.name, values["marking"], run.console.words), one.content)
    run.console.tell("next.written-all", n=len(made), path=str(folder))
    run.console.elsewhere(renderer.findings)


def _options(run: Run, document: Document, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of a document's own options; few of them need the clock."""
    if any(parameter.get("type") == "now" or "day" in parameter for parameter in document.parameters):
        from ssr.cli.asking import completed

        return completed(run.setting, document, values)
    return {parameter["name"]: values[parameter["name"]] for parameter in document.parameters}


def marked(path: Path, marking: str | None, words: Catalogue) -> Path:
    """The path with the mark in front of the file's name, so that nobody takes an exercise for the real thing."""
    mark = f"{words.text(f'marking.{marking}')}-" if marking else ""
    return path if path.name.startswith(mark) else path.with_name(mark + path.name)


def told(console: Console, name: str, problem: SsrError) -> bool:
    """Say why a document could not be made; whether that is an error, and not only something that it lacks."""
    if not isinstance(problem, UnsoundError):
        console.say(f"{name}: {console.words.text(f'errors.{problem.key}.message', **problem.parameters)}")
        return False
    from ssr.report.sentences import Sentences

    findings: Sequence[Finding] = problem.parameters["findings"]  # type: ignore[assignment]
    for finding in findings:
        console.say(f"{name}: {Sentences(console.words).message(finding)}")
    return any(finding.severity is Severity.ERROR for finding in findings)


def _bytes_of(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UsageError("unreadable-file", path=path) from error
