"""`ssr render`: a document made of an entry, or of the whole base, in a format."""

import hashlib
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ssr.base.entry import Entry, errors_of, require_sound
from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.diff.fingerprint import fingerprint
from ssr.documents.context import context_of, nodes
from ssr.documents.page_limits import does_not_fit, too_long
from ssr.documents.parameters import chosen
from ssr.documents.subject import subject
from ssr.errors import UnsoundError, UsageError
from ssr.finding import Finding
from ssr.formats.adapters import FORMATS, convert
from ssr.formats.form import Form, written_mark
from ssr.formats.page import Page, TooLongError
from ssr.templating.definition import ComparisonSpec, Definition
from ssr.templating.templates import TemplateResult, Templates
from ssr.text.catalogue import catalogue
from ssr.view.base_view import Node, Ref, View
from ssr.view.in_force import day_of
from ssr.view.redaction import without_examples
from ssr.view.selection import select

if TYPE_CHECKING:
    from ssr.diff.comparison import ComparisonResult

MARKINGS = ("real", "exercise", "test")
REAL = MARKINGS[0]


class Draft(NamedTuple):
    """A document in words: its text, how a format is to lay it out, and the entry that it is about, if any."""

    text: str
    page: Page
    entry: Entry | None


class _Made(NamedTuple):
    """What a document is made of, and the texts of its templates so far."""

    of: tuple[Any, ...]
    view: View
    entry: Entry | None
    context: dict[str, Any]
    mark: Mapping[str, str]
    is_fictitious: bool
    texts: dict[str, TemplateResult]


class Rendered(NamedTuple):
    """A finished document: its bytes, the id of the entry that it is about (empty for the whole base), what is wrong."""

    content: bytes
    id: str
    findings: tuple[Finding, ...] = ()


class Renderer:
    """Makes documents of one base: read once, for one circle of readers, in one language.

    `marking` (`real`, `exercise` or `test`) says for what they are made. Without `pinned`, a document whose entry has
    a day of its own shows the base on that day, not on `day`. Folders that are compared are named from `here`.
    """

    def __init__(
        self,
        tree: WorkingTree,
        *,
        day: str,
        audience: str,
        language: str,
        marking: str | None = None,
        pinned: bool = False,
        here: Path | None = None,
    ) -> None:
        self._base, self.findings = load(tree)
        self._tree, self._here = tree, here
        self.view = View(self._base, day, audience, language)
        self._without_examples: View | None = None
        self._latest: _Made | None = None
        self.marking, self._pinned = marking, pinned
        self._templates = Templates(self._base.resources, catalogue(language))

    def render(
        self,
        document: Definition,
        id_: str | None,
        format_: str,
        *,
        edition: str | None = None,
        options: Mapping[str, str | None] | None = None,
        reference: bytes | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> Rendered:
        """Make a document of an entry, with `edition` of the version from that period; or of the whole base.

        `options` are the values of the document's own parameters. `reference` is an office's own Word document, whose
        letterhead and styles a Word document takes over. `more` is what else its templates may use.
        """
        draft = self.draft(document, id_, format_, edition=edition, options=options, reference=reference, more=more)
        return self.in_format(document, draft, format_)

    def draft(
        self,
        document: Definition,
        id_: str | None,
        format_: str,
        *,
        edition: str | None = None,
        options: Mapping[str, str | None] | None = None,
        reference: bytes | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> Draft:
        """The words of a document, as its template for a format gives them; the rest is as `render` has it."""
        if format_ not in document.formats or format_ not in FORMATS:
            known = ", ".join(name for name in document.formats if name in FORMATS)
            raise UsageError("unknown-format", document=document.name, format=format_, known=known)
        made = self._made(document, id_, edition, options or {})
        template = document.formats[format_]
        if more is not None or template not in made.texts:
            context = {**made.context, **(more or {})}
            made.texts[template] = self._written(document, format_, context, is_fictitious=made.is_fictitious)
        written = made.texts[template]
        form = Form(made.mark, written.fields) if written.fields else None
        return Draft(written.text, Page(made.view.language, reference, document.layout, form), made.entry)

    def in_format(self, document: Definition, draft: Draft, format_: str) -> Rendered:
        """A document as the bytes of a file."""
        path, id_ = (draft.entry.path, draft.entry.id) if draft.entry is not None else ("", "")
        try:
            content = convert(format_, draft.text, draft.page)
        except TooLongError as error:
            raise UnsoundError("unsound", path=path, findings=(does_not_fit(path, error),)) from error
        return Rendered(content, id_, tuple(too_long(document, path, format_, content, draft.text, draft.page)))

    def _compared(self, declared: ComparisonSpec, options: Mapping[str, str | None]) -> "ComparisonResult | None":
        """What differs between the sides that two options name; None where the older one is not named."""
        old, new, _ = map(options.get, declared.options)
        if old is None:
            return None
        from ssr.diff.comparison import diff  # noqa: PLC0415  (few documents need it)

        return diff(
            self._tree,
            old=old,
            new=new,
            today=self.view.day,
            audience=self.view.audience,
            language=self.view.language,
            here=self._here,
        )

    def form(self, document: Definition, id_: str, language: str) -> Form:
        """What a document has to fill in, made of an entry and for nobody in particular, in a language."""
        view, entry, given = self._made_of(document, id_, None, {})
        view = view if language == view.language else View(view.base, view.day, view.audience, language)
        context = context_of(view, document, entry, given) | {"marking": None, "form": "", "banner": []}
        templates = Templates(self._base.resources, catalogue(language))
        written = templates.render(document, next(iter(document.formats)), context)
        return Form({}, written.fields)

    def selected(
        self,
        document: Definition,
        id_: str | None,
        selection: str,
        options: Mapping[str, str | None],
        *,
        edition: str | None = None,
        start: str | None = None,
    ) -> list[Ref]:
        """The entries in one of the document's selections; `start` is another entry that it goes out from."""
        made = self._made(document, id_, edition, options)
        if start is None or (made.entry is not None and start == made.entry.id):
            return [one.ref for one in made.context["selections"][selection]]
        given = chosen(document, options, made.view)
        return [one.ref for one in select(made.view, made.view.find(start), document.selections[selection], given)]

    def unsound(self, kinds: Container[str]) -> Iterator[tuple[Entry, UnsoundError]]:
        """The entries of some kinds that should hold on the day, but have errors; and which."""
        for id_ in sorted(self.view.base.ids):
            entry = self.view.base.in_force(id_, self.view.day)
            if entry is not None and entry.kind in kinds and not entry.sound:
                yield entry, errors_of(entry, self.findings)

    @property
    def sign(self) -> str:
        """A short sign of what the readers may see of the base: another one as soon as an entry says something else."""
        view, base = self.view, self.view.base
        said = {one.path: fingerprint(view.ever(one), base.kind(one).root) for one in base.entries if one.sound}
        return hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()[:8]

    def _made(self, document: Definition, id_: str | None, edition: str | None, options: Mapping[str, Any]) -> _Made:
        """What a document is made of. Worked out once for the formats that follow each other."""
        of = (document.name, id_, edition, tuple(sorted(options.items())))
        if self._latest is None or self._latest.of != of:
            compared = None if document.comparison is None else self._compared(document.comparison, options)
            shown = None if compared is None else compared.new
            view, entry, given = self._made_of(document, id_, edition, options, shown)
            mark = self._mark(view, document, entry, given)
            context = context_of(view, document, entry, given) | {"marking": self.marking, "form": written_mark(mark)}
            if document.computed:
                from ssr.documents.computed import COMPUTED  # noqa: PLC0415  (few documents need it)

                context |= {name: COMPUTED[name](self._base, view) for name in document.computed}
            if compared is not None:
                from ssr.documents.comparison_node import comparison  # noqa: PLC0415  (few documents need it)

                context |= {"comparison": comparison(compared, document, given)}
            sides = [self.view] if compared is None else [compared.old, compared.new]
            is_fictitious = any(one.base.manifest("fictitious") is True for one in sides)
            # What a document is put together of is told one by one.
            listed = () if document.parts else context["selections"].values()
            selected = {one.ref.id for found in listed for one in found}
            require_sound((other for id_ in selected for other in view.base.editions(id_)), self.findings)
            self._latest = _Made(of, view, entry, context, mark, is_fictitious, {})
        return self._latest

    def _made_of(
        self,
        document: Definition,
        id_: str | None,
        edition: str | None,
        options: Mapping[str, str | None],
        shown: View | None = None,
    ) -> tuple[View, Entry | None, dict[str, Any]]:
        """The base as the document shows it, the entry that it is about if any, and the values of its parameters."""
        view = shown or (self.view if document.examples else self._of_what_is_known())
        if edition is not None:
            view = view.on(day_of(view.base, edition, view.day))
        given = chosen(document, options, view)
        if not document.about:
            return view, None, given
        view, entry = subject(view, document, id_, edition, given)
        own = self._own_day(document, entry)
        view = view if own in {None, view.day} else view.on(own)  # a view of one day keeps what it has worked out
        targets = (view.target(link) for link in view.base.outgoing(entry))
        require_sound([entry, *(target for target in targets if target is not None)], self.findings)
        return view, entry, given

    def _of_what_is_known(self) -> View:
        """The view without what is marked as an example."""
        if self._without_examples is None:
            self._without_examples = self.view.of(without_examples(self.view.base))
        return self._without_examples

    def _own_day(self, document: Definition, entry: Entry) -> str | None:
        """The day that the entry is about, where no other was asked for: a period's last, or one that the document names."""
        if self._pinned:
            return None
        if self._base.kind(entry).defines_periods:
            return day_of(self._base, entry.id, self.view.day)
        own = entry.data.get(document.day) if document.day else None
        return own if isinstance(own, str) else None

    def _mark(
        self, view: View, document: Definition, entry: Entry | None, options: Mapping[str, Any]
    ) -> Mapping[str, str]:
        """What a form is when it comes back: which document, made of what, for whom and when; nothing of what is no form."""
        if not document.fields:
            return {}
        made_of = {"about": entry.id, "period": entry.edition} if entry is not None else {}
        chosen_ids = {name: value.id if isinstance(value, Ref) else value for name, value in options.items()}
        mark = {"document": document.name, **made_of, **chosen_ids, "made": view.day, "lang": view.language}
        mark |= {"marking": self.marking}
        return {name: str(value) for name, value in mark.items() if value is not None}

    def _written(
        self, document: Definition, format_: str, context: dict[str, Any], *, is_fictitious: bool
    ) -> TemplateResult:
        """What the template gives, under the banner that this calls for.

        Whether it shows an example is known afterwards; where what was expected is wrong, it is written once more.
        """
        entry: Node | None = context["entry"]
        is_example = entry is not None and entry.illustrative is True
        draft = ["draft"] if entry is not None and entry.is_draft else []

        def under(*, shows_example: bool) -> TemplateResult:
            examples = ["fictitious"] if is_fictitious else ["examples"] if shows_example else []
            banner = [*([self.marking] if self.marking else []), *examples, *draft]
            return self._templates.render(document, format_, context | {"banner": banner})

        expected = entry is not None and any(inner.illustrative for inner in nodes(entry))
        written = under(shows_example=expected)
        shows_example = is_example or written.shows_example
        if self.marking == REAL and (is_fictitious or shows_example):
            raise UsageError("example-in-real", document=document.name)
        if is_fictitious or shows_example == expected:
            return written
        return under(shows_example=shows_example)
