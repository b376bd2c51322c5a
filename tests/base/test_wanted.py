"""What should stand in the place of a value of another type, shown by an example from the schema."""

from typing import Any

import pytest

from ssr.base.kinds import Field
from ssr.base.wanted import Example, example, wanted

TEXT = Field({"type": "string", "description": "What is done; in short."}, "text")
KEY = Field({"type": "string", "format": "key"}, "id")
CHOICE = Field({"type": "string", "enum": ["own", "federation"]}, "form")
NUMBER = Field({"type": "integer"}, "minutes")
CODE = Field({"type": "string", "pattern": "^[0-9]{4}$"}, "code")
OBJECT = Field({"type": "object", "required": ["id", "text"]}, "step", {"id": KEY, "text": TEXT})
ITEMS = Field({"type": "array"}, "steps", {}, OBJECT)
KNOWN_OR_NOT = Field({"type": "object"}, "registrar", {"name": TEXT, "unknown": TEXT})
LIST = Field({"type": "array"}, "who", {}, TEXT)


@pytest.mark.parametrize(
    ("expected", "field", "value", "key", "instead"),
    [
        ("array", LIST, "haninge", "not-a-list", "[haninge]"),
        ("array", LIST, "haninge, nacka", "not-a-list", "[haninge, nacka]"),
        ("array", LIST, "se: nedan", "not-a-list", None),
        ("array", LIST, None, "not-a-list", None),
        ("array", ITEMS, "Ring", "not-items", None),
        ("array", ITEMS, {"id": "a"}, "not-items", None),
        ("object", OBJECT, "Ring", "not-fields", None),
        ("integer", NUMBER, "20", "not-a-number", "20"),
        ("integer", NUMBER, "tjugo", "not-a-number", None),
        ("boolean", Field({}, "illustrative"), "Ja", "not-true-or-false", "true"),
        ("boolean", Field({}, "illustrative"), "no", "not-true-or-false", "false"),
        ("boolean", Field({}, "illustrative"), "kanske", "not-true-or-false", None),
        ("string", CODE, 1234, "not-a-text", '"1234"'),
        ("string", CODE, 123, "wrong-pattern", None),
        ("string", CHOICE, None, "not-chosen", None),
        ("text", TEXT, ["En gång"], "not-a-text", "En gång"),
        ("text", TEXT, True, "not-a-text", None),
        ("text", TEXT, {}, "not-a-text", None),
        (["string", "null"], TEXT, 5, "not-a-text", '"5"'),
    ],
)
def test_what_is_told_and_what_is_certain(
    expected: object, field: Field, value: Any, key: str, instead: str | None
) -> None:
    found = wanted(expected, field, value)
    assert found.key == key
    assert found.parameters.get("instead") == instead


@pytest.mark.parametrize(
    ("field", "value", "quoted", "bare"),
    [
        (OBJECT, "Ring runt", "id: ring-runt, text: Ring runt", "id: ploga-stora-vagar, text: …"),
        (ITEMS, "Ring runt", "- id: ring-runt, text: Ring runt", "- id: ploga-stora-vagar, text: …"),
        (ITEMS, {"text": "Ring"}, "- text: Ring", "- …"),
        (ITEMS, {}, "- id: ploga-stora-vagar, text: …", "- id: ploga-stora-vagar, text: …"),
    ],
)
def test_the_example_holds_the_value_where_it_may_be_shown(field: Field, value: Any, quoted: str, bare: str) -> None:
    shown = wanted("array" if field.is_list else "object", field, value).parameters["example"]
    assert isinstance(shown, Example)
    assert shown == (quoted, bare)


@pytest.mark.parametrize(
    ("field", "expected"),
    [(TEXT, "What is done"), (KEY, "ploga-stora-vagar"), (CHOICE, "own"), (NUMBER, "1"), (LIST, "[…]"),
     (OBJECT, "{id: ploga-stora-vagar, text: …}"), (ITEMS, "[{id: ploga-stora-vagar, text: …}]")],
)  # fmt: skip
def test_an_example_is_what_the_schema_says(field: Field, expected: str) -> None:
    assert example(field, "en") == expected


def test_an_example_says_what_stands_there_and_not_that_it_is_unknown() -> None:
    assert wanted("object", KNOWN_OR_NOT, "Länsstyrelsen").parameters == {
        "example": Example("name: Länsstyrelsen", "name: …")
    }
