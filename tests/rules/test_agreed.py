"""`ssr validate --baseline` on what was settled: faults planted in a base whose kinds no Python knows, from the command line.

Seasons define periods, a plan has an edition for each, a boat has dated names, and a trip has a count of its versions.
"""

import json
from itertools import permutations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repository import commit, repository
from running import MANIFEST, Result, ssr, write

from ssr.base.kinds import Field
from ssr.diff.node_pair import NodePair
from ssr.diff.tree import Planter
from ssr.rules.alterations import altered_places, removed_items

TEXT = {"type": "string"}
PROSE = {"$ref": "_shared.schema.json#/$defs/text"}


def described(schema: dict[str, Any]) -> dict[str, Any]:
    return {"title": "X", "description": "X.", "x-sv": {"title": "X", "description": "X."}, **schema}


def closed(**properties: Any) -> dict[str, Any]:
    named = {name.replace("_", "-"): described(one) for name, one in properties.items()}
    return {"type": "object", "additionalProperties": False, "properties": named}


def items(**properties: Any) -> dict[str, Any]:
    return {"type": "array", "x-key": "id", "items": closed(id=TEXT, **properties)}


def kinds() -> dict[str, str]:
    decision = closed(where=TEXT, on=TEXT) | {"x-agreement": True}
    state = {
        "type": "string",
        "enum": ["sketch", "set"],
        "x-status": {"draft": ["sketch"], "decided-by": ["print", "vote"]},
    }
    schemas = {
        "season": {"x-folder": "seasons", "x-name": "name", "x-period": True, **closed(name=TEXT, aims=items(text=PROSE), vote=decision)},
        "plan": {
            "x-folder": "plans", "x-name": "name", "x-editions": True,
            **closed(name=TEXT, state=state, print=TEXT, vote=decision, stops=items(text=PROSE, turn={"type": "integer"}),
                     crew={"type": "array", "items": {"type": "string", "x-ref": ["boat"]}}, remark=TEXT | {"x-editorial": True}),
        },
        "boat": {"x-folder": "boats", "x-name": "names", **closed(
            names={"type": "array", "x-dated": True, "x-key": "call", "items": closed(call=TEXT)}, crew=items(text=PROSE))},
        "trip": {"x-folder": "trips", "x-name": "name", **closed(
            name=TEXT, stops=items(text=PROSE), round={"type": "integer", "x-grows-with": ["stops"]})},
        "port": {"x-folder": "ports", "x-name": "name", **closed(name=TEXT)},
    }  # fmt: skip
    return {f"schemas/{name}.schema.json": json.dumps(described(schema)) for name, schema in schemas.items()}


SHARED = {
    "ssr.yaml": MANIFEST,
    **kinds(),
    "knowledge/seasons/spring.yaml": "name: Vår\nfrom: 2019-01-01\nuntil: 2019-03-31\naims: [{id: a, text: Segla.}]\n",
    "knowledge/seasons/summer.yaml": "name: Sommar\nfrom: 2019-04-01\nuntil: 2019-12-31\naims: [{id: a, text: Segla.}]\n",
    "knowledge/seasons/winter.yaml": "name: Vinter\nfrom: 2020-01-01\nuntil: 2020-12-31\naims: [{id: a, text: Vila.}]\n",
    "knowledge/boats/ada.yaml": "names: [{call: Ada}]\n",
}
PLAN, PAST = "knowledge/plans/summer/tur.yaml", "knowledge/plans/spring/tur.yaml"
BOAT, TRIP, PORT = "knowledge/boats/ebba.yaml", "knowledge/trips/tur.yaml", "knowledge/ports/hamn.yaml"
SPRING, SUMMER, WINTER = (f"knowledge/seasons/{name}.yaml" for name in ("spring", "summer", "winter"))


def plan(stops: str = "{id: a, text: Ut.}", *, state: str = "set", more: str = "print: one") -> str:
    return f"name: Tur\nstate: {state}\n{more}\nstops: [{stops}]\n"


def against(folder: Path, path: str, before: str | None, now: str | None, *more: str) -> Result:
    """What is said of a change to one file."""
    sides = ((folder / "before", before), (folder / "now", now))
    for root, text in sides:
        write(root, SHARED | ({} if text is None else {path: text}))
    return ssr("validate", "--strict", "--at", "2019-06-01", *more, "--baseline", folder / "before", kb=folder / "now")


CALLED = "names: [{call: Ebba}]\n"
INVENTED = "marks: {stops: {illustrative: true}}\n"

WRONG = [
    # An item that vanished.
    ("SSR804", BOAT, CALLED + "crew: [{id: a, text: A.}, {id: b, text: B.}]\n", CALLED + "crew: [{id: a, text: A.}]\n"),
    ("SSR804", BOAT, CALLED + "crew: [{id: a, text: A.}]\n", CALLED),
    ("SSR804", BOAT, CALLED + "crew: [{id: a, text: A.}]\n", CALLED + "crew: [{id: aa, text: A.}]\n"),
    ("SSR804", PLAN, plan("{id: a, text: Ut.}, {id: b, text: In.}"), plan()),
    ("SSR804", PAST, plan("{id: a, text: Ut.}, {id: b, text: In.}", state="sketch"), plan(state="sketch")),
    ("SSR804", TRIP, "name: Tur\nround: 1\nstops: [{id: a, text: Ut.}, {id: b, text: In.}]\n", None),
    ("SSR804", SUMMER, SHARED[SUMMER], SHARED[SUMMER].replace("id: a", "id: aa")),
    # What was decided, changed.
    ("SSR805", PLAN, plan(), plan("{id: a, text: Hem.}")),
    ("SSR805", PLAN, plan(), plan("{id: a, text: Ut.}, {id: b, text: In.}")),
    ("SSR805", PLAN, plan("{id: a, text: Ut., turn: 1}"), plan("{id: a, text: Ut., turn: 0}")),
    ("SSR805", PLAN, plan(), plan(more="print: one\ncrew: [ada]")),
    ("SSR805", PLAN, plan(), plan(state="sketch")),
    ("SSR805", PLAN, plan(more="print: one\nvote: {on: one}"), plan(more="print: one")),
    ("SSR805", PLAN, plan(), plan("{id: a, text: Ut., illustrative: true}")),
    # A period that is over.
    ("SSR806 SSR806", PAST, plan(), plan("{id: a, text: Hem.}", more="print: two")),
    ("SSR806", PAST, plan(state="sketch"), plan("{id: a, text: Hem.}", state="sketch")),
    ("SSR806", SPRING, SHARED[SPRING], SHARED[SPRING].replace("Segla", "Ro")),
    ("SSR806", SPRING, SHARED[SPRING], SHARED[SPRING].replace("03-31", "03-30")),
    # A name without dates.
    ("SSR807", BOAT, CALLED, "names: [{call: Emma}]\n"),
    ("SSR807", BOAT, CALLED, "names: [{call: Emma}, {call: Ebba}]\n"),
    ("SSR807", BOAT, "names: [{call: E, until: 2017-12-31}, {call: Ebba, from: 2018-01-01}]\n", CALLED),
]  # fmt: skip


@pytest.mark.parametrize(("code", "path", "before", "now"), WRONG)
def test_a_planted_fault_is_told_once_and_fails(
    code: str, path: str, before: str, now: str | None, tmp_path: Path
) -> None:
    if now is None:  # a count that stands still is a fault of its own
        now = before.replace(", {id: b, text: In.}", "")
        code = "SSR801 SSR804"
    result = against(tmp_path, path, before, now, "--format", "json")
    found = json.loads(result.text)["findings"]
    assert (result.code, result.err) == (1, "")
    assert [one["code"] for one in found] == code.split()
    assert {one["path"] for one in found} == {path}
    assert all(one["related"][0]["path"] == path for one in found)  # where it was before


@pytest.mark.parametrize(
    ("path", "before", "now"),
    [
        (BOAT, CALLED + "crew: [{id: a, text: A.}]\n", CALLED + "crew: [{id: a, text: A., until: 2019-05-31}]\n"),
        # The same words, with letters put together otherwise, or folded.
        (PLAN, plan("{id: a, text: Över.}"), plan("{id: a, text: O\u0308ver.}")),
        (BOAT, "names: [{call: Östra}]\n", "names: [{call: O\u0308stra}]\n"),
        (PORT, "name: Rådet\n", "name: Ra\u030adet\n"),
        (PORT, "name: Rådet\n", "name: 'Rådet '\n"),
        (
            TRIP,
            "name: Tur\nround: 1\nstops: [{id: a, text: Över.}]\n",
            "name: Tur\nround: 1\nstops: [{id: a, text: O\u0308ver.}]\n",
        ),
        (PLAN, plan("{id: a, text: Ut nu.}"), plan("{id: a, text: 'Ut\n\n  nu.'}")),
        (BOAT, CALLED + "crew: [{id: a, illustrative: true}]\n", CALLED),
        (BOAT, CALLED, "names: [{call: Ebba, until: 2019-05-31}, {call: Emma, from: 2019-06-01}]\n"),
        (BOAT, CALLED, "names: [{call: Emma, from: 2019-06-01}, {call: Ebba, until: 2019-05-31}]\n"),
        (TRIP, "name: Tur\nround: 1\nstops: [{id: a, text: Ut.}]\n", "name: Tur\nround: 2\n"),
        (WINTER, SHARED[WINTER], SHARED[WINTER].replace("id: a, text: Vila", "id: b, text: Sova")),
        (PLAN, plan("{id: a, text: Ut.}", state="sketch"), plan("{id: b, text: In.}", state="sketch")),
        (PLAN, plan(), plan("{id: b, text: In.}", more="print: two")),
        (PLAN, plan(more="vote: {on: one}"), plan("{id: b, text: In.}", more="vote: {on: two}")),
        (PLAN, plan(), plan(more="print: one\nremark: x\nuntil: 2019-12-01\nreplaced_by: tur\nnote: y")),
        (PLAN, plan("{id: a, text: Ut och in.}"), plan('{text: "Ut\\noch in.", id: a, until: 2019-12-01}')),
        (PLAN, plan("{id: a, text: Ut.}"), plan("{id: a, text: {sv: Ut., en: Out.}}")),
        (PLAN, plan("{id: a, illustrative: true, text: Ut.}"), plan("{id: a, illustrative: true, text: Hem.}")),
        (PLAN, plan() + INVENTED, plan("{id: a, text: Hem.}, {id: b, text: In.}") + INVENTED),
        (PLAN, plan("{id: a, unknown: Vart.}"), plan("{id: a, text: Hem., turn: 1}")),
        (PLAN, plan(state="sketch"), plan("{id: a, text: Hem.}")),
        (PAST, plan(), plan(more="print: one\nuntil: 2019-03-31\nnote: x")),
        (SPRING, SHARED[SPRING], SHARED[SPRING] + "vote: {on: one}\n"),
    ],
)
def test_what_is_done_right_is_told_nothing(path: str, before: str, now: str, tmp_path: Path) -> None:
    result = against(tmp_path, path, before, now)
    assert (result.code, result.err) == (0, ""), result.text
    assert "SSR8" not in result.text


def test_a_period_is_over_the_day_after_its_last(tmp_path: Path) -> None:
    arguments = PAST, plan(state="sketch"), plan("{id: b, text: In.}", state="sketch")
    assert against(tmp_path / "a", *arguments, "--at", "2019-03-31").code == 0
    assert against(tmp_path / "b", *arguments, "--at", "2019-04-01").code == 1


def test_a_change_does_not_open_its_own_period_again(tmp_path: Path) -> None:
    write(tmp_path / "before", SHARED | {PAST: plan()})
    later = {
        SPRING: SHARED[SPRING].replace("2019-03-31", "2019-07-31"),
        SUMMER: SHARED[SUMMER].replace("04-01", "08-01"),
    }
    write(tmp_path / "now", SHARED | later | {PAST: plan("{id: a, text: Hem.}", more="print: two")})
    result = ssr("validate", "--at", "2019-06-01", "--baseline", tmp_path / "before", kb=tmp_path / "now")
    told = [line.split(":")[0] for line in result.text.splitlines() if "fel SSR806" in line]
    assert told == [PAST, PAST, SPRING]


@pytest.mark.parametrize(("code", "path", "before", "now"), [one for one in WRONG if one[3] is not None])
def test_an_exception_excuses_the_change_it_comes_with(
    code: str, path: str, before: str, now: str, tmp_path: Path
) -> None:
    allow = f"allow: [{{rule: {code[:6]}, reason: Rättat.}}]\n"
    assert against(tmp_path / "new", path, before, now + allow).code == 0
    assert against(tmp_path / "old", path, before + allow, now + allow).code == 1


def test_every_change_of_many_is_told_whatever_stands_before_it(tmp_path: Path) -> None:
    """Changes of all sorts at once, each after one that is right, one of a draft, and one of what was broken."""
    right = {
        "knowledge/boats/{}-boat.yaml": CALLED,
        "knowledge/plans/spring/{}-plan.yaml": plan(),
        "knowledge/plans/summer/{}-plan.yaml": plan(),
        "knowledge/ports/{}-port.yaml": "name: Hamn\n",
        "knowledge/trips/{}-trip.yaml": "name: Tur\nround: 1\n",
    }
    before = {path.format(name): text for path, text in right.items() for name in ("aa", "ab")}
    now = {path: f"{text}note: x\n" for path, text in before.items()}
    before |= {path.format("ab"): "name: [\n" for path in right}
    before |= {"knowledge/plans/summer/ac.yaml": plan(state="sketch")}
    now |= {"knowledge/plans/summer/ac.yaml": plan("{id: b, text: In.}", state="sketch")}
    wrong = {path: (code, was, is_now) for code, path, was, is_now in reversed(WRONG) if is_now is not None}
    wrong[PORT] = ("SSR808", "name: Bron\n", "name: Kajen\n")
    bases = [
        write(tmp_path / name, SHARED | side | {path: one[place] for path, one in wrong.items()})
        for name, side, place in (("before", before, 1), ("now", now, 2))
    ]
    result = ssr("validate", "--at", "2019-06-01", "--format", "json", "--baseline", bases[0], kb=bases[1])
    assert result.code == 1, result.err
    findings = [(one["path"], one["code"]) for one in json.loads(result.text)["findings"]]
    against_before = sorted((path, code) for path, code in findings if code.startswith("SSR8"))
    assert against_before == sorted((path, code) for path, (codes, _, _) in wrong.items() for code in codes.split())


OF_ANY_KIND = {BOAT: CALLED, PORT: "name: Ebba\n", TRIP: "name: Ebba\nstops: [{id: a, text: Ut.}]\n", PLAN: plan()}


@pytest.mark.parametrize(("path", "other"), list(permutations(OF_ANY_KIND, 2)))
def test_an_entry_that_became_one_of_another_kind(path: str, other: str, tmp_path: Path) -> None:
    """It may lack all that the rules look for, and they say so where it stands now."""
    moved = Path(other).with_name(Path(path).name).as_posix()
    for side, name in ((path, "before"), (moved, "now")):
        write(tmp_path / name, SHARED | {side: OF_ANY_KIND[path if name == "before" else other]})
    result = ssr(
        "validate", "--at", "2019-06-01", "--format", "json", "--baseline", tmp_path / "before", kb=tmp_path / "now"
    )
    assert result.code in {0, 1}, result.err
    found = [one for one in json.loads(result.text)["findings"] if one["code"] == "SSR807"]
    assert [(one["path"], one["line"]) for one in found] == ([(moved, 1)] if path == BOAT and other != PLAN else [])


# Reminders.


def test_a_name_without_dates_is_a_reminder(tmp_path: Path) -> None:
    for number, (now, told) in enumerate({"name: Bron\n": 1, '"name": "Kajen"\n': 0}.items()):
        result = against(tmp_path / str(number), PORT, "name: Kajen\n", now)
        assert (result.code, result.text.count("SSR808")) == (0, told)
    planned = against(tmp_path / "plan", PLAN, plan(), plan().replace("Tur", "Resa"))
    assert (planned.text.count("SSR805"), planned.text.count("SSR808")) == (1, 0)


@pytest.mark.parametrize(
    "path", ["schemas/port.schema.json", "templates/x/y.md.j2", ".github/workflows/x.yml", "CODEOWNERS"]
)
def test_what_judges_is_named_when_it_came_changed_or_went(path: str, tmp_path: Path) -> None:
    schema = SHARED["schemas/port.schema.json"]
    texts = [None, schema, schema.replace("X.", "Y.")]
    for number, (before, now) in enumerate(product(texts, texts)):
        sides = [SHARED | ({} if text is None else {path: text}) for text in (before, now)]
        bases = [write(tmp_path / f"{number}{name}", side) for name, side in zip("ab", sides, strict=True)]
        result = ssr("validate", "--format", "json", "--at", "2019-06-01", "--baseline", bases[0], kb=bases[1])
        found = [(one["code"], one["severity"], one["path"]) for one in json.loads(result.text)["findings"]]
        same = sides[0].get(path) == sides[1].get(path)
        assert found == ([] if same else [("SSR809", "note", path)])
        assert result.code == 0


def test_what_judges_is_seen_in_a_revision_too(tmp_path: Path) -> None:
    base = repository(tmp_path)
    commit(base, SHARED | {"CODEOWNERS": "* @kansliet\n", ".github/workflows/x.yml": "on: push\n"})
    write(base, {"CODEOWNERS": "", ".github/workflows/x.yml": "on: push\r\n", "ssr.yaml": f"# x\n{MANIFEST}"})
    result = ssr("validate", "--at", "2019-06-01", "--baseline", "HEAD", kb=base)
    assert [line.partition(":")[0] for line in result.text.splitlines() if "SSR809" in line] == ["CODEOWNERS"]


# Hidden text.


@pytest.mark.parametrize(
    ("path", "before", "now"),
    [
        (BOAT, CALLED + "crew: [{id: gomd, text: A., audience: members}]\n", CALLED),
        (BOAT, "audience: members\nnames: [{call: gomd}]\n", "audience: members\nnames: [{call: Emma}]\n"),
        (PORT, "name: gomd\naudience: members\n", "name: Bron\nallow: [{rule: SSR802, reason: x}]\n"),
        (PLAN, plan("{id: a, text: gomd, audience: members}"), plan("{id: a, text: B., audience: members}")),
    ],
)
def test_machine_formats_quote_nothing_that_was_withheld(path: str, before: str, now: str, tmp_path: Path) -> None:
    for format_ in ("json", "github", "gitlab", "sarif", "junit"):
        result = against(tmp_path / format_, path, before, now, "--format", format_)
        assert "SSR80" in result.text
        assert "gomd" not in result.text


# Whatever is in a list.

ITEM = Field({}, "parts", {name: Field({}, name) for name in ("id", "text", "until", "sources")})
ENTRY = Field({}, "", {"parts": Field({"x-key": "id"}, "parts", items=ITEM)})
part = st.fixed_dictionaries({"text": st.sampled_from("xyz")}, optional={"until": st.just("2019-01-01")})
parts = st.dictionaries(st.sampled_from("abcd"), part).map(
    lambda found: [{"id": key, **one} for key, one in found.items()]
)


def side_by_side(before: Any, now: Any) -> NodePair:
    trees = Planter(str, ("sv", "sv"), with_editorial=True).trees({"parts": before}, {"parts": now}, ENTRY)
    return NodePair((), ENTRY, *trees)


@settings(max_examples=60, deadline=None)
@given(parts, parts, st.randoms(use_true_random=False))
def test_exactly_what_is_gone_or_says_something_else_is_told(before: Any, now: Any, chance: Any) -> None:
    kept = {"id": "kept", "text": "x"}  # a list that was empty is told as a whole
    before, now = [*before, kept], chance.sample([*now, kept], len(now) + 1)
    was, is_ = ({one["id"]: one for one in side} for side in (before, now))
    there = side_by_side(before, now)
    assert {before[one.earlier[1]]["id"] for one in removed_items(there)} == was.keys() - is_.keys()
    said = {now[one.route[1]]["id"] for one in altered_places(there)}
    reworded = {key for key in was.keys() & is_.keys() if was[key]["text"] != is_[key]["text"]}
    extended = {key for key in was.keys() & is_.keys() if "until" in was[key] and "until" not in is_[key]}
    assert said == (is_.keys() - was.keys()) | reworded | extended
    assert list(altered_places(side_by_side(before, before))) == []
