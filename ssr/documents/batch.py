"""`ssr render DOCUMENT --each PARAMETER`: the same document for each entry that one of its options can name."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ssr.documents.renderer import Rendered, Renderer
from ssr.errors import SsrError, UsageError
from ssr.formats.adapters import FORMATS
from ssr.templating.definition import Definition


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One document: the name that its file should have, below the folder for all; and its bytes, or why it has none."""

    name: str
    content: bytes
    problem: SsrError | None = None


def render_all(
    renderer: Renderer, documents: Mapping[str, Definition], progress: Callable[[int, int], None]
) -> Iterator[BatchFile]:
    """Make every document of every entry that holds, in every format; one that cannot be made stops no other.

    What needs to be told more than the entry is left out.

    `progress` is told how many of how many are made.
    """
    wanted = list(_wanted(renderer, documents))
    for number, (document, id_, format_) in enumerate(wanted, 1):
        name = f"{document.name}/{id_}.{format_}" if id_ else f"{document.name}.{format_}"
        try:
            yield BatchFile(name, renderer.render(document, id_, format_).content)
        except SsrError as problem:
            yield BatchFile(name, b"", problem)
        progress(number, len(wanted))


def _wanted(renderer: Renderer, documents: Mapping[str, Definition]) -> Iterator[tuple[Definition, str | None, str]]:
    entries = renderer.view.entries()
    for document in documents.values():
        if any(parameter.required for parameter in document.parameters):
            continue
        ids = [entry.id for entry in entries if entry.kind in document.about] if document.about else [None]
        for id_ in ids:
            for format_ in document.formats:
                if format_ in FORMATS:
                    yield document, id_, format_


def render_each(
    renderer: Renderer,
    document: Definition,
    id_: str | None,
    format_: str,
    parameter: str,
    *,
    edition: str | None = None,
    options: Mapping[str, str | None],
    reference: bytes | None = None,
) -> Iterator[BatchFile]:
    """The documents, each with the name that its file should have; `document.yaml` says over which selection."""
    declared = {one.name: one.each for one in document.parameters if one.each is not None}
    if parameter not in declared:
        raise UsageError("unknown-choice", value=parameter, option="--each", known=", ".join(declared))
    if options.get(parameter) is not None:
        raise UsageError("each-and-option", option=f"--{parameter.replace('_', '-')}", each=parameter)
    for one in renderer.selected(document, id_, declared[parameter], options, edition=edition):
        made: Rendered = renderer.render(
            document, id_, format_, edition=edition, options={**options, parameter: one.id}, reference=reference
        )
        parts = (document.name, made.id, one.id)
        yield BatchFile("-".join(filter(None, parts)) + f".{format_}", made.content)
