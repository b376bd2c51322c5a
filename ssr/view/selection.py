"""Which entries a document speaks of besides the one that it is about: selections, as its `document.yaml` declares them.

Each is worked out once and used by every format. Three ways lead to entries: along references from the entry, against
references to it, or through all entries of some kinds. Not for what is hidden: the view has none of that.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from ssr.base.entry import Entry
from ssr.series import Occasion
from ssr.text.days import first_of, last_of
from ssr.text.sorting import sort_key
from ssr.view.base_view import Choice, Node, Ref, Text, View
from ssr.view.query import MatchingItems, Selection


class SelectionMatch(NamedTuple):
    """An entry that a selection found, the names of what led to it, and the items that it is about.

    Where it is held again and again, `occasion` is one of the times, if the selection asks for one.
    """

    ref: Ref
    reasons: Sequence[str] = ()
    items: Sequence[Node] = ()
    occasion: Occasion | None = None

    @property
    def entry(self) -> Node:
        """The entry itself, as it is held on the occasion."""
        return self.ref.entry if self.occasion is None else self.ref.on(self.occasion)


class DateRange(NamedTuple):
    """A span of days, `YYYY-MM-DD`, the last one included, and what people call it."""

    first: str
    last: str
    name: str

    @property
    def ends(self) -> tuple[date, date]:
        """The first and the last day."""
        return date.fromisoformat(self.first), date.fromisoformat(self.last)

    def __str__(self) -> str:
        return self.name


class _Reached:
    def __init__(self) -> None:
        self.reasons: dict[str, None] = {}
        self.items: list[Node] = []


def select(view: View, about: Entry | None, declared: Selection, options: Mapping[str, Any]) -> list[SelectionMatch]:
    """The entries of one selection, each once: nearest first along a chain, in the order that it declares, or by name.

    `about` is the entry that the document is made of, None when it is about the whole base; `options` are the values
    of the document's own parameters.
    """
    given = options.get(declared.given) if declared.given else None
    reached = _reached(view, about, declared) if given is None else {ref: _Reached() for ref in given}
    chosen = [
        SelectionMatch(ref, tuple(one.reasons), one.items)
        for ref, one in reached.items()
        if _is_wanted(ref, view.day, declared, options)
    ]
    chosen = [timed for one in chosen for timed in _timed(one, view.day, declared, options)]
    if about is not None and declared.matching is not None:
        chosen = [_matched(one, view.node(about), declared.matching) for one in chosen]
    return chosen if declared.onward else sorted(chosen, key=partial(_place, declared.order))


def _reached(view: View, about: Entry | None, declared: Selection) -> Mapping[Ref, _Reached]:
    """What one of the three ways leads to."""
    if declared.all is not None:
        entries = view.entries(declared.all)
        return (
            _referred_by(view, entries, declared) if declared.from_ else {Ref(view, one): _Reached() for one in entries}
        )
    if about is None:
        return {}
    return _referred(view, about, declared) if declared.roles is None else _referring(view, about, declared)


def _place(order: Sequence[str], one: SelectionMatch) -> tuple[Any, ...]:
    """Where an entry stands among the others: by what stands first at each path, numbers by value, and by name."""
    firsts = (min(map(str, values_at(one.entry, path)), default="") for path in order)
    return *map(sort_key, firsts), sort_key(one.ref.name)


# What is kept of it.


def _is_wanted(ref: Ref, day: str, declared: Selection, options: Mapping[str, Any]) -> bool:
    """Whether an entry is of the right kind, has the values asked for, lies within the options' days, and holds yet."""
    during, span = declared.during, _span(declared, day, options)
    wanted = ((path, options[name]) for path, name in declared.where.items())
    return (
        (not declared.kinds or ref.kind in declared.kinds)
        and all(value is None or value in values_at(ref.entry, path) for path, value in wanted)
        and has_all(ref, declared.having)
        and (during is None or span is None or _lies_within(ref, during.days, span))
        and (not declared.coming or _is_coming(ref, declared.coming, day))
        and (not declared.begun or min(_days(ref, declared.begun), default=day) <= day)
    )


def _span(declared: Selection, day: str, options: Mapping[str, Any]) -> DateRange | None:
    """The days that those of an entry must meet: what an option holds, or those that follow the document's own."""
    if declared.during is None:
        return None
    if declared.during.option is not None:
        span: DateRange = options[declared.during.option]
        return span
    last = date.fromisoformat(day) + timedelta(days=declared.during.ahead)
    return DateRange(day, last.isoformat(), "")


def has(node: Any, path: str, values: Sequence[Any]) -> bool:
    """Whether one of some values, as files write them, stands at a path; a reference to an item is one to its entry too."""
    return any(not _forms(value).isdisjoint(values) for value in values_at(node, path))


def has_all(node: Any, wanted: Mapping[str, Sequence[Any]]) -> bool:
    """Whether one of the values asked for at each path stands there."""
    return all(has(node, path, values) for path, values in wanted.items())


def _forms(value: Any) -> set[Any]:
    """How a value is written in files."""
    if isinstance(value, Ref):
        return {value.id, value.id if value.key is None else f"{value.id}#{value.key}"}
    return {value.value if isinstance(value, Choice) else str(value) if isinstance(value, Text) else value}


def _lies_within(ref: Ref, paths: Sequence[str], days: DateRange) -> bool:
    """Whether the entry is held within a span; without a series, whether the days from the first to the last meet it."""
    if (series := ref.series) is not None:
        return bool(series.occasions(*days.ends))
    own = list(map(str, _days(ref, paths)))
    return bool(own) and min(map(first_of, own)) <= days.last and max(map(last_of, own)) >= days.first


def _is_coming(ref: Ref, paths: Sequence[str], day: str) -> bool:
    """Whether it is not over before a day, or has no days."""
    if (series := ref.series) is not None:
        return series.next(date.fromisoformat(day)) is not None
    return bool(max(_days(ref, paths), default=day) >= day)


def _timed(one: SelectionMatch, day: str, declared: Selection, options: Mapping[str, Any]) -> Iterable[SelectionMatch]:
    """What is held again and again at each time that is asked for: all within a span, or the next."""
    series = one.ref.series
    if series is None or series.rhythm is None or not (declared.occasions or declared.coming):
        return [one]
    span = _span(declared, day, options)
    if declared.occasions and span is not None:
        return [one._replace(occasion=occasion) for occasion in series.occasions(*span.ends)]
    return [one._replace(occasion=series.next(date.fromisoformat(day)))]


def _days(ref: Ref, paths: Sequence[str]) -> list[Any]:
    return [value for path in paths for value in values_at(ref.entry, path)]


def _matched(one: SelectionMatch, about: Node, matching: MatchingItems) -> SelectionMatch:
    """The selected entry with those items of one of its lists that agree with the entry the document is made of.

    For each property of an item stand the paths that say what it should be; the first that says anything counts.
    """
    wanted = {
        name: next(filter(None, (values_at(about, path) for path in paths)), []) for name, paths in matching.by.items()
    }
    items = getattr(one.ref.entry, matching.items, None) or ()
    agreeing = [item for item in items if all(not right or item[name] in right for name, right in wanted.items())]
    return one._replace(items=agreeing)


# Along references.


def _referred(view: View, about: Entry, declared: Selection) -> Mapping[Ref, _Reached]:
    """What dotted paths lead to. What has something at the path `through` (a group and its members) stands for that.

    The reason is the group's name, or else what the path's first property is called.
    """
    result: dict[Ref, _Reached] = {}
    expanded: dict[Ref, list[tuple[Ref, str]]] = {}  # the same groups are named again and again
    properties = view.base.kind(about).root.properties
    for path in declared.from_:
        field = properties.get(path.partition(".")[0])
        if field is None:  # another kind that the document is about has it
            continue
        title = field.title(view.language)
        for ref in _led_to(Ref(view, about), path, onward=declared.onward):
            if ref not in expanded:
                expanded[ref] = list(_expanded(ref, declared.through))
            for reached, group in expanded[ref]:
                result.setdefault(reached, _Reached()).reasons[group or title] = None
    return result


def _referred_by(view: View, entries: Iterable[Entry], declared: Selection) -> Mapping[Ref, _Reached]:
    """What the paths lead to from any of some entries."""
    result: dict[Ref, _Reached] = {}
    for entry in entries:
        for ref, reached in _referred(view, entry, declared).items():
            result.setdefault(ref, _Reached()).reasons.update(reached.reasons)
    return result


def _led_to(start: Ref, path: str, *, onward: bool) -> list[Ref]:
    """What a path leads to; `onward`, what it leads to from there too, as long as it leads to anything new."""
    reached = [start]
    for ref in reached:
        reached += [further for further in follow(ref.entry, path) if further not in reached]
        if not onward:
            break
    return reached[1:]


def _expanded(ref: Ref, through: str | None) -> Iterator[tuple[Ref, str]]:
    """What a group stands for, however its groups hold each other, with its name; else the entry itself."""
    waiting, visited = [ref], {ref.id}
    while waiting:
        one = waiting.pop()
        inner = list(follow(one.entry, through)) if through else []
        if not inner:
            yield one, "" if one is ref else ref.name
        for below in inner:
            if below.id not in visited:
                visited.add(below.id)
                waiting.append(below)


def follow(node: Any, path: str | None) -> Iterator[Ref]:
    """Every reference at the end of a dotted path; lists are entered, references on the way are followed."""
    return (value for value in values_at(node, path or "") if isinstance(value, Ref))


def values_at(node: Any, path: str) -> list[Any]:
    """Everything at the end of a dotted path, by the same ways; what a selection found stands for its entry."""
    if isinstance(node, list):
        return [value for item in node for value in values_at(item, path)]
    if isinstance(node, SelectionMatch):
        node = node.ref
    if not path:
        return [] if node is None else [node]
    step, _, rest = path.partition(".")
    inner = node.entry if isinstance(node, Ref) else node
    return values_at(getattr(inner, step, None), rest) if isinstance(inner, Node) else []


# Against references.


def _referring(view: View, about: Entry, declared: Selection) -> Mapping[Ref, _Reached]:
    """What refers to the entry in some roles, with the items that do.

    What refers to a group that holds the entry (by a reference in the role `through`) counts too: that group is the
    reason then.
    """
    result: dict[Ref, _Reached] = {}
    for holder in _holders(view, about, declared.through):
        for origin, item in view.referring(holder, declared.roles or (), ceased=declared.ceased):
            one = result.setdefault(origin, _Reached())
            if item is not None and item not in one.items:
                one.items.append(item)
            if holder is not about:
                one.reasons[view.name(holder)] = None
    return result


def _holders(view: View, about: Entry, through: str | None) -> list[Entry]:
    """The entry, the groups that hold it, and the groups that hold those."""
    holders = [about]
    for holder in holders:
        above = (origin for origin, _ in view.referring(holder, [through])) if through else ()
        holders += [entry for entry in (view.find(ref.id) for ref in above) if entry and entry not in holders]
    return holders
