"""Many documents from one renderer: each wanted file is made or has a reason why not, and none stops another.

`ssr render --all` wants every document, `--each PARAMETER` one for each entry that an option can name.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ssr.documents.renderer import Renderer
from ssr.documents.request import Readers, RenderRequest
from ssr.errors import SsrError, UsageError
from ssr.finding import Finding
from ssr.formats.adapters import FORMATS
from ssr.templating.definition import Definition
from ssr.view.base_view import Ref

# What stands for the id of the entry that a document is about, where that is not known before it is made.
ABOUT = "{about}"


class WantedFile(NamedTuple):
    """A document to be made, and the name that its file should have, or its folder, below the folder for all."""

    name: str
    request: RenderRequest


class LackingOption(NamedTuple):
    """A document that only somebody who says more can have made: its name, and the option that says it."""

    name: str
    option: str


@dataclass(frozen=True, slots=True)
class BatchFile:
    """The file of one document: its name, and its bytes with what is wrong with it, or why it has none.

    A message that cannot be sent as it is has `gaps` to fill in, or does not fit in one.
    """

    name: str
    content: bytes
    problem: SsrError | None = None
    findings: tuple[Finding, ...] = ()
    gaps: int = 0
    fits: bool = True

    @property
    def is_ready(self) -> bool:
        """Whether nothing has to be filled in or cut before it is sent."""
        return self.fits and not self.gaps


def render_batch(renderer: Renderer, wanted: Iterable[WantedFile], *, anyhow: bool = False) -> Iterator[BatchFile]:
    """Make each document; one that cannot be made stops no other, and one that would be empty is left out.

    With `anyhow`, one that does not fit is made too.
    """
    for name, request in wanted:
        try:
            renderer.require_content(request)
            made = renderer.render(request, anyhow=anyhow)
            yield BatchFile(
                name.replace(ABOUT, made.id), made.content, findings=made.findings, gaps=made.gaps, fits=made.fits
            )
        except SsrError as problem:
            yield BatchFile(name, b"", problem)


def of_all(
    renderer: Renderer, documents: Iterable[Definition], readers: Readers
) -> Iterator[WantedFile | LackingOption]:
    """Every document of every entry that holds, in every format, and those that are folders once each."""
    for document in documents:
        if required := next((parameter for parameter in document.parameters if parameter.required), None):
            yield LackingOption(document.name, required.option)
            continue
        ids = [ref.id for ref in renderer.subjects(document, readers, document.about)]
        for id_ in ids if document.about else [None]:
            name = f"{document.name}/{id_}" if id_ else document.name
            if document.parts:
                yield WantedFile(name, RenderRequest(document, readers, id_))
                continue
            for format_ in document.formats:
                if format_ in FORMATS:
                    yield WantedFile(f"{name}.{format_}", RenderRequest(document, readers, id_, format_))


def with_offers(renderer: Renderer, folder: WantedFile) -> WantedFile | LackingOption:
    """A folder for which nobody is asked: what is offered first answers, and what nothing is offered for stays blank."""
    name, request = folder
    options: Mapping[str, str | None] = {parameter.name: None for parameter in request.document.parameters}
    for parameter in request.document.parameters:
        if parameter.ask is not None and parameter.offers:
            refs = offered(renderer, request._replace(options=options), parameter.offers)
            if not refs:
                return LackingOption(name, parameter.option)
            options = {**options, parameter.name: refs[0].id}
    return WantedFile(name, request._replace(options=options))


def offered(renderer: Renderer, request: RenderRequest, selections: Iterable[str]) -> list[Ref]:
    """The entries that the base offers for an answer, the likeliest first."""
    refs = (ref for selection in selections for ref in renderer.selected(request, selection))
    return list(dict.fromkeys(refs))


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
