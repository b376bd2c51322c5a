"""Pages: what an adapter of a format is given beside the text, and what it says when a text does not fit."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ssr.formats.form import Form

# A space to fill in by hand, in the text of a document.
BLANK = re.compile(r"_{4,}")
# A line break where Markdown has no other, in the cell of a table; the only tag that is read, as forges read it too.
BREAK = "<br>"


class Layout(NamedTuple):
    """How a document differs on paper from most: in how large its text is, which way it lies, and whether it has colour.

    Where the text has a size of its own, in points, nothing is set smaller than that.
    """

    points: int | None = None
    landscape: bool = False
    monochrome: bool = False


class Page(NamedTuple):
    """What an adapter must know beside the text: its language, an office's document to take the looks from, the layout.

    `form` is what there is to fill in, where the document is a form. `day` is the day that it is of, and `author` who
    it is from, for formats that say such things of a file. `start` is the way to the page that opens its folder, if any.
    `writes` is the data out of which the page itself writes texts, where it does, and `band` what it shows once it marks them.
    """

    language: str
    reference: bytes | None = None
    layout: Layout = Layout()
    form: Form | None = None
    day: str | None = None
    author: str = ""
    start: str | None = None
    writes: Mapping[str, Any] | None = None
    band: str = ""


class BoundDocument(NamedTuple):
    """One document among several in a file, and what the list of them calls it."""

    text: str
    page: Page
    name: str = ""


class Chapter(NamedTuple):
    """Documents that follow each other in a file, under one title."""

    title: str
    documents: Sequence[BoundDocument]


class TooLongError(Exception):
    """A document does not fit in its format, which leaves nothing out of its own accord.

    `longest` is the part that takes most, where shortening helps most; `content` is all of it.
    """

    def __init__(self, length: int, limit: int, longest: str, content: bytes) -> None:
        super().__init__(length, limit, longest)
        self.length, self.limit, self.longest, self.content = length, limit, longest, content
