"""No line of what the tool says is one that a log of CI takes for a command, wherever its words come from."""

from pathlib import Path
from time import perf_counter

import pytest
from running import MANIFEST, Result, ssr, write

from ssr.report.sentences import unobeyed

SAID = [
    "::warning::y",
    "::stop-commands::a",
    " ::add-mask::b",
    "\n::set-output name=a::b",
    "\u00a0::debug::z",
    "x##[group]y",
]


def obeyed(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip().startswith("::") or "##[" in line]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {
        "ssr.yaml": MANIFEST,
        "knowledge/concepts/a.yaml": (
            'name: "::warning::y"\ndefinition: >\n  Ett\n\n  ::error::två\n\n  ::error::tre ##[error]\nsources: [fyra]\n'
        ),
        "knowledge/meetings/b.yaml": "name: '::notice::b'\nsort: forum ##[x]\n::error::x: 1\n",
    }
    return write(tmp_path_factory.mktemp("obeyed") / "base", files)


@pytest.mark.parametrize("said", SAID, ids=ascii)
@pytest.mark.parametrize(
    "command",
    [("diff", "{}", "HEAD"), ("diff", "HEAD", "{}"), ("diff", ".", "--format", "{}"), ("diff", ".", "--kind", "{}"),
     ("show", "{}"), ("log", "{}"), ("find", "{}"), ("find", "a", "--kind", "{}"), ("list", "{}"), ("list", "--at", "{}"), ("validate", "{}"), ("rule", "{}"),
     ("validate", "--baseline", "{}"), ("render", "{}"), ("render", "concept", "{}"), ("render", "concept", "a", "--edition", "{}"),
     ("render", "concept", "a", "--reference", "{}", "--format", "docx"), ("period", "new", "{}", "--from", "2027-01-01", "--until", "2028-01-01"),
     ("collect", "{}"), ("reviewed", "{}"), ("{}",), ("--{}",), ("render", "concept", "a", "-o", "/dev/null/{}")],
    ids=str,
)  # fmt: skip
def test_what_was_asked(command: tuple[str, ...], said: str, base: Path) -> None:
    result = ssr(*(word.replace("{}", said) for word in command), kb=base)
    is_name = said == "::warning::y" and command[0] in {"show", "log"}  # that of the entry, which is found
    may_be_nothing = command == ("find", "{}")  # which is no error
    assert result.code in ({0} if is_name or may_be_nothing else {1, 2, 3}), result.err
    assert obeyed(result.err + result.out.decode()) == []


@pytest.mark.parametrize(
    "command",
    [
        ("show", "a"),
        ("show", "b"),
        ("show", "a", "--format", "json"),
        ("list",),
        ("validate",),
        ("diff", "2022-01-01"),
        ("log", "a"),
    ],
    ids=str,
)
def test_what_the_base_says(command: tuple[str, ...], base: Path) -> None:
    result: Result = ssr(*command, kb=base)
    assert obeyed(result.err + result.text) == []
    assert "::" in result.err + result.text or command[0] in {"log", "diff"}


def test_what_broke(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("a\n::error::b\r  ::warning::c ##[d]")

    monkeypatch.setattr("ssr.commands.browse.list_entries", broken)
    result = ssr("list", "\n::error::x", kb=base)
    assert result.code == 4
    assert obeyed(result.err) == []


def test_words_that_only_hold_it_stay_as_they_are() -> None:
    for text in ("a::b", "a :: b\nc", "- ::b", "ssr.yaml:1:2  fel", "12:30:00", ":x", "a\n\n  = b"):
        assert unobeyed(text) == text


def test_much_of_nothing_is_read_once() -> None:
    begun = perf_counter()
    assert unobeyed("\n \n" * 200_000) == "\n \n" * 200_000
    assert unobeyed(" " * 400_000) == " " * 400_000
    assert perf_counter() - begun < 5
