"""What a document about a comparison is given, in plain values: what came, what changed, what ended, and for whom.

Which of it stands on the first pages is for the templates. What weighs most comes first.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from ssr.base.entry import Entry
from ssr.base.schema import is_day
from ssr.diff.change import Change
from ssr.diff.comparison import ComparisonResult
from ssr.documents.change_nodes import ChangeNodes
from ssr.documents.change_sorts import Bookkeeping, is_gap, is_whole, since, sort_of
from ssr.documents.concern_nodes import ConcernNodes, concern_scope
from ssr.documents.ranked_lists import RankedLists
from ssr.templating.definition import Definition
from ssr.text.sorting import sort_key
from ssr.view.base_view import Node, View

# What may happen to an entry, as it is counted; each entry is of one of these sorts, or the same as it was.
SORTS = ("added", "changed", "ended", "left_out", "incomparable")
_TIME = re.compile(r"[@:][^@:{]*\Z")  # of a side, after what it is of


def comparison(compared: ComparisonResult, document: Definition, options: Mapping[str, Any]) -> Node:
    """The sides, the entries that differ, whom it concerns, and what is not known; each entry is counted once.

    `added`, `ended` (with an end) and `left_out` (without) are the entries on one side only, `incomparable` those whose
    older version is not known, and `changed` the others; those whose kind records agreements come first. What says
    nothing of what holds is no difference here. `is_short`: so little differs that all of it has room on the first pages.
    """
    assert document.comparison is not None  # noqa: S101  (else there is nothing compared)
    (old, new), asked = compared.sides, options.get(document.comparison.for_)
    scope, ranked = concern_scope(document), RankedLists(compared)
    bookkeeping = Bookkeeping(compared)
    told = [change for change in scope.weighed(compared.changes) if not bookkeeping.holds(change)]
    change_nodes = ChangeNodes(compared, ranked, scope)
    told = [change for change in told if is_gap(change) or not change_nodes.reads_the_same(change)]
    told = [change for change in told if not ranked.is_pushed(change)]
    known = [change for change in told if not is_gap(change) or since(change) is not None]
    concern_nodes = ConcernNodes(compared, scope, known)
    by_sort = _by_sort(known)
    counted = [entry for entry in _entries(compared) if entry.kind not in bookkeeping.kinds]
    rows, lines = document.comparison.rows, document.comparison.lines
    parts = {sort: [change_nodes.head(some[0]) for some in by_sort.get(sort, ())] for sort in SORTS}
    parts["changed"] = sorted(map(change_nodes.part, by_sort.get("changed", ())), key=lambda part: not part.is_agreed)
    return Node(
        {
            "old": side_node(compared.old, old),
            "new": side_node(compared.new, new),
            "is_same_day": compared.old.day == compared.new.day,
            **parts,
            **_numbers(compared, counted, by_sort),
            "is_short": rows is None or sum(map(len, by_sort.get("changed", ()))) <= rows,
            "room": _room(rows, parts["changed"]),
            "unknown": [change_nodes.gap(change) for change in told if is_gap(change)],
            "concerned": _alike(concern_nodes.all()) if asked is None else [],
            "own": None if asked is None else _own(asked.id, change_nodes, concern_nodes, lines),
            "left_out_of_it": len(compared.left_out),
            "faulty_before": _faulty_on(compared, 0),
            "faulty_now": _faulty_on(compared, 1),
            "drafts_aside": sum(one.is_draft for one in compared.aside),
            "others_aside": sum(not one.is_draft for one in compared.aside),
        }
    )


def _faulty_on(compared: ComparisonResult, side: int) -> int:
    """How many parts have errors on one side, the older (0) or the newer (1)."""
    return sum(compared.sides[side] in names for names in compared.faulty.values())


def side_node(view: View, text: str) -> Node:
    """What a side is called: its `period` or its `day`; and the `version` that it is of, when that is not the base in use.

    Where it lies on this machine is no part of that: of a folder only its name.
    """
    base, drafted = view.base, text.startswith(("draft:", "utkast:"))
    written = text.partition(":")[2] if drafted else text
    written = written if written.startswith("@{") else written.removeprefix("@")  # `@{1}` is a version in git
    id_ = written if drafted and written in base.ids and written not in base.periods else None
    period = written.rpartition(":")[2]
    is_other = bool(written) and id_ is None and written not in base.periods and not is_day(written)
    place = _TIME.sub("", written).rstrip("/")
    return Node(
        {
            "period": period if period in base.periods else None,
            "day": view.day,
            "drafted": drafted,
            "version": (PurePath(place).name if place.startswith((".", "/")) else place) or None if is_other else None,
        }
    )


def _by_sort(changes: Sequence[Change]) -> dict[str, list[list[Change]]]:
    """The changes of each entry, by what happened to the entry; that its older version is not known comes first."""
    by_entry: dict[int, list[Change]] = {}
    for change in changes:
        by_entry.setdefault(id(change.entry), []).append(change)
    result: dict[str, list[list[Change]]] = {}
    for some in by_entry.values():
        some.sort(key=lambda change: since(change) is None)
        whole = next((change for change in some if is_whole(change)), None)
        sort = "changed" if whole is None else sort_of(whole)
        result.setdefault("incomparable" if since(some[0]) is not None else sort, []).append(some)
    return result


def _numbers(
    compared: ComparisonResult, entries: Sequence[Entry], told: Mapping[str, Sequence[Sequence[Change]]]
) -> dict[str, Any]:
    """How many entries there are of each sort (`counts`), which add up to the `total`, and of which kinds the unchanged are."""
    differing = {id(some[0].entry) for found in told.values() for some in found}
    unchanged = [entry for entry in entries if id(entry) not in differing]
    titles = [_kind_title(compared, entry.kind) for entry in unchanged]
    counts = [(sort, len(told[sort])) for sort in SORTS if sort in told] + [("unchanged", len(unchanged))]
    return {
        "counts": [Node({"sort": sort, "n": n}) for sort, n in counts],
        "unchanged": len(unchanged),
        "total": len(entries),
        "unchanged_by_kind": [
            Node({"kind": title, "n": titles.count(title)}) for title in sorted(set(titles), key=sort_key)
        ],
    }


def _kind_title(compared: ComparisonResult, kind: str) -> str:
    """What people call a kind that either side has."""
    kinds = next(view.base.kinds for view in (compared.new, compared.old) if kind in view.base.kinds)
    return kinds[kind].root.title(compared.new.language)


def _entries(compared: ComparisonResult) -> list[Entry]:
    """Every entry that was compared, once."""
    return list(
        {id(entry): entry for entry in (*compared.unchanged, *(one.entry for one in compared.changes))}.values()
    )


def _room(rows: int | None, parts: Sequence[Node]) -> int | None:
    """How many items each ranked list of what is to be done may show on the first pages, when they share the rows."""
    lists = sum(one.is_task and bool(one.moved) for part in parts if part.is_agreed for one in part.orders)
    return None if rows is None else max(rows // max(lists, 1), 1)


def _own(id_: str, change_nodes: ChangeNodes, concern_nodes: ConcernNodes, room: int | None) -> Node:
    """What concerns one: the items that name it, the entries that came or went, and those that changed else.

    `foremost` are as many items as there is room for, by entry, and `others` the number of the `rest`.
    """
    changes, groups = concern_nodes.of(id_)
    unknown = {id(change.entry): change for change in changes if since(change) is not None}
    named = concern_nodes.items((change for change in changes if id(change.entry) not in unknown), id_)
    told = {id(some[0].entry) for some in named}
    besides = {id(one.entry): unknown.get(id(one.entry), one) for one in changes if id(one.entry) not in told}
    heads = [change_nodes.head(change) for change in besides.values()]
    wholes = [head for head in heads if head.sort != "changed"]
    others = [head for head in heads if head.sort == "changed"]
    return Node(
        {
            "through": groups,
            "foremost": _by_entry(named[:room], change_nodes),
            "rest": _by_entry([] if room is None else named[room:], change_nodes),
            "others": len(named) - len(named[:room]),
            "wholes": wholes,
            "besides": others,
            "n": len(named) + len(wholes) + len(others),
        }
    )


def _alike(blocks: Sequence[Node]) -> list[Node]:
    """Blocks that say the same as one."""
    result: dict[object, list[Node]] = {}
    for block in blocks:
        said = tuple((str(entry.name), entry.sort, entry.n, entry.is_own) for entry in block.entries)
        result.setdefault(said, []).append(block)
    return [
        Node({"whom": [one for block in found for one in block.whom], "entries": found[0].entries})
        for found in result.values()
    ]


def _by_entry(items: Sequence[Sequence[Change]], change_nodes: ChangeNodes) -> list[Node]:
    """Changed items under the entries that they are in."""
    result: dict[int, list[Sequence[Change]]] = {}
    for some in items:
        result.setdefault(id(some[0].entry), []).append(some)
    return [
        Node({"head": change_nodes.head(found[0][0]), "items": [change_nodes.item(some) for some in found]})
        for found in result.values()
    ]
