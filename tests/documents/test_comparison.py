"""The document `diff`, as `ssr diff` and `ssr render` make it: what is told, to whom, and how wrong use is answered."""

import json
import re
from pathlib import Path

import pytest
from running import CASES, EXEMPELLAN, MANIFEST, ROOT, Result, rendered, ssr, write

from ssr.formats.adapters import convert
from ssr.formats.page import Page

PERIODS = ("2019-2022", "2023-2026")
AT = ("--at", "2026-11-22")
ACTOR = "names:\n  - name: {}\nsort: company\nparticipation:\n  - as: member\n"
STEP = "  - id: {0}\n    rank: {1}\n    text: {2}\n    who: [{3}]\n"


def shown(*arguments: str | Path, kb: Path = EXEMPELLAN) -> str:
    return rendered("diff", "--old", PERIODS[0], "--new", PERIODS[1], *AT, *arguments, kb=kb).decode()


def section(page: str, title: str) -> str:
    return page.partition(f"\n## {title}")[2].partition("\n## ")[0]


@pytest.fixture
def sides(tmp_path: Path) -> list[Path]:
    """Two bases of one routine."""
    steps = [
        STEP.format("ring", 1, "Ring alla inom ett dygn.", "a") + STEP.format("skriv", 2, "Skriv.", "a, b"),
        STEP.format("ring", 1, "Ring alla inom en timme.", "a") + STEP.format("mejla", 2, "Mejla.", "b"),
    ]
    return [
        write(
            tmp_path / side,
            {
                "ssr.yaml": MANIFEST,
                "knowledge/routines/larm.yaml": f"name: Larm\nsteps:\n{text}",
                **{f"knowledge/actors/aktor-{name}.yaml": ACTOR.format(name.upper()) for name in "abc"},
            },
        )
        for side, text in zip(("old", "new"), (text.replace("[a", "[aktor-a").replace(" b]", " aktor-b]").replace("[b", "[aktor-b") for text in steps), strict=True)
    ]  # fmt: skip


def compared(sides: list[Path], *arguments: str) -> Result:
    return ssr("diff", str(sides[0]), *arguments, kb=sides[1])


# What it tells.


def test_its_sections_stand_in_order() -> None:
    headings = re.findall("^## (.*)$", shown(), re.MULTILINE)
    assert [heading.partition(":")[0] for heading in headings] == [
        "I korthet", "Att ta ställning till", "Nytt", "Ändrat", "Oförändrat", "Vad det innebär för er",
        "Det vet vi inte", "Bilaga",
    ]  # fmt: skip


def test_made_for_one_it_begins_with_that_one() -> None:
    page = shown("--for", "granvik")
    assert re.findall("^## (.*)$", page, re.MULTILINE)[0] == "Vad det innebär för Granviks kommun"
    own = section(page, "Vad det innebär för Granviks kommun")
    assert "Ny: *Håll en lista över vårdboenden som ligger lågt.* (prioriterade åtgärder)" in own
    assert "Flyttad från hanterande skede." in page
    assert "Ny: *Kör buss för dem som vill lämna udden.* (prioriterade åtgärder)" in page


@pytest.mark.parametrize(("kb", "old", "new"), [(ROOT, "2015-2018", "2019-2022"), (EXEMPELLAN, *PERIODS)])
def test_its_numbers_add_up(kb: Path, old: str, new: str) -> None:
    page = rendered("diff", "--old", old, "--new", new, *AT, kb=kb).decode()
    counts = re.search(r"Jämförda delar av underlaget: (\d+),.*?räknas en gång: (.*)\.", page)
    assert counts is not None
    assert int(counts[1]) == sum(map(int, re.findall(r"\d+", counts[2])))
    unchanged = re.search(r"\n## Oförändrat: (\d+)\n\n(.*)\n", page)
    assert unchanged is not None
    assert int(unchanged[1]) == sum(map(int, re.findall(r"\d+", unchanged[2])))


def test_it_tells_nothing_of_how_the_base_is_kept() -> None:
    """Neither sources, nor marks, nor the state and number of a version."""
    page = shown()
    listed = json.loads(ssr("list", "--format", "json", kb=EXEMPELLAN).text)
    papers, others = (
        {one["name"] for one in listed if (one["kind"] == "paper") == is_paper} for is_paper in (True, False)
    )
    assert not [name for name in papers - others if name in page]
    assert not re.search(r"[Kk]älla\b|[Kk]ällor(?! t\.o\.m\.)|[Uu]rsprung|[Ss]tatus|hänvisning|[Kk]odlistor", page)


def test_what_came_changed_and_went(sides: list[Path]) -> None:
    """Little enough for the first page: there is no annex."""
    page = compared(sides, "--format", "md").text
    assert "räknas en gång: ändrade 1, oförändrade i sak 3." in page
    assert "Bilaga" not in page
    changed = section(page, "Ändrat")
    assert "| 1 | 1 | Ring alla inom \\[borttaget: ett dygn\\] \\[tillagt: en timme\\]. |" in changed
    assert "| ny | 2 | Mejla. |" in changed
    assert "| 2 | – | Skriv. *(upprepas inte)* |" in changed
    assert "Aktör 3" in section(page, "Oförändrat")


def test_what_is_put_in_pushes_nothing(sides: list[Path], tmp_path: Path) -> None:
    """One step more at the top: it alone is told, though every other step has another number."""
    steps = [STEP.format(f"steg-{n}", n, f"Steg {n}.", "aktor-a") for n in range(1, 6)]
    pushed = [STEP.format(f"steg-{n}", n + 1, f"Steg {n}.", "aktor-a") for n in range(1, 6)]
    first = STEP.format("forst", 1, "Först.", "aktor-b")
    for side, text in zip(sides, ("".join(steps), first + "".join(pushed)), strict=True):
        write(side, {"knowledge/routines/larm.yaml": f"name: Larm\nsteps:\n{text}"})
    page = compared(sides, "--format", "md").text
    changed = section(page, "Ändrat")
    assert re.findall(r"^\| (?!Tidigare|-)(.*) \|$", changed, re.MULTILINE) == ["ny | 1 | Först."]
    assert "| B | Larm (1) |" in section(page, "Vad det innebär för er")
    assert len(json.loads(compared(sides, "--format", "json").text)["changes"]) == 6


def test_whom_it_concerns(sides: list[Path]) -> None:
    """Each by name; the one whom nothing names is not there."""
    everyone = section(compared(sides, "--format", "md").text, "Vad det innebär för er")
    assert re.findall(r"^\| ([A-C].*) \| (.*) \|$", everyone, re.MULTILINE) == [("A, B", "Larm (2)")]
    for_b = compared(sides, "--for", "aktor-b", "--format", "md").text
    assert for_b.startswith("# Jämförelse: versionen old och ")
    own = section(for_b, "Vad det innebär för B")
    assert "Ny: *Mejla.* (steg)" in own
    assert "timme" not in own
    assert "Ingen av ändringarna." in compared(sides, "--for", "aktor-c", "--format", "md").text


def test_nothing_that_differs(sides: list[Path]) -> None:
    page = ssr("diff", str(sides[1]), "--format", "md", kb=sides[1]).text
    assert "räknas en gång: oförändrade i sak 4. Inget skiljer dem åt i sak." in page
    assert not re.search("^## (Nytt|Ändrat|Upphört|Bilaga)", page, re.MULTILINE)


def test_what_is_broken_is_not_called_unchanged(sides: list[Path]) -> None:
    write(sides[0], {"knowledge/routines/larm.yaml": "name: [\n"})
    result = compared(sides, "--format", "md")
    assert result.code == 0
    assert "som innehåller fel och inte ingår i jämförelsen: 1 (i det tidigare 1, i det nyare 0)." in section(
        result.text, "Det vet vi inte"
    )
    assert "Larm" not in result.text


def test_an_older_version_that_is_not_known_makes_nothing_new() -> None:
    for options in ((), ("--for", "haninge")):
        page = rendered("diff", "--old", "2015-2018", "--new", "2019-2022", *options, kb=ROOT).decode()
        assert "Bedöm tillsammans var, när" not in page
        assert "halka** (inriktning): okänd tidigare lydelse" in section(page, "Nytt")


def test_an_example_base_on_either_side_is_marked() -> None:
    """Also where the base in use is a real one."""
    page = ssr("diff", f"{EXEMPELLAN}@2022-12-31", f"{EXEMPELLAN}@2024-12-31", "--format", "md", kb=ROOT).text
    assert "> **EXEMPEL – allt här är påhittat, gäller inte**" in page
    real = ("--old", f"{EXEMPELLAN}@2022-12-31", "--new", "@2022-12-31", "--marking", "real")
    assert ssr("render", "diff", *real, kb=ROOT).code == 2


@pytest.mark.parametrize(("kb", "old", "new"), [(ROOT, "2015-2018", "2019-2022"), (EXEMPELLAN, *PERIODS)])
def test_it_holds_no_ids_and_no_paths(kb: Path, old: str, new: str) -> None:
    listed = json.loads(ssr("list", "--format", "json", kb=kb).text)
    page = rendered("diff", "--old", old, "--new", new, *AT, kb=kb).decode()
    words = set(re.findall(r"[\w-]+", page))
    ids = {entry["id"] for entry in listed if "-" in entry["id"] and not entry["id"][:4].isdigit()}
    names = {word for entry in listed for word in re.findall(r"[\w-]+", entry["name"])}
    assert (ids - names) & words == set()
    assert ".yaml" not in page


def test_a_kind_of_the_base_s_own_says_what_is_bookkeeping(tmp_path: Path) -> None:
    schema = (CASES / "ferry/schemas/ferry.schema.json").read_text(encoding="utf-8")
    kept = schema.replace('"good_through": {', '"good_through": {"x-bookkeeping": true, ')
    assert kept != schema
    ferry = "name: Linjen\noperator: a\nsoundings:\n  - buoy: norr\n    wording: {}\n    good_through: {}\n"
    old, new = (
        write(
            tmp_path / side,
            {
                "ssr.yaml": MANIFEST,
                "schemas/ferry.schema.json": kept,
                "knowledge/actors/a.yaml": ACTOR.format("A"),
                "knowledge/ferries/linjen.yaml": ferry.format(wording, day),
            },
        )
        for side, wording, day in (("old", "Djupet.", "2026-01-01"), ("new", "Djupet och strömmen.", "2027-01-01"))
    )
    assert "håller till" in ssr("diff", str(old), kb=new).text
    changed = section(ssr("diff", str(old), "--format", "md", kb=new).text, "Ändrat")
    assert "### Linjen (färja)" in changed
    assert "Djupet \\[tillagt: och strömmen\\]." in changed
    assert "åller till" not in changed


# As text and JSON.


def test_only_what_concerns_one(sides: list[Path]) -> None:
    for id_, routes in (("aktor-a", ["skriv", "ring"]), ("aktor-b", ["mejla", "skriv"]), ("aktor-c", [])):
        found = json.loads(compared(sides, "--for", id_, "--format", "json").text)["changes"]
        assert {change["route"][1] for change in found} == set(routes), id_
    assert "Mejla" in compared(sides, "--for", "aktor-b").text
    assert compared(sides, "--for", "aktor-c", "--exit-code").code == 0


def test_a_file_gets_the_format_of_its_name(sides: list[Path], tmp_path: Path) -> None:
    for name, start in (("ut/a.json", b"{"), ("ut/a.md", b"# "), ("ut/a.pdf", b"%PDF"), ("ut/a", "Från".encode())):
        result = compared(sides, "-o", str(tmp_path / name))
        assert (result.code, result.out, result.err) == (0, b"", f"Skrev {tmp_path / name}\n")
        assert (tmp_path / name).read_bytes().startswith(start)


# Wrong use.


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--for", "aktor-d"), "aktor-d finns inte i basen."),
        (("--for", "larm"), "larm är rutin, men här behövs aktör."),
        (("--for", "aktor-d", "--format", "md"), "aktor-d finns inte i basen."),
        (("--kind", "actor", "--format", "md"), "--kind kan bara användas med text och json, inte med md."),
        (("--id", "larm", "-o", "a.pdf"), "--id kan bara användas med text och json, inte med pdf."),
        (("--exit-code", "--format", "txt"), "--exit-code kan bara användas med text och json, inte med txt."),
    ],
)
def test_wrong_use(sides: list[Path], arguments: tuple[str, ...], said: str) -> None:
    result = compared(sides, *arguments)
    assert (result.code, result.out, result.err.splitlines()[0]) == (2, b"", said)


def test_an_id_that_is_nearly_right() -> None:
    result = ssr("diff", *PERIODS, "--for", "ekasn", kb=EXEMPELLAN)
    assert (result.code, result.err.splitlines()[-1]) == (2, "menade du ekasen?")


@pytest.mark.parametrize(("options", "said"), [((), "--old saknas."), (("--old", "2019-2023"), "2019-2023 är varken")])
def test_the_sides_of_the_document(options: tuple[str, ...], said: str) -> None:
    result = ssr("render", "diff", *options, kb=EXEMPELLAN)
    assert (result.code, result.out) == (2, b"")
    assert said in result.err


# On paper.


def test_the_pages_before_the_annex_are_counted(tmp_path: Path) -> None:
    """The whole has many more; a longer first part is told."""
    result = ssr("diff", *PERIODS, "-o", tmp_path / "a.pdf", kb=EXEMPELLAN)
    assert "SSR604" not in result.err
    long = "{% extends 'diff/diff.md.j2' %}{% block content %}" + "Ord.\n\n" * 200 + "---\n\nBilaga.\n{% endblock %}"
    document = (
        (ROOT / "templates/diff/document.yaml").read_text(encoding="utf-8").replace(": diff.md.j2", ": lang.md.j2")
    )
    base = write(
        tmp_path / "base",
        {
            "ssr.yaml": MANIFEST,
            "knowledge/actors/a.yaml": ACTOR.format("A"),
            "templates/lang/document.yaml": document,
            "templates/lang/lang.md.j2": long,
        },
    )
    result = ssr("render", "lang", "--old", "2020-01-01", "-o", tmp_path / "b.pdf", kb=base)
    assert result.code == 0
    assert "SSR604" in result.err


# Words that a text lost or gained, in every format.

WORDS = "# T\n\nInom [ett *dygn*]{del=borttaget}, [[two](https://a.example) [hours]{lang=en}]{ins=tillagt} \\[x\\].\n"


def test_words_that_differ_are_said_in_every_format() -> None:
    for format_ in ("md", "txt"):
        text = convert(format_, WORDS, Page("sv")).decode().replace("\\", "")
        assert "[borttaget: ett " in text
        assert "[tillagt: " in text
    page = convert("html", WORDS, Page("sv")).decode()
    assert '<del><span class="unseen">[borttaget: </span>ett <em>dygn</em><span class="unseen">]</span></del>' in page
    assert '<span lang="en">hours</span><span class="unseen">]</span></ins>' in page


@pytest.mark.parametrize("text", ["[ord]{del}", "[ord]{del=}", "[ord]{sub=x}", "ord]{del=x}", r"\[ord]{del=x}"])
def test_what_is_no_mark_is_shown_as_it_is(text: str) -> None:
    assert "<del>" not in convert("html", text, Page("sv")).decode()
    assert convert("md", text, Page("sv")).decode() == f"{text}\n"
