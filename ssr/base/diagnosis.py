"""What was probably meant by a line that cannot be read, or that is read as something that does not fit its schema.

Only for a file with a fault. Each guess of `line_guesses` is tried: one
is told only if the file is read further with it, or fits better. Not for values that are only written in another way
than data has them: these are for `schema`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from ssr.base.kinds import Field
from ssr.base.line_guesses import LineGuess, LineGuesses
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
_FAULTS = 5  # whose lines are looked at, of a file that can be read
_TRIED = 120  # guesses

_DOCUMENT = ("---", "...")  # between two documents


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
        self._whole = source.text.split("\n")
        self._guesses = LineGuesses(source, findings)
        self._newline = "\r\n" if "\r\n" in source.text else "\n"

    def diagnosis(self, faults: Sequence[int]) -> Diagnosis | None:
        best, best_score, best_source = None, self._score(self._source), self._source
        found: set[str] = set()  # how a line may be indented, where several ways are as good
        for guess in islice(self._guesses.at(faults), _TRIED):
            edit = self._edit(guess)
            text = self._source.text
            tried = read.__wrapped__(self._source.path, (text[: edit.start] + edit.text + text[edit.end :]).encode())
            score = self._score(tried)
            if score > best_score and (score[0] or score[1] >= guess.last - len(self._guesses.lines) + 1):
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

    def _edit(self, guess: LineGuess, *, is_certain: bool = False) -> Edit:
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

    def _finding(self, guess: LineGuess, *, is_certain: bool) -> Finding:
        start = sum(len(line) + 1 for line in self._whole[: guess.first + guess.at]) + guess.column
        position = position_of(self._source.text, start, start + guess.width if guess.width else None)
        parameters = {**guess.parameters, "edit": self._edit(guess, is_certain=is_certain)}
        if guess.lines:
            parameters["line"] = guess.lines[guess.at - len(self._guesses.lines[guess.first : guess.last])].strip()
        location = Location(self._source.path, position)
        return Finding(_CODES[guess.key], Severity.ERROR, guess.key, location, parameters)
