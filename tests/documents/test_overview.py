"""The collaboration on one page: what stands in which layer of its pictures, and what a reader does not get to see."""

import re
from pathlib import Path

import pytest
from running import MANIFEST, rendered, ssr, write

CONCEPT = "name: {}\nsort: {}\nrank: {}\nillustrative: true\nsummary: {{text: I korthet {}.}}\n"
FORUM = "name: {}\nsort: forum\n{}"
FILES = {
    "ssr.yaml": MANIFEST,
    "knowledge/concepts/grund.yaml": CONCEPT.format("Grund", "basics", 1, "grund").replace("illustrative: true\n", ""),
    "knowledge/concepts/andra.yaml": CONCEPT.format("Andra", "effect", 2, "andra"),
    "knowledge/concepts/forsta.yaml": CONCEPT.format("Första", "effect", 1, "första"),
    "knowledge/concepts/dold.yaml": CONCEPT.format("Dold", "tool", 1, "dold") + "audience: office\n",
    "knowledge/structures/radet.yaml": FORUM.format("Rådet", "standing: above\nmodes: [ordinary]\n"),
    "knowledge/structures/chefer.yaml": FORUM.format("Chefer", "level: directing\nmodes: [ordinary, activated]\n"),
    "knowledge/structures/nagonstans.yaml": FORUM.format("Någonstans", "modes: [activated]\n"),
    "knowledge/structures/utan.yaml": FORUM.format("Utan läge", ""),
    "knowledge/structures/kansli.yaml": "name: Kansli\nsort: office\nstanding: support\n",
    "knowledge/structures/grupp.yaml": "name: Grupp\nsort: group\n",
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", FILES)


def overview(base: Path, *arguments: str) -> str:
    return rendered("overview", *arguments, kb=base).decode()


def layers(text: str) -> dict[str, list[str]]:
    """What the boxes of each layer of the pictures say."""
    found: dict[str, list[str]] = {}
    for layer, label in re.findall(r'subgraph \w+\["(.*)"\]|\w+\["(.*)"\]', text):
        if layer:
            boxes = found[layer] = []
        else:
            boxes.append(label)
    return found


def test_what_stands_where(base: Path) -> None:
    """In order of rank; an example says so; the council above the levels, and support on none of them."""
    assert layers(overview(base)) == {
        "Effekter": ["EXEMPEL: Första", "EXEMPEL: Andra"],
        "Över de tre nivåerna": ["Rådet (ordinarie läge)"],
        "Inriktande nivå": ["Chefer (båda lägena)"],
        "Forum utan angiven nivå": ["Någonstans (aktiverat läge)", "Utan läge"],
        "Stöd, utan egen nivå": ["Kansli"],
    }


CELLS = """cells:
  - id: a
    level: directing
    mode: activated
    forums: [chefer]
    seats: {text: Alla chefer., caveat: Utom en.}
    called_by: {unknown: Sägs inte.}
"""


def test_what_is_said_of_each_level_in_each_mode(base: Path) -> None:
    """All six cells, what nothing is said of as a blank, who calls only where it is known, and a forum that stands there once only."""
    write(base, {"knowledge/concepts/grund.yaml": FILES["knowledge/concepts/grund.yaml"] + CELLS})
    rows = [line for line in overview(base).splitlines() if line.startswith("| ") and " nivå, " in line]
    blank = "| ________ | ________ | ________ |"
    assert rows[0] == f"| Inriktande nivå, ordinarie läge {blank}"
    assert rows[1] == "| Inriktande nivå, aktiverat läge | Chefer | Alla chefer. *Förbehåll: Utom en.* | ________ |"
    assert [row.endswith(blank) for row in rows[2:]] == [True] * 4
    assert "Inriktande nivå" not in layers(overview(base))
    page = rendered("structure", "chefer", kb=base).decode()
    assert rows[1] in page
    assert rows[0] not in page
    assert page.count("Vem kallar: ________") == overview(base).count("Vem kallar: ________") == 1
    called = CELLS.replace("{unknown: Sägs inte.}", "{text: Kansliet.}")
    write(base, {"knowledge/concepts/grund.yaml": FILES["knowledge/concepts/grund.yaml"] + called})
    assert "| ________ | Kansliet. |" in overview(base)
    assert "Vem kallar:" not in overview(base)


def test_a_base_without_any_of_it_has_a_page_without_pictures(tmp_path: Path) -> None:
    bare = write(tmp_path / "bare", {"ssr.yaml": MANIFEST})
    assert "```" not in overview(bare)
    assert "\n## " not in overview(bare)


def test_it_says_that_it_shows_examples(base: Path) -> None:
    assert "EXEMPEL – rader märkta EXEMPEL är påhittade" in overview(base)
    assert ssr("render", "overview", "--marking", "real", kb=base).code == 2


def test_each_layer_is_told_to_who_cannot_see_it(base: Path) -> None:
    page = overview(base, "--format", "html")
    assert 'aria-label="Effekter: EXEMPEL: Första och EXEMPEL: Andra."' in page
    assert "Dold" not in page
    assert "- Inriktande nivå\n  - Chefer (båda lägena)\n" in overview(base, "--format", "txt")
