"""A base together with files that are not written yet, so that it can be judged as it would be."""

from collections.abc import Mapping
from dataclasses import dataclass

from ssr.base.snapshot import MANIFEST, Snapshot, read_manifest
from ssr.base.yaml.source import Source
from ssr.finding import Finding


@dataclass(frozen=True, eq=False)
class Joined:
    """The files of a base with others that are not written yet."""

    snapshot: Snapshot
    files: Mapping[str, bytes]

    @property
    def manifest(self) -> Source:
        return read_manifest(self.read, self.prefix) if MANIFEST in self.files else self.snapshot.manifest

    @property
    def prefix(self) -> str:
        return self.snapshot.prefix

    @property
    def overlay(self) -> Snapshot | None:
        return self.snapshot.overlay

    def paths(self, folder: str) -> tuple[list[str], list[Finding]]:
        paths, findings = self.snapshot.paths(folder)
        return sorted({*paths, *(path for path in self.files if path.startswith(f"{folder}/"))}), findings

    def read(self, path: str) -> bytes:
        return self.files[path] if path in self.files else self.snapshot.read(path)
