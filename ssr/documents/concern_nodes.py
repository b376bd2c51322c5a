"""What a comparison means to those whom it concerns: for each of them, or each group of them, some lines."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from ssr.diff.change import Change
from ssr.diff.comparison import ComparisonResult
from ssr.diff.concern import ConcernScope
from ssr.documents.change_nodes import since
from ssr.report.change_report import ChangeReport
from ssr.templating.definition import Definition
from ssr.text.sorting import sort_key
from ssr.view.base_view import Node, Ref, Text


class ConcernNodes:
    """Tells whom the changes of a comparison concern."""

    def __init__(self, compared: ComparisonResult, scope: ConcernScope, report: ChangeReport, room: int | None) -> None:
        self._old, self._new, self._report, self._room = compared.old, compared.new, report, room
        self._unknown = {id(change.entry): change for change in compared.changes if since(change) is not None}
        self._concerned = scope.of(scope.weighed(compared.changes), compared.old, compared.new)

    def of(self, id_: str) -> list[Node]:
        """All that concerns one, in its own name or through groups."""
        mine = [(change, concerned[id_]) for change, concerned in self._concerned if id_ in concerned]
        groups = {group for _, through in mine for group in through}
        return [self._block([id_], [change for change, _ in mine], self._by_name(groups))]

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

    def _together(self, changes_of: Mapping[str, list[Change]]) -> list[Node]:
        """A block for each who is concerned, by name; one for all to whom the same is told."""
        alike: dict[tuple[object, ...], list[str]] = defaultdict(list)
        for id_ in self._by_name(changes_of):
            alike[tuple(tuple(map(id, line)) for line in self._lines(changes_of[id_]))].append(id_)
        return [self._block(ids, changes_of[ids[0]]) for ids in alike.values()]

    def _lines(self, changes: Sequence[Change]) -> list[list[Change]]:
        """The changes of one sort in one entry together: the first sort of each entry, then the second of each.

        Where the older version of an entry is not known, only that.
        """
        sorts_of: dict[int, dict[tuple[str, ...], list[Change]]] = {}
        for change in changes:
            gap = self._unknown.get(id(change.entry))
            sorts = sorts_of.setdefault(id(change.entry), {})
            if gap is None:
                sorts.setdefault((change.change, *self._report.titles(change)), []).append(change)
            else:
                sorts[()] = [gap]
        rounds = zip_longest(*(sorts.values() for sorts in sorts_of.values()))
        return [line for lines in rounds for line in lines if line is not None]

    def _block(self, ids: Sequence[str], changes: Sequence[Change], through: Sequence[str] = ()) -> Node:
        """`whom` it concerns, `through` which groups, how many changes (`n`), and what they are (`lines`).

        `foremost` are the lines that there is room for, `others` how many changes the rest are.
        """
        refs, groups = ([self._ref(id_) for id_ in some] for some in (ids, through))
        sorts = self._lines(changes)
        lines = [self._line(sort) for sort in sorts]
        shown = lines[: self._room]
        count, others = sum(map(len, sorts)), sum(map(len, sorts[len(shown) :]))
        return Node({"whom": refs, "through": groups, "n": count, "others": others, "lines": lines, "foremost": shown})

    def _line(self, changes: Sequence[Change]) -> Node:
        """The first of some changes in a sentence, and how many `others` there are; `seems_new` has no words of its own."""
        change = changes[0]
        view = self._old if change.new is None else self._new
        is_example = any(change.examples)
        text = Text(self._report.sentence(change), view.language, is_example=is_example, is_name=True)
        seems_new = id(change.entry) in self._unknown
        node = {"name": view.title(change.entry), "text": text, "illustrative": is_example and not seems_new}
        return Node({**node, "seems_new": seems_new, "others": len(changes) - 1})

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
    return ConcernScope(tuple(kinds), declared.roles, declared.through)
