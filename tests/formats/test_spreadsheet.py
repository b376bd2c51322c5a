"""Tables as files, read back by a program that is not ours: no formula, nothing lost, the same bytes each time."""

import csv
import io
import zipfile

import openpyxl
import pytest

from ssr.formats.spreadsheet import Sheet, csv_file, workbook

FORMULAS = ["=1+1", "+46 8 123", "-a", "@SUM(A1)", "\t=1", " =1", "\n=1", "＝1"]
WHOLE = ["https://sok.example/", "0123", "1e5", "{=1}", "_x0041_", 'å, ä; "ö"\nnästa rad', "x" * 40_000]
SHEET = Sheet("prov", ["text", "antal", "ja"], [*((text, 1, True) for text in FORMULAS + WHOLE), (None, 2.5, False)])


def test_every_text_stays_a_text_in_the_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([SHEET], "Prov", "2022-11-21")))
    head, *rows = book["prov"].iter_rows()
    assert [cell.value for cell in head] == SHEET.head
    for expected, cells in zip(SHEET.rows, rows, strict=True):
        text, number, truth = cells
        assert number.data_type == "n"
        assert (number.value, truth.value) == (expected[1], expected[2])
        assert text.hyperlink is None
        assert text.data_type == ("n" if expected[0] is None else "s")
        if expected[0] is not None and len(expected[0]) < 32_767:
            assert text.value == expected[0]
    assert rows[len(FORMULAS + WHOLE) - 1][0].value == "x" * 32_766 + "…"
    assert book.properties.title == "Prov"
    assert book.properties.created.isoformat() == "2022-11-21T00:00:00"


def test_no_part_of_the_workbook_has_a_formula_or_leads_out() -> None:
    archive = zipfile.ZipFile(io.BytesIO(workbook([SHEET], "Prov", "2022-11-21")))
    for name in archive.namelist():
        text = archive.read(name).decode()
        assert "<f>" not in text
        assert "TargetMode" not in text


def test_the_same_tables_are_the_same_bytes() -> None:
    assert workbook([SHEET], "Prov", "2022-11-21") == workbook([SHEET], "Prov", "2022-11-21")


def test_names_of_sheets_are_short_and_no_two_alike() -> None:
    names = ["a" * 40, "a" * 41, "A" * 42, "x[1]:/y", "kort"]
    made = workbook([Sheet(name, ["a"], []) for name in names], "Prov", "2022-11-21")
    found = openpyxl.load_workbook(io.BytesIO(made)).sheetnames
    assert found == ["a" * 31, f"{'a' * 29}~2", f"{'A' * 29}~3", "x-1---y", "kort"]


@pytest.mark.parametrize("text", FORMULAS)
def test_in_csv_a_formula_has_an_apostrophe_before_it(text: str) -> None:
    assert rows(Sheet("a", ["text"], [(text,)])) == [["text"], [f"'{text}"]]


def test_csv_as_a_swedish_excel_opens_it() -> None:
    content = csv_file(Sheet("a", ["å", "antal", "ja"], [('x;"y"', -1, True), (None, 2.5, False)]))
    assert content == '\ufeffå;antal;ja\r\n"x;""y""";-1;true\r\n;2.5;false\r\n'.encode()


def test_what_is_no_formula_is_whole_in_csv() -> None:
    assert [row[0] for row in rows(Sheet("a", ["text"], [(text,) for text in WHOLE]))][1:] == WHOLE


def rows(sheet: Sheet) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_file(sheet).decode("utf-8-sig"), newline=""), delimiter=";"))
