"""`ssr find`: where some words stand, among all that one circle of readers may read."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ssr.base.entry import Entry
from ssr.base.kinds import Field, Kind
from ssr.base.load import load
from ssr.base.marks import is_example, is_within_example
from ssr.base.names import LONGEST, Choose, refuse, resolve_kind
from ssr.base.snapshot import Snapshot
from ssr.base.yaml.source import Route
from ssr.errors import UsageError
from ssr.finding import Finding
from ssr.text.sorting import sort_key
from ssr.text.sought import Sought
from ssr.view.base_view import View
from ssr.view.lookup import state_of

_IN_WORDS = frozenset({"line", "prose", "url", "email", "phone"})  # the formats of texts that people read and look for


class FoundPlace(NamedTuple):
    """A place where the words stand: the fields that lead there, the key of the item that holds it, and a line of it.

    No fields: the id of the entry. `is_example`: what stands there is invented.
    """

    fields: tuple[Field, ...]
    key: str | None
    line: str
    is_example: bool


class FoundEntry(NamedTuple):
    """An entry in which the words stand; `state` is why it is not in force, None where it is."""

    kind: Kind
    id: str
    edition: str | None
    name: str
    state: str | None
    places: tuple[FoundPlace, ...]

    @property
    def is_named(self) -> bool:
        """Whether the words stand in what it is called, or in its id."""
        return any(not place.fields or place.fields[0] in self.kind.naming for place in self.places)


class SearchResult(NamedTuple):
    """What was found, the entries that are called so first, and what was wrong in reading the base."""

    entries: tuple[FoundEntry, ...]
    findings: tuple[Finding, ...]


def find(
    snapshot: Snapshot,
    *,
    words: str,
    day: str,
    audience: str,
    language: str,
    kind: str | None = None,
    choose: Choose = refuse,
    only_in_force: bool = False,
) -> SearchResult:
    """Every place in a name or a text where all of some words stand; what the readers may not see is not searched."""
    sought = Sought(words[:LONGEST])
    if not sought:
        raise UsageError("no-words", value=words)
    base, findings = load(snapshot)
    kinds = None if kind is None else {resolve_kind(kind, base.kinds, choose)}
    view = View(base, day, audience, language)
    found = _found(view, sought, kinds, with_marks=True, only_in_force=only_in_force) if sought.has_marks else []
    found = found or _found(view, sought, kinds, with_marks=False, only_in_force=only_in_force)
    order = list(base.kinds)
    found.sort(key=lambda one: (not one.is_named, order.index(one.kind.name), sort_key(one.name), one.edition or ""))
    return SearchResult(tuple(found), tuple(findings))


def _found(
    view: View, sought: Sought, kinds: set[str] | None, *, with_marks: bool, only_in_force: bool
) -> list[FoundEntry]:
    result = []
    for entry in view.base.entries:
        state = state_of(view.base, entry, view.day)
        if not entry.sound or (kinds and entry.kind not in kinds) or (only_in_force and state is not None):
            continue
        data = view.plain(entry) if only_in_force else view.ever(entry)
        if places := tuple(_places(view, entry, data, sought, with_marks=with_marks)):
            kind = view.base.kind(entry)
            result.append(FoundEntry(kind, entry.id, entry.edition, view.name(entry), state, places))
    return result


def _places(view: View, entry: Entry, data: Any, sought: Sought, *, with_marks: bool) -> Iterator[FoundPlace]:
    """The places in what an entry says, in reading order; its id where the words stand nowhere else."""
    root, is_found = view.base.kind(entry).root, False
    for route, value, field in root.walk(data):
        line = next(
            (
                line
                for text in _texts(value, field, view.language)
                if (line := sought.line_in(text, with_marks=with_marks))
            ),
            None,
        )
        fields = _way(root, route) if line is not None else ()
        if line is not None and not any(one.annotation("editorial") for one in fields):
            is_found = True
            yield FoundPlace(fields, _key(data, root, route), line, is_within_example(data, route))
    if not is_found and (line := sought.line_in(entry.id, with_marks=with_marks)) is not None:
        yield FoundPlace((), None, line, is_example(data))


def _texts(value: Any, field: Field, language: str) -> list[str]:
    """A text in words, that of the readers' language first; nothing for a reference, a choice, a day or a key."""
    if field.is_text and isinstance(value, dict):
        return [str(value[one]) for one in sorted(value, key=lambda one: (one != language, one))]
    is_in_words = field.is_text or field.schema.get("format") in _IN_WORDS
    return [value] if isinstance(value, str) and is_in_words and field.reference is None else []


def _way(root: Field, route: Route) -> tuple[Field, ...]:
    """The fields that lead to a place, without the items of lists, which are called nothing of their own."""
    fields = (root.at(route[: length + 1]) for length, step in enumerate(route) if isinstance(step, str))
    return tuple(field for field in fields if field is not None)


def _key(data: Any, root: Field, route: Route) -> str | None:
    """The key of the innermost item around a place that has one of its own."""
    result, node = None, data
    for length, step in enumerate(route):
        around = root.at(route[:length])
        name = around.annotation("key") if around is not None and isinstance(step, int) else None
        node = node[step]
        if name and isinstance(node, dict) and isinstance(node.get(name), str):
            result = node[name]
    return result
