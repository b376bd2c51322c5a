"""What every adapter that lays out Markdown must live through."""

import pytest

from ssr.formats.adapters import FORMATS, convert
from ssr.formats.markdown_tree import NAMES, in_columns, tree
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


def _names(text: str) -> list[list[str]]:
    """The items of the lists that stand in columns, a list for each column."""
    lists = [node for node in tree(text).walk() if node.type == "bullet_list" and node.attrs.get("class") == NAMES]
    return [
        ["".join(inner.content for inner in item.walk() if inner.type == "text") for item in column]
        for node in lists
        for column in in_columns(node.children)
    ]


def test_many_short_names_stand_in_columns_that_are_read_from_above() -> None:
    towns = [f"Ort {letter}" for letter in "ABCDEFGHIJ"]
    assert _names("".join(f"- {town}\n" for town in towns)) == [towns[:4], towns[4:8], towns[8:]]
    long = [f"{town} med ett namn av fyrtiotre tecken i sig" for town in towns]
    assert [len(column) for column in _names("".join(f"- {town}\n" for town in long))] == [5, 5]
    assert _names("- Grupp:\n" + "".join(f"  - {town}\n" for town in towns)) == [towns[:4], towns[4:8], towns[8:]]


@pytest.mark.parametrize(
    "items",
    [
        ["A"] * 7,  # few
        ["En mening."] * 9,
        ["x" * 46] * 9,
        ["________"] * 9,
        ["☐ Ring"] * 9,
        ["A\n  - B"] * 9,
        ["A\n\n  B"] * 9,
    ],
)
def test_what_is_no_list_of_many_names_stands_item_by_item(items: list[str]) -> None:
    assert _names("".join(f"- {item}\n" for item in items)) == []
