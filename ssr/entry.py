"""One entry of the base: a file, read, with the kind and the identity that its place gives it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ssr.finding import Location
from ssr.source import Route, Source


@dataclass(frozen=True, eq=False)
class Entry:
    """`sound` is False when the file breaks the rules of YAML or of its schema: judge no further, report once."""

    kind: str
    id: str
    edition: str | None
    source: Source
    sound: bool = True

    @property
    def path(self) -> str:
        """Where the entry lies, relative to the base."""
        return self.source.path

    @cached_property
    def data(self) -> dict[str, Any]:
        """The entry as plain data; empty when the file could not be read."""
        return self.source.data if isinstance(self.source.data, dict) else {}

    def value(self, route: Route) -> Any:
        """The value that a route leads to, None when it leads nowhere."""
        node: Any = self.data
        for step in route:
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                return None
        return node

    def location(self, route: Route = (), *, of_key: bool = False) -> Location:
        """Where the value at `route` stands, or its key."""
        return Location(self.path, self.source.position(route, of_key=of_key))
