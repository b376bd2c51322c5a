"""The events of the YAML parser to plain data, with the offsets of every key and value.

Events, because composing deeply nested input kills the process; depth, nodes and sizes are bounded here.
"""

import re
from array import array
from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from ssr.text.characters import FORBIDDEN

MAX_NODES = 20_000
MAX_DEPTH = 32
MAX_TEXT = 20_000
MAX_KEY = 100

_CONSTANTS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
# Everything that some parser takes for a number; it is one here only when its canonical form is what is written,
# without an exponent, which some read as text.
_NUMBER = re.compile(
    r"[-+]?(?:0[xob][0-9a-fA-F_]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?|\.(?:inf|Inf|INF|nan|NaN|NAN))\Z"
)
_QUOTES = frozenset("'\"")
_BLOCKS = frozenset("|>")
# What the parser reads though it is no YAML: other programs stop there, or read something else.
_HEADER_CUT = re.compile(r"[|>][-+0-9]*#")
_NUMBER_STARTS = frozenset("-+.0123456789")
# Behind a text, a comment may have been meant as a part of it, whether a blank follows its sign or not.
_COMMENT = re.compile(r"[ \t]+(#)")
# What a word processor writes for quotes around a value: in YAML they are letters of it.
_CURLY = "“”„‟«»‘’‚‛‹›"
_CURLY_QUOTED = re.compile(f"[{_CURLY}][^{_CURLY}]*[{_CURLY}]\\Z")


class Problem(NamedTuple):
    """Something wrong between two offsets of the text; without `end`, to the end of the line."""

    key: str
    start: int
    end: int | None
    parameters: Mapping[str, object]


class Stop(Exception):  # noqa: N818
    """No error: the file cannot be read further, and a problem says why."""


class Builder:
    """Turns events into data, and notes the start and end of every node in reading order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._has_comments = " #" in text or "\t#" in text  # most files have none after a value
        self.problems: list[Problem] = []
        self.marks = array("I")
        self.root: Any = None
        self.documents = 0
        self.complete = True
        self._stack: list[Any] = []  # the open mappings and sequences
        self._keys: list[str | None] = []  # for each the key that waits for its value
        self._flow: list[bool] = []
        self._numbers: list[int] = []  # where the marks of each stand
        self._columns: list[int] = []  # what lies in the innermost open block is indented further than this
        self._end = 0  # where the last event in braces or brackets ended
        self._outermost = 0  # where the braces or brackets opened that all others lie in
        self._last: Any = None  # the scalar before an error: a quote closed too late is at fault, not what follows

    def report(self, key: str, start: int, end: int | None = None, **parameters: object) -> None:
        self.problems.append(Problem(key, start, end, parameters))

    def stop(self, key: str, start: int, end: int | None = None, **parameters: object) -> Stop:
        self.report(key, start, end, **parameters)
        return Stop()

    def run(self) -> None:
        parser = CParser(self.text)
        handlers = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open_mapping,
            yaml.SequenceStartEvent: self._open_sequence,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        try:
            while True:
                event = parser.get_event()
                if event is None or event.__class__ is yaml.StreamEndEvent:
                    return
                handler = handlers.get(event.__class__)
                if handler is not None:
                    handler(event)
        finally:
            parser.dispose()

    def _document(self, event: Any) -> None:
        self.documents += 1
        start = event.start_mark.index
        if event.version or event.tags:
            raise self.stop("yaml-directive", start)
        if self.documents > 1:
            raise self.stop("second-document", start)

    def _alias(self, event: Any) -> None:
        raise self.stop("alias", event.start_mark.index, event.end_mark.index)

    def _refuse(self, event: Any) -> None:
        key = "anchor" if event.anchor is not None else "tag"
        raise self.stop(key, event.start_mark.index, event.end_mark.index)

    def _mark(self, event: Any) -> None:
        self.marks.append(event.start_mark.index)
        self.marks.append(event.end_mark.index)
        if len(self.marks) > 2 * MAX_NODES:
            raise self.stop("too-many-nodes", event.start_mark.index, limit=MAX_NODES)

    def _open_mapping(self, event: Any) -> None:
        self._open(event, {})

    def _open_sequence(self, event: Any) -> None:
        self._open(event, [])

    def _open(self, event: Any, node: dict[str, Any] | list[Any]) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse(event)
        if self._stack and isinstance(self._stack[-1], dict) and self._keys[-1] is None:
            raise self.stop("key-not-text", event.start_mark.index)
        if event.flow_style:
            self._open_flow(event)
        self._numbers.append(len(self.marks))
        self._mark(event)
        self._add(node)
        if len(self._stack) >= MAX_DEPTH:
            raise self.stop("too-deep", event.start_mark.index, limit=MAX_DEPTH)
        self._stack.append(node)
        self._keys.append(None)
        self._flow.append(event.flow_style)
        outer = self._columns[-1] if self._columns else -1
        self._columns.append(outer if event.flow_style else event.start_mark.column)

    def _close(self, event: Any) -> None:
        number = self._numbers.pop()
        if self._flow.pop():  # what is open only by its indent ends where the last thing in it does
            self.marks[number + 1] = event.end_mark.index
            self._close_flow(event)
        self._stack.pop()
        self._keys.pop()
        self._columns.pop()

    def _add(self, value: Any) -> None:
        if not self._stack:
            self.root = value
            return
        parent = self._stack[-1]
        if isinstance(parent, list):
            parent.append(value)
            return
        parent[self._keys[-1]] = value
        self._keys[-1] = None

    def _scalar(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse(event)
        self._mark(event)
        self._last = event
        if event.style in _QUOTES and event.start_mark.line < event.end_mark.line:
            self._check_indent(event)
        if self._flow and self._flow[-1]:
            self._check_flow(event)
        elif event.style in _QUOTES:
            self._check_comment(event.end_mark.index)
        elif event.style in _BLOCKS and (cut := _HEADER_CUT.match(self.text, event.start_mark.index)):
            self._check_comment(cut.end() - 1)
        if self._stack and self._keys[-1] is None and isinstance(self._stack[-1], dict):
            self._key(event)
        elif event.style:
            self._add(self._checked(event))
        else:
            self._add(self._plain(event))

    def _check_indent(self, event: Any) -> None:
        """A quote that is closed too late swallows the fields below; they are not indented as its text would be."""
        start = event.start_mark.index
        _, *below = self.text[start : event.end_mark.index].split("\n")
        least = self._columns[-1] if self._columns else -1
        if any(line.strip() and len(line) - len(line.lstrip(" ")) <= least for line in below):
            raise self.stop("unclosed-quote", start, start + 1)

    def _check_comment(self, place: int) -> None:
        """A comment begins after a blank: what stands right after a text may have been meant as a part of it."""
        if self.text.startswith("#", place):
            self.report("comment-without-blank", place, place + 1)

    def _check_flow(self, event: Any) -> None:
        """What stands in braces or brackets: no comment right before it, and no lost sign of its own."""
        start, end = event.start_mark.index, event.end_mark.index
        self._check_gap(start)
        self._end = max(self._end, end)
        if self.text.startswith("?", start - 1):
            raise self.stop("sign-in-flow", start - 1, end, sign="?")
        if event.value == "-" and not event.style:
            raise self.stop("sign-in-flow", start, end, sign="-")

    def _check_gap(self, start: int) -> None:
        """Between two events in braces or brackets there may be comments, each after a blank or alone on its line."""
        place = self._end
        while (place := self.text.find("#", place, start)) >= 0:
            if not self.text[place - 1].isspace():
                self._check_comment(place)
            line_end = self.text.find("\n", place, start)
            place = start if line_end < 0 else line_end

    def _open_flow(self, event: Any) -> None:
        start = event.start_mark.index
        if self._flow and self._flow[-1]:
            self._check_gap(start)
        else:
            self._outermost = start
        self._end = start + 1

    def _close_flow(self, event: Any) -> None:
        end = event.end_mark.index
        self._check_gap(end)
        self._end = max(self._end, end)
        if not (self._flow and self._flow[-1]):
            self._check_comment(end)
            self._check_outdent(self._outermost, end)

    def _check_outdent(self, start: int, end: int) -> None:
        """What goes on below is indented further than what it belongs to; only the closing sign may stand under that."""
        least = self._columns[-1]
        while (start := self.text.find("\n", start, end) + 1) > 0:
            line = self.text[start:end].partition("\n")[0]
            content = line.strip()
            column = len(line) - len(line.lstrip(" "))
            is_closing = start + len(line) == end and len(content) == 1 and column == least
            if content and not content.startswith("#") and column <= least and not is_closing:
                self.report("flow-outdented", start + column, start + len(line.rstrip()))
                return

    def _key(self, event: Any) -> None:
        key, start, end = event.value, event.start_mark.index, event.end_mark.index
        if not event.style and (key in _CONSTANTS or (key[0] in _NUMBER_STARTS and _NUMBER.match(key))):
            raise self.stop("key-not-text", start, end)
        if key == "<<":
            raise self.stop("merge-key", start, end)
        if len(key) > MAX_KEY:
            raise self.stop("key-too-long", start, end, limit=MAX_KEY)
        if key in self._stack[-1]:
            # The data can no longer be told from what was meant, but the rest is read for what else is wrong.
            self.report("duplicate-key", start, end, field=key)
            self.complete = False
        self._keys[-1] = self._checked(event)

    def _checked(self, event: Any) -> str:
        """The text, refused when too long or when an escape hides a character that may not be written."""
        value: str = event.value
        if len(value) > MAX_TEXT:
            raise self.stop("text-too-long", event.start_mark.index, event.end_mark.index, limit=MAX_TEXT)
        if event.style == '"' and (found := FORBIDDEN.search(value)):
            character = f"U+{ord(found.group()[0]):04X}"
            raise self.stop("control-character", event.start_mark.index, event.end_mark.index, character=character)
        return value

    def _plain(self, event: Any) -> Any:
        value: str = event.value
        if self._has_comments:
            self._check_cut(event)
        if value in _CONSTANTS:
            if not value and self._flow and self._flow[-1] and isinstance(self._stack[-1], dict):
                self._comma_cut(event)
            return _CONSTANTS[value]
        if value[0] in _NUMBER_STARTS and _NUMBER.match(value):
            return self._number(event)
        if value[0] in _CURLY and _CURLY_QUOTED.match(value):
            self.report("curly-quotes", event.start_mark.index, event.end_mark.index, line=f'"{value[1:-1]}"')
        return self._checked(event)

    def _check_cut(self, event: Any) -> None:
        """A `#` after a blank begins a comment, which may have been meant as a part of the text."""
        if (start := self.cut_at(event)) is None:
            return
        if event.value:
            self.report("comment-cut", start)
        else:  # where the value should have stood, as a schema would miss it
            self.report("comment-all", event.start_mark.index, event.end_mark.index)

    def cut_at(self, event: Any) -> int | None:
        """Where a comment begins that cuts a plain text, or takes all of it; None where there is none."""
        if event is None or event.style or (event.value and event.value in _CONSTANTS) or _NUMBER.match(event.value):
            return None
        comment = _COMMENT.match(self.text, event.end_mark.index)
        return comment.start(1) if comment else None

    def _number(self, event: Any) -> Any:
        value: str = event.value
        if len(value) < 18:
            for number_type in (int, float):
                try:
                    number = number_type(value)
                except ValueError:
                    continue
                if str(number) == value and "e" not in value:
                    return number
        self.report("ambiguous", event.start_mark.index, event.end_mark.index, value=value, instead=f'"{value}"')
        return value

    @property
    def cut(self) -> int | None:
        """Where the last plain text before an error was cut, when what should have followed is what was stumbled on."""
        return self.cut_at(self._last)

    def late_quote(self, problem: Any) -> int | None:
        """Where a quoted text over several lines opened, when the parser stumbled right after its end."""
        last = self._last
        if last is None or problem is None or last.style not in _QUOTES:
            return None
        started_earlier = last.start_mark.line < last.end_mark.line == problem.line
        return int(last.start_mark.index) if started_earlier else None

    def _comma_cut(self, event: Any) -> None:
        """A key without colon or value that is not the first in `{...}` was the end of a text with a comma in it."""
        start, end = self.marks[-4], self.marks[-3]
        after = self.text[end:].lstrip()[:1] if event.start_mark.index == event.end_mark.index else ":"
        if self._stack[-1] and after in {",", "}"}:
            self.report("comma-cut", start, end, field=self._keys[-1])
