"""Findings at the fields that they are about, in plain words; those of other entries by the name of the file.

What the audience may not read is not told of, and where it may not read everything no message quotes a value.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.knowledge import HIGHEST, KnowledgeBase
from ssr.base.yaml.source import Route
from ssr.finding import Finding, Severity
from ssr.report.sentences import Sentences
from ssr.text.catalogue import Catalogue
from ssr.web.elements import Html, element

_MISSING = frozenset({"missing", "missing-always"})
_MOST = 50  # of other entries


class Faults:
    """Tells what is wrong with the base, to one audience."""

    def __init__(
        self,
        base: KnowledgeBase,
        seen: KnowledgeBase,
        findings: Sequence[Finding],
        words: Catalogue,
        level: int,
        day: str,
    ) -> None:
        """`seen` is the base as the audience sees it."""
        self._base, self._words, self._level = base, words, level
        self._sentences = Sentences(words, base.kinds, date.fromisoformat(day))
        self._readable = {entry.path for entry in seen.entries}
        hidden = [entry for entry in base.all_entries if entry.path not in self._readable and seen is not base]
        self._unsaid = {entry.id for entry in hidden} | {base.name(entry, day) for entry in hidden}
        self._findings = [finding for finding in findings if not self._says_hidden(finding)]

    def _says_hidden(self, finding: Finding) -> bool:
        """Whether a finding tells of an entry that the audience may not read."""
        if not self._unsaid:
            return False
        said = f"{self._sentences.message(finding, quoting=False)} {self._sentences.hint(finding, quoting=False)}"
        return any(place.path not in self._readable for place in finding.related) or any(
            word in said for word in self._unsaid
        )

    def of(self, entry: Entry, has_place: Callable[[Route], bool]) -> dict[Route, list[Html]]:
        """Those of an entry, by the nearest route that has a place on the page, in reading order."""
        result: dict[Route, list[Html]] = {}
        finder = _RouteFinder(entry)
        for finding in self._findings:
            if finding.location.path != entry.path:
                continue
            route = finder.route(finding)
            if self._base.audience(entry, route) <= self._level:
                near = next((route[:n] for n in range(len(route), -1, -1) if has_place(route[:n])), ())
                result.setdefault(near, []).append(self._item(finding))
        return result

    def elsewhere(self, path: str) -> list[Html]:
        """Those of other entries that may be read, and of the rest of the base where anything may be."""
        known = {entry.path for entry in self._base.all_entries}
        shown = [
            finding
            for finding in self._findings
            if finding.location.path != path and finding.severity is not Severity.NOTE
            if finding.location.path in self._readable
            or (self._level == HIGHEST and finding.location.path not in known)
        ]
        return [self._item(finding, where=f"{finding.location.path}: ") for finding in shown[:_MOST]]

    def counted(self, faults: Mapping[Route, Sequence[Html]], elsewhere: Sequence[Html]) -> str:
        """How much is wrong here, and elsewhere."""
        here = sum(map(len, faults.values()))
        text = self._words.text("edit.faults", n=here) if here else self._words.text("edit.clean")
        return f"{text} {self._words.text('edit.faults-elsewhere', n=len(elsewhere))}" if elsewhere else text

    def _item(self, finding: Finding, where: str = "") -> Html:
        quoting = self._level == HIGHEST
        message = self._sentences.message(finding, quoting=quoting)
        hint = self._sentences.hint(finding, quoting=quoting)
        kind = self._words.text(f"severity.{finding.severity}")
        said = f"{where}{message}. " if not message.endswith((".", "?")) else f"{where}{message} "
        strong = element("strong", {}, f"{kind}: ")
        return element("li", {"class": str(finding.severity)}, strong, said, hint, f" ({finding.code})")


class _RouteFinder:
    """Which place in an entry a finding is at: the one whose key or value begins where it does."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry

    @cached_property
    def _by_place(self) -> dict[tuple[int, int], Route]:
        places: dict[tuple[int, int], Route] = {}
        for route in _routes(self._entry.data):
            for of_key in (False, True):
                position = self._entry.source.position(route, of_key=of_key)
                places[position.line, position.column] = route
        return places

    @cached_property
    def _by_line(self) -> dict[int, Route]:
        lines: dict[int, Route] = {}
        for (line, _), route in sorted(self._by_place.items(), key=lambda place: place[0]):
            lines.setdefault(line, route)
        return lines

    def route(self, finding: Finding) -> Route:
        position = finding.location.position
        found = self._by_place.get((position.line, position.column))
        if finding.key in _MISSING:
            field = finding.parameters.get("field_titles")
            return (*self._holder(finding, found), field.name) if isinstance(field, Field) else found or ()
        if found is not None:
            return found
        return next((self._by_line[line] for line in range(position.line, 0, -1) if line in self._by_line), ())

    def _holder(self, finding: Finding, found: Route | None) -> Route:
        """What lacks a property: told at its own key, or at its first line, where its first property stands too."""
        field = finding.parameters.get("field_titles")
        route = found or ()
        while route and isinstance(field, Field):
            value = self._entry.value(route)
            if isinstance(value, dict) and field.name not in value:
                return route
            route = route[:-1]
        return ()


def _routes(value: object, route: Route = ()) -> Iterable[Route]:
    """Every place in some data, what holds others first."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if route:
        yield route
    for step, inner in steps:
        yield from _routes(inner, (*route, step))
