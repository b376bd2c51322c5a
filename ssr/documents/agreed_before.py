"""What was agreed at earlier meetings, for a document that lists it: of its own forums, until its day, the overdue first."""

from ssr.documents.renderer import Renderer
from ssr.documents.request import RenderRequest
from ssr.errors import UsageError
from ssr.forms.action_items import ActionItem, read_list, refuse_foreign_list
from ssr.view.base_view import Node, Text


def with_agreed(renderer: Renderer, request: RenderRequest, path: str, content: bytes) -> RenderRequest:
    """The request with what a list says was agreed, and is still to be done, beside it."""
    document = request.document
    if document.recalls is None:
        raise UsageError("recalls-nothing", document=document.name)
    agreed = read_list(path, content)
    refuse_foreign_list(agreed, path, renderer.base.own_id, request.readers.marking)
    forums = {ref.id for ref in renderer.selected(request, document.recalls)}
    draft = renderer.draft(request)
    day = draft.page.day or request.readers.day
    but = None if draft.entry is None else draft.entry.id
    nodes = [_node(one, day, request.readers.language) for one in agreed.of(forums, day, but)]
    return request._replace(beside={**(request.beside or {}), "agreed": nodes})


def _node(one: ActionItem, day: str, language: str) -> Node:
    """An item as templates read it, with every text as text, in which nothing is markup."""

    def text(words: str) -> Text | None:
        return Text(words, language, is_name=True) if words else None

    values = {"what": text(one.what), "who": text(one.who), "by": text(one.by)}
    return Node({**values, "due": one.due, "is_overdue": one.is_overdue(day)})
