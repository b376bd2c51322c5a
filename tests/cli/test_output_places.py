"""No output lands in what a knowledge base is made of, whichever command writes it and whichever way leads there."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import EXEMPELLAN, MANIFEST, Result, ssr, write

from ssr import files
from ssr.base.snapshot import FOLDER as KNOWLEDGE
from ssr.base.snapshot import MANIFEST as NAME
from ssr.errors import UsageError
from ssr.templating.definition_files import FOLDER as TEMPLATES

SMALL = {
    "ssr.yaml": MANIFEST,
    "knowledge/actors/norrhamn.yaml": "names: [{name: Norrhamn}]\nsort: municipality\nparticipation: [{as: member}]\n",
    "knowledge/actors/myrvalla.yaml": "names: [{name: Myrvalla}]\nsort: municipality\nparticipation: [{as: member}]\nfrom: 2022-01-01\n",
    "knowledge/goal-images/2019-2022.yaml": "name: Förr\nfrom: 2019-01-01\nuntil: 2022-12-31\n",
    "knowledge/goal-images/2023-2026.yaml": "name: Nu\nfrom: 2023-01-01\nuntil: 2026-12-31\n",
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(EXEMPELLAN, tmp_path_factory.mktemp("places") / "base"))


@pytest.fixture
def untouched(base: Path) -> Iterator[Path]:
    """The base, which is the same afterwards."""
    before = held(base)
    yield base
    assert held(base) == before


def held(base: Path) -> dict[Path, bytes | None]:
    return {path: path.read_bytes() if path.is_file() else None for path in base.rglob("*")}


def refused(result: Result) -> None:
    assert result.code == 2, result.err
    assert " ligger i kunskapsbasen " in result.err
    assert "Skrev" not in result.err


def test_the_names_are_those_of_a_base() -> None:
    assert files._MANIFEST == NAME
    assert {KNOWLEDGE, TEMPLATES} < set(files._BASE_FILES)


@pytest.mark.parametrize(
    "target",
    ["knowledge/actors/norrhamn.yaml", "knowledge/ny/mapp/x.md", "knowledge", "schemas/actor.md", "templates/x/y.txt",
     "ssr.yaml", "ut/../knowledge/x.md", "./ssr.yaml"],
)  # fmt: skip
@pytest.mark.parametrize(
    "command",
    [
        ("render", "actor", "myrvalla", "--format", "md"),
        ("render", "directory", "--format", "html"),
        ("diff", "2019-2022", "2023-2026"),
        ("diff", "2019-2022", "2023-2026", "--format", "md"),
    ],
)
def test_a_single_file(command: tuple[str, ...], target: str, tmp_path: Path) -> None:
    base = write(tmp_path / "base", SMALL)
    before = held(base)
    refused(ssr(*command, "-o", base / target, kb=base))
    assert held(base) == before


@pytest.mark.parametrize(
    "command",
    [
        ("render", "--all"),
        ("render", "binder"),
        ("activate", "storm", "--structure", "aktiverad-konferens", "--start", "2026-11-22T14:30"),
        ("render", "situation-report", "storm", "--each", "actor"),
    ],
)
def test_a_folder(command: tuple[str, ...], untouched: Path) -> None:
    for target in ("knowledge", "schemas", "templates/utskick", "knowledge/directives/2027-2030"):
        refused(ssr(*command, "-o", untouched / target, kb=untouched))


def test_what_came_back(untouched: Path, tmp_path: Path) -> None:
    returned = tmp_path / "in"
    returned.mkdir()
    refused(ssr("collect", returned, "--id", "storm", "-o", untouched / "knowledge/events/bild.md", kb=untouched))


def test_a_base_that_is_not_the_one_in_use(untouched: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "annan", {"ssr.yaml": MANIFEST, "knowledge/concepts/a.yaml": "name: A\n"})
    for target in ("knowledge/concepts/a.yaml", "ssr.yaml"):
        refused(ssr("render", "actor", "myrvalla", "--format", "md", "-o", other / target, kb=untouched))
    refused(ssr("render", "actor", "myrvalla", "--format", "md", "--overlay", other, "-o", other / "schemas/a.md", kb=untouched))  # fmt: skip
    assert (other / "ssr.yaml").read_text(encoding="utf-8") == MANIFEST


def test_links_lead_nowhere_else(base: Path, tmp_path: Path) -> None:
    linked = write(tmp_path / "linked", {"ssr.yaml": MANIFEST})
    (tmp_path / "elsewhere").mkdir()
    (linked / "knowledge").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "into").symlink_to(base / "knowledge")
    (tmp_path / "bild.md").symlink_to(base / "ssr.yaml")
    os.link(linked / "ssr.yaml", linked / "samma.md")
    for target in (linked / "knowledge/x.md", tmp_path / "into/x.md", tmp_path / "bild.md", linked / "samma.md"):
        with pytest.raises(UsageError, match="output-in-base"):
            files.write(target, b"x")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_beside_is_free(tmp_path: Path) -> None:
    base = write(tmp_path / "base", {"ssr.yaml": MANIFEST})
    for target in ("ut/knowledge/x.md", "knowledge-ut/x.md", "x.md", "ut/ssr.yaml", "../knowledge/x.md", "ssr.yaml.md"):
        files.write(base / target, b"x")
        assert (base / target).read_bytes() == b"x"
