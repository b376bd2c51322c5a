"""Documents about what is proposed: an entry's draft in the place of what holds, and each point of it beside that."""

from pathlib import Path
from typing import TYPE_CHECKING

from ssr.base.snapshot import WorkingTree
from ssr.diff.side import LAST_DAY, SideReader
from ssr.documents.request import Readers, RenderRequest
from ssr.documents.subject import Subject
from ssr.view.base_view import Node, View

if TYPE_CHECKING:
    from ssr.base.committed import CommittedTree


class Proposals:
    """What is proposed in one base, worked out once for all that it is told to."""

    def __init__(self, tree: "WorkingTree | CommittedTree", here: Path | None) -> None:
        self._tree, self._here = tree, here
        self._views: dict[tuple[View, str], View] = {}
        self._points: dict[tuple[View, str | None], list[Node]] = {}

    def view(self, view: View, id_: str) -> View:
        """The base as if the draft of an id were agreed; as it is, where the id has none."""
        if (view, id_) not in self._views:
            self._views[view, id_] = view.of(view.base.proposing(LAST_DAY, id_))
        return self._views[view, id_]

    def all(self, view: View) -> View:
        """The base as if all its drafts were agreed that take the place of nothing that holds later."""
        return view.of(view.base.proposing(LAST_DAY))

    def points(self, request: RenderRequest, about: Subject, holding: View) -> list[Node]:
        """The points of what a document is about, beside what holds: in the base, or on the side that is asked for."""
        from ssr.documents.points import points  # noqa: PLC0415  (few documents need it)

        spec = request.document.proposal
        if spec is None or about.entry is None:
            return []
        against = request.options.get(spec.against) if spec.against else None
        if (about.view, against) not in self._points:
            old = holding if against is None else self._side(request.readers, against)
            self._points[about.view, against] = points(old, about.view, about.entry)
        return self._points[about.view, against]

    def _side(self, readers: Readers, text: str) -> View:
        """The base that a text names, as the readers see it."""
        from ssr.diff.resolve import SideResolver  # noqa: PLC0415

        reading = SideReader(today=readers.day, audience=readers.audience, language=readers.language)
        return SideResolver(self._tree, self._here, reading, (text, readers.day)).read(text).view
