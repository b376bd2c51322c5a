"""The ledger of who has adopted a goal image: on which day it is seen, and what is not known is never called missing."""

import io
import re
from pathlib import Path

import pikepdf
import pytest
from running import MANIFEST, ROOT, rendered, ssr, write

ACTOR = "names:\n  - name: {}\nsort: {}\nparticipation:\n  - as: member\n{}"
GOALS = """\
name: Målbild
from: 2019-01-01
until: 2022-12-31
adoptions:
  - {actor: alby, state: adopted, date: 2019-03-01, sources: [papper]}
  - {actor: berg, state: not-adopted, illustrative: true}
  - {actor: dal, state: adopted, sources: [papper]}
"""
DECIDED = GOALS.replace("not-adopted, illustrative: true", "not-adopted, sources: [papper]") + (
    "  - {actor: cedern, state: adopted, sources: [papper]}\n"
)
FILES = {
    "ssr.yaml": MANIFEST,
    "knowledge/goal-images/2019-2022.yaml": GOALS,
    "knowledge/papers/papper.yaml": "name: Papper\nsort: report\n",
    "knowledge/actors/alby.yaml": ACTOR.format("Alby", "municipality", ""),
    "knowledge/actors/berg.yaml": ACTOR.format("Berg", "municipality", ""),
    "knowledge/actors/cedern.yaml": ACTOR.format("Cedern", "rescue-federation", "    from: 2021-01-01\n"),
    "knowledge/actors/dal.yaml": ACTOR.format("Dal", "region", "    until: 2020-12-31\n"),
    "knowledge/actors/extern.yaml": ACTOR.format("Extern", "company", "").replace("member", "external"),
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", FILES)


def ledger(base: Path, *arguments: str) -> str:
    return rendered("adoptions", "2019-2022", *arguments, kb=base).decode()


def rows(text: str) -> dict[str, str]:
    """The state of each actor."""
    cells = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return {cell[0].removeprefix("`EXEMPEL` "): cell[1] for cell in cells if cell[1] != "Status" and cell[1].strip("-")}


def test_a_period_that_has_ended_is_seen_on_its_last_day(base: Path) -> None:
    assert ledger(base).startswith("# Antagande: Målbild, 31 december 2022\n")
    assert "1 december 2020" in ledger(base, "--at", "2020-12-01")


def test_members_of_the_day_and_all_who_are_recorded(base: Path) -> None:
    assert list(rows(ledger(base))) == ["Alby", "Berg", "Cedern", "Dal"]
    assert list(rows(ledger(base, "--at", "2020-12-01"))) == ["Alby", "Berg", "Dal"]


def test_what_is_not_known_is_never_inferred(base: Path) -> None:
    """That somebody has not adopted needs a source; what was decided later is not known yet."""
    unknown = "uppgift saknas i underlaget"
    assert rows(ledger(base)) == {"Alby": "antagen", "Berg": unknown, "Cedern": unknown, "Dal": "antagen"}
    assert rows(ledger(base, "--at", "2019-02-28"))["Alby"] == unknown
    sourced = GOALS.replace("not-adopted, illustrative: true", "not-adopted, sources: [papper]")
    write(base, {"knowledge/goal-images/2019-2022.yaml": sourced})
    assert rows(ledger(base))["Berg"] == "ej antagen"


def test_the_sums_are_of_all_rows_and_no_share_is_given(base: Path) -> None:
    text = ledger(base)
    sums = dict(re.findall(r"\*\*([^*]+):\*\* (\d+)", text))
    assert sums == {
        "Antagen": "2",
        "Förslag till beslut": "0",
        "Ej antagen": "0",
        "Uppgift saknas i underlaget": "2",
    }
    assert sum(map(int, sums.values())) == len(rows(text))
    assert "%" not in text


def test_the_real_base_has_all_its_members() -> None:
    assert len(rows(ledger(ROOT))) == 37


@pytest.mark.parametrize("period", ["2015-2018", "2019-2022"])
def test_it_is_one_page_on_its_side(period: str) -> None:
    with pikepdf.open(io.BytesIO(rendered("adoptions", period, "--format", "pdf"))) as pdf:
        (page,) = pdf.pages
        left, bottom, right, top = map(float, page.mediabox)
        assert right - left > top - bottom


def test_only_the_sources_of_rows_are_listed(base: Path) -> None:
    listed = ledger(base).partition("**Källor:** ")[2]
    assert listed.startswith("\\[1\\] Papper.\n")


def test_an_adoption_needs_a_source(base: Path) -> None:
    write(base, {"knowledge/goal-images/2019-2022.yaml": GOALS.replace(", sources: [papper]}", "}", 1)})
    assert "SSR701" in ssr("validate", kb=base).text


def case(base: Path, *arguments: str) -> str:
    return rendered("adoption-case", "2019-2022", "--format", "md", *arguments, kb=base).decode()


def test_to_be_reminded_are_those_of_whom_no_decision_is_known(base: Path) -> None:
    """A proposal is waited for; what is only an example, and what is decided later, is no decision."""
    proposed = GOALS + "  - {actor: cedern, state: proposed, date: 2021-05-04, sources: [papper]}\n"
    write(base, {"knowledge/goal-images/2019-2022.yaml": proposed})
    assert rows(case(base)) == {"Berg": "uppgift saknas i underlaget", "Cedern": "förslag till beslut"}
    assert list(rows(case(base, "--at", "2019-02-28"))) == ["Alby", "Berg", "Cedern"]
    assert "Ingen: " in case(write(base, {"knowledge/goal-images/2019-2022.yaml": DECIDED}))


def test_each_actor_gets_a_paper_that_decides_nothing_for_it(base: Path, tmp_path: Path) -> None:
    rendered("adoption-case", "2019-2022", "--each", "actor", "-o", str(tmp_path / "each"), kb=base)
    names = sorted(path.name for path in (tmp_path / "each").glob("*.docx"))
    assert names == [f"adoption-case-2019-2022-{one}.docx" for one in ("alby", "berg", "cedern")]
    text = case(base, "--actor", "cedern")
    assert "1. Cedern antar Målbild för egen del." in text
    assert "## Kostnader\n\n*Fylls i av aktören:* ________" in text
    assert "I underlaget" not in text
    assert "*I underlaget: antagen 1 mars 2019.* \\[1\\]" in case(base, "--actor", "alby")


def test_the_registrar_is_named_or_left_blank(base: Path) -> None:
    assert "**Registreras hos:** ________ **Diarienummer:** ________" in case(base, "--actor", "alby")
    write(base, {"ssr.yaml": MANIFEST + "registrar:\n  name: Alby *kommun*\n"})
    assert "**Registreras hos:** Alby \\*kommun\\* **Diarienummer:** ________" in case(base, "--actor", "alby")
    write(base, {"ssr.yaml": MANIFEST + "registrar: Alby\n"})
    assert "SSR1" in ssr("validate", kb=base).text
