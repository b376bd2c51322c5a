"""`ssr diff` beside the terminal: in a file, as the document of its own name, and for one who is concerned."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ssr.cli.deliver import documents_of, file_at, render_document
from ssr.cli.options import ChangesFormat
from ssr.cli.translated import Run
from ssr.diff.concern import ConcernScope
from ssr.documents.concern_nodes import concern_scope
from ssr.errors import UsageError

if TYPE_CHECKING:
    from ssr.templating.definition import Definition


def chosen_format(asked: ChangesFormat | None, output: str | None) -> ChangesFormat:
    """The format that was asked for, else that of the file to write, else text."""
    suffix = Path(output).suffix[1:].lower() if output else ""
    return asked or (ChangesFormat(suffix) if suffix in set(ChangesFormat) else ChangesFormat.TEXT)


def document(
    run: Run,
    name: str | None,
    format_: str,
    text_only: Mapping[str, object],
    *,
    options: Mapping[str, str | None],
    audience: str,
    output: str | None,
) -> None:
    """Make the document of the name; none of the options of text alone may be given."""
    for option, value in text_only.items():
        if value:
            raise UsageError("only-in-text", option=option, format=format_)
    render_document(run, _found(run, name), options, format_=format_, audience=audience, output=output)


def declared_whom(run: Run, name: str | None) -> ConcernScope:
    """Who may be concerned by a change, as the document of the name declares it."""
    return concern_scope(_found(run, name))


def written(run: Run, text: str, output: str | None) -> None:
    """The text on the screen, or in a file."""
    if output is None:
        run.console.data(text)
        return
    from ssr.files import write

    write(file_at(output), text.encode())
    run.console.tell("next.written", path=output)


def _found(run: Run, name: str | None) -> "Definition":
    return documents_of(run)[name or ""]
