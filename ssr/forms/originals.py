"""The files of a folder as they came, to be kept: each with its time and its checksum, or none of them.

Nothing is read as anything but bytes. A folder that holds what cannot be kept so that it is the same wherever it is unpacked
is refused as a whole. Not for what the files say: that is `read`.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from ssr.errors import UsageError
from ssr.forms.inbox import CannotReadError, files, visible
from ssr.text.catalogue import Catalogue
from ssr.text.characters import HIDDEN

_MAX_BYTES = 50 * 1024 * 1024
_MAX_ALL = 200 * 1024 * 1024
_LATEST = 4_354_819_199  # the end of 2107, the latest that is a time in a zip
# What leads elsewhere where a folder is unpacked, or can be the name of no file there.
_FORBIDDEN = re.compile(r'[\\:*?"<>|]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)", re.IGNORECASE)


class OriginalFile(NamedTuple):
    """A file as it came: its path in the folder, its bytes, and when it was last written, in seconds since 1970."""

    path: str
    content: bytes
    written: int

    @property
    def digest(self) -> str:
        """Its SHA-256."""
        return hashlib.sha256(self.content).hexdigest()


def originals(folder: Path, words: Catalogue) -> list[OriginalFile]:
    """Every file below a folder, in order of their paths; refused where one of them cannot be kept."""
    if not folder.is_dir():
        raise UsageError("no-folder-to-archive", path=str(folder))
    result: list[OriginalFile] = []
    paths: dict[str, str] = {}
    room = _MAX_ALL
    for path, read in files(folder, _MAX_BYTES):
        try:
            content = _read(read)
            written = min(max(int((folder / path).lstat().st_mtime), 0), _LATEST)
            room -= len(content)
            _require_keepable(path, paths, room)
        except CannotReadError as error:
            reason = words.text(f"returned.{error.key}", **error.parameters)
            raise UsageError("not-to-archive", path=visible(path), reason=reason) from error
        result.append(OriginalFile(path, content, written))
    if not result:
        raise UsageError("nothing-to-archive", path=str(folder))
    return result


def _read(read: Callable[[], bytes]) -> bytes:
    try:
        return read()
    except CannotReadError as error:
        if error.key != "nothing-in-it":  # that is how it came
            raise
        return b""


def _require_keepable(path: str, paths: dict[str, str], room: int) -> None:
    """Refuse a name that is another one elsewhere, or the same as another's, and more than can be kept in one file."""
    folded = unicodedata.normalize("NFC", path).casefold()
    is_odd = any(part in {".", ".."} or part[-1:] in {".", " "} or _RESERVED.match(part) for part in path.split("/"))
    if is_odd or _FORBIDDEN.search(path) or HIDDEN.search(path):
        raise CannotReadError("name-elsewhere")
    if folded in paths:
        raise CannotReadError("name-twice", other=paths[folded])
    if room < 0:
        raise CannotReadError("too-much", limit=_MAX_ALL // 1024)
    paths[folded] = path
