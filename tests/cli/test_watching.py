"""`ssr validate --watch` at a terminal: checked again at each change, until Ctrl-C."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import MANIFEST, ROOT, ssr, write

GOOD = "name: Forum\nsort: forum\nillustrative: true\n"
WAITING = "Väntar på nästa ändring"


class Screen:
    """What somebody sees who watches a base."""

    def __init__(self, base: Path) -> None:
        self._ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "ssr", "validate", "--watch", "--kb", str(base)]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        # Ctrl-C goes to whoever has the terminal; here it is sent.
        self.process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, cwd=ROOT)
        os.close(theirs)

    def until(self, sign: str) -> str:
        """All that is shown until a sign of it, from where reading stopped; what never comes fails."""
        seen, end = b"", time.monotonic() + 120
        while sign not in seen.decode("utf-8", "ignore"):
            ready, _, _ = select.select([self._ours], [], [], max(end - time.monotonic(), 0))
            assert ready, seen.decode("utf-8", "replace")
            seen += os.read(self._ours, 4096)
        return seen.decode("utf-8", "replace").replace("\r\n", "\n")

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", {"ssr.yaml": MANIFEST, "knowledge/structures/forum.yaml": GOOD})


@pytest.fixture
def screen(base: Path) -> Iterator[Screen]:
    screen = Screen(base)
    yield screen
    screen.close()


def test_each_change_is_checked_until_it_is_stopped(base: Path, screen: Screen) -> None:
    first = screen.until(WAITING)
    assert "Inga fel i 1 post." in first
    assert "\x1b[2J" in first

    write(base, {"knowledge/structures/forum.yaml": GOOD + "zzz: x\n"})
    assert "knowledge/structures/forum.yaml:4:1  fel SSR103" in screen.until(WAITING)
    write(base, {"knowledge/structures/nytt.yaml": GOOD.replace("Forum", "Nytt").replace("sort: forum", "sort: x")})
    assert re.search(r"nytt\.yaml:2:7  fel SSR104.*2 fel i 2 filer", screen.until(WAITING), re.DOTALL)
    (base / "ssr.yaml").rename(base / "borta.yaml")  # as some editors do for a moment
    assert "ssr.yaml" in screen.until(WAITING)
    (base / "borta.yaml").rename(base / "ssr.yaml")
    (base / "knowledge/structures/nytt.yaml").unlink()
    write(base, {"knowledge/structures/forum.yaml": GOOD})
    while "Inga fel i 1 post." not in screen.until(WAITING):
        pass

    screen.process.send_signal(signal.SIGINT)
    assert screen.process.wait(timeout=60) == 0


def test_it_ends_as_others_do_when_it_is_ended_from_outside(screen: Screen) -> None:
    screen.until(WAITING)
    screen.process.terminate()
    assert screen.process.wait(timeout=60) == 143


@pytest.mark.parametrize(
    ("options", "named"),
    [(("--format", "json"), "--format json"), (("--format", "github"), "--format github"), (("--fix",), "--fix")],
)
def test_only_for_the_screen(options: tuple[str, ...], named: str, base: Path) -> None:
    result = ssr("validate", "--watch", *options, kb=base)
    assert (result.code, result.out) == (2, b"")
    assert named in result.err


def test_there_has_to_be_a_base(tmp_path: Path) -> None:
    assert ssr("validate", "--watch", kb=tmp_path).code == 2
