"""What is made once for all tests, in whichever process of pytest-xdist they run. What a test changes is its own copy."""

import fcntl
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")


class Store:
    """A folder that all processes of one run have in common."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def folder(self, name: str, fill: Callable[[Path], object]) -> Path:
        """The folder of a name. The first that asks for it has it filled; whoever else asks meanwhile waits."""
        result, unfinished = self._folder / name, self._folder / f"{name}.unfinished"
        with (self._folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not result.exists():
                shutil.rmtree(unfinished, ignore_errors=True)
                unfinished.mkdir()
                fill(unfinished)
                unfinished.rename(result)
        return result

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What `make` gives, made by the first that asks for it."""
        folder = self.folder(name, lambda folder: (folder / "made").write_bytes(pickle.dumps(make())))
        made: Made = pickle.loads((folder / "made").read_bytes())  # noqa: S301  (our own, of this run)
        return made
