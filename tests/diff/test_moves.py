"""What has moved in an ordered list, and what was only pushed along."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssr.diff.moves import moved


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("abc", "abc", ""),
        ("abc", "xabc", ""),
        ("abc", "bc", ""),
        ("abcd", "dabc", "d"),
        ("abcd", "bcda", "a"),
        ("ab", "ba", "b"),
        ("abcde", "xeabd", "e"),
        ("", "ab", ""),
        ("ab", "", ""),
    ],
)
def test_what_has_moved(before: str, after: str, expected: str) -> None:
    assert moved(before, after) == frozenset(expected)


@given(st.permutations("abcdef"), st.permutations("abcdef"))
def test_without_what_moved_the_order_is_the_same(before: list[str], after: list[str]) -> None:
    gone = moved(before, after)
    assert [name for name in before if name not in gone] == [name for name in after if name not in gone]


def test_no_fewer_would_explain_it() -> None:
    for after in permutations("abcd"):
        fewest = min(
            len(gone)
            for number in range(16)
            if (gone := {name for at, name in enumerate("abcd") if number >> at & 1}) is not None
            and [name for name in "abcd" if name not in gone] == [name for name in after if name not in gone]
        )
        assert len(moved("abcd", after)) == fewest
