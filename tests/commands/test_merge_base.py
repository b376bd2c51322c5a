"""`main...`: where the other side parted from main, for `diff` and `--baseline`; a plain revision means itself."""

import json
from pathlib import Path

import pytest
from repository import commit, git, repository
from running import MANIFEST, ssr, write


def group(name: str) -> str:
    return f"name: {name}\nsort: group\nillustrative: true\n"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A branch that added an entry, while main got another and lost one."""
    folder = repository(tmp_path / "base")
    commit(
        folder,
        {"ssr.yaml": MANIFEST, "knowledge/structures/a.yaml": group("A"), "knowledge/structures/b.yaml": group("B")},
    )
    git(folder, "switch", "--quiet", "--create", "gren")
    commit(folder, {"knowledge/structures/c.yaml": group("C")})
    git(folder, "switch", "--quiet", "main")
    (folder / "knowledge/structures/b.yaml").unlink()
    commit(folder, {"knowledge/structures/d.yaml": group("D")})
    git(folder, "switch", "--quiet", "gren")
    return folder


def changed(*sides: str, kb: Path) -> list[tuple[str, str]]:
    result = ssr("diff", *sides, "--format", "json", kb=kb)
    assert result.code == 0, result.err
    return [(one["change"], one["id"]) for one in json.loads(result.text)["changes"]]


def test_what_the_branch_changed_and_nothing_else(base: Path) -> None:
    assert changed("main...", kb=base) == [("added", "c")]
    assert changed("main...", "HEAD", kb=base) == [("added", "c")]
    assert changed("main...@2022-01-01", "HEAD@2022-01-01", kb=base) == [("added", "c")]
    assert changed("HEAD", "main...", kb=base) == [("removed", "c")]
    assert sorted(changed("gren...", "main", kb=base)) == [("added", "d"), ("removed", "b")]
    assert sorted(changed("main", kb=base)) == [("added", "b"), ("added", "c"), ("removed", "d")]


def test_with_what_is_not_saved(base: Path) -> None:
    write(base, {"knowledge/structures/e.yaml": group("E")})
    assert changed("main...", kb=base) == [("added", "c"), ("added", "e")]


def test_the_baseline(base: Path) -> None:
    assert ssr("validate", "--baseline", "main...", kb=base).code == 0
    result = ssr("validate", "--baseline", "main", kb=base)
    assert (result.code, "SSR803" in result.text) == (1, True)
    (base / "knowledge/structures/a.yaml").unlink()
    assert "SSR803" in ssr("validate", "--baseline", "main...", kb=base).text


@pytest.mark.parametrize("name", ["mian...", "--all...", "main....", "main\0..."])
def test_a_name_that_git_does_not_know(base: Path, name: str) -> None:
    assert ssr("diff", "--", name, kb=base).code == 2
    assert ssr("validate", "--baseline", name, kb=base).code == 2
    if name == "mian...":
        assert "main" in ssr("diff", name, kb=base).err


def test_no_history_in_common(base: Path) -> None:
    git(base, "switch", "--quiet", "--orphan", "annan")
    commit(base, {"ssr.yaml": MANIFEST, "knowledge/structures/a.yaml": group("A")})
    for command in (("diff", "main..."), ("validate", "--baseline", "main...")):
        result = ssr(*command, kb=base)
        assert (result.code, "ingen gemensam historia" in result.err) == (2, True)


def test_a_shallow_clone_says_what_to_fetch(base: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{base}", "shallow")
    for command in (("diff", "origin/main..."), ("validate", "--baseline", "origin/main...")):
        result = ssr(*command, kb=tmp_path / "shallow")
        assert (result.code, result.out) == (3, b"")
        assert "git fetch --unshallow" in result.err
