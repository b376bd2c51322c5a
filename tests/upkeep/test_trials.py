"""What put an entry to the test: asked for once it is over, until the entry says how it went, whatever the kinds are called."""

import json
from pathlib import Path
from typing import Any

import pytest
from running import MANIFEST, rendered, ssr, write

AGREED = "status: agreed\nversion: '1.0'\nagreement: {{forum: gruppen, date: {}}}\nsources: [papper]\n"
STORM = (
    "name: Storm\nreach: regional\n" + AGREED.format("2023-02-01") + "trigger: {text: Storm., sources: [papper]}\n"
    "assumptions:\n  - {id: natet, text: Nätet håller., origin: agreed, sources: [papper]}\n"
)
EVENT = "name: {}\nsort: disturbance\nstate: {}\ndates:\n  - {{id: a, date: {}, sources: [papper]}}\ndirectives: [storm]\nsources: [papper]\n"
TESTED = (
    "    tested:\n      - {event: byn, outcome: failed, date: 2024-03, text: Det föll **genast**., sources: [papper]}\n"
)
NOW = "knowledge/directives/2023-2026/storm.yaml"
BEFORE = "knowledge/directives/2019-2022/storm.yaml"
FILES = {
    "ssr.yaml": MANIFEST,
    "knowledge/papers/papper.yaml": "name: Papper\nsort: report\n",
    "knowledge/structures/gruppen.yaml": "name: Gruppen\nsort: forum\nsources: [papper]\n",
    "knowledge/goal-images/2019-2022.yaml": "name: Målbild\nfrom: 2019-01-01\nuntil: 2022-12-31\nunknown: Allt.\n",
    "knowledge/goal-images/2023-2026.yaml": "name: Målbild\nfrom: 2023-01-01\nuntil: 2026-12-31\nunknown: Allt.\n",
    NOW: STORM,
    BEFORE: STORM.replace("2023-02-01", "2019-02-01").replace("natet, text: Nätet håller", "dag, text: Det är dag"),
    "knowledge/events/byn.yaml": EVENT.format("Byn", "over", "2024-03-02"),
    "knowledge/events/forra.yaml": EVENT.format("Förra", "over", "2021-11"),
    "knowledge/events/nasta.yaml": EVENT.format("Nästa", "planned", "2024-04-02"),
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", FILES)


def told(base: Path, text: str = TESTED) -> Path:
    """The base in which the assumption says how it went."""
    return write(base, {NOW: STORM.replace("{id: natet, ", "id: natet\n    ").replace(
        "text: Nätet håller., origin: agreed, sources: [papper]}", f"text: Nätet håller.\n    origin: agreed\n    sources: [papper]\n{text.rstrip()}"
    )})  # fmt: skip


def asked(base: Path, day: str = "2024-06-01") -> list[tuple[Any, Any]]:
    """What is asked for: the event, and its last day."""
    needs = json.loads(ssr("status", "--at", day, "--format", "json", kb=base).out)["needs"]
    return [(need["reference"], need["day"]) for need in needs if need["why"] == "tried"]


def test_an_event_that_is_over_is_asked_for_until_it_is_told_how_it_went(base: Path) -> None:
    """Not before it is over, nor of one that came before the edition held, nor of one that is only planned."""
    assert asked(base) == [("byn", "2024-03-02")]
    assert asked(base, "2024-03-02") == []
    assert "prövat i Byn (byn), hur gick det: Nätet håller." in ssr("status", "--at", "2024-06-01", kb=base).text
    assert ssr("validate", "--strict", kb=told(base)).code == 0
    assert asked(base) == []
    assert asked(told(base, "    tested:\n      - {event: byn, unknown: Ingen har följt upp.}\n")) == []


def test_a_hidden_event_is_not_asked_for_in_what_others_read(base: Path) -> None:
    status = ("status", "--at", "2024-06-01")
    assert "Hur gick det med antagandet i Byn?" in rendered(*status, kb=base).decode()
    write(base, {"knowledge/events/byn.yaml": f"{EVENT.format('Byn', 'over', '2024-03-02')}audience: members\n"})
    assert "Byn" not in rendered(*status, kb=base).decode()


def test_it_takes_no_new_agreement_and_the_comparison_tells_it(base: Path, tmp_path: Path) -> None:
    before = write(tmp_path / "before", FILES)
    assert ssr("validate", "--strict", "--baseline", str(before), kb=told(base)).code == 0
    changes = ssr("diff", str(before), kb=base).text
    assert "prövat i, Nätet håller. – Byn: höll inte, mars 2024, Det föll" in changes


def test_the_brief_shows_it_and_so_does_that_of_the_next_edition(base: Path) -> None:
    brief = ("directive", "storm", "--at", "2024-06-01")
    line = "- Nätet håller. \\[1\\]\n  - *Prövat i Byn, mars 2024: höll inte.* Det föll **genast**. \\[1\\]\n"
    assert line in rendered(*brief, kb=told(base)).decode()
    tested = "    tested:\n      - {event: forra, outcome: replaced, date: 2021-11-03, text: Räkna med natt., sources: [papper]}\n"
    earlier = STORM.replace("2023-02-01", "2019-02-01").replace(
        "  - {id: natet, text: Nätet håller., origin: agreed, sources: [papper]}\n",
        f"  - id: dag\n    text: Det är dag.\n    origin: agreed\n    sources: [papper]\n{tested}",
    )
    write(base, {BEFORE: earlier})
    learnt = "## Så gick det med antagandena 2019–2022\n\n- Det är dag. \\[1\\]\n  - *Prövat i Förra, 3 november 2021: ersattes.* Räkna med natt."
    assert learnt in rendered(*brief, kb=base).decode()
    assert learnt not in rendered("directive", "storm", "--edition", "2019-2022", kb=base).decode()


WORDS = '"title": "T", "description": "D.", "x-sv": {"title": "T", "description": "D."}'
FERRY = """{
  "$schema": "https://json-schema.org/draft/2020-12/schema", %(words)s, "x-folder": "ferries", "x-name": "name",
  "type": "object", "required": ["name"], "additionalProperties": false,
  "properties": {
    "name": {"type": "string", %(words)s},
    "beliefs": {"type": "array", "x-key": "id", %(words)s, "items": {
      "type": "object", "required": ["id", "claim"], "additionalProperties": false,
      "properties": {
        "id": {"type": "string", "format": "key", %(words)s},
        "claim": {"$ref": "_shared.schema.json#/$defs/text", %(words)s},
        "fates": {"type": "array", "x-key": "drill", "x-tried": {"role": "sailed", "by": "drill", "days": ["when"]}, %(words)s, "items": {
          "type": "object", "required": ["drill"], "additionalProperties": false,
          "properties": {"drill": {"type": "string", "x-ref": ["drill"], %(words)s}}
        }}
      }
    }}
  }
}""" % {"words": WORDS}  # noqa: UP031  (braces are those of JSON)
DRILL = """{
  "$schema": "https://json-schema.org/draft/2020-12/schema", %(words)s, "x-folder": "drills", "x-name": "name",
  "type": "object", "required": ["name"], "additionalProperties": false,
  "properties": {
    "name": {"type": "string", %(words)s},
    "when": {"$ref": "_shared.schema.json#/$defs/date", %(words)s},
    "ferry": {"type": "string", "x-ref": {"kinds": ["ferry"], "role": "sailed"}, %(words)s}
  }
}""" % {"words": WORDS}  # noqa: UP031


def test_a_kind_that_the_tool_does_not_know_is_asked_too(tmp_path: Path) -> None:
    base = write(
        tmp_path / "base",
        {
            "ssr.yaml": MANIFEST,
            "schemas/ferry.schema.json": FERRY,
            "schemas/drill.schema.json": DRILL,
            "knowledge/ferries/linjen.yaml": "name: Linjen\nbeliefs:\n  - {id: is, claim: Isen bär., fates: [{drill: b}]}\n",
            "knowledge/drills/a.yaml": "name: A\nwhen: 2024-01-01\nferry: linjen\n",
            "knowledge/drills/b.yaml": "name: B\nwhen: 2024-01-02\nferry: linjen\n",
            "knowledge/drills/c.yaml": "name: C\nwhen: 2025-01-02\nferry: linjen\n",
        },
    )
    assert ssr("validate", kb=base).code == 0
    assert asked(base) == [("a", "2024-01-01")]
