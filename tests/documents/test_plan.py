"""The plan of activities of a goal image: each under the goals that it serves, with the sources of what it says."""

from pathlib import Path

import pytest
from running import MANIFEST, rendered, write

GOALS = """\
name: Målbild
from: 2019-01-01
until: 2022-12-31
goals:
  - {id: bild, title: En bild, text: Alla ser samma läge., sources: [papper]}
  - {id: tomt, title: Tomt mål, text: Ingen gör något., sources: [papper]}
"""
ACTIVITY = """\
name: {name}
sort: project
serves: [{serves}]
plan:
  - {{id: forra, year: "2019", text: Börja {name}., state: done, result: Klart., sources: [protokoll]}}
  - {{id: nu, year: "2020", text: Fortsätt {name}., sources: [protokoll]}}
"""
FILES = {
    "ssr.yaml": MANIFEST,
    "knowledge/goal-images/2019-2022.yaml": GOALS,
    "knowledge/goal-images/2023-2026.yaml": "name: Nästa\nfrom: 2023-01-01\nuntil: 2026-12-31\nsources: [papper]\n",
    "knowledge/papers/papper.yaml": "name: Papper\nsort: report\n",
    "knowledge/papers/protokoll.yaml": "name: Protokoll\nsort: minutes\n",
    "knowledge/activities/rakel.yaml": ACTIVITY.format(name="Rakel", serves="2019-2022#bild"),
    "knowledge/activities/kurs.yaml": ACTIVITY.format(name="Kurs", serves="2019-2022#bild, 2023-2026"),
    "knowledge/activities/ovrigt.yaml": ACTIVITY.format(name="Övrigt", serves="2019-2022"),
    "knowledge/activities/slut.yaml": "until: 2019-12-31\n" + ACTIVITY.format(name="Slut", serves="2019-2022#bild"),
    "knowledge/activities/annan.yaml": ACTIVITY.format(name="Annan", serves="2023-2026"),
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", FILES)


def planned(base: Path, *arguments: str) -> dict[str, list[str]]:
    """The activities of each row, under the heading that they stand below."""
    found: dict[str, list[str]] = {}
    for line in rendered("plan", "2019-2022", *arguments, kb=base).decode().splitlines():
        if line.startswith("## "):
            rows = found[line.removeprefix("## ")] = []
        elif line.startswith("| ") and "---" not in line and "Sammanhållande" not in line:
            rows.append(line.strip("| ").partition(" (")[0])
    return found


def test_activities_stand_under_each_goal_that_they_serve(base: Path) -> None:
    """One that has ended was part of the plan, too; one without a goal stands last; a goal without any shows."""
    assert planned(base, "--year", "2019") == {
        "En bild": ["Kurs", "Rakel", "Slut"],
        "Tomt mål": [],
        "Utan angivet mål": ["Övrigt"],
        "Källor": [],
    }


def test_every_year_or_one(base: Path) -> None:
    assert planned(base)["Utan angivet mål"] == ["Övrigt", "Övrigt"]
    assert planned(base, "--year", "2024")["En bild"] == []
    assert (
        rendered("plan", "2019-2022", "--year", "2020", kb=base).decode().startswith("# Verksamhetsplan 2020: Målbild")
    )


def test_what_it_tells_of_activities_has_its_sources(base: Path) -> None:
    text = rendered("plan", "2019-2022", kb=base).decode()
    assert "Börja Rakel. \\[2\\] | ________ | Gjort. Klart. |" in text
    assert "Fortsätt Rakel. \\[2\\] | ________ | ________ |" in text
    assert text.index("1. Papper") < text.index("2. Protokoll")
