"""What docs/truth.md says of the content: each statement of the five documents stands where it says, and rests on its paper."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ssr.base.kinds import MARKS
from ssr.base.load import load
from ssr.base.marks import INHERIT, is_example, is_marked, mark_on
from ssr.base.snapshot import WorkingTree

TOP = Path(__file__).parent.parent
PAGE = (TOP / "docs" / "truth.md").read_text(encoding="utf-8")
PAPERS = {
    "S0": "fragor-och-svar",
    "S1": "modell-for-samverkan",
    "S2": "exempel-haninge",
    "S3": "forklara-ssr",
    "S4": "hosten-2018",
}
COUNTED = {
    "S0": 17,
    "S1": 19,
    "S2": 22,
    "S3": 26,
    "S4": 45,
}  # statements of each document; a row fewer is one that was lost
_STATEMENT = re.compile(r"^\| (S[0-4]) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
_HELD = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \| ([0-9]+) \| [^|]+ \| `([^`]+)` \|$", re.MULTILINE)
_ROUTE = re.compile(r"`([^`#.]+)(?:#([^`]+)|\.([^`]+))?`")

_SEED = re.compile(r"^\| ([0-9]{8}) \| ([0-9]+) \| ([0-9]+) \| ([0-9]+) \| [^|]+ \|$", re.MULTILINE)
_JUDGED = re.compile(r"^\| `([^`]+)` \| (right|wrong|not checked) \| (\w+) \|$", re.MULTILINE)

STATEMENTS = _STATEMENT.findall(PAGE)
ROUTES = [
    (paper, place) for document, _, cell in STATEMENTS for paper in [PAPERS[document]] for place in _ROUTE.findall(cell)
]


@cache
def content() -> dict[str, Any]:
    """Each entry of the base by its path below knowledge/, without the ending."""
    base, findings = load(WorkingTree(TOP))
    assert not findings
    return {str(entry.path).removeprefix("knowledge/").removesuffix(".yaml"): entry.data for entry in base.entries}


def holders(value: Any, above: tuple[tuple[Any, str], ...] = ()) -> Iterator[tuple[Any, tuple[tuple[Any, str], ...]]]:
    """Every object in an entry, with the objects that hold it, each with the name of its property that does."""
    if isinstance(value, dict):
        yield value, above
        for name, inner in value.items():
            if name != MARKS:
                for item in inner if isinstance(inner, list) else [inner]:
                    yield from holders(item, (*above, (value, name)))


def support(value: Any, above: tuple[tuple[Any, str], ...]) -> tuple[set[str], bool]:
    """The papers that what stands at a place rests on, and whether it says something that is known and not invented."""
    marks = [mark_on(holder, name) for holder, name in above]
    sound = not any(is_example(one) or (isinstance(one, dict) and "unknown" in one) for one in (value, *marks))
    own = value.get("sources") if isinstance(value, dict) else None
    named = [own, *(mark.get("sources") for mark in reversed(marks))]
    entry = above[0][0] if above else value
    papers = next((sources for sources in named if sources), INHERIT)
    return set(entry.get("sources", []) if papers == INHERIT else papers), sound


def place(path: str, key: str, name: str) -> tuple[Any, tuple[tuple[Any, str], ...]]:
    """What stands at a route."""
    entry = content()[path]
    if key:
        [item] = [(one, above) for one, above in holders(entry) if one.get("id") == key and above]
        return item
    return (entry[name], ((entry, name),)) if name else (entry, ())


def test_the_tables_are_read_whole() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    heads = [row for row in rows if row.startswith(("| entry", "| document", "| seed", "| route", "| ---"))]
    tables = [STATEMENTS, *(table.findall(PAGE) for table in (_HELD, _SEED, _JUDGED))]
    assert len(rows) == sum(map(len, tables)) + len(heads)
    assert Counter(document for document, _, _ in STATEMENTS) == COUNTED


@pytest.mark.parametrize(("paper", "route"), ROUTES)
def test_a_statement_of_the_five_documents_stands_and_rests_on_its_paper(
    paper: str, route: tuple[str, str, str]
) -> None:
    value, above = place(*route)
    assert value, "nothing stands there"
    papers, sound = support(value, above)
    assert sound, "what stands there is unknown or an example"
    assert paper in papers or route[0].startswith("papers/")  # what is said of a paper cites nothing


def test_each_inherited_source_was_held_against_its_paper() -> None:
    inherited = {
        (path, name, str(len(one[name])))
        for path, entry in content().items()
        for one, _ in holders(entry)
        for name, mark in one.get(MARKS, {}).items()
        if mark.get("sources") == INHERIT
    }
    held = _HELD.findall(PAGE)

    assert {(path, name, items) for path, name, items, _ in held} == inherited
    assert [(path, paper) for path, _, _, paper in held if paper not in content()[path]["sources"]] == []


def test_no_prose_inherits() -> None:
    """A text put beside others, or in an entry, passes as supported by papers that nobody held it against."""
    lists = [
        (path, name)
        for path, entry in content().items()
        for one, _ in holders(entry)
        for name, mark in one.get(MARKS, {}).items()
        if mark.get("sources") == INHERIT and any(isinstance(item, dict) for item in one[name])
    ]
    texts = [
        (path, [name for _, name in above])
        for path, entry in content().items()
        for value, above in holders(entry)
        if above and value is above[-1][0].get(above[-1][1])  # no item of a list, which the rules ask for by themselves
        if value.get("text") and not is_marked(value) and not is_marked(mark_on(*above[-1]))
    ]
    assert (lists, texts) == ([], [])


def test_both_sides_of_a_rescue_service_agree() -> None:
    actors = {path.removeprefix("actors/"): entry for path, entry in content().items() if path.startswith("actors/")}
    has = {(name, entry.get("rescue_service", {}).get("federation")) for name, entry in actors.items()}
    serves = {(served, name) for name, entry in actors.items() for served in entry.get("serves", ())}
    assert {pair for pair in has if pair[1]} == serves != set()


def test_every_paper_is_cited() -> None:
    cited = {
        name
        for entry in content().values()
        for one, _ in holders(entry)
        for value in (*one.values(), *one.get(MARKS, {}).values())
        for name in _names(value)
    }
    unread = {path.removeprefix("papers/") for path, entry in content().items() if "fills_in" in entry}  # work to do
    papers = {path.removeprefix("papers/") for path in content() if path.startswith("papers/")}
    assert papers - cited - unread == set()


def _names(value: Any) -> list[str]:
    if isinstance(value, dict):
        value = value.get("sources")
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []


def test_the_last_sample_is_of_a_hundred_and_holds() -> None:
    judged = {route: verdict for route, verdict, _ in _JUDGED.findall(PAGE)}
    *_, last = _SEED.findall(PAGE)
    counted = Counter(judged.values())
    assert [str(counted[verdict]) for verdict in ("right", "wrong", "not checked")] == list(last[1:])
    assert len(judged) == 100
    assert counted["right"] >= 97


def sampler() -> ModuleType:
    """docs/sample.py, which is no part of the tool."""
    spec = spec_from_file_location("sample", TOP / "docs" / "sample.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_sample_is_the_same_for_the_same_seed_and_of_every_kind_and_of_nothing_invented() -> None:
    drawing = sampler()
    among = drawing.statements(TOP)
    first, again, other = (drawing.sample(among, seed) for seed in (1, 1, 2))

    assert first == again != other
    assert len(set(first)) == 100
    assert {one.kind for one in first} == {one.kind for one in among}
    assert any(one.is_reference for one in first)
    routes = {one.route for one in among}
    assert "directives/2019-2022/snow-ice.facts#plogstart.text" in routes
    assert "directives/2019-2022/snow-ice.measures#bedom-vadret.text" not in routes
    assert not any(route.startswith("structures/trafik.members") for route in routes)


def test_a_statement_is_drawn_with_the_papers_that_it_rests_on() -> None:
    papers = {one.route: one.sources for one in sampler().statements(TOP)}

    assert papers["actors/haninge.organisation_number"] == ("haninge-kommun-uppslag",)  # of the mark beside it
    assert papers["meetings/haninge-infor-vadersasong.guests[1]"] == ("exempel-haninge",)  # inherited
    assert papers["events/alfrida-2019.dates#dn.date"] == ("dn-alfrida",)  # its own


# Asks whether one has been asked for, which is for whoever fills the form in to say.
_QUESTION = re.compile(
    r"^ *warning:(?: \{sv: VMA, en: Public warning\}"
    r"|\n *title: \{sv: Viktigt meddelande till allmänheten \(VMA\), en: Public warning \(VMA\)\})$",
    re.MULTILINE,
)


def test_no_document_calls_a_text_of_its_own_a_public_warning() -> None:
    """A VMA is what somebody with the right to has asked for: no word, label or prepared message of ours is one."""
    ours = [path for folder in ("templates", "ssr/text/words") for path in (TOP / folder).rglob("*") if path.is_file()]
    texts = [
        _QUESTION.sub("", path.read_text(encoding="utf-8")) for path in ours if path.suffix in {".j2", ".yaml", ".md"}
    ]
    messages = [
        str(message.get("text"))
        for entry in content().values()
        for message in (entry.get("communication") or {}).get("messages", [])
    ]
    assert ours
    assert messages
    assert [
        text for text in [*texts, *messages] if re.search(r"VMA|viktigt meddelande till allm", text, re.IGNORECASE)
    ] == []
