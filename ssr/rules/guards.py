"""The rule on what judges a base: whoever changes it in the same breath as the entries, judges their own change."""

from collections.abc import Iterator

from ssr.base.entry import Entry
from ssr.base.snapshot import Snapshot, UnreadableError
from ssr.base.yaml.source import Source
from ssr.rules.baseline import Baseline
from ssr.rules.rule import Hit, manifest_of

_FOLDERS = ("schemas", "templates", ".github")
_FILES = tuple(f"{folder}CODEOWNERS" for folder in ("", "docs/"))  # where GitHub looks for it, besides in .github


def judges_changed(versions: Baseline) -> Iterator[Hit]:
    """Files that changed and decide how the base is judged or shown."""
    now, before = versions.base.snapshot, versions.earlier.snapshot
    if now.manifest.data != before.manifest.data:
        yield Hit(manifest_of(now), (), "judges-changed")
    for path in sorted({*_judging(now), *_judging(before)}):
        content, content_before = _content(now, path), _content(before, path)
        if content != content_before:
            key = (
                "judges-added" if content_before is None else "judges-removed" if content is None else "judges-changed"
            )
            yield Hit(Entry("", "", None, Source(path, "", None)), (), key)


def _judging(snapshot: Snapshot) -> Iterator[str]:
    for folder in _FOLDERS:
        yield from snapshot.paths(folder)[0]
    yield from _FILES


def _content(snapshot: Snapshot, path: str) -> bytes | None:
    """What a file says, however its lines end; None where there is none that may be read."""
    try:
        return snapshot.read(path).replace(b"\r\n", b"\n")
    except UnreadableError:
        return None
