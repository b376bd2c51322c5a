"""A document that is put together of others, as a folder: `document.yaml` lists its parts, and nothing here names one.

Each part holds documents, made once or for each entry of a selection. The documents of its own formats come last:
they list what was made, and a format that can bind holds all of it in one file.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from ssr.documents.batch import BatchFile
from ssr.documents.renderer import Draft, Renderer
from ssr.errors import SsrError
from ssr.formats.adapters import FORMATS, bind
from ssr.formats.page import BoundDocument, Chapter
from ssr.templating.definition import Definition
from ssr.text.slug import slug
from ssr.view.base_view import Ref, Text

Options = Mapping[str, str | None]


class File(NamedTuple):
    """A file of the folder: its format, and its path from there."""

    format: str
    path: str


class Row(NamedTuple):
    """What a part has of one entry: its name, None where the part is not about entries; and files by what they are called."""

    name: Text | None
    documents: dict[str, list[File]]


class FolderPart(NamedTuple):
    """A part of the folder."""

    title: str
    rows: list[Row]


class _Wanted(NamedTuple):
    """One document to be made: for which part and which of its entries, of what, and under which name and title."""

    part: str
    ref: Ref | None
    document: Definition
    id: str | None
    options: Options
    name: str
    title: str
    formats: list[str]
    bound: str | None


class Composer:
    """Puts documents together. `name_of` gives a file the name that it has in the folder, from its own and its format."""

    def __init__(
        self, renderer: Renderer, documents: Mapping[str, Definition], name_of: Callable[[str, str], str]
    ) -> None:
        self._renderer, self._documents, self._name_of = renderer, documents, name_of

    def compose(
        self, document: Definition, id_: str | None, options: Options, progress: Callable[[int, int], None]
    ) -> Iterator[BatchFile]:
        """Every file of the folder, or why it has none; one that cannot be made stops no other.

        `progress` is told how many documents of how many are made.
        """
        wanted = list(self._wanted(document, id_, options))
        unsound = list(self._unsound(document))
        yield from unsound
        parts: dict[str, dict[Ref | None, Row]] = {}
        chapters: dict[str, list[BoundDocument]] = {}
        lacking = [made.name for made in unsound]
        for number, one in enumerate(wanted, 1):
            row = parts.setdefault(one.part, {}).setdefault(one.ref, Row(one.ref.title if one.ref else None, {}))
            for format_ in one.formats:
                made = self._made(one, format_)
                if made.problem is None:
                    row.documents.setdefault(one.title, []).append(File(format_, made.name))
                else:
                    lacking.append(made.name)
                yield made
            if one.bound:
                try:
                    draft = self._draft(one, one.bound)
                except SsrError as problem:
                    if not one.formats:
                        yield BatchFile(one.name, b"", problem)
                else:
                    chapters.setdefault(one.part, []).append(BoundDocument(draft.text, draft.page))
            progress(number, len(wanted))
        listed = [FolderPart(title, [row for row in rows.values() if row.documents]) for title, rows in parts.items()]
        beside = {"contents": listed, "lacking": lacking, "sign": self._renderer.sign}
        yield from self._own(document, id_, options, beside, [Chapter(*chapter) for chapter in chapters.items()])

    def own_names(self, document: Definition) -> Mapping[str, str]:
        """The files of the document's own formats."""
        return {
            format_: self._name_of(document.files.get(format_, document.name), format_)
            for format_ in document.formats
            if format_ in FORMATS
        }

    def _own(
        self,
        document: Definition,
        id_: str | None,
        options: Options,
        beside: Mapping[str, Any],
        chapters: list[Chapter],
    ) -> Iterator[BatchFile]:
        """The files of the document's own formats, which know of all others and of each other."""
        names = self.own_names(document)
        for format_, name in names.items():
            draft = self._renderer.draft(document, id_, format_, options=options, more={**beside, "itself": names})
            if FORMATS[format_].binds:
                yield BatchFile(name, bind(format_, BoundDocument(draft.text, draft.page), chapters))
            else:
                yield BatchFile(name, self._renderer.in_format(document, draft, format_).content)

    def _wanted(self, document: Definition, id_: str | None, given: Options) -> Iterator[_Wanted]:
        for part in document.parts:
            found = self._renderer.selected(document, id_, part["of"], given) if "of" in part else [None]
            for ref in found:
                for declared in part["documents"]:
                    yield from self._each(document, self._text(part["title"]), ref, id_, declared, given)

    def _each(
        self,
        whole: Definition,
        part: str,
        ref: Ref | None,
        id_: str | None,
        declared: Mapping[str, Any],
        given: Options,
    ) -> Iterator[_Wanted]:
        """A document of one entry; with `each`, one for each value that one of its options takes."""
        document = self._documents[declared["document"]]
        of = ref.id if ref else id_
        values = {**given, "id": of}
        options: Options = {name: _filled(pattern, values) for name, pattern in declared.get("options", {}).items()}
        title = self._text(declared.get("title", document.title))
        each = declared.get("each")
        over = (self._renderer.selected(whole, id_, name, given, start=of) for name in declared.get("over", ()))
        for value in next(filter(None, over), []) if each else [None]:
            chosen = {str(each): value.id} if value is not None else {}
            name = _file_name(declared["name"], {**values, **chosen})
            called = title if value is None else f"{title}, {value.name}"
            made_of = of if self._is_about(document, of) else None
            formats, bound = declared["formats"], declared.get("bound")
            yield _Wanted(part, ref, document, made_of, {**options, **chosen}, name, called, formats, bound)

    def _is_about(self, document: Definition, id_: str | None) -> bool:
        entry = self._renderer.view.find(id_) if id_ is not None else None
        return entry is not None and entry.kind in document.about

    def _unsound(self, document: Definition) -> Iterator[BatchFile]:
        """What a part should have held but cannot, since it has errors."""
        for part in document.parts:
            kinds = document.selections[part["of"]].get("all", ()) if "of" in part else ()
            for entry, problem in self._renderer.unsound(kinds):
                yield BatchFile(entry.id, b"", problem)

    def _made(self, one: _Wanted, format_: str) -> BatchFile:
        name = self._name_of(one.name, format_)
        try:
            return BatchFile(name, self._renderer.in_format(one.document, self._draft(one, format_), format_).content)
        except SsrError as problem:
            return BatchFile(name, b"", problem)

    def _draft(self, one: _Wanted, format_: str) -> Draft:
        return self._renderer.draft(one.document, one.id, format_, options=one.options)

    def _text(self, texts: Any) -> str:
        return texts if isinstance(texts, str) else str(texts[self._renderer.view.language])


def _filled(pattern: str, values: Options) -> str | None:
    """A pattern with values in their places; None where it is the place of a value that is not there."""
    for name, value in values.items():
        if pattern == f"{{{name}}}":
            return value
        pattern = pattern.replace(f"{{{name}}}", value or "")
    return pattern


def _file_name(pattern: str, values: Options) -> str:
    """A name with values in their places, as any file system can hold them."""
    plain = {name: slug(value) for name, value in values.items() if value}
    return str(_filled(pattern, plain))
