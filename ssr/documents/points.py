"""What an entry proposes, point by point, beside what holds: the parts of it that somebody can answer one by one.

A point is an item of a list, or what else the entry says in one place. The schema says what is none: how the entry is kept,
and that it was agreed. Knows annotations, not kinds.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.labels import item_text, naming
from ssr.base.marks import is_example
from ssr.diff.change import Change
from ssr.diff.entry_trees import EntryTrees
from ssr.diff.match import Matching, Pair
from ssr.diff.tree import Node as Branch
from ssr.diff.tree import Tree
from ssr.diff.words import diff_words
from ssr.documents.value_nodes import ValueNodes, without_stop
from ssr.view.base_view import Node, Text, View

# What says nothing that somebody could answer: how the entry is kept, where its words are from, and how far it has come.
_NO_POINTS = ("bookkeeping", "editorial", "agreement", "status", "origin")
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")


class _Place(NamedTuple):
    """A place in the entry, what stands there on each side, and the shapes of what leads to it."""

    way: tuple[str, ...]
    fields: tuple[Field, ...]
    old: Any
    new: Any


def points(old: View, new: View, entry: Entry) -> list[Node]:
    """The points of what `new` says in an entry, and last in each list those that only `old` has.

    Of each its `key`, `number`, `where` it stands, its `text`, its `sort` (`same`, `changed`, `added` or `ended`), the
    `words` of it where single ones differ, and the `details`: what else it says, `before` and `after`.
    """
    matching = Matching(old, new)
    pairs = (pair for pair in matching.pairs if pair.new is entry)
    pair = next(pairs, Pair((entry.kind, entry.id), None, entry))
    return PointNodes(old, new, matching, pair).all()


class PointNodes:
    """Tells the points of one entry."""

    def __init__(self, old: View, new: View, matching: Matching, pair: Pair) -> None:
        self._new, self._pair = new, pair
        self._values = ValueNodes(old, new)
        trees = EntryTrees(matching)
        self._shape = trees.shape(pair)
        self._sides = [tree.branches.get("/".join(pair.key)) for tree in trees.trees(pair)]

    def all(self) -> list[Node]:
        """Every point, numbered."""
        entry = _Place((), (self._shape,), *self._sides)
        return [
            Node({"number": number, **self._point(place)}) for number, place in enumerate(self._places(entry), start=1)
        ]

    def _places(self, holder: _Place) -> Iterator[_Place]:
        """The places below an object that are points."""
        display = self._new.base.kinds[self._pair.key[0]].display
        for shape in self._new.base.kinds.own(holder.fields[-1]):
            if any(map(shape.annotation, _NO_POINTS)) or (len(holder.fields) == 1 and shape.name == display):
                continue
            sides = [_below(side, shape.name) for side in (holder.old, holder.new)]
            place = _Place((*holder.way, shape.name), (*holder.fields, shape), *sides)
            if shape.items is not None and shape.items.properties:
                yield from self._items(place, shape.items)
            elif shape.properties and not shape.is_text:
                yield from self._places(place)
            elif any(_data(side) not in (None, [], {}) for side in sides):
                yield place

    def _items(self, place: _Place, shape: Field) -> Iterator[_Place]:
        names = [name for side in (place.new, place.old) if isinstance(side, Tree) for name in side.branches]
        for name in dict.fromkeys(names):
            item = _Place((*place.way, name), (*place.fields, shape), _below(place.old, name), _below(place.new, name))
            if any(item_text(_data(side), shape) for side in (item.old, item.new)):
                yield item

    def _point(self, place: _Place) -> dict[str, Any]:
        is_item = bool(place.fields[-1].properties)
        shape = place.fields[-1]
        before, after = (item_text(_data(side), shape) if is_item else _data(side) for side in (place.old, place.new))
        spoken = self._texts(place, before, after)
        details = list(self._details(place)) if is_item else []
        is_same = str(spoken[0]) == str(spoken[1]) and not any(one.differs for one in details)
        sort = "added" if place.old is None else "ended" if place.new is None else "same" if is_same else "changed"
        if not is_item and sort in {"same", "changed"}:
            sort = "added" if before in (None, []) else "ended" if after in (None, []) else sort
        return {
            "key": ".".join(map(_sign, place.way)),
            "where": self._where(place),
            "text": spoken[1] or spoken[0],
            "before": spoken[0],
            "sort": sort,
            "words": self._words(*spoken) if sort == "changed" else [],
            "details": details,
            "illustrative": any(is_example(_data(side)) for side in (place.old, place.new)),
            "caveat": self._caveat(_data(place.new)),
        }

    def _texts(self, place: _Place, before: Any, after: Any) -> tuple[Text | None, Text | None]:
        """What stands on each side, in words."""
        example = any(is_example(_data(side)) for side in (place.old, place.new))
        if place.fields[-1].properties or place.fields[-1].is_text:
            sides = (None if one is None else self._values.prose(one, example=example) for one in (before, after))
            return next(sides), next(sides)
        row = self._values.row(self._change(place, before or None, after or None))
        return row.before, row.after

    def _details(self, item: _Place) -> Iterator[Node]:
        """What an item says besides the words that it is known by."""
        shape = item.fields[-1]
        known = {item.fields[-2].annotation("key"), *naming(shape)[:1]}
        for below in self._new.base.kinds.own(shape):
            if below.name in known or any(map(below.annotation, _NO_POINTS)):
                continue
            sides = [_data(_below(side, below.name)) or None for side in (item.old, item.new)]
            if sides == [None, None]:
                continue
            place = _Place((*item.way, below.name), (*item.fields, below), item.old, item.new)
            row = self._values.row(self._change(place, *sides))
            differs = item.old is not None and item.new is not None and str(row.before) != str(row.after)
            yield Node(
                {
                    "title": below.title(self._new.language),
                    "before": without_stop(row.before),
                    "after": without_stop(row.after if item.new is not None else row.before),
                    "differs": differs,
                }
            )

    def _change(self, place: _Place, before: Any, after: Any) -> Change:
        """Both sides of a place, as those who tell changes have them."""
        shown = (is_example(before), is_example(after))
        pair, fields = self._pair, place.fields
        return Change(
            "changed", pair.old, pair.new, place.way, "", before, after, fields[:-1], fields[-1], examples=shown
        )

    def _where(self, place: _Place) -> str:
        """What the list or the property is called, after what holds it; the words of an object are called as it is."""
        *holders, last = place.fields[1:]
        is_own_words = last.properties or (holders and last.name in naming(holders[-1])[:1])
        titled = holders if is_own_words else [*holders, last]  # an item has the name of its list
        return ", ".join(shape.title(self._new.language).lower() for shape in titled)

    def _words(self, before: Text | None, after: Text | None) -> list[Node]:
        """The pieces of a text, `same`, `removed` or `added`; nothing where it says the same, or all else."""
        if before is None or after is None or str(before) == str(after):
            return []
        pieces = diff_words(str(before), str(after))
        if not any(piece.change == "same" for piece in pieces):
            return []
        return [
            Node(
                {
                    "change": piece.change,
                    "spaced": piece.text.startswith(" "),
                    "text": self._values.text(piece.text, after.language, example=after.is_example),
                }
            )
            for piece in pieces
        ]

    def _caveat(self, data: Any) -> Text | None:
        said = data.get("caveat") if isinstance(data, dict) else None
        return None if said is None else self._values.prose(said, example=False)


def _below(side: Branch | None, name: str) -> Branch | None:
    return side.branches.get(name) if isinstance(side, Tree) else None


def _data(side: Branch | None) -> Any:
    return None if side is None else side.data


def _sign(step: str) -> str:
    """A step of a way as a part of a field's name: itself, or a sign for it where it is no such word."""
    return step if _KEY.fullmatch(step) else sha256(step.encode()).hexdigest()[:10]
