"""`ssr edit` without a network: a request in, a response out. Which requests are ours is for `guard`, what is open for `session`.

Names of entries come as ids, never as paths, and what the audience may not read is as if it were not there.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.errors import SsrError, UsageError
from ssr.formats.stylesheet import whole_style
from ssr.report.sentences import refusal, remedy
from ssr.text.catalogue import Catalogue
from ssr.text.folding import plain
from ssr.text.sorting import sort_key
from ssr.web.beginning import Beginning
from ssr.web.elements import element
from ssr.web.entry_view import EntryView
from ssr.web.guard import FRAMED_POLICY, REFUSED, Guard, Request, Response
from ssr.web.pages import Pages
from ssr.web.proposing import Proposing
from ssr.web.session import Place, Session

_HERE = Path(__file__).parent
_SCRIPT, _STYLE, _JSON = "text/javascript; charset=utf-8", "text/css; charset=utf-8", "application/json"
_NO_PLACE = Response(404, b"404\n", "text/plain; charset=utf-8")
Message = Mapping[str, Any]


class Application:
    """Answers the requests of one run."""

    def __init__(self, session: Session, words: Catalogue, *, host: str, token: str) -> None:
        base = session.base
        self._session, self._words, self._guard = session, words, Guard(host, token)
        self._pages = Pages(words, token, base.title, session.audience)
        self._proposing = Proposing(session, words, self._pages)
        self._beginning = Beginning(session, words, self._pages)
        self._started = f"http://{host}"
        self._views: dict[Place, EntryView] = {}

    def address(self, place: Place | None = None) -> str:
        """Where to begin: the list of entries, or one of them."""
        return self._started + (self._pages.address("") if place is None else self._pages.address("entry", place))

    def answer(self, request: Request) -> Response:
        """The answer to a request."""
        if not self._guard.is_ours(request):
            return REFUSED
        self._session.begin()
        _, _, name, *rest = [*request.path.split("/"), ""]
        words = [word for word in rest if word]
        place = Place(words[0], words[1] if len(words) > 1 else None) if words else None
        if request.method == "POST":
            return self._answered(name, place, request.body)
        try:
            return self._page(name, place, request.query)
        except SsrError as problem:
            body = self._pages.page(
                self._words.text("edit.title"), element("p", {"class": "notice"}, self._said(problem))
            )
            return Response(400, body)

    def _page(self, name: str, place: Place | None, query: Mapping[str, str]) -> Response:
        if place is not None:
            view = self._view(place)
            return _NO_PLACE if view is None else self._entry_page(name, view, query)
        files = {"edit.js": (_SCRIPT, ""), "edit.css": (_STYLE, whole_style())}
        if name in files:
            type_, first = files[name]
            return Response(body=first.encode() + (_HERE / name).read_bytes(), type=type_)
        if name == "propose":
            return Response(body=self._proposing.page())
        if name == "new":
            return Response(body=self._beginning.page(query.get("kind", "")))
        return Response(body=self._listing(query.get("query", ""))) if not name else _NO_PLACE

    @staticmethod
    def _entry_page(name: str, view: EntryView, query: Mapping[str, str]) -> Response:
        if name == "preview":
            return Response(body=view.preview(query.get("document", "")), policy=FRAMED_POLICY)
        pages = {"entry": view.page, "text": view.text_page}
        return Response(body=pages[name]()) if name in pages else _NO_PLACE

    def _view(self, place: Place) -> EntryView | None:
        """The view of an entry, which keeps what is opened in it; None where there is no such entry for the audience."""
        if place not in self._views:
            entry = self._session.entry(self._session.base, place)
            if entry is None:
                return None
            self._views[place] = EntryView(self._session, self._words, self._pages, place)
        return self._views[place] if self._views[place].exists() else None

    def _answered(self, name: str, place: Place | None, body: bytes) -> Response:
        """What a page gets that has asked for something to be done."""
        try:
            message = json.loads(body)
            if not isinstance(message, dict):
                return REFUSED
            view = self._view(place) if place is not None else None
            result = self._done(name, view, message)
        except (ValueError, RecursionError):
            return REFUSED
        except SsrError as problem:
            result = {"state": self._said(problem)}
        if result is None:
            return _NO_PLACE
        return Response(body=json.dumps(result, ensure_ascii=False).encode(), type=_JSON)

    def _done(self, name: str, view: EntryView | None, message: Message) -> Message | None:
        if view is None:
            return self._begun(message) if name == "begin" else self._proposing.done(name, message)
        if name not in view.verbs:
            return None
        if name != "reload" and message.get("version") != view.version:
            return view.answer(state=self._words.text("edit.other-window"), whole=True)
        try:
            return view.verbs[name](message)
        except UsageError as problem:
            return view.answer(state=self._said(problem))

    def _begun(self, message: Message) -> Message | None:
        place = self._beginning.begin(message)
        return None if place is None else {"goes_to": self._pages.address("entry", place)}

    def _said(self, problem: SsrError) -> str:
        parts = (refusal(self._words, problem), remedy(self._words, problem))
        return ". ".join(part.rstrip(".") for part in parts if part) + "."

    def _listing(self, query: str) -> bytes:
        """What may be opened, by kind; with a query what has its words in its name or id."""
        session, base = self._session, self._session.base
        wanted = plain(query).split()
        groups: dict[str, list[tuple[Place, str]]] = {}
        seen, entries = session.seen(base), list(session.entries(base))
        for kind in base.kinds.values():
            found = [
                (Place(one.id, one.edition), _named(seen, one, session.day)) for one in entries if one.kind == kind.name
            ]
            found = [(place, name) for place, name in found if all(word in plain(name) for word in wanted)]
            if found:
                groups[kind.root.title(self._words.language)] = sorted(found, key=lambda one: sort_key(one[1]))
        return self._pages.listing(query, groups)


def _named(seen: KnowledgeBase, entry: Entry, day: str) -> str:
    """What an entry is called in the list, with its id, and the period where it has several."""
    editions = seen.editions(entry.id)
    shown = next((one for one in editions if one.edition == entry.edition), entry)
    period = f", {entry.edition}" if entry.edition is not None and len(editions) > 1 else ""
    return f"{seen.name(shown, day)} ({entry.id}{period})"
