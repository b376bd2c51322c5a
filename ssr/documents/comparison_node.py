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
from ssr.documents.change_nodes import (
    ChangeNodes,
    has_come,
    has_ended,
    has_gone,
    is_gap,
    is_left_out,
    is_on_both_sides,
    is_whole,
    since,
)
from ssr.documents.concern_nodes import ConcernNodes, concern_scope
from ssr.templating.definition import Definition
from ssr.text.sorting import sort_key
from ssr.view.base_view import Node, View

_TIME = re.compile(r"[@:][^@:{]*\Z")  # of a side, after what it is of


def comparison(compared: ComparisonResult, document: Definition, options: Mapping[str, Any]) -> Node:
    """The sides, the entries that differ (`parts`), those that do not, whom it concerns, and what is not known.

    Of the parts, `came`, `went` (with an end) and `omitted` (without) stand on one side only, `stayed` are the others. `changes` are those of what is on both sides, by entry, one for all of a sort. Where the older version of an
    entry is not known, all of it seems new, and none of that is counted as `added`, `changed` or `ended`.
    """
    assert document.comparison is not None  # noqa: S101  (else there is nothing compared)
    (old, new), asked = compared.sides, options.get(document.comparison.for_)
    may_concern = concern_scope(document)
    changes = may_concern.weighed(compared.changes)
    by_entry: dict[int, list[Change]] = {}
    for change in changes:
        by_entry.setdefault(id(change.entry), []).append(change)
    seem_new = {id(change.entry) for change in changes if since(change) is not None}
    known = [change for change in changes if id(change.entry) not in seem_new and not is_gap(change)]
    change_nodes = ChangeNodes(compared)
    concern_nodes = ConcernNodes(compared, may_concern, change_nodes.report, document.comparison.lines)
    parts = [(some[0], change_nodes.part(some)) for some in by_entry.values()]
    return Node(
        {
            "old": side_node(compared.old, old),
            "new": side_node(compared.new, new),
            "parts": [part for _, part in parts],
            "came": [part for first, part in parts if is_whole(first) and has_come(first)],
            "went": [part for first, part in parts if is_whole(first) and has_ended(first)],
            "omitted": [part for first, part in parts if is_whole(first) and is_left_out(first)],
            "stayed": [part for first, part in parts if not (is_whole(first) and (has_come(first) or has_gone(first)))],
            "changes": change_nodes.by_entry(filter(is_on_both_sides, known), document.comparison.rows),
            "added": sum(map(has_come, known)),
            "changed": sum(map(is_on_both_sides, known)),
            "ended": sum(map(has_ended, known)),
            "only_before": sum(map(is_left_out, known)),
            "unchanged": len(compared.unchanged),
            "unchanged_by_kind": _counted(compared.new, compared.unchanged),
            "unknown": [change_nodes.gap(change) for some in by_entry.values() for change in some if is_gap(change)],
            "concerned": concern_nodes.all() if asked is None else concern_nodes.of(asked.id),
            "left_out": len(compared.left_out),
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
    written = (text.partition(":")[2] if drafted else text).removeprefix("@")
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


def _counted(view: View, entries: Sequence[Entry]) -> list[Node]:
    """How many entries there are of each kind, by the name of the kind."""
    titles = [view.base.kind(entry).root.title(view.language) for entry in entries]
    return [Node({"kind": title, "n": titles.count(title)}) for title in sorted(set(titles), key=sort_key)]
