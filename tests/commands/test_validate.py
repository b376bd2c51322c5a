"""`ssr validate` as a command: which base, which files of it, and how it ends."""

import json
from pathlib import Path

import pytest
from running import MANIFEST, ROOT, Result, process, ssr, write

from ssr.cli.options import FindingsFormat

GROUP = "name: {}\nsort: group\nillustrative: true\n"
RIGHT = {"knowledge/structures/right.yaml": GROUP.format("Gruppen")}
NOTE = {"knowledge/routines/note.yaml": "name: Larma\nillustrative: true\n"}
WARNING = {"knowledge/structures/warning.yaml": GROUP.format("Rådet") + "short: TODO\n"}
ERROR = {"knowledge/structures/error.yaml": GROUP.format("Nämnden") + "level: zzz\n"}
BROKEN = {"knowledge/actors/broken.yaml": "names: [\n"}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", {"ssr.yaml": MANIFEST, **RIGHT})


def paths(result: Result) -> list[str]:
    return [Path(one["path"]).stem for one in json.loads(result.text)["findings"]]


# How it ends.


@pytest.mark.parametrize(
    ("files", "code", "strict"),
    [(RIGHT, 0, 0), (NOTE, 0, 0), (WARNING, 0, 1), (ERROR, 1, 1), (BROKEN, 1, 1), (NOTE | WARNING, 0, 1), (NOTE | ERROR, 1, 1)],
)  # fmt: skip
@pytest.mark.parametrize("format_", FindingsFormat)
def test_exit_code(base: Path, files: dict[str, str], code: int, strict: int, format_: str) -> None:
    write(base, files)
    assert ssr("validate", "--format", format_, kb=base).code == code
    assert ssr("validate", "--format", format_, "--strict", kb=base).code == strict


def test_one_broken_file_hides_no_other(base: Path) -> None:
    write(base, NOTE | WARNING | ERROR | BROKEN)
    result = ssr("validate", "--format", "json", kb=base)
    assert paths(result) == ["broken", "note", "error", "warning"]
    assert json.loads(result.text)["entries"] == 5


def test_a_broken_manifest_hides_no_entry(base: Path) -> None:
    write(base, {"ssr.yaml": "name: [", **ERROR})
    assert paths(ssr("validate", "--format", "json", kb=base)) == [
        "ssr",
        "error",
    ]  # what else may follow from comes first


@pytest.mark.parametrize("counts", ["x", "5", "[5]", "[{kind: actor}]", "{a: b}", "[{kind: [], where: 5, count: x}]"])
def test_a_manifest_of_the_wrong_shape_is_a_finding(base: Path, counts: str) -> None:
    write(base, {"ssr.yaml": f"{MANIFEST}counts: {counts}\n"})
    result = ssr("validate", "--format", "json", kb=base)
    assert (result.code, result.err) == (1, "")
    assert set(paths(result)) == {"ssr"}


def test_all_is_well(base: Path) -> None:
    result = ssr("validate", "--lang", "sv", kb=base)
    assert (result.code, result.text, result.err) == (0, "Inga fel i 1 post.\n", "")


def test_findings_go_to_stdout_and_nothing_else(base: Path) -> None:
    write(base, NOTE | WARNING | ERROR | BROKEN)
    for format_ in FindingsFormat:
        result = ssr("validate", "--format", format_, kb=base)
        assert result.out
        assert result.err == ""


def test_english(base: Path) -> None:
    write(base, ERROR)
    assert 'error SSR104  the field "level" cannot be zzz' in ssr("validate", "--lang", "en", kb=base).text


@pytest.mark.parametrize("day", ["2019-02-30", "någon dag", "2019", "2019-01-01\n2020", ""])
def test_a_date_that_is_none(base: Path, day: str) -> None:
    result = ssr("validate", "--at", day, kb=base)
    assert (result.code, result.out) == (2, b"")
    assert result.err


@pytest.mark.parametrize("day", ["2019-01-01", "2019-01-01\n", "i dag", "imorgon", "yesterday"])
def test_a_date_as_people_write_it(base: Path, day: str) -> None:
    assert ssr("validate", "--at", day, kb=base).code == 0


# Which files.


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ([], ["broken", "note", "error", "warning"]),
        (["knowledge"], ["broken", "note", "error", "warning"]),
        (["knowledge/"], ["broken", "note", "error", "warning"]),
        (["."], ["broken", "note", "error", "warning"]),
        (["knowledge/structures"], ["error", "warning"]),
        (["./knowledge/../knowledge/structures/"], ["error", "warning"]),
        (["knowledge/structures/error.yaml"], ["error"]),
        (["knowledge/structures/right.yaml"], []),
        (["knowledge/actors", "knowledge/structures/error.yaml"], ["broken", "error"]),
        (["ssr.yaml"], []),
    ],
)
def test_only_what_is_asked_for(base: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str], told: list[str]) -> None:
    write(base, NOTE | WARNING | ERROR | BROKEN)
    monkeypatch.chdir(base)
    result = ssr("validate", "--format", "json", *asked, kb=Path())
    assert paths(result) == told
    assert result.code == (1 if {"broken", "error"} & set(told) else 0)


def test_paths_are_those_of_the_shell(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(base, NOTE | ERROR)
    monkeypatch.chdir(base / "knowledge/structures")
    assert paths(ssr("validate", "--format", "json", "error.yaml", kb=base)) == ["error"]
    assert paths(ssr("validate", "--format", "json", "../routines", kb=base)) == ["note"]
    assert paths(ssr("validate", "--format", "json", base / "knowledge/routines/note.yaml", kb=base)) == ["note"]
    monkeypatch.chdir(base.parent)
    assert paths(ssr("validate", "--format", "json", "base/knowledge/structures", kb="base")) == ["error"]


@pytest.mark.parametrize(
    "asked", ["zzz", "knowledge/zzz.yaml", "knowledge/struct", "/etc/passwd", "..", "knowledge/structures/right"]
)
def test_a_path_that_is_not_there(base: Path, monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.chdir(base)
    result = ssr("validate", "--lang", "sv", asked, kb=base)
    assert (result.code, result.out) == (2, b"")
    assert f"{asked} finns inte i basen." in result.err


# Which base.


def test_the_nearest_above(base: Path) -> None:
    write(base, ERROR)
    result = process("validate", "--format", "json", cwd=base / "knowledge/structures", env={"SSR_KB": ""})
    assert paths(result) == ["error"]


def test_the_one_in_the_environment(base: Path, tmp_path: Path) -> None:
    write(base, ERROR)
    result = process("validate", "--format", "json", cwd=tmp_path, env={"SSR_KB": str(base)})
    assert paths(result) == ["error"]


def test_what_is_asked_for_counts_before_the_environment(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(base, ERROR)
    monkeypatch.setenv("SSR_KB", str(ROOT))
    assert paths(ssr("validate", "--format", "json", kb=base)) == ["error"]


@pytest.mark.parametrize("folder", ["nowhere", "empty", "base/knowledge"])
def test_a_folder_that_is_no_base(base: Path, tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    result = ssr("validate", "--lang", "sv", kb=tmp_path / folder)
    assert (result.code, result.out) == (2, b"")
    assert "är ingen kunskapsbas" in result.err


def test_no_base_anywhere_above(tmp_path: Path) -> None:
    result = process("validate", "--lang", "sv", cwd=tmp_path, env={"SSR_KB": ""})
    assert (result.code, result.out) == (2, b"")
    assert result.err.startswith("Här finns ingen kunskapsbas")


def test_a_base_without_entries(tmp_path: Path) -> None:
    result = ssr("validate", "--lang", "sv", kb=write(tmp_path, {"ssr.yaml": MANIFEST}))
    assert (result.code, result.text) == (0, "Inga fel i 0 poster.\n")
