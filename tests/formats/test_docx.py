"""Word documents: what Word's own rules say of them, what LibreOffice reads, and what they tell of who made them."""

import base64
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from markdown_it.tree import SyntaxTreeNode as Tree
from shared import Store
from tools import open_xml, read_by_libreoffice

from ssr.errors import UsageError
from ssr.formats.docx.writer import convert
from ssr.formats.markdown_tree import BLANK, tree
from ssr.formats.page import Page

LINE = "\\" + 60 * "_"
EXAMPLE = f"""\
# Inriktning: snö

> **EXEMPEL – gäller inte**

*Överenskommen.* Se [rapporten](<https://a.example/r?a=1&b=2>).

## Målbild

`EXEMPEL` Alla kommer **fram**. \\[1\\]

- `EXEMPEL` Plogat.
- Sandat.
  1. inre

### Sedan

3. tre

   och mer
4. fyra

{LINE}

Nummer: ________

| Aktör | Läge |
| --- | --- |
| Östa kommun | *inte rapporterat* |
| Ö | ________ |

---

## Fakta

- [Snow fell]{{lang=en}} i går.

## Källor

1. Boken

---

Version 2 · Öppen
"""


def made(markdown: str, language: str = "sv", reference: bytes | None = None) -> Word:
    return docx.Document(BytesIO(convert(markdown, Page(language, reference))))


def parts(content: bytes) -> dict[str, str]:
    """Every file of a document that is text."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


# What is made is judged all at once, as the judges are slow to start.

HOSTILE = {
    "{{ 7*7 }} {% x %}": "{{ 7*7 }} {% x %}",
    "=cmd|' /C calc'!A0": "=cmd|' /C calc'!A0",
    "<w:t>&amp;</w:t> ]]>": "<w:t>&</w:t> ]]>",
    '{ INCLUDETEXT "c:\\\\x" } %s %(x)s': '{ INCLUDETEXT "c:\\x" } %s %(x)s',
    "\\<script\\> &lt;b&gt;": "<script> <b>",
    "a\u00adb\u200dc": "a\u00adb\u200dc",
}
LISTS = "1. a\n2. b\n   1. x\n   2. y\n3. c\n\ntext\n\n1. d\n\ntext\n\n6. e\n7. f\n\n- g\n"
ODD = {
    "example": EXAMPLE,
    "hostile": "\n\n".join(HOSTILE),
    "lists": LISTS,
    "illegal": "a\x00\x0b\x1b\ud800\ufffe\u202eb &#12;\tc `\x01d`",
    "code": "```\n<x>\n  y\n```\n\n    z",
    "deep": "".join(f"{'  ' * level}- {level}\n" for level in range(12)) + "> " * 12 + "x",
    "addresses": "[a](<https://å.example/ö?q=ä#ı>) [b](<http://[>) [c](<mailto:a@b.example?subject=%00>) [d](<tel:+46(0)8>)",
    "tables": "| a |\n| --- |\n\n| a | b |\n| --- | --- |\n| `x` [y](https://a.example) | |\n\n---\n\nslut",
} | dict(enumerate(["", "---", "text", "---\n\n---\n", "> bara", "- - - a", "1.\n2.\n", "# Bara\n\n---\n\n---"]))  # fmt: skip


@pytest.fixture(scope="module")
def written(store: Store, documents: Mapping[str, str], letterhead: bytes) -> dict[Path, str]:
    """Every document of both bases, odd ones, and one on the paper of an office, with the Markdown of each."""
    markdown = dict(documents) | {f"odd-{name}": text for name, text in ODD.items()} | {"letterhead": EXAMPLE}

    def fill(folder: Path) -> None:
        for name, text in markdown.items():
            content = convert(text, Page("sv", letterhead if name == "letterhead" else None))
            (folder / f"{name}.docx").write_bytes(content)

    folder = store.folder("word", fill)
    return {folder / f"{name}.docx": text for name, text in markdown.items()}


@pytest.mark.judge
def test_the_rules_of_the_open_xml_sdk(written: dict[Path, str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.docx"
    with zipfile.ZipFile(bad, "w") as package:
        for name, content in parts(convert(EXAMPLE, Page("sv"))).items():
            package.writestr(name, content.replace("<w:pPr>", "<w:pPr><w:wrong/>", 1))
    faults = open_xml([*written, bad])
    assert [fault for fault in faults if not fault.startswith("bad.docx: ")] == []
    assert [fault for fault in faults if "/word/document.xml" in fault]


@pytest.mark.judge
def test_libreoffice_reads_it_all_in_order(written: dict[Path, str]) -> None:
    read = dict(zip(written, read_by_libreoffice(written), strict=True))
    for file, markdown in written.items():
        if markdown == ODD["illegal"]:
            continue  # is told apart below
        text, at = " ".join(read[file].split()), 0
        for piece in said(tree(markdown.rpartition("\n---\n")[0] or markdown)):
            at = text.find(piece, at)
            assert at >= 0, f"{file.name}: {piece}"
            at += len(piece)
        if markdown == LISTS:
            assert text == "1. a 2. b 1. x 2. y 3. c text 1. d text 6. e 7. f • g"


def said(node: Tree, label: str = "") -> Iterator[str]:
    """What a reader should see of a document: headings, paragraphs, numbered items and cells, between the blanks."""
    if node.type == "inline":
        first, *others = BLANK.split(label + plain(node))
        yield from (" ".join(piece.split()) for piece in (first, *others) if piece.strip())
    for at, child in enumerate(node.children if node.type != "inline" else ()):
        if node.type == "ordered_list":
            label = f"{int(node.attrs.get('start', 1)) + at}. "
        yield from said(child, label if at == 0 or node.type == "ordered_list" else "")


def plain(node: Tree) -> str:
    if node.type in {"text", "code_inline"}:
        return node.content
    return " " if node.type == "softbreak" else "".join(map(plain, node.children))


# What things are in Word.


def test_styles() -> None:
    assert [(paragraph.style.name, paragraph.text) for paragraph in made(EXAMPLE).paragraphs] == [
        ("Title", "Inriktning: snö"),
        ("Notice", "EXEMPEL – gäller inte"),
        ("Normal", "Överenskommen. Se rapporten."),
        ("Heading 1", "Målbild"),
        ("Normal", "EXEMPEL Alla kommer fram. [1]"),
        ("List Bullet", "EXEMPEL Plogat."),
        ("List Bullet", "Sandat."),
        ("List Number 2", "inre"),
        ("Heading 2", "Sedan"),
        ("List Number", "tre"),
        ("List Continue", "och mer"),
        ("List Number", "fyra"),
        ("Line", ""),
        ("Normal", f"Nummer: {24 * '_'}"),
        ("Normal", ""),  # ends the section, as a table cannot
        ("Heading 1", "Fakta"),
        ("List Bullet Compact", "Snow fell i går."),
        ("Heading 1", "Källor"),
        ("Bibliography", "Boken"),
    ]


def test_marks_blanks_and_emphasis_are_styles_or_plain_properties() -> None:
    paragraphs = made("`UTKAST` **fet _båda_** ____ \\[text]").paragraphs
    looks = [(run.text, run.style.name, run.bold, run.italic) for run in paragraphs[0].runs if run.text.strip()]
    plain_ = "Default Paragraph Font"
    assert looks == [
        ("UTKAST", "Mark", None, None),
        ("fet ", plain_, True, None),
        ("båda", plain_, True, True),
        (24 * "_", "Blank", None, None),
        (" [text]", plain_, None, None),
    ]


def test_a_table_has_a_header_row_that_is_repeated() -> None:
    [table] = made(EXAMPLE).tables
    assert table.style.name == "Table Grid"
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Aktör", "Läge"], ["Östa kommun", "inte rapporterat"], ["Ö", ""],
    ]  # fmt: skip
    assert [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows] == [True, False, False]
    assert all(run.bold for cell in table.rows[0].cells for run in cell.paragraphs[0].runs)


def test_links() -> None:
    document = made(EXAMPLE)
    [link] = document.paragraphs[2].hyperlinks
    assert (link.text, link.url, link.runs[0].style.name) == ("rapporten", "https://a.example/r?a=1&b=2", "Hyperlink")


@pytest.mark.parametrize(("language", "locale", "pages"), [("sv", "sv-SE", "Sida  av "), ("en", "en-GB", "Page  of ")])
def test_language(language: str, locale: str, pages: str) -> None:
    document = made("[Snow]{lang=en} [Snö]{lang=sv} Snö", language)
    assert document.styles.element.xpath("./w:docDefaults//w:lang/@w:val") == [locale]
    assert document.element.xpath("//w:r/w:rPr/w:lang/@w:val") == ["en-GB", "sv-SE"]
    assert document.core_properties.language == locale
    assert document.sections[0].footer.paragraphs[-1].text == pages


def test_paper_banner_and_footer() -> None:
    document = made(EXAMPLE)
    first, second = document.sections
    assert (first.page_width.mm, first.page_height.mm) == (pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1))
    assert [(paragraph.style.name, paragraph.text) for paragraph in first.header.paragraphs] == [
        ("Banner", "EXEMPEL – gäller inte")
    ]
    assert first.footer.paragraphs[0].text == "Version 2 · Öppen"
    assert first.footer._element.xpath(".//w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]
    assert [paragraph.text for paragraph in second.header.paragraphs] == ["EXEMPEL – gäller inte"]
    assert first.different_first_page_header_footer
    assert first.first_page_header.is_linked_to_previous  # its text has the banner
    assert [one.text for one in document.paragraphs].count("EXEMPEL – gäller inte") == 1
    assert first.first_page_footer.paragraphs[0].text == "Version 2 · Öppen"
    assert not second.different_first_page_header_footer


def test_a_letterhead_of_one_header_keeps_it_on_the_first_page_too() -> None:
    """With what it leads to, such as a picture; the banner stands above it on the other pages alone."""
    office = docx.Document()
    logo = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    header = office.sections[0].header.paragraphs[0]
    header.text = "Länsstyrelsen"
    header.add_run().add_picture(BytesIO(logo))
    saved = BytesIO()
    office.save(saved)
    section = made(EXAMPLE, reference=saved.getvalue()).sections[0]
    assert [p.text for p in section.first_page_header.paragraphs] == ["Länsstyrelsen"]
    assert [p.text for p in section.header.paragraphs] == ["EXEMPEL – gäller inte", "Länsstyrelsen"]
    for box in (section.header, section.first_page_header):
        [picture] = box._element.xpath(".//@r:embed")
        assert box.part.related_parts[picture].blob == logo


@pytest.mark.parametrize(("after", "columns"), [("text", ["2"]), ("| a |\n| --- |\n| b |", ["1"])])
def test_reference_matter_is_set_in_columns_on_a_new_page(after: str, columns: list[str]) -> None:
    document = made(f"före\n\n---\n\n{after}\n\n---\n\nfot")
    assert [section.start_type.name for section in document.sections] == ["NEW_PAGE", "NEW_PAGE"]
    assert document.sections[1]._sectPr.xpath("./w:cols/@w:num") == columns


# What comes from outside.


def test_hostile_text_comes_out_as_it_is() -> None:
    document = made("\n\n".join(HOSTILE))
    assert [paragraph.text for paragraph in document.paragraphs] == list(HOSTILE.values())


def test_hidden_and_illegal_characters_are_left_out() -> None:
    [paragraph] = made(ODD["illegal"]).paragraphs
    assert " ".join(paragraph.text.replace("\ufffd", "").split()) == "ab c d"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "\\\\server\\x", "vbscript:x", "x.exe"]
)
def test_no_address_but_web_mail_and_telephone_is_a_link(address: str) -> None:
    assert made(f"[text]({address})").paragraphs[0].hyperlinks == []


# Who and when.


def test_nothing_tells_who_made_it_or_when() -> None:
    content = convert(EXAMPLE, Page("sv"))
    found = parts(content)
    assert sorted(found) == [
        "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/_rels/document.xml.rels", "word/document.xml",
        "word/footer1.xml", "word/footer2.xml", "word/header1.xml", "word/numbering.xml", "word/settings.xml", "word/styles.xml",
    ]  # fmt: skip
    properties = re.findall(r"<(?:dc|cp|dcterms):(\w+)[^>]*>([^<]+)<", found["docProps/core.xml"])
    assert properties == [("title", "Inriktning: snö"), ("language", "sv-SE")]
    assert not re.search(r"python|author|rsid|comment|thumbnail|creator", "".join(found.values()), re.IGNORECASE)
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_bytes_in_every_process() -> None:
    code = (
        "import sys; from ssr.formats.adapters import Page; from ssr.formats.docx.writer import convert;"
        "sys.stdout.buffer.write(convert(sys.stdin.buffer.read().decode(), Page('sv')))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], input=EXAMPLE.encode(), env={**os.environ, "PYTHONHASHSEED": seed},
            check=True, capture_output=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    import openpyxl  # noqa: F401  (it names prefixes of XML for all of this process)

    assert runs[0] == runs[1] == convert(EXAMPLE, Page("sv"))


def test_a_long_title_is_cut() -> None:
    assert convert("x", Page("sv"))


# The office's own document.


@pytest.fixture(scope="module")
def letterhead() -> bytes:
    """As an office in Sweden would have it: ids in Swedish, a first page of its own, and much that is nobody's business."""
    document = docx.Document()
    document.core_properties.author = "Anna Hemlig"
    section = document.sections[0]
    section.left_margin, section.different_first_page_header_footer = Mm(40), True
    section.first_page_header.paragraphs[0].text = "LÄNSSTYRELSEN I EXEMPELLÄN"
    section.header.paragraphs[0].text = "Länsstyrelsen"
    section.first_page_footer.paragraphs[0].text = "Box 1, Exempelstad"
    section.header._element.append(
        parse_xml(
            f'<w:p {nsdecls("w")} w:rsidR="00AA11BB"><w:ins w:id="9" w:author="Anna Hemlig"><w:r><w:t>Infogat</w:t></w:r></w:ins>'
            '<w:del w:id="8" w:author="Anna Hemlig"><w:r><w:delText>Borttaget</w:delText></w:r></w:del></w:p>'
        )
    )
    document.add_comment(document.add_paragraph("Hemlig mall").runs, text="Hemlig kommentar", author="Anna Hemlig")
    document.add_section().header.is_linked_to_previous = False
    document.sections[1].header.paragraphs[0].text = "Hemligt andra avsnitt"
    sheet = document.styles.element
    for style in sheet.xpath("./w:style"):
        name = style.find(qn("w:name")).get(qn("w:val"))
        if name in {"List Number", "Table Grid"}:
            sheet.remove(style)
    for element in sheet.iter():
        for attribute, value in element.attrib.items():
            if attribute != qn("w:name") and value in {"Heading1", "ListBullet"}:
                element.set(attribute, {"Heading1": "Rubrik1", "ListBullet": "Punktlista"}[value])
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def test_an_office_keeps_its_letterhead_and_styles(letterhead: bytes) -> None:
    document = made(EXAMPLE, reference=letterhead)
    first = document.sections[0]
    assert [p.text for p in first.first_page_header.paragraphs] == ["LÄNSSTYRELSEN I EXEMPELLÄN"]
    assert [p.text for p in first.header.paragraphs] == ["EXEMPEL – gäller inte", "Länsstyrelsen", "Infogat"]
    assert [p.text for p in first.first_page_footer.paragraphs][:2] == ["Box 1, Exempelstad", "Version 2 · Öppen"]
    assert first.left_margin.mm == pytest.approx(40, abs=0.1)
    used = {paragraph.text: paragraph.style for paragraph in document.paragraphs}
    assert used["Målbild"].style_id == "Rubrik1"
    assert used["Målbild"].font.color.rgb == docx.Document(BytesIO(letterhead)).styles["Heading 1"].font.color.rgb
    assert (used["Sandat."].style_id, used["tre"].name) == ("Punktlista", "List Number")
    assert document.tables[0].style.name == "Table Grid"
    assert document.styles.element.xpath("./w:docDefaults//w:lang/@w:val") == ["sv-SE"]


def test_nothing_else_of_the_office_is_kept(letterhead: bytes) -> None:
    content = convert(EXAMPLE, Page("sv", letterhead))
    assert not re.search(
        "Anna|Hemlig|Borttaget|rsid|thumbnail|comment", "".join(parts(content).values()), re.IGNORECASE
    )
    assert content == convert(EXAMPLE, Page("sv", letterhead))


def test_page_numbers_of_the_letterhead_are_not_said_twice() -> None:
    own = docx.Document()
    own.sections[0].footer._element.append(
        parse_xml(f'<w:p {nsdecls("w")}><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>')
    )
    saved = BytesIO()
    own.save(saved)
    footer = made(EXAMPLE, reference=saved.getvalue()).sections[0].footer
    assert len(footer._element.xpath(".//w:fldSimple")) == 1


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_word_document_is_refused(content: bytes) -> None:
    with pytest.raises(UsageError):
        convert(EXAMPLE, Page("sv", content))


def test_another_kind_of_package_is_refused() -> None:
    saved = BytesIO()
    with zipfile.ZipFile(saved, "w") as package:
        package.writestr(
            "[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
        )
    with pytest.raises(UsageError):
        convert(EXAMPLE, Page("sv", saved.getvalue()))


def test_a_template_of_words_is_a_letterhead_too(letterhead: bytes) -> None:
    """What tells the two apart is one word in the file."""
    with zipfile.ZipFile(BytesIO(letterhead)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    kinds = parts["[Content_Types].xml"]
    saved = BytesIO()
    with zipfile.ZipFile(saved, "w") as package:
        for name, content in {
            **parts,
            "[Content_Types].xml": kinds.replace(b"document.main", b"template.main"),
        }.items():
            package.writestr(name, content)
    assert saved.getvalue() != letterhead
    assert convert(EXAMPLE, Page("sv", saved.getvalue())) == convert(EXAMPLE, Page("sv", letterhead))
