"""One file as read: plain data, and where every key and value of it stands."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from ssr.finding import Finding, Position, Severity

Route = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One file as read: its plain data, where everything stands, and what was wrong with the writing.

    `data` is None when the file could not be read to its end.
    """

    path: str
    text: str
    data: Any
    findings: tuple[Finding, ...] = ()
    marks: "array[int]" = field(default_factory=lambda: array("I"))

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What in the writing is wrong beyond doubt."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    def position(self, route: Route, *, of_key: bool = False) -> Position:
        """Where the value at `route` stands, or its key; where the route leads nowhere, the nearest thing above."""
        places = _places(self)
        length = next(length for length in range(len(route), -1, -1) if route[:length] in places)
        result = places[route[:length]]
        if result.key < 0 or not of_key:
            return self._place(result.value, whole_line=not result.is_scalar)
        return self._place(result.key, whole_line=False)

    def span(self, route: Route, *, of_key: bool = False) -> tuple[int, int]:
        """Where the value at `route`, or its key, begins and ends in the text; `KeyError` where there is none."""
        place = _places(self)[route]
        first, last = (place.key, place.key) if of_key else (place.value, place.last)
        return self.marks[2 * first], max(self.marks[2 * number + 1] for number in range(first, last + 1))

    def line(self, number: int) -> str:
        """The text of one line, counted from 1."""
        return self.text.split("\n")[number - 1].rstrip("\r")

    def _place(self, index: int, *, whole_line: bool) -> Position:
        if 2 * index + 1 >= len(self.marks):
            return Position()
        start, end = self.marks[2 * index], self.marks[2 * index + 1]
        return position_of(self.text, start, None if whole_line else end)


class _Place(NamedTuple):
    """The numbers of a node: of its key (or -1), its own, and of the last node in it."""

    key: int
    value: int
    last: int
    is_scalar: bool


@lru_cache(maxsize=4)
def _places(source: Source) -> dict[Route, _Place]:
    """The numbers for every route. Nodes are numbered in reading order.

    Made when the first position is asked for, which most files never are.
    """
    places: dict[Route, _Place] = {}
    number = -1

    def visit(node: Any, route: Route, key: int) -> None:
        nonlocal number
        number += 1
        own = number
        if isinstance(node, dict):
            for name, value in node.items():
                number += 1
                visit(value, (*route, name), number)
        elif isinstance(node, list):
            for place, value in enumerate(node):
                visit(value, (*route, place), -1)
        places[route] = _Place(key, own, number, not isinstance(node, (dict, list)))

    visit(source.data, (), -1)
    return places


@lru_cache(maxsize=4)
def _line_ends(text: str) -> list[int]:
    return [place.start() for place in re.finditer("\n", text)]


def position_of(text: str, start: int, end: int | None) -> Position:
    """The line and column of an offset; without `end`, the rest of the line is meant."""
    ends = _line_ends(text)
    line = bisect_left(ends, start)
    line_start = ends[line - 1] + 1 if line else 0
    line_end = ends[line] if line < len(ends) else len(text)
    line_end -= text[line_start:line_end].endswith("\r")
    width = min(line_end if end is None else end, line_end) - start
    return Position(line + 1, start - line_start + 1, max(width, 1))


def texts_in(value: Any, route: Route = ()) -> Iterator[tuple[Route, str]]:
    """Every text in some data, with the way to it."""
    if isinstance(value, str):
        yield route, value
    elif isinstance(value, (dict, list)):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts_in(inner, (*route, step))
