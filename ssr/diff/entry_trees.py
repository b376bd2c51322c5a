"""Both sides of an entry as trees of one shape, whatever the two bases' schemas."""

from collections.abc import Mapping
from typing import Any

from ssr.base.kinds import Field
from ssr.diff.match import Matching, Pair
from ssr.diff.tree import NodeKind, Planter, Tree, merged_shape

# Of an entry that took over from another: said by the new name, and by the period that is compared, already.
_OF_SUCCESSION = {"replaced_by", "from", "until", "ended"}


class EntryTrees:
    """Makes the trees of the entries of two views."""

    def __init__(self, matching: Matching) -> None:
        self._views = (matching.old, matching.new)
        old, new = (view.base.language for view in self._views)
        self._planter = Planter(matching.canonical, (old, new))
        self._shapes: dict[str, Field] = {}

    def trees(self, pair: Pair, *, new_on_any_day: bool = False) -> tuple[Tree, Tree]:
        """The entry as it was and as it is, each in a tree of at most this one entry.

        With `new_on_any_day`, the newer one also holds what is not in force on the day.
        """
        data = self.data(pair, new_on_any_day=new_on_any_day)
        planted = self._planter.trees(*data, self.shape(pair))
        before, after = (
            Tree(NodeKind.ENTRIES, {} if side is None else {"/".join(pair.key): tree})
            for side, tree in zip(data, planted, strict=True)
        )
        return before, after

    def data(
        self, pair: Pair, *, new_on_any_day: bool = False
    ) -> tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]:
        """What the entry said and says."""
        old, new = self._views
        before = None if pair.old is None else old.plain(pair.old)
        after = None if pair.new is None else (new.ever if new_on_any_day else new.plain)(pair.new)
        return self._without_succession(pair, before), self._without_succession(pair, after)

    def shape(self, pair: Pair) -> Field:
        """What an entry may say on either side."""
        name = pair.key[0]
        if name not in self._shapes:
            roots = [view.base.kinds[name].root for view in self._views if name in view.base.kinds]
            self._shapes[name] = merged_shape(roots[0], roots[-1])
        return self._shapes[name]

    def _without_succession(self, pair: Pair, data: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        if data is None or pair.old is None or pair.new is None or pair.old.id == pair.new.id:
            return data
        return {name: value for name, value in data.items() if name not in _OF_SUCCESSION}
