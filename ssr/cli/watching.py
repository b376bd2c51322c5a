"""`ssr validate --watch`: the same check again whenever a file of the base has changed, until somebody stops it.

Files are looked at, not subscribed to: that works on every disk, shared ones too, and needs no library.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

from ssr.base.snapshot import FOLDER, MANIFEST, WorkingTree
from ssr.cli.console import Console

_PAUSE = 0.4  # seconds between two looks
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"
_LOOKED_AT = (FOLDER, "schemas", "templates")

State = Mapping[str, tuple[int, int]]


class _Asked(BaseException):
    """Somebody has had enough."""


def watch(console: Console, roots: Sequence[Path], check: Callable[[], None]) -> None:
    """Check now and after each change of a file below the roots, until Ctrl-C."""

    def look() -> None:
        while True:
            state = _state(roots)
            if console.is_screen():
                console.data(_CLEAR)
            console.tell("next.watching")
            check()
            console.tell("next.waiting")
            while _state(roots) == state:
                time.sleep(_PAUSE)

    until_stopped(look)
    console.say("")


def until_stopped(work: Callable[[], None]) -> None:
    """Do what goes on until Ctrl-C, which is how it ends and no failure."""
    before = signal.signal(signal.SIGINT, _stop)
    try:
        work()
    except _Asked:
        return
    finally:
        signal.signal(signal.SIGINT, before)


def roots_of(tree: WorkingTree) -> list[Path]:
    """The folders of a base, and of the one that is laid over it."""
    return [tree.root, *([] if tree.overlay is None else [tree.overlay.root])]


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _Asked


def _state(roots: Sequence[Path]) -> State:
    """When each file was written, and how long it is; what is not there or cannot be looked at is left out."""
    return {path: seen for root in roots for path, seen in _files(root)}


def _files(root: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    yield from _seen(root / MANIFEST)
    for folder in _LOOKED_AT:
        for above, _, names in os.walk(root / folder):
            for name in names:
                yield from _seen(Path(above, name))


def _seen(path: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    try:
        status = path.lstat()
    except OSError:
        return
    yield str(path), (status.st_mtime_ns, status.st_size)
