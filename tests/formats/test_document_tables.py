"""The tables of a document as sheets: what stands beside them, the banner on each row, and every text whole."""

from ssr.formats import csv_text
from ssr.formats.document_tables import tables, words_beside
from ssr.formats.page import Page

TEXT = """\
# Prov: ett

> **UTKAST**
>
> **TEST**

Först detta.

## Del

| A | B |
| --- | --- |
| `EXEMPEL` 1 | ________ |
| [x](https://x.example) | =1+1 |

- Punkt

## Annan

| C |
| --- |
| {long} |

---

Fot
"""


def test_each_table_is_a_sheet_headed_as_it_is_and_marked_in_each_row() -> None:
    one, other = tables(TEXT.format(long="kort"), "sv")
    assert (one.name, one.head) == ("Del", ["A", "B", "Märkning"])
    assert one.rows == [["[EXEMPEL] 1", "", "UTKAST; TEST"], ["x <https://x.example>", "=1+1", "UTKAST; TEST"]]
    assert other.rows == [["kort", "UTKAST; TEST"]]


def test_what_stands_beside_the_tables_is_kept() -> None:
    beside = words_beside(TEXT)
    assert (beside.name, beside.head) == ("Prov: ett", ["Prov: ett"])
    assert [row[0] for row in beside.rows] == ["UTKAST", "TEST", "Först detta.", "Del", "Punkt", "Annan", "Fot"]


def test_a_text_without_room_goes_on_below() -> None:
    rows = tables(TEXT.format(long="x" * 40_000), "sv")[1].rows
    assert len(rows) == 2
    assert "".join(str(row[0]) for row in rows) == "x" * 40_000


def test_as_text_the_tables_stand_one_below_the_other() -> None:
    made = csv_text.convert(TEXT.format(long="kort"), Page("sv")).decode("utf-8-sig")
    assert made.split("\r\n\r\n")[1] == 'C;Märkning\r\nkort;"UTKAST; TEST"\r\n'
    assert "'=1+1" in made
