"""`ssr review`: what a change means, as a page and as JSON."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from markdown_it import MarkdownIt
from referencing import Registry, Resource
from repository import commit, git, repository
from running import CASES, MANIFEST, ROOT, Result, ssr, write

SCHEMAS = {
    name: json.loads((ROOT / "schemas" / name).read_text(encoding="utf-8"))
    for name in ("_review.schema.json", "_changes.schema.json")
}
REGISTRY = Registry().with_resources((name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items())
ACTOR = (
    "names:\n  - name: {}\nsort: company\nparticipation:\n  - as: member\n    illustrative: true\nillustrative: true\n"
)
ROUTINE = "name: Larm\nillustrative: true\nsteps:\n  - id: ring\n    rank: 1\n    text: {}\n    who: [farjan]\n"
GOAL = "name: Målbild {0}\nfrom: {0}-01-01\nuntil: {1}-12-31\nillustrative: true\n"
STORM = "name: Storm\nreach: regional\nstatus: {}\n{}illustrative: true\nmeasures:\n  - id: a\n    phase: handling\n    text: {}\n"
AGREED = "agreement: {date: 2019-05-01}\n"
DRAFT = "knowledge/directives/2099-2102/storm.yaml"
BASE = {
    "ssr.yaml": MANIFEST,
    "knowledge/actors/farjan.yaml": ACTOR.format("Färjan"),
    "knowledge/routines/larm.yaml": ROUTINE.format("Ring inom ett dygn."),
    "knowledge/goal-images/2019-2022.yaml": GOAL.format(2019, 2022),
    "knowledge/goal-images/2099-2102.yaml": GOAL.format(2099, 2102),
    "knowledge/directives/2019-2022/storm.yaml": STORM.format("agreed", AGREED, "Fäll träd."),
}


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = repository(tmp_path / "base")
    commit(folder, BASE)
    monkeypatch.chdir(folder)
    return folder


def review(*arguments: str, kb: Path = Path()) -> Result:
    result = ssr("review", *arguments, kb=kb)
    assert result.code == 0, result.err
    return result


def told(*arguments: str, kb: Path = Path()) -> Any:
    report = json.loads(review(*arguments, "--format", "json", kb=kb).text)
    validator = jsonschema.Draft202012Validator(SCHEMAS["_review.schema.json"], registry=REGISTRY)
    validator.validate(report)
    return report


def section(page: str, title: str) -> str:
    return page.partition(f"\n## {title}\n")[2].partition("\n## ")[0].partition("\n---\n")[0].strip()


def test_nothing_that_changes(base: Path) -> None:
    for sides in (("HEAD",), ("HEAD", "HEAD"), (".",)):
        page = review(*sides).text
        assert section(page, "I korthet").startswith("Inget ändras av det som sidans läsare får se.")
        assert "## Det som gäller" not in page
        report = told(*sides)
        assert (report["empty"], report["held"], report["documents"], report["needs"]) == (True, [], [], [])


def test_what_holds(base: Path) -> None:
    write(base, {"knowledge/routines/larm.yaml": ROUTINE.format("Ring inom en timme.")})
    page = review("HEAD").text
    assert page.startswith("# Granskning, från HEAD till filerna som de är nu\n")
    assert "- I det som gäller: 1 omformulerad." in section(page, "I korthet")
    assert "### Rutin: Larm (larm)\n\n- EXEMPEL Omformulerad" in section(page, "Det som gäller")
    assert section(page, "Det som föreslås") == "Inget ändras."
    assert "| Färjan | 1 | 0 |" in section(page, "Vilka det berör")
    assert re.search(r"ändras: .*Larm", section(page, "Dokument som ser annorlunda ut"))
    assert "Färjan" in section(page, "Dokument som ser annorlunda ut")
    report = told("HEAD")
    assert [(one["id"], one["change"]) for one in report["held"]] == [("larm", "reworded")]
    assert report["concerned"] == [{"id": "farjan", "held": 1, "proposed": 0, "through": []}]
    assert {(one["id"], one["how"]) for one in report["documents"]} >= {("larm", "changed"), ("farjan", "changed")}


def test_what_is_proposed(base: Path) -> None:
    """A draft is told against what holds, and a draft that changed against what it was."""
    write(base, {DRAFT: STORM.format("draft", "", "Fäll alla träd.")})
    page = review("HEAD").text
    assert section(page, "Det som gäller") == "Inget ändras."
    proposed = section(page, "Det som föreslås")
    assert proposed.startswith("Utkast. ")
    assert "### Inriktning: Storm (storm) UTKAST" in proposed
    assert r"Fäll \[+ alla\] träd." in proposed
    commit(base)
    write(base, {DRAFT: STORM.format("draft", "", "Fäll inga träd.")})
    assert r"Fäll \[alla → inga\] träd." in section(review("HEAD").text, "Det som föreslås")
    report = told("HEAD")
    assert (report["held"], [one["id"] for one in report["proposed"]]) == ([], ["storm"])
    (base / DRAFT).unlink()
    assert "Storm (storm, 2099-2102) (utkast)" in section(review("HEAD").text, "Skiljer sig, men gäller inte")


def test_what_was_proposed_and_is_so_no_longer(base: Path) -> None:
    """Whether it says what was proposed, and if it does not, in what; of any kind that has a state, in its words."""
    title = "Det som inte längre är ett förslag"
    commit(base, {DRAFT: STORM.format("draft", "", "Fäll alla träd.")})
    assert title not in review("HEAD").text
    agreed = AGREED.replace("2019-05-01", "2020-05-01")
    write(base, {DRAFT: STORM.format("agreed", agreed + "version: '2'\n", "Fäll alla träd.")})
    page = review("HEAD").text
    assert "- Inte längre ett förslag: 1, varav som det föreslogs: 1." in section(page, "I korthet")
    whole = "### Inriktning: Storm (storm)\n\nFörut: utkast. Nu: överenskommen.\n\n- EXEMPEL Besked, överenskommelse: 1 maj 2020"
    assert section(page, title) == f"{whole}\n- EXEMPEL Ny uppgift, version: 2\n\nSäger det som föreslogs."
    assert "### Inriktning: Storm (storm)" in section(page, "Det som gäller")
    write(base, {DRAFT: STORM.format("agreed", agreed + "from: 2099-01-01\n", "Fäll inga träd.")})
    page = review("HEAD").text
    assert "I det som gäller: inget ändras." in page
    assert "I det som föreslås: inget ändras." in page  # and has not ceased
    assert "Nu: överenskommen. Gäller inte i dag." in section(page, title)
    assert "Skiljer sig från det som föreslogs:\n\n- EXEMPEL Omformulerad" in section(page, title)
    assert r"Fäll \[alla → inga\] träd." in section(page, title)
    assert "## Skiljer sig, men gäller inte" not in page
    report = told("HEAD")
    assert [(one["id"], one["after"], one["holds"]) for one in report["outcomes"]] == [
        ("storm", "överenskommen", False)
    ]
    assert [[change["route"] for change in one["changes"]] for one in report["outcomes"]] == [
        [["measures", "a", "text"]]
    ]


def test_what_becomes_of_a_proposal_is_told_of_a_kind_that_nobody_has_heard_of(base: Path) -> None:
    """Also under another id. What is new in what holds is said to have been proposed."""
    schema = json.loads((CASES / "ferry/schemas/ferry.schema.json").read_text(encoding="utf-8"))
    schema["properties"]["state"] = {
        "type": "string",
        "enum": ["planned", "running"],
        "x-labels": {"planned": {"sv": "planerad", "en": "planned"}, "running": {"sv": "i trafik", "en": "running"}},
        "x-status": {"draft": ["planned"]},
        "title": "State",
        "description": "Whether it runs.",
        "x-sv": {"title": "Läge", "description": "Om den går."},
    }
    ferry = "name: Ö-linjen\noperator: farjan\nstate: {}\nillustrative: true\n"
    files = {"schemas/ferry.schema.json": json.dumps(schema), "knowledge/ferries/on.yaml": ferry.format("planned")}
    commit(base, files)
    (base / "knowledge/ferries/on.yaml").unlink()
    write(
        base,
        {"knowledge/ferries/oarna.yaml": ferry.format("running"), "ssr.yaml": f"{MANIFEST}renamed: {{on: oarna}}\n"},
    )
    page = review("HEAD").text
    assert "### Färja: Ö-linjen (oarna)\n\nFörut: planerad. Nu: i trafik." in page
    assert "Säger det som föreslogs." in page
    assert "Posten är ny i det som gäller, och föreslogs tidigare." in page


def test_what_has_another_id_is_the_same_to_those_whom_it_concerns_and_in_documents(base: Path) -> None:
    commit(base)
    assert ssr("rename", "farjan", "oleden", kb=base).code == 0
    report = told("HEAD")
    assert [(one["id"], one["change"]) for one in report["held"]] == [("oleden", "renamed")]
    assert report["concerned"] == [{"id": "oleden", "held": 1, "proposed": 0, "through": []}]
    assert [one for one in report["documents"] if one["how"] != "changed"] == []
    assert "| Färjan | 1 | 0 |" in section(review("HEAD").text, "Vilka det berör")


def test_documents_that_come_and_go(base: Path) -> None:
    write(base, {"knowledge/routines/ny.yaml": ROUTINE.format("Ring.").replace("Larm", "Nytt larm")})
    (base / "knowledge/routines/larm.yaml").unlink()
    page = section(review("HEAD").text, "Dokument som ser annorlunda ut")
    assert "går att ta fram, vilket det inte gick förut: Nytt larm" in page
    assert "går inte längre att ta fram: Larm" in page


def test_findings_with_their_places_and_mends(base: Path) -> None:
    write(base, {"knowledge/routines/larm.yaml": ROUTINE.format("Ring.").replace("[farjan]", "[farja]")})
    rows = section(review("HEAD").text, "Fel och varningar")
    assert "| knowledge/routines/larm.yaml:7 | fel SSR201 |" in rows
    report = told("HEAD")
    assert ("SSR201", "knowledge/routines/larm.yaml", 7) in [
        (one["code"], one["path"], one["line"]) for one in report["findings"]
    ]
    # Against the older version too.
    write(base, BASE)
    (base / "knowledge/actors/farjan.yaml").unlink()
    assert "SSR803" in section(review("HEAD").text, "Fel och varningar")


def test_certain_mends(base: Path) -> None:
    """But none that quotes what only some may read."""
    write(base, {"knowledge/routines/larm.yaml": ROUTINE.format("Ring.").replace("[farjan]", "[Färjan]")})
    page = section(review("HEAD").text, "Fel och varningar")
    assert r"| knowledge/routines/larm.yaml:7 | who: \[Färjan\] | who: \[farjan\] |" in page
    assert told("HEAD")["mends"] == [
        {
            "path": "knowledge/routines/larm.yaml",
            "line": 7,
            "before": ["    who: [Färjan]"],
            "after": ["    who: [farjan]"],
        }
    ]
    with (base / "knowledge/routines/larm.yaml").open("a", encoding="utf-8") as file:
        file.write("  - id: dold\n    rank: 2\n    text: HEMLIGT\n    audience: office\n")
    assert told("HEAD")["mends"] == []


def test_what_needs_another_look_because_of_it(base: Path) -> None:
    """But not what needed it before."""
    ended = ACTOR.format("Rederiet") + "until: 2020-12-31\n"
    write(base, {"knowledge/routines/annan.yaml": ROUTINE.format("Ring.").replace("farjan", "rederiet")})
    write(base, {"knowledge/actors/rederiet.yaml": ended})
    commit(base)
    write(base, {"knowledge/actors/farjan.yaml": ACTOR.format("Färjan") + "until: 2020-12-31\n"})
    needs = section(review("HEAD").text, "Att se över på grund av ändringen")
    assert re.findall("^- .*$", needs, re.MULTILINE) == ["- Larm (larm) leder till Färjan (farjan), som har upphört"]
    assert "ssr reviewed" in needs
    assert [(one["id"], one["why"]) for one in told("HEAD")["needs"]] == [("larm", "ended")]


def test_what_was_to_be_looked_at_before_is_not_so_because_it_is_reworded(base: Path) -> None:
    overdue = (
        "name: Storm\nreach: regional\nstatus: agreed\nagreement: {{date: 2019-05-01}}\nillustrative: true\n"
        "assumptions:\n  - id: natt\n    text: {}\n    review_by: 2019-12-31\n"
    )
    path = "knowledge/directives/2019-2022/storm.yaml"
    commit(base, {path: overdue.format("Det blåser på natten.")})
    write(base, {path: overdue.format("Det blåser ofta på natten.")})
    assert told("HEAD")["needs"] == []
    write(base, {path: overdue.format("Det blåser.").replace("id: natt", "id: dag")})
    assert [one["why"] for one in told("HEAD")["needs"]] == ["assumed"]


# Versions.


def test_since_a_branch_parted(base: Path) -> None:
    git(base, "switch", "--quiet", "--create", "gren")
    commit(base, {"knowledge/actors/ny.yaml": ACTOR.format("Ny")})
    git(base, "switch", "--quiet", "main")
    commit(base, {"knowledge/actors/annan.yaml": ACTOR.format("Annan")})
    git(base, "switch", "--quiet", "gren")
    for sides in (("main...",), ("main...", "HEAD"), ("main...", "gren")):
        assert [(one["change"], one["id"]) for one in told(*sides)["held"]] == [("added", "ny")]
    git(base, "switch", "--quiet", "main")
    assert [one["id"] for one in told("main...", "gren")["held"]] == ["ny"]


def test_a_version_is_called_as_git_calls_it(base: Path) -> None:
    commit(base, {"knowledge/routines/larm.yaml": ROUTINE.format("Ring.")})
    assert review("@{1}").text.startswith("# Granskning, från @\\{1\\} till")


def test_folders(base: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "forra", {**BASE, "knowledge/routines/larm.yaml": ROUTINE.format("Ring.")})
    for name in ("../forra", str(other)):
        assert [one["id"] for one in told(name)["held"]] == ["larm"]
        assert review(name).text.startswith("# Granskning, från forra till")


@pytest.mark.parametrize(
    ("sides", "said"),
    [
        (("2019-2022",), "2019-2022 är en tid"),
        (("HEAD", "2022-01-01"), "2022-01-01 är en tid"),
        (("HEAD@2022-01-01",), "HEAD@2022-01-01 är en tid"),
        (("ingenting",), "ingenting är varken en version i git eller en mapp"),
        (("main...HEAD",), "Skriv main... HEAD"),
        (("HEAD", "--limit", "12"), "12 är inget antal byte"),
        (("HEAD", "--limit", "²"), "² är inget antal byte"),
        (("HEAD", "--limit", "65000", "--format", "html"), "--limit kan bara användas med md"),
    ],
)
def test_what_is_no_version_or_no_limit(base: Path, sides: tuple[str, ...], said: str) -> None:
    result = ssr("review", *sides, kb=base)
    assert (result.code, result.out) == (2, b"")
    assert said in result.err


def test_a_version_of_which_nothing_can_be_said(base: Path, tmp_path: Path) -> None:
    """It has a page all the same, which says that and why, with what else the check finds; and the exit code of errors."""
    title, sentence = "Det som inte går att läsa", "Vad som ändras går inte att säga"
    schema = (CASES / "ferry/schemas/ferry.schema.json").read_text(encoding="utf-8")
    commit(base, {"schemas/ferry.schema.json": schema})
    commit(base, {"schemas/ferry.schema.json": "{\n"})
    write(base, {"schemas/ferry.schema.json": schema})
    for sides, place in (
        (("HEAD",), r"HEAD:schemas/ferry.schema.json:1"),
        (("HEAD", "."), r"HEAD:schemas/ferry.schema.json:1"),
        (("HEAD~1", "HEAD"), r"HEAD:schemas/ferry.schema.json:1"),
    ):
        result = ssr("review", *sides, kb=base)
        assert result.code == 1
        assert sentence in section(result.text, "I korthet")
        assert place in section(result.text, title)
        assert "## Det som gäller" not in result.text
        assert "går inte att läsa, så versionerna går inte att jämföra" in result.err
    git(base, "switch", "--quiet", "--create", "gren")
    write(base, {"knowledge/routines/larm.yaml": ROUTINE.format("Ring.").replace("[farjan]", "[farja]")})
    commit(base)
    write(base, {"ssr.yaml": "name: [\n"})
    result = ssr("review", "main...", kb=base)
    assert result.code == 1
    assert "ssr.yaml:1" in section(result.text, title)
    assert "SSR802" not in result.text  # what cannot be read lets nobody read more
    assert ssr("review", "HEAD~2", "HEAD~3", kb=base).code == 0  # neither is the one in use
    pages, report = tmp_path / "sidor", tmp_path / "granskning.json"
    result = ssr("review", "HEAD~2", "-o", report, "--pages", pages, kb=base)
    assert result.code == 1
    told = json.loads(report.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(SCHEMAS["_review.schema.json"], registry=REGISTRY).validate(told)
    assert (told["empty"], told["complete"], told["held"]) == (False, False, [])
    assert [one["path"] for one in told["incomparable"]] == ["ssr.yaml"]
    assert sentence in (pages / "index.html").read_text(encoding="utf-8")


def test_the_change_that_brings_a_base_is_checked_as_any_other(tmp_path: Path) -> None:
    """There is nothing to compare it with, which is said and no fault of it; a version that git does not know still is one."""
    base = repository(tmp_path / "utan")
    commit(base, {"README.md": "Snart.\n"})
    commit(
        base, {"ssr.yaml": MANIFEST, "knowledge/routines/larm.yaml": ROUTINE.format("Ring.").replace("[farjan]", "[]")}
    )
    result = ssr("validate", "--baseline", "HEAD~1", kb=base)
    assert result.code == ssr("validate", kb=base).code
    assert "I HEAD~1 var mappen ingen kunskapsbas, så inget är jämfört" in result.err
    result = ssr("review", "HEAD~1", kb=base)
    assert result.code == 1
    assert "mappen var ingen kunskapsbas" in section(result.text, "Det som inte går att läsa")
    assert ssr("validate", "--baseline", "HEAD~2", kb=base).code == 2
    assert ssr("review", "HEAD~2", kb=base).code == 2


def test_where_no_version_says_who_may_read_it_all_may_read_the_page(base: Path) -> None:
    write(base, {"knowledge/routines/dold.yaml": ROUTINE.format("Ring.") + "audience: office\nhemligt: 1\n"})
    commit(base, {"ssr.yaml": "name: [\n"})
    result = ssr("review", "HEAD", kb=base)
    assert "Spridning: öppen" in result.text
    assert "dold" not in result.text


def test_what_is_broken_is_no_reason_to_be_silent(base: Path) -> None:
    write(base, {"knowledge/routines/larm.yaml": "name: [\n"})
    page = review("HEAD")
    assert "Allt gick inte att jämföra" in section(page.text, "I korthet")
    assert "knowledge/routines/larm.yaml:" in section(page.text, "Fel och varningar")
    assert "går inte längre att ta fram: Larm" in page.text
    assert not told("HEAD")["complete"]


# For whom, and as what.


def test_it_is_for_the_readers_of_what_says_nothing_of_its_own(base: Path) -> None:
    """And names nothing that they may not see, wherever it stands; who runs it is told that there is more."""
    hidden = ROUTINE.format("HEMLIGT-STEG").replace("Larm", "HEMLIGT-NAMN").replace("farjan", "hemlig-aktor")
    write(base, {"knowledge/routines/dold.yaml": hidden + "audience: office\n"})
    write(base, {"knowledge/routines/larm.yaml": ROUTINE.format("Ring.")})
    for format_ in ("md", "html", "json"):
        result = review("HEAD", "--format", format_)
        assert not re.search("hemlig|dold", result.text, re.IGNORECASE)
        assert "gäller det som sidans läsare inte får se" in result.err
    # A change that opens the base does not open the page.
    write(base, {"ssr.yaml": MANIFEST.replace("audience: public", "audience: office", 1)})
    commit(base)
    write(base, {"ssr.yaml": MANIFEST})
    assert told("HEAD")["audience"] == "public"


def test_what_only_others_may_see_is_not_said_to_be_as_it_was(base: Path) -> None:
    dated = "knowledge/routines/dold.yaml"
    commit(base, {dated: ROUTINE.format("Ring.").replace("Larm", "Dold") + "audience: office\n"})
    write(base, {dated: ROUTINE.format("Ring en gång till.").replace("Larm", "Dold") + "audience: office\n"})
    result = review("HEAD")
    assert "Inget ändras av det som sidans läsare får se." in result.text
    assert "dold" not in result.text.lower()
    assert "1 post är ändrad i det som sidans läsare inte får se" in result.err
    commit(base)
    assert "läsare inte får se" not in review("HEAD").err


def test_whoever_is_named_is_concerned_in_whatever_role(base: Path) -> None:
    """By a role of the tool's own, or by any reference of a kind of the base's own that can name an actor."""
    schema = (CASES / "ferry/schemas/ferry.schema.json").read_text(encoding="utf-8")
    line = "name: Linjen\noperator: farjan\nnicknames: [{}]\n"
    held = "name: Radio\nsort: radio\nillustrative: true\nholders:\n  - party: farjan\n    as: {}\n"
    before = {
        "knowledge/ferries/linjen.yaml": line.format("Bussen"),
        "knowledge/resources/radio.yaml": held.format("En"),
    }
    commit(base, {"schemas/ferry.schema.json": schema, **before})
    write(base, {"knowledge/ferries/linjen.yaml": line.format("Båten")})
    assert "| Färjan | 1 | 0 |" in section(review("HEAD").text, "Vilka det berör")
    write(base, {"knowledge/resources/radio.yaml": held.format("Två")})
    assert "| Färjan | 2 | 0 |" in section(review("HEAD").text, "Vilka det berör")


def test_a_document_of_what_is_only_proposed_is_told_by_its_name(base: Path) -> None:
    referral = "referral: {last_day: 2099-05-01, to: [farjan]}\n"
    commit(base, {DRAFT: STORM.format("referral", referral, "Fäll träd.")})
    write(base, {DRAFT: STORM.format("referral", referral, "Fäll inga träd.")})
    assert "- **Remiss** ändras: Storm\n" in review("HEAD").text


@pytest.mark.parametrize(
    ("command", "name", "known"),
    [
        (("review", "HEAD"), "sida.pdf", "md, html, json"),
        (("export",), "bas.pdf", "json, csv, xlsx"),
        (("diff", "HEAD"), "skillnad.xlsx", "text, json, md, html, pdf, docx, txt"),
    ],
)
def test_a_file_is_never_named_as_what_it_is_not(command: tuple[str, ...], name: str, known: str, base: Path) -> None:
    refused = ssr(*command, "-o", f"ut/{name}", kb=Path())
    assert refused.code == 2
    assert f"ssr {command[0]} finns inte som {Path(name).suffix[1:]}." in refused.err
    assert known in refused.err
    assert not (base / "ut").exists()


def test_the_same_twice(base: Path) -> None:
    write(base, {"knowledge/routines/larm.yaml": ROUTINE.format("Ring inom en timme.")})
    for format_ in ("md", "html", "json"):
        assert review("HEAD", "--format", format_).out == review("HEAD", "--format", format_).out


def test_to_a_file_and_in_english(base: Path) -> None:
    write(base, {"knowledge/routines/larm.yaml": ROUTINE.format("Ring inom en timme.")})
    review("HEAD", "-o", "ut/granskning.html", "--lang", "en")
    page = (base / "ut/granskning.html").read_text(encoding="utf-8")
    assert "<h1>Review, from HEAD to the files as they are</h1>" in page
    review("HEAD", "-o", "ut/granskning.json")
    assert json.loads((base / "ut/granskning.json").read_bytes())["held"]


@pytest.mark.parametrize(
    ("call", "known"),
    [(("review", "HEAD"), "md, html, json"), (("export",), "json, csv, xlsx"), (("diff", "HEAD"), "")],
)
def test_no_text_is_written_in_a_file_that_another_program_is_to_open(
    base: Path, call: tuple[str, ...], known: str
) -> None:
    write(base, {"knowledge/routines/larm.yaml": ROUTINE.format("Ring inom en timme.")})
    result = ssr(*call, "-o", base / "ut.docx", kb=base)
    assert (base / "ut.docx").exists() == (call[0] == "diff")  # that is a document in Word, too
    assert result.code == (0 if call[0] == "diff" else 2)
    assert known in result.err


def test_it_is_cut_where_a_part_begins(base: Path) -> None:
    write(base, {f"knowledge/actors/ny-{n}.yaml": ACTOR.format(f"Ny {n}") for n in range(60)})
    page = review("HEAD", "--limit", "3000").out
    assert len(page) <= 3000
    assert page.decode().endswith("\n*Sidan är avkortad här, eftersom resten inte får plats. ssr review visar hela.*\n")
    assert review("HEAD").out.startswith(page.rpartition(b"*Sidan")[0])


HOSTILE = (
    "@alla se ![bild](https://ont.example/b.png) <img src=https://ont.example/c.png> [hit](https://ont.example) "
    "https://ont.example www.ont.example <script>alert(1)</script> org/@lag #12 | a@ont.example `kod` <!-- x"
)


def test_nothing_in_the_data_is_more_than_text(base: Path) -> None:
    """What it looks like in a forge, which lets HTML and bare addresses through."""
    said = json.dumps(HOSTILE)
    write(
        base,
        {
            "knowledge/routines/larm.yaml": ROUTINE.format(said).replace("name: Larm", f"name: {said}"),
            "knowledge/actors/ny.yaml": ACTOR.format(said),
            "knowledge/actors/fel.yaml": f"{said}: 1\n",
            DRAFT: STORM.format("draft", "", said).replace("name: Storm", f"name: {said}"),
            # The page is the tool's own, whatever the change brings.
            "templates/_review/review.md.j2": HOSTILE,
            "templates/_base/page.md.j2": HOSTILE,
            "templates/_base/labels.yaml": f"sources: {{sv: {said}, en: {said}}}\n",
        },
    )
    page = review("HEAD").text
    assert "alla" in page
    forge = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    tokens = [inner for token in forge.parse(page) for inner in (token, *(token.children or ()))]
    assert {"heading_open", "table_open"} <= {token.type for token in tokens}
    assert not {token.type for token in tokens} & {"link_open", "image", "html_block", "html_inline"}
    shown = "\n".join(token.content for token in tokens if token.type == "text")
    assert not re.search(r"@\w|#\d|://|www\.\w", shown)
    html = review("HEAD", "--format", "html").text
    assert not re.search(r"<(?:img|script)\b|href=\"(?!#)", html)


def test_each_names_the_other_in_its_help(base: Path) -> None:
    for language in ("sv", "en"):
        assert "ssr reviewed" in ssr("review", "--help", "--lang", language, kb=base).text
        assert "ssr review." in ssr("reviewed", "--help", "--lang", language, kb=base).text
