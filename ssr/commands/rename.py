"""`ssr rename`: another id for an entry, or another key for an item in it, and every reference with it.

Works out the files, with every byte that need not change as it is, and checks the base that they are to make.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ssr.authoring.joined import Joined, require_own
from ssr.authoring.patch import Editor
from ssr.base.committed import open_revision
from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase, keyed_items
from ssr.base.load import load
from ssr.base.names import Choose, refuse, resolve, unknown
from ssr.base.schema import is_key
from ssr.base.snapshot import MANIFEST, Snapshot, WorkingTree, own_layer, renames_in
from ssr.base.yaml.source import Route
from ssr.errors import SsrError, UnsoundError, UsageError
from ssr.finding import Finding, Location, Position, Severity
from ssr.rules.check import brought, check
from ssr.text.folding import closest
from ssr.text.slug import slug
from ssr.upkeep.reviews import Reviews

_TOLD = "renamed"
# Where there is no history to read, there is nothing outside that could know the old name.
_NO_HISTORY = {"no-repository", "git-missing", "unknown-revision", "no-base-then"}


@dataclass(frozen=True)
class Rewritten:
    """The files of one base, or of the one laid over it: those with other content, and where files go, both by old paths."""

    layer: Snapshot
    contents: dict[str, bytes] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> Mapping[str, bytes]:
        """The files that are not moved and have other content."""
        return {path: content for path, content in self.contents.items() if path not in self.moved}

    @property
    def new(self) -> Mapping[str, bytes]:
        """The files at their new places."""
        return {now: self.content(was) for was, now in self.moved.items()}

    def content(self, path: str) -> bytes:
        """A file as it will be."""
        return self.contents[path] if path in self.contents else self.layer.read(path)

    def planned(self, over: "Rewritten | None" = None) -> Joined:
        """The base as it will be."""
        laid_over = None if over is None else over.planned()
        return Joined(self.layer, {**self.changed, **self.new}, frozenset(self.moved), laid_over)


@dataclass(frozen=True, slots=True)
class Renaming:
    """What is renamed, the files of each layer, how many references follow, and whether the manifest tells of it.

    `comments` are the places where a comment names it: what people have written there stays as it is.
    """

    old: str
    new: str
    layers: tuple[Rewritten, ...]
    references: int
    is_told: bool
    comments: tuple[Location, ...]


def rename(snapshot: Snapshot, *, old: str, new: str, day: str, choose: Choose = refuse) -> Renaming:
    """Work out what renames `id` or `id#key`; `UsageError` where that cannot be, `UnsoundError` where it would break something."""
    base, findings = check(snapshot, day)
    word, mark, key = old.partition("#")
    target = resolve(word, base, day, choose=choose)
    if not base.editions(target):
        raise unknown(word, base)
    name = new.removeprefix(f"{target}#") if mark else new
    renaming = _ItemRenamer(base, findings, target, key, name) if mark else _EntryRenamer(base, findings, target, name)
    return renaming.result(day)


class _Renamer:
    """Gathers the edits of a renaming, file by file."""

    def __init__(self, base: KnowledgeBase, findings: tuple[Finding, ...], target: str) -> None:
        self._base, self._findings, self._target = base, findings, target
        self._entries = [entry for entry in base.all_entries if entry.id == target]
        self._layers = [Rewritten(layer) for layer in base.layers]
        self._own = self._layers[base.layers.index(own_layer(base.snapshot))]

    old: str
    new: str

    @property
    def words(self) -> list[str]:
        """What stands in a file that names it."""
        return [self._target]

    def follows(self, reference: str) -> str:
        """A reference as it is to be."""
        raise NotImplementedError

    def own_edits(self) -> Iterator[tuple[Entry, Route, str]]:
        """What is to stand in the renamed entries themselves."""
        return iter(())

    def move(self) -> None:
        """Give the files their places."""

    def is_known(self, earlier: KnowledgeBase) -> bool:
        """Whether an earlier version of the base has the old name."""
        raise NotImplementedError

    def result(self, day: str) -> Renaming:
        self._require_readable()
        edits = [*self._references(), *self.own_edits()]
        references = len(edits) - len(list(self.own_edits()))
        self._write([*edits, *self._records()])
        self.move()
        is_told = self._tell()
        self._sign_anew(day)
        self._require_sound(day)
        return Renaming(self.old, self.new, tuple(self._layers), references, is_told, tuple(self._comments()))

    def _require_readable(self) -> None:
        """Refuse where a file cannot be read that may name it."""
        word = re.compile(_standing_alone(self.words))
        for entry in self._base.all_entries:
            if not entry.sound and (entry.id == self._target or word.search(entry.source.text)):
                own = tuple(finding for finding in self._findings if finding.location.path == entry.path)
                raise UnsoundError("unsound-rename", findings=own)

    def _references(self) -> Iterator[tuple[Entry, Route, str]]:
        for entry in self._base.all_entries:
            for link in self._base.outgoing(entry):
                if (now := self.follows(link.full)) != link.full:
                    yield entry, link.route, link.written(now)

    def _comments(self) -> Iterator[Location]:
        """The lines on which a comment has the old name."""
        named = re.compile(rf"(?:^|\s)#.*{_standing_alone([self.old])}")
        for entry in self._base.all_entries:
            for number, line in enumerate(entry.source.text.splitlines(), 1):
                if named.search(line):
                    yield Location(entry.path, Position(number, line.rindex(self.old) + 1))

    def _records(self) -> Iterator[tuple[Entry, Route, str]]:
        """What was recorded of references that are others now."""
        for entry in self._base.all_entries:
            for name in _record_lists(self._base, entry):
                for number, record in enumerate(entry.data.get(name, ())):
                    reference, mark, sign = record.rpartition("@")
                    if (now := self.follows(reference)) != reference:
                        yield entry, (name, number), now + mark + sign

    def _write(self, edits: list[tuple[Entry, Route, str]]) -> None:
        by_entry: dict[Entry, list[tuple[Route, str]]] = {}
        for entry, route, text in edits:
            by_entry.setdefault(entry, []).append((route, text))
        for entry, changes in by_entry.items():
            layer = self._layers[entry.in_overlay]
            path = entry.path.removeprefix(layer.layer.prefix)
            editor = Editor(path, layer.content(path))
            for route, text in changes:
                editor.respell(route, text)
            layer.contents[path] = editor.content()

    def _sign_anew(self, day: str) -> None:
        """Let what had been looked at be so still where nothing but a name in it is another."""
        was, (base, *over) = Reviews(self._base, day), self._layers
        after, _ = load(base.planned(*over))
        now = Reviews(after, day)
        edits: list[tuple[Entry, Route, str]] = []
        for entry in self._base.entries:
            if not entry.sound or not any(entry.data.get(name) for name in _record_lists(self._base, entry)):
                continue
            same = after.edition(self.entry_now(entry), entry.edition) if entry.edition else None
            same = same or next(iter(after.editions(self.entry_now(entry))), entry)
            links = now.of(same)
            for reference, link in was.of(entry).items():
                later = links.get(self.follows(reference))
                if link.number is not None and not link.has_changed and later is not None and later.has_changed:
                    edits.append((entry, (link.records, link.number), later.record))
        self._write(edits)

    def entry_now(self, entry: Entry) -> str:
        """The id that an entry will have."""
        return self.follows(entry.id)

    def _tell(self) -> bool:
        """Write in the manifest what somebody outside may know by its old name."""
        source = self._own.layer.manifest
        told = dict(renames_in(self._own.layer))
        now = {was: self.follows(to) for was, to in told.items()}
        now = {was: to for was, to in now.items() if was != to}
        if self._was_known():
            now[self.old] = self.new
        if now == told or not isinstance(source.data, dict):
            return self.old in now
        editor = Editor(MANIFEST, self._own.layer.read(MANIFEST))
        kept = [was for was in told if was in now]
        if told and not kept:
            editor.remove((_TOLD,))
        if now and not kept:
            editor.add((_TOLD,), now, after=[name for name in source.data if name != _TOLD][-1])
        if kept:
            for was, before in told.items():
                if was not in now:
                    editor.remove((_TOLD, was))
                elif before != now[was]:
                    editor.replace((_TOLD, was), now[was])
            for was in now.keys() - told.keys():
                editor.insert((_TOLD, was), now[was], after=kept[-1])
        self._own.contents[MANIFEST] = editor.content()
        return self.old in now

    def _was_known(self) -> bool:
        """Whether the latest saved change has the old name."""
        tree = self._own.layer
        try:
            return isinstance(tree, WorkingTree) and self.is_known(load(open_revision(tree, "HEAD"))[0])
        except SsrError as error:
            if error.key not in _NO_HISTORY:
                raise
            return False

    def _require_sound(self, day: str) -> None:
        """Refuse what would make an error that is not there now."""
        base, *over = self._layers
        _, after = check(base.planned(*over), day)
        moved = {
            layer.layer.prefix + was: layer.layer.prefix + now
            for layer in self._layers
            for was, now in layer.moved.items()
        }
        errors = tuple(one for one in brought(self._findings, after, moved) if one.severity is Severity.ERROR)
        if errors:
            raise UnsoundError("unsound-rename", findings=errors)


class _EntryRenamer(_Renamer):
    """Renames an entry: its files, in each period that it has, and what lies over it."""

    def __init__(self, base: KnowledgeBase, findings: tuple[Finding, ...], old: str, new: str) -> None:
        super().__init__(base, findings, old)
        self.old, self.new = old, new
        if not is_key(new):
            raise _no_new_id(new)
        for entry in self._entries:
            require_own(base, entry)
        if base.editions(new):
            raise UsageError("new-id-taken", id=new, path=base.editions(new)[0].path)
        if any(base.kind(entry).defines_periods for entry in self._entries):
            raise UsageError("rename-period", id=old)
        if any(link.is_bare for link in base.incoming(old)):
            raise UsageError("rename-list", id=old)

    def follows(self, reference: str) -> str:
        target, mark, key = reference.partition("#")
        return self.new + mark + key if target == self.old else reference

    def move(self) -> None:
        for entry in self._entries:
            layer = self._layers[entry.in_overlay]
            path = entry.path.removeprefix(layer.layer.prefix)
            layer.moved[path] = f"{path.rpartition('/')[0]}/{self.new}.yaml"

    def is_known(self, earlier: KnowledgeBase) -> bool:
        return bool(earlier.editions(self.old))


class _ItemRenamer(_Renamer):
    """Renames an item of an entry, in each period that has it."""

    def __init__(self, base: KnowledgeBase, findings: tuple[Finding, ...], target: str, old: str, new: str) -> None:
        super().__init__(base, findings, target)
        self._key, self._new_key = old, new
        self.old, self.new = f"{target}#{old}", f"{target}#{new}"
        keys = {key: entry for entry in self._entries for key in base.item_keys(entry)}
        if old not in keys:
            raise UsageError("unknown-key", id=target, item=old, suggestion=closest(old, keys))
        for entry in self._entries:
            if old in base.item_keys(entry):
                require_own(base, entry)
        if not is_key(new):
            raise _no_new_id(new)
        if new in keys:
            raise UsageError("key-taken", item=new, path=keys[new].path)
        if not list(self.own_edits()):
            raise UsageError("not-a-key", item=old)

    @property
    def words(self) -> list[str]:
        """The id; and the key, where it stands alone."""
        alone = any(link.is_bare for link in self._base.incoming(self._target))
        return [self._target, self._key] if alone else [self._target]

    def follows(self, reference: str) -> str:
        return self.new if reference == self.old else reference

    def own_edits(self) -> Iterator[tuple[Entry, Route, str]]:
        for entry in self._entries:
            root = self._base.kind(entry).root
            for route, key in keyed_items(entry, root):
                holder = root.at(route[:-1])
                if key != self._key or holder is None or holder.items is None:
                    continue
                name = holder.annotation("key")
                if holder.items.properties[name].schema.get("format") == "key":
                    yield entry, (*route, name), self._new_key

    def is_known(self, earlier: KnowledgeBase) -> bool:
        before = (entry for id_ in {self._target, earlier.now_called(self._target)} for entry in earlier.editions(id_))
        return any(self._key in earlier.item_keys(entry) for entry in before)


def _record_lists(base: KnowledgeBase, entry: Entry) -> list[str]:
    """The lists of an entry in which is recorded what was looked at."""
    fields = (base.kind(entry).root.at(link.route) for link in base.outgoing(entry))
    return list(
        dict.fromkeys(
            str(one.annotation("reviewed")) for one in fields if one is not None and one.annotation("reviewed")
        )
    )


def _standing_alone(words: Sequence[str]) -> str:
    """A pattern of one of some ids or keys where it is no part of a longer one."""
    return rf"(?<![a-z0-9-])(?:{'|'.join(map(re.escape, words))})(?![a-z0-9-])"


def _no_new_id(word: str) -> UsageError:
    """That a word cannot be an id, nor a key, and what it would be as one."""
    near = slug(word)
    return UsageError("no-new-id", id=word, suggestion=near if is_key(near) else None)
