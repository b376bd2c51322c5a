"""Kinds are data: a kind is what its schema file says, as a tree of `Field` with what the annotations say.

That is all that the rest of the tool knows of a kind. Not for how the files are read: `schema_files`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from ssr.base.yaml.source import Route
from ssr.finding import Finding

SUFFIX = ".schema.json"
MARKS = "marks"


class Reference(NamedTuple):
    """`x-ref`: the text is the id of an entry of one of these kinds (none: the entry's own kind)."""

    kinds: tuple[str, ...]
    role: str | None = None
    same_period: bool = False
    current: bool | str = False  # it is to be used or to act; on the day in the property that is named, if one is


@dataclass(frozen=True, eq=False)
class Field:
    """One place in a kind's shape, with what the annotations say of it."""

    schema: Mapping[str, Any]
    name: str = ""
    properties: Mapping[str, "Field"] = field(default_factory=dict)
    items: "Field | None" = None

    def annotation(self, name: str) -> Any:
        """The value of `x-<name>`, None where there is none."""
        return self.schema.get(f"x-{name}")

    @cached_property
    def reference(self) -> Reference | None:
        """What the text refers to, if it is a reference."""
        result = self.annotation("ref")
        if result is None:
            return None
        if isinstance(result, list):
            return Reference(tuple(result))
        return Reference(
            tuple(result["kinds"]), result.get("role"), bool(result.get("same-period")), result.get("current", False)
        )

    @cached_property
    def own_list(self) -> Reference | None:
        """The kind of entry whose list the values are taken from, if the base has that list; the text is a key in it."""
        result = self.annotation("own-list")
        return None if result is None else Reference((result["kind"],))

    @cached_property
    def is_text(self) -> bool:
        """Whether it is prose, in one language or several."""
        return bool(self.annotation("text"))

    @cached_property
    def status(self) -> "Field | None":
        """The property that holds the state of the entry, if the kind has one."""
        return next((below for below in self.properties.values() if below.annotation("status")), None)

    @cached_property
    def calling_off(self) -> "Field | None":
        """The property that can say that what the entry is about does not take place, if the kind has one."""
        return next((below for below in self.properties.values() if below.annotation("called-off")), None)

    @cached_property
    def filled_from(self) -> Mapping[str, tuple[str, ...]]:
        """The properties that references beside them fill in where they say nothing, each with those references."""
        result: dict[str, tuple[str, ...]] = {}
        for name, below in self.properties.items():
            for filled in below.annotation("fills") or ():
                result[filled] = (*result.get(filled, ()), name)
        return result

    @property
    def holds_alias(self) -> bool:
        """Whether it says what people call the entry besides its name, or holds something that does."""
        below = [*self.properties.values(), *([] if self.items is None else [self.items])]
        return bool(self.annotation("alias")) or any(field.holds_alias for field in below)

    @property
    def requires(self) -> tuple[str, ...]:
        """The properties that have to be there, most of them unless it says that something is unknown."""
        return tuple(self.schema.get("then", self.schema).get("required", ()))

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return self.items is not None

    def title(self, language: str) -> str:
        """What people call the property."""
        translated = self.annotation(language) or {}
        return str(translated.get("title") or self.schema.get("title") or self.name)

    def description(self, language: str) -> str:
        """What the property is for, in a sentence."""
        translated = self.annotation(language) or {}
        return str(translated.get("description") or self.schema.get("description") or "")

    def label(self, value: str, language: str) -> str:
        """What people call one value of an enumeration."""
        labels = self.annotation("labels") or {}
        return str(labels.get(value, {}).get(language, value))

    def at(self, route: Route) -> "Field | None":
        """The field that a route leads to; None where the shape says nothing."""
        result: Field | None = self
        for step in route:
            if result is None:
                return None
            result = result.items if isinstance(step, int) else result.properties.get(step)
        return result

    def named(self, name: str) -> "Field | None":
        """The first property of a name, at whatever depth; None where there is none."""
        waiting = [self]
        while waiting:
            shape = waiting.pop(0)
            if name in shape.properties:
                return shape.properties[name]
            waiting += (below.items or below for below in shape.properties.values())
        return None

    def walk(self, value: Any) -> Iterator[tuple[Route, Any, "Field"]]:
        """Every place in `value` that the shape knows, in reading order."""
        waiting: list[tuple[Route, Any, Field]] = [((), value, self)]  # the next one last
        while waiting:
            route, node, shape = place = waiting.pop()
            yield place
            if isinstance(node, dict):
                known = shape.properties
                waiting += [((*route, name), node[name], known[name]) for name in reversed(node) if name in known]
            elif isinstance(node, list) and shape.items is not None:
                waiting += [((*route, number), node[number], shape.items) for number in reversed(range(len(node)))]


@dataclass(frozen=True)
class Kind:
    """A sort of entry: its folder, its shape, and how its entries are named and told apart."""

    name: str
    folder: str
    display: str
    has_editions: bool
    defines_periods: bool
    root: Field

    @property
    def schema(self) -> Mapping[str, Any]:
        """The self-contained JSON Schema."""
        return self.root.schema

    @cached_property
    def naming(self) -> tuple[Field, ...]:
        """The properties that hold what people call an entry: its name, and what is marked `x-alias` or holds such."""
        fields = self.root.properties
        return tuple(field for name, field in fields.items() if name == self.display or field.holds_alias)

    @cached_property
    def identities(self) -> tuple[tuple[str, ...], ...]:
        """What no two entries share while both hold: each a property, with those that must be the same besides."""
        return tuple(map(tuple, self.root.annotation("unique") or [[self.display]]))

    @cached_property
    def part(self) -> Field:
        """The shape of what only adds to an entry: nothing has to be there."""
        asks = {"required", "if", "then"}
        return replace(self.root, schema={key: value for key, value in self.schema.items() if key not in asks})


class Kinds(Mapping[str, Kind]):
    """The kinds of a base by name; `by_folder` finds the kind of a file."""

    def __init__(
        self,
        kinds: Mapping[str, Kind],
        manifest: Field,
        common: Mapping[str, Field],
        findings: tuple[Finding, ...],
        broken: Mapping[str, str],
    ) -> None:
        self._kinds = kinds
        self.common = common  # the properties that every kind has
        self.envelope = frozenset(common)
        self.broken = frozenset(broken)  # kinds whose schemas are wrong: what follows from that is not told once more
        self.broken_folders = frozenset(broken.values())  # what lies there cannot be judged; empty: some folder
        self.by_folder = {kind.folder: kind for kind in kinds.values()}
        self.manifest = manifest
        self.findings = findings

    def __getitem__(self, name: str) -> Kind:
        return self._kinds[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def own(self, shape: Field) -> list[Field]:
        """The properties that a shape has of its own, besides those that are everywhere."""
        return [
            field for name, field in shape.properties.items() if name != MARKS and self.common.get(name) is not field
        ]

    def field(self, kind: str, route: Route) -> Field | None:
        """The field of a kind that a route leads to."""
        return self._kinds[kind].root.at(route)

    def named(self, path: str) -> Field | None:
        """The field that a kind and the names of properties lead to, with dots between; of a list, what stands in it."""
        kind, *names = path.split(".")
        field = self._kinds[kind].root if kind in self._kinds else None
        for name in names:
            field = None if field is None else (field.items or field).properties.get(name)
        return None if field is None else (field.items or field)
