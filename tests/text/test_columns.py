"""How wide a text is, in a terminal and in a mail."""

import pytest

from ssr.text.columns import columns, in_columns

WIDTHS = {"": 0, "is": 2, "åäö": 3, "a\u030a": 1, "漢字": 4, "ｗ": 2, "a\u200db": 2, "a\ufe0f": 1, "sam\xadverkan": 9}


@pytest.mark.parametrize(("text", "expected"), WIDTHS.items(), ids=map(ascii, WIDTHS))
def test_how_many_columns_a_text_takes(text: str, expected: int) -> None:
    assert columns(text) == expected


def test_rows_stand_below_each_other_whatever_their_letters() -> None:
    """A column in which nothing stands takes no room, and no line ends in blanks."""
    rows = [["a", "漢字", "", "x"], ["bbb", "a\u030ab", "", ""]]
    assert list(in_columns(rows)) == ["a    漢字  x", "bbb  a\u030ab"]
    assert list(in_columns([])) == []
