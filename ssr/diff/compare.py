"""What changed between two views, by identity and never by position: entries by id, items by their key.

In layers, each on the one before: `tree` (what is no change is gone), `pairs` (which entries are the same), `atoms` (the
smallest changes, each with its opposite), `telling` (what people are told). All of it knows annotations, not kinds.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace

from ssr.base.entry import Entry
from ssr.diff.change import Change
from ssr.diff.changes import ChangeFinder
from ssr.diff.match import Matching, Pair
from ssr.diff.planted import ComparedSide


@dataclass(frozen=True)
class Comparison:
    """Every change, and the paths of what was left out because it is broken or could not be read.

    `unchanged` are the entries that are there on both sides and say the same, as they are now.
    """

    changes: tuple[Change, ...]
    left_out: tuple[str, ...]
    unchanged: tuple[Entry, ...] = ()

    @property
    def by_consequence(self) -> tuple[Change, ...]:
        """The changes with the weightiest first, whichever entries they are of."""
        return tuple(sorted(self.changes, key=lambda change: change.weight))


def versions(
    old: ComparedSide, new: ComparedSide, pairs: Iterable[tuple[Entry | None, Entry | None]]
) -> tuple[Change, ...]:
    """What changed from one version of each entry to the other, whether either holds or not; all of them are sound."""
    teller = ChangeFinder(Matching(old, new))
    result: list[Change] = []
    for before, after in pairs:
        entry = after or before
        if entry is not None:
            changes = teller.changes(Pair((entry.kind, entry.id), before, after))
            result += sorted(changes, key=lambda change: change.weight)
    # An entry that is not there any more was removed, though another version of it may be left.
    return tuple(one if one.route or one.new else replace(one, change="removed", successor=None) for one in result)


def compare(old: ComparedSide, new: ComparedSide, unread: Set[str] = frozenset()) -> Comparison:
    """Every change from `old` to `new`: by kind and id, the weightiest first, else in the order of the entry.

    `unread` are the files and folders, on either side, of which nobody knows what they hold.
    """
    pairing = Matching(old, new, unread)
    teller = ChangeFinder(pairing)
    kinds = list(dict.fromkeys([*new.base.kinds, *old.base.kinds]))
    told = [(pair, teller.changes(pair)) for pair in pairing.pairs]
    changes = sorted(
        (change for _, found in told for change in found),
        key=lambda change: (kinds.index(change.entry.kind), change.entry.id, change.weight),
    )
    unchanged = (pair.new for pair, found in told if not found)
    return Comparison(tuple(changes), pairing.left_out, tuple(entry for entry in unchanged if entry is not None))
