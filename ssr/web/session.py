"""What is being edited: each open entry as it was read and as it is now, and the base as all of that would make it.

Not for how it looks, and not for requests. Nothing is written before it is asked for, and never over what somebody else wrote.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ssr.authoring.joined import joined
from ssr.base.disk_state import DiskState, disk_state, roots_of
from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.knowledge import HIGHEST, KnowledgeBase, level_of
from ssr.base.load import load
from ssr.base.snapshot import Snapshot, UnreadableError, WorkingTree
from ssr.errors import UsageError
from ssr.files import create, edit
from ssr.finding import Finding
from ssr.rules.check import checked
from ssr.view.redaction import redacted

_MOST_STEPS = 200  # that can be undone


class Place(NamedTuple):
    """Which entry: its id, and the period of one that has an edition for each."""

    id: str
    edition: str | None = None


@dataclass
class OpenEntry:
    """One open entry: its bytes as they were `read` from the disk (None: there was no such file), and as they are `now`.

    Changes one after the other of the same thing (`streak`) are one step, and start from what was before the first of them.
    """

    path: str
    read: bytes | None
    now: bytes
    version: int = 0
    steps: list[bytes] = field(default_factory=list)
    streak: object = None

    @property
    def is_changed(self) -> bool:
        """Whether it says anything that is not saved."""
        return self.now != self.read

    def change(self, how: Callable[[bytes], bytes], streak: object = None) -> None:
        """Make a change; of a streak, anew from where it began."""
        goes_on = streak is not None and streak == self.streak and bool(self.steps)
        before = self.steps[-1] if goes_on else self.now
        after = how(before)
        self.streak = streak
        if not goes_on and after != self.now:
            self.steps = [*self.steps[-_MOST_STEPS:], before]
        elif goes_on and after == before:
            self.steps.pop()
            self.streak = None
        self.now, self.version = after, self.version + 1

    def undo(self) -> None:
        """Take the latest step back."""
        if self.steps:
            self.now = self.steps.pop()
        self.streak, self.version = None, self.version + 1


class Session:
    """The entries that are open on the pages of one run, for the eyes of one audience."""

    def __init__(self, tree: WorkingTree, own: WorkingTree, *, day: str, audience: str) -> None:
        """`tree` is the base as it is read, with what lies over or beneath it; `own` the files that are written."""
        self.tree, self.own, self.day, self.audience = tree, own, day, audience
        self.level = level_of(audience)
        self.opened: dict[str, OpenEntry] = {}  # by path
        self.saved: dict[str, None] = {}  # the paths of what was saved, in that order
        self._disk: DiskState = {}
        self._loaded: tuple[object, KnowledgeBase, list[Finding]] | None = None
        self._judged: tuple[KnowledgeBase, tuple[Finding, ...]] | None = None
        self._redacted: tuple[KnowledgeBase, KnowledgeBase] | None = None
        self.begin()

    @property
    def planned(self) -> Snapshot:
        """The base as it would be if everything were saved."""
        changed = {path: open_entry.now for path, open_entry in self.opened.items() if open_entry.is_changed}
        return joined(self.tree, changed) if changed else self.tree

    def begin(self) -> None:
        """Look at the files anew from here on: somebody has asked for something."""
        self._disk = disk_state(roots_of(self.tree))

    @property
    def base(self) -> KnowledgeBase:
        """That base; read once as long as nothing is another, and of what is another only that."""
        return self._read()[0]

    def _read(self) -> tuple[KnowledgeBase, list[Finding]]:
        state = self._disk, {path: open_entry.now for path, open_entry in self.opened.items() if open_entry.is_changed}
        if self._loaded is None or self._loaded[0] != state:
            self._loaded = state, *load(self.planned)
        return self._loaded[1:]

    def checked(self) -> tuple[KnowledgeBase, tuple[Finding, ...]]:
        """That base, and all that is wrong with it."""
        base, found = self._read()
        if self._judged is None or self._judged[0] is not base:
            self._judged = base, checked(base, found, self.day, None)
        return self._judged

    def seen(self, base: KnowledgeBase) -> KnowledgeBase:
        """The base as the audience may see it; worked out once for each base, since every answer asks, often twice."""
        if self._redacted is None or self._redacted[0] is not base:
            self._redacted = base, redacted(base, self.audience)
        return self._redacted[1]

    def entries(self, base: KnowledgeBase) -> Iterator[Entry]:
        """Those that may be opened: of the files that are written, what the audience may read.

        Below the highest, what holds a field that nobody knows is not for anybody: it may say who may read the rest.
        """
        own = filter(base.is_own, base.all_entries)
        readable = (entry for entry in own if base.audience(entry) <= self.level)
        for entry in readable:
            if self.level == HIGHEST or _is_known(entry.data, base.kind(entry).root):
                yield entry

    def entry(self, base: KnowledgeBase, place: Place) -> Entry | None:
        """An entry that may be opened; of an id without an edition, the only one, or the one in force."""
        entries = [entry for entry in self.entries(base) if entry.id == place.id]
        if place.edition is None and all(entry.edition is not None for entry in entries):
            holding = base.in_force(place.id, self.day)
            return holding if holding in entries else next(iter(entries), None)
        return next((entry for entry in entries if entry.edition == place.edition), None)

    def open(self, entry: Entry) -> OpenEntry:
        """An entry to be edited; one that has no changes is as its file is now."""
        open_entry = self.opened.get(entry.path)
        if open_entry is None:
            content = self.on_disk(entry.path)
            open_entry = self.opened[entry.path] = OpenEntry(entry.path, content, content)
        elif not open_entry.is_changed:
            self.reload(open_entry)
        return open_entry

    def begin_entry(self, path: str, content: bytes) -> None:
        """Open an entry that has no file yet; saving makes it."""
        self.opened[path] = OpenEntry(path, None, content)

    def on_disk(self, path: str) -> bytes:
        """A file as it is now."""
        try:
            return self.own.read(path)
        except UnreadableError as error:
            raise UsageError("unreadable-file", path=path) from error

    def is_behind(self, open_entry: OpenEntry) -> bool:
        """Whether the file says something else than what was read; also where it is gone, or has come."""
        try:
            return self.own.read(open_entry.path) != open_entry.read
        except UnreadableError:
            return open_entry.read is not None

    def reload(self, open_entry: OpenEntry) -> None:
        """Take the file as it is now, and drop what was changed."""
        content = self.on_disk(open_entry.path)
        if content != open_entry.read or open_entry.is_changed:
            open_entry.read = open_entry.now = content
            open_entry.steps, open_entry.streak, open_entry.version = [], None, open_entry.version + 1

    def save(self, open_entry: OpenEntry) -> None:
        """Write an entry, unless its file has changed underneath."""
        if self.is_behind(open_entry):
            raise UsageError("changed-underneath", path=open_entry.path)
        if open_entry.is_changed:
            if open_entry.read is None:
                create(self.own.root, {open_entry.path: open_entry.now})
            else:
                edit(self.own.root / open_entry.path, open_entry.now)
            self.begin()
            open_entry.read, open_entry.streak = open_entry.now, None
            self.saved[open_entry.path] = None

    @property
    def unsaved(self) -> list[str]:
        """The paths of what is changed and not saved."""
        return [path for path, open_entry in self.opened.items() if open_entry.is_changed]


def _is_known(data: Any, shape: Field) -> bool:
    """Whether the schema has all the fields that there are."""
    return all(
        isinstance(value, str)
        or field.is_text
        or not isinstance(value, dict)
        or value.keys() <= field.properties.keys()
        for _, value, field in shape.walk(data)
    )
