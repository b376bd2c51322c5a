"""The pages of a review: the documents of either version, and what differs between them, marked for eyes and ears."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repository import commit, repository
from running import MANIFEST, rendered, ssr, write
from tools import axe, html_validate, vnu

from ssr.documents.review_pages import _rows
from ssr.formats.plain import lines

ROUTINE = "name: {}\nillustrative: true\nsteps:\n" + "".join(
    f"  - id: s{n}\n    rank: {n}\n    text: {{}}\n" for n in range(1, 13)
)
STEPS = [f"Ring nummer {n} inom ett dygn." for n in range(1, 13)]
LARM = "knowledge/routines/larm.yaml"
BASE = {
    "ssr.yaml": MANIFEST,
    LARM: ROUTINE.format("Larm", *STEPS),
    "knowledge/routines/gammal.yaml": ROUTINE.format("Gammalt larm", *STEPS),
    "knowledge/routines/orord.yaml": ROUTINE.format("Orört larm", *STEPS),
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = repository(tmp_path / "base")
    commit(folder, BASE)
    changed = [STEPS[0], "Ring nummer 2 inom en timme.", *STEPS[2:]]
    write(
        folder, {LARM: ROUTINE.format("Larm", *changed), "knowledge/routines/ny.yaml": ROUTINE.format("Nytt", *STEPS)}
    )
    (folder / "knowledge/routines/gammal.yaml").unlink()
    return folder


def pages(base: Path, folder: Path, *arguments: str) -> Mapping[str, str]:
    result = ssr("review", "HEAD", "--pages", folder, "-o", folder.with_suffix(".md"), *arguments, kb=base)
    assert result.code == 0, result.err
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html"))
    }


def test_each_document_as_it_was_as_it_becomes_and_side_by_side(base: Path, tmp_path: Path) -> None:
    found = pages(base, tmp_path / "sidor")
    of_routines = {name for name in found if re.fullmatch(r"\w+/routine/.*", name)}
    assert of_routines == {
        "old/routine/larm.html", "new/routine/larm.html", "compared/routine/larm.html",
        "old/routine/gammal.html", "compared/routine/gammal.html", "new/routine/ny.html", "compared/routine/ny.html",
    }  # fmt: skip
    assert "inom ett dygn" in found["old/routine/larm.html"]
    way = '<p class="start"><a href="../../index.html">'
    new = found["new/routine/larm.html"]
    alone = rendered("routine", "larm", "--format", "html", kb=base).decode()
    style = re.compile("<style>.*?</style>", re.DOTALL)  # the way back has rules of its own
    assert style.sub("", re.sub(re.escape(way) + ".*\n", "", new)) == style.sub("", alone)
    for name, page in found.items():
        for to in re.findall(r'href="([^"#]*)"', page):
            assert (tmp_path / "sidor" / name).parent.joinpath(to).exists()
    assert {*re.findall(r'href="([^"#]*)"', found["index.html"])} == {*found} - {"index.html"}


def test_what_differs_is_marked_in_words_too_and_the_rest_left_out(base: Path, tmp_path: Path) -> None:
    page = pages(base, tmp_path / "sidor")["compared/routine/larm.html"]
    assert re.findall(r"<del>.*?\[borttaget: </span>(.*?)<span", page) == ["ett dygn"]
    assert re.findall(r"<ins>.*?\[tillagt: </span>(.*?)<span", page) == ["en timme"]
    assert "rader är desamma" in page
    assert "Ring nummer 1 inom" in page
    assert "Ring nummer 9 inom" not in page


def test_nothing_that_changes_has_a_list_that_says_so(base: Path, tmp_path: Path) -> None:
    commit(base)
    assert pages(base, tmp_path / "sidor").keys() == {"index.html"}
    assert "Inga dokument ser annorlunda ut." in (tmp_path / "sidor/index.html").read_text(encoding="utf-8")


def test_the_same_bytes_again_and_in_the_same_folder(base: Path, tmp_path: Path) -> None:
    assert pages(base, tmp_path / "sidor") == pages(base, tmp_path / "andra") == pages(base, tmp_path / "sidor")


@pytest.mark.parametrize("place", ["knowledge", "templates/sidor", "annans"])
def test_it_is_not_put_in_a_base_or_in_place_of_what_others_wrote(place: str, base: Path, tmp_path: Path) -> None:
    write(base, {"annans/egen.txt": "x\n"})
    result = ssr("review", "HEAD", "--pages", base / place, kb=base)
    assert (result.code, result.out) == (2, b"")
    assert result.err
    assert (base / "annans/egen.txt").exists()


def test_nothing_that_its_readers_may_not_see(base: Path, tmp_path: Path) -> None:
    hidden = ROUTINE.format("HEMLIGT-NAMN", *["HEMLIGT-STEG"] * 12)
    write(base, {"knowledge/routines/dold.yaml": f"{hidden}audience: office\n"})
    with (base / LARM).open("a", encoding="utf-8") as file:
        file.write("  - id: dold\n    rank: 20\n    text: HEMLIGT\n    audience: office\n")
    found = pages(base, tmp_path / "sidor")
    assert not re.search("hemligt|dold", "".join([*found, *found.values()]), re.IGNORECASE)


def test_hostile_words_are_words(base: Path, tmp_path: Path) -> None:
    hostile = "'a | b ]{ins=x} <script>alert(1)</script> [x](https://ont.example) `y` {{ 1 }} | --- |'"
    write(base, {LARM: ROUTINE.format(hostile, *[hostile] * 12), "templates/_review_pages/pages.md.j2": "ONT"})
    page = pages(base, tmp_path / "sidor")["compared/routine/larm.html"]
    assert "<script" not in page
    assert "ont.example" in page
    assert 'href="https' not in page
    assert "ONT" not in page
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    assert {row.count("<td>") + row.count("<th ") for row in rows} == {2}


LINES = st.lists(st.sampled_from(["a b", "a c", "b", "c d e"]), max_size=30)


@given(LINES, LINES)
def test_no_line_of_either_is_lost(before: list[str], after: list[str]) -> None:
    rows = list(_rows(before, after))
    for texts, lost in ((before, "added"), (after, "removed")):
        shown = [" ".join(word.text for word in row.words if word.change != lost) for row in rows]
        left_out = sum(row.left_out for row in rows)
        assert len([line for line in shown if line]) + left_out == len(texts)
        assert {line for line in shown if line} <= {*texts}
    assert all(row.is_same for row in rows) == (before == after)


def test_lines_of_a_document() -> None:
    text = "# A *b*\n\n> **N**\n\nen\ntvå\n\n- x\n- y\n  - z\n\n| h | i |\n| --- | --- |\n| 1 | |\n\n---\n\nfot\n"
    assert lines(text) == ["A b", "N", "en två", "x", "y", "z", "h · i", "1", "fot"]


@pytest.mark.judge
def test_others_find_nothing_wrong_with_the_pages(base: Path, tmp_path: Path) -> None:
    pages(base, tmp_path / "sidor")
    files = [tmp_path / "sidor/index.html", *sorted((tmp_path / "sidor/compared/routine").iterdir())]
    flat = [Path(shutil.copy(file, tmp_path / f"{n}.html")) for n, file in enumerate(files)]
    assert [problem for result in axe(flat) for problem in result.problems] == []
    assert html_validate(flat) == []
    assert vnu(flat) == []
