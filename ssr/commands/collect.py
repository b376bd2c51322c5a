"""`ssr collect`: reports that came back become one picture, by what a document says under `collects`."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from ssr.base.names import Choose, refuse, unknown
from ssr.documents.batch import BatchFile, of_each, render_batch
from ssr.documents.naming import resolved, value_of
from ssr.documents.renderer import Renderer
from ssr.documents.replies import with_replies
from ssr.documents.request import Readers, RenderRequest
from ssr.errors import UsageError
from ssr.formats.form import Form
from ssr.forms.collection import Collection, read_collection
from ssr.forms.merge import ReportMerge
from ssr.forms.read import read_all
from ssr.forms.reports import CollectRequest, RejectedFile, Report, described, judged
from ssr.forms.response import CollectSpec, FormResponse
from ssr.templating.definition import Definition, Parameter
from ssr.templating.definition_files import Definitions
from ssr.text.catalogue import LANGUAGES, catalogue
from ssr.view.base_view import Ref, View
from ssr.view.lookup import names_of, referred
from ssr.view.selection import has_all, values_at

_MOST_NAMED = 5  # files in a sentence


class Collected(NamedTuple):
    """What came back, put in one shape, and what to make of it.

    `data` is what the next one is compared with, `apart` which files do not count and why, and `counted` the report of each who
    has one that counts.
    """

    request: RenderRequest
    data: bytes
    apart: tuple[tuple[str, str], ...]
    counted: Mapping[str, Report]


# Asks whose a file is that says a name that is nobody's: its path and that name to an id, or None where nobody says.
Whose = Callable[[str, str], str | None]


def collect(
    renderer: Renderer,
    documents: Definitions,
    folder: Path,
    readers: Readers,
    format_: str,
    *,
    at: str,
    id_: str | None = None,
    event: str | None = None,
    number: str | None = None,
    deadline: str | None = None,
    previous: bytes | None = None,
    replies: tuple[str, bytes] | None = None,
    from_: Mapping[str, str] = MappingProxyType({}),
    whose: Whose | None = None,
    reference: bytes | None = None,
    choose: Choose = refuse,
) -> Collected:
    """Read what lies below a folder, for the document that collects it. The picture is of the moment `at`.

    `replies` is that document as it was filled in: its path and its bytes.
    """
    returned = list(read_all(folder))
    view = renderer.view(readers)
    document, form = _collecting(documents, returned, str(folder), partial(_is_for, view, id_))
    request = RenderRequest(document, readers, id_ or _only_one(returned, form.name), format_, reference=reference)
    request = resolved(request, view, choose)
    about = str(request.id)
    collects = document.collects
    assert collects is not None  # noqa: S101  (else the document would not have been found)
    expected = [one.id for one in renderer.selected(request, collects.expected)]
    blank = cache(partial(_form, renderer, request._replace(document=form)))
    entry = renderer.entry(request)
    criteria = CollectRequest(
        collects, about, entry.edition if entry else None, readers.marking, event,
        names_of(view, form.parameter(collects.by).ref), blank, at, deadline or _last(renderer, request, collects),
        zone=view.base.time_zone,
    )  # fmt: skip
    said = _said(from_, {one.path for one in returned}, form.parameter(collects.by), view, choose)
    judgements = judged(returned, criteria._replace(from_=said))
    if whose is not None and (asked := _asked(judgements, whose, form.parameter(collects.by), view, choose)):
        judgements = judged(returned, criteria._replace(from_={**said, **asked}))
    describe = partial(described, catalogue(readers.language))
    former = None if previous is None else read_collection(previous, about, "--previous")
    before = None if former is None else {who: one.answers for who, one in former.reports.items()}
    number = number or (None if former is None else _next(former.number))
    merge = ReportMerge(blank(readers.language), collects, partial(_ref, view), describe, readers.language)
    node, counted = merge.node(judgements, expected, before, at, event, number)
    request = request._replace(beside={"collected": node})
    if replies is not None:
        request = with_replies(renderer, request, *replies, describe)
    apart = tuple((one.path, describe(one.why)) for one in judgements if isinstance(one, RejectedFile))
    return Collected(request, Collection(about, at, number, expected, counted).content(), apart, counted)


def for_each(renderer: Renderer, collected: Collected, parameter: str) -> Iterator[BatchFile]:
    """The document for each who has an answer, by an option that can name them."""
    wanted = of_each(renderer, collected.request, parameter)
    return render_batch(renderer, (one for one in wanted if one.request.options[parameter] in collected.counted))


def _last(renderer: Renderer, request: RenderRequest, collects: CollectSpec) -> str | None:
    """The last moment of the last day to answer, where the entry gives one."""
    entry = renderer.node(request)
    days = [] if collects.until is None else values_at(entry, collects.until)
    return f"{days[0]}T23:59" if days else None


def _said(
    from_: Mapping[str, str], paths: Container[str], by: Parameter, view: View, choose: Choose
) -> Mapping[str, str]:
    """Whose the files are that somebody says it of, by id; a file that is not there, or somebody who is nobody, is refused."""
    for path in from_:
        if path not in paths:
            raise UsageError("no-such-returned", path=path)
    return {path: _somebody(word, by, view, choose) for path, word in from_.items()}


def _somebody(word: str, by: Parameter, view: View, choose: Choose) -> str:
    return referred(by.ref, value_of(by, word, view, choose), view).id


def _asked(
    judgements: Sequence[Report | RejectedFile], whose: Whose, by: Parameter, view: View, choose: Choose
) -> Mapping[str, str]:
    """Whose the files are of which only that is not known, as it is answered."""
    result = {}
    for one in judgements:
        if isinstance(one, RejectedFile) and one.unknown:
            name = str(one.why.parameters["name"])
            while word := whose(one.path, name):
                try:
                    result[one.path] = _somebody(word, by, view, choose)
                    break
                except UsageError:
                    name = word
    return result


def _next(number: object) -> str | None:
    """One more than a number; None where the last picture had none."""
    return str(int(number) + 1) if isinstance(number, str) and number.isascii() and number.isdigit() else None


def _collecting(
    documents: Definitions,
    returned: Sequence[FormResponse],
    path: str,
    is_meant: Callable[[Definition], bool],
) -> tuple[Definition, Definition]:
    """The document that collects, and the one that it collects: told by what came back, else by what it is about."""
    collecting = [(each, each.collects.document) for each in documents.sound() if each.collects is not None]
    came = {one.mark.get("document") for one in returned}
    meant = [(one, form) for one, form in collecting if form in came]
    if not meant and any(documents[name].agrees for name in came if name is not None and name in documents):
        raise UsageError("agreed-to-yaml", path=path)
    meant = meant or [(one, form) for one, form in collecting if is_meant(one)] or collecting
    if len(meant) != 1 and returned and came == {None}:
        named = [*(one.path for one in returned[:_MOST_NAMED]), *(["…"] if len(returned) > _MOST_NAMED else [])]
        raise UsageError("no-forms-there", path=path, files=", ".join(named))
    if len(meant) != 1:
        raise UsageError("no-one-picture", known=", ".join(one.name for one, _ in meant))
    return meant[0][0], documents[meant[0][1]]


def _is_for(view: View, id_: str | None, document: Definition) -> bool:
    """Whether a document is made of entries like the one with an id."""
    entries = [entry for entry in view.base.editions(id_) if entry.kind in document.about] if id_ else []
    return any(has_all(Ref(view, one), document.having) for one in entries)


def _only_one(responses: Sequence[FormResponse], form: str) -> str:
    """What all the reports are made of, where that is one thing."""
    about = sorted({one.mark.get("about", "") for one in responses if one.mark.get("document") == form} - {""})
    if len(about) != 1:
        raise UsageError("no-one-entry", known=", ".join(about) or "–")
    return about[0]


def _form(renderer: Renderer, request: RenderRequest, language: str) -> Form:
    """The form as it was in a language; where that is none of ours, in that of the picture."""
    readers = request.readers._replace(language=language) if language in LANGUAGES else request.readers
    return renderer.form(request._replace(readers=readers))


def _ref(view: View, id_: str) -> Ref:
    entry = view.find(id_)
    if entry is None:
        raise unknown(id_, view.base)
    return Ref(view, entry)
