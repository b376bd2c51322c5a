"""What is asked of a renderer: which document, made of what, for whom, and as what."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ssr.templating.definition import Definition


class Readers(NamedTuple):
    """One circle of readers (`audience`), in one language, and what they read for.

    `marking` is `real`, `exercise` or `test`. Unless `pinned`, a document whose entry has a day of its own shows the
    base on that day, not on `day`.
    """

    day: str
    audience: str
    language: str
    marking: str | None = None
    pinned: bool = False


class RenderRequest(NamedTuple):
    """A document of an entry, with `edition` of the version from that period; or of the whole base.

    `options` are the values of the document's own parameters. `reference` is an office's own Word document, whose
    letterhead and styles a Word document takes over. `beside` is what else the templates may use. `start` is the way from the
    document to the page that opens the folder that it is in.
    """

    document: Definition
    readers: Readers
    id: str | None = None
    format: str = ""
    edition: str | None = None
    options: Mapping[str, str | None] = MappingProxyType({})
    reference: bytes | None = None
    beside: Mapping[str, Any] | None = None
    start: str | None = None
