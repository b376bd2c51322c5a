"""How wide a text is, in a terminal and in a mail."""

import pytest

from ssr.text.columns import columns

WIDTHS = {"": 0, "is": 2, "åäö": 3, "a\u030a": 1, "漢字": 4, "ｗ": 2, "a\u200db": 2, "a\ufe0f": 1, "sam\xadverkan": 9}


@pytest.mark.parametrize(("text", "expected"), WIDTHS.items(), ids=map(ascii, WIDTHS))
def test_how_many_columns_a_text_takes(text: str, expected: int) -> None:
    assert columns(text) == expected
