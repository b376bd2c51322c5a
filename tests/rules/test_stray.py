"""Files beside `knowledge/`: those that look like entries are told with where to move them, and nothing else is."""

from pathlib import Path

import pytest
from running import MANIFEST, ssr, write

GROUP = "name: Gruppen\nsort: group\n"
RIGHT = {"ssr.yaml": MANIFEST, "knowledge/structures/radet.yaml": "name: Rådet\nsort: forum\nillustrative: true\n"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("gruppen.yaml", GROUP),
        ("gruppen.yml", GROUP),
        ("structures/gruppen.yaml", GROUP),
        ("structures/lokala/gruppen.yaml", GROUP),
        ("structures/gruppen.yaml", "name: Gruppen\nsort: grupp\n"),  # with an error of its own
        ("Knowledge/structures/gruppen.yaml", GROUP),
        ("knowlege/structures/gruppen.yaml", GROUP),
        ("data/structures/gruppen.yaml", GROUP),
        ("utkast/gruppen.yaml", GROUP),
    ],
)
def test_what_looks_like_an_entry(path: str, text: str, tmp_path: Path) -> None:
    base = write(tmp_path / "base", {**RIGHT, path: text})
    result = ssr("validate", "--strict", kb=base)
    assert result.code == 1
    assert result.text.startswith(f"{path}:1:1  varning SSR213")
    assert "flytta den till knowledge/structures/gruppen.yaml" in result.text


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("utkast/sno.yml", "2019-2022/sno.yaml"),
        ("directives/2015-2018/sno.yaml", "2015-2018/sno.yaml"),
    ],
)
def test_one_with_editions_belongs_in_the_folder_of_a_period(path: str, place: str, tmp_path: Path) -> None:
    periods = {
        f"knowledge/goal-images/{first}-{first + 3}.yaml": f"name: M\nfrom: {first}-01-01\nuntil: {first + 3}-12-31\n"
        for first in (2015, 2019, 2023)
    }
    base = write(tmp_path / "base", {**RIGHT, **periods, path: "name: Snö\nreach: regional\nstatus: draft\n"})
    result = ssr("validate", "--at", "2020-01-01", kb=base)
    assert f"flytta den till knowledge/directives/{place}," in result.text


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("mkdocs.yml", "site_name: Exempel\nnav: [a.md]\n"),
        ("docker-compose.yaml", "services: {web: {image: nginx}}\n"),
        (".github/structures/gruppen.yaml", GROUP),
        ("annan/structures/gruppen.txt", GROUP),
        ("utkast/djupt/ned/gruppen.yaml", GROUP),
        ("gruppen.yaml", "- a\n- b\n"),
        ("gruppen.yaml", "a: [\n"),
        ("structures/config.yaml", "theme: dark\n"),
    ],
)
def test_what_does_not(path: str, text: str, tmp_path: Path) -> None:
    base = write(tmp_path / "base", {**RIGHT, path: text})
    result = ssr("validate", "--strict", kb=base)
    assert (result.code, "SSR213" in result.text) == (0, False), result.text


def test_another_base_is_none_of_it(tmp_path: Path) -> None:
    other = {f"granne/{name}": text for name, text in RIGHT.items()}
    base = write(tmp_path / "base", {**RIGHT, **other, "granne/gruppen.yaml": GROUP})
    assert "SSR213" not in ssr("validate", kb=base).text


def test_links_and_crowds_are_left_alone(tmp_path: Path) -> None:
    base = write(tmp_path / "base", RIGHT)
    (base / "structures").symlink_to(base / "knowledge/structures")
    (base / "kopia.yaml").symlink_to(base / "knowledge/structures/radet.yaml")
    assert "SSR213" not in ssr("validate", kb=base).text


def test_an_exception_in_the_manifest_covers_it(tmp_path: Path) -> None:
    allow = "allow:\n  - {rule: SSR213, reason: Mallar för nya poster.}\n"
    base = write(tmp_path / "base", {**RIGHT, "ssr.yaml": MANIFEST + allow, "mallar/gruppen.yaml": GROUP})
    assert ssr("validate", "--strict", kb=base).code == 0
