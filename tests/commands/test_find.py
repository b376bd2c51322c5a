"""`ssr find` names the places where all the words stand, and never what the readers may not see."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from running import EXEMPELLAN, MANIFEST, ROOT, ssr, write

SCHEMA = json.loads((ROOT / "schemas/_found.schema.json").read_text(encoding="utf-8"))
BASE = {
    "ssr.yaml": MANIFEST,
    "knowledge/goal-images/2019-2022.yaml": "name: Målbild\nfrom: 2019-01-01\nuntil: 2022-12-31\n",
    "knowledge/actors/kustbolaget.yaml": (
        "names: [{name: Kustbolaget, short: KB}]\nsort: company\naliases: [Färjorna]\n"
        "participation: [{as: member}]\nrole: {text: {sv: Kör färjor över sundet., en: Runs ferries across the sound.}}\nnote: hemlig anteckning om färjor\n"
        "contacts:\n  - {id: vakt, function: Vakthavande, channel: phone, value: '0700000001', audience: office}\n"
    ),
    "knowledge/structures/farjeforum.yaml": (
        "name: Forumet\nsort: forum\nuntil: 2020-06-30\nmembers: [{party: kustbolaget, audience: office}]\n"
        "description: {text: 'Möts när vägen till fårö är stängd, ::warning:: x##[group]y "
        + "och så vidare " * 20
        + "till slut.'}\n"
    ),
    "knowledge/structures/hemligt.yaml": "name: Färjor i hemlighet\nsort: forum\naudience: office\n",
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", BASE)


def found(base: Path, *arguments: str) -> dict[str, Any]:
    """What is found, in the documented shape."""
    result = ssr("find", *arguments, "--format", "json", kb=base)
    assert result.code == 0, result.err
    report: dict[str, Any] = json.loads(result.text)
    jsonschema.validate(report, SCHEMA)
    return report


def ids(report: dict[str, Any]) -> list[str]:
    return [one["id"] for one in report["entries"]]


def test_entry_name_place_and_a_line(base: Path) -> None:
    assert ssr("find", "kör", "SUNDET", kb=base).text == (
        "kustbolaget  Kustbolaget (aktör)\n  Roll, Text: Kör färjor över sundet.\n"
    )


def test_the_language_of_the_readers_goes_first_and_any_is_searched(base: Path) -> None:
    assert "Role, Text: Runs ferries" in ssr("find", "ferries", "--lang", "en", kb=base).text
    assert "Roll, Text: Runs ferries" in ssr("find", "ferries", kb=base).text


@pytest.mark.parametrize(
    ("words", "expected"),
    [("färj", ["kustbolaget"]), ("farj", ["kustbolaget", "farjeforum"]), ("FÅRÖ", ["farjeforum"]), ("fåröx", [])],
)
def test_letters_with_marks_differ_first_and_then_do_not(words: str, expected: list[str], base: Path) -> None:
    assert ids(found(base, words)) == expected


def test_the_id_is_a_place_where_no_other_is(base: Path) -> None:
    (entry,) = found(base, "farjeforum")["entries"]
    assert entry["places"] == [{"field": None, "title": "Id", "key": None, "line": "farjeforum", "illustrative": False}]
    assert entry["state"] == "ended"


def test_what_is_called_so_comes_first(base: Path) -> None:
    extra = {
        "knowledge/actors/a.yaml": "names: [{name: A}]\nsort: company\nparticipation: [{as: member}]\nrole: {text: Äger forumet.}\n"
    }
    write(base, extra)
    assert ids(found(base, "forumet")) == ["farjeforum", "a"]


def test_hidden_text_never_hits(base: Path) -> None:
    for words in ("0700000001", "hemlighet", "vakthavande"):
        assert ids(found(base, words)) == []
        assert ids(found(base, words, "--audience", "members")) == []
        assert ids(found(base, words, "--audience", "office")) != []
    assert ids(found(base, "anteckning", "--audience", "office")) == []  # a note is printed nowhere


def test_on_a_day_only_what_was_in_force_then(base: Path) -> None:
    assert ids(found(base, "forumet", "--at", "2020-06-30")) == ["farjeforum"]
    assert ids(found(base, "forumet", "--at", "2020-07-01")) == []
    assert "(struktur, har upphört)" in ssr("find", "forumet", kb=base).text


def test_a_long_text_is_cut_at_words_around_the_hit(base: Path) -> None:
    (place,) = found(base, "slut")["entries"][0]["places"]
    assert place["line"].startswith("…")
    assert place["line"].endswith("vidare till slut.")
    (place,) = found(base, "vägen")["entries"][0]["places"]
    assert place["line"].startswith("Möts när vägen")
    assert place["line"].endswith("…")


def test_of_one_kind_by_its_title(base: Path) -> None:
    assert ids(found(base, "farj", "--kind", "struktur")) == ["farjeforum"]
    assert ssr("find", "farj", "--kind", "bil", kb=base).code == 2


def test_an_item_is_named_by_its_key() -> None:
    places = [
        place
        for entry in found(EXEMPELLAN, "ström", "--kind", "directive")["entries"]
        for place in entry["places"]
        if place["key"]
    ]
    assert places
    for place in places:
        assert ssr("explain", f"directive.{place['field']}", kb=EXEMPELLAN).code == 0


def test_nothing_found_and_nothing_asked(base: Path) -> None:
    nothing = ssr("find", "zeppelin", kb=base)
    assert (nothing.code, nothing.out) == (0, b"")
    assert "zeppelin" in nothing.err
    refused = ssr("find", "?!", kb=base)
    assert (refused.code, refused.out) == (2, b"")
    assert "ssr find" in refused.err


def test_what_is_broken_is_told_and_not_searched(base: Path) -> None:
    write(base, {"knowledge/actors/trasig.yaml": "names: [{name: Trasig}]\nsort: färja\n"})
    result = ssr("find", "trasig", kb=base)
    assert result.out == b""
    assert "ssr validate" in result.err


def test_no_log_obeys_what_is_found(base: Path) -> None:
    for format_ in ("text", "json"):
        said = ssr("find", "group", "--format", format_, kb=base).text
        assert "[group]y" in said
        assert "##[" not in said
    assert "##[group]" in found(base, "group")["entries"][0]["places"][0]["line"]


def test_what_is_invented_is_marked(tmp_path: Path) -> None:
    """By itself, by what holds it, and by a mark on the whole property, but not where an item has a source of its own."""
    step = "  - {{id: {0}, text: Spärra {0}.{1}}}\n"
    steps = step.format("a", "") + step.format("b", ", sources: [k]")
    files = {
        "ssr.yaml": MANIFEST,
        "knowledge/papers/k.yaml": "title: K\n",
        "knowledge/routines/r.yaml": f"name: R\npurpose: {{text: Spärra r., illustrative: true}}\nmarks: {{steps: {{illustrative: true}}}}\nsteps:\n{steps}",
        "knowledge/structures/s.yaml": "name: Spärra s\nsort: forum\nillustrative: true\n",
    }
    base = write(tmp_path / "base", files)
    report = found(base, "spärra")
    marked = {place["line"]: place["illustrative"] for one in report["entries"] for place in one["places"]}
    assert marked == {"Spärra r.": True, "Spärra s": True, "Spärra b.": False}  # and the example beside b is gone
    assert "  EXEMPEL Syfte, Text: Spärra r.\n" in ssr("find", "spärra", kb=base).text
