"""What changed between two views, by identity and never by position: entries by id, items by their key.

In layers, each on the one before: `match` and `item_match` (which entries and items are the same), `tree` (what is no
change is gone), `atoms` (the smallest changes), `changes` (what people are told of). All of it knows annotations, not kinds.
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


def compare_versions(
    old: ComparedSide, new: ComparedSide, pairs: Iterable[tuple[Entry | None, Entry | None]]
) -> tuple[Change, ...]:
    """What changed from one version of each entry to the other, whether either holds or not; all of them are sound."""
    finder = ChangeFinder(Matching(old, new))
    result: list[Change] = []
    for before, after in pairs:
        entry = after or before
        if entry is not None:
            changes = finder.changes(Pair((entry.kind, entry.id), before, after))
            result += sorted(changes, key=lambda change: change.weight)
    # An entry that is not there any more was removed, though another version of it may be left.
    return tuple(
        change if change.route or change.new else replace(change, change="removed", successor=None) for change in result
    )


def compare(old: ComparedSide, new: ComparedSide, unread: Set[str] = frozenset()) -> Comparison:
    """Every change from `old` to `new`: by kind and id, the weightiest first, else in the order of the entry.

    `unread` are the files and folders, on either side, of which nobody knows what they hold.
    """
    matching = Matching(old, new, unread)
    finder = ChangeFinder(matching)
    kinds = list(dict.fromkeys([*new.base.kinds, *old.base.kinds]))
    by_pair = [(pair, finder.changes(pair)) for pair in matching.pairs]
    changes = sorted(
        (change for _, changes_of_pair in by_pair for change in changes_of_pair),
        key=lambda change: (kinds.index(change.entry.kind), change.entry.id, change.weight),
    )
    unchanged = (pair.new for pair, changes_of_pair in by_pair if not changes_of_pair)
    return Comparison(tuple(changes), matching.left_out, tuple(entry for entry in unchanged if entry is not None))
