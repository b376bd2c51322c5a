"""A document that is put together of others, as a folder: `document.yaml` lists its parts, and nothing here names one.

Each part holds documents, made once or for each entry of a selection. The documents of its own formats come last:
they list what was made, and a format that can bind holds all of it in one file.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from ssr.documents.batch import BatchFile, WantedFile, render_batch
from ssr.documents.issue import Issue, issue_file
from ssr.documents.renderer import Draft, Renderer
from ssr.documents.request import RenderRequest
from ssr.errors import NoContentError, SsrError
from ssr.finding import Finding
from ssr.formats.adapters import FORMATS, bind
from ssr.formats.page import BoundDocument, Chapter
from ssr.templating.definition import Definition, Part, PartDocument
from ssr.text.localised import Localised
from ssr.text.slug import slug
from ssr.view.base_view import Ref, Text

Options = Mapping[str, str | None]
_PLACE = re.compile(r"\{(\w+)\}")
_LONGEST = 80  # letters of a name that is made of what somebody wrote


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


class _WantedDocument(NamedTuple):
    """One document to be made: for which part and which of its entries, of what, and under which name and title."""

    part: str
    ref: Ref | None
    request: RenderRequest
    name: str
    title: str
    formats: Sequence[str]
    bound: str | None


class Composer:
    """Puts the documents of a folder together, as it is asked for.

    `name_of` gives a file the name that it has in the folder, from its own and its format; `unready` is what that of a message
    that cannot be sent as it is has before it. Of a later `issue`, only what is to be made again is made.
    """

    def __init__(
        self,
        renderer: Renderer,
        documents: Mapping[str, Definition],
        name_of: Callable[[str, str], str],
        request: RenderRequest,
        unready: str = "",
        issue: Issue | None = None,
    ) -> None:
        self._renderer, self._documents, self._name_of, self._request = renderer, documents, name_of, request
        self._unready, self._issue = unready, issue

    def compose(self, progress: Callable[[int, int], None]) -> Iterator[BatchFile]:
        """Every file of the folder, or why it has none; one that cannot be made stops no other.

        `progress` is told how many documents of how many are made.
        """
        self._renderer.require_usable(self._request.document)
        wanted = list(self._wanted())
        unsound = list(self._unsound())
        yield from unsound
        parts: dict[str, dict[Ref | None, Row]] = {}
        chapters: dict[str, list[BoundDocument]] = {}
        bound: list[tuple[RenderRequest, Draft]] = []
        lacking, empty = [file.name for file in unsound], dict[str, None]()
        for number, one in enumerate(wanted, 1):
            row = parts.setdefault(one.part, {}).setdefault(one.ref, Row(one.ref.title if one.ref else None, {}))
            files = (
                WantedFile(name, one.request._replace(format=format_, start=self._start(name)))
                for format_ in one.formats
                for name in [self._name_of(one.name, format_)]
            )
            for format_, made in zip(one.formats, render_batch(self._renderer, files, anyhow=True), strict=True):
                file = (
                    made if made.is_ready else replace(made, name=self._name_of(_led(one.name, self._unready), format_))
                )
                if file.problem is None:
                    row.documents.setdefault(one.title, []).append(File(format_, file.name))
                elif isinstance(file.problem, NoContentError):
                    empty[_name(one)] = None
                else:
                    lacking.append(file.name)
                yield file
            if one.bound:
                request = one.request._replace(format=one.bound)
                try:
                    self._renderer.require_content(one.request)
                    draft = self._renderer.draft(request)
                except SsrError as problem:
                    if not one.formats:
                        yield BatchFile(one.name, b"", problem)
                else:
                    chapters.setdefault(one.part, []).append(BoundDocument(draft.text, draft.page, _name(one)))
                    bound.append((request, draft))
            progress(number, len(wanted))
        listed = [FolderPart(title, [row for row in rows.values() if row.documents]) for title, rows in parts.items()]
        beside = {
            "contents": listed,
            "lacking": lacking,
            "empty": list(empty),
            "sign": self._renderer.sign(self._request.readers),
        }
        yield from self._own(beside, [Chapter(*chapter) for chapter in chapters.items()], bound)

    @property
    def own_names(self) -> Mapping[str, str]:
        """The files of the document's own formats."""
        document = self._request.document
        return {
            format_: self._name_of(document.files.get(format_, document.name), format_)
            for format_ in document.formats
            if format_ in FORMATS
        }

    def _own(
        self, beside: Mapping[str, Any], chapters: list[Chapter], bound: Sequence[tuple[RenderRequest, Draft]]
    ) -> Iterator[BatchFile]:
        """The files of the document's own formats, which know of all others and of each other.

        `bound` are the documents that `chapters` bind in one file.
        """
        names, spec = self.own_names, self._request.document.issues
        beside = {**beside, "issue": self._issue}
        for format_, name in names.items():
            request = self._request._replace(format=format_, beside={**beside, "itself": names})
            draft = self._renderer.draft(request)
            if FORMATS[format_].binds:
                content, lacking = bind(format_, BoundDocument(draft.text, draft.page), chapters)
                findings: list[Finding] = []
                for other, words in bound:
                    found = self._renderer.unshown(other, words, format_, lacking.intersection(words.text))
                    findings += [finding for finding in found if finding not in findings]
                elsewhere = lacking.difference(*(words.text for _, words in bound))
                findings += self._renderer.unshown(request, draft, format_, elsewhere)
                yield BatchFile(name, content, findings=tuple(findings))
            else:
                rendered = self._renderer.in_format(request, draft)
                yield BatchFile(name, rendered.content, findings=rendered.findings)
        if spec is not None and self._issue is not None:
            yield BatchFile(self._name_of(spec.file, "yaml"), issue_file(self._issue))

    def _start(self, name: str) -> str | None:
        """The way from a file to the page that opens the folder."""
        opening = self.own_names.get("html")
        return f"{'../' * name.count('/')}{opening}" if opening else None

    def _wanted(self) -> Iterator[_WantedDocument]:
        for part in self._request.document.parts:
            for ref in [None] if part.of is None else self._fullest(part):
                for declared in filter(self._is_due, part.documents):
                    yield from self._each(self._text(part.title), ref, declared)

    def _is_due(self, declared: PartDocument) -> bool:
        """Whether a document belongs in this issue: the first has all."""
        return self._issue is None or self._issue.is_first or self._issue.sort in declared.issues

    def _fullest(self, part: Part) -> list[Ref]:
        """The entries of a part: first those of which all documents have something to show."""
        refs = self._renderer.selected(self._request, str(part.of))
        holding = [one.document for one in part.documents if self._documents[one.document].holds]
        return sorted(refs, key=lambda ref: sum(self._is_empty(name, ref) for name in holding))

    def _is_empty(self, name: str, ref: Ref) -> bool:
        try:
            self._renderer.require_content(
                self._request._replace(document=self._documents[name], id=ref.id, options={})
            )
        except NoContentError:
            return True
        except SsrError:
            return False  # which is told where it is made
        return False

    def _each(self, part: str, ref: Ref | None, declared: PartDocument) -> Iterator[_WantedDocument]:
        """A document of one entry; with `each`, one for each value that one of its options takes."""
        request, document = self._request, self._documents[declared.document]
        of = ref.id if ref else request.id
        spec = request.document.issues
        again = self._issue.values(spec) if self._issue is not None and spec is not None else {}
        values = {**_given(request), **again, "id": of}
        options = _known(document, {name: _filled(pattern, values) for name, pattern in declared.options.items()})
        title = ", ".join([self._text(declared.title or document.title), *self._listed(document, options)])
        whole = [_filled(pattern, values) for pattern in declared.about] or [of]
        about = next((id_ for id_ in whole if self._is_about(document, id_)), None)
        if about is None and document.about and document.new is None:
            return  # there is nothing to make it of
        over = (self._renderer.selected(request, name, start=about or of) for name in declared.over)
        for value in next(filter(None, over), []) if declared.each else [None]:
            chosen = {str(declared.each): value.id} if value is not None else {}
            wanted = request._replace(document=document, id=about, options={**options, **chosen})
            name = _file_name(declared.name, {**values, **chosen})
            called = title if value is None else f"{title}, {value.name}"
            yield _WantedDocument(part, ref, wanted, name, called, declared.formats, declared.bound)

    def _listed(self, document: Definition, options: Options) -> Iterator[str]:
        """What the chosen values are called that the base lists, since a document of one of them is another."""
        for parameter in document.parameters:
            if parameter.values_of and (value := options.get(parameter.name)):
                yield self._text(parameter.labels.get(value, value))

    def _is_about(self, document: Definition, id_: str | None) -> bool:
        entry = self._renderer.view(self._request.readers).find(id_) if id_ is not None else None
        return entry is not None and entry.kind in document.about

    def _unsound(self) -> Iterator[BatchFile]:
        """What a part should have held but cannot, since it has errors."""
        document = self._request.document
        for part in document.parts:
            kinds = None if part.of is None else document.selections[part.of].all
            for entry, problem in self._renderer.unsound(self._request.readers, kinds or ()):
                yield BatchFile(entry.id, b"", problem)

    def _text(self, texts: Any) -> str:
        return Localised.pick(texts, self._request.readers.language).text


def _given(request: RenderRequest) -> Options:
    """The options of the folder, each with what it is where nothing is said."""
    defaults = {parameter.name: parameter.default for parameter in request.document.parameters}
    return defaults | {name: value for name, value in request.options.items() if value is not None}


def _known(document: Definition, options: Options) -> Options:
    """Options without a value that the base's own list does not have: the document is made whole then."""
    own = {parameter.name: parameter.choices for parameter in document.parameters if parameter.values_of}
    return {name: None if name in own and value not in own[name] else value for name, value in options.items()}


def _name(one: _WantedDocument) -> str:
    """What a document is called among all others of the folder."""
    return f"{one.title}: {one.ref.name}" if one.ref else one.title


def _filled(pattern: str, values: Options) -> str | None:
    """A pattern with values in their places; None where it is the place of a value that is not there."""
    for name, value in values.items():
        if pattern == f"{{{name}}}":
            return value
        pattern = pattern.replace(f"{{{name}}}", value or "")
    return pattern


def _led(name: str, lead: str) -> str:
    """A name below some folders with something before it."""
    folder, slash, file = name.rpartition("/")
    return f"{folder}{slash}{lead}{file}"


def folder_name(document: Definition, options: Mapping[str, Any], about: str | None) -> str | None:
    """The name of a folder that nobody named, the first of which all is known; None where there is none."""
    known = {
        name: str(value).replace("T", " ") for name, value in {**options, "about": about}.items() if value is not None
    }
    patterns = (pattern for pattern in document.folder if known.keys() >= set(_PLACE.findall(pattern)))
    return next((slug(_PLACE.sub(lambda place: known[place[1]], pattern), _LONGEST) for pattern in patterns), None)


def _file_name(pattern: str, values: Options) -> str:
    """A name with values in their places, as any file system can hold them."""
    plain = {name: slug(value, _LONGEST) for name, value in values.items() if value}
    return str(_filled(pattern, plain))
