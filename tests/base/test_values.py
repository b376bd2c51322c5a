"""Values are checked as what they are: addresses and numbers by their channel, texts as words, in every kind there is."""

import json
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
import yaml
from running import EXEMPELLAN, MANIFEST, ROOT, ssr, write

from ssr.base.effective import FREE_FORMATS
from ssr.base.kinds import Field
from ssr.base.load import load
from ssr.base.schema import FORMATS, check
from ssr.base.snapshot import WorkingTree
from ssr.base.yaml.source import Source

KINDS = load(WorkingTree(ROOT))[0].kinds
FERRY = ROOT / "tests/cases/ferry"


def contact(channel: str, value: str) -> dict[str, Any]:
    one = {"id": "vakt", "function": "Vakthavande", "channel": channel, "value": value}
    return {"names": [{"name": "A"}], "sort": "company", "participation": [{"as": "member"}], "contacts": [one]}


def keys(data: Any, kind: str = "actor") -> list[tuple[str, Any]]:
    source = Source("a.yaml", json.dumps(data), data)
    return [(found.key, found.parameters.get("format")) for found in check(source, KINDS[kind].root)]


@pytest.mark.parametrize(
    ("channel", "value"),
    [("phone", "0980-319 204"), ("phone", "+46 980 319 204"), ("email", "vakt@ekasen.example"), ("web", "https://ekasen.example/vakt"),
     ("radio", "Talgrupp 2, 112"), ("radio", "vakt@ekasen.example")],
)  # fmt: skip
def test_what_fits_its_channel(channel: str, value: str) -> None:
    assert keys(contact(channel, value)) == []


@pytest.mark.parametrize(
    ("channel", "value", "form"),
    [("phone", "vakt@ekasen.example", "phone"), ("phone", "0980", None), ("phone", "098O-319 204", "phone"), ("phone", "15", "phone"),
     ("email", "0980-319 204", "email"), ("email", "vakt[at]ekasen.example", "email"), ("email", "vakt@ekasen", "email"),
     ("email", "vakt@ekasen.example; chef@ekasen.example", "email"), ("web", "ekasen.example", "url"), ("web", "data:text/html,x", "url"),
     ("web", "https://", "url"), ("radio", " ", "line"), ("radio", "Talgrupp 2\nTEL:112", "line")],
)  # fmt: skip
def test_what_does_not(channel: str, value: str, form: str | None) -> None:
    assert keys(contact(channel, value)) == ([("wrong-format", form)] if form else [])


@pytest.mark.parametrize("channel", ["phone", "email", "web"])
def test_a_line_feed_is_told(channel: str) -> None:
    good = {"phone": "112", "email": "a@b.example", "web": "https://b.example"}[channel]
    for text in (f"{good}\n", f"{good}\r\nTEL:113", f"\n{good}"):
        assert ("wrong-format", "line") in keys(contact(channel, text))


def test_without_a_channel_or_a_value_only_that_is_told() -> None:
    for name in ("channel", "value"):
        data = contact("phone", "112")
        del data["contacts"][0][name]
        assert [key for key, _ in keys(data)] == ["missing"]


def texts(field: Field) -> Iterator[Field]:
    """Every place of a kind for a text in words of its own, of prose its languages too."""
    for node in field.schema.get("anyOf", ()) if field.is_text else ():
        yield from (Field(one) for one in (node, *node.get("properties", {}).values()) if one["type"] == "string")
    if not field.is_text and field.schema.get("type") == "string":
        yield field
    for below in (*field.properties.values(), *([field.items] if field.items else [])):
        yield from texts(below)


@pytest.mark.parametrize("base", [ROOT, EXEMPELLAN, FERRY], ids=lambda path: path.name)
def test_every_text_of_every_kind_has_a_form(base: Path) -> None:
    """Also of kinds that the base has made itself: nothing need be said of it in their schemas."""
    for kind in load(WorkingTree(base))[0].kinds.values():
        found = list(texts(kind.root))
        assert found
        for text in found:
            bound = text.schema.keys() & {"enum", "pattern", "x-ref"} or text.schema.get("format") in FORMATS
            assert bound, (kind.name, text.schema)
            if text.schema.get("format") in FREE_FORMATS:
                assert text.schema["minLength"] >= 1


BLANK = [
    "",
    " ",
    "\t \n",
    "\u00a0",
    "\u00ad",
    "\u200d \ufe0f",
    "\u2800",
    "\u034f",
    "\U000e0100",
]


@pytest.mark.parametrize("blank", BLANK, ids=ascii)
@pytest.mark.parametrize("languages", [False, True])
def test_prose_says_something(languages: bool, blank: str) -> None:
    said: Any = {"sv": "Ring.", "en": blank} if languages else blank
    step = {"id": "a", "rank": 1, "text": said, "who": ["b"]}
    [(key, _)] = keys({"name": "A", "steps": [step]}, "routine")
    assert key == ("wrong-format" if blank else "unfilled")
    assert keys({"name": "A", "steps": [{**step, "text": "Ring.\n\nSkriv.\n"}]}, "routine") == []


@pytest.mark.parametrize("field", ["name", "channel", "function", "id"])
def test_a_text_on_one_line_is_told_where_it_stands(field: str, tmp_path: Path) -> None:
    data = contact("phone", "112")
    place = data["names"][0] if field == "name" else data["contacts"][0]
    place[field] = f"{place[field]}\nmer"
    files = {"ssr.yaml": MANIFEST, "knowledge/actors/a.yaml": yaml.safe_dump(data, sort_keys=False)}
    result = ssr("validate", kb=write(tmp_path / "base", files))
    assert result.code == 1
    assert "knowledge/actors/a.yaml:" in result.text
    assert ("en text på en enda rad" in result.text) is (field in {"name", "function"})


def test_the_manifest_is_no_exception(tmp_path: Path) -> None:
    for name in ('"  "', '"Prov\\nlänet"'):
        files = {
            "ssr.yaml": MANIFEST.replace("Provlänet", name),
            "knowledge/concepts/a.yaml": "name: A\nunknown: Allt.\n",
        }
        result = ssr("validate", kb=write(tmp_path / "base", files))
        assert (result.code, "en text på en enda rad" in result.text) == (1, True)


def test_long_texts_are_looked_at_once() -> None:
    many = 200_000
    hostile = [
        text
        for part in ("a", "1 ", "a.", "-", " ", "a@", "https://a", "https://a:", "[")
        for text in (part * many, part * many + "\n")
    ]
    begun = perf_counter()
    for holds in FORMATS.values():
        for text in hostile:
            holds(text)
            holds(f"https://{text}<")
            holds(f"a@{text}")
    assert perf_counter() - begun < 30
