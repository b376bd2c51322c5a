"""What is invented: marks beside whole properties, and where examples end."""

import json
from pathlib import Path
from typing import Any

import pytest
from running import MANIFEST, rendered, ssr, write

from ssr.base.knowledge import KnowledgeBase
from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.diff.comparison import diff
from ssr.view.base_view import View
from ssr.view.examples import without_examples

STORM = """\
name: Storm
reach: regional
status: agreed
agreement: {date: 2023-01-01}
version: "1"
sources: [k]
"""
GOALS = "name: Målbild\nfrom: 2023-01-01\nuntil: 2026-12-31\nunknown: Målen.\n"
PATH = "knowledge/directives/2023-2026/storm.yaml"
FILES = {
    "ssr.yaml": MANIFEST,
    "knowledge/goal-images/2023-2026.yaml": GOALS,
    "knowledge/papers/k.yaml": "name: K\nsort: report\n",
    "knowledge/structures/forum.yaml": "name: Forum\nsort: forum\nsources: [k]\n",
    "knowledge/routines/larma.yaml": "name: Larma\nsources: [k]\n",
}


def facts(*items: str, marks: str = "illustrative: true") -> str:
    listed = "".join(f"  - {{{item}}}\n" for item in items)
    return f"{STORM}facts:\n{listed}marks:\n  facts: {{{marks}}}\n"


def base_of(folder: Path, storm: str, **more: str) -> KnowledgeBase:
    return load(WorkingTree(write(folder, FILES | {PATH: storm} | more)))[0]


def seen(base: KnowledgeBase, *, known: bool = False) -> dict[str, Any]:
    view = View(base, "2024-06-01", "office", "sv")
    view = view.of(without_examples(view.base)) if known else view
    entry = view.find("storm")
    assert entry is not None
    return view.plain(entry)


def test_a_mark_beside_a_list_is_that_of_each_item_that_says_nothing_of_its_own(tmp_path: Path) -> None:
    base = base_of(tmp_path, facts("id: a, text: A.", "id: b, text: B., unknown: Källan."))
    a, b = seen(base)["facts"]
    assert (a["illustrative"], "illustrative" in b) == (True, False)


def test_sources_beside_a_list_are_those_of_each_item(tmp_path: Path) -> None:
    first, second = seen(base_of(tmp_path, facts("id: a, text: A.", "id: b, text: B.", marks="sources: [k]")))["facts"]
    assert first["sources"] == second["sources"] == ["k"]


@pytest.mark.parametrize("real", ["sources: [k]", "origin: agreed"])
def test_one_real_item_ends_the_examples_of_its_list(tmp_path: Path, real: str) -> None:
    invented = "  - {id: %s, text: X., illustrative: true}\n"
    storm = f"{STORM}facts:\n{invented % 'a'}  - {{id: b, text: B., {real}}}\n{invented % 'c'}"
    assert [item["id"] for item in seen(base_of(tmp_path, storm))["facts"]] == ["b"]


def test_one_real_item_ends_the_mark_on_its_list_too(tmp_path: Path) -> None:
    """Else its heading would call what was agreed an example."""
    data = seen(base_of(tmp_path, facts("id: a, text: A.", "id: b, text: B., origin: agreed, sources: [k]")))
    assert ([item["id"] for item in data["facts"]], data["marks"]) == (["b"], {})
    assert "EXEMPEL" not in ssr("render", "directive", "storm", "--at", "2024-06-01", kb=tmp_path).text


def test_what_was_added_to_an_example_that_is_none_any_more_is_none(tmp_path: Path) -> None:
    write(tmp_path / "old", FILES | {PATH: facts("id: a, text: A.")})
    write(tmp_path / "new", FILES | {PATH: facts("id: a, text: A., origin: agreed, sources: [k]")})
    lines = ssr("diff", tmp_path / "old", tmp_path / "new", kb=tmp_path / "new").text.splitlines()
    assert any("ursprung: överenskommet" in line for line in lines)
    assert not any("EXEMPEL" in line for line in lines)


def test_without_examples_a_reference_stands_by_its_source_alone(tmp_path: Path) -> None:
    lists = "structures: [forum]\nroutines: [larma]\n"
    for marks, left in (
        ("", set()),
        ("marks: {structures: {sources: [k]}, routines: {illustrative: true}}\n", {"structures"}),
        ("marks: {structures: {sources: inherit}, routines: {sources: [k]}}\n", {"structures", "routines"}),
    ):
        known = seen(base_of(tmp_path, STORM + lists + marks), known=True)
        assert known.keys() & {"structures", "routines"} == left


def test_a_question_stays_where_the_rest_of_its_item_is_left_out(tmp_path: Path) -> None:
    """With where it belongs among the others; an invented item that asks nothing goes as a whole."""
    storm = (
        f"{STORM}measures:\n"
        "  - {id: a, phase: handling, rank: 1, text: Röj., question: Är det röjt?, illustrative: true}\n"
        "  - {id: b, phase: handling, rank: 2, text: Ring., illustrative: true}\n"
    )
    question = {"id": "a", "phase": "handling", "rank": 1, "question": "Är det röjt?"}
    assert seen(base_of(tmp_path, storm), known=True)["measures"] == [question]


def test_a_question_that_is_the_key_of_its_item_stays(tmp_path: Path) -> None:
    words = {"title": "X", "description": "X.", "x-sv": {"title": "X", "description": "X."}}
    item = {name: words | {"type": "string"} for name in ("question", "answer")}
    item["question"]["x-asks"] = True
    asked = {"type": "object", "additionalProperties": False, "properties": item}
    list_ = words | {"title": "Checks", "type": "array", "x-key": "question", "items": asked}
    kind = words | {
        "x-folder": "rounds", "x-name": "name", "type": "object", "additionalProperties": False,
        "properties": {"name": words | {"type": "string"}, "checks": list_},
    }  # fmt: skip
    files = {
        "ssr.yaml": MANIFEST,
        "schemas/round.schema.json": json.dumps(kind),
        "knowledge/rounds/rond.yaml": "name: Rond\nchecks:\n  - {question: Är det låst?, answer: Ja., illustrative: true}\n",
    }
    base, findings = load(WorkingTree(write(tmp_path, files)))
    assert findings == []
    assert [entry.data["checks"] for entry in without_examples(base).entries] == [[{"question": "Är det låst?"}]]


def test_a_fictitious_base_needs_no_marks(tmp_path: Path) -> None:
    manifest = {"ssr.yaml": f"{MANIFEST}fictitious: true\n"}
    assert seen(base_of(tmp_path, f"{STORM}structures: [forum]\n", **manifest), known=True)["structures"] == ["forum"]


def test_a_text_in_two_languages_that_is_marked_stays_a_text(tmp_path: Path) -> None:
    actor = (
        "names: [{name: Norrhamn}]\nsort: municipality\nparticipation: [{as: member}]\n"
        "area: {sv: Kusten, en: The coast}\nmarks: {area: {illustrative: true}}\n"
    )
    base = load(WorkingTree(write(tmp_path, FILES | {"knowledge/actors/norrhamn.yaml": actor})))[0]
    view = View(base, "2024-06-01", "public", "en")
    entry = view.find("norrhamn")
    assert entry is not None
    area = view.node(entry).area
    assert (area.text, area.is_example) == ("The coast", True)


def test_a_comparison_marks_what_is_marked_beside_it_and_nothing_that_has_a_source(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    base_of(old, STORM)
    real = facts("id: a, text: A., sources: [k]")
    base_of(new, f"{real}  routines: {{illustrative: true}}\nroutines: [larma]\n")
    result = diff(
        WorkingTree(new), old=str(old), new=None, today="2024-06-01", audience="public", language="sv", here=tmp_path
    )
    assert {change.route[0]: change.examples[1] for change in result.changes} == {"facts": False, "routines": True}


def test_what_stands_in_a_list_that_is_invented_is_marked_as_that_in_what_to_look_at(tmp_path: Path) -> None:
    storm = (
        f"{STORM}assumptions:\n  - {{id: a, text: Det är natt., review_by: 2024-01-31}}\n"
        "marks:\n  assumptions: {illustrative: true}\n"
    )
    base_of(tmp_path, storm)
    assert "`EXEMPEL` ”Det är natt.”" in rendered("status", "--at", "2024-06-01", kb=tmp_path).decode()


def test_both_bases_are_settled_once(tmp_path: Path) -> None:
    """What holds no mark is not made anew."""
    base = base_of(tmp_path, STORM)
    assert View(base, "2024-06-01", "office", "sv").base is base


def test_a_real_document_has_no_example_and_is_made(tmp_path: Path) -> None:
    base_of(tmp_path, facts("id: a, text: Påhittat."))
    result = ssr("render", "directive", "storm", "--marking", "real", "--at", "2024-06-01", kb=tmp_path)
    assert (result.code, "Påhittat" in result.text, "EXEMPEL" in result.text) == (0, False, False)
