"""The base as one reader sees it: on a day, for an audience, in a language.

What the reader may not see is gone before any template or comparison gets to it, and a hidden entry behaves
like one that does not exist. What does not hold on the day is gone too. Not for layout: that is for templates.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from ssr.base.entry import Entry, errors_of
from ssr.base.kinds import Field
from ssr.base.knowledge import KnowledgeBase, is_in_force, keyed_items
from ssr.base.links import Link, refers
from ssr.base.marks import is_example, mark_on
from ssr.base.order import by_name, ordered
from ssr.base.repeats import repeating, series_of
from ssr.base.yaml.source import Route
from ssr.series import Occasion, Series
from ssr.text.localised import Localised
from ssr.view.examples import settled
from ssr.view.in_force import in_force_part
from ssr.view.reads import Reads
from ssr.view.redaction import redacted
from ssr.view.scale import ScaleStep, scale_step


@dataclass(frozen=True, slots=True)
class Text:
    """Words in one language: prose, or a name.

    `foreign` when it is not the language that was asked for, `is_example` when what it says is invented.
    """

    text: str
    language: str
    foreign: bool = False
    is_example: bool = False
    is_name: bool = False

    def __str__(self) -> str:
        return self.text


class Answer(Text):
    """What somebody filled in: its lines stay lines, and nothing in it is markup."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of an enumeration, and what people call it."""

    value: str
    label: str

    def __str__(self) -> str:
        return self.label


class Node:
    """An entry or an item in it, for templates: every property that its kind has, None or empty where it has no value."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields

    def __getattr__(self, name: str) -> Any:
        try:
            return self._fields[name]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, name: str) -> Any:
        return self._fields[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)


class Ref:
    """A reference to another entry, or to one item in it, by the name that the reader knows it by."""

    __slots__ = ("_entry", "_view", "id", "key")

    def __init__(self, view: "View", entry: Entry, key: str | None = None) -> None:
        self._view, self._entry, self.id, self.key = view, entry, entry.id, key

    @property
    def name(self) -> str:
        """What the entry is called on the day of the view."""
        return self._view.name(self._entry)

    @property
    def title(self) -> Text:
        """The name as a text for templates, with the language that it is in."""
        return self._view.title(self._entry)

    @property
    def kind(self) -> str:
        """The kind of the entry."""
        return self._entry.kind

    @property
    def entry(self) -> Node:
        """The entry itself."""
        return self._view.node(self._entry)

    @property
    def item(self) -> Node | None:
        """The item that the reference names, whether it holds on the day or not; None where it names none."""
        return None if self.key is None else self._view.item(self._entry, self.key)

    @property
    def series(self) -> Series | None:
        """When the entry is held; None where its kind is not held, and where no day is known."""
        return self._view.series(self._entry)

    def on(self, occasion: Occasion) -> Node:
        """The entry as it is held on one occasion: with the days, times and place of that."""
        return self._view.on_occasion(self._entry, occasion)

    @property
    def step(self) -> ScaleStep:
        """Where the item that the reference names stands among those of its list."""
        return self._view.step(self._entry, self.key)

    def __str__(self) -> str:
        return self.name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ref) and (self.id, self.key) == (other.id, other.key)

    def __hash__(self) -> int:
        return hash((self.id, self.key))


class View:
    """The base on `day` (`YYYY-MM-DD`), for readers of `audience`, in `language`.

    `base` holds what the audience may see and nothing else, so nothing below here asks about audiences. `reads` is what
    has been read through this view and those made of it, worked out anew or kept.
    """

    def __init__(self, base: KnowledgeBase, day: str, audience: str, language: str) -> None:
        self.base, self.day, self.audience, self.language = settled(redacted(base, audience)), day, audience, language
        self._prose_language = base.language
        self._whenever = False
        self.reads = Reads()
        self._plain: dict[int, dict[str, Any]] = {}
        self._nodes: dict[int, Node] = {}
        self._items: dict[tuple[int, Route, str | None], Node] = {}
        self._made: list[Entry] = []  # they stay, so that no other is taken for one of them

    def on(self, day: str) -> "View":
        """The same base for the same readers on another day."""
        other = copy(self)
        other.day = day
        other._plain, other._nodes, other._items = {}, {}, {}
        return other

    def whenever(self) -> "View":
        """The same base with what has ceased and what is to come, as its files have it."""
        other = self.on(self.day)
        other._whenever = True
        return other

    def of(self, base: KnowledgeBase) -> "View":
        """Another base, which holds nothing that the readers may not see, on the same day."""
        other = self.on(self.day)
        other.base = base
        return other

    def beside(self, *made: Entry) -> "View":
        """The same base with entries that stand in no file, to which nothing in it refers. What is worked out is kept."""
        self._made.extend(made)
        other = copy(self)
        other.base = self.base.having(*made)
        return other

    def find(self, id_: str, edition: str | None = None) -> Entry | None:
        """The entry that a reader means by an id: the edition asked for, else what holds, else the latest agreed."""
        self.reads.entries.add(id_)
        if edition is not None:
            return self.base.edition(id_, edition)
        agreed = [entry for entry in self.base.editions(id_) if not self.base.is_draft(entry)]
        return self.base.in_force(id_, self.day) or max(agreed, key=self.base.first_day, default=None)

    def entries(self, kinds: Collection[str] | None = None) -> list[Entry]:
        """Every entry, or every one of some kinds, that holds on the day and is sound, in order of id."""
        self.reads.kinds.update(self.base.kinds if kinds is None else kinds)
        editions = (self.base.in_force(id_, self.day) for id_ in sorted(self.base.ids))
        holding = [entry for entry in editions if entry is not None and entry.sound]
        return holding if kinds is None else [entry for entry in holding if entry.kind in kinds]

    def _read(self, entry: Entry) -> None:
        """Note that an entry is read; what it says depends on whether what it leads to is there, and holds."""
        if entry not in self.reads.whole:
            self.reads.whole.add(entry)
            self.reads.entries.add(entry.id)
            self.reads.entries.update(link.target for link in self.base.outgoing(entry))

    def name(self, entry: Entry) -> str:
        """What an entry is called on the day."""
        self.reads.entries.add(entry.id)
        return self.base.name(entry, self.day)

    def title(self, entry: Entry) -> Text:
        """The name of an entry as a text for templates, in the language of the base."""
        return Text(self.name(entry), self._prose_language, self._prose_language != self.language, is_name=True)

    def plain(self, entry: Entry) -> dict[str, Any]:
        """The entry's data without what does not hold in the view, and without references that lead nowhere."""
        self._read(entry)
        result = self._plain.get(id(entry))
        if result is None:
            result = self._plain[id(entry)] = self._holding(entry, None if self._whenever else self.day)
        return result

    def ever(self, entry: Entry) -> dict[str, Any]:
        """The entry's data on any day, without references that lead nowhere."""
        self._read(entry)
        return self._holding(entry, None)

    def _holding(self, entry: Entry, day: str | None) -> dict[str, Any]:
        """The entry's data with what holds on a day, None for any day, and without references that lead nowhere."""
        result: dict[str, Any] = in_force_part(entry.data, self.base.kind(entry).root, (), self._lost(entry), day)
        return result

    def _lost(self, entry: Entry) -> set[Route]:
        return {link.route for link in self.base.outgoing(entry) if self.target(link) is None}

    def target(self, link: Link) -> Entry | None:
        """What a reference leads to, None when it or the item that it names is not there."""
        self.reads.entries.add(link.target)
        entry = self.base.resolve(link, self.day)
        if entry is None or (link.key is not None and link.key not in self.base.item_keys(entry)):
            return None
        return entry

    def node(self, entry: Entry) -> Node:
        """The entry as templates see it."""
        self._read(entry)
        result = self._nodes.get(id(entry))
        if result is None:
            result = self._nodes[id(entry)] = self._node(entry, self._usable(entry))
        return result

    def _usable(self, entry: Entry) -> dict[str, Any]:
        """The entry's data without what has ended on the day and should be used or act."""
        ended = self._ended(entry)
        if not ended:
            return self.plain(entry)
        lost = self._lost(entry) | ended
        result: dict[str, Any] = in_force_part(entry.data, self.base.kind(entry).root, (), lost, self.day)
        return result

    def _ended(self, entry: Entry) -> set[Route]:
        """The routes of references to what should be used or act and has ended on the day."""
        if self._whenever:
            return set()
        links = self.base.outgoing(entry)
        return {link.route for link in links if self.base.leads_to_ended(link, self.day) is not None}

    def history(self, entry: Entry) -> Node:
        """The entry as `node` gives it, with what held before the day and what will hold after it, too."""
        self._read(entry)
        return self._node(entry, self._holding(entry, None))

    def _node(self, entry: Entry, data: Mapping[str, Any]) -> Node:
        if not entry.sound and refers(data, self.base.kind(entry).root):
            # What it refers to is not known, so nothing can be made of it; what is wrong with it is for others to tell.
            raise errors_of(entry.path, ())
        fields = self._fields(data, self.base.kind(entry).root, self._links(entry))
        fields |= {"id": entry.id, "kind": entry.kind, "edition": entry.edition, "name": self.title(entry)}
        fields["first_id"] = self.base.first_called(entry.id)
        fields["is_draft"] = self.base.is_draft(entry)
        repeats = repeating(self.base.kind(entry).root)
        if repeats is not None and data.get(repeats.name):
            fields[repeats.name] = _counted(fields[repeats.name], series_of(data, repeats))
        return Node(fields)

    def series(self, entry: Entry) -> Series | None:
        """When an entry is held, as its kind declares it; None where it does not, and where no day is known."""
        repeats = repeating(self.base.kind(entry).root)
        return None if repeats is None else series_of(self.plain(entry), repeats)

    def on_occasion(self, entry: Entry, occasion: Occasion) -> Node:
        """An entry as it is held on one occasion; a weekday that stands beside the first day is that of no other."""
        root, node = self.base.kind(entry).root, self.node(entry)
        repeats = repeating(root)
        names: Mapping[str, str] = repeats.annotation("series") if repeats is not None else {}
        values = {names[name]: value for name, value in occasion.values().items() if name in names}
        changed = {name for name, value in values.items() if value != node[name]}
        stale = {name: None for name, field in root.properties.items() if field.annotation("weekday-of") in changed}
        return Node({**{name: node[name] for name in node}, **values, **stale})

    def _links(self, entry: Entry) -> Mapping[Any, Link]:
        return {(link.target, link.key): link for link in self.base.outgoing(entry)}

    def _fields(
        self, data: Mapping[str, Any], field: Field, links: Mapping[Any, Link], *, example: bool = False
    ) -> dict[str, Any]:
        example = example or is_example(data)
        fields: dict[str, Any] = {name: [] if below.is_list else None for name, below in field.properties.items()}
        fields |= {
            name: self._value(
                value, below, links, example=example or (below.is_text and is_example(mark_on(data, name)))
            )
            for name, value in data.items()
            if (below := field.properties.get(name)) is not None
        }
        for filled, references in field.filled_from.items():
            for name in references:
                if fields[name] is not None and fields[filled] is None:
                    fields[filled] = getattr(fields[name].entry, filled, None)
        return fields | ({"illustrative": True} if example else {})  # what holds it may be what says so

    def _value(self, value: Any, field: Field, links: Mapping[Any, Link], *, example: bool) -> Any:
        if field.is_text:
            return self.text(value, example=example)
        if isinstance(value, dict):
            return Node(self._fields(value, field, links, example=example))
        if field.items is not None:  # `inherit` is no list: the sources of the entry are named already
            items = ordered(value, field) if isinstance(value, list) else ()
            return by_name([self._value(item, field.items, links, example=example) for item in items], field)
        return self._word(value, field, links) if isinstance(value, str) else value

    def _word(self, value: str, field: Field, links: Mapping[Any, Link]) -> Any:
        if field.reference is not None:
            target, _, key = value.partition("#")
            link = links[target, key or None]
            entry = self.target(link)
            return Ref(self, entry, link.key) if entry is not None else None
        return Choice(value, field.label(value, self.language)) if field.annotation("labels") else value

    def text(self, value: Any, *, example: bool = False) -> Text:
        """Prose in the language of the view, else in one that there is."""
        if isinstance(value, str):
            return Text(value, self._prose_language, self._prose_language != self.language, example)
        text, language = Localised.pick(value, self.language)
        return Text(text, str(language), language != self.language, example)

    def referring(
        self, entry: Entry, roles: Sequence[str], *, ceased: bool = False
    ) -> Iterator[tuple[Ref, Node | None]]:
        """What refers to an entry in one of some roles, with the item that does; None where the entry itself does.

        Only what holds on the day, or else what has `ceased` too.
        """
        self.reads.referred.add(entry.id)
        for link in self.base.incoming(entry.id):
            origin = link.origin
            holds = self.find(origin.id) if ceased else self.base.in_force(origin.id, self.day)
            if (
                link.reference.role in roles
                and self.target(link) is entry
                and holds is origin
                and self._counts(link, ceased=ceased)
            ):
                is_held, item = self._item(origin, link.route, self.day)
                if is_held:
                    self._read(origin)
                    yield Ref(self, origin), item

    def _counts(self, link: Link, *, ceased: bool) -> bool:
        return ceased or self._whenever or self.base.leads_to_ended(link, self.day) is None

    def item(self, entry: Entry, key: str) -> Node | None:
        """The item with a key of its own in an entry, on whatever day it holds."""
        self._read(entry)
        routes = (route for route, found in keyed_items(entry, self.base.kind(entry).root) if found == key)
        return next((self._item(entry, (*route, key), None)[1] for route in routes), None)

    def step(self, entry: Entry, key: str | None) -> ScaleStep:
        """Where the item with a key of its own stands among those of its list."""
        self._read(entry)
        return scale_step(entry, self.base.kind(entry).root, key, self.day)

    def _item(self, entry: Entry, route: Route, day: str | None) -> tuple[bool, Node | None]:
        """Whether what stands at a route holds on a day, None for any day, and the innermost item around it."""
        value: Any = entry.data
        place: Route = ()
        example = False
        for at, step in enumerate(route[:-1], 1):
            example = example or is_example(value)
            value = value[step]
            if day is not None and not is_in_force(value, day):
                return False, None
            if isinstance(step, int) and isinstance(value, dict):
                place = route[:at]
        field = self.base.kind(entry).root.at(place)
        if not place or field is None:
            return True, None
        if (id(entry), place, day) not in self._items:
            lost = self._lost(entry) if day is None else self._lost(entry) | self._ended(entry)
            data = in_force_part(entry.value(place), field, place, lost, day)
            fields = self._fields(data, field, self._links(entry), example=example)
            self._items[id(entry), place, day] = Node(fields)
        return True, self._items[id(entry), place, day]


def _counted(repeats: Node, series: Series | None) -> Node:
    """How something comes back, with the `first` day and the last one until which it does."""
    if series is None:
        return Node({**{name: repeats[name] for name in repeats}, "first": None})
    last = series.last_day if series.until is not None else None
    days = {"first": series.first_day.isoformat()} | ({"until": last.isoformat()} if last else {})
    return Node({**{name: repeats[name] for name in repeats}, **days})
