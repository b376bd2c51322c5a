"""What changed, by identity: each folder below cases/diff is a base and what differs between its two periods.

`pytest --bless` writes the expected files anew.
"""

import json
from pathlib import Path

import pytest
from running import CASES, EXEMPELLAN, Result, ssr, write

DIFF = CASES / "diff"
PERIODS = ("2015-2018", "2019-2022")
SHAPE = [
    "kind", "id", "edition", "change", "route", "name", "before", "after",
    "old_id", "old_edition", "subject", "language", "words", "replaced_by",
]  # fmt: skip


def _diff(kb: Path, *arguments: str, periods: tuple[str, str] = PERIODS) -> Result:
    return ssr("diff", *periods, *arguments, kb=kb)


@pytest.mark.parametrize("case", sorted(path.name for path in DIFF.iterdir()))
def test_case(case: str, bless: bool) -> None:
    folder = DIFF / case
    assert ssr("validate", "--at", "2022-11-21", kb=folder).code == 0
    assert (folder / "README.md").read_text(encoding="utf-8").count("\n") == 1

    result = _diff(folder, "--format", "json")
    assert (result.code, result.err) == (0, "")
    if bless:
        (folder / "expected.json").write_bytes(result.out)
    assert result.text == (folder / "expected.json").read_bytes().decode()

    report = json.loads(result.text)
    assert list(report) == ["old", "new", "complete", "changes"]
    assert (report["old"], report["new"]) == PERIODS
    assert all(list(change) == SHAPE for change in report["changes"])


@pytest.mark.parametrize("case", [*sorted(path.name for path in DIFF.iterdir()), "exempellan"])
def test_nothing_differs_from_itself(case: str) -> None:
    kb, periods = (EXEMPELLAN, ("2019-2022", "2023-2026")) if case == "exempellan" else (DIFF / case, PERIODS)
    for period in periods:
        result = _diff(kb, "--format", "json", "--exit-code", periods=(period, period))
        assert result.code == 0
        assert json.loads(result.text)["changes"] == []


def test_the_periods_of_the_fictitious_county(bless: bool) -> None:
    """As a person reads it. What looks wrong here is wrong for the council."""
    result = _diff(EXEMPELLAN, periods=("2019-2022", "2023-2026"))
    expected = CASES / "diff-exempellan.txt"
    if bless:
        expected.write_bytes(result.out)
    assert result.text == expected.read_bytes().decode()


def _changes(kb: Path, *arguments: str) -> list[dict[str, object]]:
    found = json.loads(_diff(kb, "--format", "json", *arguments).text)["changes"]
    assert isinstance(found, list)
    return found


def test_one_kind_or_one_entry() -> None:
    kb = DIFF / "entries"
    everything = _changes(kb)
    for name in ("kind", "id"):
        for value in {str(change[name]) for change in everything}:
            assert _changes(kb, f"--{name}", value) == [change for change in everything if change[name] == value]


def test_exit_code() -> None:
    assert _diff(DIFF / "entries", "--exit-code").code == 1
    assert _diff(DIFF / "entries").code == 0
    assert _diff(DIFF / "writing", "--exit-code", "--kind", "directive").code == 0


def test_text_says_that_nothing_differs() -> None:
    assert _diff(DIFF / "writing", "--kind", "directive").text == "Inget skiljer 2015-2018 och 2019-2022 åt.\n"


def test_days_and_today() -> None:
    """A day instead of a period, and the newer side left out."""
    kb = DIFF / "entries"
    report = json.loads(ssr("diff", "2016-01-01", "2020-01-01", "--format", "json", kb=kb).text)
    assert (report["old"], report["new"]) == ("2016-01-01", "2020-01-01")
    assert report["changes"] == _changes(kb)
    assert len(json.loads(ssr("diff", "2015-2018", "--format", "json", kb=kb).text)["new"]) == len("2026-11-22")


def test_unsound_entries_are_left_out(tmp_path: Path) -> None:
    """They may have any shape, and `validate` tells of them."""
    manifest = (DIFF / "entries/ssr.yaml").read_text(encoding="utf-8")
    periods = {
        f"knowledge/goal-images/{period}.yaml": f"name: A\nfrom: {period[:4]}-01-01\nuntil: {period[5:]}-12-31\n"
        for period in PERIODS
    }
    broken = {
        f"knowledge/directives/{period}/snow.yaml": f"name: Snö\nreach: regional\nmeasures: {measures}\n"
        for period, measures in zip(PERIODS, ("{a: 1}", "[text, 3]"), strict=True)
    }
    result = _diff(write(tmp_path, {"ssr.yaml": manifest, **periods, **broken}))
    assert result.code == 0
    assert "fel på annat håll" in result.err
