"""What in the base needs another look on a day, and who should act: what has changed since it was looked at, what is
past its day, what was put to the test, drafts that are waited for, and what is still an example or a blank.

Looks at a base as somebody sees it; what that is, is for `redaction`. Knows annotations, not kinds. Not for telling it
in sentences: that is for `report` and the templates.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.knowledge import KnowledgeBase, is_in_force
from ssr.base.labels import item_text
from ssr.base.marks import is_example, spread
from ssr.base.schema import is_day
from ssr.base.yaml.source import Route
from ssr.text.sorting import sort_key
from ssr.upkeep.reviews import ReviewLink, Reviews, place_of
from ssr.upkeep.trials import untold

# Why something needs another look, in the order that it is told.
NEEDS = ("changed", "ended", "overdue", "assumed", "tried", "draft", "stale")
# Of these, what waits for somebody to decide.
DECISIONS = frozenset({"overdue", "assumed", "draft"})


@dataclass(frozen=True)
class Task:
    """One thing that needs another look: what stands at a route in an entry, and why.

    `keeper` is the id of who should act, None where the base names nobody, `shape` that of the entry. `day` is the day that has passed, if any,
    `changed` the reference to what has changed, `other` what has ended and is still named, or what put it to the test.
    """

    why: str
    entry: Entry
    route: Route
    keeper: str | None
    shape: Field
    day: str | None = None
    changed: ReviewLink | None = None
    other: Entry | None = None

    @property
    def item_text(self) -> Any:
        """What the innermost item around the place is known by, as the file has it; None where it is the entry itself."""
        for length in range(len(self.route) - 1, 0, -1):
            item, shape = self.entry.value(self.route[:length]), self.shape.at(self.route[:length])
            if isinstance(item, dict) and shape is not None:
                return item_text(item, shape)
        return None

    def text(self, language: str) -> Any:
        """That, or else what the property that holds the item is called; None where it is the entry itself."""
        is_item = len(self.route) > 1 and isinstance(self.entry.value(self.route[:2]), dict)
        holder = self.shape.at(self.route[:1]) if is_item else None
        return self.item_text or (None if holder is None else {language: holder.title(language).lower()})

    @property
    def item_key(self) -> tuple[str, ...]:
        """The way to the innermost item with a key, each by its list and its key, whatever they say; nothing where none has one."""
        way: list[str] = []
        for length, step in enumerate(self.route[:-1], 1):
            item, around = self.entry.value(self.route[:length]), self.shape.at(self.route[: length - 1])
            key = None if around is None else around.annotation("key")
            if isinstance(item, dict) and key in item:
                way += [str(self.route[length - 2]), str(item[key])]
            elif isinstance(step, int):
                return ()
        return tuple(way)


@dataclass(frozen=True)
class OpenItems:
    """How many examples and blanks of an entry its keeper has still to replace."""

    entry: Entry
    keeper: str | None
    examples: int
    blanks: int


@dataclass(frozen=True)
class Fetch:
    """An entry that is to be fetched and read, and what can be replaced from it then."""

    entry: Entry
    fills: tuple[OpenItems, ...]


@dataclass(frozen=True)
class Attention:
    """All that needs another look, the reasons in their order, all that is still to be replaced, and what it can be from."""

    needs: tuple[Task, ...]
    remains: tuple[OpenItems, ...]
    fetches: tuple[Fetch, ...] = ()

    def by_keeper(self, name_of: Callable[[str], str]) -> list[tuple[str | None, "Attention"]]:
        """The part of each who should act, by name; last what the base names nobody for."""
        keepers = {need.keeper for need in self.needs} | {remain.keeper for remain in self.remains}
        in_order = sorted(keepers, key=lambda id_: (id_ is None, id_ and (sort_key(name_of(id_)), id_)))
        return [(keeper, Attention(_of(keeper, self.needs), _of(keeper, self.remains))) for keeper in in_order]


_Keepable = TypeVar("_Keepable", Task, OpenItems)


def _of(keeper: str | None, among: tuple[_Keepable, ...]) -> tuple[_Keepable, ...]:
    return tuple(one for one in among if one.keeper == keeper)


def attention(base: KnowledgeBase, day: str, reviews: Reviews) -> Attention:
    """What needs another look on `day` in a base of which somebody sees all that it holds."""
    looks = [_AttentionScan(base, entry, day, reviews) for entry in _entries(base, day)]
    needs = [need for look in looks for need in look.needs()]
    remains = [remain for look in looks for remain in look.remains()]
    fetches = [Fetch(look.entry, fills) for look in looks if (fills := tuple(look.fills()))]
    return Attention(tuple(sorted(needs, key=lambda need: NEEDS.index(need.why))), tuple(remains), tuple(fetches))


def _entries(base: KnowledgeBase, day: str) -> Iterator[Entry]:
    """What holds on the day, the drafts that it waits for, and what is laid over any of these; in order of id."""
    for id_ in sorted(base.ids):
        in_force = base.in_force(id_, day)
        for entry in base.editions(id_):
            if entry is in_force or _is_awaited(base, entry, day):
                yield from (one for one in (entry, *base.additions) if one.sound and one.twin == entry.twin)


def _is_awaited(base: KnowledgeBase, entry: Entry, day: str) -> bool:
    """Whether an entry is a draft whose period runs."""
    period = base.periods.get(entry.edition or "")
    runs = entry.edition is None or (period is not None and period.first <= day <= period.last)
    return runs and base.is_draft(entry) and is_in_force(entry.data, day)


class _AttentionScan:
    """One entry, looked through."""

    def __init__(self, base: KnowledgeBase, entry: Entry, day: str, reviews: Reviews) -> None:
        self._base, self.entry, self._day, self._reviews = base, entry, day, reviews
        self._root = base.kind(entry).root
        self._places = dict(self._held())  # every place, in reading order, that holds on the day

    def _held(self) -> Iterator[tuple[Route, tuple[Any, Field]]]:
        waiting: list[tuple[Route, Any, Field]] = [((), spread(self.entry.data, self._root), self._root)]
        while waiting:
            route, value, field = waiting.pop()
            if not route or is_in_force(value, self._day):
                yield route, (value, field)
                waiting += [((*route, step), inner, shape) for step, inner, shape in reversed(_within(value, field))]

    def needs(self) -> Iterator[Task]:
        """What of the entry needs another look."""
        is_draft = self._base.is_draft(self.entry)
        if is_draft:
            yield self._need("draft", ())
        for link in self._base.outgoing(self.entry):
            if link.route in self._places and (ended := self._base.leads_to_ended(link, self._day)) is not None:
                yield self._need("ended", link.route, other=ended)
        for route, (value, field) in self._places.items():
            if changed := self._changed(value, field):
                yield self._need("changed", route, changed=changed)
            if not is_draft and isinstance(value, dict):
                yield from self._past(route, value, field)
                for name, trial in untold(self._base, self.entry, value, field, self._day):
                    yield self._need("tried", (*route, name), trial.day, other=trial.entry)

    def _changed(self, value: Any, field: Field) -> ReviewLink | None:
        """What a reference leads to, when that has changed since it was looked at."""
        if field.annotation("reviewed") not in self.entry.data:
            return None  # as nearly always: nothing was recorded
        result = self._reviews.of(self.entry).get(value)
        return result if result is not None and result.has_changed else None

    def _past(self, route: Route, value: dict[str, Any], field: Field) -> Iterator[Task]:
        """What should have been looked at again before the day."""
        for name, below in field.properties.items():
            day = value.get(name)
            if below.annotation("review-by") and day is not None and day < self._day:
                yield self._need("assumed" if route else "overdue", (*route, name), day)
            fresh = below.annotation("fresh")
            if fresh and "unknown" not in value and not _is_fresh(day, fresh, self._day):
                yield self._need("stale", (*route, name), day)

    def fills(self) -> Iterator[OpenItems]:
        """What is open in that which can be replaced from the entry."""
        for link in self._base.outgoing(self.entry):
            field = self._places.get(link.route, (None, None))[1]
            if field is None or not field.annotation("supplies"):
                continue
            target = self._base.resolve(link, self._day)
            place = None if target is None else place_of(self._base, target, link.key)
            if target is not None and place is not None:
                found = list(_AttentionScan(self._base, target, self._day, self._reviews).remains(place))
                examples, blanks = sum(one.examples for one in found), sum(one.blanks for one in found)
                if examples or blanks:
                    yield OpenItems(target, None, examples, blanks)

    def remains(self, below: Route = ()) -> Iterator[OpenItems]:
        """The examples and the blanks below a place, by who should act."""
        found: dict[str | None, list[int]] = {}
        for route, (value, field) in self._places.items():
            if isinstance(value, dict) and not field.is_text and route[: len(below)] == below:
                marks = is_example(value), "unknown" in value
                if any(marks):
                    counted = found.setdefault(self._keeper(route), [0, 0])
                    counted[:] = (number + mark for number, mark in zip(counted, marks, strict=True))
        for keeper, (examples, blanks) in found.items():
            yield OpenItems(self.entry, keeper, examples, blanks)

    def _need(
        self,
        why: str,
        route: Route,
        day: str | None = None,
        changed: ReviewLink | None = None,
        other: Entry | None = None,
    ) -> Task:
        return Task(why, self.entry, route, self._keeper(route), self._root, day, changed, other)

    def _keeper(self, route: Route) -> str | None:
        """Who should act on what stands at a route: the nearest that the objects around it name, or the entry itself."""
        for length in range(len(route), -1, -1):
            around = self._places.get(route[:length])
            for step, inner, shape in _within(*around) if around is not None else ():
                if shape.annotation("keeper"):
                    named = [inner, *self._referred((*route[:length], step), shape)]
                    if id_ := next((one for one in named if isinstance(one, str) and self._base.editions(one)), None):
                        return id_
        return self.entry.id if self._root.annotation("keeper") else None

    def _referred(self, route: Route, shape: Field) -> Iterator[Any]:
        """What an object refers to itself or by what fills it in; that is no party that could act."""
        for name, below in shape.properties.items():
            if below.reference and not below.annotation("fills"):
                holder, stands = self._base.stated(self.entry, (*route, name))
                yield holder.value(stands)


def _within(value: Any, field: Field) -> list[tuple[str | int, Any, Field]]:
    """What a value holds that its schema knows of."""
    if isinstance(value, dict):
        return [(name, inner, field.properties[name]) for name, inner in value.items() if name in field.properties]
    if isinstance(value, list) and field.items is not None:
        return [(place, inner, field.items) for place, inner in enumerate(value)]
    return []


def _is_fresh(verified: str | None, days: int, day: str) -> bool:
    """Whether something was verified no more than some days ago."""
    if verified is None or not is_day(verified):
        return False
    return date.fromisoformat(day).toordinal() - date.fromisoformat(verified).toordinal() <= days
