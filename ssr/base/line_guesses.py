"""What may have been meant by a line of a file with a fault: what would stand there instead, the surest first.

Guesses are made from what stands on the line and around it. Not for which of them is right: that is for `diagnosis`.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from ssr.base.yaml.source import Source
from ssr.finding import Finding

_LOOKED_AT = 4  # lines from where it went wrong upwards
_FEWEST_WORDS = 3  # of a line that is rather more text than a field
_BULLET = re.compile(r"(\s*)([•·▪▫◦‣⁃∙●○■□–—−‐‑*]|[0-9]{1,2}[.)]|[a-zåäö]\))\s*(\S.*)\Z")
_HARD = re.compile("(?=[^\u00a0:]*:?\u00a0)[ \u00a0-]*(?:[\\w-]+:[ \u00a0]*)?")
_DASH = re.compile(r"(\s*)(-)([^\s-].*)\Z")
_NAMED = re.compile(r"(\s*(?:- +)?)([^\W\d][\w-]*)(\s*(?:[=-]>|[:：=;])\s*|\s+)(\S.*)\Z")
_QUOTED = re.compile(r"""(\s*(?:- +)?)(["'])([\w-]+:\s[^"']*)\2\s*\Z""")
_COMMENT = re.compile(r"(\s*)(//+|/\*+|<!--)\s*(.*?)\s*(?:\*/|-->)?\Z")
_TWO_FIELDS = re.compile(r"(\s*(?:- +)?)([a-z_]+: [^,;:]+)[,;] ([a-z_]+: \S.*)\Z")
_VALUE = re.compile(r"(\s*(?:- +)*(?:[\w-]+: +)?)(\S.*?)\s*\Z")
_ITEM = re.compile(r"(\s*(?:- +)+)(\S.*?)\s*\Z")
_FIELD = re.compile(r"\s*(?:- +)*[\w-]+:(?:\s|\Z)|\s*-(?:\s|\Z)")
_NAME = re.compile(r"[a-z][a-z_]*\Z")
_SIGNS = frozenset("%@*&!>|[]{}?`-,#")
_PAIRS = {"[": "]", "{": "}"}
_QUOTES = "\"'"


class LineGuess(NamedTuple):
    """What may have been meant: `lines` instead of those from `first` to `last`; what is at fault begins at `column`."""

    key: str
    first: int
    last: int
    lines: Sequence[str]
    column: int
    width: int
    is_certain: bool = True
    parameters: Mapping[str, object] = MappingProxyType({})
    at: int = 0  # which of the lines is at fault


class LineGuesses:
    """The guesses about the lines of one file."""

    def __init__(self, source: Source, findings: Sequence[Finding]) -> None:
        self.lines = [line.rstrip("\r") for line in source.text.split("\n")]
        self._is_read = source.data is not None
        self._goes_on = not self._is_read and all(finding.key != "unclosed-quote" for finding in findings)
        self._misplaced = {one.location.position.line - 1 for one in findings if one.key == "misplaced-field"}
        # A name that nothing is near, and that looks like no name, may be the beginning of more text.
        self._unnamed = {
            one.location.position.line - 1
            for one in findings
            if one.key == "unknown-field" and "suggestion" not in one.parameters
            if not _NAME.match(str(one.parameters["field"]))
        }

    def at(self, faults: Sequence[int]) -> Iterator[LineGuess]:
        """The guesses about lines where something went wrong, and those around.

        The surest of all lines go before those that would explain nearly anything.
        """
        numbers = self._suspects(faults)
        sure = (
            self._hard_blanks,
            self._fence,
            self._comment,
            self._bullet,
            self._dash,
            self._blank,
            self._brackets,
            self._quoted_line,
            self._two_fields,
            self._quotes,
            self._indents,
        )
        for guess in sure:
            for number in numbers:
                yield from guess(number)
        for guess in (self._paragraph, self._paragraph_with_colon):
            for number in numbers if self._goes_on else self._unnamed:
                yield from guess(number)

    def _suspects(self, faults: Sequence[int]) -> list[int]:
        """The lines to look at: those where something went wrong, those before them, and what begins below."""
        numbers: dict[int, None] = {}
        for fault in faults:
            above = [number for number in range(fault, max(fault - 20, -1), -1) if self._is_written(number)]
            numbers |= dict.fromkeys(above[:_LOOKED_AT])
        if self._is_read:
            numbers |= dict.fromkeys(fault + 1 for fault in faults if self._is_written(fault + 1))
        return list(numbers)

    def _is_written(self, number: int) -> bool:
        return number < len(self.lines) and bool(self.lines[number].strip())

    def _instead(self, key: str, number: int, line: str, column: int, width: int = 1, **more: object) -> LineGuess:
        return LineGuess(key, number, number + 1, [line], column, width, parameters=more)

    def _hard_blanks(self, number: int) -> Iterator[LineGuess]:
        """Blanks before a field or after its colon that are no blanks to YAML, in every line that has them."""
        faulty = [place for place, line in enumerate(self.lines) if _HARD.match(line)]
        if number in faulty:
            lines = [self._soft(line) for line in self.lines[faulty[0] : faulty[-1] + 1]]
            at = number - faulty[0]
            found = self.lines[number].index("\u00a0")
            yield LineGuess("nbsp", faulty[0], faulty[-1] + 1, lines, found, 1, at=at)

    @staticmethod
    def _soft(line: str) -> str:
        found = _HARD.match(line)
        return line if found is None else found[0].replace("\u00a0", " ") + line[found.end() :]

    def _fence(self, number: int) -> Iterator[LineGuess]:
        """The sign around a piece of code, which came along."""
        if self.lines[number].lstrip().startswith("```"):
            yield LineGuess("code-fence", number, number + 1, [], 0, len(self.lines[number]))

    def _comment(self, number: int) -> Iterator[LineGuess]:
        """A line that is a comment elsewhere, and here more of the text above it."""
        if found := _COMMENT.match(self.lines[number]):
            line = f"{found[1]}# {found[3]}".rstrip()
            guess = self._instead("comment-sign", number, line, len(found[1]), len(found[2]), sign=found[2])
            yield guess._replace(is_certain=False)  # it may be the end of a text, too

    def _bullet(self, number: int) -> Iterator[LineGuess]:
        yield from self._marker("pasted-bullet", _BULLET, number)

    def _dash(self, number: int) -> Iterator[LineGuess]:
        yield from self._marker("no-blank-dash", _DASH, number)

    def _marker(self, key: str, pattern: re.Pattern[str], number: int) -> Iterator[LineGuess]:
        """Another sign than `- ` before an item, and before those below that stand as far in."""
        found = pattern.match(self.lines[number])
        if found is None:
            return
        below = [f"{found[1]}- {found[3]}"]
        for line in self.lines[number + 1 :]:
            other = pattern.match(line)
            if other is not None and other[1] == found[1] and (other[2] == found[2] or other[2][0].isalnum()):
                below.append(f"{other[1]}- {other[3]}")
            elif line.strip() and _indent(line) > len(found[1]):
                below.append(line)
            else:
                break
        last = max(place for place, line in enumerate(below) if line != self.lines[number + place]) + 1
        yield LineGuess(
            key, number, number + last, below[:last], len(found[1]), len(found[2]), parameters={"sign": found[2]}
        )

    def _blank(self, number: int) -> Iterator[LineGuess]:
        """A name of a field with no blank after its colon, or with something else than a colon after it."""
        line = self.lines[number]
        found = _NAMED.match(line)
        if found is None or found[3].startswith(": ") or found[4].startswith("//"):
            return
        key = "no-blank-colon" if found[3] == ":" else "no-colon"
        guess = self._instead(key, number, f"{found[1]}{found[2]}: {found[4]}", found.start(3), len(found[3]))
        yield guess._replace(is_certain=bool(found[3].strip()))  # the line may be the end of a text, too

    def _brackets(self, number: int) -> Iterator[LineGuess]:
        line = self.lines[number].rstrip()
        for opening, closing in _PAIRS.items():
            more = line.count(opening) - line.count(closing)
            if more == 1:
                place = line.rindex(opening)
                if line[-1] in ")]}" and line[-1] != closing:
                    yield self._instead("bracket-open", number, line[:-1] + closing, len(line) - 1, sign=closing)
                yield self._instead("bracket-open", number, line + closing, place, sign=closing)
            elif more == -1:
                place = line.rindex(closing)
                yield self._instead("bracket-left", number, line[:place] + line[place + 1 :], place, sign=closing)
                if found := _VALUE.match(line):
                    opened = f"{found[1]}{opening}{line[found.end(1) :]}"
                    yield self._instead("bracket-unopened", number, opened, place, sign=opening)

    def _quoted_line(self, number: int) -> Iterator[LineGuess]:
        """A field with quotation marks around all of it."""
        if found := _QUOTED.match(self.lines[number]):
            yield self._instead("quoted-line", number, found[1] + found[3], found.start(2), sign=found[2])

    def _two_fields(self, number: int) -> Iterator[LineGuess]:
        """A field that goes on in the line of another."""
        if found := _TWO_FIELDS.match(self.lines[number]):
            lines = [found[1] + found[2], " " * len(found[1]) + found[3]]
            guess = LineGuess("two-fields", number, number + 1, lines, found.start(3), len(found[3]))
            yield guess._replace(is_certain=False)  # it may be more of a text, too

    def _quotes(self, number: int) -> Iterator[LineGuess]:
        """A text that is read as something else, and is not when it stands in quotation marks."""
        line = self.lines[number]
        for pattern in (_VALUE, _ITEM):
            found = pattern.match(line)
            if found is None or " #" in found[2]:
                continue
            value, start = found[2], found.end(1)
            whole = found[1] + in_quotes(value)
            colon = value.find(":")
            if value[0] in _QUOTES:
                sign, inner = value[0], value[1:-1]
                if sign not in inner + value[-1] or len(value) < 2:
                    closed = f"{line.rstrip()}{sign}"
                    yield self._instead("unclosed-quote", number, closed, start)._replace(is_certain=False)
                    continue
                if value.endswith(sign) and sign not in inner:
                    continue  # closed where it ends: what is wrong with it is within
                if value.endswith(sign) and inner.count(sign) % 2:
                    whole = found[1] + in_quotes(inner)
                yield self._instead("quote-in-text", number, whole, start, sign=sign)
            elif value[0] in _PAIRS and self._is_read:
                continue  # it is read as what it is
            elif value[0] in _SIGNS:
                yield self._instead("opening-sign", number, whole, start, sign=value[0])
            elif colon > 0:
                yield self._instead("colon-in-text", number, whole, start + colon)

    def _indents(self, number: int) -> Iterator[LineGuess]:
        """A field or an item that stands too far to the left or right, with what stands below it and further in."""
        line = self.lines[number]
        if not _FIELD.match(line) or (self._is_read and number not in self._misplaced):
            return
        own = _indent(line)
        last = number + 1
        while last < len(self.lines) and self.lines[last].strip() and _indent(self.lines[last]) > own:
            last += 1
        for column in self._columns(number):
            if column == own:
                continue
            alone = [" " * column + line.lstrip()]
            guess = LineGuess(
                "indent" if column else "indent-margin",
                number,
                number + 1,
                alone,
                0,
                max(own, 1),
                parameters={"n": column},
            )
            yield guess
            if last > number + 1 and column + _least_indent(self.lines[number + 1 : last]) >= own:
                moved = [_moved(each, column - own) for each in self.lines[number:last]]
                yield guess._replace(last=last, lines=moved)

    def _columns(self, number: int) -> list[int]:
        """Where what stands around a line begins: after their dashes, and at these."""
        columns: dict[int, None] = {}
        before = [each for each in self.lines[max(number - 12, 0) : number] if each.strip()][::-1][:8]
        after = [each for each in self.lines[number + 1 : number + 6] if each.strip()][:2]
        for line in (*before[:1], *after, *before[1:]):
            dash = _ITEM.match(line)
            columns |= dict.fromkeys([len(dash[1])] if dash else [])
            columns |= dict.fromkeys([_indent(line)])
            if line.rstrip().endswith(":"):
                columns |= dict.fromkeys([_indent(line) + 2])
        return [*columns, *({} if columns else {0: None})]

    def _paragraph(self, number: int) -> Iterator[LineGuess]:
        """More of a text, that stands no further in than the field that it belongs to."""
        above = self._text_above(number)
        if above is not None and not _FIELD.match(self.lines[number]):
            last = self._end_of_text(number)
            lines = [" " * above + line.strip() for line in self.lines[number:last]]
            yield LineGuess("paragraph", number, last, lines, 0, 0, is_certain=False, parameters={"n": above})

    def _paragraph_with_colon(self, number: int) -> Iterator[LineGuess]:
        """The same with a colon in it: then the text has to be written below its field."""
        above = self._text_above(number)
        if above is None or len(self.lines[number].split()) < _FEWEST_WORDS:
            return
        field = number - 1
        while not self.lines[field].strip():
            field -= 1
        found = _VALUE.match(self.lines[field])
        if found is None or not found[1].rstrip().endswith(":") or found[2][0] in "\"'|>[{":
            return
        last = self._end_of_text(number + 1)
        texts = [found[2], *(line.strip() for line in self.lines[field + 1 : last])]
        lines = [f"{found[1]}>-", *(f"{' ' * above}{text}" if text else "" for text in texts)]
        yield LineGuess("paragraph-colon", field, last, lines, 0, 0, is_certain=False, at=number - field)

    def _text_above(self, number: int) -> int | None:
        """How far in a text goes on that begins on the line above; None where there is none."""
        above = next((line for line in reversed(self.lines[max(number - 3, 0) : number]) if line.strip()), None)
        if above is None:
            return None
        if not _FIELD.match(above):
            return _indent(above) or None
        dash = _ITEM.match(above)
        return (len(dash[1]) if dash else _indent(above)) + 2

    def _end_of_text(self, number: int) -> int:
        while self._is_written(number) and not _FIELD.match(self.lines[number]):
            number += 1
        return number


def in_quotes(text: str) -> str:
    """A text in the quotation marks that it does not hold itself."""
    if "\\" not in text and '"' not in text:
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else json.dumps(text, ensure_ascii=False)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _least_indent(lines: Sequence[str]) -> int:
    return min((_indent(line) for line in lines if line.strip()), default=0)


def _moved(line: str, by: int) -> str:
    return line if not line.strip() else " " * by + line if by > 0 else line[min(-by, _indent(line)) :]
