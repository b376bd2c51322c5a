"""One open entry: its pages, and what its pages may ask to be done with it."""

from collections.abc import Callable, Mapping
from typing import Any

from ssr.authoring.item_edit import moved, with_value, without
from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.knowledge import HIGHEST, KnowledgeBase
from ssr.base.yaml.source import Route
from ssr.documents.request import Readers
from ssr.errors import UsageError
from ssr.text.catalogue import Catalogue
from ssr.web.choices import Choices
from ssr.web.elements import Html, element, joined_html
from ssr.web.entry_fields import EntryFields, id_of
from ssr.web.faults import Faults
from ssr.web.input_controls import typed
from ssr.web.pages import Pages
from ssr.web.preview import documents_of, preview
from ssr.web.session import OpenEntry, Place, Session

_DEEPEST = 32
Answer = dict[str, Any]


class EntryView:
    """What is shown of an entry and done with it; the list that a blank item was asked for in is `opened`."""

    def __init__(self, session: Session, words: Catalogue, pages: Pages, place: Place) -> None:
        self._session, self._words, self._pages, self._place = session, words, pages, place
        self._opened: set[Route] = set()
        self.verbs: Mapping[str, Callable[[Mapping[str, Any]], Answer]] = {
            "change": self._change, "save": self._save, "undo": self._undo, "write": self._write, "reload": self._reload,
        }  # fmt: skip

    def _read(self) -> tuple[KnowledgeBase, Entry]:
        base = self._session.base
        entry = self._session.entry(base, self._place)
        if entry is None:
            raise UsageError("edit-hidden")
        return base, entry

    def exists(self) -> bool:
        """Whether there is such an entry for the audience, as everything is now."""
        try:
            self._read()
        except UsageError:
            return False
        return True

    @property
    def open_entry(self) -> OpenEntry:
        """The entry as it was read, and as it is."""
        return self._session.open(self._read()[1])

    @property
    def version(self) -> int:
        """The number of the latest change."""
        return self.open_entry.version

    def page(self) -> bytes:
        """The entry as a form; as text where its file cannot be read."""
        base, entry = self._read()
        open_entry = self._session.open(entry)
        if entry.source.data is None:
            return self.text_page()
        fields, choices = self._fields(base, entry)
        status, faults = self._status(base, entry, fields)
        form = fields.form(self._opened, faults)
        title = f"{base.kind(entry).root.title(self._words.language)}: {self._name(base)}"
        documents = [(one.name, one.title.get(self._words.language, one.name)) for one in documents_of(base, entry)]
        lists = [element("div", {"id": "lists"}, choices.lists())]
        return self._pages.entry(self._place, title, open_entry.version, form, lists, documents, status)

    def text_page(self) -> bytes:
        """The entry as its file has it, if all of it may be read."""
        base, entry = self._read()
        self._require_readable(base, entry)
        open_entry = self._session.open(entry)
        status, faults = self._status(base, entry, self._fields(base, entry)[0])
        told = [fault for listed in faults.values() for fault in listed]
        status = {**status, "elsewhere": joined_html([element("ul", {"class": "faults"}, told), status["elsewhere"]])}
        return self._pages.text_view(self._place, self._name(base), open_entry.version, _text(open_entry.now), status)

    def _name(self, base: KnowledgeBase) -> str:
        """What the entry is called by the audience."""
        seen = self._session.seen(base)
        shown = seen.edition(self._place.id, self._place.edition) if self._place.edition else None
        shown = shown or next(iter(seen.editions(self._place.id)), None)
        return self._place.id if shown is None else seen.name(shown, self._session.day)

    def preview(self, name: str) -> bytes:
        """One of the documents of the entry; the one that shows it best where no other is asked for."""
        base, entry = self._read()
        known = documents_of(base, entry)
        document = next((one for one in known if one.name == name), None)
        if document is None:
            raise UsageError("unknown-document", name=name, suggestion=None)
        session = self._session
        readers = Readers(session.day, session.audience, self._words.language)
        content, problem = preview(session.planned, document, entry, readers, self._words)
        return content or self._pages.note(self._words.text("edit.preview"), problem)

    def answer(self, *, state: str, whole: bool = False, focus: str | None = None) -> Answer:
        """What a page is to show now; the `whole` form where more than one value may be another."""
        base, entry = self._read()
        open_entry = self._session.open(entry)
        fields, choices = self._fields(base, entry)
        status, faults = self._status(base, entry, fields)
        form = {"fields": fields.form(self._opened, faults), "lists": joined_html(choices.lists())} if whole else {}
        may_read = self._may_read(base, entry)
        return {
            "version": open_entry.version,
            "state": state,
            "faults": {id_of(route): joined_html(told) for route, told in faults.items()},
            **status,
            **form,
            **({"text": _text(open_entry.now)} if whole and may_read else {}),
            **({"focus": focus} if focus else {}),
        }

    def _status(
        self, base: KnowledgeBase, entry: Entry, fields: EntryFields
    ) -> tuple[dict[str, Html], dict[Route, list[Html]]]:
        """What is wrong with the whole, and what is wrong at each field."""
        session = self._session
        _, findings = session.checked()
        told = Faults(base, session.seen(base), findings, self._words, session.level, session.day)
        faults = told.of(entry, lambda route: fields.field(route) is not None)
        elsewhere = told.elsewhere(entry.path)
        status = {
            "counted": element("span", {}, told.counted(faults, elsewhere)),
            "elsewhere": self._pages.elsewhere(elsewhere),
            "conflict": self._conflict(base, entry, session.open(entry)),
        }
        return status, faults

    def _fields(self, base: KnowledgeBase, entry: Entry) -> tuple[EntryFields, Choices]:
        choices = Choices(base, self._session.seen(base), self._session.day, self._words.language)
        return EntryFields(base, entry, self._words, self._session.level, choices), choices

    def _conflict(self, base: KnowledgeBase, entry: Entry, open_entry: OpenEntry) -> Html:
        if not self._session.is_behind(open_entry):
            return Html("")
        may_read = self._may_read(base, entry)
        try:
            theirs = _text(self._session.on_disk(open_entry.path)) if may_read else None
        except UsageError:  # which is gone
            theirs = ""
        return self._pages.conflict(_text(open_entry.now) if may_read else None, theirs)

    def _may_read(self, base: KnowledgeBase, entry: Entry) -> bool:
        """Whether the audience may read all of an entry's file; one that is not understood only the highest may."""
        level = self._session.level
        if level == HIGHEST or entry.source.data is None:
            return level == HIGHEST
        fields, _ = self._fields(base, entry)
        return entry.sound and all(fields.may_show(route) for route, _, _ in base.kind(entry).root.walk(entry.data))

    def _require_readable(self, base: KnowledgeBase, entry: Entry) -> None:
        if not self._may_read(base, entry):
            raise UsageError("edit-hidden")

    # What pages ask for.

    def _change(self, message: Mapping[str, Any]) -> Answer:
        base, entry = self._read()
        route, field = self._place_of(base, entry, message.get("route"))
        open_entry, path, op = self._session.open(entry), entry.path, message.get("op")
        focus: str | None = None
        if op == "set":
            whole = self._set(base, entry, route, field, str(message.get("value", "")))
            return self.answer(state=self._state(open_entry), whole=whole)
        if op == "add" and field.is_list:
            self._opened = {route}
            number = len(entry.value(route) or ())
            inner = (field.items or field).properties
            focus = id_of((*route, number))
            if inner:
                focus = id_of((*route, number, base.kinds.own(field.items or field)[0].name))
        elif op == "remove" and self._fields(base, entry)[0].may_remove(route):
            self._opened -= {route[:-1]}
            open_entry.change(lambda content: without(path, content, route))
            focus = f"{id_of(route[:-1])}-add"
        elif op in {"up", "down"} and isinstance(route[-1], int):
            step = 1 if op == "down" else -1
            open_entry.change(lambda content: moved(path, content, route, step))
            focus = f"{id_of((*route[:-1], route[-1] + step))}-{op}"
        return self.answer(state=self._state(open_entry), whole=True, focus=focus)

    def _set(self, base: KnowledgeBase, entry: Entry, route: Route, field: Field, text: str) -> bool:
        """Write what was typed; whether the form may have other places then."""
        value, kind = typed(text, field, entry.value(route)), base.kind(entry)
        if isinstance(value, str) and field.reference is not None:
            value = self._fields(base, entry)[1].meant(value, field, kind.name)
        filled = {one for one in self._opened if route[: len(one)] == one and value is not None}
        self._session.open(entry).change(lambda content: _with(entry.path, content, route, value, kind.root), route)
        self._opened -= filled
        return value is None or bool(filled)

    def _place_of(self, base: KnowledgeBase, entry: Entry, steps: Any) -> tuple[Route, Field]:
        """The route that a page names, and the field there; nothing that the form does not show."""
        fields, _ = self._fields(base, entry)
        is_route = isinstance(steps, list) and 0 < len(steps) <= _DEEPEST
        if is_route and all(type(step) in {str, int} for step in steps):
            route = tuple(steps)
            field = fields.field(route)
            if field is not None:
                return route, field
        raise UsageError("edit-no-field")

    def _state(self, open_entry: OpenEntry) -> str:
        return self._words.text("edit.unsaved" if open_entry.is_changed else "edit.no-changes")

    def _save(self, _message: Mapping[str, Any]) -> Answer:
        open_entry = self.open_entry
        self._session.save(open_entry)
        return self.answer(state=self._words.text("edit.saved", path=open_entry.path))

    def _undo(self, _message: Mapping[str, Any]) -> Answer:
        open_entry = self.open_entry
        open_entry.undo()
        self._opened.clear()
        return self.answer(state=self._state(open_entry), whole=True)

    def _reload(self, _message: Mapping[str, Any]) -> Answer:
        self._session.reload(self.open_entry)
        self._opened.clear()
        return self.answer(state=self._words.text("edit.reloaded"), whole=True)

    def _write(self, message: Mapping[str, Any]) -> Answer:
        """Take the text as it was written, with the ends of lines that the file has, and save it."""
        base, entry = self._read()
        self._require_readable(base, entry)
        open_entry = self._session.open(entry)
        text = str(message.get("text", "")).replace("\r\n", "\n").replace("\r", "\n")
        if text != _text(open_entry.now):
            content = text.replace("\n", "\r\n" if b"\r\n" in open_entry.now else "\n").encode("utf-8", "replace")
            mark = open_entry.now[:3] if open_entry.now.startswith(b"\xef\xbb\xbf") else b""
            open_entry.change(lambda _: mark + content)
        return self._save(message)


def _with(path: str, content: bytes, route: Route, value: Any, shape: Field) -> bytes:
    return without(path, content, route) if value is None else with_value(path, content, route, value, shape)


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", "replace").replace("\r\n", "\n")
