"""Every reference that an entry makes, as the schema of its kind declares them (`x-ref`).

Not for whether a reference leads anywhere: that is for the knowledge base as a whole.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ssr.base.entry import Entry
from ssr.base.kinds import Field, Reference
from ssr.base.yaml.source import Route


class Link(NamedTuple):
    """A text at `route` that names another entry by its id, or by `id#key` one item in it."""

    origin: Entry
    route: Route
    target: str
    key: str | None
    reference: Reference
    is_bare: bool = False  # the text is the key alone: which list it is one of, the schema says

    @property
    def full(self) -> str:
        """What is referred to, as `id` or `id#key`."""
        return self.target if self.key is None else f"{self.target}#{self.key}"

    def written(self, full: str) -> str:
        """How a reference to something stands at the place of this one."""
        return full.partition("#")[2] if self.is_bare else full

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that the target may be of."""
        return self.reference.kinds or (self.origin.kind,)


def refers(data: Any, shape: Field) -> bool:
    """Whether some data makes any reference, sound or not."""
    return any(isinstance(value, str) and field.reference is not None for _, value, field in shape.walk(data))


def links(entry: Entry, shape: Field) -> Iterator[Link]:
    """Every reference in a sound entry, in reading order."""
    for route, value, field in shape.walk(entry.data):
        if isinstance(value, str) and field.reference is not None:
            target, _, key = value.partition("#")
            yield Link(entry, route, target, key or None, field.reference)
        elif isinstance(value, str) and field.own_list is not None:
            yield Link(entry, route, field.annotation("own-list")["entry"], value, field.own_list, is_bare=True)
