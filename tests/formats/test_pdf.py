"""PDFs: what the rules of PDF/UA say of them, what those rules cannot see, and what can be read back."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pytest
from tools import POPPLER, require, verapdf

from ssr.formats.page import Page
from ssr.formats.pdf import convert

EXAMPLE = """\
# Inriktning: snö

> **EXEMPEL – gäller inte**

*Överenskommen.* Se [rapporten](<https://a.example/r?a=1&b=2>).

## Målbild

`EXEMPEL` Alla kommer **fram**. \\[1\\]

1. Plogat.

| Aktör | Läge |
| --- | --- |
| Östa kommun | *inte rapporterat* |

---

## Fakta

- [Snow fell]{lang=en} i går. Nummer: ________

---

Version 2 · Öppen
"""
ODD = {
    "typst": '# #strong[x] $x$ @ref\n\n#image("/etc/passwd") \\#set page() `#let` <label>\n\n---\n\nslut\n',
    "letters": "# 雪 🚒 \u0600\n\nשלום \ufffd é\u0301 \u2028 x\n\n---\n\nslut\n",
    "long": f"# {'å' * 3000}\n\n{'x' * 20000}\n\n---\n\nslut\n",
    "deep": f"# x\n\n{'> ' * 30}y\n\n{'*' * 200}z{'*' * 200}\n\n---\n\nslut\n",
    "empty": "",
}
# Who a file may be from: nobody, or the base that it was made of.
AUTHORS = {"", "Samverkan Stockholmsregionen", "Samverkan Exempellän"}


def probe(content: bytes) -> list[str]:
    """What no validator can see: the language, the header cells, and whose name is in the file."""
    problems = []
    with pikepdf.open(BytesIO(content)) as pdf:
        root = pdf.Root
        if not str(root.get("/Lang", "")).startswith(("sv", "en")):
            problems.append("no language of ours")
        if not root.ViewerPreferences.get("/DisplayDocTitle", False) or not str(pdf.docinfo.get("/Title", "")):
            problems.append("no title is shown")
        if str(pdf.docinfo.get("/Author", "")) not in AUTHORS:
            problems.append("an author's name")
        kinds = [str(element.get("/S")) for element in _elements(root.StructTreeRoot)]
        if kinds.count("/Table") > 0 and "/TH" not in kinds:
            problems.append("a table without header cells")
        if "/H1" not in kinds:
            problems.append("no heading")
        if "/Outlines" not in root:
            problems.append("no bookmarks")
    return problems


def _elements(node: Any) -> Iterator[Any]:
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _elements(child)


def faults(content: bytes, folder: Path) -> list[str]:
    file = folder / "document.pdf"
    file.write_bytes(content)
    found = page_validation.validate_pdf(str(file), profile="ua1")
    return [f"{failure.rule_id}: {failure.message}" for failure in found.failures] or (
        [] if found.is_compliant else ["not compliant"]
    )


def spoiled(content: bytes, spoil: Any) -> bytes:
    """The file with a fault planted in it."""
    with pikepdf.open(BytesIO(content)) as pdf:
        spoil(pdf)
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


def text_of(content: bytes, folder: Path) -> list[str]:
    """The text of each page."""
    require(POPPLER)
    file = folder / "read.pdf"
    file.write_bytes(content)
    done = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, encoding="utf-8")
    return done.stdout.split("\f")[:-1]


def test_every_document_passes(pdfs: Mapping[str, bytes], tmp_path: Path) -> None:
    found = {}
    for name, content in pdfs.items():
        if problems := [*faults(content, tmp_path), *probe(content)]:
            found[name] = problems

    assert found == {}


@pytest.mark.judge
def test_the_rules_of_verapdf(drafts: Mapping[str, tuple[str, Page]], tmp_path: Path) -> None:
    """It knows those of PDF/A too, by which what is kept can be read for good. It is slow, so of each document the longest."""
    longest: dict[str, str] = {}
    for name in sorted(drafts, key=lambda name: len(drafts[name][0])):
        longest[re.split("-(?:ssr|exempellan)", name)[0]] = name
    content = convert(EXAMPLE, Page("sv"))
    bad = {"ua1": spoiled(content, _without_shown_title), "2a": spoiled(content, _with_a_script)}
    odd = {f"odd-{name}": convert(text, Page("sv")) for name, text in ODD.items()}
    made = {name: convert(*drafts[name]) for name in longest.values()}
    files = {tmp_path / f"{name}.pdf": content for name, content in {**made, **odd, **bad}.items()}
    for file, content in files.items():
        file.write_bytes(content)
    broken = {tuple(fault.split(": ")[:2]) for fault in verapdf(files)}
    assert broken == {("ua1.pdf", "ua1"), ("2a.pdf", "2a")}


def _without_shown_title(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences["/DisplayDocTitle"]


def _with_a_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")


@pytest.mark.parametrize("name", ODD)
def test_odd_text_passes(name: str, tmp_path: Path) -> None:
    content = convert(ODD[name], Page("sv"))

    assert faults(content, tmp_path) == []


def _without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


def _without_header_cells(pdf: pikepdf.Pdf) -> None:
    for element in _elements(pdf.Root.StructTreeRoot):
        if str(element.S) == "/TH":
            element.S = pikepdf.Name("/TD")


def _with_an_author(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = "Någon"


def _without_bookmarks(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Outlines"]


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (_without_language, "no language of ours"),
        (_without_header_cells, "a table without header cells"),
        (_with_an_author, "an author's name"),
        (_without_bookmarks, "no bookmarks"),
    ],
)
def test_the_probe_sees_a_planted_fault(spoil: Any, problem: str) -> None:
    content = convert(EXAMPLE, Page("sv"))

    assert probe(content) == []
    assert probe(spoiled(content, spoil)) == [problem]


def test_the_validator_sees_a_planted_fault(tmp_path: Path) -> None:
    def unmark(pdf: pikepdf.Pdf) -> None:
        del pdf.Root["/MarkInfo"]

    assert faults(spoiled(convert(EXAMPLE, Page("sv")), unmark), tmp_path) != []


def test_language_and_title() -> None:
    for language in ("sv", "en"):
        with pikepdf.open(BytesIO(convert(EXAMPLE, Page(language)))) as pdf:
            assert str(pdf.Root.Lang).startswith(language)
            assert str(pdf.docinfo["/Title"]) == "Inriktning: snö"


def test_fonts_are_embedded() -> None:
    with pikepdf.open(BytesIO(convert(EXAMPLE, Page("sv")))) as pdf:
        descriptors = [found for found in pdf.objects if _is_font(found)]

        assert descriptors
        assert all(any(f"/FontFile{kind}" in found for kind in ("", "2", "3")) for found in descriptors)


def _is_font(found: Any) -> bool:
    return isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/FontDescriptor"


def test_same_text_same_bytes() -> None:
    program = (
        "import sys; from ssr.formats.adapters import Page; from ssr.formats.pdf import convert; "
        "sys.stdout.buffer.write(convert(sys.stdin.buffer.read().decode(), Page('sv')))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program], check=True, capture_output=True, input=EXAMPLE.encode(),
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout
        for seed, zone in (("1", "Asia/Tokyo"), ("2", "UTC"))
    ]  # fmt: skip

    assert runs[0] == runs[1] == convert(EXAMPLE, Page("sv"))


def test_each_page_says_what_it_is(tmp_path: Path) -> None:
    long = EXAMPLE.replace("1. Plogat.\n", "1. Plogat.\n" * 45)  # what fits on one page is not broken
    pages = text_of(convert(long, Page("sv")), tmp_path)

    assert len(pages) == 2
    assert all("EXEMPEL – gäller inte" in page and "Version 2 · Öppen" in page for page in pages)
    assert ["Sida 1 av 2" in pages[0], "Sida 2 av 2" in pages[1]] == [True, True]


def test_a_directive_has_two_pages_at_most(pdfs: Mapping[str, bytes]) -> None:
    briefs = {name: content for name, content in pdfs.items() if name.startswith("directive-")}
    assert briefs
    for name, content in briefs.items():
        with pikepdf.open(BytesIO(content)) as pdf:
            assert len(pdf.pages) <= 2, name


def test_a_file_is_of_the_day_that_it_tells_of() -> None:
    content = convert("# A\n", Page("sv", day="2018-11-14", author="Samverkan Exempellän"))
    with pikepdf.open(BytesIO(content)) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20181114")
        assert str(pdf.docinfo["/ModDate"]).startswith("D:20181114")
        assert str(pdf.docinfo["/Author"]) == "Samverkan Exempellän"
    assert content == convert("# A\n", Page("sv", day="2018-11-14", author="Samverkan Exempellän"))
