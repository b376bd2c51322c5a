"""Another text in the way of writing that the one before it had: its quotes, or its block with lines as long.

Gives the ways to try, the best first; which of them is read as what was meant is for the caller to see.
"""

import json
from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from ssr.authoring.yaml_lines import in_line, scalar

_NARROWEST = 40  # letters of a line of a block that is written anew


def spellings(value: Any, before: str, indent: int) -> Iterator[str]:
    """The ways to write `value` where `before` stands; `indent` is how far its lines are in, below 0 within brackets."""
    if isinstance(value, str):
        yield from _like(value, before, max(indent, 0))
        if "\n" in value and indent >= 0:
            yield _literal(value, indent)
        yield scalar(value)
        yield json.dumps(value, ensure_ascii=False)
    else:
        yield in_line(value)


def _like(value: str, before: str, indent: int) -> Iterator[str]:
    sign = before[:1]
    if sign == '"':
        yield json.dumps(value, ensure_ascii=False)
    elif sign == "'" and "\n" not in value:
        yield "'" + value.replace("'", "''") + "'"
    elif sign in {"|", ">"} and "\n" in before:
        yield from _block(value, before)
    elif "\n" in before and "\n" not in value:  # a text that goes on, line after line
        yield f"\n{' ' * indent}".join(_wrapped(value, before.split("\n"), indent))
    elif sign not in {'"', "'"} and "\n" not in value and value == value.strip():
        yield value  # as plain as the one before; within brackets, where a comma ends a text, it is then read as another


def _block(value: str, before: str) -> Iterator[str]:
    """The text as a block with the head of the one before; a paragraph that is the same keeps its lines."""
    head, *lines = before.split("\n")
    indent = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=2)
    blank = " " * indent
    paragraphs = value.removesuffix("\n").split("\n")
    if head[0] == "|":
        yield "\n".join([head, *(blank + one if one else "" for one in paragraphs)])
        return
    groups = list(_groups(lines))
    text = [head]
    for number, paragraph in enumerate(paragraphs):
        if number:
            text.append("")
        was = groups[number] if number < len(groups) else []
        text += _lines_of(paragraph, was, lines, indent)
    yield "\n".join(text)


def _lines_of(paragraph: str, was: list[str], lines: list[str], indent: int) -> list[str]:
    """The lines of a paragraph, of which those stay that begin and end it as before."""
    first, last, rest = 0, len(was), f"{paragraph} "
    while first < last and rest.startswith(f"{was[first].strip()} "):
        rest, first = rest.removeprefix(f"{was[first].strip()} "), first + 1
    rest = f" {rest.removesuffix(' ')}" if rest else ""
    while last > first and rest.endswith(f" {was[last - 1].strip()}"):
        rest, last = rest.removesuffix(f" {was[last - 1].strip()}"), last - 1
    middle = [" " * indent + line for line in _wrapped(rest.strip(), lines, indent)] if rest.strip() else []
    return [*was[:first], *middle, *was[last:]]


def _groups(lines: list[str]) -> Iterator[list[str]]:
    """The lines of each paragraph."""
    group: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []


def _wrapped(value: str, lines: list[str], indent: int) -> list[str]:
    width = max([_NARROWEST, *(len(line.rstrip()) - indent for line in lines)])
    return wrap(value, width, break_long_words=False, break_on_hyphens=False) or [value]


def _literal(value: str, indent: int) -> str:
    mark = "|" if value.endswith("\n") else "|-"
    lines = value.removesuffix("\n").split("\n")
    return "\n".join([mark, *(" " * indent + line if line else "" for line in lines)])
