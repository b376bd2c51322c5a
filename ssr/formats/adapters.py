"""Adapters from a template's text to the bytes of a file. They know nothing of the knowledge base.

Each format is a module that is imported when it is asked for, so that no format costs what another needs.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from ssr.errors import MachineError
from ssr.formats.page import BoundDocument, Chapter, Page


class Format(NamedTuple):
    """A format that documents can have. `extra` is what must be installed besides, if anything.

    `takes_reference`: it can take its looks from an office's own document. `binds`: one file can hold many documents.
    `is_bare_text`: it is text that no program knows by the format's name. `is_message`: it is sent as it is, so nothing
    can be filled in where it is read. `writing` is how a page that writes it puts what was filled in there.
    """

    module: str
    on_terminal: bool = True
    extra: str | None = None
    takes_reference: bool = False
    binds: bool = False
    is_bare_text: bool = False
    is_message: bool = False
    writing: str | None = None


FORMATS: Mapping[str, Format] = {
    "md": Format("ssr.formats.markdown"),
    "html": Format("ssr.formats.html"),
    "pdf": Format("ssr.formats.pdf", on_terminal=False, extra="pdf", binds=True),
    "docx": Format("ssr.formats.docx.writer", on_terminal=False, extra="docx", takes_reference=True),
    "txt": Format("ssr.formats.plain", writing="mail"),
    "ics": Format("ssr.formats.calendar", extra="ics", writing="calendar"),
    "xlsx": Format("ssr.formats.xlsx", on_terminal=False, extra="xlsx"),
    "csv": Format("ssr.formats.csv_text"),
    "sms": Format("ssr.formats.sms", is_bare_text=True, is_message=True, writing="message"),
    "tal": Format("ssr.formats.plain", is_bare_text=True, writing="speech"),
}


def file_name(name: str, format_: str) -> str:
    """What a file is called that anybody can open: what is only text says so, whatever it is for."""
    known = FORMATS.get(format_)
    return f"{name}-{format_}.txt" if known is not None and known.is_bare_text else f"{name}.{format_}"


def convert(name: str, text: str, page: Page) -> bytes:
    """The bytes of a document in the format `name`, from the text that its template gave.

    `TooLongError` when the format has a limit, and the document is over it.
    """
    content: bytes = _adapter(name).convert(text, page)
    return content


def _adapter(name: str) -> Any:
    chosen = FORMATS[name]
    try:
        return import_module(chosen.module)
    except ImportError as error:
        raise MachineError("missing-extra", format=name, extra=chosen.extra or name) from error


def bind(name: str, front: BoundDocument, chapters: Sequence[Chapter]) -> tuple[bytes, frozenset[str]]:
    """The bytes of one file in the format `name` that holds several documents, for a format that can (`binds`).

    Beside it, the characters of these that it has no letters for.
    """
    content, lacking = _adapter(name).bind(front, chapters)
    return content, lacking


def wordings(name: str, text: str, page: Page) -> list[str]:
    """What a document can say in the format `name`: where some words yield to others, with fewer and fewer of them."""
    listed = getattr(_adapter(name), "wordings", None)
    return [convert(name, text, page).decode()] if listed is None else list(listed(text))


def page_count(name: str, content: bytes) -> int | None:
    """How many pages a document in the format `name` has; None where that is not laid down."""
    counted = getattr(import_module(FORMATS[name].module), "page_count", None)
    return None if counted is None else int(counted(content))


def unshown(name: str, text: str, page: Page) -> frozenset[str]:
    """The characters of a document that the format `name` has no letters for; most leave that to whoever shows it."""
    asked = getattr(_adapter(name), "unshown", None)
    return frozenset() if asked is None else frozenset(asked(text, page))
