"""The document `diff`, as `ssr diff` and `ssr render` make it: what is told, to whom, and how wrong use is answered."""

import json
import re
from pathlib import Path

import pytest
from running import EXEMPELLAN, MANIFEST, ROOT, Result, rendered, ssr, write

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
        "I korthet", "Att ta ställning till", "Nytt", "Ändrat", "Upphört", "Oförändrat", "Vad det innebär för er",
        "Det vet vi inte", "Bilaga", "Bilaga",
    ]  # fmt: skip


def test_what_came_changed_and_went(sides: list[Path]) -> None:
    page = compared(sides, "--format", "md").text
    assert "skiljer sig åt: 1 (nytt 1, ändrat 1, upphört 0, inte upprepat 1). Oförändrade: 3." in page
    assert "**Larm** (rutin): 1 under steg (*Mejla.*)" in section(page, "Nytt")
    assert "| **Larm.** Steg | Ring alla inom ett dygn. | Ring alla inom en timme. |" in section(page, "Ändrat")
    assert re.sub(r"\n+", " ", section(page, "Upphört")).strip().startswith("Inget. Upprepas inte i det nyare")
    assert "**Upprepas inte i det nyare, steg**\n\n- Skriv." in section(page, "Bilaga: lydelserna")
    assert "Aktör 3" in section(page, "Oförändrat")
    row = r"| Steg | Ring alla inom \[borttaget: ett dygn\]. | Ring alla inom \[tillagt: en timme\]. |"
    assert row in section(page, "Bilaga: lydelserna")


def test_whom_it_concerns(sides: list[Path]) -> None:
    """Each by name; the one whom nothing names is not there."""
    everyone = section(compared(sides, "--format", "md").text, "Bilaga: vad det innebär")
    assert re.findall("^### (.*)$", everyone, re.MULTILINE) == ["A", "B"]
    for_b = compared(sides, "--for", "aktor-b", "--format", "md").text
    assert for_b.startswith("# Jämförelse: versionen old, ")
    told = section(for_b, "Vad det innebär för B")
    assert "Ny under steg: Mejla." in told
    assert "timme" not in told
    assert "Ingen av ändringarna." in compared(sides, "--for", "aktor-c", "--format", "md").text


def test_nothing_that_differs(sides: list[Path]) -> None:
    page = ssr("diff", str(sides[1]), "--format", "md", kb=sides[1]).text
    assert "skiljer sig åt: 0 (nytt 0, ändrat 0, upphört 0, inte upprepat 0). Oförändrade: 4." in page
    assert [section(page, title).strip() for title in ("Nytt", "Ändrat", "Upphört")] == ["Inget."] * 3


def test_what_is_broken_is_not_called_unchanged(sides: list[Path]) -> None:
    write(sides[0], {"knowledge/routines/larm.yaml": "name: [\n"})
    result = compared(sides, "--format", "md")
    assert result.code == 0
    assert "som innehåller fel och inte ingår i jämförelsen: 1 (i det tidigare 1, i det nyare 0)." in section(
        result.text, "Det vet vi inte"
    )
    assert "Larm" not in result.text


def test_an_older_version_that_is_not_known_makes_nothing_new() -> None:
    page = rendered("diff", "--old", "2015-2018", "--new", "2019-2022", kb=ROOT).decode()
    assert "Bedöm tillsammans var, när" not in page.partition("\n---\n")[0]
    assert "den äldre versionen är inte känd, så allt som är känt nu anges som nytt" in section(page, "Nytt")
    assert "`EXEMPEL` Bedöm tillsammans var, när" in page


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
