"""How the files of a base lie on the disk, to be compared with how they lay: looked at, not read and not subscribed to.

That works on every disk, shared ones too, and needs no library. Not for what the files say.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ssr.base.snapshot import FOLDER, MANIFEST, WorkingTree

_LOOKED_AT = (FOLDER, "schemas", "templates")

DiskState = Mapping[str, tuple[int, ...]]


def roots_of(tree: WorkingTree) -> list[Path]:
    """The folders of a base, and of the one that is laid over it."""
    return [tree.root, *([] if tree.overlay is None else [tree.overlay.root])]


def disk_state(roots: Sequence[Path]) -> DiskState:
    """When each file was written, how long it is, and which it is; what is not there or cannot be looked at is left out."""
    return {path: seen for root in roots for path, seen in _files(root)}


def _files(root: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield from _seen(os.path.join(root, MANIFEST))  # noqa: PTH118  (thousands of times, as below)
    for folder in _LOOKED_AT:
        for above, _, names in os.walk(root / folder):
            for name in names:
                yield from _seen(os.path.join(above, name))  # noqa: PTH118


def _seen(path: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    try:
        status = os.lstat(path)
    except OSError:
        return
    yield path, (status.st_mtime_ns, status.st_size, status.st_ino, status.st_ctime_ns)
