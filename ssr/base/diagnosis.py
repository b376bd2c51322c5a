"""What was probably meant by a line that cannot be read, or that is read as something that does not fit its schema.

Only for a file with a fault. Guesses are made from what stands on the line and the one before it, and each is tried: one
is told only if the file is read further with it, or fits better. Not for values that are only written in another way
than data has them: these are for `schema`.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from ssr.base.kinds import Field
from ssr.base.schema import misfits
from ssr.base.yaml import read
from ssr.base.yaml.source import Source, position_of
from ssr.finding import Edit, Finding, Location, Severity

_CODES = {
    "unclosed-quote": "SSR005", "nbsp": "SSR005",
    "no-blank-colon": "SSR017", "no-blank-dash": "SSR017",
    "colon-in-text": "SSR018", "two-fields": "SSR018",
    "pasted-bullet": "SSR019", "code-fence": "SSR019",
    "opening-sign": "SSR020", "comment-sign": "SSR020",
    "quote-in-text": "SSR021", "quoted-line": "SSR021",
    "bracket-open": "SSR022", "bracket-left": "SSR022", "bracket-unopened": "SSR022",
    "indent": "SSR023", "indent-margin": "SSR023",
    "paragraph": "SSR024", "paragraph-colon": "SSR024",
    "no-colon": "SSR025",
}  # fmt: skip

# What the parser stumbles on when a line is not what its writer thinks it is.
_UNREAD = frozenset({
    "syntax", "anchor", "alias", "tag", "yaml-directive", "backslash", "unclosed-quote", "key-not-text", "not-a-mapping",
    "key-too-long", "nbsp", "sign-in-flow", "second-document", "flow-outdented",
})  # fmt: skip
# What does not fit because its line is read as something else.
_MISREAD = frozenset({
    "not-items", "not-a-list", "not-fields", "not-a-text", "unknown-field", "misplaced-field", "missing", "missing-always",
})  # fmt: skip
_LONGEST = 100_000  # letters of a file that is worth the trouble
_LOOKED_AT = 4  # lines from where it went wrong upwards
_FAULTS = 5  # whose lines are looked at, of a file that can be read
_FEWEST_WORDS = 3  # of a line that is rather more text than a field
_TRIED = 120  # guesses

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
_DOCUMENT = ("---", "...")  # between two documents
_SIGNS = frozenset("%@*&!>|[]{}?`-,#")
_PAIRS = {"[": "]", "{": "}"}
_QUOTES = "\"'"


class _Guess(NamedTuple):
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


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was meant, as a finding, and the file as it would then be."""

    finding: Finding
    mended: Source


def diagnose(source: Source, shape: Field, findings: Sequence[Finding]) -> Diagnosis | None:
    """What was probably meant where a file cannot be read or does not fit; None where nobody knows."""
    keys = _UNREAD if source.data is None else _MISREAD
    looked_at = [finding for finding in findings if finding.key in keys][:_FAULTS]
    lines = [finding.location.position.line - 1 for finding in looked_at]
    if any(source.line(number + 1).startswith(_DOCUMENT) for number in lines):
        return None
    return _FaultyFile(source, shape, looked_at).diagnosis(lines) if lines and len(source.text) <= _LONGEST else None


class _FaultyFile:
    """A file with a fault."""

    def __init__(self, source: Source, shape: Field, findings: Sequence[Finding]) -> None:
        self._source, self._shape = source, shape
        self._goes_on = source.data is None and all(finding.key != "unclosed-quote" for finding in findings)
        self._misplaced = {one.location.position.line - 1 for one in findings if one.key == "misplaced-field"}
        # A name that nothing is near, and that looks like no name, may be the beginning of more text.
        self._unnamed = {
            one.location.position.line - 1
            for one in findings
            if one.key == "unknown-field" and "suggestion" not in one.parameters
            if not _NAME.match(str(one.parameters["field"]))
        }
        self._whole = source.text.split("\n")
        self._lines = [line.rstrip("\r") for line in self._whole]
        self._newline = "\r\n" if "\r\n" in source.text else "\n"

    def diagnosis(self, faults: Sequence[int]) -> Diagnosis | None:
        best, best_score, best_source = None, self._score(self._source), self._source
        found: set[str] = set()  # how a line may be indented, where several ways are as good
        for guess in islice(self._guesses(faults), _TRIED):
            edit = self._edit(guess)
            text = self._source.text
            tried = read.__wrapped__(self._source.path, (text[: edit.start] + edit.text + text[edit.end :]).encode())
            score = self._score(tried)
            if score > best_score and (score[0] or score[1] >= guess.last - len(self._lines) + 1):
                best, best_score, best_source = guess, score, tried
                found = set()
            if best is not None and score == best_score and guess.key == best.key:
                found.add(edit.text)
        if best is None:
            return None
        is_certain = best.is_certain and len(found) == 1
        return Diagnosis(self._finding(best, is_certain=is_certain), best_source)

    def _score(self, source: Source) -> tuple[int, int]:
        """How good a file is: one that can be read by how little is wrong in it, any other by how little is left unread."""
        if source.data is None:
            return 0, source.findings[0].location.position.line - 1 - source.text.count("\n")
        return 1, -misfits(source, self._shape) - len(source.errors)

    def _edit(self, guess: _Guess, *, is_certain: bool = False) -> Edit:
        start = sum(len(line) + 1 for line in self._whole[: guess.first])
        length = sum(len(line) + 1 for line in self._whole[guess.first : guess.last])
        if not guess.lines:
            return Edit(start, start + length, "", is_certain)
        old = self._whole[guess.first : guess.last]
        endings = [line[len(line.rstrip("\r")) :] for line in old]
        end = start + length - 1 - len(endings[-1])
        if len(guess.lines) == len(old):  # each line ends as it did
            text = "\n".join(f"{line}{ending}" for line, ending in zip(guess.lines, endings, strict=True))
            return Edit(start, end, text.removesuffix(endings[-1]) if endings[-1] else text, is_certain)
        return Edit(start, end, self._newline.join(guess.lines), is_certain)

    def _finding(self, guess: _Guess, *, is_certain: bool) -> Finding:
        start = sum(len(line) + 1 for line in self._whole[: guess.first + guess.at]) + guess.column
        position = position_of(self._source.text, start, start + guess.width if guess.width else None)
        parameters = {**guess.parameters, "edit": self._edit(guess, is_certain=is_certain)}
        if guess.lines:
            parameters["line"] = guess.lines[guess.at - len(self._lines[guess.first : guess.last])].strip()
        location = Location(self._source.path, position)
        return Finding(_CODES[guess.key], Severity.ERROR, guess.key, location, parameters)

    # The guesses. The surest of all lines go before those that would explain nearly anything.

    def _guesses(self, faults: Sequence[int]) -> Iterator[_Guess]:
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
        if self._source.data is not None:
            numbers |= dict.fromkeys(fault + 1 for fault in faults if self._is_written(fault + 1))
        return list(numbers)

    def _is_written(self, number: int) -> bool:
        return number < len(self._lines) and bool(self._lines[number].strip())

    def _instead(self, key: str, number: int, line: str, column: int, width: int = 1, **more: object) -> _Guess:
        return _Guess(key, number, number + 1, [line], column, width, parameters=more)

    def _hard_blanks(self, number: int) -> Iterator[_Guess]:
        """Blanks before a field or after its colon that are no blanks to YAML, in every line that has them."""
        faulty = [place for place, line in enumerate(self._lines) if _HARD.match(line)]
        if number in faulty:
            lines = [self._soft(line) for line in self._lines[faulty[0] : faulty[-1] + 1]]
            at = number - faulty[0]
            found = self._lines[number].index("\u00a0")
            yield _Guess("nbsp", faulty[0], faulty[-1] + 1, lines, found, 1, at=at)

    @staticmethod
    def _soft(line: str) -> str:
        found = _HARD.match(line)
        return line if found is None else found[0].replace("\u00a0", " ") + line[found.end() :]

    def _fence(self, number: int) -> Iterator[_Guess]:
        """The sign around a piece of code, which came along."""
        if self._lines[number].lstrip().startswith("```"):
            yield _Guess("code-fence", number, number + 1, [], 0, len(self._lines[number]))

    def _comment(self, number: int) -> Iterator[_Guess]:
        """A line that is a comment elsewhere, and here more of the text above it."""
        if found := _COMMENT.match(self._lines[number]):
            line = f"{found[1]}# {found[3]}".rstrip()
            guess = self._instead("comment-sign", number, line, len(found[1]), len(found[2]), sign=found[2])
            yield guess._replace(is_certain=False)  # it may be the end of a text, too

    def _bullet(self, number: int) -> Iterator[_Guess]:
        yield from self._marker("pasted-bullet", _BULLET, number)

    def _dash(self, number: int) -> Iterator[_Guess]:
        yield from self._marker("no-blank-dash", _DASH, number)

    def _marker(self, key: str, pattern: re.Pattern[str], number: int) -> Iterator[_Guess]:
        """Another sign than `- ` before an item, and before those below that stand as far in."""
        found = pattern.match(self._lines[number])
        if found is None:
            return
        below = [f"{found[1]}- {found[3]}"]
        for line in self._lines[number + 1 :]:
            other = pattern.match(line)
            if other is not None and other[1] == found[1] and (other[2] == found[2] or other[2][0].isalnum()):
                below.append(f"{other[1]}- {other[3]}")
            elif line.strip() and _indent(line) > len(found[1]):
                below.append(line)
            else:
                break
        last = max(place for place, line in enumerate(below) if line != self._lines[number + place]) + 1
        yield _Guess(
            key, number, number + last, below[:last], len(found[1]), len(found[2]), parameters={"sign": found[2]}
        )

    def _blank(self, number: int) -> Iterator[_Guess]:
        """A name of a field with no blank after its colon, or with something else than a colon after it."""
        line = self._lines[number]
        found = _NAMED.match(line)
        if found is None or found[3].startswith(": ") or found[4].startswith("//"):
            return
        key = "no-blank-colon" if found[3] == ":" else "no-colon"
        guess = self._instead(key, number, f"{found[1]}{found[2]}: {found[4]}", found.start(3), len(found[3]))
        yield guess._replace(is_certain=bool(found[3].strip()))  # the line may be the end of a text, too

    def _brackets(self, number: int) -> Iterator[_Guess]:
        line = self._lines[number].rstrip()
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

    def _quoted_line(self, number: int) -> Iterator[_Guess]:
        """A field with quotation marks around all of it."""
        if found := _QUOTED.match(self._lines[number]):
            yield self._instead("quoted-line", number, found[1] + found[3], found.start(2), sign=found[2])

    def _two_fields(self, number: int) -> Iterator[_Guess]:
        """A field that goes on in the line of another."""
        if found := _TWO_FIELDS.match(self._lines[number]):
            lines = [found[1] + found[2], " " * len(found[1]) + found[3]]
            guess = _Guess("two-fields", number, number + 1, lines, found.start(3), len(found[3]))
            yield guess._replace(is_certain=False)  # it may be more of a text, too

    def _quotes(self, number: int) -> Iterator[_Guess]:
        """A text that is read as something else, and is not when it stands in quotation marks."""
        line = self._lines[number]
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
                if value.endswith(sign) and inner.count(sign) % 2:
                    whole = found[1] + in_quotes(inner)
                yield self._instead("quote-in-text", number, whole, start, sign=sign)
            elif value[0] in _PAIRS and self._source.data is not None:
                continue  # it is read as what it is
            elif value[0] in _SIGNS:
                yield self._instead("opening-sign", number, whole, start, sign=value[0])
            elif colon > 0:
                yield self._instead("colon-in-text", number, whole, start + colon)

    def _indents(self, number: int) -> Iterator[_Guess]:
        """A field or an item that stands too far to the left or right, with what stands below it and further in."""
        line = self._lines[number]
        if not _FIELD.match(line) or (self._source.data is not None and number not in self._misplaced):
            return
        own = _indent(line)
        last = number + 1
        while last < len(self._lines) and self._lines[last].strip() and _indent(self._lines[last]) > own:
            last += 1
        for column in self._columns(number):
            if column == own:
                continue
            alone = [" " * column + line.lstrip()]
            guess = _Guess(
                "indent" if column else "indent-margin",
                number,
                number + 1,
                alone,
                0,
                max(own, 1),
                parameters={"n": column},
            )
            yield guess
            if last > number + 1 and column + _least_indent(self._lines[number + 1 : last]) >= own:
                moved = [_moved(each, column - own) for each in self._lines[number:last]]
                yield guess._replace(last=last, lines=moved)

    def _columns(self, number: int) -> list[int]:
        """Where what stands around a line begins: after their dashes, and at these."""
        columns: dict[int, None] = {}
        before = [each for each in self._lines[max(number - 12, 0) : number] if each.strip()][::-1][:8]
        after = [each for each in self._lines[number + 1 : number + 6] if each.strip()][:2]
        for line in (*before[:1], *after, *before[1:]):
            dash = _ITEM.match(line)
            columns |= dict.fromkeys([len(dash[1])] if dash else [])
            columns |= dict.fromkeys([_indent(line)])
            if line.rstrip().endswith(":"):
                columns |= dict.fromkeys([_indent(line) + 2])
        return [*columns, *({} if columns else {0: None})]

    def _paragraph(self, number: int) -> Iterator[_Guess]:
        """More of a text, that stands no further in than the field that it belongs to."""
        above = self._text_above(number)
        if above is not None and not _FIELD.match(self._lines[number]):
            last = self._end_of_text(number)
            lines = [" " * above + line.strip() for line in self._lines[number:last]]
            yield _Guess("paragraph", number, last, lines, 0, 0, is_certain=False, parameters={"n": above})

    def _paragraph_with_colon(self, number: int) -> Iterator[_Guess]:
        """The same with a colon in it: then the text has to be written below its field."""
        above = self._text_above(number)
        if above is None or len(self._lines[number].split()) < _FEWEST_WORDS:
            return
        field = number - 1
        while not self._lines[field].strip():
            field -= 1
        found = _VALUE.match(self._lines[field])
        if found is None or not found[1].rstrip().endswith(":") or found[2][0] in "\"'|>[{":
            return
        last = self._end_of_text(number + 1)
        texts = [found[2], *(line.strip() for line in self._lines[field + 1 : last])]
        lines = [f"{found[1]}>-", *(f"{' ' * above}{text}" if text else "" for text in texts)]
        yield _Guess("paragraph-colon", field, last, lines, 0, 0, is_certain=False, at=number - field)

    def _text_above(self, number: int) -> int | None:
        """How far in a text goes on that begins on the line above; None where there is none."""
        above = next((line for line in reversed(self._lines[max(number - 3, 0) : number]) if line.strip()), None)
        if above is None:
            return None
        if not _FIELD.match(above):
            return _indent(above) or None
        dash = _ITEM.match(above)
        return (len(dash[1]) if dash else _indent(above)) + 2

    def _end_of_text(self, number: int) -> int:
        while self._is_written(number) and not _FIELD.match(self._lines[number]):
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
