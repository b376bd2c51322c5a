"""`ssr render --all`: every document of the base in every format, made in one run."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ssr.commands.render import Renderer
from ssr.errors import SsrError
from ssr.formats import FORMATS
from ssr.templating import Document


@dataclass(frozen=True, slots=True)
class Made:
    """One document: the name that its file should have, below the folder for all; and its bytes, or why it has none."""

    name: str
    content: bytes
    problem: SsrError | None = None


def render_all(
    renderer: Renderer, documents: Mapping[str, Document], progress: Callable[[int, int], None]
) -> Iterator[Made]:
    """Make every document of every entry that holds, in every format; one that cannot be made stops no other.

    What needs to be told more than the entry is left out.

    `progress` is told how many of how many are made.
    """
    wanted = list(_wanted(renderer, documents))
    for number, (document, id_, format_) in enumerate(wanted, 1):
        name = f"{document.name}/{id_}.{format_}" if id_ else f"{document.name}.{format_}"
        try:
            yield Made(name, renderer.render(document, id_, format_).content)
        except SsrError as problem:
            yield Made(name, b"", problem)
        progress(number, len(wanted))


def _wanted(renderer: Renderer, documents: Mapping[str, Document]) -> Iterator[tuple[Document, str | None, str]]:
    entries = renderer.view.entries()
    for document in documents.values():
        if any(parameter.get("required") for parameter in document.parameters):
            continue
        ids = [entry.id for entry in entries if entry.kind in document.about] if document.about else [None]
        for id_ in ids:
            for format_ in document.formats:
                if format_ in FORMATS:
                    yield document, id_, format_
