"""Whom the changes of a comparison concern, as a document declares it: in which roles, and among which kinds."""

from collections.abc import Iterable
from typing import NamedTuple

from ssr.compare import Change
from ssr.compare.concern import Concern
from ssr.templating import Document
from ssr.view import View


class Whom(NamedTuple):
    """Who may be concerned: entries of some kinds, named in one of some roles, or through groups that hold them."""

    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    through: str

    def weighed(self, changes: Iterable[Change]) -> list[Change]:
        """By consequence: what came or went as a whole, what somebody is to do, and then all else by its weight."""
        return sorted(changes, key=lambda change: (bool(change.route) and not self._is_task(change), change.weight))

    def _is_task(self, change: Change) -> bool:
        """Whether the item that changed, or in which something did, is of a sort that names those whom it concerns."""
        items = next((field.items for field in reversed(change.fields) if field.items and field.items.properties), None)
        shapes = () if items is None else (below.items or below for below in items.properties.values())
        return any(shape.reference is not None and shape.reference.role in self.roles for shape in shapes)

    def of(self, changes: Iterable[Change], old: View, new: View) -> list[tuple[Change, dict[str, tuple[str, ...]]]]:
        """Each change with the ids of those that it concerns, and of the groups through which."""
        concern = Concern(old, new, self.roles, self.through)
        return [(change, self._among(concern.of(change), old, new)) for change in changes]

    def only(self, changes: Iterable[Change], id_: str, old: View, new: View) -> tuple[Change, ...]:
        """The changes that concern one entry."""
        return tuple(change for change, told in self.of(changes, old, new) if id_ in told)

    def _among(self, told: dict[str, tuple[str, ...]], old: View, new: View) -> dict[str, tuple[str, ...]]:
        found = {id_: new.find(id_) or old.find(id_) for id_ in told}
        return {id_: told[id_] for id_, entry in found.items() if entry is not None and entry.kind in self.kinds}


def whom(document: Document) -> Whom:
    """What a document about a comparison declares of this; nobody for any other."""
    declared = document.comparison
    if declared is None:
        return Whom((), (), "")
    kinds = (kind for one in document.parameters if one["name"] == declared["for"] for kind in one.get("ref", ()))
    return Whom(tuple(kinds), tuple(declared["roles"]), declared["through"])
