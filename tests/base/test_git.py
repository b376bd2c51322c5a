"""A base at a git revision is the base as it lay in the folder then, and reading it does nothing besides."""

import gc
import os
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from repository import commit, git, repository
from running import CASES, MANIFEST, ssr, write
from tools import GIT, require

from ssr.base import committed
from ssr.base.committed import open_revision
from ssr.base.git import Repository
from ssr.base.load import load
from ssr.base.snapshot import Snapshot, UnreadableError, WorkingTree
from ssr.errors import MachineError, SsrError, UsageError

OLD = {"ssr.yaml": MANIFEST, "knowledge/structures/radet.yaml": "name: Rådet\nsort: forum\nillustrative: true\n"}
NEW = {"knowledge/structures/radet.yaml": "name: Nya rådet\nsort: forum\nillustrative: true\n"}
PATH = "knowledge/structures/radet.yaml"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with two revisions, of which the older one is tagged."""
    folder = repository(tmp_path_factory.mktemp("repository") / "base")
    commit(folder, OLD)
    git(folder, "tag", "--annotate", "--message", "Den första.", "v1")
    commit(folder, NEW)
    return folder


@pytest.fixture
def base(original: Path, tmp_path: Path) -> Path:
    """The same, for one test to do with as it likes."""
    return Path(shutil.copytree(original, tmp_path / "base"))


def read(folder: Path, name: str) -> str:
    return open_revision(WorkingTree(folder), name).read(PATH).decode()


def refusal(folder: Path, name: str = "HEAD") -> SsrError:
    with pytest.raises(SsrError) as caught:
        open_revision(WorkingTree(folder), name).read(PATH)
    return caught.value


# Which revision.


@pytest.mark.parametrize("name", ["v1", "HEAD~1", "HEAD^", "main~1", "HEAD^1", "main@{0}~1", "refs/tags/v1"])
def test_each_way_to_name_a_revision(original: Path, name: str) -> None:
    assert read(original, name) == OLD[PATH]


def test_a_hash(original: Path) -> None:
    full = git(original, "rev-parse", "v1^{commit}")
    assert read(original, full) == read(original, full[:10]) == OLD[PATH]


HOSTILE = [
    "--output=x", "-h", "--help", "--all", "-", "--", "^HEAD", "HEAD..main", "v1...main", "HEAD~1..", "HEAD^@", "HEAD^!", "HEAD^-",
    "main v1", "HEAD\nHEAD", "HEAD\n", "", " ", "HEAD:ssr.yaml", "HEAD^{tree}", "HEAD^{", "nowhere", "0" * 40, "*", "main;touch x",
    "$(touch x)", "`touch x`", "|touch x", "HEAD\0", "\ud800", "\udcff", "å", "a" * 10_000, "@{upstream}", "HEAD~999",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: ascii(name)[:24])
def test_what_is_no_revision_is_refused(original: Path, name: str) -> None:
    before = contents(original)
    error = refusal(original, name)
    assert (type(error), error.key) == (UsageError, "unknown-revision")
    assert contents(original) == before


# Wherever the repository is, and whatever it is like.


def test_a_base_below_the_top(tmp_path: Path) -> None:
    top = repository(tmp_path / "top")
    other = {f"annat/{name}": text for name, text in OLD.items()}
    commit(top, other | {f"basen/{name}": text for name, text in OLD.items()})
    write(top, {f"basen/{PATH}": NEW[PATH]})
    tree = open_revision(WorkingTree(top / "basen"), "HEAD")
    assert tree.paths("knowledge") == ([PATH], [])
    assert tree.read(PATH).decode() == OLD[PATH]
    with pytest.raises(UnreadableError):
        tree.read("../annat/ssr.yaml")


@pytest.mark.parametrize(
    "name", ["å b", "-x", "--output=x", ":x", ":(top)", "a..b", "*", "[a]", '"q"', "a\nb", "HEAD", "a\\b"]
)
def test_a_folder_with_an_odd_name(tmp_path: Path, name: str) -> None:
    top = repository(tmp_path / name)
    commit(top, {f"{name}/{path}": text for path, text in OLD.items()} | {"x/ssr.yaml": MANIFEST})
    assert read(top / name, "HEAD") == OLD[PATH]


def test_odd_names_of_files(base: Path) -> None:
    names = ["å b.yaml", "a\nb.yaml", '"q".yaml', "\t.yaml", "-x.yaml", "ra\u030adet.yaml", os.fsdecode(b"\xff.yaml")]
    for name in names:
        (base / "knowledge" / name).write_text(f"name: {len(name)}\n", encoding="utf-8")
    commit(base)
    now, then = WorkingTree(base), open_revision(WorkingTree(base), "HEAD")
    assert then.paths("knowledge") == now.paths("knowledge")
    assert [then.read(f"knowledge/{name}") for name in names] == [now.read(f"knowledge/{name}") for name in names]


def test_a_branch_with_an_odd_name(base: Path) -> None:
    git(base, "branch", "förslag/rådet", "v1")
    assert read(base, "förslag/rådet") == OLD[PATH]


def test_a_worktree(base: Path, tmp_path: Path) -> None:
    git(base, "worktree", "add", "--quiet", "--detach", tmp_path / "other", "v1")
    assert read(tmp_path / "other", "main") == NEW[PATH]
    assert read(tmp_path / "other", "HEAD") == OLD[PATH]


def test_a_worktree_of_a_bare_repository(base: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", base, "bare.git")
    git(tmp_path / "bare.git", "worktree", "add", "--quiet", tmp_path / "other", "main")
    assert read(tmp_path / "other", "v1") == OLD[PATH]


def test_a_bare_repository(base: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", base, "bare.git")
    revision = Repository(tmp_path / "bare.git").revision("v1")
    assert revision.content(revision.files[PATH]).decode() == OLD[PATH]


def test_a_detached_head(base: Path) -> None:
    git(base, "checkout", "--quiet", "--detach", "v1")
    assert read(base, "HEAD") == OLD[PATH]
    assert read(base, "main") == NEW[PATH]


def test_longer_hashes(tmp_path: Path) -> None:
    folder = repository(tmp_path / "base", "--object-format=sha256")
    assert len(commit(folder, OLD)) == 64
    assert read(folder, "HEAD") == OLD[PATH]


def test_a_folder_reached_through_a_link(base: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(base)
    assert read(tmp_path / "link", "v1") == OLD[PATH]


def test_a_shallow_clone_says_what_to_fetch(base: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{base}", "shallow")
    assert read(tmp_path / "shallow", "HEAD") == NEW[PATH]
    for name in ("HEAD~1", "v1", git(base, "rev-parse", "HEAD~1")):
        assert refusal(tmp_path / "shallow", name).key == "revision-not-fetched"
    told = ssr("validate", "--baseline", "HEAD~1", "--lang", "sv", kb=tmp_path / "shallow")
    assert (told.code, told.out) == (2, b"")
    assert "git fetch --unshallow" in told.err
    assert "fetch-depth: 0" in told.err


# What is as in the working tree.


def test_every_case_reads_as_in_the_working_tree(tmp_path: Path) -> None:
    """The bases of the tests of `validate` hold most of what a file can have wrong with it."""
    top = repository(tmp_path / "top")
    shutil.copytree(CASES / "validate", top, dirs_exist_ok=True)
    folders = [folder for folder in sorted(top.iterdir()) if (folder / "knowledge").is_dir()]
    for folder in folders:
        if not (folder / "ssr.yaml").exists():
            shutil.copy(top / "_shared/ssr.yaml", folder)
    git(top, "config", "core.autocrlf", "false")
    commit(top)
    assert len(folders) > 40
    for folder in folders:
        tree = WorkingTree(folder)
        assert said(open_revision(tree, "HEAD")) == said(tree)


def said(snapshot: Snapshot) -> object:
    base, findings = load(snapshot)
    return [(entry.kind, entry.id, entry.data) for entry in base.entries], [
        (finding.code, finding.key, finding.location) for finding in findings
    ]


def test_what_is_no_plain_file_is_told_as_in_the_working_tree(base: Path, tmp_path: Path) -> None:
    (base / "knowledge/structures/link.yaml").symlink_to("/etc/passwd")
    (base / "knowledge/linked").symlink_to(tmp_path)
    (base / "schemas").symlink_to(tmp_path)
    write(base, {"knowledge/structures/folder.yaml/inside.yaml": "name: x\n", "templates": "ingen mapp\n"})
    commit(base)
    now, then = WorkingTree(base), open_revision(WorkingTree(base), "HEAD")
    for folder in ("knowledge", "schemas", "templates"):
        paths, findings = now.paths(folder)
        assert then.paths(folder) == (paths, sorted(findings, key=lambda finding: finding.location))
    for path in ("knowledge/structures/link.yaml", "knowledge/structures/folder.yaml/inside.yaml", "schemas"):
        with pytest.raises(UnreadableError):
            then.read(path)


def test_another_repository_inside_is_told_and_not_read(base: Path, tmp_path: Path) -> None:
    commit(repository(tmp_path / "other"), OLD)
    git(base, "submodule", "--quiet", "add", tmp_path / "other", "knowledge/other")
    commit(base)
    paths, [finding] = open_revision(WorkingTree(base), "HEAD").paths("knowledge")
    assert paths == [PATH]
    assert (finding.code, finding.key, finding.location.path) == ("SSR001", "not-a-file", "knowledge/other")


def test_the_same_bounds(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(base, {"knowledge/structures/large.yaml": "#" * 512 * 1024 + "\n"})
    tree = open_revision(WorkingTree(base), "HEAD")
    with pytest.raises(UnreadableError) as caught:
        tree.read("knowledge/structures/large.yaml")
    assert caught.value.finding.key == "too-large"
    monkeypatch.setattr(committed, "MAX_FILES", 1)
    paths, [finding] = tree.paths("knowledge")
    assert (len(paths), finding.key) == (1, "too-many-files")


def test_a_manifest_that_is_a_link_is_told(base: Path) -> None:
    (base / "ssr.yaml").unlink()
    (base / "ssr.yaml").symlink_to("/etc/passwd")
    commit(base)
    [finding] = open_revision(WorkingTree(base), "HEAD").manifest.findings
    assert finding.key == "symbolic-link"


# What does not happen.


def contents(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file below a folder, `.git` and all: its time, its rights, its bytes."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_mode, path.read_bytes()) for path in files}


def test_index_and_work_tree_are_left_alone(base: Path) -> None:
    write(base, {PATH: "name: Ändrat men inte sparat\n", "knowledge/ny.yaml": "name: Ny\n"})
    git(base, "add", "knowledge/ny.yaml")
    os.utime(base / "ssr.yaml", ns=(1, 1))  # an index that is older than its files is what git likes to mend
    before = contents(base)
    assert str(base / ".git/index") in before
    load(open_revision(WorkingTree(base), "v1"))
    assert ssr("validate", "--baseline", "v1", kb=base).code == 1
    assert contents(base) == before


@pytest.fixture
def trap(tmp_path: Path) -> SimpleNamespace:
    """A program that leaves a mark when it is run."""
    mark = tmp_path / "mark"
    program = tmp_path / "trap"
    program.write_text(f"#!/bin/sh\ntouch '{mark}'\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    return SimpleNamespace(program=str(program), mark=mark)


def sprung(trap: SimpleNamespace, *command: str) -> bool:
    """Whether the trap is live: plain git walks into it."""
    subprocess.run(command, check=False, capture_output=True)
    found: bool = trap.mark.exists()
    trap.mark.unlink(missing_ok=True)
    return found


def test_nothing_that_the_repository_names_is_run(base: Path, trap: SimpleNamespace) -> None:
    settings = [
        "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "diff.external", "gpg.program",
        "diff.trap.textconv", "diff.trap.command", "filter.trap.smudge", "filter.trap.clean", "filter.trap.process", "pager.ls-tree",
        "pager.cat-file", "pager.rev-parse", "credential.helper", "core.alternateRefsCommand", "uploadpack.packObjectsHook",
    ]  # fmt: skip
    commit(base, {".gitattributes": "* diff=trap filter=trap\n"})
    for name in settings:
        git(base, "config", name, trap.program)
    for name in ("rev-parse", "ls-tree", "cat-file", "config"):
        git(base, "config", f"alias.{name}", f"!{trap.program}")
    (base / ".git/hooks").mkdir(exist_ok=True)
    for name in ("post-index-change", "reference-transaction", "post-checkout"):
        shutil.copy(trap.program, base / ".git/hooks" / name)
    assert sprung(trap, "git", "-C", str(base), "status")
    assert sprung(trap, "git", "-C", str(base), "diff", "v1", "HEAD")

    assert read(base, "v1") == OLD[PATH]
    load(open_revision(WorkingTree(base), "HEAD"))
    assert refusal(base, "nowhere").key == "unknown-revision"
    assert not trap.mark.exists()


def test_nothing_is_fetched(base: Path, trap: SimpleNamespace) -> None:
    """A partial clone asks its origin for what it lacks, and an origin may be a program."""
    hash_ = git(base, "rev-parse", f"v1:{PATH}")
    for name, value in {
        "core.repositoryFormatVersion": "1", "extensions.partialClone": "origin", "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::{trap.program}", "protocol.ext.allow": "always",
    }.items():  # fmt: skip
        git(base, "config", name, value)
    (base / ".git/objects" / hash_[:2] / hash_[2:]).unlink()
    assert sprung(trap, "git", "-C", str(base), "cat-file", "-p", hash_)

    error = refusal(base, "v1")
    assert (type(error), error.key) == (MachineError, "git-refused")
    assert not trap.mark.exists()


def test_the_surroundings_do_not_lead_astray(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a hook, which git runs with its own idea of where the repository is."""
    other = repository(tmp_path / "other")
    commit(other, {"ssr.yaml": MANIFEST, PATH: "name: Ett annat råd\n"})
    for name, value in {
        "GIT_DIR": other / ".git", "GIT_WORK_TREE": other, "GIT_INDEX_FILE": other / "x", "GIT_OBJECT_DIRECTORY": other / ".git/objects",
        "GIT_NAMESPACE": "x", "GIT_CONFIG_PARAMETERS": "'core.bare=true'", "GIT_TRACE": tmp_path / "trace",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, str(value))
    assert read(base, "v1") == OLD[PATH]
    assert not (tmp_path / "trace").exists()


def test_the_users_settings_are_not_read(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = write(tmp_path / "home", {".gitconfig": f"[trace2]\n\tnormalTarget = {tmp_path / 'trace'}\n"})
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    subprocess.run(["git", "-C", base, "rev-parse", "HEAD"], check=True, capture_output=True)
    assert (tmp_path / "trace").stat().st_size
    (tmp_path / "trace").unlink()

    assert read(base, "v1") == OLD[PATH]
    assert not (tmp_path / "trace").exists()


def test_files_that_look_like_a_repository_are_not_taken_for_it(tmp_path: Path) -> None:
    """What a change brings could otherwise say what was there before it."""
    top, other = repository(tmp_path / "top"), repository(tmp_path / "other")
    commit(top, {f"basen/{name}": text for name, text in OLD.items()})
    commit(other, {"ssr.yaml": MANIFEST, PATH: "name: Ett annat råd\n"})
    for name in ("HEAD", "config", "objects", "refs"):
        (other / ".git" / name).rename(top / "basen" / name)
    git(tmp_path, "config", "--file", top / "basen/config", "core.bare", "true")
    assert git(top / "basen", "show", f"HEAD:{PATH}") == "name: Ett annat råd"

    error = refusal(top / "basen")
    assert (type(error), error.key) == (MachineError, "git-refused")


def test_a_replaced_object_is_not_taken_for_the_one_asked_for(base: Path) -> None:
    git(base, "replace", "HEAD~1", "HEAD")
    assert read(base, "v1") == OLD[PATH]


def test_the_process_ends_with_the_revision(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, **options)  # type: ignore[call-overload]
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    tree = open_revision(WorkingTree(base), "v1")
    for _ in range(3):
        tree.read(PATH)
    running = [process for process in started if process.poll() is None]
    assert len(running) == 1
    del tree
    gc.collect()
    assert running[0].poll() == 0


# When git cannot.


def test_without_git(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert refusal(base).key == "git-missing"
    told = ssr("validate", "--baseline", "HEAD", "--lang", "en", kb=base)
    assert (told.code, told.out) == (3, b"")
    assert told.err.startswith("Git is needed")
    assert ssr("validate", kb=base).code == 0


def test_a_git_in_the_current_folder_is_not_ours(
    base: Path, trap: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(trap.program, base / "git")
    monkeypatch.chdir(base)
    monkeypatch.setenv("PATH", ".")
    assert refusal(base).key == "git-missing"
    assert not trap.mark.exists()


def test_no_repository(tmp_path: Path) -> None:
    require(GIT)
    folder = write(tmp_path / "base", OLD)
    error = refusal(folder)
    assert (type(error), error.key, error.parameters["path"]) == (UsageError, "no-repository", str(folder))


def test_no_commits(tmp_path: Path) -> None:
    folder = repository(tmp_path / "base")
    write(folder, OLD)
    assert refusal(folder).key == "unknown-revision"


@pytest.mark.parametrize("before", [{"README.md": "x\n"}, {"ssr.yaml/x": "x\n"}, {"basen": "x\n"}])
def test_no_base_at_that_revision(tmp_path: Path, before: dict[str, str]) -> None:
    folder = repository(tmp_path / "top")
    commit(folder, before)
    for name in before:
        (folder / name).unlink()
    shutil.rmtree(folder / "ssr.yaml", ignore_errors=True)
    for where in (folder, folder / "basen"):
        write(where, OLD)
        assert refusal(where).key == "no-base-then"


def test_a_damaged_repository(base: Path) -> None:
    for path in (base / ".git/objects").glob("??/*"):
        path.chmod(0o644)
        path.write_bytes(b"x")
    error = refusal(base, git(base, "rev-parse", "main"))
    assert error.key in {"unknown-revision", "git-refused"}
    assert ssr("validate", "--baseline", "main", kb=base).code in {2, 3}


def test_a_file_that_is_gone_from_the_repository(base: Path) -> None:
    hash_ = git(base, "rev-parse", f"v1:{PATH}")
    (base / ".git/objects" / hash_[:2] / hash_[2:]).unlink()
    error = refusal(base, "v1")
    assert (type(error), error.key) == (MachineError, "git-refused")


def test_a_git_that_breaks_off(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = shutil.which("git")
    write(tmp_path / "bin", {"git": f'#!/bin/sh\ncase "$*" in *cat-file*) exit 1;; esac\nexec {real} "$@"\n'})
    (tmp_path / "bin/git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    error = refusal(base, "v1")
    assert (type(error), error.key) == (MachineError, "git-refused")


def test_a_folder_that_belongs_to_somebody_else(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git refuses until the user has said that the folder is trusted, and so do we; that word counts here too."""
    real, home = shutil.which("git"), tmp_path / "home"
    write(tmp_path / "bin", {"git": f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {real} "$@"\n'})
    (tmp_path / "bin/git").chmod(0o755)
    home.mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)

    told = ssr("validate", "--baseline", "v1", "--lang", "sv", kb=base)
    assert (told.code, told.out) == (3, b"")
    assert told.err.endswith(f"git config --global --add safe.directory {base}\n")

    write(home, {".gitconfig": f"[safe]\n\tdirectory = {base}\n[core]\n\tfsmonitor = false\n"})
    assert read(base, "v1") == OLD[PATH]
    write(home, {".gitconfig": "[safe]\n\tdirectory = *\n\tdirectory =\n"})
    assert refusal(base, "v1").key == "git-distrusts"
