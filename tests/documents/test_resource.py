"""A resource on paper: one acts on it, so what is invented is a line to write on, and what only some may read is gone."""

from pathlib import Path

import pytest
from running import MANIFEST, rendered, write

FILES = {
    "ssr.yaml": MANIFEST,
    "knowledge/papers/papper.yaml": "name: Papper\nsort: report\n",
    "knowledge/resources/webben.yaml": """\
name: Webben
sort: system
purpose: {text: Dela läget., sources: [papper]}
place: I källaren
reserves:
  - {id: radio, rank: 2, text: Ropa upp., resource: radion, sources: [papper]}
  - {id: bud, rank: 1, text: Skicka bud., routine: bud, sources: [papper]}
  - {id: duvor, rank: 3, text: Släpp duvor., illustrative: true}
""",
    "knowledge/resources/radion.yaml": "name: Radion\nsort: radio\n",
    "knowledge/routines/bud.yaml": "name: Bud\nresources: [webben]\n",
    "knowledge/structures/stab.yaml": "name: Stab\nsort: staff\nresources: [webben]\naudience: members\n",
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", FILES)


def resource(base: Path, id_: str, *arguments: str) -> str:
    return rendered("resource", id_, *arguments, kb=base).decode()


def test_what_one_does_when_it_fails_comes_in_order_and_holds_nothing_invented(base: Path) -> None:
    text = resource(base, "webben")
    assert "| 1 | Skicka bud. \\[1\\] | – | Bud |\n| 2 | Ropa upp. \\[1\\] | Radion | – |\n" in text
    assert "duvor" not in text


def test_who_uses_it_and_what_it_stands_in_for(base: Path) -> None:
    assert "- **Rutiner och forum:** Bud\n" in resource(base, "webben")
    assert "- **Rutiner och forum:** Bud, Stab\n" in resource(base, "webben", "--audience", "members")
    assert "- **Reserv för:** Webben\n" in resource(base, "radion")


def test_where_it_is_is_for_members_and_otherwise_a_line_to_write_on(base: Path) -> None:
    assert "- **Plats:** ________\n" in resource(base, "webben")
    assert "- **Plats:** I källaren\n" in resource(base, "webben", "--audience", "members")


def test_what_nobody_has_said_is_left_to_write(base: Path) -> None:
    text = resource(base, "radion")
    assert "**Till för:** ________\n" in text
    assert text.count("*Fylls i av kansliet:*") == 1
    assert "Webben" in text
