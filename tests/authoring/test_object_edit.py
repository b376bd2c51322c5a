"""An object with other values, however it is written, with every other byte as it was."""

from collections.abc import Mapping
from typing import Any

import pytest

from ssr.authoring.object_edit import overwritten, with_item, with_object

ORDER = ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("text", "values", "gone", "expected"),
    [
        ("o:\n  b: x  # b\n  # under\n", {"b": "y"}, (), "o:\n  b: y  # b\n  # under\n"),
        ("o:\n  b: x  # b\n", {"a": "1é", "c": ["k", "l"]}, (), "o:\n  b: x  # b\n  a: 1é\n  c: [k, l]\n"),
        ("o:\n  d: x\n  c: [x]  # c\n", {"c": ["k"], "d": "y"}, (), "o:\n  d: y\n  c: [k]\n"),
        ("o:\n  d: {sv: x}\n", {"a": "y"}, ("d",), "o:\n  a: y\n"),
        ("o: {b: x, c: z, d: y}\nn: 1\n", {"a": "1.0"}, ("b", "c"), 'o: {d: y, a: "1.0"}\nn: 1\n'),
        ("o:\r\n  b: x\r\n", {"c": "y"}, (), "o:\r\n  b: x\r\n  c: y\r\n"),
    ],
)
def test_an_object_says_something_else(
    text: str, values: Mapping[str, Any], gone: tuple[str, ...], expected: str
) -> None:
    assert overwritten("a.yaml", text.encode(), ("o",), values, ORDER, gone).decode() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: x  # a\nd: y\n", "a: x  # a\nc:\n  a: k\n  b: [l]\nd: y\n"),
        ("d: y\nc: {}\n", "d: y\nc:\n  a: k\n  b: [l]\n"),
        ("{a: x}\n", "{a: x, c: {a: k, b: [l]}}\n"),
    ],
)
def test_an_object_comes_to_stand_after_the_schema(text: str, expected: str) -> None:
    assert with_object("a.yaml", text.encode(), "c", {"a": "k", "b": ["l"]}, ORDER).decode() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: x\n", "a: x\nc:\n  - a: k\n    b: [l]\n"),
        ("a: x\nc: []\n", "a: x\nc:\n  - a: k\n    b: [l]\n"),
        ("c:\n- a: x  # x\n# d\nd: y\n", "c:\n- a: x  # x\n- a: k\n  b: [l]\n# d\nd: y\n"),
        ("c: [{a: x}]\n", "c: [{a: x}, {a: k, b: [l]}]\n"),
    ],
)
def test_an_item_comes_last(text: str, expected: str) -> None:
    assert with_item("a.yaml", text.encode(), "c", {"a": "k", "b": ["l"]}, ORDER).decode() == expected
