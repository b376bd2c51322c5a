"""Signs of what entries say: those that bases have recorded must be known again by every later version of the tool."""

from typing import Any

import pytest

from ssr.base.kinds import Field
from ssr.diff.fingerprint import fingerprint, is_fingerprint_of

FIELD = Field(
    {}, "", {name: Field({}, name) for name in ("name", "text")} | {"note": Field({"x-editorial": True}, "note")}
)
SAID = {"name": "Rådet", "text": "Ring  den\nsom har jour.", "note": "x"}


def test_recorded_signs_hold() -> None:
    assert fingerprint(SAID, FIELD) == "2.50244042"
    assert is_fingerprint_of("2.50244042", SAID, FIELD)
    assert is_fingerprint_of("3b64d61e", SAID, FIELD)


@pytest.mark.parametrize(
    ("value", "same", "was_same"),
    [({**SAID, "note": "y"}, True, True), ({**SAID, "text": "Ring den som har jour."}, True, False),
     ({**SAID, "text": "Ring den som har jour"}, False, False), ({"text": SAID["text"], "name": SAID["name"]}, True, True)],
)  # fmt: skip
def test_a_sign_is_judged_by_what_counted_as_the_same_when_it_was_made(
    value: dict[str, Any], same: bool, was_same: bool
) -> None:
    assert is_fingerprint_of("2.50244042", value, FIELD) is same
    assert is_fingerprint_of("3b64d61e", value, FIELD) is was_same


STEP = Field({}, "", {"id": Field({}, "id"), "text": Field({}, "text")})
LISTS = Field({}, "", {
    "steps": Field({"x-key": "id"}, "steps", items=STEP),
    "who": Field({}, "who", items=Field({"x-ref": ["actor"]})),
    "days": Field({}, "days", items=Field({})),
})  # fmt: skip
RING, WRITE = {"id": "ring", "text": "Ring den som har jour."}, {"id": "skriv", "text": "Skriv."}


@pytest.mark.parametrize(
    ("name", "value", "other", "same"),
    [
        ("steps", [RING, WRITE], [WRITE, RING], True),
        ("steps", [RING], [{"text": "Ring  den\nsom har jour.", "id": "ring"}], True),
        ("steps", [RING], [RING, WRITE], False),
        ("steps", [RING], [{**RING, "text": "Ring."}], False),
        ("who", ["a", "b"], ["b", "a"], True),
        ("who", ["a", "b"], ["a"], False),
        ("days", ["må", "ti"], ["ti", "må"], False),
    ],
)
def test_the_order_of_items_with_a_key_and_of_references_says_nothing(
    name: str, value: Any, other: Any, same: bool
) -> None:
    """Nor how a text in an item is folded; what stands in a list and has neither a key nor leads anywhere has an order."""
    assert is_fingerprint_of(fingerprint({name: value}, LISTS), {name: other}, LISTS) is same
