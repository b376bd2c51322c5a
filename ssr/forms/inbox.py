"""The files that came back, one by one: plain files only, of a size that a report can have, in one order."""

import os
import stat
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from ssr.text.characters import FORBIDDEN

MAX_FILES = 1000
MAX_BYTES = 5 * 1024 * 1024
_DEEPEST = 8
# What nobody sees, or makes text read otherwise than it is written; of line feeds, only those that are one.


class CannotReadError(Exception):
    """A file cannot be read; `key` names the sentence that says why."""

    def __init__(self, key: str, **parameters: object) -> None:
        super().__init__(key)
        self.key, self.parameters = key, parameters


def visible(text: str) -> str:
    """The text without what hides in it."""
    return FORBIDDEN.sub("\ufffd", text.replace("\t", " ").replace("\r\n", "\n"))


def files(folder: Path, most: int = MAX_BYTES) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The path of each file, relative to the folder, and what reads at `most` so many bytes of it.

    Links are not followed, nor special files opened.
    """
    paths = sorted(islice(_walk(folder, "", 0), MAX_FILES + 1))
    for path in paths[:MAX_FILES]:
        yield path, partial(_content, folder / path, most)
    if len(paths) > MAX_FILES:
        yield "…", partial(_refuse, "too-many-files", limit=MAX_FILES)


def _walk(folder: Path, prefix: str, depth: int) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(folder), key=lambda one: one.name)
    except OSError:
        yield prefix.rstrip("/")  # a folder that nobody may look into is told as what cannot be read
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False) and depth < _DEEPEST:
            yield from _walk(Path(entry.path), f"{prefix}{entry.name}/", depth + 1)
        else:
            yield prefix + entry.name


def _refuse(key: str, **parameters: object) -> bytes:
    raise CannotReadError(key, **parameters)


def _content(path: Path, most: int) -> bytes:
    try:
        content = _bytes(path, most)
    except (OSError, ValueError) as error:
        if path.is_symlink():
            raise CannotReadError("link") from error
        raise CannotReadError("no-access", reason=getattr(error, "strerror", None) or str(error)) from error
    if len(content) > most:
        raise CannotReadError("too-large", limit=most // 1024)
    if not content:
        raise CannotReadError("nothing-in-it")
    return content


def _bytes(path: Path, most: int) -> bytes:
    """One byte more than there may be, at most. Opening waits for nobody at the other end of a pipe."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise CannotReadError("no-file")
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(most + 1)
    finally:
        os.close(handle)
