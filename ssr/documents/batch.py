"""Many documents from one renderer: each wanted file is made or has a reason why not, and none stops another.

`ssr render --all` wants every document, `--each PARAMETER` one for each entry that an option can name.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ssr.documents.renderer import Renderer
from ssr.documents.request import Readers, RenderRequest
from ssr.errors import SsrError, UsageError
from ssr.formats.adapters import FORMATS
from ssr.templating.definition import Definition

# What stands for the id of the entry that a document is about, where that is not known before it is made.
ABOUT = "{about}"


class WantedFile(NamedTuple):
    """A document to be made, and the name that its file should have, below the folder for all."""

    name: str
    request: RenderRequest


@dataclass(frozen=True, slots=True)
class BatchFile:
    """The file of one document: its name, and its bytes, or why it has none."""

    name: str
    content: bytes
    problem: SsrError | None = None


def render_batch(
    renderer: Renderer, wanted: Iterable[WantedFile], progress: Callable[[int], None] = lambda _: None
) -> Iterator[BatchFile]:
    """Make each document; one that cannot be made stops no other. `progress` is told how many are made."""
    for number, (name, request) in enumerate(wanted, 1):
        try:
            rendered = renderer.render(request)
            yield BatchFile(name.replace(ABOUT, rendered.id), rendered.content)
        except SsrError as problem:
            yield BatchFile(name, b"", problem)
        progress(number)


def of_all(renderer: Renderer, documents: Iterable[Definition], readers: Readers) -> Iterator[WantedFile]:
    """Every document of every entry that holds, in every format; what needs to be told more is left out."""
    entries = renderer.view(readers).entries()
    for document in documents:
        if any(parameter.required for parameter in document.parameters):
            continue
        for id_ in [entry.id for entry in entries if entry.kind in document.about] if document.about else [None]:
            for format_ in document.formats:
                if format_ in FORMATS:
                    name = f"{document.name}/{id_}.{format_}" if id_ else f"{document.name}.{format_}"
                    yield WantedFile(name, RenderRequest(document, readers, id_, format_))


def of_each(renderer: Renderer, request: RenderRequest, parameter: str) -> Iterator[WantedFile]:
    """The document for each entry that a parameter can name; `document.yaml` says over which selection."""
    document = request.document
    selections = {one.name: one.each for one in document.parameters if one.each is not None}
    if parameter not in selections:
        raise UsageError("unknown-choice", value=parameter, option="--each", known=", ".join(selections))
    if request.options.get(parameter) is not None:
        raise UsageError("each-and-option", option=document.parameter(parameter).option, each=parameter)
    for ref in renderer.selected(request, selections[parameter]):
        name = "-".join([document.name, *([ABOUT] if document.about else []), ref.id])
        options = {**request.options, parameter: ref.id}
        yield WantedFile(f"{name}.{request.format}", request._replace(options=options))
