"""The pages as HTML: the list of entries, one entry as a form or as text, and what is put forward.

Not for what stands in the fields: that is for `entry_fields`.
"""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import quote

from ssr.text.catalogue import Catalogue
from ssr.web.elements import Child, Html, element, joined_html
from ssr.web.session import Place

# What the script says by itself, as attributes of the page.
_SCRIPT_WORDS: Final = ("saving", "lost", "refused")


class Pages:
    """Writes pages in one language, with links that begin with the secret of the run."""

    def __init__(self, words: Catalogue, token: str, base_title: str, audience: str) -> None:
        self._words, self._token, self._base_title = words, token, base_title
        self._audience = words.text(f"audience.{audience}")

    def address(self, name: str, place: Place | None = None) -> str:
        """Where something is."""
        parts = [self._token, name]
        if place is not None:
            parts += [place.id, *([place.edition] if place.edition else [])]
        return "/" + "/".join(quote(part, safe="") for part in parts)

    def page(self, title: str, *body: Child, data: Mapping[str, str] | None = None, is_editing: bool = False) -> bytes:
        """A whole page."""
        text = self._words.text
        head = element(
            "head",
            {},
            element("meta", {"charset": "utf-8"}),
            element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
            element("title", {}, f"{title} – {self._base_title}"),
            element("link", {"rel": "icon", "href": "data:,"}),
            element("link", {"rel": "stylesheet", "href": self.address("edit.css")}),
            element("script", {"src": self.address("edit.js"), "defer": True}),
        )
        attributes: dict[str, str | bool | None] = {
            "class": "editing" if is_editing else None,
            "data-token": self._token,
            **{f"data-{name}": text(f"edit.script.{name}") for name in _SCRIPT_WORDS},
            **{f"data-{name}": value for name, value in (data or {}).items()},
        }
        navigation = element(
            "nav",
            {"aria-label": text("edit.navigation")},
            element("a", {"href": self.address("")}, text("edit.all")),
            element("a", {"href": self.address("new")}, text("edit.new")),
            element("a", {"href": self.address("propose")}, text("edit.propose")),
        )
        top = element("header", {}, navigation, element("h1", {}, title), element("p", {"class": "help"}, self._for()))
        main = element("main", {"id": "main"}, joined_html(body))
        document = element("html", {"lang": self._words.language}, head, element("body", attributes, top, main))
        return f"<!doctype html>\n{document}\n".encode()

    def note(self, title: str, text: str) -> bytes:
        """A page for a frame in which nothing runs, that only says something."""
        head = element("head", {}, element("meta", {"charset": "utf-8"}), element("title", {}, title))
        page = element("html", {"lang": self._words.language}, head, element("body", {}, element("p", {}, text)))
        return f"<!doctype html>\n{page}\n".encode()

    def _for(self) -> str:
        return self._words.text("edit.for", audience=self._audience, base=self._base_title)

    def listing(self, query: str, groups: Mapping[str, Sequence[tuple[Place, str]]]) -> bytes:
        """Every entry that may be opened, by kind, and a search among them."""
        text = self._words.text
        search = element(
            "form",
            {"method": "get", "role": "search", "action": self.address("")},
            element("label", {"for": "query"}, text("edit.search")),
            element("input", {"id": "query", "name": "query", "value": query, "type": "search"}),
            element("button", {"type": "submit"}, text("edit.find")),
        )
        found: list[Child] = []
        for title, entries in groups.items():
            links = [
                element("li", {}, element("a", {"href": self.address("entry", place)}, name)) for place, name in entries
            ]
            found += [element("h2", {}, title), element("ul", {}, links)]
        nothing = element("p", {}, text("edit.nothing-found")) if not found else None
        return self.page(text("edit.title"), search, nothing, found)

    def entry(
        self,
        place: Place,
        title: str,
        version: int,
        fields: Child,
        lists: Sequence[Html],
        documents: Sequence[tuple[str, str]],
        status: Mapping[str, Html],
    ) -> bytes:
        """One entry as a form, and the document beside it."""
        bar = self._bar(place, [("save", "save"), ("undo", "undo")], ("text", "as-text"))
        form = element("div", {"class": "form"}, bar, self._state(status), fields)
        beside = self._preview(place, documents)
        note = element("noscript", {}, element("p", {"class": "notice"}, self._words.text("edit.needs-script")))
        columns = element("div", {"class": "columns"}, form, beside)
        return self.page(title, note, columns, lists, data=self._data(place, version), is_editing=True)

    def text_view(self, place: Place, title: str, version: int, content: str, status: Mapping[str, Html]) -> bytes:
        """One entry as its file has it."""
        text = self._words.text
        bar = self._bar(place, [("write", "save"), ("undo", "undo")], ("entry", "as-form"))
        area = element(
            "textarea", {"id": "text", "rows": "30", "spellcheck": "false", "aria-describedby": "text-help"}, content
        )
        label = element("label", {"for": "text"}, text("edit.text"))
        help_ = element("p", {"class": "help", "id": "text-help"}, text("edit.text-help"))
        return self.page(title, bar, self._state(status), label, help_, area, data=self._data(place, version))

    def _data(self, place: Place, version: int) -> dict[str, str]:
        """What the script needs to know of the page."""
        return {"version": str(version), "place": self.address("", place).removeprefix(self.address(""))}

    def _bar(self, place: Place, buttons: Sequence[tuple[str, str]], other: tuple[str, str]) -> Html:
        made: list[Child] = [
            element("button", {"type": "button", "id": name, "data-do": name}, self._words.text(f"edit.buttons.{key}"))
            for name, key in buttons
        ]
        link = element("a", {"href": self.address(other[0], place)}, self._words.text(f"edit.{other[1]}"))
        state = element("span", {"id": "state", "role": "status"})
        return element("div", {"class": "bar"}, made, link, state)

    def _state(self, status: Mapping[str, Html]) -> Html:
        """What is wrong as a whole, and what has happened to the file."""
        parts = [
            element("div", {"id": "conflict", "role": "alert"}, status["conflict"]),
            element("p", {"id": "counted", "role": "status"}, status["counted"]),
            element("div", {"id": "elsewhere"}, status["elsewhere"]),
        ]
        return element("section", {"aria-label": self._words.text("edit.findings")}, parts)

    def elsewhere(self, faults: Sequence[Html]) -> Html:
        """What is wrong in other entries."""
        if not faults:
            return Html("")
        title = element("summary", {}, self._words.text("edit.elsewhere"))
        inner = element("ul", {"class": "faults"}, faults)
        return element("details", {"id": "others"}, title, inner)

    def conflict(self, ours: str | None, theirs: str | None) -> Html:
        """Both versions of a file that somebody else has changed, where they may be shown."""
        text = self._words.text
        shown = [
            [element("h3", {}, text(f"edit.{key}")), element("pre", {"tabindex": "0"}, content)]
            for key, content in (("theirs", theirs), ("ours", ours))
            if content is not None
        ]
        button = element("button", {"type": "button", "id": "reload", "data-do": "reload"}, text("edit.buttons.reload"))
        return element("div", {"class": "notice"}, element("p", {}, text("edit.conflict")), shown, button)

    def _preview(self, place: Place, documents: Sequence[tuple[str, str]]) -> Html:
        text = self._words.text
        if not documents:
            return element("section", {"class": "preview"}, element("p", {"class": "help"}, text("edit.no-document")))
        address = self.address("preview", place)
        choice = element(
            "select",
            {"id": "document"},
            (element("option", {"value": f"{address}?document={quote(name)}"}, title) for name, title in documents),
        )
        frame = element(
            "iframe",
            {
                "id": "preview",
                "title": text("edit.preview"),
                "sandbox": True,
                "src": f"{address}?document={documents[0][0]}",
            },
        )
        label = element("label", {"for": "document"}, text("edit.preview"))
        return element("section", {"class": "preview", "aria-label": text("edit.preview")}, label, choice, frame)

    def proposal(self, message: str, paths: Sequence[str], problem: str) -> bytes:
        """What is saved and can be put forward, and the sentence that it is to go with."""
        text = self._words.text
        title = text("edit.propose")
        if problem or not paths:
            return self.page(title, element("p", {}, problem or text("edit.nothing-saved")))
        return self.page(
            title,
            element("p", {}, text("edit.propose-help")),
            element("ul", {}, (element("li", {}, path) for path in paths)),
            element("label", {"for": "message"}, text("edit.message")),
            element("p", {"class": "help", "id": "message-help"}, text("edit.message-help")),
            element("textarea", {"id": "message", "rows": "8", "aria-describedby": "message-help"}, message),
            element("button", {"type": "button", "id": "commit", "data-do": "commit"}, text("edit.buttons.propose")),
            element("p", {"id": "state", "role": "status"}),
            element("pre", {"id": "told", "tabindex": "0", "hidden": True}),
            element(
                "button", {"type": "button", "id": "push", "data-do": "push", "hidden": True}, text("edit.buttons.push")
            ),
            data={"place": ""},
        )
