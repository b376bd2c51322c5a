"""What a reference fills in beside it, in a base whose kinds no Python knows: a crossing rests on a vote in the hall."""

import json
from pathlib import Path
from typing import Any

import pytest
from running import MANIFEST, rendered, ssr, write


def described(schema: dict[str, Any]) -> dict[str, Any]:
    return {"title": "X", "description": "X.", "x-sv": {"title": "X", "description": "X."}, **schema}


def closed(**properties: Any) -> dict[str, Any]:
    named = {name: described(one) for name, one in properties.items()}
    return {"type": "object", "additionalProperties": False, "properties": named}


TEXT = {"type": "string"}
STATE = {"type": "string", "enum": ["sketch", "set"], "x-status": {"draft": ["sketch"], "agreed-on": ["rests", "day"]}}
VOTE = {"type": "string", "x-ref": {"kinds": ["vote"], "role": "rests-on"}, "x-fills": ["day", "hall"]}
SCHEMAS = {
    "vote": {"x-folder": "votes", "x-name": "name", **closed(name=TEXT, day=TEXT, hall=TEXT)},
    "crossing": {
        "x-folder": "crossings",
        "x-name": "name",
        **closed(name=TEXT, state=STATE, rests=closed(vote=VOTE, day=TEXT, hall=TEXT)),
    },
}
DOCUMENT = """title: {sv: Överfart, en: Crossing}
about: [crossing]
formats: {md: crossing.md.j2}
"""
TEMPLATE = "{{ entry.rests.day or 'inget' }} {{ entry.rests.hall or 'inget' }}\n"
CROSSING = "name: Norra\nstate: set\nrests: {{vote: {}{}}}\n"
FILES = {
    "ssr.yaml": MANIFEST,
    **{f"schemas/{name}.schema.json": json.dumps(described(schema)) for name, schema in SCHEMAS.items()},
    "templates/crossing/document.yaml": DOCUMENT,
    "templates/crossing/crossing.md.j2": TEMPLATE,
    "knowledge/votes/i-mars.yaml": "name: I mars\nday: 2021-03-04\nhall: Salen\n",
    "knowledge/votes/nagon-gang.yaml": "name: Någon gång\nday: '2021'\n",
    "knowledge/votes/dold.yaml": "name: Dold\nday: 2021-03-04\nhall: Salen\naudience: office\n",
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", FILES)


@pytest.mark.parametrize(
    ("vote", "own", "printed"),
    [
        ("i-mars", "", "2021-03-04 Salen"),
        ("i-mars", ", hall: Bryggan", "2021-03-04 Bryggan"),
        ("nagon-gang", "", "2021 inget"),
        ("dold", "", "inget inget"),
    ],
)
def test_what_is_printed(base: Path, vote: str, own: str, printed: str) -> None:
    """What stands there goes before; what a reader may not see fills in nothing."""
    write(base, {"knowledge/crossings/norra.yaml": CROSSING.format(vote, own)})
    assert rendered("crossing", "norra", kb=base).decode().strip() == printed


@pytest.mark.parametrize(("vote", "before"), [("i-mars", False), ("nagon-gang", True)])
def test_nothing_holds_before_the_vote_that_it_rests_on(base: Path, vote: str, before: bool) -> None:
    """A vote of which only the year is known gives no first day."""
    write(base, {"knowledge/crossings/norra.yaml": CROSSING.format(vote, "")})
    assert ("norra" in ssr("list", "crossing", "--at", "2021-03-03", kb=base).text) is before
    assert "norra" in ssr("list", "crossing", "--at", "2021-03-04", kb=base).text


def test_the_reference_must_say_the_same(base: Path) -> None:
    write(base, {"knowledge/crossings/norra.yaml": CROSSING.format("i-mars", ", hall: Bryggan")})
    report = ssr("validate", kb=base)
    assert (report.code, report.text.count("SSR330")) == (1, 1)
    write(base, {"knowledge/crossings/norra.yaml": CROSSING.format("nagon-gang", ", day: 2021-03-04")})
    assert ssr("validate", kb=base).code == 0
