"""`ssr render DOCUMENT --each PARAMETER`: the same document for each entry that one of its options can name."""

from collections.abc import Iterator, Mapping

from ssr.commands.render import Rendered, Renderer
from ssr.commands.render_all import Made
from ssr.errors import UsageError
from ssr.templating import Document


def render_each(
    renderer: Renderer,
    document: Document,
    id_: str | None,
    format_: str,
    parameter: str,
    *,
    edition: str | None = None,
    options: Mapping[str, str | None],
    reference: bytes | None = None,
) -> Iterator[Made]:
    """The documents, each with the name that its file should have; `document.yaml` says over which selection."""
    declared = {one["name"]: one["each"] for one in document.parameters if "each" in one}
    if parameter not in declared:
        raise UsageError("unknown-choice", value=parameter, option="--each", known=", ".join(declared))
    if options.get(parameter) is not None:
        raise UsageError("each-and-option", option=f"--{parameter.replace('_', '-')}", each=parameter)
    for one in renderer.selected(document, id_, declared[parameter], options, edition=edition):
        made: Rendered = renderer.render(
            document, id_, format_, edition=edition, options={**options, parameter: one.id}, reference=reference
        )
        parts = (document.name, made.id, one.id)
        yield Made("-".join(filter(None, parts)) + f".{format_}", made.content)
