"""The files that came back, one by one: plain files only, of a size that a report can have, in one order."""

import os
import re
import stat
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

MAX_FILES = 1000
MAX_BYTES = 5 * 1024 * 1024
_DEEPEST = 8
# What nobody sees, or makes text read otherwise than it is written; of line feeds, only those that are one.
_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


class CannotReadError(Exception):
    """A file cannot be read; `key` names the sentence that says why."""

    def __init__(self, key: str, **parameters: object) -> None:
        super().__init__(key)
        self.key, self.parameters = key, parameters


def visible(text: str) -> str:
    """The text without what hides in it."""
    return _HIDDEN.sub("\ufffd", text.replace("\t", " ").replace("\r\n", "\n"))


def files(folder: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The path of each file, relative to the folder, and what reads it. Links are not followed, nor special files opened."""
    found = sorted(_walk(folder, "", 0))
    for path in found[:MAX_FILES]:
        yield path, partial(_content, folder / path)
    if len(found) > MAX_FILES:
        yield "…", partial(_refuse, "too-many-files", limit=MAX_FILES)


def _walk(folder: Path, prefix: str, depth: int) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for number, entry in enumerate(sorted(entries, key=lambda one: one.name)):
            if number > MAX_FILES:
                return
            if entry.is_dir(follow_symlinks=False) and depth < _DEEPEST:
                yield from _walk(Path(entry.path), f"{prefix}{entry.name}/", depth + 1)
            else:
                yield prefix + entry.name


def _refuse(key: str, **parameters: object) -> bytes:
    raise CannotReadError(key, **parameters)


def _content(path: Path) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError) as error:
        if path.is_symlink():
            raise CannotReadError("link") from error
        raise CannotReadError("no-access", reason=getattr(error, "strerror", None) or str(error)) from error
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise CannotReadError("no-file")
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise CannotReadError("too-large", limit=MAX_BYTES // 1024)
    if not content:
        raise CannotReadError("nothing-in-it")
    return content
