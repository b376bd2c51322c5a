"""Every reference that an entry makes, as the schema of its kind declares them (`x-ref`).

Not for whether a reference leads anywhere: that is for the knowledge base as a whole.
"""

from collections.abc import Iterator
from typing import NamedTuple

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

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that the target may be of."""
        return self.reference.kinds or (self.origin.kind,)


def links(entry: Entry, shape: Field) -> Iterator[Link]:
    """Every reference in a sound entry, in reading order."""
    for route, value, field in shape.walk(entry.data):
        if isinstance(value, str) and field.reference is not None:
            target, _, key = value.partition("#")
            yield Link(entry, route, target, key or None, field.reference)
