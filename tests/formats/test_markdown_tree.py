"""What every adapter that lays out Markdown must live through."""

import pytest

from ssr.formats.adapters import FORMATS, convert
from ssr.formats.page import Page, TooLongError

DEEP = {
    "a run of asterisks": "*" * 4000 + "x" + "*" * 4000,
    "emphasis within emphasis": "*a " * 3000 + "b" + "*" * 3000,
    "brackets": "[" * 3000 + "x" + "]" * 3000,
}


@pytest.mark.parametrize("format_", [name for name in FORMATS if name not in {"ics", "sms"}])
@pytest.mark.parametrize("name", DEEP)
def test_prose_without_end_is_shown(name: str, format_: str) -> None:
    assert convert(format_, f"# Rubrik\n\n{DEEP[name]}\n\n---\n\nslut\n", Page("sv"))


@pytest.mark.parametrize("name", DEEP)
def test_prose_without_end_is_no_message(name: str) -> None:
    with pytest.raises(TooLongError):
        convert("sms", DEEP[name], Page("sv"))


def test_emphasis_that_people_write_is_kept() -> None:
    made = convert("txt", "# Rubrik\n\nAlla *kommer **fram***.\n\n---\n\nslut\n", Page("sv")).decode()

    assert "Alla kommer fram." in made
