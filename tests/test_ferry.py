"""Kinds and documents are data: a ferry and its timetable, which no Python knows, go through every command."""

import ast
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running import CASES, DAY, ROOT, ssr

from ssr.base.yaml import read

FERRY = CASES / "ferry"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FERRY, tmp_path / "base"))


def test_validate_accepts_it_and_places_a_fault(base: Path) -> None:
    assert ssr("validate", "--strict", "--at", DAY, kb=base).code == 0

    faulty = base / "knowledge/ferries/sodra-linjen.yaml"
    faulty.write_text("name: Södra linjen\noperater: rederiet\noperator: rederit\n", encoding="utf-8")
    report = ssr("validate", "--at", DAY, kb=base)
    assert report.code == 1
    assert "knowledge/ferries/sodra-linjen.yaml:2:1  fel SSR103" in report.text
    assert "det som menas finns redan här som operator" in report.text

    faulty.write_text("name: Södra linjen\noperator: rederit\n", encoding="utf-8")
    report = ssr("validate", "--at", DAY, kb=base)
    assert "knowledge/ferries/sodra-linjen.yaml:2:11  fel SSR201" in report.text
    assert "menade du rederiet?" in report.text


def test_what_people_mean_is_known_by_its_schema_and_mended(base: Path) -> None:
    """The title of a field, the name of an entry, and a line that is broken where only its schema says what belongs there."""
    path = base / "knowledge/ferries/norra-linjen.yaml"
    right = path.read_bytes()
    for old, new in ((b"operator: rederiet", b"Huvudman: Rederiet"), (b"operator: rederiet", b"operator:rederiet")):
        path.write_bytes(right.replace(old, new))
        assert path.read_bytes() != right
        assert ssr("validate", "--at", DAY, kb=base).code == 1
        assert ssr("validate", "--fix", "--strict", "--at", DAY, kb=base).code == 0
        assert path.read_bytes() == right


def test_list_and_show() -> None:
    listed = ssr("list", "ferry", kb=FERRY).text.splitlines()
    assert listed[0] == "Färja (ferry)"
    assert [line.split()[0] for line in listed[1:]] == ["norra-linjen", "nya-linjen", "sodra-linjen"]

    shown = ssr("show", "sodra-linjen", kb=FERRY).text
    assert shown.startswith("Södra linjen\nSlag: Färja\n")
    assert "rederiet  Rederiet (aktör; huvudman)" in shown
    assert "sodra-linjen  Södra linjen (färja; huvudman)" in ssr("show", "rederiet", kb=FERRY).text


def test_words_that_people_use() -> None:
    """By the kind's title, and by what its schema says that people call a ferry besides its name."""
    assert ssr("list", "färjor", kb=FERRY).out == ssr("list", "ferry", kb=FERRY).out
    new = ssr("show", "nya-linjen", "--at", DAY, kb=FERRY).out
    assert new
    for word in ("Nya linjen", "skargardsbussen", "MF VÄSTRA"):
        assert ssr("show", word, "--at", DAY, kb=FERRY).out == new
    assert ssr("show", "mf östra", "--at", "2021-06-01", kb=FERRY).text.startswith("Nya linjen")
    since = ssr("show", "mf östra", "--at", DAY, kb=FERRY)
    assert (since.code, since.out) == (2, b"")
    assert "  nya-linjen  Nya linjen (färja, hette MF Östra)" in since.err
    assert ssr("render", "tidtabell", "södra", kb=FERRY).out == ssr("render", "timetable", "sodra-linjen", kb=FERRY).out


def test_explain() -> None:
    kind = ssr("explain", "färja", kb=FERRY).text
    assert kind.startswith("Färja (ferry)\nEn färjelinje.\n")
    assert re.search(r"^  operator +Huvudman +krävs$", kind, re.MULTILINE)
    field = ssr("explain", "färja.huvudman", kb=FERRY).text
    assert "Vem som kör.\n\nInnehåll: id för en post (aktör).\nKrävs," in field
    assert field.endswith("Exempel ur norra-linjen:\n  operator: rederiet\n")
    deep = ssr("explain", "ferry.lydelse", kb=FERRY).text
    assert deep.startswith("Lydelse (ferry.soundings.wording)\n")


def test_new(base: Path) -> None:
    made = ssr("new", "färja", "Västra linjen", "--set", "huvudman=Rederiet", "--set", "boats.hull=MF Nord", kb=base)
    assert made.text == "knowledge/ferries/vastra-linjen.yaml\n"
    content = (base / made.text.strip()).read_bytes()
    assert read("", content).data == {"name": "Västra linjen", "operator": "rederiet", "boats": [{"hull": "MF Nord"}]}
    assert ssr("validate", "--strict", "--at", DAY, kb=base).code == 0
    like = ssr("new", "ferry", "Sydvästra linjen", "--like", "södra", "--dry-run", kb=base).text
    assert "#soundings:\n#  - buoy: skrov\n#    wording: Båten ska vara hel.\n" in like


def test_render() -> None:
    winter = ssr("render", "timetable", "sodra-linjen", "--season", "winter", "--at", DAY, kb=FERRY)
    assert winter.text.startswith("# Tidtabell, vinter: Södra linjen\n")
    assert "Körs av: Rederiet\n" in winter.text
    assert "# Tidtabell, sommar: " in ssr("render", "timetable", "sodra-linjen", kb=FERRY).text
    html = ssr("render", "timetable", "sodra-linjen", "--format", "html", "--lang", "en", kb=FERRY)
    assert '<h1>Timetable, summer: <span lang="sv">Södra linjen</span></h1>' in html.text


def test_render_help_and_choices() -> None:
    page = ssr("render", "timetable", "--help", kb=FERRY).text
    assert "--season <summer|winter>" in page
    assert "Årstiden som tidtabellen gäller för." in page
    assert "timetable" in ssr("render", "--list", kb=FERRY).text

    wrong = ssr("render", "timetable", "sodra-linjen", "--season", "vinter", kb=FERRY)
    assert (wrong.code, wrong.out) == (2, b"")
    assert "--season" in wrong.err


def test_the_values_of_a_property_are_the_base_s_own_list(base: Path) -> None:
    """Until there is one, those that its schema has."""
    path = base / "knowledge/ferries/sodra-linjen.yaml"
    written = path.read_text(encoding="utf-8")
    path.write_text(written.replace("    wording:", "    tide: slack\n    wording:"), encoding="utf-8")
    report = ssr("validate", "--at", DAY, kb=base)
    assert 'sodra-linjen.yaml:5:11  fel SSR104  fältet "tidvatten" kan inte vara slack' in report.text
    assert "skriv ett av: ebb (vid ebb), flow (vid flod)" in report.text

    listed = base / "knowledge/vocabularies/tidvatten.yaml"
    listed.parent.mkdir()
    codes = "  - {code: flow, rank: 2, label: på flod}\n  - {code: slack, rank: 1, label: vid stillvatten}\n"
    listed.write_text(f"name: Tidvatten\nillustrative: true\ncodes:\n{codes}", encoding="utf-8")
    assert ssr("validate", "--at", DAY, kb=base).code == 0
    assert "slack  vid stillvatten\n  flow   på flod" in ssr("explain", "ferry.soundings.tide", kb=base).text
    assert "sodra-linjen" in ssr("show", "tidvatten", kb=base).text


def test_diff() -> None:
    report = ssr("diff", "2016-01-01", "2022-01-01", kb=FERRY).text
    assert "Färja: Norra linjen (norra-linjen)\n  - Posten har upphört." in report
    assert "Färja: Nya linjen (nya-linjen)\n  - Posten är ny." in report
    assert "Södra" not in report


def test_review(base: Path) -> None:
    """What a change means where no Python and no document of the tool's knows the kind."""
    line = base / "knowledge/ferries/sodra-linjen.yaml"
    line.write_text(line.read_text(encoding="utf-8").replace("ska vara hel", "ska vara hel och ren"), encoding="utf-8")
    page = ssr("review", str(FERRY), kb=base).text
    assert "### Färja: Södra linjen (sodra-linjen)\n\n- Omformulerad" in page
    assert "\\[+ och ren\\]" in page
    line.write_text(line.read_text(encoding="utf-8").replace("Södra linjen", "Sydlinjen"), encoding="utf-8")
    assert "**Tidtabell** ändras: Sydlinjen" in ssr("review", str(FERRY), kb=base).text
    line.unlink()
    report = json.loads(ssr("review", str(FERRY), "--format", "json", kb=base).text)
    assert [(one["kind"], one["id"], one["change"]) for one in report["held"]] == [("ferry", "sodra-linjen", "removed")]
    assert ("timetable", "sodra-linjen", "gone") in [
        (one["document"], one["id"], one["how"]) for one in report["documents"]
    ]
    assert "SSR803" in [one["code"] for one in report["findings"]]


def test_status_calls_an_item_by_what_its_schema_says() -> None:
    """No property of a ferry's items has a name that Python or another kind knows."""
    report = ssr("status", "--at", DAY, kb=FERRY).text
    assert "Båten ska vara hel." in report
    assert "2020-01-01" in report


@pytest.mark.parametrize(
    ("language", "told", "listed"),
    [
        ("sv", "Rederiet, senast: 1 januari 2020, grad: 3", "besiktningar"),
        ("en", "Rederiet, latest: 1 January 2020, grade: 3", "inspections"),
    ],
)
def test_an_item_with_no_words_of_its_own_is_told_by_all_that_it_says(
    base: Path, tmp_path: Path, language: str, told: str, listed: str
) -> None:
    """Nothing in it is a name, and its list has no key."""
    schema = json.loads((base / "schemas/ferry.schema.json").read_text(encoding="utf-8"))
    by, latest, grade, inspections = (
        {"title": title, "description": "D.", "x-sv": {"title": swedish, "description": "D."}}
        for title, swedish in (("By", "Av"), ("Latest", "Senast"), ("Grade", "Grad"), ("Inspections", "Besiktningar"))
    )
    of_each = {
        "by": {"type": "string", "x-ref": ["actor"], **by},
        "latest": {"type": "string", "format": "date", "x-review-by": True, **latest},
        "grade": {"type": "integer", **grade},
    }
    items = {"type": "object", "required": ["by"], "additionalProperties": False, "properties": of_each, **inspections}
    schema["properties"]["inspections"] = {"type": "array", "items": items, **inspections}
    (base / "schemas/ferry.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    earlier = shutil.copytree(base, tmp_path / "earlier")
    line = base / "knowledge/ferries/sodra-linjen.yaml"
    inspection = "inspections:\n  - by: rederiet\n    latest: 2020-01-01\n    grade: 3\n"
    line.write_text(line.read_text(encoding="utf-8") + inspection, encoding="utf-8")

    call = ("--at", DAY, "--lang", language)
    assert ssr("validate", *call, kb=base).code == 0
    assert f": {told}\n" in ssr("diff", str(earlier), "--lang", language, kb=base).text
    document = ssr("render", "diff", "--old", str(earlier), "--format", "md", "--lang", language, kb=base).text
    assert re.search(rf":\*\* {re.escape(told)}", document)
    assert f" 2020-01-01: {listed}\n" in ssr("status", *call, kb=base).text
    assert f"”{listed}”" in ssr("render", "status", *call, "--format", "md", kb=base).text


def test_what_comes_back_does_so_by_what_its_schema_says(base: Path) -> None:
    """A ferry that sails again and again, with names of its own for when; its list has each trip on its day."""
    schema = json.loads((base / "schemas/ferry.schema.json").read_text(encoding="utf-8"))
    words = {"title": "T", "description": "D.", "x-sv": {"title": "Turer", "description": "D."}}
    schema["properties"] |= {
        "maiden_trip": {"type": "string", "format": "date", **words},
        "casts_off": {"type": "string", "format": "clock", **words},
        "trips": {
            "$ref": "_shared.schema.json#/$defs/repeats",
            "x-series": {"date": "maiden_trip", "start": "casts_off"},
            **words,
        },
    }
    (base / "schemas/ferry.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    line = base / "knowledge/ferries/ostra-linjen.yaml"
    trips = "trips:\n  every: month\n  which: last\n  count: 5\n  except: [{}]\n"
    text = f"name: Östra linjen\noperator: rederiet\nmaiden_trip: 2022-11-30\ncasts_off: 07:15\n{trips}"
    line.write_text(text.format("2023-01-25"), encoding="utf-8")
    sailings = base / "templates/sailings"
    sailings.mkdir()
    (sailings / "document.yaml").write_text(
        "title: {sv: Turer, en: Trips}\nabout: []\nparameters:\n  - {name: during, title: {sv: Tid, en: Time}, type: days}\n"
        "selections:\n  trips:\n    all: [ferry]\n    during: {option: during, days: [maiden_trip]}\n    occasions: true\n"
        "    order: [maiden_trip]\nformats: {md: sailings.md.j2}\n",
        encoding="utf-8",
    )
    (sailings / "sailings.md.j2").write_text(
        '{% extends "_base/page.md.j2" %}{% block title %}Turer{% endblock %}{% block content %}{% for one in selections.trips %}\n'
        "- {{ one.entry.maiden_trip | plain_day }} {{ one.entry.casts_off | clock }}: {{ one.ref }}\n{% endfor %}{% endblock %}\n",
        encoding="utf-8",
    )
    assert ssr("validate", "--strict", "--at", DAY, kb=base).code == 0
    winter = ssr("render", "sailings", "--during", "2023", "--at", DAY, kb=base).text
    assert [one for one in winter.splitlines() if one.startswith("- ")] == [
        "- 22 februari 2023 kl. 07.15: Östra linjen",
        "- 29 mars 2023 kl. 07.15: Östra linjen",
    ]
    line.write_text(text.format("2023-01-24"), encoding="utf-8")
    assert "fel SSR307" in ssr("validate", "--at", DAY, kb=base).text


def test_referral(base: Path, tmp_path: Path) -> None:
    """A ferry line that is proposed is referred, and the answers are put together; its state has a name of its own."""
    schema = json.loads((base / "schemas/ferry.schema.json").read_text(encoding="utf-8"))
    words = {"title": "Stage", "description": "D.", "x-sv": {"title": "Skede", "description": "D."}}
    stages = {"type": "string", "enum": ["sketch", "sailing"], "x-status": {"draft": ["sketch"], "agreed": "sailing"}}
    shared = {"$ref": "_shared.schema.json#/$defs/referral", "x-bookkeeping": True, **words}
    schema["properties"] |= {"stage": {**stages, **words}, "referral": shared}
    (base / "schemas/ferry.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    line = "name: Västra linjen\noperator: rederiet\nstage: sketch\nreferral: {last_day: 2022-12-01, to: [rederiet]}\n"
    soundings = "soundings:\n  - {buoy: djup, wording: Djupet ska räcka., tide: ebb}\n"
    (base / "knowledge/ferries/vastra-linjen.yaml").write_text(line + soundings, encoding="utf-8")
    assert ssr("validate", "--strict", "--at", DAY, kb=base).code == 0
    made = ssr("render", "remiss", "västra linjen", "--each", "actor", "-o", tmp_path / "ut", "--at", DAY, kb=base)
    assert made.code == 0, made.err
    form = (tmp_path / "ut/referral-vastra-linjen-rederiet.md").read_text(encoding="utf-8")
    assert "| 2 | Djupet ska räcka. *Tidvatten:* vid ebb. |" in form
    answers = ("--answer", "answer_on.soundings.djup=avstyrker", "--answer", "answered=2022-12-24 10:00")
    told = (
        "report",
        "rederiet",
        "--document",
        "referral",
        "--id",
        "vastra-linjen",
        *answers,
        "-o",
        tmp_path / "in/a.yaml",
    )
    assert ssr(*told, kb=base).code == 0
    table = ssr("collect", tmp_path / "in", "--at", "2022-12-31T12:00", kb=base)
    assert table.code == 0, table.err
    assert "### 2. Lodningar: Djupet ska räcka.\n" in table.text
    assert "| Rederiet **(för sent)** | **Avstyrker.** |" in table.text
    book = ssr("collect", tmp_path / "in", "--at", "2022-12-31T12:00", "--format", "xlsx", kb=base)
    assert book.out.startswith(b"PK")


def _texts(tree: ast.Module) -> Iterator[str]:
    """Every string literal, docstrings aside."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_no_python_knows_a_kind() -> None:
    kinds = {path.name.removesuffix(".schema.json") for path in (ROOT / "schemas").glob("[!_]*.schema.json")}
    assert len(kinds) >= 9
    named = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in sorted((ROOT / "ssr").rglob("*.py"))
        for text in _texts(ast.parse(path.read_text(encoding="utf-8")))
        if text in kinds
    ]
    assert named == []


# Words that one kind has as the name of a property, and that mean something else where Python has them.
SAME_WORD = {
    "agreement": "an annotation of schemas",
    "code": "of a rule",
    "codes": "a section of the catalogue",
    "end": "of a group of boxes in a picture",
    "label": "a filter of templates",
    "members": "an audience",
    "names": "a filter of templates",
    "responsible": "a role of references",
    "summary": "an element of HTML",
    "year": "a range of days on the command line",
}
# They have words of their own: those of HTML, of calendars, of options.
OTHER_WORDS = {"cli", "formats"}


def _properties(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            yield from node["properties"]
        for below in node.values():
            yield from _properties(below)
    elif isinstance(node, list):
        for below in node:
            yield from _properties(below)


def test_no_python_knows_a_property_of_one_kind() -> None:
    """What many kinds share may be known (an id, a name, from when); what one kind alone has is for its schema."""
    kinds: dict[str, set[str]] = {}
    for path in (ROOT / "schemas").glob("*.schema.json"):
        for name in _properties(json.loads(path.read_text(encoding="utf-8"))):
            kinds.setdefault(name, set()).add(path.name)
    own = {name for name, schemas in kinds.items() if len(schemas) == 1 and not min(schemas).startswith("_")}
    assert len(own) > 50
    known = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in sorted((ROOT / "ssr").rglob("*.py"))
        if path.relative_to(ROOT / "ssr").parts[0] not in OTHER_WORDS
        for text in _texts(ast.parse(path.read_text(encoding="utf-8")))
        if text in own and text not in SAME_WORD
    ]
    assert known == []
