"""What was probably meant by a line that cannot be read, or is read as something else: told only where it makes sense."""

import time
from pathlib import Path

import pytest
from running import ROOT

from ssr.base.kinds import Kinds
from ssr.base.load import file_findings
from ssr.base.resources import Resources
from ssr.base.schema_files import load_kinds
from ssr.base.snapshot import WorkingTree
from ssr.base.yaml import read
from ssr.finding import Edit, Finding

HEAD = "name: Gruppen\nsort: group\n"


@pytest.fixture(scope="module")
def kinds() -> Kinds:
    return load_kinds(Resources(WorkingTree(ROOT)))


def told(kinds: Kinds, text: str, kind: str = "structure") -> list[Finding]:
    return file_findings(read("a.yaml", text.encode()), kinds[kind].root)[0]


def mended(kinds: Kinds, text: str) -> str:
    """The text with the edit of its first finding."""
    edit = told(kinds, text)[0].parameters["edit"]
    assert isinstance(edit, Edit)
    return text[: edit.start] + edit.text + text[edit.end :]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("members:\n  • party: a\n    as: x\n  • party: b\n", "members:\n  - party: a\n    as: x\n  - party: b\n"),
        ("aliases:\n  1. En\n  2. Två\n", "aliases:\n  - En\n  - Två\n"),
        ("aliases:\n  -En\n  -Två\n", "aliases:\n  - En\n  - Två\n"),
        ("members:\n  - party: a\n\u00a0   as: x\n  - party: b\n    as:\u00a0y\n", "members:\n  - party: a\n    as: x\n  - party: b\n    as: y\n"),
        ("description:\n  text: En\nTvå ord.\nOch tre.\n", "description:\n  text: En\n    Två ord.\n    Och tre.\n"),
        ("chair:\n  function: A\n   actor: b\n", "chair:\n  function: A\n  actor: b\n"),
        ("rhythm: En: två\n", 'rhythm: "En: två"\n'),
        ("rhythm: \\server: en\n", "rhythm: '\\server: en'\n"),
        ("rhythm: \"A\" och 'b'\n", "rhythm: \"\\\"A\\\" och 'b'\"\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_edit_gives_what_was_meant(wrong: str, right: str, newline: str, kinds: Kinds) -> None:
    text, expected = ((HEAD + each).replace("\n", newline) for each in (wrong, right))
    assert mended(kinds, text) == expected


@pytest.mark.parametrize("value", [r'"C:\qsund"', r'"\ud800"', r'"\xZZ"', r'"it\'s"'])
@pytest.mark.parametrize("written", ["rhythm: {}\n", "aliases:\n  - {}\n"])
def test_a_fault_within_closed_quotation_marks_is_not_taken_for_one_of_theirs(
    value: str, written: str, kinds: Kinds
) -> None:
    """They would become part of the text."""
    [finding] = told(kinds, HEAD + written.format(value))
    assert finding.key == "backslash"
    assert "edit" not in finding.parameters


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("mandate:\n  - id: a\n    text:\n  - id: b\n    text: B\n", "not-a-text"),
        ("mandate:\n  - {id: a, text: {sv: Text, no: Tekst}}\n", "unknown-field"),
        ("rhythm: [En gång]\n", "not-a-text"),
        ("rhythm: 5\n", "not-a-text"),
        ("källa: [a]\nkällor: [b]\n", "unknown-field"),
        ("rhythm: 'En gång\n", "unclosed-quote"),
        ("chair:\n  funktion: A\n", "unknown-field"),
        ("contact: a\nparty: b\n", "misplaced-field"),
        ("rhythm: a\nrhythm: b\n", "duplicate-key"),
        ("rhythm: a\n---\n", "second-document"),
    ],
)
def test_what_is_read_as_it_was_meant_is_told_as_what_it_is(text: str, key: str, kinds: Kinds) -> None:
    assert told(kinds, HEAD + text)[0].key == key


def test_a_list_in_a_text_is_no_list_of_the_file(kinds: Kinds) -> None:
    text = HEAD + "rhytm: x\ndescription:\n  text: |\n    * Ett\n    * Två\n"
    assert [finding.key for finding in told(kinds, text)] == ["unknown-field"]


def test_nothing_more_is_told_of_a_file_that_cannot_be_read(kinds: Kinds) -> None:
    assert [finding.key for finding in told(kinds, "name: En: två\nsorrt: x\n")] == ["colon-in-text"]


def test_a_faulty_line_among_others_that_do_not_fit_is_told_with_them(kinds: Kinds) -> None:
    found = told(kinds, "name: Gruppen\nsort: grupp av aktörer\nmembers:\n  – party: a\n")
    assert {finding.key for finding in found} == {"pasted-bullet", "not-one-of"}


def test_the_shipped_files_with_any_line_broken_give_one_finding(kinds: Kinds) -> None:
    """Whatever line lacks its blank is found itself, or the file is told as it was."""
    path = Path(ROOT / "knowledge/routines/aktivering.yaml")
    lines = path.read_text(encoding="utf-8").split("\n")
    hit = 0
    faulty = [number for number, line in enumerate(lines) if ": " in line and not line.strip().startswith("#")]
    for number in faulty:
        text = "\n".join([*lines[:number], lines[number].replace(": ", ":", 1), *lines[number + 1 :]])
        found = told(kinds, text, "routine")
        hit += any(finding.location.position.line == number + 1 for finding in found)
    assert hit >= 0.9 * len(faulty)


@pytest.mark.parametrize(
    "text",
    ["a: b: c\n" * 9_000, "- " * 30_000, "members:\n" + "  • party: x\n" * 6_000, "a: [\n" * 9_000, "".join(f"f{n}: x\n" for n in range(6_000)),
     "members:\n" + "  - x\n" * 6_000, "name: x\n" + "ord ord ord\n" * 8_000, "\u00a0 a: b\n" * 8_000, "a: '" * 15_000],
    ids=range(9),
)  # fmt: skip
def test_hostile_text_does_not_keep_anybody_waiting(text: str, kinds: Kinds) -> None:
    began = time.process_time()
    told(kinds, text)
    assert time.process_time() - began < 10
