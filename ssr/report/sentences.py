"""Findings to sentences: the message and the hint in the reader's language, safe to show anywhere."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from ssr.base.effective import FREE_FORMATS
from ssr.base.kinds import Field, Kinds
from ssr.base.wanted import Example, example
from ssr.errors import SsrError
from ssr.finding import Finding, Location, Severity
from ssr.text.catalogue import Catalogue
from ssr.text.characters import HIDDEN
from ssr.text.columns import shortened

if TYPE_CHECKING:  # few findings are of a day or a time
    from ssr.text.times import WrittenValue

_ENDS = ("?", ".", "…")
_SHORT = 40
_LONGEST = 101  # of a value in a sentence
_LONGEST_PATH = 300
_LARGEST = 150_000  # bytes of findings, so that no output of ours is over 200 kB
# The beginning of a line that a log of GitHub obeys, whatever blanks stand before it.
_COMMAND = re.compile("((?:^|[\r\n])[^\\S\r\n]*):(?=:)")
# What a finding takes from the data. The name of a field among them is one that no schema knows.
_QUOTES = frozenset(
    {
        "value",
        "composed",
        "field",
        "earlier",
        "enough",
        "later",
        "day",
        "right",
        "wrong",
        "other_value",
        "near",
        "month",
    }
)
_NO_WORDS = frozenset({"about", "edit", "instead", "line", "meant", "suggestion"})  # which a hint is made of otherwise
_WORD_LISTS = {
    "expected": "types",
    "found": "types",
    "format": "formats",
    "highest": "audience",
    "asked": "audience",
    "was": "audience",
}


def visible_line(text: object) -> str:
    """A text from the data, on one line, without control characters, and with nothing that a log takes for a command."""
    return HIDDEN.sub(lambda character: f"\\u{ord(character.group()):04x}", str(text)).replace("##[", "## [")


def unobeyed(text: str) -> str:
    """Lines of which none begins with what a log takes for a command."""
    return _COMMAND.sub(r"\1: ", text).replace("##[", "## [")


def path_text(path: str) -> str:
    """A path, cut in the middle when it is longer than any that is used here."""
    whole = visible_line(path)
    half = _LONGEST_PATH // 2
    return whole if len(whole) <= _LONGEST_PATH else f"{whole[:half]}…{whole[-half:]}"


def place_text(location: Location) -> str:
    """`path:line:column`."""
    position = location.position
    return f"{path_text(location.path)}:{position.line}:{position.column}"


def refusal(words: Catalogue, problem: SsrError) -> str:
    """Why a command, or a part of its work, cannot go on: one sentence."""
    return words.text(f"errors.{problem.key}.message", **_visible(words, problem))


def remedy(words: Catalogue, problem: SsrError) -> str | None:
    """What to do about it: what was probably meant, or else what its kind of trouble asks for; None where nothing helps."""
    if suggestion := problem.parameters.get("suggestion"):
        return words.text("suggestion", suggestion=visible_line(suggestion))
    hint = f"errors.{problem.key}.hint"
    return words.text(hint, **_visible(words, problem)) if words.has(hint) else None


def _visible(words: Catalogue, problem: SsrError) -> dict[str, object]:
    """What fills in a sentence; texts among it may come from the data, and a finding is told by its own sentence."""
    return {name: _filling(words, value) for name, value in problem.parameters.items()}


def _filling(words: Catalogue, value: object) -> object:
    if isinstance(value, Finding):
        value = Sentences(words).message(value)
    return visible_line(value) if isinstance(value, str) else value


class Sentences:
    """Writes the sentences of findings in one language."""

    def __init__(self, catalogue: Catalogue, kinds: Kinds | None = None, today: date | None = None) -> None:
        self._catalogue, self._kinds, self._today = catalogue, kinds, today

    def message(self, finding: Finding, *, quoting: bool = True) -> str:
        """What is wrong. Without `quoting`, values that are long or not public are left out."""
        return self._write(finding, "message", quoting=quoting)

    def hint(self, finding: Finding, *, quoting: bool = True) -> str:
        """What to do about it; a near match where there is one, and what the field is where few know it."""
        about, hint = finding.parameters.get("about"), self._mend(finding, quoting=quoting)
        explained = self._explained(about, hint) if isinstance(about, Field) else ""
        return f"{hint}{'' if hint.endswith(_ENDS) else '.'} {explained}" if explained else hint

    def _explained(self, field: Field, hint: str) -> str:
        """What a field is, and what it may hold, but for what a hint says already."""
        language, shape = self._catalogue.language, field.items or field
        description = field.description(language)
        parts = [] if description.rstrip(".") in hint else [description]
        allowed = _labelled(shape.schema.get("enum", ()), shape, language)
        is_chosen = bool(allowed)
        if not allowed and shape.properties:
            names = shape.schema.get("required", ())
            allowed = [f"{name} ({shape.properties[name].title(language).lower()})" for name in names]
        if allowed and ", ".join(allowed) not in hint:
            key = "one-of" if is_chosen else "needs"
            parts.append(self._catalogue.text(f"about.{key}", values=", ".join(allowed)))
        form = shape.schema.get("format")
        if form not in {None, *FREE_FORMATS} and (word := self._catalogue.text(f"formats.{form}")) not in hint:
            parts.append(self._catalogue.text("about.form", form=word))
        return self._catalogue.text("about.field", title=field.title(language), text=" ".join(parts)) if parts else ""

    def _mend(self, finding: Finding, *, quoting: bool) -> str:
        meant = finding.parameters.get("meant")
        if meant is not None:
            return self._right(cast("WrittenValue", meant), quoting=quoting or finding.public)
        quoting = quoting or finding.public
        suggestion = finding.parameters.get("suggestion")
        if suggestion and (quoting or getattr(suggestion, "is_public", False)) and str(suggestion):
            return self._catalogue.text("suggestion", suggestion=visible_line(suggestion))
        if quoting and "instead" in finding.parameters:
            return self._catalogue.text("write-instead", value=self._word("instead", finding.parameters["instead"]))
        hint = self._write(finding, "hint", quoting=quoting)
        line = finding.parameters.get("line")
        if line is None or not quoting:
            return hint
        return self._catalogue.text("line-instead", hint=hint, line=self._word("line", line))

    def _right(self, meant: "WrittenValue", *, quoting: bool) -> str:
        """What to write for a day or a time: the value, if it is certain or probable, else the form."""
        if quoting and (right := meant.right()):
            return self._catalogue.text("write-instead", value=right)
        if quoting and (near := meant.right(self._today)):
            return self._catalogue.text("suggestion", suggestion=near)
        return self._catalogue.text("write-instead", value=self._word("format", meant.form))

    def related(self, finding: Finding) -> list[tuple[Location, str]]:
        """The other places that matter to a finding, and what to say of each."""
        text = self._catalogue.text
        related = [(place, text("report.related", place=place_text(place))) for place in finding.related]
        if finding.earlier is not None:
            related.append((finding.earlier, text("report.earlier", place=place_text(finding.earlier))))
        return related

    def in_full(self, finding: Finding) -> str:
        """All that is to be said of a finding, on one line; quotes no value that is long or not public."""
        places = (sentence for _, sentence in self.related(finding))
        return " – ".join([self.message(finding, quoting=False), *places, self.hint(finding, quoting=False)])

    def _write(self, finding: Finding, part: str, *, quoting: bool) -> str:
        words = {"field": "", "title": "", **dict(self._words(finding, quoting=quoting))}
        return visible_line(self._catalogue.text(f"findings.{finding.key}.{part}", **words))

    def _words(self, finding: Finding, *, quoting: bool) -> Iterable[tuple[str, object]]:
        for name, value in finding.parameters.items():
            if name in _NO_WORDS:
                continue
            if name in _QUOTES and not quoting and not finding.public:
                yield name, self._catalogue.text("withheld")
            elif name in {"field_titles", "other_titles"} and isinstance(value, Field):
                yield ("title" if name == "field_titles" else "other"), value.title(self._catalogue.language).lower()
                yield ("field" if name == "field_titles" else "other_field"), value.name
                if name == "field_titles":
                    yield "description", _begun_small(value.description(self._catalogue.language))
                    yield "sample", example(value, self._catalogue.language)
            elif name == "allowed" and isinstance(field := finding.parameters.get("field_titles"), Field):
                values = cast("Sequence[object]", value)
                yield name, self._word(name, _labelled(values, field, self._catalogue.language))
            elif isinstance(value, Example):
                yield name, visible_line(value.filled if quoting or finding.public else value.bare)
            elif name in {"right", "wrong", "other_value"}:
                field = finding.parameters.get("other_titles" if name == "other_value" else "field_titles")
                yield name, field.label(str(value), self._catalogue.language) if isinstance(field, Field) else value
            elif name in {"value", "field"} and not quoting and len(str(value)) > _SHORT:
                yield name, self._catalogue.text("withheld")
            else:
                yield name, self._word(name, value)

    def _word(self, name: str, value: Any) -> object:
        if isinstance(value, date):
            return self._catalogue.day(value, week=False)
        if isinstance(value, (tuple, list)):
            return ", ".join(str(self._word(name, one)) for one in value)
        if name == "month":
            return self._catalogue.known_day(str(value))
        listed = _WORD_LISTS.get(name)
        if listed and self._catalogue.has(f"{listed}.{value}"):
            return self._catalogue.text(f"{listed}.{value}")
        if name in {"kind", "kinds"} and self._kinds is not None and value in self._kinds:
            return self._kinds[value].root.title(self._catalogue.language).lower()
        return shortened(visible_line(value), _LONGEST)


def _labelled(values: Iterable[object], field: Field, language: str) -> list[str]:
    """The values that may stand in a field, each with what people call it."""
    labels = {str(value): field.label(str(value), language) for value in values}
    return [value if value == label else f"{value} ({label})" for value, label in labels.items()]


def _begun_small(sentence: str) -> str:
    """A sentence that goes on from a colon; one that begins with an abbreviation as it is."""
    return sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() else sentence


def within(blocks: Iterable[str]) -> list[str]:
    """The blocks that together are no larger than any output of ours may be."""
    kept: list[str] = []
    size = 0
    for block in blocks:
        size += len(block.encode("utf-8", "backslashreplace"))
        if size > _LARGEST:
            break
        kept.append(block)
    return kept


def counts(catalogue: Catalogue, findings: Iterable[Finding]) -> str:
    """`2 fel, 1 varning`: how many of each severity, the worst first."""
    numbers: dict[str, int] = {}
    for finding in findings:
        numbers[finding.severity] = numbers.get(finding.severity, 0) + 1
    return ", ".join(
        catalogue.text(f"report.{name}", n=numbers[name]) for name in ("error", "warning", "note") if name in numbers
    )


def summary_of(catalogue: Catalogue, findings: Sequence[Finding], looked_at: int) -> str:
    """What a check comes to, and of how much, in a sentence or two."""
    if not findings:
        return catalogue.text("report.clean", n=looked_at)
    files = catalogue.text("report.files", n=len({finding.location.path for finding in findings}))
    counted = catalogue.text("report.counted", counts=counts(catalogue, findings), files=files)
    return f"{counted} {catalogue.text('report.looked-at', n=looked_at)}"


def chosen(findings: Iterable[Finding], per_file: int = 20, in_all: int = 200) -> tuple[list[Finding], int]:
    """The findings to show, in order of place, and how many are left out: a hostile file must not fill the screen.

    The worst go first into what there is room for, so that no error hides behind what is only to be looked at.
    """
    counted: dict[str, int] = {}
    kept: list[Finding] = []
    left_out = 0
    severities = list(Severity)
    for finding in sorted(findings, key=lambda one: (severities.index(one.severity), one.order)):
        path = finding.location.path
        counted[path] = counted.get(path, 0) + 1
        if counted[path] <= per_file and len(kept) < in_all:
            kept.append(finding)
        else:
            left_out += 1
    return sorted(kept, key=lambda one: one.order), left_out
