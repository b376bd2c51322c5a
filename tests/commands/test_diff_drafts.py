"""Drafts in a comparison: left aside and told of, or taken along on both sides, or one of them as a side."""

import json
from pathlib import Path

import pytest
from repository import commit, repository
from running import MANIFEST, Result, ssr, write

GOAL = "name: Målbild {0}\nfrom: {0}-01-01\nuntil: {1}-12-31\n"
STORM = "name: Storm\nreach: regional\nstatus: {}\n{}measures:\n  - id: a\n    phase: handling\n    text: {}\n    illustrative: true\n"
AGREED = "agreement: {date: 2019-05-01}\n"
OLD, NEW = "knowledge/directives/2019-2022/storm.yaml", "knowledge/directives/2023-2026/storm.yaml"
BASE = {
    "ssr.yaml": MANIFEST,
    "knowledge/goal-images/2019-2022.yaml": GOAL.format(2019, 2022),
    "knowledge/goal-images/2023-2026.yaml": GOAL.format(2023, 2026),
    OLD: STORM.format("agreed", AGREED, "Fäll träd."),
    NEW: STORM.format("referral", "", "Fäll alla träd."),
}


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = repository(tmp_path / "base")
    commit(folder, BASE)
    monkeypatch.chdir(folder)
    return folder


def diff(*arguments: str) -> Result:
    return ssr("diff", *arguments, kb=Path())


def told(*arguments: str) -> list[tuple[str, str]]:
    result = diff(*arguments, "--format", "json")
    assert result.code == 0, result.err
    return [(change["id"], change["change"]) for change in json.loads(result.text)["changes"]]


def test_what_is_left_aside_is_told(base: Path) -> None:
    result = diff("2019-2022", "2023-2026", "--id", "storm")
    assert result.text.splitlines() == [
        "Inget av det som gäller skiljer 2019-2022 och 2023-2026 åt.",
        "Inte jämfört, men skiljer sig: 1 utkast: Storm (storm, 2023-2026). Ta med utkast med --drafts.",
    ]
    assert diff("2019-2022", "2023-2026", "--id", "storm", "--exit-code").code == 1
    listed = json.loads(diff("2019-2022", "2023-2026", "--id", "storm", "--format", "json").text)["aside"]
    assert listed == [{"kind": "directive", "id": "storm", "edition": "2023-2026", "draft": True}]
    page = diff("2019-2022", "2023-2026", "--format", "md").text
    assert "- Utkast som skiljer sig men inte är med i jämförelsen: 1." in page


def test_what_is_left_aside_counts_once_under_another_id(base: Path) -> None:
    """Of what holds on neither side, too: it is the same entry before and after."""
    forum = "name: Driftforum\nsort: forum\nuntil: 2020-12-31\n"
    commit(base, {"knowledge/structures/driftforum.yaml": forum})
    assert ssr("rename", "driftforum", "driftgruppen", kb=Path()).code == 0
    aside = "Inte jämfört, men skiljer sig: 1 post som inte gäller på någon av sidorna: Driftforum (driftgruppen).\n"
    assert aside in diff("HEAD").text


def test_a_draft_for_a_later_time_that_is_as_it_was_does_not_differ(base: Path) -> None:
    later = {path.replace("2023-2026", "2097-2100"): text for path, text in BASE.items() if "2023-2026" in path}
    commit(base, {**later, "knowledge/goal-images/2097-2100.yaml": GOAL.format(2097, 2100)})
    result = diff("HEAD", "--exit-code")
    assert (result.code, result.text.count("\n")) == (0, 1)
    assert result.text.startswith("Inget skiljer HEAD och ")
    assert "- Utkast som skiljer sig" not in diff("HEAD", "--format", "md").text


def test_with_drafts_a_period_has_its_own(base: Path) -> None:
    """And the period before has none of those that come after it."""
    result = diff("2019-2022", "2023-2026", "--id", "storm", "--drafts")
    assert result.text.startswith("Från 2019-2022 med utkast till 2023-2026 med utkast\n")
    assert "Inriktning: Storm (storm) UTKAST\n" in result.text
    assert "Omformulerad, prioriterade åtgärder: Fäll [+ alla] träd." in result.text
    assert "Inte jämfört" not in result.text
    page = diff("2019-2022", "2023-2026", "--drafts", "--format", "md").text
    assert "UTKAST" in page.partition("## ")[0]
    assert "2019–2022 med utkast och 2023–2026 med utkast" in page


@pytest.mark.parametrize("side", ["draft:storm", "utkast:storm"])
def test_a_draft_alone_is_compared_with_what_holds(base: Path, side: str) -> None:
    for arguments in ((side,), ("HEAD", side)):
        result = diff(*arguments)
        assert "till utkastet storm\n" in result.text
        assert "Fäll [+ alla] träd." in result.text
    assert "Fäll [– alla] träd." in diff(side, "HEAD").text


def test_what_has_no_draft(base: Path) -> None:
    write(base, {NEW: STORM.format("agreed", AGREED.replace("2019", "2023"), "Fäll alla träd.")})
    result = diff("draft:storm")
    assert (result.code, result.out) == (2, b"")
    assert "storm har inget utkast." in result.err
    assert diff("draft:stomr").code == 2


def test_revisions_with_their_drafts(base: Path) -> None:
    """Also drafts of a time that is to come, and those that are new."""
    coming = {
        "knowledge/goal-images/2031-2034.yaml": GOAL.format(2031, 2034),
        "knowledge/directives/2031-2034/hetta.yaml": STORM.format("draft", "", "Drick."),
    }
    commit(base, {NEW: STORM.format("referral", "", "Fäll några träd."), **coming})
    aside = diff("HEAD^", "HEAD").text
    assert "2 utkast: Storm (hetta, 2031-2034), Storm (storm, 2023-2026)" in aside
    assert "1 post som inte gäller på någon av sidorna: Målbild 2031 (2031-2034)" in aside
    assert told("HEAD^", "HEAD") == []
    assert told("HEAD^", "HEAD", "--drafts") == [("hetta", "added"), ("storm", "reworded")]
    assert told("draft:HEAD^", "draft:HEAD") == told("HEAD^", "HEAD", "--drafts")
    assert told("HEAD", "--drafts") == []
    assert told("HEAD^@2020-01-01", "HEAD@2020-01-01", "--drafts") == []


def test_an_older_version_that_differs_is_told_too(base: Path) -> None:
    commit(base, {NEW: STORM.format("agreed", AGREED.replace("2019", "2023"), "Fäll alla träd.")})
    write(base, {OLD: STORM.format("agreed", AGREED, "Fäll inga träd.")})
    result = diff("HEAD")
    assert "Inget av det som gäller skiljer" in result.text
    assert "1 post som inte gäller på någon av sidorna: Storm (storm, 2019-2022)" in result.text


def test_a_draft_that_was_agreed_for_later_has_not_ceased(base: Path) -> None:
    path = "knowledge/directives/2023-2026/hetta.yaml"
    commit(base, {path: STORM.format("draft", "", "Drick.")})
    write(base, {path: STORM.format("agreed", AGREED + "from: 2099-01-01\n", "Drick.")})
    result = diff("HEAD", "--drafts")
    assert "Posten är inte längre ett förslag, men gäller inte den dagen." in result.text
    assert "upphört" not in result.text
