"""The files of a knowledge base as they were at a git revision: the same snapshot, read without a checkout.

What git records as a link or as another repository is a finding, as in the working tree, and the same bounds hold.
Not for talking to git: that is for `revision`.
"""

import errno
import os

from ssr.base.git import Repository, Revision, TreeEntry
from ssr.base.snapshot import MANIFEST, MAX_FILES, PARTED, UnreadableError, WorkingTree, read_manifest
from ssr.base.yaml import MAX_BYTES
from ssr.errors import UsageError
from ssr.finding import Finding


class CommittedTree:
    """The knowledge base as it was recorded at a revision; with `prefix`, as one that is laid over another."""

    def __init__(self, revision: Revision, overlay: WorkingTree | None = None, prefix: str = "") -> None:
        self._revision, self.overlay, self.prefix = revision, overlay, prefix
        self.root, self.commit = revision.repository.folder, revision.commit
        self.manifest = read_manifest(self.read, prefix)

    def paths(self, folder: str) -> tuple[list[str], list[Finding]]:
        """Every file below `folder`, sorted, and a finding for each that is no plain file."""
        paths: list[str] = []
        refused: dict[str, UnreadableError] = {}  # by path: a folder with the name of a file may hold many
        for path, file in sorted(self._revision.files.items()):
            if path != folder and not path.startswith(f"{folder}/"):
                continue
            wrong = _refused(path, file) or (_no_folder(path) if path == folder else None)
            if wrong is not None:
                refused[wrong.finding.location.path] = wrong
            elif len(paths) >= MAX_FILES:
                refused[folder] = UnreadableError("too-many-files", folder, limit=MAX_FILES)
                break
            else:
                paths.append(path)
        return paths, [error.finding for error in refused.values()]

    def read(self, path: str) -> bytes:
        """The bytes of one file; `UnreadableError` when it has none that may be read."""
        file = self._revision.files.get(path)
        if file is None:
            if path == MANIFEST:
                raise UnreadableError("no-manifest", path)
            raise UnreadableError("unreadable", path, reason=os.strerror(errno.ENOENT))
        if wrong := _refused(path, file):
            raise wrong
        if file.size > MAX_BYTES:
            raise UnreadableError("too-large", path, limit=MAX_BYTES // 1024)
        return self._revision.content(file)


def _refused(path: str, file: TreeEntry) -> UnreadableError | None:
    """Why a file may not be read: it is none, or lies in a folder that has the name of one."""
    folder, separator, _ = path.partition(".yaml/")
    if separator:
        return UnreadableError("not-a-file", f"{folder}.yaml")
    if file.is_link:
        return UnreadableError("symbolic-link", path)
    return None if file.is_plain else UnreadableError("not-a-file", path)


def _no_folder(path: str) -> UnreadableError:
    return UnreadableError("unreadable", path, reason=os.strerror(errno.ENOTDIR))


def open_revision(tree: WorkingTree, name: str) -> CommittedTree:
    """The base of a working tree as it was at what git calls `name`, without what is laid over it.

    With `...` after the name, as it was where HEAD parted from that.
    """
    repository = Repository(tree.root)
    if name.endswith(PARTED):
        return recorded(repository.parted(name.removesuffix(PARTED), "HEAD"), name)
    return recorded(repository.revision(name), name)


def recorded(revision: Revision, name: str, overlay: WorkingTree | None = None) -> CommittedTree:
    """The base at a revision that the user calls `name`, under what is laid over it; refused where there was none."""
    if MANIFEST not in revision.files:
        raise UsageError("no-base-then", revision=name)
    return CommittedTree(revision, overlay)
