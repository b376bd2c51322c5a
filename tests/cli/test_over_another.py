"""In a base that lies over another, what is asked sees both, and what is written is the own base's alone."""

import shutil
from pathlib import Path

import pytest
from repository import commit, repository
from running import EXEMPELLAN, ssr, write
from tools import GIT, require

MANIFEST = """\
name: Granviks bas
language: sv
lies_over: samverkan-exempellan
time_zone: Europe/Stockholm
known_until: 2026-11-01
audience: public
highest_audience: members
fictitious: true
"""
DIRECTIVE = """\
name: {name}
reach: local
refines: storm
status: agreed
agreement: {{forum: granviks-ovadersgrupp, date: 2023-05-02, manner: in-forum}}
from: 2023-05-02
structures: [krisledning]
"""
BENEATH = ("--beneath", EXEMPELLAN)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return write(
        tmp_path / "granvik",
        {
            "ssr.yaml": MANIFEST,
            "knowledge/structures/krisledning.yaml": "name: Krisledningen\nsort: forum\nmembers:\n  - party: granvik\n",
            "knowledge/directives/2023-2026/halka.yaml": DIRECTIVE.format(name="Halka i Granvik"),
        },
    )


def test_a_comparison_and_a_log_are_of_the_own_versions_with_the_names_from_beneath(own: Path) -> None:
    require(GIT)
    commit(repository(own))
    file = own / "knowledge/structures/krisledning.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "  - party: norrhamn\n", encoding="utf-8")
    result = ssr("diff", "HEAD", *BENEATH, kb=own)
    assert result.code == 0, result.err
    assert "Norrhamns kommun" in result.text
    assert "Stormen Birk" not in result.text
    assert ssr("diff", "2019-2022", "2023-2026", *BENEATH, kb=own).code == 0
    page = own.parent / "diff.html"
    assert ssr("diff", "HEAD", "-o", page, *BENEATH, kb=own).code == 0
    assert "Norrhamns kommun" in page.read_text(encoding="utf-8")
    commit(own)
    assert "Norrhamns kommun" in ssr("log", "krisledning", *BENEATH, kb=own).text
    assert ssr("log", "norrhamn", *BENEATH, kb=own).code == 0


def test_what_is_mended_and_renamed_is_the_own_base_alone(own: Path) -> None:
    file = own / "knowledge/structures/krisledning.yaml"
    file.write_text("name: Krisledningen\nsort: forum\nmembers:\n  - party: Norrhamns kommun\n", encoding="utf-8")
    assert ssr("validate", "--fix", *BENEATH, kb=own).code == 0
    assert "- party: norrhamn\n" in file.read_text(encoding="utf-8")
    assert ssr("rename", "krisledning", "krisledningsgrupp", *BENEATH, kb=own).code == 0
    assert not file.exists()
    directive = (own / "knowledge/directives/2023-2026/halka.yaml").read_text(encoding="utf-8")
    assert "structures: [krisledningsgrupp]" in directive
    before = {path: path.read_bytes() for path in EXEMPELLAN.rglob("*.yaml")}
    for call in (
        ("rename", "norrhamn", "nordhamn"),
        ("rename", "storm#ring", "storm#tala"),
        ("reviewed", "snoroj-norrhamn"),
    ):
        refused = ssr(*call, *BENEATH, kb=own)
        assert refused.code == 2, refused.text
    assert "ändras inte härifrån" in ssr("rename", "norrhamn", "nordhamn", *BENEATH, kb=own).err
    assert {path: path.read_bytes() for path in EXEMPELLAN.rglob("*.yaml")} == before


def test_a_new_period_is_the_region_s_and_the_own_editions_are_carried_into_it(own: Path, tmp_path: Path) -> None:

    days = ("--from", "2027-01-01", "--until", "2030-12-31")
    refused = ssr("period", "new", "2027-2030", *days, *BENEATH, kb=own)
    assert refused.code == 2
    assert "2027-2030" in refused.err
    assert "2023-2026" in refused.err
    region = Path(shutil.copytree(EXEMPELLAN, tmp_path / "region"))
    assert ssr("period", "new", "2027-2030", *days, kb=region).code == 0
    made = ssr("period", "new", "2027-2030", *days, "--beneath", region, kb=own)
    assert made.code == 0, made.err
    assert made.text == "knowledge/directives/2027-2030/halka.yaml\n"
    assert "status: draft" in (own / made.text.strip()).read_text(encoding="utf-8")
