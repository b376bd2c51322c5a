"""Rules on days and times in a kind that no Python knows: whatever the fields are called and whatever they hold."""

import json
from pathlib import Path
from typing import Any

import pytest
from running import MANIFEST, ssr, write

TEXT = {"type": "string"}
SEVEN = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
BOAT = "knowledge/boats/ebba.yaml"


def found(folder: Path, boat: str, *, manifest: str = MANIFEST, **properties: Any) -> list[tuple[str, int]]:
    """The codes and lines of what is said of a boat, whose kind has these properties."""
    words = {"title": "X", "description": "X.", "x-sv": {"title": "X", "description": "X."}}
    schema = words | {
        "x-folder": "boats", "x-name": "name", "type": "object", "additionalProperties": False,
        "properties": {name: words | one for name, one in {"name": TEXT, **properties}.items()},
    }  # fmt: skip
    files = {"ssr.yaml": manifest, "schemas/boat.schema.json": json.dumps(schema), BOAT: f"name: Ebba\n{boat}\n"}
    result = ssr("validate", "--at", "2019-06-01", "--format", "json", kb=write(folder, files))
    assert result.err == ""
    return [(one["code"], one["line"]) for one in json.loads(result.text)["findings"] if one["path"] == BOAT]


@pytest.mark.parametrize(
    ("enum", "day", "lines"),
    [(SEVEN, "wed", []), (SEVEN, "thu", [3]), (SEVEN, "onsdag", None), (None, "onsdag", []), (None, "wed", [3]),
     (["onsdag", "torsdag"], "onsdag", []), (["onsdag", "torsdag"], "torsdag", [3])],
)  # fmt: skip
def test_a_weekday_in_the_words_of_the_kind_or_else_in_swedish(
    tmp_path: Path, enum: list[str] | None, day: str, lines: list[int] | None
) -> None:
    weekday = TEXT | {"x-weekday-of": "sails"} | ({"enum": enum} if enum else {})
    sails = TEXT | {"format": "date"}
    told = found(tmp_path, f"sails: 2018-11-14\nday: {day}", sails=sails, day=weekday)
    assert told == ([("SSR104", 3)] if lines is None else [("SSR302", line) for line in lines])


@pytest.mark.parametrize("sails", ["2018-11", "2018-11-14T08:00", '"2018-11-31"', "7"])
def test_what_is_no_day_has_neither_weekday_nor_change_of_the_clocks(tmp_path: Path, sails: str) -> None:
    shape = {"type": "integer"} if sails == "7" else TEXT
    day = TEXT | {"x-weekday-of": "sails"}
    clock = TEXT | {"x-clock-on": ["sails"]}
    assert found(tmp_path, f"sails: {sails}\nday: torsdag\nat: 02:30", sails=shape, day=day, at=clock) == []


def test_in_an_item_the_days_beside_count_and_not_those_of_the_entry(tmp_path: Path) -> None:
    day, weekday = TEXT | {"format": "date"}, TEXT | {"x-weekday-of": "sails"}
    until, at = day | {"x-not-before": "sails"}, TEXT | {"x-clock-on": ["sails"]}
    words = {"title": "X", "description": "X.", "x-sv": {"title": "X", "description": "X."}}
    trip = {name: words | one for name, one in {"sails": day, "day": weekday, "back": until, "at": at}.items()}
    trips = {"type": "array", "items": {"type": "object", "additionalProperties": False, "properties": trip}}
    boat = "sails: 2019-03-31\ntrips:\n  - {sails: 2018-11-14, day: onsdag, back: 2018-11-15, at: 02:30}\n"
    assert found(tmp_path / "right", boat, sails=day, trips=trips) == []
    wrong = "sails: 2018-11-14\ntrips:\n  - sails: 2019-03-31\n    day: onsdag\n    back: 2018-11-15\n    at: 02:30\n"
    assert found(tmp_path / "wrong", wrong, sails=day, trips=trips) == [("SSR302", 5), ("SSR301", 6), ("SSR305", 7)]


CLOCK = {
    "sails": TEXT | {"format": "date"},
    "back": TEXT | {"format": "date"},
    "at": TEXT | {"x-clock-on": ["back", "sails"]},
}


@pytest.mark.parametrize(
    ("boat", "lines"),
    [("sails: 2019-03-31\nat: 02:30", [3]), ("sails: 2019-03-31\nat: 03:00", []), ("sails: 2019-03-30\nat: 02:30", []),
     ("sails: 2019-10-27\nat: 02:30", [3]), ("sails: 2019-10-27\nat: 03:00", []), ("at: 02:30", []),
     ("sails: 2019-03-31\nat: soon", []),
     # The first day that there is counts.
     ("sails: 2019-03-31\nback: 2019-04-02\nat: 02:30", []), ("sails: 2019-03-30\nback: 2019-03-31\nat: 02:30", [4])],
)  # fmt: skip
def test_a_time_that_the_clocks_skip_or_show_twice(tmp_path: Path, boat: str, lines: list[int]) -> None:
    assert found(tmp_path, boat, **CLOCK) == [("SSR305", line) for line in lines]


def test_where_the_clocks_are_not_known_nothing_is_said_of_them(tmp_path: Path) -> None:
    manifest = MANIFEST.replace("Europe/Stockholm", "Europe/Atlantis")
    assert found(tmp_path, "sails: 2019-03-31\nat: 02:30", manifest=manifest, **CLOCK) == []
    elsewhere = MANIFEST.replace("Europe/Stockholm", "Asia/Tokyo")
    assert found(tmp_path, "sails: 2019-03-31\nat: 02:30", manifest=elsewhere, **CLOCK) == []


@pytest.mark.parametrize(
    "times", ["date: 2019-03-31\nstart: 02:30\n", "date: 2019-03-30\nstart: 02:30\nrepeats: {every: day}\n"]
)
def test_a_manifest_with_a_fault_is_set_right_before_anything_is_said_of_its_clocks(tmp_path: Path, times: str) -> None:
    meeting = f"name: M\nsort: meeting\n{times}illustrative: true\n"
    for folder, name, told in (("right", "public", True), ("wrong", "alla", False)):
        manifest = MANIFEST.replace("\naudience: public", f"\naudience: {name}")
        base = write(tmp_path / folder, {"ssr.yaml": manifest, "knowledge/meetings/m.yaml": meeting})
        findings = ssr("validate", "--at", "2019-01-01", kb=base).text
        assert ("02:30" in findings, "ssr.yaml:" in findings) == (told, not told)
