"""Changes to one file that keep every byte they do not mean to change: comments, quotes, order, ends of lines.

What comes out is read again and compared with what was meant, so a way of writing that is not understood here ends in
a sentence and never in a spoiled file. Not for writing it to disk: that is for `writing`.
"""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from ssr.authoring.yaml_lines import in_line, item_lines, lines, scalar
from ssr.base.yaml import read
from ssr.base.yaml.source import Route
from ssr.errors import UsageError

BOM = b"\xef\xbb\xbf"
_INDENTED_COMMENT = re.compile(r"(?P<indent> *)#.*\n?")


class Editor:
    """Gathers changes to one file, which must be readable; `content` gives the file with them."""

    def __init__(self, path: str, content: bytes) -> None:
        self._path, self._bom = path, content[: len(BOM)] if content.startswith(BOM) else b""
        self._source = read(path, content)
        self._text = self._source.text
        self._newline = "\r\n" if "\r\n" in self._text else "\n"
        self._meant = deepcopy(self._source.data)
        self._changes: list[tuple[int, int, str]] = []  # from, to, and what shall stand there

    def replace(self, route: Route, value: str) -> None:
        """Put another text in the place of the one at `route`."""
        self._changes.append((*self._span(route), scalar(value)))
        _at(self._meant, route[:-1])[route[-1]] = value

    def respell(self, route: Route, value: str) -> None:
        """Put another id or key in the place of one, within the quotes that it has, if any."""
        start, end = self._span(route)
        sign = self._text[start]
        if sign in "'\"" and self._text[start:end] == f"{sign}{_at(self._meant, route)}{sign}":
            self._changes.append((start + 1, end - 1, value))
            _at(self._meant, route[:-1])[route[-1]] = value
        else:
            self.replace(route, value)

    def remove(self, route: Route) -> None:
        """Take a property away with the comments inside it; those above it stay."""
        place = self._between_commas(route) if self._is_flow(route[:-1]) else self._whole_lines(route)
        self._changes.append((*place, ""))
        del _at(self._meant, route[:-1])[route[-1]]

    def add(self, route: Route, value: Any, *, after: str) -> None:
        """Add a property with whatever it holds, below another property of the same object."""
        name, beside = str(route[-1]), (*route[:-1], after)
        if self._is_flow(route[:-1]):
            self._insert(self._span(beside)[1], f", {name}: {in_line(value)}")
        else:
            start = self._source.span(beside, of_key=True)[0]
            self._below(beside, start - self._line_start(start), list(lines(name, value)))
        _at(self._meant, route[:-1])[name] = deepcopy(value)

    def insert(self, route: Route, value: str | Sequence[str], *, after: str) -> None:
        """Add a property with a text or a list of texts, below another property of the same object."""
        name, beside = route[-1], (*route[:-1], after)
        texts = [] if isinstance(value, str) else [scalar(one) for one in value]
        if self._is_flow(route[:-1]):
            written = f"[{', '.join(texts)}]" if texts else scalar(str(value))
            self._insert(self._span(beside)[1], f", {name}: {written}")
        else:
            lines = [f"{name}:", *(f"  - {text}" for text in texts)] if texts else [f"{name}: {scalar(str(value))}"]
            start = self._source.span(beside, of_key=True)[0]
            self._below(beside, start - self._line_start(start), lines)
        _at(self._meant, route[:-1])[name] = value if isinstance(value, str) else list(value)

    def append(self, route: Route, value: str | Mapping[str, Any]) -> None:
        """Add an item last in a list that has some already."""
        last = (*route, len(_at(self._source.data, route)) - 1)
        start, end = self._span(last)
        if self._is_flow(route):
            self._insert(end, f", {in_line(value)}")
        else:
            line = self._line_start(start)
            written = [f"- {scalar(value)}"] if isinstance(value, str) else list(item_lines(value))
            self._below(last, self._text.rindex("-", line, start) - line, written)
        _at(self._meant, route).append(deepcopy(value))

    def content(self) -> bytes:
        """The file with every change; `UsageError` when it would not say what was meant."""
        text, done = "", 0
        for start, end, instead in sorted(self._changes, key=lambda change: change[:2]):
            text += self._text[done:start] + instead
            done = end
        content = self._bom + (text + self._text[done:]).encode()
        again = read(self._path, content)
        if again.errors or again.data != self._meant:
            raise UsageError("cannot-edit", path=self._path)
        return content

    def _span(self, route: Route) -> tuple[int, int]:
        """From the first to the last letter of a value."""
        start, end = self._source.span(route)
        return start, start + len(self._text[start:end].rstrip())

    def _is_flow(self, route: Route) -> bool:
        """Whether an object or a list is written within brackets."""
        return self._text[self._source.span(route)[0]] in "{["

    def _line_start(self, at: int) -> int:
        return self._text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        """The end of a line, before what ends it."""
        end = self._text.find("\n", at)
        end = len(self._text) if end < 0 else end
        return end - self._text[:end].endswith("\r")

    def _insert(self, at: int, text: str) -> None:
        self._changes.append((at, at, text))

    def _below(self, route: Route, indent: int, lines: Sequence[str]) -> None:
        """Put lines below the one where a value ends."""
        text = "".join(f"{self._newline}{' ' * indent}{line}" for line in lines)
        self._insert(self._line_end(self._span(route)[1]), text)

    def _whole_lines(self, route: Route) -> tuple[int, int]:
        """The lines of a property, and those of comments that are indented as what it holds."""
        key = self._source.span(route, of_key=True)[0]
        start = self._line_start(key)
        end = self._text.find("\n", self._span(route)[1]) + 1 or len(self._text)
        while (found := _INDENTED_COMMENT.match(self._text, end)) and len(found["indent"]) > key - start:
            end = found.end()
        return start, end

    def _between_commas(self, route: Route) -> tuple[int, int]:
        """A property within braces, with one of the commas around it."""
        names = list(_at(self._source.data, route[:-1]))
        number = names.index(route[-1])
        if number + 1 < len(names):
            after = (*route[:-1], names[number + 1])
            return self._source.span(route, of_key=True)[0], self._source.span(after, of_key=True)[0]
        start = self._span((*route[:-1], names[number - 1]))[1] if number else self._span(route[:-1])[0] + 1
        return start, self._span(route)[1]


def _at(data: Any, route: Route) -> Any:
    for step in route:
        data = data[step]
    return data
