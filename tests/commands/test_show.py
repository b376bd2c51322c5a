"""`ssr show --format json`: the entry as its file has it, with the links that the text names too."""

import json
from pathlib import Path

import jsonschema
import pytest
from running import EXEMPELLAN, ROOT, ssr

SCHEMA = json.loads((ROOT / "schemas/_entry.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kb", [ROOT, EXEMPELLAN], ids=lambda path: path.name)
def test_every_entry_has_the_documented_shape(kb: Path) -> None:
    rows = json.loads(ssr("list", "--format", "json", kb=kb).text)
    for row in rows[::7]:
        edition = ("--edition", row["edition"]) if row["edition"] else ()
        shown = json.loads(ssr("show", row["id"], *edition, "--format", "json", kb=kb).text)
        jsonschema.validate(shown, SCHEMA)
        assert {name: shown[name] for name in row} == row


def test_the_same_links_as_the_text() -> None:
    text = ssr("show", "haninge").text
    shown = json.loads(ssr("show", "haninge", "--format", "json").text)
    links = shown["points_to"] + shown["pointed_from"]
    assert len(links) > 5
    assert all(f"  {one['id']}  {one['name']} (" in text for one in links)
    assert len(links) == sum(
        line.startswith("  ") and line.endswith(")") for line in text.partition("Hänvisar till:")[2].split("\n")
    )


def test_what_is_laid_over_stands_beside() -> None:
    over = ROOT / "examples/exempellan-kansliet"
    (path, *_) = sorted((over / "knowledge/actors").glob("*.yaml"))
    shown = json.loads(ssr("show", path.stem, "--overlay", over, "--format", "json", kb=EXEMPELLAN).text)
    jsonschema.validate(shown, SCHEMA)
    assert [one["path"] for one in shown["laid_over"]] == [f"../exempellan-kansliet/knowledge/actors/{path.name}"]
