"""A wall card, a wide table and a picture, in every format that has pages: on one sheet, of one size, black and white."""

import re
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import docx
import page as page_validation
import pikepdf
import pytest
from docx.oxml.ns import qn
from tools import POPPLER, axe, converted_by_libreoffice, html_validate, open_xml, printed, require, vnu

from ssr.formats.adapters import convert
from ssr.formats.page import Layout, Page
from ssr.formats.pdf import page_count
from ssr.templating.diagram_source import diagram_source

BANNER = "ÖVNING – gäller inte på riktigt"
FOOTER = "version 2 · uppgifterna avser 21 november 2022 · Spridning: öppen · Kontrollera mot senaste"
LINE = "\\" + 60 * "_"
CARD = f"""\
# Väggkort: Trafikstörningar på grund av snö/halka

> **{BANNER}**

## Målbild

`EXEMPEL` Hjälp och samhällsviktiga transporter kommer fram, ingen blir utan omsorg, och alla får samma besked.

## De första 30 minuterna

- ☐ Läs lägesrapporten och bedöm om samverkan behövs.
- ☐ Larma länsstyrelsens tjänsteman i beredskap och bekräfta att larmet har nått fram till alla som kallas.
- ☐ *Fylls i av kansliet:* ________

## Kontakt

| Funktion | Nummer |
| --- | --- |
| Länsstyrelsens TiB | {LINE} |
| Samverkanskansliet | {LINE} |

## Kalla vilka

Länsstyrelsen, Region Stockholm, Polisen, [Trafikverket](https://a.example), räddningstjänsten och kommunerna.

## Om WIS inte fungerar

- ☐ *Fylls i av kansliet:* ________

---

{FOOTER}
"""
ROWS = "".join(f"| Kommun {number} | förslag till beslut | 2019-01-11 | Fullmäktige |\n" for number in range(1, 81))
TABLE = f"# Antagande\n\n> **{BANNER}**\n\n| Aktör | Läge | Datum | Instans |\n| --- | --- | --- | --- |\n{ROWS}\n\n---\n\n{FOOTER}\n"
LABELS = ["Regionala rådet", "Styrgruppen", "Kansliet", *(f"Nätverk {number}" for number in range(1, 12))]
PICTURE = diagram_source(
    [(label, label, label == "Kansliet") for label in LABELS],
    [
        ("Regionala rådet", "Styrgruppen"),
        ("Regionala rådet", "Kansliet"),
        *(("Kansliet", label) for label in LABELS[3:]),
    ],
)
MORE = "- Mer text än så.\n" * 20
STRUCTURE = f"# Kansliet\n\n> **{BANNER}**\n\n## Bild\n\n{PICTURE}\n\n## Punkter\n\n" + (
    "".join(f"{number}. Punkt {number}\n" for number in range(1, 121))
    + f"\n---\n\n## Mer\n\n{MORE}\n\n---\n\n{FOOTER}\n"
)


class Case(NamedTuple):
    text: str
    layout: Layout


CASES = {
    "card": Case(CARD, Layout(points=14, monochrome=True)),
    "table": Case(TABLE, Layout(landscape=True)),
    "picture": Case(STRUCTURE, Layout()),
    "large-picture": Case(STRUCTURE, Layout(points=14, landscape=True, monochrome=True)),
}


def made(format_: str, folder: Path) -> dict[str, Path]:
    """Each case as a file."""
    files = {name: folder / f"{name}.{format_}" for name in CASES}
    for name, file in files.items():
        file.write_bytes(convert(format_, CASES[name].text, Page("sv", layout=CASES[name].layout)))
    return files


def words(pdf: Path) -> list[list[tuple[float, float, str]]]:
    """The words on each page, with where they begin and end from the top."""
    require(POPPLER)
    done = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True, capture_output=True, encoding="utf-8")
    found = re.compile(r'<word xMin="[^"]*" yMin="([^"]*)" xMax="[^"]*" yMax="([^"]*)">([^<]*)</word>')
    pages = done.stdout.split("<page ")[1:]
    return [[(float(top), float(end), word) for top, end, word in found.findall(page)] for page in pages]


def under_the_banner(page: list[tuple[float, float, str]]) -> list[str]:
    """The words of a page below its banner, which must stand above everything else."""
    count = len(BANNER.split())
    ordered = sorted(page, key=lambda word: word[0])
    head, rest = ordered[:count], ordered[count:]
    assert sorted(word for *_, word in head) == sorted(BANNER.split())
    assert max(end for _, end, _ in head) <= min(top for top, *_ in rest) + 1
    return [word for *_, word in rest]


# On paper, the browser's, Typst's and the word processor's.


@pytest.mark.judge
def test_html_on_paper(tmp_path: Path) -> None:
    files = made("html", tmp_path)
    on_paper(dict(zip(files, printed(files.values()), strict=True)))


def test_pdf_on_paper(tmp_path: Path) -> None:
    on_paper(made("pdf", tmp_path))


@pytest.mark.judge
def test_word_on_paper(tmp_path: Path) -> None:
    files = made("docx", tmp_path)
    files = dict(zip(files, converted_by_libreoffice(files.values(), "pdf", tmp_path), strict=True))
    on_paper(files, first_in_text=True)


def on_paper(files: dict[str, Path], *, first_in_text: bool = False) -> None:
    """`first_in_text`: the first page has its banner in the text, and no header."""
    pages = {name: words(file) for name, file in files.items()}
    assert len(pages["card"]) == 1
    for name, sheets in pages.items():
        content = [word for sheet in sheets[first_in_text:] for word in under_the_banner(sheet)]
        if first_in_text:
            content += [word for *_, word in sheets[0]]
            assert set(BANNER.split()) <= set(content[-len(sheets[0]) :])
        for piece in ("Kontrollera", *re.findall(r"Kommun \d+|Punkt \d+", CASES[name].text)):
            assert set(piece.split()) <= set(content), f"{name}: {piece}"
        assert "☐" in content or name != "card"
        assert "Styrgruppen" in content or "picture" not in name
    for name, file in files.items():
        with pikepdf.open(file) as pdf:
            left, bottom, right, top = map(float, pdf.pages[0].mediabox)
            assert (right - left > top - bottom) == CASES[name].layout.landscape


# On the screen.


@pytest.mark.judge
def test_pages_are_valid_and_can_be_read_by_all(tmp_path: Path) -> None:
    files = made("html", tmp_path).values()
    assert html_validate(files) == []
    assert vnu(files) == []
    assert [problem for result in axe(files) for problem in result.problems] == []


def test_a_picture_on_a_page_has_its_content_in_words() -> None:
    text = convert("html", STRUCTURE, Page("sv")).decode()
    assert text.count('role="img" aria-label="Regionala rådet: därunder Styrgruppen och Kansliet (här). ') == 2
    assert "currentColor" in text
    assert "mermaid" not in text


def test_the_banner_is_told_once_and_first() -> None:
    text = convert("html", CARD, Page("sv")).decode()
    assert text.count(BANNER) == 1
    assert text.index("<header>") < text.index(BANNER) < text.index("</header>") < text.index("<main>")
    assert "<header>" not in convert("html", "# Utan\n\n## Rubrik\n\n> inte överst\n", Page("sv")).decode()


# PDF.


@pytest.mark.parametrize("name", CASES)
def test_pdf_passes(name: str, tmp_path: Path) -> None:
    file = made("pdf", tmp_path)[name]
    assert page_validation.validate_pdf(str(file), profile="ua1").is_compliant
    with pikepdf.open(file) as pdf:
        alts = [str(found.Alt) for found in pdf.objects if is_figure(found)]
        assert len(alts) == CASES[name].text.count("```mermaid")
        assert all(alt.startswith("Regionala rådet: därunder Styrgruppen") for alt in alts)


def is_figure(found: Any) -> bool:
    return isinstance(found, pikepdf.Dictionary) and found.get("/S") == "/Figure"


@pytest.mark.parametrize("name", ["card", "large-picture"])
def test_nothing_is_smaller_than_the_size_asked_for(name: str, tmp_path: Path) -> None:
    require(POPPLER)
    command = ["pdftohtml", "-xml", "-zoom", "1", "-stdout", made("pdf", tmp_path)[name]]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    sizes = {int(size) for size in re.findall(r'<fontspec [^>]*size="(\d+)"', done.stdout)}
    assert min(sizes) == 14
    assert max(sizes) < 30


@pytest.mark.parametrize("count", [1, 2, 40])
def test_page_count(count: int) -> None:
    half = "/Type /Pages /Count 99\n\n" * 25
    text = "# /Type/Pages/Count 99\n\n" + "\n\n---\n\n".join([half] * count + ["foot"])
    content = convert("pdf", text, Page("sv"))
    with pikepdf.open(BytesIO(content)) as pdf:
        assert page_count(content) == len(pdf.pages) == count


@pytest.mark.parametrize(("paragraphs", "pages"), [(3, 1), (30, 2)])
def test_a_break_is_for_what_does_not_fit_on_one_page(paragraphs: int, pages: int) -> None:
    part = "Words that stand by themselves.\n\n" * paragraphs
    assert page_count(convert("pdf", f"# A\n\n{part}\n---\n\n{part}\n---\n\nfoot\n", Page("sv"))) == pages


def test_columns_are_as_wide_as_the_line_below_their_heads_says() -> None:
    text = f"# A\n\n| a | b |\n| {'-' * 80} | {'-' * 20} |\n| x | y |\n\n---\n\nfoot\n"
    page = convert("html", text, Page("sv")).decode()
    assert ".t1 th:nth-child(1){width:80%}.t1 th:nth-child(2){width:20%}" in page
    [table] = docx.Document(BytesIO(convert("docx", text, Page("sv")))).tables
    first, second = (column.width for column in table.columns)
    assert first is not None
    assert second is not None
    assert 3.9 < first / second < 4.1
    unsaid = convert("html", text.replace("-" * 80, "---").replace("-" * 20, "---"), Page("sv")).decode()
    assert "th:nth-child" not in unsaid


# Word.


@pytest.mark.judge
def test_word_follows_the_rules_of_the_open_xml_sdk(tmp_path: Path) -> None:
    assert open_xml(made("docx", tmp_path).values()) == []


def test_word_has_no_text_smaller_and_no_colour(tmp_path: Path) -> None:
    document = docx.Document(str(made("docx", tmp_path)["card"]))
    sheet = document.styles.element
    assert {int(size) >= 28 for size in sheet.xpath(".//w:sz/@w:val")} == {True}
    assert {*sheet.xpath(".//w:color/@w:val"), *sheet.xpath(".//@w:color")} == {"000000"}
    assert sheet.xpath(".//w:shd") == []


def test_word_has_tick_boxes_in_a_list() -> None:
    document = docx.Document(BytesIO(convert("docx", CARD, Page("sv"))))
    items = [paragraph for paragraph in document.paragraphs if paragraph.text.startswith("☐\t")]
    assert len(items) == CARD.count("☐")
    assert all(item._p.pPr.numPr is not None for item in items)


def test_a_picture_in_word_has_its_content_in_words_and_as_text() -> None:
    document = docx.Document(BytesIO(convert("docx", STRUCTURE, Page("sv"))))
    [words_] = document.element.xpath("//wp:docPr/@descr")
    assert words_.startswith("Regionala rådet: därunder Styrgruppen och Kansliet (här). ")
    boxes = document.element.iter(qn("w:txbxContent"))
    assert ["".join(text.text for text in box.iter(qn("w:t"))) for box in boxes] == LABELS


def test_the_layout_is_laid_on_an_office_document_too() -> None:
    office = BytesIO()
    docx.Document().save(office)
    content = convert("docx", CARD, Page("sv", office.getvalue(), Layout(points=14, landscape=True, monochrome=True)))
    document = docx.Document(BytesIO(content))
    assert min(map(int, document.styles.element.xpath(".//w:sz/@w:val"))) == 28
    assert document.sections[0].page_width > document.sections[0].page_height
    assert not document.styles.element.xpath(".//@w:themeColor")


# Where there are no pages.


def test_text_shows_boxes_and_what_stands_below_what() -> None:
    text = convert("txt", f"- ☐ Ring\n- ☐ Skriv\n\n{PICTURE}", Page("sv")).decode()
    assert text.startswith(
        "☐ Ring\n☐ Skriv\n\n- Regionala rådet\n  - Styrgruppen\n  - Kansliet (här)\n    - Nätverk 1\n"
    )


@pytest.mark.parametrize("format_", ["md", "txt"])
def test_text_does_not_care_for_layout(format_: str) -> None:
    for case in CASES.values():
        assert convert(format_, case.text, Page("sv", layout=case.layout)) == convert(format_, case.text, Page("sv"))


@pytest.mark.parametrize("format_", ["html", "pdf", "docx", "txt"])
def test_what_is_no_picture_is_shown_as_it_is(format_: str, tmp_path: Path) -> None:
    text = '# Kod\n\n```mermaid\nsequenceDiagram\n  a->>b: "hej" <b>\n```\n\n---\n\nslut\n'
    assert convert(format_, text, Page("sv"))
    if format_ in {"html", "txt"}:
        assert "sequenceDiagram" in convert(format_, text, Page("sv")).decode()


@pytest.mark.parametrize("text", ["- ☐ a\n- b", "- a ☐", "1. ☐ a", "☐ a", "-\n- ☐ a", "- ☐a"])
def test_a_list_without_a_box_in_every_item_is_a_list(text: str) -> None:
    assert 'class="boxes"' not in convert("html", text, Page("sv")).decode()


def test_boxes_in_lists_within_lists() -> None:
    text = convert("html", "- ☐ a\n  - inre\n- ☐ **b**\n  - ☐ c\n", Page("sv")).decode()
    assert text.count('<ul class="boxes">') == 2
    assert text.count('<span class="box">☐</span>') == 3
