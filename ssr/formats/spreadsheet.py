"""Tables to files that spreadsheets and reporting tools read: a workbook (xlsx), and text with a file for each table (csv).

What stands in a cell is a text, a number or a yes or no, never a formula: a text that begins as one stays a text. They
know nothing of the knowledge base.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from importlib import import_module
from io import BytesIO, StringIO
from typing import Any, NamedTuple

from ssr.errors import MachineError

Cell = str | int | float | bool | None

_LONGEST_NAME, _NOT_IN_NAMES = 31, str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))
LONGEST_TEXT = 32_767  # letters of a cell, as Excel has room for
_WIDEST = 60
# What spreadsheets take for the beginning of a formula when they open a csv, the wide signs of East Asia too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Sheet(NamedTuple):
    """A table: its name, what its columns are called, its rows, and whether long texts are folded in their cells."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    is_folded: bool = False


def workbook(sheets: Sequence[Sheet], title: str, day: str) -> bytes:
    """The tables as one workbook, dated with the day that it tells of; the same tables are the same bytes."""
    try:
        library: Any = import_module("xlsxwriter")
    except ImportError as error:
        raise MachineError("missing-extra", format="xlsx", extra="xlsx") from error
    content = BytesIO()
    as_it_stands = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = library.Workbook(content, {"in_memory": True, **as_it_stands})
    book.set_properties({"title": title, "created": datetime.fromisoformat(day)})
    bold, folded = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for sheet, name in zip(sheets, _names(sheet.name for sheet in sheets), strict=True):
        _fill(book.add_worksheet(name), sheet, bold, folded if sheet.is_folded else None)
    book.close()
    return content.getvalue()


def _names(names: Iterable[str]) -> Iterator[str]:
    """The names of sheets as a workbook takes them: short, without some signs, and no two alike."""
    taken: set[str] = set()
    for name in names:
        whole = name.translate(_NOT_IN_NAMES)
        short, number = whole[:_LONGEST_NAME], 1
        while short.casefold() in taken:
            number += 1
            short = f"{whole[: _LONGEST_NAME - len(str(number)) - 1]}~{number}"
        taken.add(short.casefold())
        yield short


def _fill(page: Any, sheet: Sheet, bold: Any, style: Any) -> None:
    for column, title in enumerate(sheet.head):
        page.write_string(0, column, title, bold)
        widths = (len(str(row[column] or "")) for row in sheet.rows)
        page.set_column(column, column, min(max(len(title), *widths, 8) + 2, _WIDEST))
    for place, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            _write(page, place, column, cell, style)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.head) - 1)


def _write(page: Any, row: int, column: int, cell: Cell, style: Any) -> None:
    if isinstance(cell, bool):
        page.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        page.write_number(row, column, cell)
    elif cell:
        page.write_string(row, column, cell if len(cell) <= LONGEST_TEXT else f"{cell[: LONGEST_TEXT - 1]}…", style)


def csv_file(sheet: Sheet) -> bytes:
    """A table as text: UTF-8 with its sign, semicolons between, as a Swedish Excel opens it.

    A text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(_safe, sheet.head))
    writer.writerows([_safe(cell) for cell in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.lstrip(" ").startswith(_FORMULA) else text
