"""The workflow that validates pull requests: what it may do, and that its commands find what a change does."""

import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from repository import commit, git, repository
from running import MANIFEST, ROOT, Result, process

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
COUNCIL = "knowledge/structures/radet.yaml"
FORUM = "name: Rådet\nsort: forum\nillustrative: true\n"


def workflow(path: Path) -> Any:
    # The loader that makes nothing but texts, `on` among them.
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506


def steps(path: Path) -> list[Any]:
    return [step for job in workflow(path)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_only_read(path: Path) -> None:
    found = workflow(path)
    assert found["permissions"] == {"contents": "read"}
    assert {*found["on"]} <= {"push", "pull_request"}
    assert "secrets." not in path.read_text(encoding="utf-8")
    for step in steps(path):
        assert "${{" not in step.get("run", "")
        if "actions/checkout@" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] == "false"


@pytest.fixture
def merged(tmp_path: Path) -> Path:
    """A change that left main before main went on, merged with it and fetched as the workflow fetches it."""
    origin = repository(tmp_path / "origin")
    commit(origin, {"ssr.yaml": MANIFEST, COUNCIL: f"{FORUM}audience: members\n"})
    git(origin, "checkout", "--quiet", "-b", "change")
    git(origin, "checkout", "--quiet", "main")
    commit(origin, {"knowledge/structures/namnden.yaml": FORUM.replace("Rådet", "Nämnden")})
    git(origin, "checkout", "--quiet", "change")
    return origin


def validated(origin: Path, folder: Path, event: str) -> Result:
    """What the workflow's own command says of the merge."""
    git(origin, "checkout", "--quiet", "--detach", "main")
    git(origin, "merge", "--quiet", "--no-ff", "--message", "Infört.", "change")
    git(folder, "clone", "--quiet", "--depth=2", f"file://{origin}", "change")
    [step] = [step for step in steps(ROOT / ".github/workflows/validate.yml") if event in step.get("if", "")]
    return process(*shlex.split(step["run"])[1:], cwd=folder, env=step["env"])


def test_a_change_is_compared_with_main_and_nothing_else(merged: Path, tmp_path: Path) -> None:
    commit(merged, {COUNCIL: f"{FORUM}audience: members\nshort: R\n"})
    result = validated(merged, tmp_path, "pull_request")
    assert (result.code, result.text, result.err) == (0, "", "")


def test_a_change_that_gives_something_away_is_told(merged: Path, tmp_path: Path) -> None:
    commit(merged, {COUNCIL: FORUM})
    result = validated(merged, tmp_path, "pull_request")
    assert result.code == 1
    assert result.text.startswith(f"::error file={COUNCIL},line=1,")
    assert "SSR802" in result.text


def test_what_has_reached_main_is_not_compared(merged: Path, tmp_path: Path) -> None:
    commit(merged, {COUNCIL: FORUM})
    assert validated(merged, tmp_path, "push").code == 0


def test_what_a_change_means_is_told(merged: Path, tmp_path: Path) -> None:
    """As much of it as the summary of a run may hold, which is 1 MiB."""
    commit(
        merged, {COUNCIL: f"{FORUM}audience: members\n", "knowledge/structures/ny.yaml": FORUM.replace("Rådet", "Nytt")}
    )
    validated(merged, tmp_path, "pull_request")
    [step] = [step for step in steps(ROOT / ".github/workflows/validate.yml") if "ssr review" in step.get("run", "")]
    command, _, summary = step["run"].partition(" >> ")
    assert summary == '"$GITHUB_STEP_SUMMARY"'
    result = process(*shlex.split(command)[1:], cwd=tmp_path, env=step["env"])
    assert result.code == 0, result.err
    assert "Nytt (ny)\n\n- " in result.text
    assert "Nämnden" not in result.text
    assert "Rådet" not in result.text
    words = shlex.split(command)
    assert int(words[words.index("--limit") + 1]) <= 2**20
