"""What a side of a comparison means, and what is said when one cannot be read."""

import json
import re
from pathlib import Path

import pytest
from running import CASES, MANIFEST, Result, ssr, write

ENTRIES = CASES / "diff/entries"
GROUP = "name: {}\nsort: group\n"
FILES = {
    "ssr.yaml": MANIFEST,
    "knowledge/structures/a.yaml": GROUP.format("A"),
    "knowledge/structures/b.yaml": GROUP.format("B") + "until: 2020-12-31\n",
    "knowledge/routines/larm.yaml": "name: Larm\n",
    "knowledge/goal-images/2019-2022.yaml": "name: Gemensam målbild\nfrom: 2019-01-01\nuntil: 2022-12-31\n",
}


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two bases that say the same, in `old` and `new`, where one stands."""
    for side in ("old", "new"):
        write(tmp_path / side, FILES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def diff(*arguments: str, kb: Path | str = "new") -> Result:
    return ssr("diff", *arguments, kb=Path(kb))


def changes(*arguments: str, kb: Path | str = "new") -> list[dict[str, object]]:
    found = json.loads(diff(*arguments, "--format", "json", kb=kb).text)["changes"]
    assert isinstance(found, list)
    return found


# What a side means.


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2016-01-01", "2020-01-01"),
        ("@2016-01-01", "@2020-01-01"),
        ("2015-2018", "@2020-01-01"),
        ("@2016-01-01", "2019-2022"),
        ("2015–2018", "2019 – 2022"),
    ],
)
def test_periods_and_dates(old: str, new: str) -> None:
    report = json.loads(diff(old, new, "--format", "json", kb=ENTRIES).text)
    assert (report["old"], report["new"]) == (old, new)
    assert report["changes"] == changes("2015-2018", "2019-2022", kb=ENTRIES)


def test_the_newer_side_left_out_is_today() -> None:
    report = json.loads(diff("2015-2018", "--format", "json", kb=ENTRIES).text)
    assert re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", report["new"])


def test_folders(folders: Path) -> None:
    write(folders / "new", {"knowledge/structures/c.yaml": GROUP.format("C")})
    found = changes("old")
    assert [(change["id"], change["change"]) for change in found] == [("c", "added")]
    assert changes("old", "new", kb="old") == changes(str(folders / "old"), "./new/") == found


@pytest.mark.parametrize("old", ["old@2020-01-01", "old:2019-2022", "old"])
def test_a_folder_on_a_day(folders: Path, old: str) -> None:
    """`b` is no more from 2021 on; a period that has ended is seen on its last day."""
    ended = [("b", "removed")] if old == "old@2020-01-01" else []
    (folders / "new/knowledge/structures/b.yaml").unlink()
    assert [(change["id"], change["change"]) for change in changes(old, "--kind", "structure")] == ended


def test_folder_names_of_any_sort(folders: Path) -> None:
    for name in ("å ä", "a@b", "a:b", "main"):
        write(folders / name, FILES | {"knowledge/structures/c.yaml": GROUP.format("C")})
        assert [change["change"] for change in changes("new", name)] == ["added"]
        assert [change["change"] for change in changes("new@2022-01-01", f"{name}@2022-01-01")] == ["added"]


@pytest.mark.parametrize(
    ("side", "said"),
    [
        ("2019-2023", "menade du 2019-2022?"),
        (
            "nowhere",
            "nowhere är varken en period i basen, ett datum, en version i git eller en mapp med en kunskapsbas",
        ),
        ("knowledge", "knowledge är varken"),
        ("nowhere@2020-01-01", "nowhere@2020-01-01 är varken"),
        ("@2020-02-30", "2020-02-30 är inget datum"),
        ("old@someday", "someday är inget datum"),
        ("old:2027-2030", "2027-2030 är varken en period"),
        ("", "är varken"),
        ("@", "är inget datum"),
        ("\0", "är varken"),
        ("x" * 5000, "är varken"),
    ],
)
def test_a_side_that_means_nothing(folders: Path, side: str, said: str) -> None:
    for sides in ((side, "2019-2022"), ("2019-2022", side)):
        result = diff(*sides)
        assert (result.code, result.out) == (2, b"")
        assert said in result.err


# What cannot be read.


def test_a_broken_manifest_is_an_error(folders: Path) -> None:
    """With it nobody knows who may read what, so everything would be hidden, and nothing seem to differ."""
    write(folders / "old", {"ssr.yaml": "name: [\n"})
    for sides in (("old",), ("old", "old"), ("new", "old")):
        result = diff(*sides)
        assert (result.code, result.out) == (1, b"")
        assert "old/ssr.yaml:1" in result.err
        assert "old/ssr.yaml går inte att läsa, så versionerna går inte att jämföra." in result.err
    for arguments in (("2019-2022",), ("@2020-01-01", "@2021-01-01"), ("new",)):
        assert (diff(*arguments, kb="old").code, diff(*arguments, kb="old").out) == (1, b"")


def test_entries_that_cannot_be_found_are_an_error(folders: Path) -> None:
    (folders / "old/knowledge").rename(folders / "elsewhere")
    (folders / "old/knowledge").symlink_to(folders / "elsewhere")
    result = diff("old")
    assert (result.code, result.out) == (1, b"")
    assert "old/knowledge:1:1  fel SSR001" in result.err


BROKEN = {
    "wrong shape": ("knowledge/structures/a.yaml", GROUP.format("A") + "levle: high\n"),
    "no YAML": ("knowledge/structures/a.yaml", "name: [\n"),
    "nothing": ("knowledge/structures/a.yaml", ""),
    "a period": ("knowledge/goal-images/2019-2022.yaml", "name: 1\nfrom: 2019\n"),
}


@pytest.mark.parametrize("side", ["old", "new"])
@pytest.mark.parametrize("path", BROKEN)
def test_a_broken_entry_has_neither_come_nor_gone(folders: Path, path: str, side: str) -> None:
    file, text = BROKEN[path]
    write(folders / side, {file: text})
    result = diff("old", "new")
    assert result.text == (
        "Inget av det som gick att jämföra skiljer old och new åt, men allt gick inte att jämföra.\n"
    )
    assert result.err == f"Obs: 1 fil innehåller fel och ingår inte i jämförelsen: {file} ({side})\n"
    assert diff("old", "new").code == 0
    assert diff("old", "new", "--exit-code").code == 1
    report = json.loads(diff("old", "new", "--format", "json").text)
    assert (report["complete"], report["changes"]) == (False, [])


def test_what_else_differs_is_told(folders: Path) -> None:
    write(folders / "new", {"knowledge/structures/a.yaml": "", "knowledge/routines/larm.yaml": "name: Larmet\n"})
    result = diff("old", "new")
    assert "Allt gick inte att jämföra.\n" in result.text
    assert "Omformulerad, namn: [Larm → Larmet]" in result.text or "Ny lydelse, namn: Larmet" in result.text


@pytest.mark.parametrize("side", ["old", "new"])
def test_a_file_that_cannot_be_read_has_neither_come_nor_gone(folders: Path, side: str) -> None:
    file = folders / side / "knowledge/structures/a.yaml"
    file.rename(folders / "elsewhere")
    file.symlink_to(folders / "elsewhere")
    result = diff("old", "new", "--format", "json")
    assert (json.loads(result.text)["changes"], json.loads(result.text)["complete"]) == ([], False)
    assert "knowledge/structures/a.yaml" in result.err


@pytest.mark.parametrize("side", ["old", "new"])
def test_a_folder_that_cannot_be_read_has_neither_come_nor_gone(folders: Path, side: str) -> None:
    folder = folders / side / "knowledge/structures"
    folder.rename(folders / "elsewhere")
    folder.symlink_to(folders / "elsewhere")
    result = diff("old", "new", "--format", "json")
    assert (json.loads(result.text)["changes"], json.loads(result.text)["complete"]) == ([], False)


@pytest.mark.parametrize("schema", ['{"x-folder": "structures"}', '{"x-foldr": "structures"}', '{"x-folder": '])
@pytest.mark.parametrize("side", ["old", "new"])
def test_without_a_kind_that_can_be_understood_nothing_is_compared(folders: Path, side: str, schema: str) -> None:
    """All its entries would seem to be gone, and with them all that leads there."""
    write(folders / side, {"schemas/structure.schema.json": schema})
    result = diff("old", "new", "--format", "json")
    assert (result.code, result.text) == (1, "")
    assert "schemas/structure.schema.json:1:" in result.err.partition("  fel SSR013")[0]


def test_a_broken_version_of_another_time_is_in_nobodys_way(folders: Path) -> None:
    """It holds on neither day."""
    periods = {"2011-2014": "levle: 1\n", "2019-2022": ""}
    for period, more in periods.items():
        first, _, last = period.partition("-")
        goal = f"name: Gemensam målbild\nfrom: {first}-01-01\nuntil: {last}-12-31\n"
        files = {
            f"knowledge/goal-images/{period}.yaml": goal,
            f"knowledge/directives/{period}/sno.yaml": f"name: Snö\nreach: regional\n{more}",
        }
        for side in ("old", "new"):
            write(folders / side, files)
    result = diff("old", "new")
    assert (result.text, result.code) == ("Inget skiljer old och new åt.\n", 0)
    assert result.err == "Obs: 2 fel i andra delar av basen; ssr validate visar dem.\n"
    write(folders / "new", {"knowledge/directives/2019-2022/sno.yaml": "name: Snö\nreach: regional\nlevle: 1\n"})
    assert "allt gick inte att jämföra" in diff("old", "new").text
    assert "Allt gick inte att jämföra." in diff("old@2012-01-01", "old").text


def test_many_files_left_out_are_not_all_named(folders: Path) -> None:
    write(folders / "new", {f"knowledge/structures/x{number}.yaml": "" for number in range(30)})
    assert len(diff("old").err) < 400


# Schemas that differ.

WORDS = {"title": "T", "description": "D.", "x-sv": {"title": "T", "description": "D."}}


def ferry(**properties: object) -> str:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema", **WORDS, "x-folder": "ferries", "x-name": "name",
        "type": "object", "required": ["name"], "additionalProperties": False,
        "properties": {"name": {"type": "string", **WORDS}, **{name: {**WORDS, **value} for name, value in properties.items()}},  # type: ignore[dict-item]
    }  # fmt: skip
    return json.dumps(schema)


def test_a_property_that_only_one_side_knows(folders: Path) -> None:
    write(
        folders / "old",
        {
            "schemas/ferry.schema.json": ferry(pier={"type": "string"}),
            "knowledge/ferries/f.yaml": "name: F\npier: Kajen\n",
        },
    )
    write(
        folders / "new",
        {
            "schemas/ferry.schema.json": ferry(quay={"type": "string"}),
            "knowledge/ferries/f.yaml": "name: F\nquay: Kajen\n",
        },
    )
    assert [(change["change"], change["route"]) for change in changes("old", "new")] == [
        ("set", ["quay"]),
        ("unset", ["pier"]),
    ]


STOP = {"type": "object", "additionalProperties": False, "properties": {"name": {"type": "string", **WORDS}}}
STOPS = {"type": "array", "x-key": "name", "items": STOP}


@pytest.mark.parametrize("was", [({"type": "string"}, "Kajen"), ({"type": "integer"}, "3")], ids=["text", "number"])
@pytest.mark.parametrize("now", [(STOPS, "[{name: Kajen}]"), (STOP, "{name: Kajen}")], ids=["list", "object"])
def test_a_property_of_another_sort(
    folders: Path, was: tuple[dict[str, object], str], now: tuple[dict[str, object], str]
) -> None:
    shapes = {"old": was, "new": now}
    for side, (shape, text) in shapes.items():
        write(
            folders / side,
            {"schemas/ferry.schema.json": ferry(stops=shape), "knowledge/ferries/f.yaml": f"name: F\nstops: {text}\n"},
        )
    for sides in (("old", "new"), ("new", "old")):
        [change] = changes(*sides)
        assert (change["change"], change["route"]) == ("changed", ["stops"])
        assert diff(*sides).code == 0


def test_a_kind_that_only_one_side_knows(folders: Path) -> None:
    write(folders / "old", {"schemas/ferry.schema.json": ferry(), "knowledge/ferries/f.yaml": "name: F\n"})
    for sides, change in ((("old", "new"), "removed"), (("new", "old"), "added")):
        assert [(one["kind"], one["change"]) for one in changes(*sides)] == [("ferry", change)]
        assert changes(*sides, "--kind", "ferry") == changes(*sides)
        assert "T: F (f)" in diff(*sides).text


# What lies over the base lies over both sides.


def test_an_overlay(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    over = {
        "ssr.yaml": MANIFEST,
        "knowledge/structures/a.yaml": "rhythm: Varje vecka.\n",
        "knowledge/structures/d.yaml": GROUP.format("D"),
    }
    monkeypatch.setenv("SSR_OVERLAY", str(write(folders / "over", over)))
    assert changes("old", "new", "--audience", "office") == []
    write(folders / "over", {"ssr.yaml": "name: [\n"})
    assert diff("old", "new").code == 1
