"""Which characters may stand in a text: what may not is told at its place, what may is the same in every format."""

import io
import subprocess
from pathlib import Path

import pytest
from docx import Document
from running import EXEMPELLAN, ssr, write
from tools import POPPLER, require

from ssr.base.yaml import read
from ssr.text.characters import HIDDEN, normalise

REFUSED = [
    "\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9b", "\u061c", "\u180e", "\u200b", "\u200e",
    "\u200f", "\u2028", "\u202e", "\u2060", "\u2066", "\u206a", "\ufdd0", "\ufeff", "\ufff9",
    "\ufffe", "\ue000", "\U0001d173", "\U000e0001", "\U000e0041", "\U0001fffe", "\U000dffff",
    "\U000f0000",
]  # fmt: skip
LET_THROUGH = ["\xad", "å", "o\u0308", "\u200d", "\u200c", "\u2011", "\u00a0", "→", "\ufe0e"]


@pytest.mark.parametrize("character", REFUSED, ids=ascii)
@pytest.mark.parametrize("written", ["raw", "escaped"])
def test_what_may_not_stand_in_a_text_is_told_where_it_stands(character: str, written: str) -> None:
    text = character if written == "raw" else f"\\U{ord(character):08x}"
    source = read("a.yaml", f'name: "sn{text}ö"\n'.encode())
    assert [finding.code for finding in source.findings] == ["SSR004"]
    assert source.findings[0].location.position.line == 1
    assert HIDDEN.sub("", f"a{character}b") == "ab"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the fictitious county in which one text holds all that is let through."""
    from shutil import copytree

    folder = Path(copytree(EXEMPELLAN, tmp_path_factory.mktemp("base") / "base"))
    path = folder / "knowledge/directives/2019-2022/storm.yaml"
    text = path.read_text(encoding="utf-8")
    return write(
        folder, {str(path.relative_to(folder)): text.replace("name: Storm", f"name: Storm{''.join(LET_THROUGH)}q", 1)}
    )


@pytest.mark.parametrize("format_", ["md", "html", "txt", "docx"])
def test_what_is_let_through_is_let_through_alike(base: Path, format_: str) -> None:
    result = ssr("render", "directive", "storm", "--edition", "2019-2022", "--format", format_, kb=base)
    assert result.code == 0, result.err
    text = _docx_text(result.out) if format_ == "docx" else result.text
    assert f"Storm{''.join(LET_THROUGH)}q" in text


def test_and_on_paper(base: Path, tmp_path: Path) -> None:
    """Text taken out of a PDF may be composed, and what joins may be drawn into its neighbour; no letter is gone."""
    require(POPPLER)
    file = tmp_path / "storm.pdf"
    file.write_bytes(ssr("render", "directive", "storm", "--edition", "2019-2022", "--format", "pdf", kb=base).out)
    done = subprocess.run(["pdftotext", str(file), "-"], check=True, capture_output=True, encoding="utf-8")
    assert "Stormåö" in normalise(done.stdout).replace("\xad", "")


def _docx_text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_the_reviews_own_example(base: Path) -> None:
    """Letters that nobody sees, of which each format showed others; the fourth, a soft hyphen, is let through by all."""
    path = base / "knowledge/directives/2023-2026/storm.yaml"
    text = path.read_text(encoding="utf-8")
    for character in ("\u061c", "\U000e0041", "\U000e0042"):
        path.write_text(text.replace("name: Storm", f"name: Sto{character}rm", 1), encoding="utf-8")
        result = ssr("validate", path.relative_to(base).as_posix(), kb=base)
        assert result.code == 1
        assert f"U+{ord(character):04X}" in result.text
    path.write_text(text, encoding="utf-8")
