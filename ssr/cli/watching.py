"""`ssr validate --watch`: the same check again whenever a file of the base has changed, until somebody stops it."""

import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

from ssr.base.disk_state import disk_state
from ssr.cli.console import Console

_PAUSE = 0.4  # seconds between two looks
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"


class _Asked(BaseException):
    """Somebody has had enough."""


def watch(console: Console, roots: Sequence[Path], check: Callable[[], None]) -> None:
    """Check now and after each change of a file below the roots, until Ctrl-C."""

    def look() -> None:
        while True:
            state = disk_state(roots)
            if console.is_screen():
                console.data(_CLEAR)
            console.tell("next.watching")
            check()
            console.tell("next.waiting")
            while disk_state(roots) == state:
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


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _Asked
