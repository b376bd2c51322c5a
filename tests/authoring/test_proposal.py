"""A commit on a branch of its own leaves everything else in a repository as it is, and nothing is ever forced."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from repository import _ALONE, _WHO, commit, git, repository
from running import CASES
from visitor import Visitor

from ssr.authoring.proposal import Git
from ssr.errors import UsageError

FERRY = "knowledge/ferries/sodra-linjen.yaml"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**_ALONE, **_WHO}.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A base some way down in a repository, where others have dirty, staged and unknown work, and are on a branch."""
    top = repository(tmp_path / "top")
    root = Path(shutil.copytree(CASES / "ferry", top / "bas/här"))
    commit(top, {"annat.txt": "ett\n", "staged.txt": "ett\n"})
    git(top, "switch", "--quiet", "--create", "arbete")
    (top / "annat.txt").write_text("två\n", encoding="utf-8")
    (top / "staged.txt").write_text("två\n", encoding="utf-8")
    git(top, "add", "staged.txt")
    (top / "nytt.txt").write_text("nytt\n", encoding="utf-8")
    return root


def state(base: Path) -> Mapping[str, str]:
    """All that others would notice."""
    return {
        "status": git(base, "status", "--porcelain", "--untracked-files=all", "--", ":/annat.txt", ":/staged.txt", ":/nytt.txt"),
        "staged": git(base, "diff", "--cached"),
        "head": git(base, "rev-parse", "HEAD"),
        "on": git(base, "symbolic-ref", "HEAD"),
        "trees": git(base, "worktree", "list"),
        "stash": git(base, "stash", "list"),
    }  # fmt: skip


def test_only_the_saved_file_is_in_the_commit_and_nothing_else_is_touched(base: Path) -> None:
    before = state(base)
    visitor = Visitor(base)
    visitor.page("entry/sodra-linjen")
    visitor.put("sodra-linjen", ["name"], "Sydlinjen")
    assert "inget sparat" in visitor.page("propose")
    visitor.do("save/sodra-linjen")
    page = visitor.page("propose")
    assert "Sydlinjen" in page
    assert FERRY in page
    answer = visitor.do("commit", message="Linjen heter Sydlinjen\n\nDärför.")
    assert answer["is_done"], answer
    assert answer["can_push"]
    branch = "ssr-edit/2026-11-22-sodra-linjen"
    assert branch in answer["state"]
    assert state(base) == before
    assert git(base, "log", "-1", "--format=%B", branch) == "Linjen heter Sydlinjen\n\nDärför."
    assert git(base, "diff", "--numstat", f"{branch}~1", branch).split("\t")[:2] == ["1", "1"]
    assert "Sydlinjen" in git(base, "show", f"{branch}:./{FERRY}")
    assert git(base, "rev-parse", f"{branch}~1") == before["head"]


def test_what_is_saved_later_goes_on_the_same_branch_and_a_taken_name_gets_a_number(base: Path) -> None:
    git(base, "branch", "ssr-edit/2026-11-22-sodra-linjen")
    visitor = Visitor(base)
    for name in ("En", "Två"):
        visitor.page("entry/sodra-linjen")
        visitor.put("sodra-linjen", ["name"], name)
        visitor.do("save/sodra-linjen")
        assert visitor.do("commit", message=name)["is_done"]
    assert git(base, "log", "--format=%s", "-2", "ssr-edit/2026-11-22-sodra-linjen-2").split("\n") == ["Två", "En"]


def test_hooks_run_and_may_refuse(base: Path) -> None:
    hook = Path(git(base, "rev-parse", "--path-format=absolute", "--git-path", "hooks")) / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho kroken säger nej\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    before = {**state(base), "branches": git(base, "branch")}
    visitor = Visitor(base)
    visitor.page("entry/sodra-linjen")
    visitor.put("sodra-linjen", ["name"], "Syd")
    visitor.do("save/sodra-linjen")
    answer = visitor.do("commit", message="Syd")
    assert "kroken säger nej" in answer["told"]
    assert not answer["is_done"]
    assert {**state(base), "branches": git(base, "branch")} == before
    assert "Syd" in (base / FERRY).read_text(encoding="utf-8")
    hook.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    assert visitor.do("commit", message="Syd")["is_done"]


def test_it_is_sent_by_a_button_of_its_own_and_never_forced(base: Path, tmp_path: Path) -> None:
    visitor = Visitor(base)
    visitor.page("entry/sodra-linjen")
    visitor.put("sodra-linjen", ["name"], "Syd")
    visitor.do("save/sodra-linjen")
    visitor.do("commit", message="Syd")
    branch = "ssr-edit/2026-11-22-sodra-linjen"
    assert "git remote add" in visitor.do("push")["state"]
    far = repository(tmp_path / "langt-borta.git", "--bare")
    git(base, "remote", "add", "origin", str(far))
    assert git(far, "branch") == ""
    assert "är skickad" in visitor.do("push")["state"]
    assert git(far, "rev-parse", branch) == git(base, "rev-parse", branch)


def test_what_somebody_else_has_sent_is_not_overwritten(base: Path, tmp_path: Path) -> None:
    far = repository(tmp_path / "langt-borta.git", "--bare")
    git(base, "remote", "add", "origin", str(far))
    other = git(base, "commit-tree", "HEAD^{tree}", "-m", "en annans")
    git(base, "push", "--quiet", "origin", f"{other}:refs/heads/mitt")
    made = Git(base)
    assert made.commit("mitt", {FERRY: b"name: X\noperator: rederiet\n"}, "mitt").is_done
    told = made.push("mitt")
    assert not told.is_done
    assert "rejected" in told.text
    assert git(far, "rev-parse", "mitt") == other


def test_a_link_in_the_commit_is_not_followed(base: Path, tmp_path: Path) -> None:
    outside = tmp_path / "utanfor"
    outside.mkdir()
    shutil.rmtree(base / "knowledge/ferries")
    (base / "knowledge/ferries").symlink_to(outside)
    commit(base)
    with pytest.raises(UsageError):
        Git(base).commit("lank", {FERRY: b"name: X\n"}, "x")
    assert list(outside.iterdir()) == []
    assert len(git(base, "worktree", "list").split("\n")) == 1


def test_without_git_it_saves_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = Path(shutil.copytree(CASES / "ferry", tmp_path / "base"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    for path in (os.environ["PATH"], str(tmp_path)):
        monkeypatch.setenv("PATH", path)
        visitor = Visitor(base)
        visitor.page("entry/sodra-linjen")
        visitor.put("sodra-linjen", ["name"], f"Syd {len(path)}")
        visitor.do("save/sodra-linjen")
        assert "är sparat, men" in visitor.page("propose")
        assert "is_done" not in visitor.do("commit", message="x")
