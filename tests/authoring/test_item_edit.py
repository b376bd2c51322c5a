"""One value or item changed as a form does it: the rest of the file stays byte for byte, however it is written."""

import difflib
from collections.abc import Iterator
from typing import Any

import pytest
from running import CASES, EXEMPELLAN, ROOT

from ssr.authoring.item_edit import moved, with_value, without
from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.base.yaml import read
from ssr.base.yaml.source import Route
from ssr.errors import UsageError

PATH = "a.yaml"
SHAPE = Field(
    {}, "", {name: Field({}, name) for name in ("name", "status", "agreement", "note", "list", "flow", "last")}
)
FILE = """\
# Om filen.
name: 'Snö, is'   # namnet
status: agreed # läget

version: "1"
agreement:
  forum: radet
  # Dagen är osäker.
  date: 2019-01-01
note: >-
  Den första raden är
  så här lång.

  Det andra stycket.
flow: [a, "b c", {x: 1}]
list:
  # Om den första.
  - text: ett  # ett
    more: 1

  # Om den andra.
  - text: två
  - text: tre
"""


def put(text: str, *steps: tuple[Any, ...]) -> str:
    """The text after changes: the route, and the value; None takes it away, "up" and "down" move it."""
    content = text.encode()
    for route, value in steps:
        if value is None:
            content = without(PATH, content, route)
        elif value in {"up", "down"}:
            content = moved(PATH, content, route, 1 if value == "down" else -1)
        else:
            content = with_value(PATH, content, route, value, SHAPE)
    return content.decode()


@pytest.mark.parametrize(
    ("route", "value", "old", "new"),
    [
        (("name",), "Snö: halka", "'Snö, is'", "'Snö: halka'"),
        (("name",), "Kim's", "'Snö, is'", "'Kim''s'"),
        (("status",), "på remiss, snart", "agreed", "på remiss, snart"),
        (("status",), "a # b", "agreed", '"a # b"'),
        (("version",), "2", '"1"', '"2"'),
        (("agreement", "date"), "2020-02-02", "2019-01-01", "2020-02-02"),
        (("list", 0, "more"), 2, "more: 1", "more: 2"),
        (("flow", 1), "d, e", '"b c"', '"d, e"'),
        (("flow", 0), "d, e", "[a,", '["d, e",'),
        (("flow", 3), "d", "{x: 1}]", "{x: 1}, d]"),
        (
            ("note",),
            "Den första raden är\nnu kort.",
            "Den första raden är\n  så här lång.\n\n  Det andra stycket.",
            "Den första raden är\n\n  nu kort.",
        ),
        (("list", 2, "text"), "rad\nen till", "tre", "|-\n      rad\n      en till"),
        (("list", 3, "text"), "fyra", "tre\n", "tre\n  - text: fyra\n"),
        (("list", 1, "note"), "ny", "två\n", "två\n    note: ny\n"),
        (("last", "inner", 0), "x", "{x: 1}]\n", "{x: 1}]\nlast:\n  inner: [x]\n"),
        (("agreement", "forum"), None, "  forum: radet\n", ""),
        (("flow", 1), None, ', "b c"', ""),
        (("flow", 2), None, ", {x: 1}", ""),
        (("list", 0, "text"), None, "text: ett  # ett\n    ", ""),
        (("list", 1), None, "  - text: två\n", ""),
        (("nothing",), None, "", ""),
        (("flow", 0), "down", 'a, "b c"', '"b c", a'),
        (("list", 2), "down", "", ""),
        (("list", 0), "up", "", ""),
    ],
)
def test_only_what_is_meant_changes(route: Route, value: Any, old: str, new: str) -> None:
    assert put(FILE, (route, value)) == FILE.replace(old, new)


def test_comments_go_with_the_item_below_them_and_come_back_with_it() -> None:
    after = put(FILE, (("list", 0), "down"))
    assert after.endswith(
        "list:\n  # Om den andra.\n  - text: två\n\n  # Om den första.\n  - text: ett  # ett\n    more: 1\n  - text: tre\n"
    )
    assert put(after, (("list", 1), "up")) == FILE


def test_what_holds_nothing_any_more_goes_too() -> None:
    after = put(FILE, (("list", 2), None), (("list", 1), None), (("list", 0), None))
    assert "list:" not in after
    assert "agreement" not in put(FILE, (("agreement", "forum"), None), (("agreement", "date"), None))


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_ends_of_lines_and_a_file_without_the_last_one_are_kept(ends: str) -> None:
    text = "list:\n  - ett\n  - två".replace("\n", ends)
    assert put(text, (("list", 0), "down")) == "list:\n  - två\n  - ett".replace("\n", ends)
    assert put(text, (("list", 1), "rad\nrad")) == "list:\n  - ett\n  - |-\n    rad\n    rad".replace("\n", ends)


@pytest.mark.parametrize("value", ["\x00", "\ud800", "a\u2028b\x85c"])
def test_what_no_file_may_hold_is_refused_or_read_as_it_was_meant(value: str) -> None:
    try:
        after = with_value(PATH, FILE.encode(), ("status",), value, SHAPE)
    except (UsageError, UnicodeEncodeError):
        return
    assert read(PATH, after).data["status"] == value


def places(value: Any, route: Route = ()) -> Iterator[tuple[Route, Any]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (*route, step), inner
        yield from places(inner, (*route, step))


def changed_lines(before: bytes, after: bytes) -> list[str]:
    lines = difflib.unified_diff(before.decode().split("\n"), after.decode().split("\n"), n=0, lineterm="")
    return [line for line in lines if line[:1] in "+-" and line[:3] not in {"+++", "---"}]


@pytest.fixture(scope="module")
def sample() -> list[tuple[Entry, bytes, Field, Route, Any]]:
    """Places of every entry of the bases: one in seven of all, in each file at least one."""
    found = []
    for root in (ROOT, EXEMPELLAN, CASES / "ferry"):
        tree = WorkingTree(root)
        base, _ = load(tree)
        for number, entry in enumerate(base.entries):
            every = list(places(entry.data))
            chosen = every[number % 7 :: 7] or every[:1]
            content = tree.read(entry.path)
            found += [(entry, content, base.kind(entry).root, route, value) for route, value in chosen]
    return found


def test_every_value_of_the_bases_is_changed_alone_and_back(
    sample: list[tuple[Entry, bytes, Field, Route, Any]],
) -> None:
    for entry, content, shape, route, value in sample:
        if isinstance(value, (dict, list)):
            continue
        other = f"{value} och mer" if isinstance(value, str) else not value if isinstance(value, bool) else value + 1
        after = with_value(entry.path, content, route, other, shape)
        assert read(entry.path, after).data != entry.data
        start, end = read(entry.path, content).span(route)
        assert after.decode().startswith(content.decode()[:start]), (entry.path, route)
        assert after.decode().endswith(content.decode()[end:].lstrip()), (entry.path, route)
        assert with_value(entry.path, after, route, value, shape) == content, (entry.path, route)


def test_every_list_of_the_bases_has_its_items_moved_taken_away_and_added(
    sample: list[tuple[Entry, bytes, Field, Route, Any]],
) -> None:
    for entry, content, shape, route, value in sample:
        if not isinstance(value, list):
            continue
        for number in range(len(value) - 1):
            after = moved(entry.path, content, (*route, number), 1)
            assert moved(entry.path, after, (*route, number + 1), -1) == content, (entry.path, route, number)
            if "[" not in content.decode()[read(entry.path, content).span(route)[0] :][:1]:
                assert sorted(after.splitlines()) == sorted(content.splitlines())
        for number in range(len(value)):
            after = without(entry.path, content, (*route, number))
            assert all(line[0] == "-" for line in changed_lines(content, after)) or b"[" in content
        way = (*route, len(value), *([next(iter(value[0]))] if isinstance(value[0], dict) else []))
        after = with_value(entry.path, content, way, "nytt, värde", shape)
        assert without(entry.path, after, way) == content, (entry.path, route)
