"""What a comparison means to those whom it concerns: for each of them, or the like of them, what changes where."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ssr.diff.change import Change
from ssr.diff.comparison import ComparisonResult
from ssr.diff.concern import ConcernScope
from ssr.documents.change_sorts import is_whole, since, sort_of
from ssr.documents.value_nodes import item_way
from ssr.templating.definition import Definition
from ssr.text.sorting import sort_key
from ssr.view.base_view import Node, Ref


class ConcernNodes:
    """Tells whom some changes of a comparison concern, the weightiest changes first."""

    def __init__(self, compared: ComparisonResult, scope: ConcernScope, changes: Iterable[Change]) -> None:
        self._old, self._new, self._scope = compared.old, compared.new, scope
        self._concerned = scope.of(scope.weighed(changes), compared.old, compared.new)

    def of(self, id_: str) -> tuple[list[Change], list[Ref]]:
        """All changes that concern one, in its own name or through groups, and those groups."""
        mine = [(change, concerned[id_]) for change, concerned in self._concerned if id_ in concerned]
        groups = {group for _, through in mine for group in through}
        return [change for change, _ in mine], [self._ref(group) for group in self._by_name(groups)]

    def all(self) -> list[Node]:
        """What concerns each group, the most concerned first, then each one named itself; the like of them together."""
        through: dict[str, list[Change]] = defaultdict(list)
        directly: dict[str, list[Change]] = defaultdict(list)
        for change, concerned in self._concerned:
            for group in sorted({group for groups in concerned.values() for group in groups}):
                through[group].append(change)
            for id_ in (id_ for id_, groups in concerned.items() if not groups):
                directly[id_].append(change)
        return [*sorted(self._together(through), key=lambda block: -block.n), *self._together(directly)]

    def items(self, changes: Iterable[Change], of: str | None = None) -> list[list[Change]]:
        """The changes of each item that names those whom it concerns, or that is one of the entry `of`, entry by entry."""
        result: dict[tuple[object, ...], list[Change]] = {}
        for change in changes:
            way = item_way(change)
            if way and (self._scope.is_task(change) or change.entry.id == of):
                result.setdefault((id(change.entry), *way), []).append(change)
        return list(result.values())

    def _together(self, changes_of: Mapping[str, list[Change]]) -> list[Node]:
        """A block for each who is concerned, by name; one for all whom the same concerns."""
        alike: dict[tuple[int, ...], list[str]] = defaultdict(list)
        for id_ in self._by_name(changes_of):
            alike[tuple(map(id, changes_of[id_]))].append(id_)
        return [self._block(ids, changes_of[ids[0]]) for ids in alike.values()]

    def _block(self, ids: Sequence[str], changes: Sequence[Change]) -> Node:
        """`whom` it concerns, how many changes (`n`), and the `entries` that they are in, those that name them first."""
        by_entry: dict[int, list[Change]] = defaultdict(list)
        for change in changes:
            by_entry[id(change.entry)].append(change)
        entries = [self._entry(some, ids) for some in by_entry.values()]
        listed = [entry for entry in entries if entry.n or entry.sort != "changed"]
        listed += [entry for entry in entries if entry not in listed]
        return Node({"whom": [self._ref(id_) for id_ in ids], "n": len(changes), "entries": listed})

    def _entry(self, changes: Sequence[Change], ids: Sequence[str]) -> Node:
        """An entry, whether all of it came or went (`sort`), and how many of its items that name somebody changed (`n`).

        `is_own`: it is itself the one who is concerned.
        """
        whole = next((change for change in changes if is_whole(change)), None)
        view = self._old if changes[0].new is None else self._new
        is_unknown = any(since(change) is not None for change in changes)
        return Node(
            {
                "name": view.title(changes[0].entry),
                "illustrative": whole is not None and any(whole.examples),
                "sort": "incomparable" if is_unknown else "changed" if whole is None else sort_of(whole),
                "is_own": changes[0].entry.id in ids,
                "n": 0 if is_unknown else len(self.items(changes)),
            }
        )

    def _by_name(self, ids: Iterable[str]) -> list[str]:
        return sorted(ids, key=lambda id_: (sort_key(self._ref(id_).name), id_))

    def _ref(self, id_: str) -> Ref:
        entry = self._new.find(id_)
        if entry is not None:
            return Ref(self._new, entry)
        return Ref(self._old, self._old.find(id_) or self._old.base.editions(id_)[0])


def concern_scope(document: Definition) -> ConcernScope:
    """What a document about a comparison declares of this; nobody for any other."""
    declared = document.comparison
    if declared is None:
        return ConcernScope((), (), "")
    kinds = (kind for parameter in document.parameters if parameter.name == declared.for_ for kind in parameter.ref)
    return ConcernScope(tuple(kinds), declared.roles, declared.through, declared.named)
