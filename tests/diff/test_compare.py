"""What changed, by identity: each folder below cases/diff holds two sides, and what differs between them.

A side is a period of the one base in the folder, or a base of its own in `old` and `new`.
`pytest --bless` writes the expected files anew.
"""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from running import CASES, EXEMPELLAN, ROOT, Result, ssr, write

from ssr.diff.change import CHANGES

DIFF = CASES / "diff"
NAMES = sorted(path.name for path in DIFF.iterdir())
PERIODS = ("2015-2018", "2019-2022")
SCHEMA = json.loads((ROOT / "schemas/_changes.schema.json").read_text(encoding="utf-8"))
EXEMPELLAN_PERIODS = ("2019-2022", "2023-2026")


@pytest.fixture
def case(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = DIFF / str(request.param)
    monkeypatch.chdir(folder)
    return folder


def _sides(folder: Path) -> tuple[str, str]:
    return ("old", "new") if (folder / "old").is_dir() else PERIODS


def _diff(folder: Path, *arguments: str) -> Result:
    old, new = _sides(folder)
    return ssr("diff", old, new, *arguments, kb=folder / "new" if old == "old" else folder)


def _changes(folder: Path, *arguments: str) -> list[dict[str, object]]:
    found = json.loads(_diff(folder, "--format", "json", *arguments).text)["changes"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("case", NAMES, indirect=True)
def test_case(case: Path, bless: bool) -> None:
    for base in (case / "old", case / "new") if (case / "old").is_dir() else (case,):
        assert ssr("validate", "--at", "2022-11-21", kb=base).code == 0
    assert (case / "README.md").read_text(encoding="utf-8").count("\n") == 1

    for name, arguments in {"expected.json": ("--format", "json"), "expected.txt": ()}.items():
        result = _diff(case, *arguments)
        assert (result.code, result.err) == (0, "")
        if bless:
            (case / name).write_bytes(result.out)
        assert result.text == (case / name).read_bytes().decode()

    report = json.loads(_diff(case, "--format", "json").text)
    assert list(report) == ["old", "new", "complete", "changes"]
    assert (report["old"], report["new"], report["complete"]) == (*_sides(case), True)
    jsonschema.validate(report, SCHEMA)
    for change in report["changes"]:
        assert list(change) == SCHEMA["$defs"]["change"]["required"]


@pytest.mark.parametrize("case", CHANGES, indirect=True)
def test_every_change_has_a_case_of_its_own(case: Path) -> None:
    assert {change["change"] for change in _changes(case)} == {case.name}


def test_the_schema_names_every_change() -> None:
    named = SCHEMA["$defs"]["change"]["properties"]["change"]["oneOf"]
    assert tuple(one["const"] for one in named) == CHANGES


def test_the_documentation_names_every_change() -> None:
    page = (ROOT / "docs/jamforelser.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\| `([a-z]+)` \|", page, re.MULTILINE)) == CHANGES


@pytest.mark.parametrize("case", [name for name in NAMES if (DIFF / name / "old").is_dir()], indirect=True)
def test_back_again(case: Path) -> None:
    """What came goes, what was set is unset, and what has two sides has them the other way round."""
    there = _changes(case)
    back = json.loads(ssr("diff", "new", "old", "--format", "json", kb=case / "new").text)["changes"]
    two_sided = {"renamed", "reprioritised", "rephased", "reassigned", "reworded", "relinked", "changed"}
    turned = [
        (change["change"], change["after"], change["before"]) for change in there if change["change"] in two_sided
    ]
    assert sorted(map(repr, turned)) == sorted(
        repr((change["change"], change["before"], change["after"])) for change in back if change["change"] in two_sided
    )
    came = {"added": {"removed", "retired"}, "set": {"unset"}, "unset": {"set"}, "removed": {"added"}}
    for name, others in came.items():
        count = sum(change["change"] == name for change in there)
        assert count <= sum(change["change"] in others for change in back)


@pytest.mark.parametrize("case", [*NAMES, "exempellan"])
def test_nothing_differs_from_itself(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = EXEMPELLAN if case == "exempellan" else DIFF / case
    monkeypatch.chdir(folder)
    sides = EXEMPELLAN_PERIODS if case == "exempellan" else _sides(folder)
    for side in sides:
        kb = folder / "new" if side in {"old", "new"} else folder
        result = ssr("diff", side, side, "--format", "json", "--exit-code", kb=kb)
        assert (result.code, json.loads(result.text)["changes"]) == (0, [])


def test_the_periods_of_the_fictitious_county(bless: bool) -> None:
    """As a person reads it. What looks wrong here is wrong for the council."""
    result = ssr("diff", *EXEMPELLAN_PERIODS, kb=EXEMPELLAN)
    expected = CASES / "diff-exempellan.txt"
    if bless:
        expected.write_bytes(result.out)
    assert result.text == expected.read_bytes().decode()
    found = json.loads(ssr("diff", *EXEMPELLAN_PERIODS, "--format", "json", "--audience", "office", kb=EXEMPELLAN).text)
    jsonschema.validate(found, SCHEMA)


def test_one_kind_or_one_entry() -> None:
    kb = DIFF / "entries"
    everything = _changes(kb)
    for name in ("kind", "id"):
        for value in {str(change[name]) for change in everything}:
            assert _changes(kb, f"--{name}", value) == [change for change in everything if change[name] == value]


@pytest.mark.parametrize("asked", ["larm", "larmkedja"])
def test_an_entry_by_the_id_that_it_has_on_either_side(asked: str) -> None:
    assert [change["change"] for change in _changes(DIFF / "entries", "--id", asked)] == ["renamed"]


def test_text_says_that_nothing_differs() -> None:
    assert _diff(DIFF / "writing", "--kind", "directive").text == "Inget skiljer 2015-2018 och 2019-2022 åt.\n"


def test_a_change_in_english(tmp_path: Path) -> None:
    text = _diff(DIFF / "measures", "--lang", "en").text
    assert "Moved from preparatory phase to handling phase: Flyttas." in text


# What is no change.

STEP = "name: Larm\nsteps:\n  - id: ring\n    rank: 1\n    text: {text}\n    who: [a, b]\n"
SAME = {
    "folded": STEP.format(text=">-\n      Ring den\n      som har jour."),
    "in lines": STEP.format(text="|\n      Ring den\n      som har jour."),
    "in quotes": STEP.format(text='"Ring den som har jour."'),
    "with a mark in two parts": STEP.format(text='"Ring den som har jour."').replace("Larm", "La\u0301rm"),
    "in Swedish": STEP.format(text="{sv: Ring den som har jour.}"),
    "other ends of lines": STEP.format(text="Ring den som har jour.").replace("\n", "\r\n"),
    "with comments": "# Larm\n" + STEP.format(text="Ring den som har jour. # jour"),
    "other order": "steps:\n  - who: [b, a]\n    text: Ring den som har jour.\n    rank: 1\n    id: ring\nname: Larm\n",
    "empty lists": STEP.format(text="Ring den som har jour.") + "structures: []\naliases: []\n",
    "a note": STEP.format(text="Ring den som har jour.") + "note: Att göra.\n",
    "no example": STEP.format(text="Ring den som har jour.") + "illustrative: false\n",
}
GROUPS = {f"knowledge/structures/{name}.yaml": f"name: {name}\nsort: group\n" for name in "ab"}


@pytest.mark.parametrize("written", SAME)
def test_another_way_of_writing_is_no_change(tmp_path: Path, written: str) -> None:
    plain = STEP.format(text="Ring den som har jour.")
    plain = plain.replace("Larm", "Lárm") if "mark" in written else plain
    manifest = (DIFF / "added/new/ssr.yaml").read_text(encoding="utf-8")
    for side, text in (("old", plain), ("new", SAME[written].replace("aliases: []\n", ""))):
        write(tmp_path / side, {"ssr.yaml": manifest, "knowledge/routines/larm.yaml": text, **GROUPS})
    sides = (str(tmp_path / "old"), str(tmp_path / "new"))
    result = ssr("diff", *sides, "--exit-code", kb=tmp_path / "new")
    assert (result.code, result.err) == (0, "")
