"""`ssr diff`: on the terminal, in a file, as the document of its own name, and for one who is concerned."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ssr.cli.console import Console
from ssr.cli.deliver import documents_of, render_document
from ssr.cli.setting import Run
from ssr.diff.comparison import ComparisonResult
from ssr.diff.concern import ConcernScope
from ssr.documents.concern_nodes import concern_scope
from ssr.errors import UsageError
from ssr.report.change_report import ChangeReport, changes_as_json

if TYPE_CHECKING:
    from ssr.templating.definition import Definition


def changes_text(console: Console, result: ComparisonResult, format_: str) -> str:
    """Changes in sentences, or as JSON."""
    complete, (old, new) = not result.left_out, result.sides
    if format_ == "json":
        return changes_as_json(result.changes, old, new, complete=complete, aside=result.aside, files=result.files)
    report = ChangeReport(console.words, result.names)
    return report.text(result.changes, old, new, complete=complete, aside=result.aside, files=result.files)


def render_comparison(
    run: Run,
    name: str | None,
    format_: str,
    text_only: Mapping[str, object],
    *,
    options: Mapping[str, str | None],
    audience: str,
    output: str | None,
    reference: str | None,
) -> None:
    """Make the document of the name; none of the options of text alone may be given."""
    for option, value in text_only.items():
        if value:
            raise UsageError("only-in-text", option=option, format=format_)
    document = _definition(run, name)
    render_document(run, document, options, format_=format_, audience=audience, output=output, reference=reference)


def declared_scope(run: Run, name: str | None) -> ConcernScope:
    """Who may be concerned by a change, as the document of the name declares it."""
    return concern_scope(_definition(run, name))


def _definition(run: Run, name: str | None) -> "Definition":
    return documents_of(run)[name or ""]
