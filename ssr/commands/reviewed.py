"""`ssr reviewed`: records that what an entry leads to has been looked at, as it is now."""

from collections.abc import Sequence
from dataclasses import dataclass

from ssr.authoring.joined import require_own
from ssr.authoring.patch import Editor
from ssr.base.entry import Entry, require_sound
from ssr.base.knowledge import KnowledgeBase
from ssr.base.load import load
from ssr.base.names import Choose, refuse, resolve
from ssr.base.snapshot import Snapshot
from ssr.errors import UsageError
from ssr.text.folding import closest
from ssr.upkeep.reviews import ReviewLink, Reviews
from ssr.view.lookup import named


@dataclass(frozen=True, slots=True)
class ReviewRecords:
    """The file of the entry with the records in it, and those that are new."""

    path: str
    content: bytes
    records: tuple[str, ...]


def record(
    snapshot: Snapshot,
    *,
    id_: str,
    day: str,
    targets: Sequence[str] = (),
    edition: str | None = None,
    choose: Choose = refuse,
) -> ReviewRecords:
    """Record what an entry leads to, or those of its `targets` that are named; the rest of the file stays as it is."""
    base, findings = load(snapshot)
    entry = named(base, id_, day, edition, choose)
    require_sound([entry], findings)
    require_own(base, entry)
    links = Reviews(base, day).of(entry)
    if not links:
        raise UsageError("nothing-to-review", id=entry.id)
    kinds = list({entry.kind for link in links for entry in base.editions(link.partition("#")[0])})
    targets = [target if target in links else resolve(target, base, day, kinds, choose) for target in targets]
    for target in targets:
        if target not in links:
            raise UsageError("not-referred", id=entry.id, target=target, suggestion=closest(target, links))
    chosen = [link for link in links.values() if link.reference in (targets or links)]
    new = [link for link in chosen if link.recorded is None or link.has_changed]
    return ReviewRecords(entry.path, _with(base, entry, new), tuple(link.record for link in new))


def _with(base: KnowledgeBase, entry: Entry, new: Sequence[ReviewLink]) -> bytes:
    """The file of an entry with new records: in the place of older ones, else last in the list."""
    layer = base.layer(entry)
    editor = Editor(entry.path, layer.read(entry.path.removeprefix(layer.prefix)))
    lists = {link.records: link.beside for link in reversed(new)}  # with the property to put a new list below
    for link in new:
        if link.number is not None:
            editor.replace((link.records, link.number), link.record)
        elif link.records in entry.data:
            editor.append((link.records,), link.record)
    for name, after in lists.items():
        if name not in entry.data:
            editor.insert((name,), [link.record for link in new if link.records == name], after=after)
    return editor.content()
