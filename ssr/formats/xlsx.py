"""The tables of a document as a workbook: what it says beside them first, then a sheet for each; no formula in any."""

from ssr.formats.document_tables import tables, words_beside
from ssr.formats.page import Page
from ssr.formats.spreadsheet import workbook

_NO_DAY = "2000-01-01"  # a file has to say one; the same for all that are of none


def convert(text: str, page: Page) -> bytes:
    """The workbook, dated with the day that the document is of."""
    beside = words_beside(text)
    return workbook([beside, *tables(text, page.language)], beside.name, page.day or _NO_DAY)
