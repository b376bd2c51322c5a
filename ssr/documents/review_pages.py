"""The pages of a review: each document that looks different as it was, as it becomes, and both beside each other.

Their templates are the tool's own; the documents are those of either version, made with its own. All are for the readers
of the review, and the same review gives the same bytes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from ssr.base.resources import Resources
from ssr.diff.words import Piece, diff_words
from ssr.documents.affected import AffectedDocument
from ssr.documents.context import context_of
from ssr.documents.renderer import Draft, Renderer
from ssr.documents.request import RenderRequest
from ssr.documents.review import Incomparable, Review
from ssr.documents.review_page import banner, page
from ssr.errors import SsrError
from ssr.formats.adapters import convert
from ssr.formats.page import Page
from ssr.formats.plain import lines
from ssr.templating.definition_files import Definitions
from ssr.templating.templates import Templates
from ssr.text.catalogue import Catalogue
from ssr.text.localised import Localised
from ssr.view.base_view import Node

_NAME = "_review_pages"
_INDEX = "index.html"
_FORMAT = "html"
# The folders of the documents as they were and as they become, and of both beside each other.
_WAS, _BECOMES, _BESIDE = "old", "new", "compared"
_NEAR = 2  # lines of what is the same, shown on either side of a difference

Progress = Callable[[int, int], None]


def pages(review: Review | Incomparable, words: Catalogue, progress: Progress) -> Mapping[str, bytes]:
    """The files of the folder by their names, the page that lists the others among them.

    Where nothing can be said of what differs, the first one says why.
    """
    if isinstance(review, Incomparable):
        return {_INDEX: page(review, words, _FORMAT)}
    writer = _Writer(review, words)
    result: dict[str, bytes] = {}
    listed: list[Node] = []
    for number, one in enumerate(review.documents, 1):
        files = dict(writer.files_of(one))
        result |= files
        listed.append(Node({"title": writer.title(one), "how": one.how, **_ways(files)}))
        progress(number, len(review.documents))
    index = writer.page({"listed": listed, "compared": None}, None)
    return {_INDEX: index, **result}


def _ways(files: Mapping[str, bytes]) -> Mapping[str, str | None]:
    """The way from the list to each of the pages of a document, where there is one."""
    folders = {name.partition("/")[0]: name for name in files}
    return {"was": folders.get(_WAS), "becomes": folders.get(_BECOMES), "beside": folders.get(_BESIDE)}


class _Writer:
    """Writes the pages of one review."""

    def __init__(self, review: Review, words: Catalogue) -> None:
        self._review, self._words = review, words
        self._document = Definitions.of_the_tool(_NAME)
        self._templates = Templates(Resources(None), words)

    def title(self, one: AffectedDocument) -> str:
        """What a document is called among the others."""
        title = Localised.pick(one.document.title, self._words.language).text or one.document.name
        return f"{title}: {one.name or one.id}" if one.id is not None else title

    def files_of(self, one: AffectedDocument) -> Iterator[tuple[str, bytes]]:
        """The document of either version, and both side by side."""
        place = f"{one.document.name}/{one.id}.html" if one.id is not None else f"{one.document.name}.html"
        start = "../" * (place.count("/") + 1) + _INDEX
        texts: list[list[str]] = []
        for folder, renderer, asked in zip(
            (_WAS, _BECOMES), self._review.renderers, (one.was, one.becomes), strict=True
        ):
            draft, content = _made(renderer, asked, start)
            texts.append([] if draft is None else lines(draft.text))
            if content is not None:
                yield f"{folder}/{place}", content
        compared = {"title": self.title(one), "how": one.how, "rows": list(_rows(*texts))}
        yield f"{_BESIDE}/{place}", self.page({"listed": [], "compared": Node(compared)}, start)

    def page(self, shown: Mapping[str, Any], start: str | None) -> bytes:
        """A page of the review's own."""
        view = self._review.held.new
        context = context_of(view, self._document, None, {}) | {"marking": None, "form": ""}
        context |= {"banner": banner(self._review), **shown}
        text = self._templates.render(self._document, _FORMAT, context).text
        return convert(_FORMAT, text, Page(self._words.language, start=start))


def _made(renderer: Renderer, asked: RenderRequest | None, start: str) -> tuple[Draft | None, bytes | None]:
    """A document in words, and as a page where it has such a format."""
    if asked is None:
        return None, None
    is_page = _FORMAT in asked.document.formats
    request = asked._replace(format=_FORMAT, start=start) if is_page else asked
    try:
        draft = renderer.draft(request)
        return draft, renderer.in_format(request, draft).content if is_page else None
    except SsrError:
        return None, None  # as it is where the whole document is made


def _rows(before: list[str], after: list[str]) -> Iterator[Node]:
    """Lines beside each other, with the words that only one of them has; of what is the same only what is near those."""
    for tag, first, last, low, high in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            head = _NEAR if first else 0
            tail = _NEAR if last < len(before) or high < len(after) else 0
            same = before[first:last]
            left_out = max(0, len(same) - head - tail)
            yield from map(_same, same[:head] if left_out else same)
            yield from [Node({"is_same": True, "left_out": left_out, "words": []})] if left_out else []
            yield from map(_same, same[len(same) - tail :] if left_out else ())
            continue
        for was, becomes in zip_longest(before[first:last], after[low:high], fillvalue=""):
            yield _row(diff_words(was, becomes), is_same=False)


def _same(line: str) -> Node:
    return _row((Piece("same", line),), is_same=True)


def _row(pieces: Iterable[Piece], *, is_same: bool) -> Node:
    words = [
        Node({"change": piece.change, "text": piece.text.strip(), "spaced": piece.text.startswith(" ")})
        for piece in pieces
        if piece.text.strip()
    ]
    return Node({"is_same": is_same, "left_out": 0, "words": words})
