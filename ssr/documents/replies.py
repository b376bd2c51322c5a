"""What was written in a document that puts answers together, read back so that it stands in the next one and goes to each.

What it replies to that is not there any more is told, never dropped.
"""

from collections.abc import Callable, Mapping
from typing import Any

from ssr.documents.renderer import Renderer
from ssr.documents.request import RenderRequest
from ssr.errors import UsageError
from ssr.formats.form import Form
from ssr.forms.field_match import matched
from ssr.forms.read import read_file
from ssr.forms.reports import Note
from ssr.forms.response import FormResponse
from ssr.view.base_view import Answer, Node


def with_replies(
    renderer: Renderer, request: RenderRequest, path: str, content: bytes, describe: Callable[[Note], str]
) -> RenderRequest:
    """The request with what was filled in under `collected`: `replies` by field, and `replies_besides` that have none.

    Refused where the file is no such document of this entry, or cannot be read.
    """
    response = read_file(path, content)
    if response.problem is not None:
        raise UsageError("no-replies", path=path, reason=describe(Note(*response.problem)))
    wanted = {"document": request.document.name, "about": request.id, "marking": request.readers.marking}
    for name, value in wanted.items():
        if response.mark.get(name) != value:
            reason = f"{name}: {response.mark.get(name) or '–'}"
            raise UsageError("no-replies", path=path, reason=reason)
    assert request.beside is not None  # noqa: S101  (there is nothing to reply to else)
    filled_in = next(iter(request.document.formats))  # a sheet has the same words, but nothing to fill in
    form = renderer.draft(request._replace(format=filled_in)).page.form
    answers, besides = _read(response, form)
    collected: Node = request.beside["collected"]
    language = request.readers.language
    texts = {key: Answer(value, language) for key, value in answers.items() if value}
    more: Mapping[str, Any] = {
        "replies": texts,
        "replies_besides": [Answer(one, language) for one in besides],
    }
    return request._replace(beside={"collected": Node({**{name: collected[name] for name in collected}, **more})})


def _read(response: FormResponse, form: Form | None) -> tuple[Mapping[str, str], list[str]]:
    """What is filled in by field, and what no field is known for."""
    fields = {} if form is None else form.fields
    if response.is_word and form is not None:
        found = matched(response.controls, form, response.mark.get("lang", ""))
        return found.answers, list(found.unknown)
    answers = {key: value for key, value in response.answers.items() if key in fields}
    return answers, [f"{key}: {value}" for key, value in response.answers.items() if key not in fields and value]
