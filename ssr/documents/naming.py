"""What is asked of a renderer in words that people use, turned into the ids and values that they mean."""

from collections.abc import Mapping

from ssr.base.kinds import Kinds
from ssr.base.names import Choose, kind_titles, refuse, resolve, resolve_period, resolve_word, unknown
from ssr.documents.request import RenderRequest
from ssr.templating.definition import Definition, Parameter
from ssr.view.base_view import View


def resolved(request: RenderRequest, view: View, choose: Choose = refuse) -> RenderRequest:
    """The request with ids and values in the place of words; `view` is what its readers see.

    What an option says that means nothing here stays as it is: it may mean something on the other side of a comparison.
    """
    id_, edition, about = request.id, request.edition, request.document.about
    if id_ is not None and about:
        id_ = resolve(id_, view.base, view.day, about, choose)
        if not view.base.editions(id_):
            raise unknown(id_, view.base, about)
    if edition is not None:
        edition = resolve_period(edition, view.base, view.day, choose)
    options = {
        **request.options,
        **{
            parameter.name: value_of(parameter, value, view, choose)
            for parameter in request.document.parameters
            if (value := request.options.get(parameter.name)) is not None
        },
    }
    return request._replace(id=id_, edition=edition, options=options)


def each_of(word: str, document: Definition, kinds: Kinds) -> str:
    """The option that is meant by a word for its values, one document for each: its name, or the kind of its entries."""
    titles = {
        parameter.name: [title for kind in parameter.ref if kind in kinds for title in kind_titles(kinds[kind])]
        for parameter in document.parameters
        if parameter.each
    }
    return resolve_word(word, titles)


def value_of(parameter: Parameter, value: str, view: View, choose: Choose = refuse) -> str:
    """The value that is meant by what somebody wrote for an option: an id, or several, or one of its choices."""
    if parameter.ref:
        words = [word.strip() for word in value.split(",")] if parameter.many else [value]
        return ",".join(resolve(word, view.base, view.day, parameter.ref, choose) for word in words)
    if parameter.choices:
        return resolve_word(value, {choice: _titles(parameter, choice) for choice in parameter.choices}, choose)
    return value


def _titles(parameter: Parameter, choice: str) -> list[str]:
    label = parameter.labels.get(choice, ())
    return list(label.values()) if isinstance(label, Mapping) else [label] if isinstance(label, str) else []
