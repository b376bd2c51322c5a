"""What a rule is: a code, a severity and a function that yields hits. Its page in the manual stands in the catalogue.

A rule names a place by entry and route; whoever runs it turns that into file, line and column.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.knowledge import KnowledgeBase
from ssr.base.snapshot import Snapshot
from ssr.base.yaml.source import Route
from ssr.finding import Severity
from ssr.rules.baseline import Baseline


class AnnotatedValue(NamedTuple):
    """One place in a sound entry, as a rule on an annotation gets to see it."""

    base: KnowledgeBase
    entry: Entry
    route: Route
    value: Any
    field: Field

    @property
    def parent(self) -> Mapping[str, Any]:
        """The object that holds the property."""
        result = self.entry.value(self.route[:-1])
        return result if isinstance(result, dict) else {}


class Hit(NamedTuple):
    """Something wrong at a place. `of_key` points at the property's name instead of its value.

    `earlier` is the place in an earlier version that it is compared with.
    """

    entry: Entry
    route: Route
    key: str
    parameters: Mapping[str, object] = MappingProxyType({})
    of_key: bool = False
    related: tuple[tuple[Entry, Route], ...] = ()
    earlier: AnnotatedValue | None = None


class Rule(NamedTuple):
    """A rule on the whole base, on every place whose schema carries `x-<annotation>`, or on a base and what it was.

    `in_unsound`: it judges a text by itself, so it runs in files that have faults of their shape too.
    With `for_missing`, it runs on the objects that may have such a property, so that it sees what is not there.
    `on_versions` gets the base with the earlier version of it; `ssr.diff` says what in them is the same.
    """

    code: str
    severity: Severity
    on_base: Callable[[KnowledgeBase, str], Iterator[Hit]] | None = None
    on_place: Callable[[AnnotatedValue], Iterator[Hit]] | None = None
    on_versions: Callable[[Baseline], Iterator[Hit]] | None = None
    annotation: str = ""
    for_missing: bool = False
    in_unsound: bool = False


def manifest_of(layer: Snapshot) -> Entry:
    """The manifest of a base, so that a rule can point at a place in it."""
    return Entry("", "", None, layer.manifest)
