"""The base as one reader sees it: on a day, for an audience, in a language.

What the reader may not see is gone before any template or comparison gets to it, and a hidden entry behaves
like one that does not exist. What does not hold on the day is gone too. Not for layout: that is for templates.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from copy import copy
from dataclasses import dataclass
from typing import Any

from ssr.entry import Entry
from ssr.kinds import Field
from ssr.knowledge import KnowledgeBase, is_in_force
from ssr.language import sort_key
from ssr.links import Link
from ssr.redaction import redacted
from ssr.source import Route


@dataclass(frozen=True, slots=True)
class Text:
    """Prose in one language; `foreign` when it is not the language that was asked for, `is_example` when invented."""

    text: str
    language: str
    foreign: bool = False
    is_example: bool = False

    def __str__(self) -> str:
        return self.text


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
    def kind(self) -> str:
        """The kind of the entry."""
        return self._entry.kind

    @property
    def entry(self) -> Node:
        """The entry itself."""
        return self._view.node(self._entry)

    def __str__(self) -> str:
        return self.name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ref) and (self.id, self.key) == (other.id, other.key)

    def __hash__(self) -> int:
        return hash((self.id, self.key))


class View:
    """The base on `day` (`YYYY-MM-DD`), for readers of `audience`, in `language`.

    `base` holds what the audience may see and nothing else, so nothing below here asks about audiences.
    """

    def __init__(self, base: KnowledgeBase, day: str, audience: str, language: str) -> None:
        self.base, self.day, self.audience, self.language = redacted(base, audience), day, audience, language
        self._prose_language = str(base.manifest("language", "sv"))
        self._plain: dict[int, dict[str, Any]] = {}
        self._nodes: dict[int, Node] = {}
        self._items: dict[tuple[int, Route], Node] = {}

    def on(self, day: str) -> "View":
        """The same base for the same readers on another day."""
        other = copy(self)
        other.day = day
        other._plain, other._nodes, other._items = {}, {}, {}
        return other

    def of(self, base: KnowledgeBase) -> "View":
        """Another base, which holds nothing that the readers may not see, on the same day."""
        other = self.on(self.day)
        other.base = base
        return other

    def find(self, id_: str, edition: str | None = None) -> Entry | None:
        """The entry that a reader means by an id: the edition asked for, else what holds, else the latest agreed."""
        if edition is not None:
            return self.base.edition(id_, edition)
        agreed = [entry for entry in self.base.editions(id_) if not self.base.is_draft(entry)]
        return self.base.in_force(id_, self.day) or max(agreed, key=self.base.first_day, default=None)

    def entries(self) -> list[Entry]:
        """Every entry that holds on the day and is sound, in order of id."""
        held = (self.base.in_force(id_, self.day) for id_ in sorted(self.base.ids))
        return [entry for entry in held if entry is not None and entry.sound]

    def name(self, entry: Entry) -> str:
        """What an entry is called on the day."""
        return self.base.name(entry, self.day)

    def plain(self, entry: Entry) -> dict[str, Any]:
        """The entry's data without what does not hold on the day, and without references that lead nowhere."""
        found = self._plain.get(id(entry))
        if found is None:
            found = self._plain[id(entry)] = self._holding(entry, self.day)
        return found

    def ever(self, entry: Entry) -> dict[str, Any]:
        """The entry's data on any day, without references that lead nowhere."""
        return self._holding(entry, None)

    def _holding(self, entry: Entry, day: str | None) -> dict[str, Any]:
        lost = {link.route for link in self.base.outgoing(entry) if self.target(link) is None}
        found: dict[str, Any] = self._kept(entry.data, self.base.kind(entry).root, (), lost, day)
        return found

    def _kept(self, value: Any, field: Field, route: Route, lost: Set[Route], day: str | None) -> Any:
        if isinstance(value, dict) and field.properties:
            return {
                name: self._kept(inner, field.properties[name], (*route, name), lost, day)
                for name, inner in value.items()
                if name in field.properties and (*route, name) not in lost
            }
        if isinstance(value, list) and field.items is not None:
            key = field.annotation("key")  # an item that is about something lost goes with it
            return [
                self._kept(inner, field.items, (*route, place), lost, day)
                for place, inner in enumerate(value)
                if (day is None or is_in_force(inner, day)) and lost.isdisjoint({(*route, place), (*route, place, key)})
            ]
        return value

    def target(self, link: Link) -> Entry | None:
        """What a reference leads to, None when it or the item that it names is not there."""
        entry = self.base.resolve(link, self.day)
        if entry is None or (link.key is not None and link.key not in self.base.item_keys(entry)):
            return None
        return entry

    def node(self, entry: Entry) -> Node:
        """The entry as templates see it."""
        found = self._nodes.get(id(entry))
        if found is None:
            fields = self._fields(self.plain(entry), self.base.kind(entry).root, self._links(entry))
            fields |= {"id": entry.id, "kind": entry.kind, "edition": entry.edition, "name": self.name(entry)}
            fields["is_draft"] = self.base.is_draft(entry)
            found = self._nodes[id(entry)] = Node(fields)
        return found

    def _links(self, entry: Entry) -> Mapping[Any, Link]:
        return {(link.target, link.key): link for link in self.base.outgoing(entry)}

    def _fields(
        self, data: Mapping[str, Any], field: Field, links: Mapping[Any, Link], *, example: bool = False
    ) -> dict[str, Any]:
        example = example or data.get("illustrative") is True
        fields: dict[str, Any] = {name: [] if below.is_list else None for name, below in field.properties.items()}
        return fields | {
            name: self._value(value, field.properties[name], links, example=example)
            for name, value in data.items()
            if name in field.properties
        }

    def _value(self, value: Any, field: Field, links: Mapping[Any, Link], *, example: bool) -> Any:
        if field.is_text:
            return self._text(value, example=example)
        if isinstance(value, dict):
            return Node(self._fields(value, field, links, example=example))
        if isinstance(value, list) and field.items is not None:
            items = [self._value(item, field.items, links, example=example) for item in ordered(value, field)]
            return sorted(items, key=lambda ref: sort_key(ref.name)) if field.items.reference else items
        if isinstance(value, str) and field.reference is not None:
            target, _, key = value.partition("#")
            link = links[target, key or None]
            entry = self.target(link)
            return Ref(self, entry, link.key) if entry is not None else None
        if isinstance(value, str) and field.annotation("labels"):
            return Choice(value, field.label(value, self.language))
        return value

    def _text(self, value: Any, *, example: bool) -> Text:
        if isinstance(value, str):
            return Text(value, self._prose_language, self._prose_language != self.language, example)
        language = self.language if self.language in value else next(iter(sorted(value, reverse=True)))
        return Text(value[language], language, language != self.language, example)

    def referring(self, entry: Entry, roles: Sequence[str]) -> Iterator[tuple[Ref, Node | None]]:
        """What refers to an entry in one of some roles, with the item that does; None where the entry itself does."""
        for link in self.base.incoming(entry.id):
            origin = link.origin
            if link.reference.role in roles and self.target(link) is entry and self.find(origin.id) is origin:
                held, item = self._item(origin, link.route)
                if held:
                    yield Ref(self, origin), item

    def _item(self, entry: Entry, route: Route) -> tuple[bool, Node | None]:
        """Whether what stands at a route holds on the day, and the innermost item around it."""
        value: Any = entry.data
        place: Route = ()
        example = False
        for at, step in enumerate(route[:-1], 1):
            example = example or (isinstance(value, dict) and value.get("illustrative") is True)
            value = value[step]
            if not is_in_force(value, self.day):
                return False, None
            if isinstance(step, int) and isinstance(value, dict):
                place = route[:at]
        field = self.base.kind(entry).root.at(place)
        if not place or field is None:
            return True, None
        if (id(entry), place) not in self._items:
            fields = self._fields(entry.value(place), field, self._links(entry), example=example)
            self._items[id(entry), place] = Node(fields)
        return True, self._items[id(entry), place]


def ordered(items: list[Any], field: Field) -> list[Any]:
    """A list in the order that its schema gives it: by group, then by rank, else as written."""
    rank, group = field.annotation("rank"), field.annotation("group")
    if not rank or field.items is None:
        return items
    group_field = field.items.properties.get(group) if group else None
    groups = list(group_field.schema.get("enum", ())) if group_field is not None else []

    def place(item: Any) -> tuple[int, float]:
        in_group = groups.index(item[group]) if isinstance(item, dict) and item.get(group) in groups else len(groups)
        ranked = item.get(rank) if isinstance(item, dict) else None
        return in_group, ranked if isinstance(ranked, int) else float("inf")

    return sorted(items, key=place)
