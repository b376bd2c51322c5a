"""A part of a base: some entries and all that they name, so that many versions of one entry can be read soon.

What is read of them is the same as in the whole base: what names an entry leads to it, and nothing else is asked for.
"""

import re
from collections.abc import Iterable, Set
from pathlib import PurePosixPath

from ssr.base.snapshot import FOLDER, Snapshot, UnreadableError
from ssr.base.yaml.source import Source
from ssr.finding import Finding

_WORD = re.compile(rb"[a-z0-9-]+")


class PartialSnapshot:
    """Those entries of a snapshot that have one of some names (None: any); laid over it only what is given, likewise."""

    def __init__(self, snapshot: Snapshot, names: Set[str] | None = None, overlay: Snapshot | None = None) -> None:
        self._snapshot, self._names = snapshot, names
        self.prefix = snapshot.prefix
        self.overlay = None if overlay is None else PartialSnapshot(overlay, names)

    @property
    def manifest(self) -> Source:
        """The manifest of the whole base."""
        return self._snapshot.manifest

    def paths(self, folder: str) -> tuple[list[str], list[Finding]]:
        """As of the whole base, but of the entries only those with the names."""
        paths, findings = self._snapshot.paths(folder)
        if self._names is None or folder != FOLDER:
            return paths, findings
        return [path for path in paths if _stem(path) in self._names], findings

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        return self._snapshot.read(path)


def named_in(snapshot: Snapshot, ids: Set[str]) -> set[str]:
    """The ids, and every word in their files and on the way to them: what else they name is among these."""
    result = set(ids)
    for path in _entries(snapshot, ids):
        result |= set(PurePosixPath(path).parts)
        try:
            result |= {word.decode() for word in _WORD.findall(snapshot.read(path))}
        except UnreadableError:  # which is told when the part is read
            continue
    return result if snapshot.overlay is None else result | named_in(snapshot.overlay, ids)


def _entries(snapshot: Snapshot, ids: Set[str]) -> Iterable[str]:
    return (path for path in snapshot.paths(FOLDER)[0] if _stem(path) in ids)


def _stem(path: str) -> str:
    return PurePosixPath(path).stem
