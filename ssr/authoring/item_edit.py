"""One change to one file, as a form makes them: a value written, taken away, or an item moved; every other byte is kept.

What holds nothing any more goes too: a list without items, an object without properties. Comments go with the item below
them. Not for whether the file then is as it should be.
"""

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from ssr.authoring.object_edit import beside
from ssr.authoring.patch import Editor
from ssr.authoring.value_spelling import spellings
from ssr.base.kinds import Field
from ssr.base.yaml import read
from ssr.base.yaml.source import Route
from ssr.errors import UsageError

_COMMENT = re.compile(r"[ ]*#[^\n]*\n")


class ItemEditor(Editor):
    """An editor that also writes values as the ones before them are written, and handles the items of lists."""

    def candidates(self, route: Route, value: Any) -> list[str]:
        """The ways to write another value in the place of the one at `route`."""
        start, end = self._span(route)
        before = self._text[start:end].replace("\r\n", "\n")
        indent = -1 if self._is_flow(route[:-1]) else self._indent(route)
        return [one.replace("\n", self._newline) for one in spellings(value, before, indent)]

    def put(self, route: Route, value: Any, written: str) -> None:
        """Write a value as `written` in the place of the one at `route`."""
        self._changes.append((*self._span(route), written))
        _at(self._meant, route[:-1])[route[-1]] = deepcopy(value)

    def remove(self, route: Route) -> None:
        """Take a property away; the one after it takes its place at the dash where it is the first of an item."""
        key = self._source.span(route, of_key=True)[0]
        if self._is_flow(route[:-1]) or not self._text[self._line_start(key) : key].strip():
            super().remove(route)
            return
        names = list(_at(self._source.data, route[:-1]))
        if len(names) == 1 or names[0] != route[-1]:
            raise UsageError("cannot-edit", path=self._path)
        after = self._source.span((*route[:-1], names[1]), of_key=True)[0]
        end = self._whole_lines(route)[1]
        comments = self._text[end:after].lstrip()  # and how far the next one is in
        self._changes.append((key, after, comments))
        del _at(self._meant, route[:-1])[route[-1]]

    def remove_item(self, route: Route) -> None:
        """Take an item away, of a list that has others, with the comments inside it."""
        items, number = _at(self._source.data, route[:-1]), int(route[-1])
        if not self._is_flow(route[:-1]):
            place = self._item_lines(route)
        elif number + 1 < len(items):
            place = self._span(route)[0], self._span((*route[:-1], number + 1))[0]
        else:
            place = self._span((*route[:-1], number - 1))[1], self._span(route)[1]
        self._changes.append((*place, ""))
        del _at(self._meant, route[:-1])[number]

    def swap(self, route: Route, number: int) -> None:
        """Let an item and the one after it change places."""
        first, second = (*route, number), (*route, number + 1)
        if self._is_flow(route):
            spans = [self._span(first), self._span(second)]
            texts = [self._text[start:end] for start, end in spans]
            self._changes += [(*spans[0], texts[1]), (*spans[1], texts[0])]
        else:
            self._changes.append(self._swapped(first, second, number))
        items = _at(self._meant, route)
        items[number], items[number + 1] = items[number + 1], items[number]

    def _swapped(self, first: Route, second: Route, number: int) -> tuple[int, int, str]:
        start, middle = self._item_lines(first)
        after, end = self._item_lines(second)
        between = self._text[middle:after]
        blank, comments = self._parted(between)
        above = self._comments_above(start) if number or comments else start
        texts = [comments, self._text[after:end], blank, self._text[above:start], self._text[start:middle]]
        if not texts[1].endswith("\n"):  # the last line of the file
            texts[1] += self._newline
            return above, end, "".join(texts).removesuffix(self._newline)
        return above, end, "".join(texts)

    @staticmethod
    def _parted(between: str) -> tuple[str, str]:
        """What stands between two items: empty lines first, then comments on the second."""
        lines = between.splitlines(keepends=True)
        number = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
        return "".join(lines[:number]), "".join(lines[number:])

    def _comments_above(self, start: int) -> int:
        """Where the comments right above a line begin."""
        while start:
            above = self._line_start(start - 1)
            if not _COMMENT.fullmatch(self._text[above:start].replace("\r\n", "\n")):
                return start
            start = above
        return start

    def _item_lines(self, route: Route) -> tuple[int, int]:
        """The lines of an item, and those of comments that are indented as what it holds."""
        start, end = self._span(route)
        line = self._line_start(start)
        dash = line + len(self._text[line:start]) - len(self._text[line:start].lstrip(" "))
        if self._text[dash : dash + 1] != "-" or self._text[dash + 1 : start].strip():
            raise UsageError("cannot-edit", path=self._path)
        end = self._text.find("\n", end) + 1 or len(self._text)
        while (comment := _COMMENT.match(self._text, end)) and self._text.find("#", end) - end > dash - line:
            end = comment.end()
        return line, end

    def _indent(self, route: Route) -> int:
        """How far in the lines of a text stand that goes on below its name or its dash."""
        if isinstance(route[-1], str):
            start = self._source.span(route, of_key=True)[0]
            return start - self._line_start(start) + 2
        start = self._span(route)[0]
        return start - self._line_start(start)


def with_value(path: str, content: bytes, route: Route, value: Any, shape: Field) -> bytes:
    """The file with a value at `route`, and what is to hold it; `shape` is that of the whole entry."""
    data = read(path, content).data
    there = _depth(data, route)
    if there == len(route):
        return content if _at(data, route) == value else _replaced(path, content, route, value, shape)
    for step in reversed(route[there + 1 :]):
        value = [value] if isinstance(step, int) else {step: value}
    above, step = route[:there], route[there]
    holder = _at(data, above)
    editor = ItemEditor(path, content)
    if isinstance(step, int) and isinstance(holder, list) and holder:
        editor.append(above, value)
    elif isinstance(step, str) and isinstance(holder, dict) and holder:
        editor.add(route[: there + 1], value, after=beside(holder, step, _order(shape, above, step)))
    else:
        return _replaced(path, content, above, [value] if isinstance(step, int) else {step: value}, shape)
    return editor.content()


def without(path: str, content: bytes, route: Route) -> bytes:
    """The file without what stands at `route`, or as it is where nothing does."""
    data = read(path, content).data
    if _depth(data, route) < len(route):
        return content
    while len(route) > 1 and len(_at(data, route[:-1])) == 1:
        route = route[:-1]
    editor = ItemEditor(path, content)
    if isinstance(route[-1], int):
        editor.remove_item(route)
    else:
        editor.remove(route)
    return editor.content()


def moved(path: str, content: bytes, route: Route, step: int) -> bytes:
    """The file with the item at `route` one place further down (1) or up (-1); as it is at the end of its list."""
    items, number = _at(read(path, content).data, route[:-1]), int(route[-1])
    first = number if step > 0 else number - 1
    if first < 0 or first + 1 >= len(items):
        return content
    editor = ItemEditor(path, content)
    editor.swap(route[:-1], first)
    return editor.content()


def _replaced(path: str, content: bytes, route: Route, value: Any, shape: Field) -> bytes:
    """The file with another value where there is one; what is more than a text is taken away and written anew."""
    if not route:
        raise UsageError("cannot-edit", path=path)
    before = _at(read(path, content).data, route)
    if isinstance(value, (dict, list)) or isinstance(before, (dict, list)):
        holder, name = _at(read(path, content).data, route[:-1]), route[-1]
        if not isinstance(holder, dict) or len(holder) == 1:
            raise UsageError("cannot-edit", path=path)
        content = without(path, content, route)
        editor = ItemEditor(path, content)
        rest = {key: inner for key, inner in holder.items() if key != name}
        editor.add(route, value, after=beside(rest, str(name), _order(shape, route[:-1], str(name))))
        return editor.content()
    return _written(path, content, route, value)


def _written(path: str, content: bytes, route: Route, value: Any) -> bytes:
    refused = UsageError("cannot-edit", path=path)
    for written in dict.fromkeys(ItemEditor(path, content).candidates(route, value)):
        editor = ItemEditor(path, content)
        editor.put(route, value, written)
        try:
            return editor.content()
        except UsageError as error:
            refused = error
    raise refused


def _order(shape: Field, above: Route, name: str) -> Sequence[str]:
    """The names of the properties that stand beside one, in the order of the schema; those that are everywhere last."""
    field = shape.at(above)
    names = list(field.properties) if field is not None else []
    return names if name in names else [*names, name]


def _depth(data: Any, route: Route) -> int:
    """How many steps of a route lead somewhere."""
    for depth, step in enumerate(route):
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return depth
    return len(route)


def _at(data: Any, route: Route) -> Any:
    for step in route:
        data = data[step]
    return data
