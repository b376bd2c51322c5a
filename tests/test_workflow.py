"""The workflows: what they may do, that others who judge such find nothing, and that their commands find what a change does."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from repository import commit, git, repository
from running import MANIFEST, ROOT, Result, write
from tools import actionlint

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
ACTIONS = [ROOT / "action.yml", *sorted((ROOT / ".github/actions").glob("*/action.yml"))]
POSTING = ROOT / ".github/workflows/comment.yml"
COUNCIL = "knowledge/structures/radet.yaml"
FORUM = "name: Rådet\nsort: forum\nillustrative: true\n"


def workflow(path: Path) -> Any:
    # The loader that makes nothing but texts, `on` among them.
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506


def steps(path: Path) -> list[Any]:
    read = workflow(path)
    return [step for job in read.get("jobs", {"": read.get("runs")}).values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_only_read(path: Path) -> None:
    """But for the one that posts, which fetches nothing but what is on main."""
    read = workflow(path)
    assert read["permissions"] == {}
    assert "secrets." not in path.read_text(encoding="utf-8")
    if path == POSTING:
        assert {*read["on"]} == {"workflow_run"}
    else:
        assert {*read["on"]} <= {"push", "pull_request", "merge_group", "schedule", "workflow_dispatch"}
        assert [job["permissions"] for job in read["jobs"].values()] == [{"contents": "read"}] * len(read["jobs"])
    for step in steps(path):
        assert "${{" not in step.get("run", "")
        if "actions/checkout@" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] == "false"
            assert path != POSTING or not {*step["with"]} & {"ref", "repository"}


@pytest.mark.parametrize("path", [*WORKFLOWS, *ACTIONS], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_a_workflow_uses_is_pinned_and_says_which_version(path: Path) -> None:
    used = re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    assert used
    for one in used:
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\./[\w./-]+ # zizmor: ignore\[.*", one)


@pytest.mark.parametrize("event", ["pull_request", "merge_group", "push"])
def test_what_would_reach_main_is_tested_and_validated(event: str) -> None:
    for name in ("test", "validate"):
        assert event in workflow(ROOT / f".github/workflows/{name}.yml")["on"]
    jobs = workflow(ROOT / ".github/workflows/test.yml")["jobs"]
    assert jobs["test"]["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert (jobs["binder"]["needs"], jobs["binder"]["if"]) == ("test", "github.event_name == 'push'")


def test_zizmor_finds_nothing() -> None:
    """Without a network, in the strictest of its moods, in whatever forges and dependabot read."""
    command = [Path(sys.executable).with_name("zizmor"), "--offline", "--persona", "auditor", "--quiet", "."]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, encoding="utf-8")
    assert (done.returncode, "No findings to report" in done.stdout + done.stderr) == (0, True), done.stdout


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", WORKFLOWS),
        ("github-actions", ACTIONS),
        ("dependabot", [ROOT / ".github/dependabot.yml"]),
        ("github-issue-forms", sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[!c]*.yml"))),
        ("gitlab-ci", [ROOT / ".github/gitlab-ci.yml"]),
    ],
)
def test_each_has_the_shape_that_its_reader_asks_for(schema: str, files: list[Path]) -> None:
    assert files
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *map(str, files)]
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout


PAGE = (ROOT / "docs/eget-arkiv.md").read_text(encoding="utf-8")
SNIPPETS = dict(
    zip(("review", "comment", "gitlab", "pre-commit"), re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL), strict=True)
)


@pytest.mark.parametrize(
    ("name", "schema"), [("review", "github-workflows"), ("comment", "github-workflows"), ("gitlab", "gitlab-ci")]
)
def test_ten_lines_are_enough_in_another_repository(name: str, schema: str, tmp_path: Path) -> None:
    snippet = SNIPPETS[name]
    assert snippet.count("\n") <= 10
    file = tmp_path / "a.yml"
    file.write_text(snippet, encoding="utf-8")
    test_each_has_the_shape_that_its_reader_asks_for(schema, [file])
    for one in re.findall(r"ÄGARE/ssr(\S*)@v1", snippet):
        assert (ROOT / f"./{one}/action.yml").exists()


def test_the_hook_checks_what_a_base_is_made_of() -> None:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["id"] in SNIPPETS["pre-commit"]
    for path in ("ssr.yaml", "bas/knowledge/actors/haninge.yaml", "templates/x/x.md.j2", "schemas/ferry.schema.json"):
        assert re.search(hook["files"], path)
    assert not re.search(hook["files"], "README.md")
    assert hook["entry"].split()[:2] == ["ssr", "validate"]


@pytest.mark.judge
def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yml"
    bad.write_text("on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ nothing.b }}\n")
    assert len(actionlint([bad])) == 1
    assert actionlint(WORKFLOWS) == []


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


def ran(step: Any, folder: Path, **env: str) -> Result:
    """What a step's own commands do, with the tool as it is here."""
    bin_ = folder / "bin"
    bin_.mkdir(exist_ok=True)
    (bin_ / "ssr").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ssr "$@"\n', encoding="utf-8")
    (bin_ / "ssr").chmod(0o755)
    given = {name: value for name, value in step.get("env", {}).items() if "${{" not in value}
    surroundings = {**os.environ, "PATH": f"{bin_}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), **given, **env}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    done = subprocess.run(command, cwd=folder, env=surroundings, check=False, capture_output=True)
    return Result(done.returncode, done.stdout, done.stderr.decode())


def fetched(origin: Path, folder: Path) -> None:
    """The merge, fetched as the workflow fetches it."""
    git(origin, "checkout", "--quiet", "--detach", "main")
    git(origin, "merge", "--quiet", "--no-ff", "--message", "Infört.", "change")
    git(folder, "clone", "--quiet", "--depth=2", f"file://{origin}", "change")


def validated(origin: Path, folder: Path, condition: str) -> Result:
    """What the workflow's own command says of the merge."""
    fetched(origin, folder)
    [step] = [step for step in steps(ROOT / ".github/workflows/validate.yml") if step.get("if") == condition]
    return ran(step, folder)


CHANGE, PUSH = "github.event_name != 'push'", "github.event_name == 'push'"


def test_a_change_is_compared_with_main_and_nothing_else(merged: Path, tmp_path: Path) -> None:
    """And a green run says how much was checked."""
    commit(merged, {COUNCIL: f"{FORUM}audience: members\nshort: R\n"})
    result = validated(merged, tmp_path, CHANGE)
    assert (result.code, result.err) == (0, "")
    assert result.text == "::notice title=ssr validate::Inga fel i 2 poster.\n"


def test_a_change_that_gives_something_away_is_told(merged: Path, tmp_path: Path) -> None:
    commit(merged, {COUNCIL: FORUM})
    result = validated(merged, tmp_path, CHANGE)
    assert result.code == 1
    assert f"\n::error file={COUNCIL},line=1," in result.text
    assert "SSR802" in result.text


def test_what_has_reached_main_is_not_compared(merged: Path, tmp_path: Path) -> None:
    commit(merged, {COUNCIL: FORUM})
    assert validated(merged, tmp_path, PUSH).code == 0


@pytest.mark.parametrize(("path", "own"), [(COUNCIL, False), ("schemas/x.json", False), ("ssr/rules/ny.py", True)])
def test_only_what_changes_the_tool_is_judged_by_its_own(path: str, own: bool, merged: Path, tmp_path: Path) -> None:
    commit(merged, {path: FORUM})
    fetched(merged, tmp_path)
    for name in ("schemas/a.json", "templates/a.j2", "ssr/a.py", "pyproject.toml"):
        write(tmp_path, {f"change/{name}": "", f"tool/{name}": ""})
    write(tmp_path, {"tool/action.yml": "as it is on main"})
    validating, telling = (
        one for one in steps(ROOT / ".github/workflows/validate.yml") if "own tool" in one.get("name", "")
    )
    result = ran(telling, tmp_path)
    assert (result.code, (tmp_path / "tool" / path).exists()) == (0, own), result.err
    assert (tmp_path / "tool/action.yml").exists()  # which of the tool is run, not how
    result = ran(validating, tmp_path)
    assert (result.code, "sitt eget" in result.text, (tmp_path / "tool" / path).exists()) == (0, own, own)


def test_that_nothing_can_be_told_is_told(merged: Path, tmp_path: Path) -> None:
    """And is no fault of the run that tells; a version that there is not is."""
    commit(merged, {"schemas/a.schema.json": "{"})
    fetched(merged, tmp_path)
    [step] = [step for step in steps(ROOT / "action.yml") if "ssr review" in step.get("run", "")]
    out, summary = tmp_path / "ut", tmp_path / "sammanfattning.md"
    env = {"KB": "change", "OUT": str(out), "GITHUB_STEP_SUMMARY": str(summary)}
    assert ran(step, tmp_path, BASE="HEAD^1", **env).code == 0
    for path in (summary, out / "comment.md"):
        assert "schemas/a.schema.json:1" in path.read_text(encoding="utf-8").partition("## Fel och varningar")[0]
    assert {path.name for path in out.iterdir()} == {"comment.md", "review.json", "sidor"}
    assert ran(step, tmp_path, BASE="inte-en-version", **env).code != 0


def test_what_a_change_means_is_told(merged: Path, tmp_path: Path) -> None:
    """In the summary of the run, which may hold 1 MiB, as pages, and as what is posted."""
    commit(
        merged, {COUNCIL: f"{FORUM}audience: members\n", "knowledge/structures/ny.yaml": FORUM.replace("Rådet", "Nytt")}
    )
    fetched(merged, tmp_path)
    [step] = [step for step in steps(ROOT / "action.yml") if "ssr review" in step.get("run", "")]
    out, summary = tmp_path / "ut", tmp_path / "sammanfattning.md"
    result = ran(step, tmp_path, KB="change", BASE="HEAD^1", OUT=str(out), GITHUB_STEP_SUMMARY=str(summary))
    assert result.code == 0, result.err
    text = summary.read_text(encoding="utf-8")
    assert "Nytt (ny)\n\n- " in text
    assert "Nämnden" not in text
    assert "Rådet" not in text
    assert {path.name for path in out.iterdir()} == {"comment.md", "review.json", "sidor"}
    assert (out / "sidor/index.html").exists()
    limits = [int(number) for number in re.findall(r"--limit (\d+)", step["run"])]
    assert (limits[0] < 2**16, limits[1] <= 2**20) == (True, True)
