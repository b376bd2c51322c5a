"""`ssr collect --drafts`: what came back as drafts of entries, by what a document says under `drafts`.

They lie in a base of their own, to be laid over the one they are of, so that they can be looked at in its documents before
somebody takes them over. Nothing here writes in the base.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ssr.authoring.yaml_lines import lines
from ssr.base.kinds import Kind
from ssr.base.snapshot import FOLDER, MANIFEST
from ssr.documents.renderer import Renderer
from ssr.documents.request import RenderRequest
from ssr.errors import UsageError
from ssr.formats.form import name_and_row
from ssr.forms.reports import Report
from ssr.forms.response import CollectSpec, DraftSpec
from ssr.text.catalogue import Catalogue, catalogue
from ssr.text.slug import slug
from ssr.view.base_view import View

_PLACE = re.compile(r"\{([a-z0-9_-]+)\}")
_LONGEST = 40  # letters of a key that is made of words
# What the base of drafts says as the one does that it lies over.
_AS_BENEATH = ("language", "time_zone", "fictitious")
_HIGHEST = "office"

Values = Mapping[str, str]


class _DraftEntry(NamedTuple):
    """A file of the drafts: what it says, and the keys that its list has, here or in the base."""

    data: dict[str, Any]
    keys: set[str]


def draft_files(renderer: Renderer, request: RenderRequest, reports: Mapping[str, Report]) -> Mapping[str, bytes]:
    """The files of a base of drafts of the reports that count, by their names in its folder."""
    document, readers = request.document, request.readers
    collects = document.collects
    if collects is None or collects.drafts is None:
        raise UsageError("no-drafts", document=document.name)
    words, view = catalogue(renderer.base.language), renderer.view(readers)
    drafts = _Drafts(renderer, request, reports, collects, collects.drafts, view)
    entries = drafts.entries()
    if not entries:
        raise UsageError("nothing-to-draft")
    intro = f"# {words.text('drafts.entry')}\n"
    files = {path: intro.encode() + _content(one.data) for path, one in sorted(entries.items())}
    title = document.title.get(words.language) or next(iter(document.title.values()))
    return {MANIFEST: _manifest(view, words, title, readers.day), **files}


def _content(data: Mapping[str, Any]) -> bytes:
    return "".join(f"{line}\n" for name, value in data.items() for line in lines(name, value)).encode(
        "utf-8", "backslashreplace"
    )


def _manifest(view: View, words: Catalogue, title: str, day: str) -> bytes:
    base = view.base
    same = {name: value for name in _AS_BENEATH if (value := base.manifest(name)) is not None}
    data = {
        "name": words.text("drafts.name", title=title, day=day),
        "lies_over": base.own_id,
        **same,
        "known_until": day,
        "audience": _HIGHEST,
        "highest_audience": _HIGHEST,
    }
    return f"# {words.text('drafts.base')}\n".encode() + _content(data)


class _Drafts:
    """Drafts the entries of all the reports that count."""

    def __init__(
        self,
        renderer: Renderer,
        request: RenderRequest,
        reports: Mapping[str, Report],
        collects: CollectSpec,
        spec: DraftSpec,
        view: View,
    ) -> None:
        self._renderer, self._request, self._reports = renderer, request, reports
        self._collects, self._spec, self._view = collects, spec, view
        self._kind: Kind = view.base.kinds[spec.kind]
        self._key = self._kind.root.properties[spec.list].annotation("key")
        self._entries: dict[str, _DraftEntry] = {}

    def entries(self) -> Mapping[str, _DraftEntry]:
        """What is drafted, by path; the reports in the order of those who gave them."""
        shared = self._shared()
        for who, report in sorted(self._reports.items()):
            values = {**shared, **self._of(who, report)}
            for row in self._rows(report):
                self._add(values, self._row_values(report, row), row)
        return self._entries

    def _shared(self) -> Values:
        """What is the same for all: what the form is about, by its kind, and the first entry of each selection."""
        entry = self._renderer.entry(self._request)
        document = self._request.document
        firsts = {
            name: ref.id
            for name in self._named() & document.selections.keys()
            for ref in self._renderer.selected(self._request, name)[:1]
        }
        return firsts | ({} if entry is None else {entry.kind: entry.id})

    def _named(self) -> set[str]:
        patterns = (*self._spec.item.values(), *self._spec.entry.values(), self._spec.id or "")
        return {name for pattern in patterns for name in _PLACE.findall(pattern)}

    def _of(self, who: str, report: Report) -> Values:
        day = report.at[:10] or self._request.readers.day
        plain = {key: value for key, value in report.answers.items() if not name_and_row(key)[1]}
        called = self._view.name(self._view.base.editions(who)[0])
        return {**plain, self._collects.by: who, "who": called, "day": day, "year": day[:4]}

    def _rows(self, report: Report) -> Iterator[str]:
        """The rows in which something stands that the form asks for, in its order; other words are for those who read the table."""
        odd = {note.parameters["key"] for note in report.notes if note.key == "no-choice"}
        keys = (key for key, value in report.answers.items() if value.strip() and key not in odd)
        yield from (row for name, row in map(name_and_row, keys) if name == self._spec.rows and row)

    @staticmethod
    def _row_values(report: Report, row: str) -> Values:
        parted = ((*name_and_row(key), value) for key, value in report.answers.items())
        return {name: value for name, of, value in parted if of == row} | {"row": row}

    def _add(self, values: Values, of_row: Values, row: str) -> None:
        """Add the item of a row to its entry."""
        entry = self._entry(values)
        item = _filled(self._spec.item, {**values, **of_row})
        if self._key and self._key not in item:
            item = {self._key: _free_key(of_row[self._spec.rows], entry.keys), **item}
        entry.keys.add(str(item.get(self._key, row)))
        entry.data.setdefault(self._spec.list, []).append(item)

    def _entry(self, values: Values) -> _DraftEntry:
        """The draft that gets the items: a new entry, or what is to be added to the one that the form is about."""
        if self._spec.id is None:
            about = self._renderer.entry(self._request)
            assert about is not None  # noqa: S101  (what is collected is of an entry)
            keys = {str(item.get(self._key)) for item in about.data.get(self._spec.list, ()) if isinstance(item, dict)}
            return self._entries.setdefault(about.path, _DraftEntry({}, keys))
        id_ = slug(_PLACE.sub(lambda place: values.get(place[1], ""), self._spec.id))
        path = f"{FOLDER}/{self._kind.folder}/{id_}.yaml"
        if path not in self._entries:
            status = self._kind.root.status
            draft = {} if status is None else {status.name: status.annotation("status")["draft"][0]}
            self._entries[path] = _DraftEntry({**_filled(self._spec.entry, values), **draft}, set())
        return self._entries[path]


def _filled(patterns: Mapping[str, str], values: Values) -> dict[str, Any]:
    """Each property whose pattern has nothing empty in it, with what is known in the places."""
    known = {name: " ".join(value.split()) for name, value in values.items() if value.strip()}
    return {
        name: _PLACE.sub(lambda place: known[place[1]], pattern)
        for name, pattern in patterns.items()
        if known.keys() >= set(_PLACE.findall(pattern))
    }


def _free_key(text: str, taken: set[str]) -> str:
    """A key made of the first words of a text, unlike those that there are."""
    short = slug(text, _LONGEST)
    key, number = short or "utkast", 2
    while key in taken:
        key, number = f"{short or 'utkast'}-{number}", number + 1
    return key
