"""`ssr collect -o FILE.yaml`: what was agreed in minutes that came back becomes a list, by what a document says under `agrees`."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ssr.base.names import Choose, refuse, resolve
from ssr.documents.renderer import Renderer
from ssr.documents.request import Readers, RenderRequest
from ssr.errors import SsrError, UsageError
from ssr.forms.action_items import ActionItem, ActionList, list_file, read_list, refuse_foreign_list
from ssr.forms.action_rows import ActionRows, FormContext, WhoIs, rows_of
from ssr.forms.read import read_all
from ssr.forms.reports import Note, described
from ssr.forms.response import FormResponse
from ssr.report.sentences import refusal
from ssr.templating.definition import Definition
from ssr.templating.definition_files import Definitions
from ssr.text.catalogue import LANGUAGES, catalogue
from ssr.text.times import parse_day
from ssr.view.base_view import View
from ssr.view.lookup import names_of, referred


class AgreedCollection(NamedTuple):
    """The list as a file; for each form that counts how many things it says were agreed; and what does not count and why."""

    content: bytes
    counted: tuple[tuple[str, int], ...]
    apart: tuple[tuple[str, str], ...]


def collect_agreed(
    renderer: Renderer,
    documents: Definitions,
    folder: Path,
    readers: Readers,
    *,
    id_: str | None = None,
    previous: tuple[str, bytes] | None = None,
    whose: Callable[[str], str | None] | None = None,
    choose: Choose = refuse,
) -> AgreedCollection:
    """Read the minutes that lie below a folder into a list, or carry a list on with them."""
    forms = {document.name: document for document in documents.sound() if document.agrees is not None}
    words, base = catalogue(readers.language), renderer.base
    former = ActionList(base.own_id, marking=readers.marking)
    if previous is not None:
        former = read_list(*previous)
        refuse_foreign_list(former, previous[0], base.own_id, readers.marking)
    reading = _Reading(renderer, forms, readers._replace(pinned=False), id_, whose, choose)
    items: list[ActionItem] = []
    counted, apart = [], []
    for response in read_all(folder):
        rows = reading.rows(response)
        apart += [(response.path, described(words, note)) for note in (*rows.notes, rows.problem) if note is not None]
        if rows.problem is None:
            counted.append((response.path, len(rows.items)))
            items += rows.items
    if not counted and not apart:
        raise UsageError("nothing-agreed", path=str(folder))
    content = list_file(former.carried_on(items), words)
    return AgreedCollection(content, tuple(counted), tuple(apart))


class _Reading:
    """Reads the forms that came back, one by one, each as it was made."""

    def __init__(
        self,
        renderer: Renderer,
        forms: Mapping[str, Definition],
        readers: Readers,
        about: str | None,
        whose: Callable[[str], str | None] | None,
        choose: Choose,
    ) -> None:
        self._renderer, self._forms, self._readers, self._about = renderer, forms, readers, about
        self._whose, self._choose = whose, choose
        self._who_is: WhoIs = cache(self._asked)
        self._kinds: tuple[str, ...] = ()

    def rows(self, response: FormResponse) -> ActionRows:
        """What a form says was agreed, or why it does not count."""
        if response.problem is not None:
            return ActionRows(problem=Note(*response.problem))
        if why := self._of_something_else(response.mark):
            return ActionRows(problem=why)
        try:
            return self._read(response, self._forms[response.mark["document"]])
        except SsrError as error:
            reason = refusal(catalogue(self._readers.language), error)
            return ActionRows(problem=Note("not-made-again", {"reason": reason}))

    def _of_something_else(self, mark: Mapping[str, str]) -> Note | None:
        """Why a form is not one of those in which things are agreed, by what it says that it is."""
        if not mark.get("document"):
            return Note("no-mark")
        if mark["document"] not in self._forms:
            return Note("other-form", {"document": mark["document"]})
        if self._about is not None and mark.get("about") != self._about:
            return Note("other-entry", {"id": mark.get("about", "")})
        if mark.get("marking") != self._readers.marking:
            return Note("other-marking", {"marking": mark.get("marking") or "–"})
        return None

    def _read(self, response: FormResponse, document: Definition) -> ActionRows:
        spec = document.agrees
        request = self._request(response.mark, document)
        draft = self._renderer.draft(request)
        if spec is None or draft.page.form is None or draft.entry is None:
            return ActionRows(problem=Note("no-form"))
        forums = tuple(ref.id for ref in self._renderer.selected(request, spec.forum))
        about = (
            response.mark.get("about") or draft.entry.id
        )  # a long option is not whole in the mark of a Word document
        occasion = FormContext(about, self._day(draft.entry.data, response.mark, document), forums)
        self._kinds = spec.actors
        names = names_of(self._view(), spec.actors)
        return rows_of(response, draft.page.form, spec, occasion, names, self._who_is)

    def _request(self, mark: Mapping[str, str], document: Definition) -> RenderRequest:
        """The form made again as it was: of an entry of the base, or of the options that it was made of."""
        language = mark.get("lang", "")
        readers = self._readers._replace(language=language) if language in LANGUAGES else self._readers
        about = mark.get("about", "")
        editions = self._view().base.editions(about) if about else ()
        is_there = any(entry.kind in document.about for entry in editions)
        options = {
            parameter.name: None if is_there and parameter.sets else mark.get(parameter.name)
            for parameter in document.parameters
        }
        id_ = about if is_there or document.new is None else None
        return RenderRequest(document, readers, id_, next(iter(document.formats)), options=options)

    def _view(self) -> View:
        return self._renderer.view(self._readers)

    def _day(self, data: Mapping[str, object], mark: Mapping[str, str], document: Definition) -> str:
        """When it was agreed: the day that the entry has, or else the day of which the form was made."""
        said = str(data.get(document.day, "")) if document.day else ""
        day = parse_day(said) or parse_day(mark.get("made", ""))
        return self._readers.day if day is None else day.isoformat()

    def _asked(self, name: str) -> str | None:
        """Whom somebody at the terminal means by a name that is nobody's; None where nobody says."""
        word = name
        while self._whose is not None and (word := self._whose(word) or ""):
            try:
                view = self._view()
                return referred(self._kinds, resolve(word, view.base, view.day, self._kinds, self._choose), view).id
            except UsageError:
                continue
        return None
