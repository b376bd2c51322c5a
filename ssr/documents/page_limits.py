"""What is wrong with a document that does not fit: in its format, or on the sheets that people will read."""

from collections.abc import Iterator

from ssr.finding import Finding, Location, Severity
from ssr.formats.adapters import convert, page_count
from ssr.formats.page import Page, TooLongError
from ssr.templating.definition import Definition

_BREAK = "\n---\n"  # to a new page, in Markdown


def does_not_fit(path: str, error: TooLongError) -> Finding:
    """What the format says of the document, as something wrong with the entry that it was made of."""
    parameters = {"length": error.length, "limit": error.limit, "value": error.longest}
    return Finding("SSR603", Severity.WARNING, "does-not-fit", Location(path), parameters)


def too_long(document: Definition, path: str, format_: str, content: bytes, text: str, page: Page) -> Iterator[Finding]:
    """That the document, its annex aside, takes more paper than people will read; the type is never made smaller."""
    limit = document.pages
    pages = page_count(format_, content) if limit else None
    if limit and pages and pages > limit and document.annex:
        first, *_, footer = text.split(_BREAK)
        pages = page_count(format_, convert(format_, f"{first}{_BREAK}{footer}", page))
    if limit and pages and pages > limit:
        parameters = {"pages": pages, "limit": limit}
        where = path or f"templates/{document.name}/document.yaml"
        yield Finding("SSR604", Severity.WARNING, "too-many-pages", Location(where), parameters)
