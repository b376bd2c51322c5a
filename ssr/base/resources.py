"""Schemas and templates by name: the base's own first, then those that come with the tool.

Not for what entries say, and not for what the resources mean.
"""

import os
from functools import cache
from pathlib import Path
from typing import cast

from ssr.base.snapshot import Snapshot, UnreadableError, manifest_value
from ssr.errors import UnsoundError

# What schemas share, and what judges them, is the tool's alone: a base cannot loosen what it is judged by.
TOOLS_OWN = "schemas/_"
# What Python keeps of templates that it has read is made anew from them, and only from those of the tool itself.
COMPILED = "/__pycache__/"


class Resources:
    """What a base may read by names such as `schemas/ferry.schema.json` and `templates/ferry/document.yaml`.

    Without a base they are the tool's alone, which no base can change.
    """

    def __init__(self, snapshot: Snapshot | None) -> None:
        self._snapshot = snapshot
        self._own: dict[str, frozenset[str]] = {}

    def names(self, folder: str) -> list[str]:
        """The names of every resource below `folder`, each once, sorted."""
        return sorted({*self.own_names(folder), *_bundled_names(folder)})

    def own_names(self, folder: str) -> frozenset[str]:
        """Those that the base itself brings, found once: all kinds are asked for, and most bases bring none."""
        if self._snapshot is None:
            return frozenset()
        if folder not in self._own:
            names = self._snapshot.paths(folder)[0]
            self._own[folder] = frozenset(name for name in names if COMPILED not in name)
        return self._own[folder]

    def brought(self, folder: str) -> list[str]:
        """Those of a base that the tool has not just so itself, sorted."""
        return [name for name in sorted(self.own_names(folder)) if self.is_own(name)]

    def is_own(self, name: str) -> bool:
        """Whether the base itself brings a resource, and not the tool."""
        if not self._has(name):
            return False
        path = bundled() / name
        try:
            return not path.is_file() or path.read_bytes() != self._own_content(name)
        except UnsoundError:
            return True

    def read(self, name: str) -> bytes:
        """The bytes of one resource; `KeyError` when neither the base nor the tool has it.

        `UnsoundError` when that of the base cannot be read: the tool's is not what is meant then.
        """
        if not name.startswith(TOOLS_OWN) and self._has(name):
            return self._own_content(name)
        try:
            if ".." in name.split("/"):
                raise KeyError(name)
            return (bundled() / name).read_bytes()
        except OSError as error:
            raise KeyError(name) from error

    def _has(self, name: str) -> bool:
        return name in self.own_names(name.partition("/")[0])

    def _own_content(self, name: str) -> bytes:
        try:
            return cast(Snapshot, self._snapshot).read(name)
        except UnreadableError as error:
            raise UnsoundError("unsound", path=name, findings=(error.finding,)) from error

    def entry_files(self, path: str) -> tuple[bytes, ...]:
        """The bytes of a file with an entry, in the base and in the one laid over it; none where neither has it."""
        layers = () if self._snapshot is None else (self._snapshot, self._snapshot.overlay)
        return tuple(content for layer in layers if layer is not None for content in _content(layer, path))

    @property
    def language(self) -> str:
        """The language in which the entries are written."""
        return "sv" if self._snapshot is None else str(manifest_value(self._snapshot, "language", "sv"))

    def bundled(self, name: str) -> Path | None:
        """The tool's own file of a resource; None where it has none, or the base has another in its place."""
        path = bundled() / name
        return path if path.is_file() and not self.is_own(name) else None


def _content(layer: Snapshot, path: str) -> list[bytes]:
    try:
        return [layer.read(path)]
    except UnreadableError:
        return []


@cache
def _bundled_names(folder: str) -> frozenset[str]:
    """Those that come with the tool, found once: every command asks, some twice, and Path.rglob takes ten times as long."""
    above = len(f"{bundled()}{os.sep}")
    found = os.walk(bundled() / folder)
    return frozenset(f"{where[above:].replace(os.sep, '/')}/{file}" for where, _, files in found for file in files)


@cache
def bundled() -> Path:
    """Where the tool's own `schemas/` and `templates/` lie: inside the wheel, or at the top of the checkout."""
    inside = Path(__file__).parent.parent / "_bundled"
    return inside if inside.is_dir() else Path(__file__).parents[2]
