"""A document made and put where it was asked for, with what there is to say of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ssr.cli.console import Console
from ssr.cli.options import day_of
from ssr.cli.translated import Run
from ssr.errors import SsrError, UnsoundError, UsageError
from ssr.finding import Finding, Severity
from ssr.formats.adapters import FORMATS
from ssr.text.catalogue import Catalogue

if TYPE_CHECKING:  # imported only when a document is looked up: it is slow to start
    from ssr.documents.renderer import Renderer
    from ssr.templating.definition import Definition


def render_document(run: Run, document: "Definition", values: Mapping[str, Any]) -> None:
    """Make a document of the values of its options, and of those that every document has."""
    from ssr.documents.renderer import Renderer

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
        from ssr.files import write

        path = marked(Path(output), values["marking"], run.console.words)
        write(path, result.content)
        run.console.tell("next.written", path=str(path))
    else:
        run.console.data(result.content)
        run.console.next_step("rendered", document=document.name, id=result.id)
    if result.findings:
        from ssr.cli.findings_output import findings_text

        run.console.say(findings_text(run.console, run.setting, result.findings).rstrip("\n"))
    run.console.elsewhere(renderer.findings)


def _render_each(
    run: Run,
    renderer: "Renderer",
    document: "Definition",
    values: Mapping[str, Any],
    format_: str,
    asked: Mapping[str, Any],
) -> None:
    """Make one file for each, all of them before the first is written."""
    from ssr.documents.batch import render_each
    from ssr.files import write

    folder = Path(values["output"])
    made = list(render_each(renderer, document, values.get("id_"), format_, values["each"], **asked))
    for one in made:
        write(marked(folder / one.name, values["marking"], run.console.words), one.content)
    run.console.tell("next.written-all", n=len(made), path=str(folder))
    run.console.elsewhere(renderer.findings)


def _options(run: Run, document: "Definition", values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of a document's own options; few of them need the clock."""
    if any(parameter.type == "now" or parameter.day for parameter in document.parameters):
        from ssr.cli.prompts import completed

        return completed(run.setting, document, values)
    return {parameter.name: values[parameter.name] for parameter in document.parameters}


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
