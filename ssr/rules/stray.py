"""The rule on files that lie outside of `knowledge/`, where nobody reads them, and look like entries."""

from collections.abc import Iterator

from ssr.base.entry import Entry
from ssr.base.kinds import Kind, Kinds
from ssr.base.knowledge import KnowledgeBase
from ssr.base.schema import fits
from ssr.base.snapshot import FOLDER, MANIFEST, UnreadableError, WorkingTree
from ssr.base.yaml import read
from ssr.base.yaml.source import Source
from ssr.rules.rule import Hit
from ssr.text.folding import closest

_OWN = frozenset({FOLDER, "schemas", "templates"})
_SUFFIXES = (".yaml", ".yml")
_MANY = 200  # files and folders that are looked at: the folder of a base may hold anything else, too


def outside(base: KnowledgeBase, day: str) -> Iterator[Hit]:
    """Files outside of `knowledge/` that look like entries."""
    for layer in (layer for layer in base.layers if isinstance(layer, WorkingTree)):  # where slips are made
        for path in _beside(layer, base.kinds):
            source = _source(layer, path)
            if kind := _kind(source, base.kinds):
                parameters = {"kind": kind.name, "path": layer.prefix + _place(path, kind, base, day)}
                yield Hit(Entry("", "", None, source), (), "outside", parameters)


def _place(path: str, kind: Kind, base: KnowledgeBase, day: str) -> str:
    """Where a file belongs: one with editions in the folder of its period, or else of the latest that has begun."""
    *folders, name = path.split("/")
    begun = [period.id for period in base.periods.values() if period.first <= day]
    periods = [one for one in folders if one in base.periods] or begun
    between = f"{periods[-1]}/" if kind.has_editions and periods else ""
    return f"{FOLDER}/{kind.folder}/{between}{name.rpartition('.')[0]}{_SUFFIXES[0]}"


def _beside(layer: WorkingTree, kinds: Kinds) -> Iterator[str]:
    """The files of YAML at the top, in the folders there, and below those that have the name of a kind's, or nearly ours."""
    folders, names = layer.listing("")
    yield from _yaml("", (name for name in names if name != MANIFEST))
    for folder in folders:
        below, names = layer.listing(folder)
        if folder in _OWN or folder.startswith(".") or MANIFEST in names:
            continue
        if folder in kinds.by_folder or closest(folder.lower(), [FOLDER]):
            yield from _below(layer, folder)
        else:
            yield from _yaml(f"{folder}/", names)
            for name in below:
                if name in kinds.by_folder:
                    yield from _below(layer, f"{folder}/{name}")


def _below(layer: WorkingTree, top: str) -> Iterator[str]:
    waiting = [top]
    for _ in range(_MANY):
        if not waiting:
            return
        folder = waiting.pop()
        folders, names = layer.listing(folder)
        yield from _yaml(f"{folder}/", names)
        waiting += (f"{folder}/{name}" for name in reversed(folders))


def _yaml(prefix: str, names: Iterator[str] | list[str]) -> Iterator[str]:
    yield from (prefix + name for name in names if name.endswith(_SUFFIXES))


def _source(layer: WorkingTree, path: str) -> Source:
    """A file as read; without data where it cannot be."""
    try:
        return read(layer.prefix + path, layer.read(path))
    except UnreadableError:
        return Source(layer.prefix + path, "", None)


def _kind(source: Source, kinds: Kinds) -> Kind | None:
    """The kind whose folder a file lies in, or whose shape it has, if it says anything that entries of the kind do."""
    if not isinstance(source.data, dict):
        return None
    named = next((kinds.by_folder[name] for name in source.path.split("/")[:-1] if name in kinds.by_folder), None)
    if named is not None:
        own = named.root.properties.keys() - kinds.envelope
        return named if own & source.data.keys() else None
    return next((kind for kind in kinds.values() if fits(source, kind.root)), None)
