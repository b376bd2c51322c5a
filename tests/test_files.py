"""Folders: wholly old or wholly new, and nothing in them is lost that somebody else wrote."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from running import ROOT

from ssr import files as folder
from ssr.errors import MachineError, UsageError

OLD = {"index.html": b"old", "a/ett.txt": b"1", "a/b/tva.txt": b"2"}
NEW = {"index.html": b"new", "c.txt": b"3"}


def held(place: Path) -> dict[str, bytes]:
    found = (path for path in place.rglob("*") if path.is_file())
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in found if path.name != folder.LIST}


def beside(place: Path) -> list[str]:
    return sorted(path.name for path in place.parent.iterdir() if path != place)


def test_a_new_one_takes_the_place_of_an_old_one(tmp_path: Path) -> None:
    place = tmp_path / "djup/ut"
    folder.replace(place, OLD)
    assert held(place) == OLD
    folder.replace(place, NEW)
    assert (held(place), beside(place)) == (NEW, [])
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", folder.LIST], cwd=place, check=True)


def test_an_empty_one_is_free(tmp_path: Path) -> None:
    (tmp_path / "ut").mkdir()
    folder.replace(tmp_path / "ut", NEW)
    assert held(tmp_path / "ut") == NEW


@pytest.mark.parametrize("name", ["anteckning.txt", "a/ny.txt", "index.html"])
def test_what_somebody_else_wrote_or_changed_is_never_touched(name: str, tmp_path: Path) -> None:
    place = tmp_path / "ut"
    folder.replace(place, OLD)
    (place / name).write_text("mitt")
    with pytest.raises(UsageError) as refused:
        folder.replace(place, NEW)
    assert (refused.value.key, refused.value.parameters["file"]) == ("folder-not-ours", name)
    assert held(place) == {**OLD, name: b"mitt"}
    assert beside(place) == []


def test_a_folder_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ut").write_text("en fil")
    with pytest.raises(MachineError):
        folder.replace(tmp_path / "ut", NEW)
    assert (tmp_path / "ut").read_text() == "en fil"
    (tmp_path / "annat").mkdir()
    (tmp_path / "annat" / "x").symlink_to("/etc/passwd")
    with pytest.raises(UsageError):
        folder.replace(tmp_path / "annat", NEW)


def test_a_list_that_names_what_lies_elsewhere_reaches_nothing(tmp_path: Path) -> None:
    place = tmp_path / "ut"
    folder.replace(place, OLD)
    kept = tmp_path / "kvar.txt"
    kept.write_text("kvar")
    listed = (place / folder.LIST).read_text()
    (place / folder.LIST).write_text(f"{listed}{'0' * 64}  ../kvar.txt\n{'0' * 64}  {kept}\n")
    folder.replace(place, NEW)
    assert kept.read_text() == "kvar"


def test_two_cannot_write_at_once(tmp_path: Path) -> None:
    place = tmp_path / "ut"
    with folder._locked(folder._new(place)), pytest.raises(MachineError) as refused:
        folder.replace(place, NEW)
    assert refused.value.key == "folder-busy"
    folder.replace(place, NEW)
    assert (held(place), beside(place)) == (NEW, [])


# Ends its process, with nothing cleaned up, at the call whose number it is given.
_KILLED = """\
import os, sys, pathlib
from ssr import files as folder
calls = 0
def dying(real):
    def call(*a, **k):
        global calls
        calls += 1
        if calls == int(sys.argv[2]):
            os._exit(9)
        return real(*a, **k)
    return call
os.fsync = dying(os.fsync)
pathlib.Path.rename, pathlib.Path.unlink = dying(pathlib.Path.rename), dying(pathlib.Path.unlink)
folder.replace(pathlib.Path(sys.argv[1]), {"index.html": b"new", "c.txt": b"3"})
"""


@pytest.mark.parametrize("call", range(1, 10))
def test_a_killed_run_leaves_one_whole_state_and_the_next_run_heals(call: int, tmp_path: Path) -> None:
    place = tmp_path / "ut"
    folder.replace(place, OLD)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", _KILLED, str(place), str(call)], env=environment, check=False)
    assert done.returncode == 9
    # Between taking the old one away and putting the new one there it has another name, and that for no longer.
    now = place if place.exists() else folder._old(place)
    assert held(now) in (OLD, NEW)
    folder.replace(place, NEW)
    assert (held(place), beside(place)) == (NEW, [])


def test_a_full_disk_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "ut"
    folder.replace(place, OLD)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MachineError):
        folder.replace(place, NEW)
    assert (held(place), beside(place)) == (OLD, [])


# Files.


def _run(script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("sent", ["SIGTERM", "SIGINT"])
@pytest.mark.parametrize("rename", [1, 2])
def test_a_run_stopped_between_the_two_names_brings_the_old_folder_back(sent: str, rename: int, tmp_path: Path) -> None:
    place = tmp_path / "ut"
    folder.replace(place, OLD)
    script = """\
import os, pathlib, signal, sys
from ssr import cli, files
real, calls = pathlib.Path.rename, 0
def rename(self, to):
    global calls
    done = real(self, to)
    calls += 1
    if calls == int(sys.argv[3]):
        os.kill(os.getpid(), getattr(signal, sys.argv[2]))
    return done
pathlib.Path.rename = rename
cli._dispatch = lambda *_: files.replace(pathlib.Path(sys.argv[1]), {"index.html": b"new", "c.txt": b"3"})
sys.exit(cli.run([]))
"""
    done = _run(script, place, sent, str(rename))
    assert done.returncode == {"SIGTERM": 143, "SIGINT": 130}[sent], done.stderr
    assert held(place) == (OLD if rename == 1 else NEW)
    folder.replace(place, NEW)
    assert (held(place), beside(place)) == (NEW, [])


_DYING = """\
import os, pathlib, sys
from ssr import files
os.fsync = lambda _: os._exit(9)
files.write(pathlib.Path(sys.argv[1]), b"halvt")
"""


def test_what_a_killed_run_left_of_a_file_goes_with_the_next(tmp_path: Path) -> None:
    place = tmp_path / "bild.md"
    for _ in range(3):
        assert _run(_DYING, place).returncode == 9
        assert len(beside(place)) == 1
    folder.write(place, b"helt")
    assert (place.read_bytes(), beside(place)) == (b"helt", [])


def test_two_runs_may_write_the_same_file(tmp_path: Path) -> None:
    place = tmp_path / "bild.md"
    handle, temporary = folder._temporary(place)
    try:
        folder.write(place, b"den andras")
        assert place.read_bytes() == b"den andras"
        assert beside(place) == [Path(temporary).name]
    finally:
        os.close(handle)
    folder.write(place, b"igen")
    assert (place.read_bytes(), beside(place)) == (b"igen", [])


def test_what_has_the_name_of_a_leftover_but_is_none_stays(tmp_path: Path) -> None:
    place, other = tmp_path / "bild.md", tmp_path / "annat"
    other.write_text("mitt")
    (tmp_path / ".bild.md.ssr-new").symlink_to(other)
    folder.write(place, b"helt")
    assert (place.read_bytes(), other.read_text()) == (b"helt", "mitt")
    assert (tmp_path / ".bild.md.ssr-new").is_symlink()
    (tmp_path / ".bok.md.ssr-new").mkdir()
    folder.write(tmp_path / "bok.md", b"helt")
    assert (tmp_path / "bok.md").read_bytes() == b"helt"
