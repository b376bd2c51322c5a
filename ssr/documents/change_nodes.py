"""Changes as values that a template can write: what came, what changed and what went in each entry.

An item is told once, whatever of it changed, and a ranked list as it was ordered and is ordered.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from ssr.base.labels import naming_text
from ssr.base.marks import is_example
from ssr.diff.change import Change
from ssr.diff.comparison import ComparisonResult
from ssr.diff.concern import ConcernScope
from ssr.documents.change_sorts import GAP, is_whole, since, sort_of
from ssr.documents.ranked_lists import RankedLists, RankedPair, RankedWay, group_label, ranked_way
from ssr.documents.value_nodes import ValueNodes, item_way
from ssr.view.base_view import Node, Ref


class ChangeNodes:
    """Tells the changes of a comparison, by entry and by item."""

    def __init__(self, compared: ComparisonResult, ranked: RankedLists, scope: ConcernScope) -> None:
        self._old, self._new, self._ranked, self._scope = compared.old, compared.new, ranked, scope
        self._values = ValueNodes(compared.old, compared.new)

    def head(self, change: Change) -> Node:
        """The entry that a change is of. `is_agreed`: its kind records that somebody agreed to it or adopted it."""
        shape = change.fields[0]
        successor = self._new.find(change.successor) if change.successor else None
        return Node(
            {
                "name": (self._old if change.new is None else self._new).title(change.entry),
                "kind": shape.title(self._new.language),
                "earlier": None,
                "is_agreed": any(below.annotation("agreement") for below in shape.properties.values()),
                "successor": None if successor is None else Ref(self._new, successor),
                "illustrative": is_whole(change) and any(change.examples),
                "sort": "incomparable" if since(change) is not None else sort_of(change),
            }
        )

    def part(self, changes: Sequence[Change]) -> Node:
        """What differs in one entry that is on both sides.

        `earlier` is what it was called; `agreements` are what was agreed or adopted; `orders` the ranked lists with
        their items; `items` what came and went elsewhere; `wordings` the texts that were put otherwise, `details` all
        else. `tally` says of each property how much of it is new, changed and gone.
        """
        head = self.head(changes[0])
        display = self._new.base.kind(changes[0].entry).display
        names = [change for change in changes if change.route == (display,)]
        rest = [change for change in changes if change not in names]
        plainly = [change for change in rest if ranked_way(change) is None and change.change != "agreed"]
        single = [change for change in plainly if sort_of(change) == "changed"]
        return Node(
            {
                **{name: head[name] for name in head},
                "earlier": self._values.row(names[0]).before if names else None,
                "agreements": [self._values.detail(change) for change in rest if change.change == "agreed"],
                "orders": self._orders(rest),
                "items": self._items(change for change in plainly if sort_of(change) != "changed"),
                "wordings": [self._values.row(change) for change in single if _is_wording(change)],
                "details": [self._values.detail(change) for change in single if not _is_wording(change)],
                "tally": self._tally(change for change in rest if change.change != "agreed" or item_way(change)),
            }
        )

    def item(self, changes: Sequence[Change]) -> Node:
        """What happened to one item: `sort`, its `places` where it is ranked, how its `wording` changed, and the `details`."""
        change, way = changes[0], ranked_way(changes[0])
        pairs = self._ranked.pairs(change, way) if way is not None else []
        pair = next((pair for pair in pairs if way is not None and pair.key == way.key), None)
        return Node(
            {
                "where": self._values.items_of(change),
                "sort": sort_of(change),
                "text": self._values.subject(change),
                "illustrative": any(change.examples),
                "places": None if pair is None or way is None else _places(pair, way, self._new.language),
                **self._inside(changes),
            }
        )

    def gap(self, change: Change) -> Node:
        """That something is not known, or was not; where, and why."""
        value = change.before if change.after is None else change.after
        is_reason = change.route[-1] == GAP  # which may itself be a mapping, from languages to words
        titles = self._values.titles(change)
        where = ", ".join(titles[:-1]) if is_reason else self._values.where(change)
        return Node(
            {
                "name": (self._old if change.new is None else self._new).title(change.entry),
                "where": where,
                "text": self._new.text(value if is_reason else value[GAP]),
                "was": change.after is None,
            }
        )

    def reads_the_same(self, change: Change) -> bool:
        """Whether a text is the same to these readers."""
        return self._values.reads_the_same(change)

    def _orders(self, changes: Sequence[Change]) -> list[Node]:
        """Each ranked list in which something changed."""
        by_list: dict[tuple[str, ...], list[tuple[RankedWay, Change]]] = {}
        for change in changes:
            if (way := ranked_way(change)) is not None:
                by_list.setdefault(way.list, []).append((way, change))
        return [self._order(found) for found in by_list.values()]

    def _order(self, found: Sequence[tuple[RankedWay, Change]]) -> Node:
        """All items of a list, by group, and those that came, went or `moved`. `is_task`: its items name whom they concern."""
        way, change = found[0]
        of_item: dict[str, list[Change]] = {}
        for at, one in found:
            of_item.setdefault(at.key, []).append(one)
        groups = []
        for name, in_group in groupby(self._ranked.pairs(change, way), key=lambda pair: pair.group):
            rows = [self._ranked_row(pair, way, of_item.get(pair.key, ())) for pair in in_group]
            groups.append(Node({"label": group_label(name, way.field, self._new.language), "rows": rows}))
        return Node(
            {
                "title": self._values.list_of(change),
                "is_task": self._scope.is_task(change),
                "groups": groups,
                "moved": [row for group in groups for row in group.rows if row.has_moved],
            }
        )

    def _ranked_row(self, pair: RankedPair, way: RankedWay, changes: Sequence[Change]) -> Node:
        whole = next((change for change in changes if sort_of(change) != "changed"), None)
        item = pair.new or pair.old
        data = {} if item is None else item.data
        label = naming_text(data, way.field.items or way.field) or pair.key
        is_invented = is_example(data) or any(any(change.examples) for change in changes)
        return Node(
            {
                "sort": "changed" if whole is None else sort_of(whole),
                "has_moved": pair.has_moved or whole is not None,
                "group": group_label(pair.group, way.field, self._new.language),
                "text": self._values.prose(label, example=is_invented),
                "illustrative": is_invented,
                "places": _places(pair, way, self._new.language),
                **self._inside(changes if whole is None else ()),
            }
        )

    def _inside(self, changes: Sequence[Change]) -> dict[str, object]:
        """What changed within an item: how its own words did, and what else but its place."""
        single = [change for change in changes if sort_of(change) == "changed"]
        wordings = [change for change in single if _is_wording(change)]
        others = [change for change in single if change not in wordings and not _is_of_place(change)]
        return {
            "wording": self._values.row(wordings[0]) if wordings else None,
            "details": [self._values.detail(change) for change in (*wordings[1:], *others)],
        }

    def _tally(self, changes: Iterable[Change]) -> list[Node]:
        """For each sort of change the entry's properties that it is in, and how many things in each."""
        found: dict[str, dict[str, set[tuple[str, ...]]]] = {}
        for change in changes:
            titles = self._values.titles(change)
            wheres = found.setdefault(sort_of(change), {})
            wheres.setdefault(titles[0], set()).add(item_way(change) or change.route)
        return [
            Node(
                {
                    "sort": sort,
                    "wheres": [Node({"where": where, "n": len(ways)}) for where, ways in found[sort].items()],
                }
            )
            for sort in ("added", "changed", "ended", "left_out")
            if sort in found
        ]

    def _items(self, changes: Iterable[Change]) -> list[Node]:
        """Items that came or went, by what became of them and what they are items of."""
        result: dict[tuple[str, str], list[Node]] = {}
        for change in changes:
            is_invented = any(change.examples)
            item = {"text": self._values.subject(change), "illustrative": is_invented}
            result.setdefault((sort_of(change), self._values.items_of(change)), []).append(Node(item))
        return [Node({"sort": sort, "where": where, "all": items}) for (sort, where), items in result.items()]


def _places(pair: RankedPair, way: RankedWay, language: str) -> Node:
    """Where an item stood and stands: the number, and the groups where they are two."""
    is_other = pair.old is not None and pair.new is not None and pair.old.group != pair.new.group
    groups = [
        group_label(side.group, way.field, language) if side and is_other else None for side in (pair.old, pair.new)
    ]
    return Node(
        {
            "before": None if pair.old is None else pair.old.place,
            "after": None if pair.new is None else pair.new.place,
            "from_group": groups[0],
            "to_group": groups[1],
            "has_moved": pair.has_moved,
        }
    )


def _is_wording(change: Change) -> bool:
    """Whether a text is put otherwise."""
    is_text = change.field.is_text and change.before is not None and change.after is not None
    return change.change == "reworded" or is_text


def _is_of_place(change: Change) -> bool:
    return change.change in {"reprioritised", "rephased"}
