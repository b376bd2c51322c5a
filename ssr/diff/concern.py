"""Whom a change concerns: those that what changed refers to, before or after, directly or through a group.

Goes by the roles of references, which the caller names, so it knows neither actors nor measures.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from ssr.base.entry import Entry
from ssr.base.kinds import Field, Reference
from ssr.base.knowledge import is_in_force
from ssr.base.yaml.source import Route
from ssr.diff.change import Change
from ssr.diff.planted import ComparedSide
from ssr.diff.renames import renamed_entries

_Named = tuple[tuple[str, ...], str]  # the way to a reference, by names and keys, and the id that it names


@dataclass(frozen=True)
class Concern:
    """Finds whom changes concern. `roles` are those in which somebody is concerned, `member` that of a group's members.

    Whoever a reference names that can be to one of some `kinds` is concerned too, in whatever role.
    """

    old: ComparedSide
    new: ComparedSide
    roles: Collection[str]
    member: str
    kinds: Collection[str] = ()
    # Worked out once: many changes are of one entry, and name the same groups. By the number of the side.
    _named: dict[tuple[int, Entry], list[_Named]] = field(default_factory=dict, init=False, repr=False)
    _members: dict[tuple[int, str], list[str]] = field(default_factory=dict, init=False, repr=False)

    def of(self, change: Change) -> dict[str, tuple[str, ...]]:
        """The ids of all concerned, each with the ids of the groups through which; none for those named themselves.

        A change of an item concerns those that the item names, or where it names nobody, all whom its entry names;
        and every change of an entry concerns the entry itself.
        """
        sides = [(side, entry) for side, entry in enumerate((change.old, change.new)) if entry is not None]
        now = self._renamed  # one who has another id is no other
        named = [(side, *link) for side, entry in sides for link in self._named_by(side, entry)]
        item = _item(change.fields[0], change.route)
        within = [link for link in named if item and link[1][: len(item)] == item]
        groups: dict[str, set[str]] = defaultdict(set)
        for side, _, id_ in within or named:
            for member in self._members_of(side, id_):
                groups[now.get(member, member)].add("" if member == id_ else now.get(id_, id_))
        for _, entry in sides:
            groups[now.get(entry.id, entry.id)].add("")
        return {id_: () if "" in groups[id_] else tuple(sorted(groups[id_])) for id_ in sorted(groups)}

    @cached_property
    def _renamed(self) -> Mapping[str, str]:
        return renamed_entries(self.old.base, self.new.base)

    def _names(self, reference: Reference) -> bool:
        return names_concerned(reference, self.roles, self.kinds)

    def _is_member(self, reference: Reference) -> bool:
        return reference.role == self.member

    def _named_by(self, side: int, entry: Entry) -> list[_Named]:
        if (side, entry) not in self._named:
            self._named[side, entry] = list(_links((self.old, self.new)[side], entry, self._names))
        return self._named[side, entry]

    def _members_of(self, side: int, id_: str) -> list[str]:
        if (side, id_) not in self._members:
            self._members[side, id_] = list(self._consisting((self.old, self.new)[side], id_))
        return self._members[side, id_]

    def _consisting(self, view: ComparedSide, id_: str) -> Iterator[str]:
        """Those that a group consists of, however its groups hold each other; else the one itself."""
        waiting, seen = [id_], {id_}
        while waiting:
            member_of = waiting.pop()
            entry = view.find(member_of)
            members = [] if entry is None else [target for _, target in _links(view, entry, self._is_member)]
            if not members:
                yield member_of
            waiting += dict.fromkeys(member for member in members if member not in seen)
            seen.update(members)


def names_concerned(reference: Reference, roles: Collection[str], kinds: Collection[str]) -> bool:
    """Whether whoever a reference names is concerned: by its role, or by the kinds of what it can name."""
    return reference.role in roles or any(kind in kinds for kind in reference.kinds)


def _links(view: ComparedSide, entry: Entry, is_meant: Callable[[Reference], bool]) -> Iterator[_Named]:
    """The references of an entry of a sort that hold on the day, each with its way of names and keys."""
    for link in view.base.outgoing(entry):
        if is_meant(link.reference) and view.target(link) is not None:
            steps = list(_steps(entry, view.base.kind(entry).root, link.route))
            if all(is_in_force(value, view.day) for _, value in steps):
                yield tuple(name for name, _ in steps), link.target


def _steps(entry: Entry, shape: Field, route: Route) -> Iterator[tuple[str, Any]]:
    """Each step of a route by its name, an item's by its key, with what stands there."""
    for length, step in enumerate(route, 1):
        value, holder = entry.value(route[:length]), shape.at(route[: length - 1])
        key = holder.annotation("key") if holder is not None else None
        yield str(value.get(key, step) if isinstance(value, dict) and key else step), value


def _item(shape: Field, route: tuple[str, ...]) -> tuple[str, ...]:
    """The way to the innermost item that a way of names and keys leads to or through; empty where there is none."""
    item: tuple[str, ...] = ()
    field: Field | None = shape
    for length, step in enumerate(route, 1):
        if field is None:
            break
        if field.items is not None:
            item = route[:length]
        field = field.items or field.properties.get(step)
    return item


class ConcernScope(NamedTuple):
    """Who may be concerned: entries of some kinds, named in one of some roles, or through groups that hold them.

    Where they are `named` in any other role, that concerns them too.
    """

    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    through: str
    named: bool = False

    def weighed(self, changes: Iterable[Change]) -> list[Change]:
        """By consequence: what came or went as a whole, what somebody is to do, and then all else by its weight."""
        return sorted(changes, key=lambda change: (bool(change.route) and not self.is_task(change), change.weight))

    def is_task(self, change: Change) -> bool:
        """Whether the item that changed, or in which something did, is of a sort that names those whom it concerns."""
        items = next((field.items for field in reversed(change.fields) if field.items and field.items.properties), None)
        shapes = () if items is None else (below.items or below for below in items.properties.values())
        return any(
            shape.reference is not None and names_concerned(shape.reference, self.roles, self._anyhow)
            for shape in shapes
        )

    @property
    def _anyhow(self) -> tuple[str, ...]:
        return self.kinds if self.named else ()

    def of(
        self, changes: Iterable[Change], old: ComparedSide, new: ComparedSide
    ) -> list[tuple[Change, dict[str, tuple[str, ...]]]]:
        """Each change with the ids of those that it concerns, and of the groups through which."""
        concern = Concern(old, new, self.roles, self.through, self._anyhow)
        return [(change, self._among(concern.of(change), old, new)) for change in changes]

    def only(self, changes: Iterable[Change], id_: str, old: ComparedSide, new: ComparedSide) -> tuple[Change, ...]:
        """The changes that concern one entry."""
        return tuple(change for change, concerned in self.of(changes, old, new) if id_ in concerned)

    def _among(
        self, concerned: dict[str, tuple[str, ...]], old: ComparedSide, new: ComparedSide
    ) -> dict[str, tuple[str, ...]]:
        result = {id_: new.find(id_) or old.find(id_) for id_ in concerned}
        return {id_: concerned[id_] for id_, entry in result.items() if entry is not None and entry.kind in self.kinds}
