"""`ssr log`: the life of one entry, in what each saved change made of it and in what has held on each day."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ssr.base.committed import CommittedTree
from ssr.base.git import Repository, Revision
from ssr.base.kinds import Kind
from ssr.base.names import Choose, refuse, resolve, unknown
from ssr.base.partial import PartialSnapshot
from ssr.base.schema import is_key
from ssr.base.snapshot import MANIFEST, Snapshot, WorkingTree
from ssr.diff.entry_log import EntryLog, LogEvent
from ssr.diff.side import SideReader
from ssr.errors import SsrError
from ssr.view.base_view import View

# Where there is no history to read, what the files say of days is told all the same.
_NO_HISTORY = {"no-repository", "git-missing", "unknown-revision"}


class EntryHistory(NamedTuple):
    """One entry and all that happened to it, the latest first.

    `missing` is why there is no history at all, `is_shallow` whether it ends where a clone does, `left_out` what could not
    be read, as `hash:path`.
    """

    id: str
    name: str
    kind: Kind
    events: tuple[LogEvent, ...]
    missing: SsrError | None
    is_shallow: bool
    left_out: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether all that is recorded has been told."""
        return self.missing is None and not self.is_shallow and not self.left_out


def log(
    tree: WorkingTree | CommittedTree, *, id_: str, today: str, audience: str, language: str, choose: Choose = refuse
) -> EntryHistory:
    """The life of one entry, as the readers may see it, in the base and in what is laid over it, each by its own history.

    An id that only earlier versions have goes before any name.
    """
    reading = SideReader(today=today, audience=audience, language=language)
    view = reading.read(PartialSnapshot(tree, overlay=tree.overlay)).view
    if view.base.editions(now := view.base.now_called(id_)):
        id_ = now
    life = _life(tree, reading, view, id_) if is_key(id_) else None
    if life is None and view.base.editions(meant := resolve(id_, view.base, today, choose=choose)):
        life = _life(tree, reading, view, meant)
    if life is None:
        raise unknown(id_, view.base)
    return life


class _Layer(NamedTuple):
    """A base with a history of its own, or the one laid over it: its files, and the whole base now and at a revision of it."""

    files: WorkingTree | CommittedTree
    now: Snapshot
    then: Callable[[Revision], Snapshot | None]


def _layers(tree: WorkingTree | CommittedTree) -> Iterator[_Layer]:
    yield _Layer(tree, PartialSnapshot(tree), lambda then: CommittedTree(then) if MANIFEST in then.files else None)
    if (over := tree.overlay) is not None:

        def under(then: Revision) -> Snapshot:
            was = CommittedTree(then, prefix=over.prefix) if MANIFEST in then.files else None
            return PartialSnapshot(tree, overlay=was)

        yield _Layer(over, tree, under)


def _life(tree: WorkingTree | CommittedTree, reading: SideReader, view: View, id_: str) -> EntryHistory | None:
    """The life of the entry with an id; None when the readers know of no such entry."""
    ids, periods = _followed(view, id_), view.base.periods.keys()
    layers = [(layer, EntryLog(layer.now, reading, ids, periods, layer.then)) for layer in _layers(tree)]
    _, whole = layers[-1]
    recorded: list[LogEvent] = [*whole.on_days()]
    missing, is_shallow = None, False
    for layer, events in reversed(layers):  # on one day, what is laid over the base came after it
        try:
            repository = Repository(layer.files.root)
            head = repository.revision("HEAD")
            is_shallow |= repository.is_shallow
        except SsrError as error:
            if error.key not in _NO_HISTORY:
                raise
            missing = error
        else:
            recorded += [
                *(events.unsaved(head) if isinstance(layer.files, WorkingTree) else ()),
                *events.saved(repository),
            ]
    recorded.sort(key=lambda event: event.day, reverse=True)
    if (naming := _name_and_kind(view, id_, recorded)) is None:
        return None
    left_out = dict.fromkeys(path for _, events in layers for path in events.left_out)
    return EntryHistory(id_, *naming, tuple(recorded), missing, is_shallow, tuple(left_out))


def _followed(view: View, id_: str) -> set[str]:
    """The id, and those that it had before, as far as the base declares them one by one."""
    result, waiting = {id_}, [id_]
    entries = [entry for entry in view.base.entries if entry.sound]
    while waiting:
        heir = waiting.pop()
        before = {entry.id for entry in entries if entry.data.get("replaced_by") == heir} - result
        if len(before) == 1:
            result |= before
            waiting += before
    return result


def _name_and_kind(view: View, id_: str, events: Sequence[LogEvent]) -> tuple[str, Kind] | None:
    """What the entry is called and its kind, now or at last; None when the readers know of no such entry."""
    if entry := view.find(id_) or next(iter(view.base.editions(id_)), None):
        return view.name(entry), view.base.kind(entry)
    for event in events:
        for change in event.changes:
            if change.entry.id == id_:
                there = event.names.old if change.new is None else event.names.new
                return change.name, there.base.kind(change.entry)
    return None
