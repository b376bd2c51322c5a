"""Changes to a file keep every byte they do not mean to change, however the file is written; else they are refused."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssr.authoring.patch import Editor
from ssr.authoring.yaml_lines import scalar
from ssr.base.yaml import read
from ssr.errors import UsageError

PATH = "a.yaml"
FILE = """\
# Om filen.
name: Snö   # namnet
status: agreed # läget

# Ovanför versionen.
version: "1"
agreement:
  forum: radet
  # Dagen är osäker.
  date: 2019-01-01
  # Slut på överenskommelsen.
# Ovanför det sista.
note: >-
  Vikt
  text

  i två stycken.
list:
  - a  # den första
  - b
"""
WITHOUT_AGREEMENT = "\n".join([*FILE.split("\n")[:6], *FILE.split("\n")[11:]])


def edited(text: str, *changes: tuple[Any, ...]) -> str:
    """The text after changes: the name of a method, and its arguments."""
    editor = Editor(PATH, text.encode())
    for name, *arguments in changes:
        after = {"after": arguments.pop()} if name == "insert" else {}
        getattr(editor, name)(*arguments, **after)
    return editor.content().decode()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([], FILE),
        ([("replace", ("status",), "draft")], FILE.replace("agreed", "draft")),
        ([("remove", ("version",))], FILE.replace('version: "1"\n', "")),
        ([("remove", ("agreement",))], WITHOUT_AGREEMENT),
        ([("remove", ("note",))], FILE[: FILE.index("note:")] + FILE[FILE.index("list:") :]),
        ([("insert", ("new",), "2019-2022", "name")], FILE.replace("# namnet\n", "# namnet\nnew: 2019-2022\n")),
        ([("insert", ("new",), "x", "note")], FILE.replace("stycken.\n", "stycken.\nnew: x\n")),
        ([("insert", ("new",), ["x", "y"], "list")], FILE + "new:\n  - x\n  - y"),
        (
            [("insert", ("agreement", "new"), "x", "forum")],
            FILE.replace("forum: radet\n", "forum: radet\n  new: x\n"),
        ),
        ([("append", ("list",), "a@0")], FILE + "  - a@0"),
        ([("replace", ("list", 0), "c")], FILE.replace("- a ", "- c ")),
        (
            [
                ("replace", ("status",), "draft"),
                ("remove", ("version",)),
                ("remove", ("agreement",)),
                ("insert", ("new",), "x", "status"),
            ],
            WITHOUT_AGREEMENT.replace("agreed # läget", "draft # läget\nnew: x").replace('version: "1"\n', ""),
        ),
    ],
)
def test_only_what_is_meant_changes(changes: list[tuple[Any, ...]], expected: str) -> None:
    assert edited(FILE, *changes) == expected.rstrip("\n") + "\n"


@pytest.mark.parametrize(
    ("text", "change", "expected"),
    [
        ("{a: 1, b: [x, y], c: z}\n", ("remove", ("b",)), "{a: 1, c: z}\n"),
        ("{a: 1, b: [x, y]}\n", ("remove", ("b",)), "{a: 1}\n"),
        ("{a: 1}\n", ("remove", ("a",)), "{}\n"),
        ("{a: 1, c: z}\n", ("insert", ("b",), "x", "a"), "{a: 1, b: x, c: z}\n"),
        (
            "a: {\n  b: [\n    c\n  ]\n}\n",
            ("insert", ("a", "d"), ["x", "y"], "b"),
            "a: {\n  b: [\n    c\n  ], d: [x, y]\n}\n",
        ),
        ("a: {\n  b: [\n    c\n  ]\n}\n", ("append", ("a", "b"), "d"), "a: {\n  b: [\n    c, d\n  ]\n}\n"),
        ("a: [b,\n  c] # d\ne: f\n", ("remove", ("a",)), "e: f\n"),
        ("a:\n- b\n- c\nd: e\n", ("append", ("a",), "x"), "a:\n- b\n- c\n- x\nd: e\n"),
        ("a:\n- b\n- c\nd: e\n", ("remove", ("a",)), "d: e\n"),
        ("a:\n  - id: b\n    c: d\n", ("insert", ("a", 0, "x"), "y", "id"), "a:\n  - id: b\n    x: y\n    c: d\n"),
        ("a: b", ("insert", ("c",), "d", "a"), "a: b\nc: d"),
        ("a: |\n  b\nc: d\n", ("replace", ("a",), "x"), "a: x\nc: d\n"),
        ("a: |\n  b\n  # text\n\nc: d\n", ("remove", ("a",)), "\nc: d\n"),
        ("? a\n: b\nc: d\n", ("remove", ("a",)), "c: d\n"),
        ("a: 'b\n  c'\nd: e\n", ("insert", ("x",), "y", "a"), "a: 'b\n  c'\nx: y\nd: e\n"),
        ("\ufeffa: b\r\nc: d\r\n", ("insert", ("x",), "y", "a"), "\ufeffa: b\r\nx: y\r\nc: d\r\n"),
        ("a: b\r\nc: d # e\r\nf: g\r\n", ("remove", ("c",)), "a: b\r\nf: g\r\n"),
        ("a: 😀 # å\nb: c\n", ("replace", ("b",), "d"), "a: 😀 # å\nb: d\n"),
    ],
)
def test_however_it_is_written(text: str, change: tuple[Any, ...], expected: str) -> None:
    assert edited(text, change) == expected


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("a: |+\n  b\n\nc: d\n", ("insert", ("x",), "y", "a")),
        ("l:\n  - a: b\n    c: d\n", ("remove", ("l", 0, "a"))),
    ],
)
def test_what_is_not_understood_is_refused(text: str, change: tuple[Any, ...]) -> None:
    with pytest.raises(UsageError) as refused:
        edited(text, change)
    assert (refused.value.key, refused.value.parameters["path"]) == ("cannot-edit", PATH)


@pytest.mark.parametrize("value", ["draft", "2019-2022", "snow@3f9a2c1b", "2023-2026#mål@12345678", "2023-01-01"])
def test_a_text_that_reads_as_itself_needs_no_quotes(value: str) -> None:
    assert scalar(value) == value


@pytest.mark.parametrize(
    "value", ["2027", "true", "~", "", "a: b", "a #b", "[x]", "å, ä", "1e5", "0x10", "null", "- a"]
)
def test_any_other_is_quoted(value: str) -> None:
    assert scalar(value) == json.dumps(value, ensure_ascii=False)
    assert read(PATH, f"a: {scalar(value)}\n".encode()).data == {"a": value}


# Files of many forms: whatever the change, each line that it does not touch is there afterwards, in the same order.

LINES = st.sampled_from(
    ["b: x", "c: 'y # z'  # k", "d: [1, 2]", "e: {f: g}", "h: >-\n  vikt\n\n  text", "i:\n  - j\n  # k\n  - l"]
)
COMMENTS = st.sampled_from(["", "# k\n", "\n", "\n# k\n\n"])


@settings(deadline=None)
@given(
    lines=st.lists(st.tuples(COMMENTS, LINES), unique_by=lambda line: line[1][0], min_size=2),
    place=st.integers(0, 5),
    ending=st.sampled_from(["\n", "\r\n"]),
)
def test_every_other_line_stays(lines: list[tuple[str, str]], place: int, ending: str) -> None:
    blocks = [f"{above}{line}\n" for above, line in lines]
    above, line = lines[place % len(lines)]
    text = "".join(blocks)
    without = "".join([*blocks[: place % len(lines)], above, *blocks[place % len(lines) + 1 :]])
    longer = text.replace(f"{line}\n", f"{line}\nnew: x\n")

    def as_file(lines_: str) -> str:
        return lines_.replace("\n", ending)

    assert edited(as_file(text), ("remove", (line[0],))) == as_file(without)
    assert edited(as_file(text), ("insert", ("new",), "x", line[0])) == as_file(longer)
