"""A base together with changes that are not written yet, so that it can be judged as it would be."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.base.snapshot import MANIFEST, Snapshot, UnreadableError, own_layer, read_manifest
from ssr.base.yaml.source import Source
from ssr.errors import UsageError
from ssr.finding import Finding


@dataclass(frozen=True, eq=False)
class Joined:
    """The files of a base with others in their place or besides, and without those that go.

    `laid_over` is what lies over it then, where that is changed too.
    """

    snapshot: Snapshot
    files: Mapping[str, bytes]
    gone: frozenset[str] = field(default_factory=frozenset)
    laid_over: Snapshot | None = None

    @property
    def manifest(self) -> Source:
        return read_manifest(self.read, self.prefix) if MANIFEST in self.files else self.snapshot.manifest

    @property
    def prefix(self) -> str:
        return self.snapshot.prefix

    @property
    def overlay(self) -> Snapshot | None:
        return self.laid_over or self.snapshot.overlay

    def paths(self, folder: str) -> tuple[list[str], list[Finding]]:
        paths, findings = self.snapshot.paths(folder)
        added = (path for path in self.files if path.startswith(f"{folder}/"))
        return sorted({*paths, *added} - self.gone), findings

    def read(self, path: str) -> bytes:
        return self.files[path] if path in self.files else self.snapshot.read(path)


def joined(snapshot: Snapshot, files: Mapping[str, bytes], gone: frozenset[str] = frozenset()) -> Joined:
    """A base with new files in the layer that one writes in, and without those that are gone from it."""
    own = own_layer(snapshot)
    changed = Joined(own, files, gone)
    return changed if own is snapshot else Joined(snapshot, {}, laid_over=changed)


def require_own(base: KnowledgeBase, entry: Entry) -> None:
    """Refuse an entry of the base that lies beneath the one that one writes in."""
    if base.snapshot.prefix and not entry.in_overlay:
        raise UsageError("agreed-beneath", id=entry.id, path=entry.path)


def require_free(snapshot: Snapshot, path: str) -> None:
    """Refuse a place where there is something already."""
    try:
        snapshot.read(path)
    except UnreadableError as error:
        if error.finding.key == "unreadable":
            return
    raise UsageError("already-there", path=path)
