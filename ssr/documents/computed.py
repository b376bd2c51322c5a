"""What a document can have worked out from the whole base, by the name under which its templates find it."""

from collections.abc import Callable, Mapping
from typing import Any

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.base.labels import item_text
from ssr.base.marks import is_example
from ssr.upkeep.attention import DECISIONS, Attention, OpenItems, Task, attention
from ssr.upkeep.reviews import ReviewLink, Reviews
from ssr.view.base_view import Node, Ref, Text, View
from ssr.view.in_force import next_change


def _attention(base: KnowledgeBase, view: View) -> Node:
    """What needs another look: the `parts` of each who should act, and of all of them together what each part has.

    `decisions` are those of all `needs` that wait for somebody to decide, `fetches` what is to be fetched and what it fills.
    """
    result = attention(view.base, view.day, Reviews(base, view.day))
    parts = [_part(view, keeper, part) for keeper, part in result.by_keeper(lambda id_: _named(view, id_).name)]
    needs = [need for part in parts for need in part.needs]
    return Node(
        {
            "parts": parts,
            "needs": needs,
            "decisions": [need for need in needs if need.why in DECISIONS],
            "examples": sum(remain.examples for remain in result.remains),
            "blanks": sum(remain.blanks for remain in result.remains),
            "fetches": [
                Node({"ref": _seen(view, fetch.entry), "fills": [_open(view, one) for one in fetch.fills]})
                for fetch in result.fetches
            ],
        }
    )


def _part(view: View, keeper: str | None, part: Attention) -> Node:
    """For one who should act: `keeper` (None: the office), `needs` and `remains`."""
    remains = [_open(view, remain) for remain in part.remains]
    needs = [_need(view, need) for need in part.needs]
    return Node({"keeper": None if keeper is None else _named(view, keeper), "needs": needs, "remains": remains})


def _open(view: View, one: OpenItems) -> Node:
    """`ref`, and how many `examples` and `blanks` are to be replaced there."""
    return Node({"ref": _seen(view, one.entry), "examples": one.examples, "blanks": one.blanks})


def _need(view: View, need: Task) -> Node:
    """`why` and `ref`, the `text` of the item that it is about, the `day` that passed, what has `changed`, or which `part` of it, and the `other` that has ended or put it to the test."""
    above = (need.entry.value(need.route[:length]) for length in range(len(need.route)))
    invented = any(map(is_example, above))
    changed = need.changed
    return Node(
        {
            "why": need.why,
            "ref": _seen(view, need.entry),
            "text": _text(view, need.text(view.language), example=invented),
            "illustrative": invented,
            "day": need.day,
            "changed": None if changed is None else _seen(view, changed.target),
            "other": None if need.other is None else _seen(view, need.other),
            "part": None if changed is None else _text(view, _part_text(view, changed)),
        }
    )


def _part_text(view: View, changed: ReviewLink) -> Any:
    """What the item is known by that has changed; None where it is the whole entry."""
    shape = view.base.kind(changed.target).root.at(changed.place)
    return item_text(changed.target.value(changed.place), shape) if changed.place and shape is not None else None


def _text(view: View, text: Any, *, example: bool = False) -> Text | None:
    """A text as templates have it, None where there is none."""
    return None if text is None else view.text(text, example=example)


def _named(view: View, id_: str) -> Ref:
    """Who is meant by an id: as they are on the day, else as they were."""
    return Ref(view, view.find(id_) or view.base.editions(id_)[0])


def _seen(view: View, entry: Entry) -> Ref:
    """An entry as the readers may see it."""
    return Ref(view, next(one for one in view.base.editions(entry.id) if one.twin == entry.twin))


def _next_change(_base: KnowledgeBase, view: View) -> str | None:
    """The next day on which something changes of what the readers may see."""
    return next_change(view.base, view.day)


COMPUTED: Mapping[str, Callable[[KnowledgeBase, View], Any]] = {"attention": _attention, "next_change": _next_change}
