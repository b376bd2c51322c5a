"""What the call of a document lacks and only the one at the terminal can say: the entry it is of, and its own options."""

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
    from ssr.view.base_view import Ref

Options = Mapping[str, str | None]


def with_entry(run: Run, request: "RenderRequest", renderer: "Renderer") -> "RenderRequest":
    """The request with the entry that the document is to be made of, which may be none; refused where nobody can say."""
    from ssr.documents.batch import offered

    document, which = request.document, request.document.which
    if which is None or request.id is not None:
        return request
    if not is_attended():
        if any(_is_needed(request, parameter) for parameter in document.parameters if parameter.may_lack):
            raise UsageError("missing-argument", option="ID", command=document.call)
        return request
    refs = offered(renderer, request, which.offers)
    _say(run, which.ask)
    run.console.say(f"  0. {Localised.pick(which.none, run.console.words.language).text}")
    list_offered(run, refs)
    while True:
        answer = read_answer(run.console)
        if answer == "0":
            return request
        try:
            return _of_entry(run, request, renderer, numbered(answer, refs))
        except SsrError as problem:
            run.console.explain(problem)


def _of_entry(run: Run, request: "RenderRequest", renderer: "Renderer", word: str) -> "RenderRequest":
    """The request with the entry that is meant by a word."""
    from ssr.documents.naming import resolved

    named = resolved(request._replace(id=word, options={}), renderer.view(request.readers), chooser(run.console))
    if not named.id:
        raise UsageError("no-answer")
    renderer.selected(
        named._replace(options=request.options), next(iter(named.document.selections))
    )  # it can be made of it
    return request._replace(id=named.id)


def answered(run: Run, request: "RenderRequest", renderer: "Renderer") -> Options:
    """The values of the options with those that were left out and are needed; refused where there is nobody to ask."""
    for parameter in request.document.parameters:
        if (
            parameter.ask is None
            or request.options[parameter.name] is not None
            or _is_known(request, renderer, parameter)
        ):
            continue
        if is_attended():
            request = request._replace(options=_ask(run, request, renderer, parameter, parameter.ask))
        elif _is_needed(request, parameter):
            raise UsageError("missing-argument", option=parameter.option, command=request.document.call)
    return request.options


def _is_needed(request: "RenderRequest", parameter: "Parameter") -> bool:
    """Whether an option that is asked for may not be left out."""
    may_lack = parameter.may_lack == "always" or (parameter.may_lack == "with-entry" and request.id is not None)
    return request.options[parameter.name] is None and not may_lack


def _is_known(request: "RenderRequest", renderer: "Renderer", parameter: "Parameter") -> bool:
    """Whether what the other options lead to says already what would be asked."""
    from ssr.documents.parameters import chosen
    from ssr.view.selection import values_at

    if not parameter.unless:
        return False
    values = chosen(request.document, request.options, renderer.view(request.readers))
    paths = (path.partition(".") for path in parameter.unless)
    return all(values_at(values[option], rest) for option, _, rest in paths)


def _ask(
    run: Run, request: "RenderRequest", renderer: "Renderer", parameter: "Parameter", question: "Words"
) -> Options:
    """Ask until there is an answer that can be used. A number means one of what is offered, nothing the first of it."""
    from ssr.documents.batch import offered

    refs = offered(renderer, request, parameter.offers)
    _say(run, question)
    list_offered(run, refs, parameter.tells)
    while True:
        answer = read_answer(run.console)
        if not answer and not refs and not _is_needed(request, parameter):
            return request.options
        try:
            return _with_answer(run, request, renderer, parameter, answer, refs)
        except SsrError as problem:
            run.console.explain(problem)


def _with_answer(
    run: Run, request: "RenderRequest", renderer: "Renderer", parameter: "Parameter", answer: str, refs: "Sequence[Ref]"
) -> Options:
    """The options with an answer, and with what stands after its comma where another option gets that."""
    from ssr.documents.naming import value_of
    from ssr.documents.parameters import chosen

    setting, document, view = run.setting, request.document, renderer.view(request.readers)
    first, _, rest = answer.partition(",") if parameter.rest else (answer, "", "")
    said: dict[str, str] = {parameter.name: numbered(first.strip(), refs)}
    if not said[parameter.name]:
        raise UsageError("answer-needed")
    if parameter.rest and rest.strip():
        said[parameter.rest] = rest.strip()
    result: Options = completed(setting, document, {**request.options, **said})
    words = {
        name: value_of(document.parameter(name), value, view, chooser(run.console)) for name, value in said.items()
    }
    result = completed(setting, document, {**result, **words})
    chosen(document, result, view)
    return result


def numbered(answer: str, refs: "Sequence[Ref]") -> str:
    """What an answer means: one of what is offered by its number, the first where nothing is written, else the words."""
    if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(refs):
        return refs[int(answer) - 1].id
    return refs[0].id if refs and not answer else answer


def list_offered(run: Run, refs: "Sequence[Ref]", tells: str | None = None) -> None:
    """What is offered, by numbers."""
    from ssr.report.sentences import visible_line
    from ssr.view.selection import values_at

    for number, ref in enumerate(refs, 1):
        told = [*(map(str, values_at(ref, tells)) if tells else ()), ref.id]
        run.console.say(f"  {number}. {visible_line(ref.name)} ({', '.join(told)})")


def _say(run: Run, question: "Words") -> None:
    run.console.say(Localised.pick(question, run.console.words.language).text)
