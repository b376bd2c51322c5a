"""The tables of a document as text with semicolons between, as a Swedish Excel opens it; an empty line between two tables."""

from ssr.formats.document_tables import tables
from ssr.formats.page import Page
from ssr.formats.spreadsheet import csv_file

_BOM = "\ufeff".encode()


def convert(text: str, page: Page) -> bytes:
    """The tables alone: who asks for this has a program that reads nothing else."""
    return _BOM + b"\r\n".join(csv_file(sheet).removeprefix(_BOM) for sheet in tables(text, page.language))
