"""The document of an entry as it would look if everything were saved, as a page of its own for a frame without script."""

from typing import cast

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.base.snapshot import Snapshot, WorkingTree
from ssr.documents.renderer import Renderer
from ssr.documents.request import Readers, RenderRequest
from ssr.errors import NoContentError, SsrError
from ssr.report.sentences import refusal
from ssr.templating.definition import Definition
from ssr.templating.definition_files import Definitions
from ssr.text.catalogue import Catalogue

_FORMAT = "html"


def documents_of(base: KnowledgeBase, entry: Entry) -> list[Definition]:
    """The documents that can be shown of an entry: the one that is called as its kind first, those to fill in last."""
    found: list[Definition] = []
    definitions = Definitions(base.resources)
    for name in definitions:
        try:
            document = definitions[name]
        except SsrError:  # one that is broken is told of where documents are checked
            continue
        if entry.kind in document.about and _FORMAT in document.formats and not document.parts:
            found.append(document)
    return sorted(found, key=lambda one: (one.name != entry.kind, bool(one.fields), one.name))


def preview(
    snapshot: Snapshot, document: Definition, entry: Entry, readers: Readers, words: Catalogue
) -> tuple[bytes, str]:
    """The page, or why there is none for now."""
    renderer = Renderer(cast(WorkingTree, snapshot))  # a document of an entry asks for files and nothing else
    request = RenderRequest(document, readers, entry.id, _FORMAT, entry.edition)
    try:
        return renderer.render(request, anyhow=True).content, ""
    except NoContentError:
        return b"", words.text("edit.nothing-to-show")
    except SsrError as problem:
        return b"", refusal(words, problem)
