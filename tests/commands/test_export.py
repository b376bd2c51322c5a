"""`ssr export`: all that holds on a day and nothing that the readers may not see, as JSON and as tables."""

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from running import DAY, EXEMPELLAN, MANIFEST, ROOT, ssr, write

SCHEMA = json.loads((ROOT / "schemas/_export.schema.json").read_text(encoding="utf-8"))
BASE = {
    "ssr.yaml": MANIFEST,
    "knowledge/actors/bolaget.yaml": (
        "names: [{name: =Bolaget}]\nsort: company\nparticipation: [{as: member}]\naliases: ['+46', '@b']\n"
        "note: bara för kansliet\nillustrative: true\n"
        "contacts:\n  - {id: vakt, function: Vakt, channel: phone, value: '0700000001', audience: office}\n"
    ),
    "knowledge/structures/forum.yaml": (
        "name: Forumet\nsort: forum\nsources: []\nmembers:\n  - {party: bolaget, illustrative: true}\n"
        "  - {party: hemligt}\nuntil: 2020-06-30\n"
    ),
    "knowledge/structures/hemligt.yaml": "name: Hemligheten\nsort: group\naudience: office\n",
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", BASE)


def exported(kb: Path, *arguments: str) -> dict[str, Any]:
    """The JSON, in the documented shape."""
    result = ssr("export", *arguments, kb=kb)
    assert result.code == 0, result.err
    report: dict[str, Any] = json.loads(result.text)
    jsonschema.validate(report, SCHEMA)
    return report


def tables(kb: Path, folder: Path, *arguments: str) -> dict[str, list[dict[str, str]]]:
    """The tables of a folder, as a program reads them that knows nothing of us."""
    result = ssr("export", "--format", "csv", "-o", folder, *arguments, kb=kb)
    assert result.code == 0, result.err
    return {
        path.stem: list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))
        for path in folder.glob("*.csv")
    }


@pytest.mark.parametrize("kb", [ROOT, EXEMPELLAN], ids=lambda path: path.name)
def test_all_that_is_listed_on_a_day(kb: Path) -> None:
    listed = json.loads(ssr("list", "--at", DAY, "--format", "json", kb=kb).text)
    report = exported(kb, "--at", DAY, "--audience", "office")
    there = {
        (kind["kind"], one["id"], one["edition"], one["name"]) for kind in report["kinds"] for one in kind["entries"]
    }
    assert there == {(row["kind"], row["id"], row["edition"], row["name"]) for row in listed}
    assert report["day"] == DAY
    assert report["complete"]


def test_only_what_holds_and_what_the_readers_may_see(base: Path, tmp_path: Path) -> None:
    for format_, name in (("json", "a.json"), ("csv", "a"), ("xlsx", "a.xlsx")):
        for audience, sees in (("public", False), ("members", False), ("office", True)):
            to = tmp_path / audience / name
            assert (
                ssr("export", "-o", to, "--format", format_, "--audience", audience, "--at", "2020-01-01", kb=base).code
                == 0
            )
            text = said(to)
            assert ("0700000001" in text, "Hemligheten" in text, "hemligt" in text) == (sees, sees, sees)
            assert "bara för kansliet" not in text
            assert "Bolaget" in text
    assert "Forumet" not in json.dumps(exported(base, "--at", "2020-07-01"))


def said(path: Path) -> str:
    """All that the files say."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return "\n".join(str(cell.value) for page in book for row in page.iter_rows() for cell in row)
    files = [path] if path.is_file() else sorted(path.iterdir())
    return "\n".join(one.read_text(encoding="utf-8") for one in files)


def test_a_table_for_each_kind_and_for_each_list_in_it(base: Path, tmp_path: Path) -> None:
    found = tables(base, tmp_path / "t", "--at", "2020-01-01", "--audience", "office")
    assert {"actor", "actor.names", "actor.contacts", "structure", "structure.members", "_columns"} <= found.keys()
    (actor,) = found["actor"]
    assert (actor["id"], actor["name"], actor["sort"], actor["illustrative"]) == (
        "bolaget",
        "'=Bolaget",
        "bolag",
        "true",
    )
    assert actor["aliases"] == "'+46; @b"
    first, second = found["structure.members"]
    assert (first["entry.id"], first["item.place"], first["party"], first["party.name"]) == (
        "forum",
        "1",
        "bolaget",
        "'=Bolaget",
    )
    assert (first["illustrative"], second["illustrative"]) in {("true", ""), ("true", "true")}
    assert found["actor.contacts"][0]["id"] == "vakt"
    assert found["actor.contacts"][0]["illustrative"] == "true"  # the whole entry is


def test_each_column_is_explained(tmp_path: Path) -> None:
    found = tables(EXEMPELLAN, tmp_path / "t", "--at", DAY)
    legend = {(row["tabell"], row["kolumn"]): row for row in found.pop("_columns")}
    assert set(legend) == {(name, column) for name, rows in found.items() for column in rows[0]}
    measure = legend["directive.measures", "text"]
    assert (measure["namn"], measure["förklaring"]) == ("Åtgärd", "Vad som görs.")


def test_every_item_and_its_key_are_there(tmp_path: Path) -> None:
    found = tables(EXEMPELLAN, tmp_path / "t", "--at", DAY, "--audience", "office")
    report = exported(EXEMPELLAN, "--at", DAY, "--audience", "office")
    (entries,) = (kind["entries"] for kind in report["kinds"] if kind["kind"] == "directive")
    keys = [(one["id"], item["id"]) for one in entries for item in one["data"].get("measures", ())]
    assert len(keys) > 5
    assert [(row["entry.id"], row["id"]) for row in found["directive.measures"]] == keys


def test_the_workbook_has_the_same_tables(tmp_path: Path) -> None:
    found = tables(EXEMPELLAN, tmp_path / "t", "--at", DAY)
    assert ssr("export", "-o", tmp_path / "a.xlsx", "--at", DAY, kb=EXEMPELLAN).code == 0
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert {page.title for page in book} == {name[:31] for name in found}
    for name, rows in found.items():
        head, *body = book[name[:31]].iter_rows(values_only=True)
        assert list(head) == list(rows[0])
        assert len(body) == len(rows)
    assert not [cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("format_", ["json", "xlsx"])
def test_the_same_bytes(format_: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert ssr("export", "-o", tmp_path / name, "--format", format_, "--at", DAY, kb=EXEMPELLAN).code == 0
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_an_entry_with_errors_is_left_out_and_that_is_said(base: Path) -> None:
    write(base, {"knowledge/actors/trasig.yaml": "names: [{name: Trasig}]\nsort: färja\n"})
    result = ssr("export", kb=base)
    assert json.loads(result.text)["complete"] is False
    assert "Trasig" not in result.text
    assert "ssr validate" in result.err


def test_what_cannot_be_done_is_said_in_our_words(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_folder = ssr("export", "--format", "csv", kb=base)
    assert (no_folder.code, no_folder.out) == (2, b"")
    assert "-o" in no_folder.err
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/brev.txt").write_text("mitt", encoding="utf-8")
    assert "brev.txt" in ssr("export", "--format", "csv", "-o", tmp_path / "mine", kb=base).err
    assert ssr("export", "--format", "csv", "-o", base / "knowledge", kb=base).code == 2
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    without = ssr("export", "-o", tmp_path / "a.xlsx", kb=base)
    assert without.code == 3
    assert "samverkan-ssr[xlsx]" in without.err
    assert not (tmp_path / "a.xlsx").exists()
