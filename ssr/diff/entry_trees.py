"""Both sides of an entry as trees of one shape, whatever the two bases' schemas."""

from collections.abc import Mapping
from typing import Any

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.diff.match import Matching, Pair
from ssr.diff.tree import NodeKind, Planter, Tree, merged

# Of an entry that took over from another: said by the new name, and by the period that is compared, already.
_SAID = {"replaced_by", "from", "until", "ended"}


class EntryTrees:
    """Makes the trees of the entries of two views."""

    def __init__(self, pairing: Matching) -> None:
        self._views = (pairing.old, pairing.new)
        self._planters = [Planter(pairing.meant, str(view.base.manifest("language", "sv"))) for view in self._views]
        self._shapes: dict[str, Field] = {}

    def trees(self, pair: Pair) -> tuple[Tree, Tree]:
        """The entry as it was and as it is, each in a tree of at most this one entry."""
        before, after = (
            Tree(NodeKind.ENTRIES, {}) if data is None else self._tree(pair, planter, data)
            for planter, data in zip(self._planters, self.data(pair), strict=True)
        )
        return before, after

    def data(self, pair: Pair) -> tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]:
        """What the entry said and says."""
        old, new = (
            None if entry is None else self._own(pair, view.plain(entry))
            for view, entry in zip(self._views, (pair.old, pair.new), strict=True)
        )
        return old, new

    def ever(self, pair: Pair, entry: Entry) -> Tree:
        """The newer side of an entry with what does not hold on the day, too."""
        return self._tree(pair, self._planters[1], self._own(pair, self._views[1].ever(entry)))

    def shape(self, pair: Pair) -> Field:
        """What an entry may say on either side."""
        name = pair.key[0]
        if name not in self._shapes:
            roots = [view.base.kinds[name].root for view in self._views if name in view.base.kinds]
            self._shapes[name] = merged(roots[0], roots[-1])
        return self._shapes[name]

    def _own(self, pair: Pair, data: Mapping[str, Any]) -> Mapping[str, Any]:
        if pair.old is None or pair.new is None or pair.old.id == pair.new.id:
            return data
        return {name: value for name, value in data.items() if name not in _SAID}

    def _tree(self, pair: Pair, planter: Planter, data: Mapping[str, Any]) -> Tree:
        return Tree(NodeKind.ENTRIES, {"/".join(pair.key): planter.entry(data, self.shape(pair))})
