"""One entry of the base: a file, read, with the kind and the identity that its place gives it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ssr.base.yaml.source import Route, Source
from ssr.errors import UnsoundError
from ssr.finding import Finding, Location

# What is the same for an entry of the base and one laid over it that adds to it: kind, id and edition.
Twin = tuple[str, str, str | None]


@dataclass(frozen=True, eq=False)
class Entry:
    """`sound` is False when the file breaks the rules of YAML or of its schema: judge no further, report once.

    `in_overlay`: it comes from the base that is laid over the one in use.
    """

    kind: str
    id: str
    edition: str | None
    source: Source
    sound: bool = True
    in_overlay: bool = False

    @property
    def twin(self) -> Twin:
        """What it shares with an entry that adds to it from an overlay, and with no other."""
        return self.kind, self.id, self.edition

    @property
    def path(self) -> str:
        """Where the entry lies, relative to the base."""
        return self.source.path

    @cached_property
    def data(self) -> dict[str, Any]:
        """The entry as plain data; empty when the file could not be read."""
        return self.source.data if isinstance(self.source.data, dict) else {}

    def with_data(self, data: dict[str, Any]) -> "Entry":
        """The entry as if its file said this, which stands nowhere any more; the entry itself when it says just that."""
        return self if data == self.data else replace(self, source=replace(self.source, data=data, text=""))

    def value(self, route: Route) -> Any:
        """The value that a route leads to, None when it leads nowhere."""
        node: Any = self.data
        for step in route:
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                return None
        return node

    def values_at(self, path: str, counts: Callable[[Any], bool] = lambda _item: True) -> list[Any]:
        """Everything at a dotted path, as the file writes it; lists on the way are entered, for the items that count."""
        return _values_at(self.data, path, counts)

    def location(self, route: Route = (), *, of_key: bool = False) -> Location:
        """Where the value at `route` stands, or its key."""
        return Location(self.path, self.source.position(route, of_key=of_key))


def _values_at(data: Any, path: str, counts: Callable[[Any], bool]) -> list[Any]:
    if isinstance(data, list):
        return [value for item in data if counts(item) for value in _values_at(item, path, counts)]
    if not path:
        return [data]
    step, _, rest = path.partition(".")
    return _values_at(data[step], rest, counts) if isinstance(data, dict) and step in data else []


def require_sound(rested_on: Iterable[Entry], findings: Sequence[Finding]) -> None:
    """Refuse what rests on data with errors: the entry itself, what it points to, who is selected."""
    for needed in rested_on:
        if not needed.sound:
            raise errors_of(needed.path, findings)


def errors_of(path: str, findings: Sequence[Finding]) -> UnsoundError:
    """What is wrong with the entry in a file, as what stops a document that would be made of it."""
    own = tuple(finding for finding in findings if finding.location.path == path)
    return UnsoundError("unsound", path=path, findings=own)
