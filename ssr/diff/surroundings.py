"""What two bases differ in besides their entries: the manifest, and the schemas and templates that they are read and shown by.

Only by name. Not for what the tool itself brings, which is the same for both.
"""

from ssr.base.knowledge import KnowledgeBase
from ssr.base.snapshot import MANIFEST
from ssr.errors import UnsoundError

FOLDERS = ("schemas", "templates")


def differing_files(old: KnowledgeBase, new: KnowledgeBase) -> tuple[str, ...]:
    """The files that are no entries and differ, by name, sorted."""
    if old.snapshot is new.snapshot:
        return ()
    manifest = (MANIFEST,) if old.snapshot.manifest.data != new.snapshot.manifest.data else ()
    names = sorted({name for base in (old, new) for folder in FOLDERS for name in base.resources.own_names(folder)})
    return manifest + tuple(name for name in names if _content(old, name) != _content(new, name))


def _content(base: KnowledgeBase, name: str) -> bytes | None:
    try:
        return base.resources.read(name)
    except (KeyError, UnsoundError):  # the base does not have it, or it cannot be read, which is told as a finding
        return None
