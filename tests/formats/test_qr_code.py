"""The code on a form, read from the finished sheet as a camera or a scanner would read it."""

import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from running import EXEMPELLAN, rendered, ssr
from tools import POPPLER, require

from ssr.formats.qr_code import drawing

FORM = ("situation-report", "storm", "--at", "2026-11-22", "--format", "pdf")


def _codes(content: bytes, dots: int = 200) -> list[str]:
    """What stands in the codes of the pages, scanned at so many dots an inch."""
    command = ["pdftoppm", "-r", str(dots), "-gray", "-"]
    scan = subprocess.run(command, input=content, check=True, capture_output=True).stdout
    codes = []
    while scan:
        _, size, _, scan = scan.split(b"\n", 3)
        width, height = map(int, size.split())
        page = memoryview(scan[: width * height]).cast("B", (height, width))
        codes += [code.text for code in zxingcpp.read_barcodes(page)]
        scan = scan[width * height :]
    return codes


def _number(content: bytes) -> str:
    text = subprocess.run(["pdftotext", "-", "-"], input=content, check=True, capture_output=True).stdout.decode()
    return text.partition("Blankett ")[2].split()[0]


@pytest.mark.parametrize("dots", [150, 300])
def test_a_scanned_form_says_its_number_and_nothing_else(dots: int) -> None:
    require(POPPLER)
    content = rendered(*FORM, kb=EXEMPELLAN)
    assert _codes(content, dots) == [_number(content)]
    own = rendered(*FORM, "--actor", "granvik", kb=EXEMPELLAN)
    assert _codes(own, dots) == [_number(own)]
    assert _number(own) != _number(content)


def test_each_sheet_of_a_form_has_it_and_no_other_document() -> None:
    require(POPPLER)
    picture = rendered("situation-picture", "storm", *FORM[2:], kb=EXEMPELLAN)
    assert len(_codes(picture)) > 1
    assert set(_codes(picture)) == {_number(picture)}
    assert _codes(rendered("card", "storm", *FORM[2:], kb=EXEMPELLAN)) == []


def test_the_same_number_gives_the_same_drawing() -> None:
    assert drawing("ab12-cd34") == drawing("ab12-cd34")
    assert drawing("ab12-cd34") != drawing("ab12-cd35")
    assert "http" not in drawing("ab12-cd34").replace("http://www.w3.org/2000/svg", "")


def test_where_the_library_is_not_there_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    drawing.cache_clear()
    monkeypatch.setitem(sys.modules, "segno", None)
    result = ssr("render", *FORM, "-o", tmp_path / "a.pdf", kb=EXEMPELLAN)
    drawing.cache_clear()
    assert result.code != 0
    assert "Traceback" not in result.err
    assert "[pdf]" in result.err
