"""The base as one reader sees it: on a day, for an audience, in a language.

What the reader may not see is gone before any template or comparison gets to it, and a hidden entry behaves
like one that does not exist. What does not hold on the day is gone too. Not for layout: that is for templates.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
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
    """Words in one language: prose, or a name; `foreign` when it is not the language that was asked for."""

    text: str
    language: str
    foreign: bool = False
    is_name: bool = False

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

    def __init__(self, view: "View", entry: Entry, key: str | None) -> None:
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

    def __str__(self) -> str:
        return self.name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ref) and (self.id, self.key) == (other.id, other.key)

    def __hash__(self) -> int:
        return hash((self.id, self.key))


@dataclass(frozen=True, slots=True)
class Selected:
    """An entry that a selection found, and the names of what led to it."""

    ref: Ref
    reasons: tuple[str, ...]


class View:
    """The base on `day` (`YYYY-MM-DD`), for readers of `audience`, in `language`.

    `base` holds what the audience may see and nothing else, so nothing below here asks about audiences.
    """

    def __init__(self, base: KnowledgeBase, day: str, audience: str, language: str) -> None:
        self.base, self.day, self.audience, self.language = redacted(base, audience), day, audience, language
        self._prose_language = str(base.manifest("language", "sv"))
        self._plain: dict[int, dict[str, Any]] = {}
        self._nodes: dict[int, Node] = {}

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

    def title(self, entry: Entry) -> Text:
        """The name of an entry as a text for templates, in the language of the base."""
        return Text(self.name(entry), self._prose_language, self._prose_language != self.language, is_name=True)

    def plain(self, entry: Entry) -> dict[str, Any]:
        """The entry's data without what does not hold on the day, and without references that lead nowhere."""
        found = self._plain.get(id(entry))
        if found is None:
            lost = {link.route for link in self.base.outgoing(entry) if self.target(link) is None}
            found = self._plain[id(entry)] = self._holding(entry.data, self.base.kind(entry).root, (), lost)
        return found

    def _holding(self, value: Any, field: Field, route: Route, lost: Set[Route]) -> Any:
        if isinstance(value, dict) and field.properties:
            return {
                name: self._holding(inner, field.properties[name], (*route, name), lost)
                for name, inner in value.items()
                if name in field.properties and (*route, name) not in lost
            }
        if isinstance(value, list) and field.items is not None:
            key = field.annotation("key")  # an item that is about something lost goes with it
            return [
                self._holding(inner, field.items, (*route, place), lost)
                for place, inner in enumerate(value)
                if is_in_force(inner, self.day) and lost.isdisjoint({(*route, place), (*route, place, key)})
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
            kind = self.base.kind(entry)
            links = {(link.target, link.key): link for link in self.base.outgoing(entry)}
            fields = self._fields(self.plain(entry), kind.root, links)
            fields |= {"id": entry.id, "kind": entry.kind, "edition": entry.edition, "name": self.title(entry)}
            fields["is_draft"] = self.base.is_draft(entry)
            found = self._nodes[id(entry)] = Node(fields)
        return found

    def _fields(self, data: Mapping[str, Any], field: Field, links: Mapping[Any, Link]) -> dict[str, Any]:
        fields: dict[str, Any] = {name: [] if below.is_list else None for name, below in field.properties.items()}
        return fields | {
            name: self._value(value, field.properties[name], links)
            for name, value in data.items()
            if name in field.properties
        }

    def _value(self, value: Any, field: Field, links: Mapping[Any, Link]) -> Any:
        if field.is_text:
            return self._text(value)
        if isinstance(value, dict):
            return Node(self._fields(value, field, links))
        if isinstance(value, list) and field.items is not None:
            items = [self._value(item, field.items, links) for item in ordered(value, field)]
            return sorted(items, key=lambda ref: sort_key(ref.name)) if field.items.reference else items
        if isinstance(value, str) and field.reference is not None:
            target, _, key = value.partition("#")
            link = links[target, key or None]
            entry = self.target(link)
            return Ref(self, entry, link.key) if entry is not None else None
        if isinstance(value, str) and field.annotation("labels"):
            return Choice(value, field.label(value, self.language))
        return value

    def _text(self, value: Any) -> Text:
        if isinstance(value, str):
            return Text(value, self._prose_language, self._prose_language != self.language)
        language = self.language if self.language in value else next(iter(sorted(value, reverse=True)))
        return Text(value[language], language, language != self.language)

    def incoming(self, entry: Entry) -> dict[str, list[Ref]]:
        """What refers to an entry, by the role that the reference gives it, in Swedish order."""
        found: dict[str, list[Ref]] = {}
        for link in self.base.incoming(entry.id):
            origin = link.origin
            if self.target(link) is not entry:
                continue
            refs = found.setdefault(link.reference.role or "", [])
            ref = Ref(self, origin, None)
            if ref not in refs and self.find(origin.id) is origin:
                refs.append(ref)
        return {role: sorted(refs, key=lambda ref: sort_key(ref.name)) for role, refs in found.items()}

    def select(
        self, start: Node, sources: list[str], through: str | None = None, kinds: Sequence[str] = ()
    ) -> list[Selected]:
        """The entries that dotted paths from `start` lead to, each once, in Swedish order.

        An entry that has something at the path `through` (a group and its members) stands for those instead,
        and its name is the reason. With `kinds`, only entries of those are kept.
        """
        found: dict[Ref, list[str]] = {}
        for path in sources:
            for ref in _follow(start, path):
                for reached, reason in _expanded(ref, through):
                    reasons = found.setdefault(reached, [])
                    if reason and reason not in reasons:
                        reasons.append(reason)
        chosen = [Selected(ref, tuple(reasons)) for ref, reasons in found.items() if not kinds or ref.kind in kinds]
        return sorted(chosen, key=lambda item: sort_key(item.ref.name))


def _expanded(ref: Ref, through: str | None) -> Iterator[tuple[Ref, str]]:
    """What a group stands for, however its groups hold each other, with its name; else the entry itself."""
    waiting, seen = [ref], {ref.id}
    while waiting:
        one = waiting.pop()
        inner = list(_follow(one.entry, through)) if through else []
        if not inner:
            yield one, "" if one is ref else ref.name
        for below in inner:
            if below.id not in seen:
                seen.add(below.id)
                waiting.append(below)


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


def _follow(node: Any, path: str | None) -> Iterator[Ref]:
    """Every reference at the end of a dotted path; lists are entered, references on the way are followed."""
    if isinstance(node, list):
        for item in node:
            yield from _follow(item, path)
    elif not path:
        if isinstance(node, Ref):
            yield node
    elif isinstance(node, (Node, Ref)):
        step, _, rest = path.partition(".")
        inner = node.entry if isinstance(node, Ref) else node
        yield from _follow(getattr(inner, step, None), rest)
