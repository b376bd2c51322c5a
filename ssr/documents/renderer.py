"""`ssr render`: a document made of an entry, or of the whole base, in a format."""

import hashlib
from collections.abc import Callable, Container, Iterator, Mapping
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ssr.base.entry import Entry, errors_of, require_sound
from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.diff.fingerprint import fingerprint
from ssr.documents.context import context_of, nodes
from ssr.documents.page_limits import does_not_fit, too_long
from ssr.documents.parameters import chosen
from ssr.documents.proposals import Proposals
from ssr.documents.request import Readers, RenderRequest
from ssr.documents.subject import Subject, subject
from ssr.documents.unknown_names import unknown_names
from ssr.documents.unshown import not_shown
from ssr.errors import NoContentError, UnsoundError, UsageError
from ssr.finding import Finding
from ssr.formats.adapters import FORMATS, convert, unshown
from ssr.formats.form import Form, number
from ssr.formats.page import BLANK, Page, TooLongError
from ssr.templating.definition import Definition, WritesSpec
from ssr.templating.definition_files import Definitions
from ssr.templating.templates import TemplateResult, Templates
from ssr.text.catalogue import catalogue
from ssr.view.base_view import Node, Ref, View
from ssr.view.examples import without_examples
from ssr.view.selection import has_all, select

if TYPE_CHECKING:
    from ssr.base.committed import CommittedTree
    from ssr.diff.comparison import ComparisonResult
    from ssr.documents.wordings import Wordings

MARKINGS = ("real", "exercise", "test")
REAL = MARKINGS[0]


class Draft(NamedTuple):
    """A document in words: its text, how a format is to lay it out, and the entry that it is about, if any."""

    text: str
    page: Page
    entry: Entry | None


class _Material(NamedTuple):
    """What a document is made of whatever its format, for which request, and the texts of its templates so far."""

    request: RenderRequest
    subject: Subject
    context: dict[str, Any]
    mark: Mapping[str, str]
    is_fictitious: bool
    texts: dict[str, TemplateResult]


class Rendered(NamedTuple):
    """A finished document: its bytes, the id of the entry that it is about (empty for the whole base), what is wrong.

    `gaps` are the spaces to fill in of a message that is sent as it is; `fits` says whether it is one message.
    """

    content: bytes
    id: str
    findings: tuple[Finding, ...] = ()
    gaps: int = 0
    fits: bool = True


class Renderer:
    """Makes documents of one base, which is read once. Folders that are compared are named from `here`."""

    def __init__(self, tree: "WorkingTree | CommittedTree", *, here: Path | None = None) -> None:
        self.base, self.findings = load(tree)
        self._tree, self._here = tree, here
        self._views: dict[tuple[str, str, str, bool], View] = {}
        self._templates: dict[str, Templates] = {}
        self._usable: set[str] = set()
        self._proposals = Proposals(tree, here)
        self._latest: _Material | None = None

    def view(self, readers: Readers, *, examples: bool = True) -> View:
        """The base as readers see it on their day; or that without what is marked as an example.

        Of a fictitious base nothing is for real use, so that is told once and not of each document.
        """
        if readers.marking == REAL and self.base.manifest("fictitious") is True:
            raise UsageError("fictitious-in-real", marking=REAL)
        seen = *readers[:3], examples
        if seen not in self._views:
            view = View(self.base, *readers[:3]) if examples else self.view(readers)
            self._views[seen] = view if examples else view.of(without_examples(view.base))
        return self._views[seen]

    def render(self, request: RenderRequest, *, anyhow: bool = False) -> Rendered:
        """Make a document, as the bytes of a file; with `anyhow`, also one that does not fit in its format."""
        return self.in_format(request, self.draft(request), anyhow=anyhow)

    def draft(self, request: RenderRequest) -> Draft:
        """The words of a document, as its template for the format gives them."""
        document, format_ = request.document, request.format
        if format_ not in document.formats or format_ not in FORMATS:
            known = ", ".join(name for name in document.formats if name in FORMATS)
            raise UsageError("unknown-format", document=document.name, format=format_, known=known)
        material = self._material(request)
        template = document.formats[format_]
        if request.beside is not None or template not in material.texts:
            material.texts[template] = self._written(request, material)
        written = material.texts[template]
        form = Form(material.mark, written.fields) if written.fields else None
        view = material.subject.view
        author = view.base.title
        page = Page(view.language, request.reference, document.layout, form, view.day, author, request.start)
        return Draft(written.text, page, material.subject.entry)

    def page(self, request: RenderRequest, draft: Draft) -> Page:
        """How a format lays out a document, with what the page itself writes out of what is filled in there."""
        spec = request.document.writes
        if spec is None:
            return draft.page
        label = self._templates_in(draft.page.language).label(request.document, spec.mark.label)
        return draft.page._replace(writes=self.wordings(request, spec, draft).data(), band=label)

    def wordings(self, request: RenderRequest, spec: WritesSpec, draft: Draft) -> "Wordings":
        """What a page writes out of what is filled in there."""
        from ssr.documents.wordings import Wordings  # noqa: PLC0415  (few documents need it)

        def in_view(other: View) -> Callable[[RenderRequest], tuple[str, Page]]:
            renderer = copy(self)
            renderer._views = {(*request.readers[:3], True): other}
            return lambda one: renderer.draft(one)[:2]

        fields = {} if draft.page.form is None else draft.page.form.fields
        view, document = self._material(request).subject.view, Definitions(self.base.resources)[spec.document]
        return Wordings(request, spec, document, fields, view, in_view)

    def in_format(self, request: RenderRequest, draft: Draft, *, anyhow: bool = False) -> Rendered:
        """The words of a document as the bytes of a file."""
        path, id_ = (draft.entry.path, draft.entry.id) if draft.entry is not None else ("", "")
        gaps = len(BLANK.findall(draft.text)) if FORMATS[request.format].is_message else 0
        try:
            content = convert(request.format, draft.text, self.page(request, draft))
        except TooLongError as error:
            if anyhow:
                return Rendered(error.content, id_, (does_not_fit(path, error),), gaps, fits=False)
            raise UnsoundError("does-not-fit", path=path, findings=(does_not_fit(path, error),)) from error
        findings = too_long(request.document, path, request.format, content, draft.text, draft.page)
        lacking = unshown(request.format, draft.text, draft.page)
        return Rendered(content, id_, (*findings, *self.unshown(request, draft, request.format, lacking)), gaps)

    def unshown(self, request: RenderRequest, draft: Draft, format_: str, lacking: frozenset[str]) -> Iterator[Finding]:
        """The characters of a document that a format is `lacking`, and where they come from."""
        view = self._material(request).subject.view
        where = f"templates/{request.document.name}/document.yaml"
        return not_shown(view, draft.entry, where, format_, draft.text, lacking)

    def form(self, request: RenderRequest) -> Form:
        """What a document has to fill in, for nobody in particular."""
        about = self._subject(request, None)
        context = context_of(about.view, request.document, about.entry, about.options)
        context |= {"marking": None, "form": "", "banner": [], **self._worked_out(request, about, None)}
        format_ = next(iter(request.document.formats))
        return Form({}, self._templates_in(request.readers.language).render(request.document, format_, context).fields)

    def require_usable(self, document: Definition) -> None:
        """Refuse a document that names what there is not; one that may be used is not looked at again."""
        if document.name not in self._usable:
            if findings := unknown_names(document, self.base):
                raise UnsoundError("unsound", path=findings[0].location.path, findings=findings)
            self._usable.add(document.name)

    def require_content(self, request: RenderRequest) -> None:
        """Refuse a document that would say nothing but that there is nothing to say."""
        if request.document.holds and self._material(request).context["is_empty"]:
            raise NoContentError("nothing-to-show")

    def selected(self, request: RenderRequest, selection: str, start: str | None = None) -> list[Ref]:
        """The entries in one of the document's selections; `start` is another entry that it goes out from."""
        material = self._material(request)
        view, entry, _ = material.subject
        if start is None or (entry is not None and start == entry.id):
            return [match.ref for match in material.context["selections"][selection]]
        options = chosen(request.document, request.options, view)
        return [match.ref for match in select(view, view.find(start), request.document.selections[selection], options)]

    def subjects(self, document: Definition, readers: Readers, kinds: Container[str]) -> list[Ref]:
        """The entries of some kinds that a document is made of where nobody names one: that hold, or are proposed."""
        view = self.view(readers)
        entries = view.entries() if document.proposal is None else self._proposals.all(view).entries()
        refs = [Ref(view, entry) for entry in entries if entry.kind in document.about and entry.kind in kinds]
        return [ref for ref in refs if has_all(ref, document.having)]

    def unsound(self, readers: Readers, kinds: Container[str]) -> Iterator[tuple[Entry, UnsoundError]]:
        """The entries of some kinds that should hold on the day, but have errors; and which."""
        base = self.view(readers).base
        for id_ in sorted(base.ids):
            entry = base.in_force(id_, readers.day)
            if entry is not None and entry.kind in kinds and not entry.sound:
                yield entry, errors_of(entry.path, self.findings)

    def sign(self, readers: Readers) -> str:
        """A short sign of what the readers may see of the base: another one as soon as an entry says something else."""
        view = self.view(readers)
        base = view.base
        fingerprints = {
            entry.path: fingerprint(view.ever(entry), base.kind(entry).root) for entry in base.entries if entry.sound
        }
        return hashlib.sha256(repr(sorted(fingerprints.items())).encode()).hexdigest()[:8]

    def _templates_in(self, language: str) -> Templates:
        if language not in self._templates:
            self._templates[language] = Templates(self.base.resources, catalogue(language))
        return self._templates[language]

    def _material(self, request: RenderRequest) -> _Material:
        """What a document is made of. Worked out once for the formats that follow each other."""
        request = request._replace(format="", reference=None, beside=None, start=None)
        if self._latest is None or self._latest.request != request:
            self.require_usable(request.document)
            compared = self._compared(request)
            about = self._subject(request, compared)
            mark = about.mark(request)
            context = self._context(request, about)
            context |= {"marking": request.readers.marking, "form": number(mark) if mark else ""}
            context |= self._worked_out(request, about, compared)
            self._require_sound(request, about.view, context)
            sides = [self.view(request.readers)] if compared is None else [compared.old, compared.new]
            is_fictitious = any(side.base.manifest("fictitious") is True for side in sides)
            self._latest = _Material(request, about, context, mark, is_fictitious, {})
        return self._latest

    def _context(self, request: RenderRequest, about: Subject) -> dict[str, Any]:
        """What the template may read; refused where the way there leads through an entry with errors."""
        try:
            return context_of(about.view, request.document, about.entry, about.options)
        except UnsoundError as error:
            raise errors_of(str(error.parameters["path"]), self.findings) from None

    def _compared(self, request: RenderRequest) -> "ComparisonResult | None":
        """What differs between the sides that two options name; None where the older one is not named."""
        declared = request.document.comparison
        old = None if declared is None else request.options.get(declared.old)
        if declared is None or old is None:
            return None
        from ssr.diff.comparison import diff  # noqa: PLC0415  (few documents need it)

        return diff(
            self._tree,
            old=old,
            new=request.options.get(declared.new),
            today=request.readers.day,
            audience=request.readers.audience,
            language=request.readers.language,
            here=self._here,
        )

    def _subject(self, request: RenderRequest, compared: "ComparisonResult | None") -> Subject:
        examples = request.document.examples and request.readers.marking != REAL
        view = self.view(request.readers, examples=examples) if compared is None else compared.new
        if request.document.proposal is not None and request.id is not None:
            view = self._proposals.view(view, request.id)
        return subject(request, view, self.base, self.findings)

    def entry(self, request: RenderRequest) -> Entry | None:
        """The entry that a document is about."""
        return self._material(request).subject.entry

    def node(self, request: RenderRequest) -> Node | None:
        """The same entry as templates have it."""
        node: Node | None = self._material(request).context["entry"]
        return node

    def _worked_out(
        self, request: RenderRequest, about: Subject, compared: "ComparisonResult | None"
    ) -> dict[str, Any]:
        """What the document has computed of the whole base, or of what differs between two."""
        result: dict[str, Any] = {}
        if request.document.computed:
            from ssr.documents.computed import COMPUTED  # noqa: PLC0415  (few documents need it)

            result = {name: COMPUTED[name](self.base, about.view) for name in request.document.computed}
        if request.document.proposal is not None:
            result["points"] = self._proposals.points(request, about, self.view(request.readers))
        if compared is not None:
            from ssr.documents.comparison_node import comparison  # noqa: PLC0415  (few documents need it)

            result["comparison"] = comparison(compared, request.document, about.options)
        return result

    def _require_sound(self, request: RenderRequest, view: View, context: Mapping[str, Any]) -> None:
        """Refuse a document that tells of an entry with errors; what it is put together of is told one by one."""
        listed = () if request.document.parts else context["selections"].values()
        selected = {match.ref.id for matches in listed for match in matches}
        require_sound((other for id_ in selected for other in view.base.editions(id_)), self.findings)

    def _written(self, request: RenderRequest, material: _Material) -> TemplateResult:
        """What the template gives, under the banner that this calls for.

        Whether it shows an example is known afterwards; where what was expected is wrong, it is written once more.
        """
        entry: Node | None = material.context["entry"]
        is_example = entry is not None and entry.illustrative is True
        compared: Node | None = material.context.get("comparison")
        drafted = compared is not None and (compared.old.drafted or compared.new.drafted)
        draft = ["draft"] if drafted or (entry is not None and entry.is_draft) else []
        templates = self._templates_in(request.readers.language)

        def under(*, shows_example: bool) -> TemplateResult:
            examples = ["fictitious"] if material.is_fictitious else ["examples"] if shows_example else []
            banner = [*([request.readers.marking] if request.readers.marking else []), *examples, *draft]
            context = {**material.context, **(request.beside or {}), "banner": banner}
            return templates.render(request.document, request.format, context)

        expected = entry is not None and any(inner.illustrative for inner in nodes(entry))
        written = under(shows_example=expected)
        shows_example = is_example or written.shows_example
        if request.readers.marking == REAL and (material.is_fictitious or shows_example):
            raise UsageError("example-in-real", document=request.document.name)
        if material.is_fictitious or shows_example == expected:
            return written
        return under(shows_example=shows_example)
