"""Revisions as sides of a comparison: which text means one, and that a side at a revision is as good as a folder."""

import json
import re
import shutil
from pathlib import Path

import pytest
from base.test_git import contents
from commands.test_diff_command import BROKEN, FILES, GROUP
from repository import commit, git, repository
from running import MANIFEST, Result, ssr, write

NAMED = "knowledge/structures/a.yaml"
GOAL = "knowledge/goal-images/2019-2022.yaml"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose newer commit has one structure more than the older one, which is tagged."""
    folder = repository(tmp_path_factory.mktemp("repository") / "base")
    commit(folder, FILES)
    git(folder, "tag", "v1")
    commit(folder, {"knowledge/structures/c.yaml": GROUP.format("C")})
    return folder


@pytest.fixture
def base(original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, for one test to do with as it likes; one stands in it."""
    folder = Path(shutil.copytree(original, tmp_path / "base"))
    monkeypatch.chdir(folder)
    return folder


def diff(*arguments: str, kb: Path | str = ".") -> Result:
    return ssr("diff", *arguments, kb=Path(kb))


def changes(*arguments: str, kb: Path | str = ".") -> list[tuple[str, str]]:
    result = diff(*arguments, "--format", "json", kb=kb)
    assert result.code == 0, result.err
    return [(change["id"], change["change"]) for change in json.loads(result.text)["changes"]]


NEW = [("c", "added")]


# What a text means.


@pytest.mark.parametrize(
    "old", ["v1", "HEAD~1", "HEAD^", "@~1", "@^", "main@{1}", "main~1", "tags/v1", "HEAD~1^{commit}"]
)
def test_each_way_to_name_a_revision(base: Path, old: str) -> None:
    assert changes(old, "HEAD") == changes(old, "@") == changes(old) == changes(old, "main") == NEW
    assert changes("HEAD", old) == [("c", "removed")]
    assert changes(old, old) == []


def test_a_hash(base: Path) -> None:
    full = git(base, "rev-parse", "v1")
    assert changes(full) == changes(full[:8]) == NEW


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("v1@2020-01-01", "HEAD@2020-01-01"),
        ("@~1@2020-01-01", "@@2020-01-01"),
        ("main@{1}@2020-01-01", "main@{0}@2020-01-01"),
        ("v1:2019-2022", "@:2019-2022"),
        ("v1", "@2022-01-01"),
        ("v1:2019-2022", "2019-2022"),
        ("v1", "."),
        ("v1@2022-01-01", "../base@2022-01-01"),
    ],
)
def test_a_revision_on_a_day(base: Path, old: str, new: str) -> None:
    assert [change for change in changes(old, new) if change[0] == "c"] == NEW


def test_the_day_and_the_period_are_those_of_the_revision(base: Path) -> None:
    """`b` is no more from 2021 on, and the period ends when its revision says."""
    assert changes("HEAD@2020-12-31", "HEAD@2021-01-01") == [("b", "retired")]
    commit(base, {GOAL: FILES[GOAL].replace("2022-12-31", "2020-12-31")})
    assert ("b", "added") in changes("HEAD~1:2019-2022", "HEAD:2019-2022")


def test_the_sides_are_told_as_they_were_asked_for(base: Path) -> None:
    report = json.loads(diff("HEAD~1@2020-01-01", "main", "--format", "json").text)
    assert (report["old"], report["new"]) == ("HEAD~1@2020-01-01", "main")


def test_what_is_not_recorded_yet_is_in_the_working_tree_only(base: Path) -> None:
    write(base, {"knowledge/structures/d.yaml": GROUP.format("D")})
    assert changes("HEAD") == changes("HEAD", ".") == [("d", "added")]
    assert changes("v1", "HEAD") == NEW


def test_where_the_other_side_parted_from_a_branch(base: Path) -> None:
    """Whichever the other side is, and wherever one stands: what came on the branch since is no part of it."""
    git(base, "branch", "förslag", "v1")
    git(base, "switch", "--quiet", "förslag")
    commit(base, {"knowledge/structures/d.yaml": GROUP.format("D")})
    for branch, from_main in (("förslag", [("d", "added")]), ("main", [])):
        git(base, "switch", "--quiet", branch)
        assert changes("main...") == from_main
        assert changes("main...", "förslag") == [("d", "added")]
        assert changes("förslag...", "main") == NEW


def test_a_period_goes_before_a_tag(base: Path) -> None:
    git(base, "tag", "2019-2022", "v1")
    git(base, "tag", "2020-01-01", "v1")
    assert changes("2019-2022", "HEAD@2022-12-31") == []
    assert changes("tags/2019-2022", "HEAD") == changes("refs/tags/2020-01-01", "HEAD") == NEW
    assert changes("2020-01-01", "HEAD@2020-01-01") == []


def test_a_revision_goes_before_a_folder(base: Path) -> None:
    """A change cannot bring a folder that is taken for what it is compared with."""
    for name in ("main", "v1", "HEAD"):
        write(base / name, FILES | {"knowledge/structures/d.yaml": GROUP.format("D")})
    assert changes("v1", "main") == changes("v1", "HEAD") == NEW
    assert changes("v1", "./main") == changes("v1", "main/") == changes("v1", str(base / "main")) == [("d", "added")]


def test_a_folder_needs_no_git(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "base/old", FILES)
    monkeypatch.setenv("PATH", "")
    assert changes("old") == changes("old@2022-01-01", ".@2022-01-01") == NEW
    result = diff("v1")
    assert (result.code, result.out) == (3, b"")
    assert "Git behövs" in result.err


def test_a_branch_with_an_odd_name(base: Path) -> None:
    for name in ("förslag/rådet", "a@b", "x@2020-01-01", "rapport-2019"):
        git(base, "branch", name, "v1")
        assert changes(name, "HEAD") == NEW
        assert ("c", "added") in changes(f"{name}@2022-01-01", "HEAD@2022-01-01")


def test_odd_names_of_files(base: Path) -> None:
    folder = "knowledge/structures/å och ä"
    (base / "knowledge/structures/c.yaml").unlink()
    commit(base, {f"{folder}/{name}.yaml": GROUP.format(name.upper()) for name in "xyz"})
    result = diff("HEAD~1", "HEAD", "--format", "json")
    assert json.loads(result.text)["complete"] is False
    assert f"{folder}/x.yaml" in result.err


# What is refused.


@pytest.mark.parametrize(
    ("side", "said"),
    [
        ("^HEAD", "^HEAD är varken"),
        ("HEAD..main", "HEAD..main är ett spann; här skrivs versionerna var för sig.\nSkriv HEAD main"),
        ("v1...main", "Skriv v1... main"),
        ("/srv/bas..main", "Skriv /srv/bas main"),
        ("HEAD~9", "HEAD~9 är varken"),
        ("HEAD:ssr.yaml", "ssr.yaml är varken en period"),
        ("HEAD^{tree}", "är varken"),
        ("HEAD^@", "inget datum"),
        ("main v1", "är varken"),
        ("mian", "menade du main?"),
        ("v11", "menade du v1?"),
        ("2019-2021", "menade du 2019-2022?"),
        ("main@2020-02-30", "2020-02-30 är inget datum"),
        ("main@{2001-01-01}", "kan betyda mer än en version"),
        ("main@{nonsense}", "är varken"),
        ("main:2019-2021", "2019-2021 är varken en period"),
        ("../nowhere", "../nowhere är varken"),
        ("main@{9}", "är varken"),
    ],
)
def test_what_is_no_side(base: Path, side: str, said: str) -> None:
    before = contents(base)
    for sides in ((side, "HEAD"), ("HEAD", side)):
        result = diff(*sides)
        assert (result.code, result.out) == (2, b"")
        assert said in result.err.replace("Menade", "menade")
    assert contents(base) == before


@pytest.mark.parametrize("side", ["--output=x", "--all", "-h", "--help", "--exec=touch x"])
def test_a_name_is_never_an_option(base: Path, side: str) -> None:
    before = contents(base)
    result = diff("--format", "json", "--", side)  # else Typer takes it for one of ours
    assert (result.code, result.out) == (2, b"")
    assert contents(base) == before


def test_a_tag_and_a_branch_of_one_name(base: Path) -> None:
    git(base, "branch", "v1", "main")
    result = diff("v1", "HEAD")
    assert (result.code, result.out) == (2, b"")
    assert "tags/v1" in result.err
    assert changes("tags/v1", "heads/v1") == NEW


def test_no_base_at_that_revision(tmp_path: Path) -> None:
    folder = repository(tmp_path / "base")
    commit(folder, {"README.md": "x\n"})
    commit(folder, FILES)
    result = diff("HEAD~1", kb=folder)
    assert (result.code, result.out) == (2, b"")
    assert "I HEAD~1 var mappen ingen kunskapsbas" in result.err


# Wherever the repository is.


def test_a_shallow_clone_says_what_to_fetch(base: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{base}", "shallow")
    shallow = tmp_path / "shallow"
    assert changes("HEAD", "main", kb=shallow) == []
    for name in ("HEAD~1", "v1", "HEAD~1@2020-01-01"):
        result = diff(name, kb=shallow)
        assert (result.code, result.out) == (2, b"")
        assert "git fetch --unshallow" in result.err
        assert "fetch-depth: 0" in result.err
    assert "2019-2022?" in diff("2019-2021", kb=shallow).err


def test_a_worktree_and_a_detached_head(base: Path, tmp_path: Path) -> None:
    git(base, "worktree", "add", "--quiet", "--detach", tmp_path / "other", "v1")
    assert changes("HEAD", "main", kb=tmp_path / "other") == NEW
    assert changes("main", kb=tmp_path / "other") == [("c", "removed")]


def test_a_bare_repository(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There HEAD stands for the folder: it says which periods there are, and it is the newer side left out."""
    git(tmp_path, "clone", "--quiet", "--bare", base, "arkiv å.git")
    bare = tmp_path / "arkiv å.git"
    monkeypatch.chdir(tmp_path)
    before = contents(bare)
    assert changes("v1", "main", kb=bare) == changes("v1", kb="arkiv å.git") == NEW
    assert changes("v1@2022-01-01", "2019-2022", kb=bare) == changes("base", kb=bare) + NEW
    monkeypatch.setenv("SSR_OVERLAY", str(write(tmp_path / "over", OVER)))
    assert changes("v1", "--audience", "office", kb=bare) == NEW
    assert contents(bare) == before
    assert diff("nowhere", kb=bare).code == 2
    git(tmp_path, "init", "--quiet", "--bare", "tom.git")
    assert "Git känner inte till HEAD." in diff("v1", kb=tmp_path / "tom.git").err


def test_a_base_below_the_top(tmp_path: Path) -> None:
    top = repository(tmp_path / "å b")
    commit(top, {f"en bas/{name}": text for name, text in FILES.items()} | {"annat.txt": "x\n"})
    write(top, {"en bas/knowledge/structures/c.yaml": GROUP.format("C")})
    assert changes("HEAD", kb=top / "en bas") == NEW


def test_index_and_work_tree_are_left_alone(base: Path) -> None:
    write(base, {"knowledge/structures/d.yaml": GROUP.format("D")})
    git(base, "add", "knowledge/structures/d.yaml")
    before = contents(base)
    assert diff("v1").code == diff("v1", "HEAD").code == diff("v1@2020-01-01", "main:2019-2022").code == 0
    assert contents(base) == before


# What cannot be read.


@pytest.mark.parametrize("path", BROKEN)
def test_a_broken_entry_has_neither_come_nor_gone(base: Path, path: str) -> None:
    file, text = BROKEN[path]
    commit(base, {file: text})
    for sides in (("HEAD~1", "HEAD"), ("HEAD", "HEAD~1"), ("HEAD~1",)):
        result = diff(*sides, "--format", "json")
        assert json.loads(result.text)["complete"] is False
        assert json.loads(result.text)["changes"] == []
        assert f"Obs: 1 fil innehåller fel och ingår inte i jämförelsen: {file}" in result.err
    assert diff("HEAD~1", "HEAD", "--exit-code").code == 1


def test_a_broken_manifest_is_an_error(base: Path) -> None:
    commit(base, {"ssr.yaml": "name: [\n"})
    commit(base, {"ssr.yaml": MANIFEST})
    for sides in (("HEAD~1",), ("HEAD~1", "HEAD"), ("v1", "HEAD~1")):
        result = diff(*sides)
        assert (result.code, result.out) == (1, b"")
        assert "HEAD~1:ssr.yaml går inte att läsa, så versionerna går inte att jämföra." in result.err


def test_a_file_that_is_gone_from_the_repository_is_an_error(base: Path) -> None:
    hash_ = git(base, "rev-parse", f"v1:{NAMED}")
    (base / ".git/objects" / hash_[:2] / hash_[2:]).unlink()
    result = diff("v1")
    assert (result.code, result.out) == (3, b"")


# Audience, and what lies over the base.


def test_what_readers_may_not_see_is_not_in_it(base: Path) -> None:
    """Two repositories that differ in what is hidden only give the same bytes."""
    commit(base, {NAMED: GROUP.format("A") + "audience: office\n"})
    commit(base, {NAMED: GROUP.format("HEMLIGT") + "audience: office\n"})
    for audience in ("public", "members"):
        assert changes("HEAD~2", "HEAD", "--audience", audience) == [("a", "removed")]
        assert changes("HEAD~1", "HEAD", "--audience", audience) == []
    assert changes("HEAD~1", "HEAD", "--audience", "office") == [("a", "reworded")]
    assert "HEMLIGT" not in diff("HEAD~2", "HEAD").text


OVER = {
    "ssr.yaml": MANIFEST.replace("audience: public", "audience: office"),
    NAMED: "rhythm: Varje vecka, PLANTERAT.\n",
    "knowledge/structures/c.yaml": "rhythm: Varje dag, PLANTERAT.\n",
}


def test_an_overlay_lies_over_both_sides(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(base, {NAMED: GROUP.format("Å")})
    before = {audience: diff("HEAD~1", "HEAD", "--audience", audience).out for audience in ("public", "members")}
    monkeypatch.setenv("SSR_OVERLAY", str(write(tmp_path / "over", OVER)))
    for audience, said in before.items():
        assert diff("HEAD~1", "HEAD", "--audience", audience).out == said
    assert changes("HEAD~1", "HEAD", "--audience", "office") == [("a", "reworded")]
    assert "PLANTERAT" not in diff("HEAD~1", "HEAD", "--audience", "office").text
    assert changes("HEAD", "--audience", "office") == []


def test_an_overlay_that_adds_to_what_is_not_there_yet(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSR_OVERLAY", str(write(tmp_path / "over", OVER)))
    assert changes("v1", "HEAD", "--audience", "office") == NEW


def test_both_sides_are_named_and_so_is_the_one_with_errors(base: Path) -> None:
    commit(base, {NAMED: "name: [\n"})
    commit(base, {NAMED: GROUP.format("A igen")})
    result = diff("HEAD^", "HEAD")
    assert f"{NAMED} (HEAD^)" in result.err
    page = diff("HEAD~2", "HEAD", "--format", "md").text
    assert re.match(r"# Jämförelse: versionen HEAD\\~2 och versionen HEAD\n", page)
