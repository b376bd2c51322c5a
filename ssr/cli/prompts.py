"""What a document's own options lack and only the one at the terminal can say."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ssr.cli.choice import chooser, is_attended, read_answer
from ssr.cli.options import completed
from ssr.cli.setting import Run
from ssr.errors import SsrError, UsageError
from ssr.text.localised import Localised

if TYPE_CHECKING:  # imported only when a document is looked up: it is slow to start
    from ssr.documents.renderer import Renderer
    from ssr.documents.request import RenderRequest
    from ssr.templating.definition import Parameter, Words
    from ssr.view.base_view import Ref, View


def answered(run: Run, request: "RenderRequest", renderer: "Renderer") -> Mapping[str, str | None]:
    """The values of the options with those that were left out and are needed; refused where there is nobody to ask."""
    from ssr.documents.batch import offers

    for parameter in request.document.parameters:
        if parameter.ask is None or request.options[parameter.name] is not None:
            continue
        if not is_attended():
            raise UsageError("missing-argument", option=parameter.option, command=request.document.call)
        view = renderer.view(request.readers)
        options = _ask(run, request, parameter, parameter.ask, offers(renderer, request, parameter), view)
        request = request._replace(options=options)
    return request.options


def _ask(
    run: Run,
    request: "RenderRequest",
    parameter: "Parameter",
    question: "Words",
    offered: "Sequence[Ref]",
    view: "View",
) -> Mapping[str, str | None]:
    """Ask until there is an answer that can be used. A number means one of what is offered, nothing the first of it."""
    from ssr.documents.naming import value_of
    from ssr.documents.parameters import chosen

    console, document = run.console, request.document
    console.say(Localised.pick(question, console.words.language).text)
    for number, offer in enumerate(offered, 1):
        console.say(f"  {number}. {offer.name} ({offer.id})")
    while True:
        answer = read_answer(console)
        if answer.isdigit() and 1 <= int(answer) <= len(offered):
            answer = offered[int(answer) - 1].id
        elif not answer and offered:
            answer = offered[0].id
        try:
            candidate = completed(run.setting, document, {**request.options, parameter.name: answer})
            candidate = {**candidate, parameter.name: value_of(parameter, answer, view, chooser(console))}
            candidate = completed(run.setting, document, candidate)
            chosen(document, candidate, view)
        except SsrError as problem:
            for part in ("message", "hint"):
                console.tell(f"errors.{problem.key}.{part}", **problem.parameters)
        else:
            return candidate
