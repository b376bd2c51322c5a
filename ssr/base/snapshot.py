"""The files of a knowledge base, wherever they lie, and as they lie in the working tree.

Nothing outside the base is read: what is no plain file inside it is a finding. Not for parsing entries.
"""

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from ssr.base.yaml import MAX_BYTES, read
from ssr.base.yaml.source import Source
from ssr.errors import UsageError
from ssr.finding import Finding, Location, Severity

# Stands after a revision that means where another one parted from it.
PARTED = "..."
MANIFEST = "ssr.yaml"
MAX_FILES = 20_000
# Not through a link, and not waiting for the other end of a pipe.
_PLAIN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class UnreadableError(Exception):
    """A file of the base that cannot be read; `finding` says why."""

    def __init__(self, key: str, path: str, **parameters: object) -> None:
        super().__init__(key, path)
        code = "SSR010" if key in {"too-large", "too-many-files"} else "SSR001"
        self.finding = Finding(code, Severity.ERROR, key, Location(path), parameters)


class Snapshot(Protocol):
    """What the rest of the tool knows of where files come from. Paths are relative to the base, with `/`."""

    @property
    def manifest(self) -> Source:
        """The file that makes the folder a knowledge base, as read."""

    @property
    def prefix(self) -> str:
        """What a path is shown after; empty for the base in use, the way to it for one that is laid over it."""

    @property
    def overlay(self) -> "Snapshot | None":
        """Another base laid over this one: more of the same entries, for fewer readers."""

    def paths(self, folder: str) -> tuple[list[str], list[Finding]]:
        """Every file below `folder`, sorted, and a finding for each that is no plain file."""

    def read(self, path: str) -> bytes:
        """The bytes of one file; `UnreadableError` when it has none that may be read."""


@dataclass(frozen=True)
class WorkingTree:
    """The knowledge base as it lies in the folder `root`."""

    root: Path
    prefix: str = ""
    overlay: "WorkingTree | None" = None
    manifest: Source = field(init=False)
    _inside: set[str] = field(default_factory=lambda: {""}, init=False, repr=False, compare=False)  # folders found so

    def __post_init__(self) -> None:
        object.__setattr__(self, "manifest", read_manifest(self.read, self.prefix))

    def paths(self, folder: str) -> tuple[list[str], list[Finding]]:
        paths: list[str] = []
        findings: list[Finding] = []
        for path in self._walk(folder, findings):
            if len(paths) >= MAX_FILES:
                findings.append(UnreadableError("too-many-files", folder, limit=MAX_FILES).finding)
                break
            paths.append(path)
        return sorted(paths), findings

    def listing(self, folder: str) -> tuple[list[str], list[str]]:
        """The names of the folders and of the plain files that lie in `folder` itself, sorted; empty: in the base."""
        entries = [entry for entry in self._scan(folder, []) if not entry.is_symlink()]
        folders = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
        return folders, [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]

    def read(self, path: str) -> bytes:
        self._refuse_outside(path)
        try:
            handle = os.open(os.path.join(self.root, path), _PLAIN)  # noqa: PTH118  (thousands of times)
        except (OSError, ValueError) as error:
            raise self._unreadable(path, error) from error
        try:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableError("not-a-file", path)
            if status.st_size > MAX_BYTES:
                raise UnreadableError("too-large", path, limit=MAX_BYTES // 1024)
            with open(handle, "rb", closefd=False) as file:
                return file.read(status.st_size)
        except OSError as error:
            raise self._unreadable(path, error) from error
        finally:
            os.close(handle)

    def _refuse_outside(self, path: str) -> None:
        """Names may come from the data: none leads out of the base, neither upwards nor through a linked folder."""
        folder = path.rpartition("/")[0]
        if folder in self._inside:
            return
        parts = folder.split("/")
        if path.startswith("/") or ".." in parts:
            raise UnreadableError("outside", path)
        for length in range(1, len(parts) + 1):
            if (self.root / "/".join(parts[:length])).is_symlink():
                raise UnreadableError("symbolic-link", path)
        self._inside.add(folder)

    def _unreadable(self, path: str, error: OSError | ValueError) -> UnreadableError:
        reason = getattr(error, "strerror", None) or str(error)
        is_link = (self.root / path).is_symlink()
        return UnreadableError("symbolic-link" if is_link else "unreadable", path, reason=reason)

    def _walk(self, top: str, findings: list[Finding]) -> Iterator[str]:
        """Every plain file below a folder; without recursion, since folders may lie deeper than Python can go."""
        folders = [top]
        while folders:
            folder = folders.pop()
            for entry in self._scan(folder, findings):
                path = f"{folder}/{entry.name}"
                if entry.is_symlink():
                    findings.append(UnreadableError("symbolic-link", path).finding)
                elif entry.is_dir(follow_symlinks=False) and not entry.name.endswith(".yaml"):
                    folders.append(path)
                elif entry.is_file(follow_symlinks=False):
                    yield path
                else:
                    findings.append(UnreadableError("not-a-file", path).finding)

    def _scan(self, folder: str, findings: list[Finding]) -> list["os.DirEntry[str]"]:
        if (self.root / folder).is_symlink():
            findings.append(UnreadableError("symbolic-link", folder).finding)
            return []
        try:
            with os.scandir(self.root / folder) as entries:
                return sorted(islice(entries, MAX_FILES + 1), key=lambda entry: entry.name)
        except FileNotFoundError:
            return []
        except OSError as error:
            findings.append(self._unreadable(folder, error).finding)
            return []


def open_tree(start: Path, *, upwards: bool, overlay: Path | None = None) -> WorkingTree:
    """The base in `start`, or with `upwards` in the nearest folder above it that holds a manifest."""
    folders = [start, *start.parents] if upwards else [start]
    for folder in folders:
        if os.path.lexists(folder / MANIFEST):
            return WorkingTree(folder, overlay=None if overlay is None else laid_over(folder, overlay))
    raise UsageError("no-base-above" if upwards else "no-base-there", path=str(start))


def laid_over(root: Path, overlay: Path) -> WorkingTree:
    """The base in `overlay` as it lies over the one in `root`."""
    if not os.path.lexists(overlay / MANIFEST):
        raise UsageError("no-base-there", path=str(overlay))
    way = Path(os.path.relpath(overlay.resolve(), root.resolve())).as_posix()
    if way == ".":
        raise UsageError("overlay-is-base", path=str(overlay))
    return WorkingTree(overlay, prefix=f"{way}/")


def laid_beneath(own: WorkingTree, beneath: Path) -> WorkingTree:
    """The base in `beneath` under another, which is the one in use: it alone is shown without a way to it."""
    if not os.path.lexists(beneath / MANIFEST):
        raise UsageError("no-base-there", path=str(beneath))
    way = Path(os.path.relpath(beneath.resolve(), own.root.resolve())).as_posix()
    if way == ".":
        raise UsageError("overlay-is-base", path=str(beneath))
    return WorkingTree(beneath, prefix=f"{way}/", overlay=WorkingTree(own.root))


def own_layer(snapshot: Snapshot) -> Snapshot:
    """The layer of a base that one writes in: the one that is shown without a way to it."""
    return snapshot.overlay if snapshot.prefix and snapshot.overlay is not None else snapshot


def read_manifest(read_file: Callable[[str], bytes], prefix: str = "") -> Source:
    """The manifest, by what reads the files of a snapshot; one that cannot be read says so itself."""
    try:
        return read(prefix + MANIFEST, read_file(MANIFEST))
    except UnreadableError as error:
        return Source(prefix + MANIFEST, "", None, (error.finding.below(prefix),))


def manifest_value(snapshot: Snapshot, name: str, default: Any = None) -> Any:
    """A value of the manifest; `default` when the manifest is broken or does not say."""
    data = snapshot.manifest.data
    value = data.get(name) if isinstance(data, Mapping) else None
    return default if value is None else value


def lies_over(snapshot: Snapshot) -> str:
    """The id of the base that another is to be laid over, as its manifest says; empty where it stands by itself."""
    value = manifest_value(snapshot, "lies_over")
    return value if isinstance(value, str) else ""


def renames_in(snapshot: Snapshot) -> Mapping[str, str]:
    """What has another id or key since some time, as the manifest says, by what it was then."""
    renamed = manifest_value(snapshot, "renamed")
    return {was: now for was, now in renamed.items() if isinstance(now, str)} if isinstance(renamed, dict) else {}


FOLDER = "knowledge"
