"""The rule on what judges a base: whoever changes it in the same breath as the entries, judges their own change."""

from collections import defaultdict
from collections.abc import Iterator

from ssr.base.entry import Entry
from ssr.base.resources import COMPILED
from ssr.base.snapshot import Snapshot, UnreadableError
from ssr.base.yaml.source import Source
from ssr.rules.baseline import Baseline
from ssr.rules.rule import Hit, manifest_of

_MANY = 10
_FOLDERS = ("schemas", "templates", ".github")
_FILES = tuple(f"{folder}CODEOWNERS" for folder in ("", "docs/"))  # where GitHub looks for it, besides in .github


def judges_changed(versions: Baseline) -> Iterator[Hit]:
    """Files that changed and decide how the base is judged or shown; many of a folder with one cause are told at once."""
    now, before = versions.base.snapshot, versions.earlier.snapshot
    if now.manifest.data != before.manifest.data:
        yield Hit(manifest_of(now), (), "judges-changed")
    changed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in sorted({*_judging(now), *_judging(before)}):
        content, content_before = _content(now, path), _content(before, path)
        if content != content_before:
            key = (
                "judges-added" if content_before is None else "judges-removed" if content is None else "judges-changed"
            )
            changed[path.partition("/")[0], key].append(path)
    for (_, key), paths in changed.items():
        if len(paths) > _MANY:
            yield Hit(_file(paths[0]), (), f"{key}-all", {"n": len(paths)})
        else:
            yield from (Hit(_file(path), (), key) for path in paths)


def _judging(snapshot: Snapshot) -> Iterator[str]:
    for folder in _FOLDERS:
        yield from (path for path in snapshot.paths(folder)[0] if COMPILED not in path)
    yield from _FILES


def _file(path: str) -> Entry:
    return Entry("", "", None, Source(path, "", None))


def _content(snapshot: Snapshot, path: str) -> bytes | None:
    """What a file says, however its lines end; None where there is none that may be read."""
    try:
        return snapshot.read(path).replace(b"\r\n", b"\n")
    except UnreadableError:
        return None
