"""Whom a change concerns, directly and through groups; and which entries are the same on both sides."""

import json
from pathlib import Path
from typing import Any

import pytest
from running import EXEMPELLAN, MANIFEST, write

from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.diff.change import Change
from ssr.diff.compare import compare
from ssr.diff.concern import Concern
from ssr.view.base_view import View

ROLES = {"responsible", "concerned", "member"}
ACTOR = "names:\n  - name: {}\nsort: company\nparticipation:\n  - as: member\n"
GROUP = "name: {}\nsort: group\nmembers:\n"
STEPS = "name: Larm\nsteps:\n  - id: ring\n    rank: 1\n    text: {}\n    who: [{}]\n  - id: skriv\n    rank: 2\n    text: Skriv.\n"
Files = dict[str, str]


def views(tmp_path: Path, old: Files, new: Files, audience: str = "public") -> tuple[View, View]:
    actors = {f"actors/{name}": ACTOR.format(name.upper()) for name in "abcd"}
    sides = []
    for name, files in (("old", old), ("new", new)):
        texts = {f"knowledge/{path}.yaml": text for path, text in {**actors, **files}.items()}
        base, findings = load(WorkingTree(write(tmp_path / name, {"ssr.yaml": MANIFEST, **texts})))
        assert findings == []
        sides.append(View(base, "2020-06-01", audience, "sv"))
    return sides[0], sides[1]


def concerned(sides: tuple[View, View]) -> list[tuple[Change, dict[str, tuple[str, ...]]]]:
    """The changes, and whom each concerns besides its own entry."""
    concern = Concern(*sides, ROLES, "member")
    found = [(change, concern.of(change)) for change in compare(*sides).changes]
    assert all(change.entry.id in told for change, told in found)
    return [(change, {id_: groups for id_, groups in told.items() if id_ != change.entry.id}) for change, told in found]


def test_those_that_an_item_names_before_or_after(tmp_path: Path) -> None:
    files = [{"routines/larm": STEPS.format("Ring.", who)} for who in ("a, b", "b, c")]
    [(change, told)] = concerned(views(tmp_path, *files))
    assert change.change == "reassigned"
    assert told == {"a": (), "b": (), "c": ()}


def test_an_item_that_names_nobody_concerns_all_whom_its_entry_names(tmp_path: Path) -> None:
    texts = [STEPS.format("Ring.", "a"), STEPS.format("Ring.", "a").replace("Skriv.", "Skriv allt.")]
    [(change, told)] = concerned(views(tmp_path, *({"routines/larm": text} for text in texts)))
    assert (change.route, told) == (("steps", "skriv", "text"), {"a": ()})


@pytest.mark.parametrize("who", ["alla", "alla, c"])
def test_those_in_a_group_and_in_its_groups(tmp_path: Path, who: str) -> None:
    """With the group that was named; whoever is named besides needs no group. Who has left is not concerned."""
    groups = {
        "structures/alla": GROUP.format("Alla") + "  - party: nagra\n  - party: d\n    until: 2019-12-31\n",
        "structures/nagra": GROUP.format("Några") + "  - party: b\n  - party: c\n  - party: alla\n",
    }
    files = [{"routines/larm": STEPS.format(text, who), **groups} for text in ("Ring.", "Ring genast.")]
    [(_, told)] = concerned(views(tmp_path, *files))
    assert told == {"b": ("alla",), "c": () if "c" in who else ("alla",)}


def test_who_came_into_a_group_is_concerned_and_the_others_are_not(tmp_path: Path) -> None:
    files = [{"structures/g": GROUP.format("G") + f"  - party: a\n{more}"} for more in ("", "  - party: b\n")]
    [(change, told)] = concerned(views(tmp_path, *files))
    assert (change.change, told) == ("added", {"b": ()})


def test_a_new_entry_concerns_all_whom_it_names(tmp_path: Path) -> None:
    [(change, told)] = concerned(views(tmp_path, {}, {"routines/larm": STEPS.format("Ring.", "a, b")}))
    assert (change.change, told) == ("added", {"a": (), "b": ()})


def test_who_is_hidden_is_not_concerned(tmp_path: Path) -> None:
    files = [
        {"routines/larm": STEPS.format("Ring.", who), "actors/b": ACTOR.format("B") + "audience: office\n"}
        for who in ("a, b", "b, c")
    ]
    assert [told for _, told in concerned(views(tmp_path, *files))] == [{"a": (), "c": ()}]
    assert [told for _, told in concerned(views(tmp_path, *files, audience="office"))] == [{"a": (), "b": (), "c": ()}]


def test_every_actor_of_the_fictitious_county_is_concerned_by_something() -> None:
    base, _ = load(WorkingTree(EXEMPELLAN))
    old = View(base, "2022-12-31", "public", "sv")
    new = old.on("2026-11-22")
    concern = Concern(old, new, ROLES, "member")
    told = {id_ for change in compare(old, new).changes for id_ in concern.of(change)}
    members = {
        entry.id
        for entry in new.entries()
        if any(item.get("as") == "member" for item in entry.data.get("participation", ()))
    }
    assert members
    assert members <= told


def test_the_weightiest_first_whichever_entries_they_are_of(tmp_path: Path) -> None:
    old = {"routines/a-larm": 'name: A\nversion: "1"\n', "structures/z": GROUP.format("Z") + "  - party: a\n"}
    new = {
        "routines/a-larm": 'name: A\nversion: "2"\n',
        "structures/z": GROUP.format("Z") + "  - party: a\n  - party: b\n",
    }
    comparison = compare(*views(tmp_path, old, new))
    assert [change.change for change in comparison.changes] == ["changed", "added"]
    assert sorted(change.change for change in comparison.changes) == ["added", "changed"]


def test_what_is_changed_in_a_property_that_is_marked_as_an_example_is_an_example(tmp_path: Path) -> None:
    """A list of references cannot say so itself; the mark beside it says it of each."""
    mark = "marks:\n  structures: {illustrative: true}\n"
    files = {"structures/ett": group("Ett"), "structures/tva": group("Två")}
    texts = [f"name: Larm\nstructures: [{ids}]\n" for ids in ("ett", "ett, tva")]
    for name, marks, expected in (
        ("both", (mark, mark), (True, True)), ("before", (mark, ""), (True, False)), ("neither", ("", ""), (False, False)),
    ):  # fmt: skip
        sides = ({**files, "routines/larm": text + more} for text, more in zip(texts, marks, strict=True))
        [change] = compare(*views(tmp_path / name, *sides)).changes
        assert (change.route, change.examples) == (("structures",), expected), name


# Which entries are the same.


def test_what_says_the_same_on_both_sides_is_named_as_unchanged(tmp_path: Path) -> None:
    old = {"structures/ett": group("Ett"), "structures/tva": group("Två"), "structures/bort": group("Bort")}
    new = {"structures/ett": "sort: group\nname: Ett\n", "structures/tva": group("Tva"), "structures/ny": group("Ny")}
    unchanged = compare(*views(tmp_path, old, new)).unchanged
    assert [entry.id for entry in unchanged] == ["a", "b", "c", "d", "ett"]
    assert list(unchanged[-1].data) == ["sort", "name"]  # as it is written now


def names_of_changes(sides: tuple[View, View]) -> list[tuple[str, str, str | None]]:
    return [(change.change, change.entry.id, change.successor) for change in compare(*sides).changes]


def group(name: str, more: str = "") -> str:
    return f"name: {name}\nsort: group\n{more}"


def test_two_that_became_one_are_both_no_more(tmp_path: Path) -> None:
    """The new one has another name than either, and is neither."""
    old = {"structures/natt": group("Natt"), "structures/dag": group("Dag")}
    gone = {path: f"{text}replaced_by: dygn\n" for path, text in old.items()}
    there = views(tmp_path, old, {**gone, "structures/dygn": group("Dygn")})
    assert names_of_changes(there) == [("retired", "dag", "dygn"), ("added", "dygn", None), ("retired", "natt", "dygn")]


def test_one_that_was_joined_with_another_is_no_more(tmp_path: Path) -> None:
    old = {"structures/natt": group("Natt"), "structures/dygn": group("Dygn")}
    there = views(tmp_path, old, old | {"structures/natt": group("Natt", "replaced_by: dygn\n")})
    assert names_of_changes(there) == [("retired", "natt", "dygn")]


def test_a_chain_of_successors(tmp_path: Path) -> None:
    """Also where the one between was gone before the other side began; and back."""
    old = {"structures/ett": group("Ett")}
    new = {
        "structures/ett": group("Ett", "replaced_by: tva\n"),
        "structures/tva": group("Två", "replaced_by: tre\n"),
        "structures/tre": group("Tre"),
    }
    there = views(tmp_path, old, new)
    assert names_of_changes(there) == [("renamed", "tre", None)]
    assert names_of_changes((there[1], there[0])) == [("renamed", "ett", None)]


def test_successors_in_a_ring(tmp_path: Path) -> None:
    old = {"structures/ett": group("Ett"), "structures/tva": group("Två", "until: 2010-01-01\n")}
    new = {
        "structures/ett": group("Ett", "replaced_by: tva\nuntil: 2010-01-01\n"),
        "structures/tva": group("Två", "replaced_by: ett\nfrom: 2030-01-01\n"),
    }
    assert names_of_changes(views(tmp_path, old, new)) == [("retired", "ett", "tva")]


def test_a_successor_of_another_kind_is_another_entry(tmp_path: Path) -> None:
    old = {"structures/ett": group("Ett")}
    new = {"structures/ett": group("Ett", "until: 2010-01-01\n"), "routines/tva": "name: Ett\n"}
    assert [change[0] for change in names_of_changes(views(tmp_path, old, new))] == ["added", "retired"]


def test_periods_that_meet_are_told_apart(tmp_path: Path) -> None:
    """What holds on both sides is the same; one that ended is compared with the one that began, the last of each."""
    goals = {number: f"name: P{number}\nfrom: 2015-01-0{number}\nuntil: 2024-12-31\n" for number in (1, 2, 3, 4)}

    def side(*numbers: int) -> Files:
        return {f"goal-images/p{number}": goals[number] for number in numbers}

    for name, old, new, expected in (
        ("one more", side(1), side(1, 2), [("added", "p2")]),
        ("one ended", side(1, 2), side(1), [("removed", "p2")]),
        ("another", side(1), side(2), [("renamed", "p2")]),
        ("others", side(1, 2), side(3, 4), [("removed", "p1"), ("added", "p3"), ("renamed", "p4")]),
    ):
        found = [change[:2] for change in names_of_changes(views(tmp_path / name, old, new))]
        assert found == expected, name


def test_an_item_is_called_what_its_key_names_and_stands_where_its_file_has_it(tmp_path: Path) -> None:
    """Also an item about an entry that has become another: each side by its own id and name."""
    renamed = {"structures/natt": group("Natt", "replaced_by: jour\n"), "structures/jour": group("Jour")}
    members = {name: GROUP.format("G") + f"  - party: a\n{more}" for name, more in {
        "none": "", "b": "  - party: b\n", "natt": "  - party: natt\n", "jour": "  - party: jour\n",
        "as": "  - party: jour\n    as: ordförande\n",
    }.items()}  # fmt: skip
    for name, old, new, expected in (
        ("came", "none", "b", ("added", ("members", "b"), "B")),
        ("went", "b", "none", ("removed", ("members", "b"), "B")),
        ("renamed and gone", "natt", "none", ("removed", ("members", "natt"), "Natt")),
        ("renamed and come", "none", "jour", ("added", ("members", "jour"), "Jour")),
        ("renamed and changed", "natt", "as", ("set", ("members", "jour", "as"), "Jour")),
    ):
        was = {"structures/natt": group("Natt"), "structures/g": members[old]}
        found = compare(*views(tmp_path / name, was, {**renamed, "structures/g": members[new]})).changes
        assert [(one.change, one.route, one.subject) for one in found if one.entry.id == "g"] == [expected], name


def test_items_with_the_same_key_are_told_apart(tmp_path: Path) -> None:
    """A mistake that a rule tells of; a change of either is a change all the same."""
    rows = "  - party: a\n    as: {}\n  - party: a\n    as: {}\n"
    before, *others = (GROUP.format("G") + rows.format(*roles) for roles in ("xy", "zy", "xz", "xy"))
    counts = [
        len(compare(*views(tmp_path / str(number), {"structures/g": before}, {"structures/g": after})).changes)
        for number, after in enumerate(others)
    ]
    assert counts == [1, 1, 0]


WORDS = {"title": "X", "description": "X.", "x-sv": {"title": "X", "description": "X."}}


def boats(**properties: Any) -> Files:
    """A kind of the base's own."""
    schema = WORDS | {
        "x-folder": "boats", "x-name": "name", "type": "object", "additionalProperties": False,
        "properties": {name: WORDS | one for name, one in {"name": {"type": "string"}, **properties}.items()},
    }  # fmt: skip
    return {"schemas/boat.schema.json": json.dumps(schema)}


def seen(folder: Path, files: Files) -> View:
    return View(load(WorkingTree(write(folder, {"ssr.yaml": MANIFEST, **files})))[0], "2020-06-01", "public", "sv")


def test_a_kind_that_one_side_alone_knows(tmp_path: Path) -> None:
    without = seen(tmp_path / "without", {"knowledge/actors/a.yaml": ACTOR.format("A")})
    with_ = seen(tmp_path / "with", boats() | {"knowledge/boats/ebba.yaml": "name: Ebba\n"})
    there, back = compare(without, with_).changes, compare(with_, without).changes
    assert [(one.change, one.entry.id) for one in there] == [("removed", "a"), ("added", "ebba")]
    assert [(one.change, one.entry.id) for one in back] == [("added", "a"), ("removed", "ebba")]


def test_an_item_without_a_key_is_known_by_what_it_is_called(tmp_path: Path) -> None:
    """Something else that it says has changed in it; what it is called is another item."""
    texts = {"title": {"type": "string"}, "count": {"type": "integer"}}
    item = {"type": "object", "additionalProperties": False, "required": ["title"]}
    item["properties"] = {name: WORDS | one for name, one in texts.items()}
    kind, boat = boats(parts={"type": "array", "items": item}), "knowledge/boats/ebba.yaml"
    before = "name: Ebba\nparts:\n  - {title: Mast, count: 1}\n"
    for was, now, expected in (("1", "2", ["changed"]), ("Mast", "Rah", ["added", "removed"])):
        old = seen(tmp_path / f"{now}-old", kind | {boat: before})
        new = seen(tmp_path / f"{now}-new", kind | {boat: before.replace(was, now)})
        assert sorted(one.change for one in compare(old, new).changes) == expected


# Items with another key.

GOAL = "name: Målbild\nfrom: 2019-01-01\nuntil: 2022-12-31\ngoals:\n  - {}\n  - {{id: samla, title: Vi samlas, text: Ibland.}}\n"
EXERCISE = "name: {}\nsort: exercise\nserves: ['2019-2022#{}']\n"


@pytest.mark.parametrize(
    "now", ["{id: alla-ovar, title: Alla övar, text: Ofta.}", "{text: Ofta., title: Alla övar, id: alla-ovar}"]
)
def test_an_item_with_another_key_is_the_same_where_it_says_the_same(tmp_path: Path, now: str) -> None:
    """In whichever order; it is told which entries still name it by the key that it had."""
    goals = [GOAL.format(item) for item in ("{id: ovar, title: Alla övar, text: Ofta.}", now)]
    exercises = {
        "activities/hoppa": EXERCISE.format("Hoppa", "ovar"),
        "activities/leka": EXERCISE.format("Leka", "samla"),
    }
    old, new = ({"goal-images/2019-2022": text, **exercises} for text in goals)
    changes = compare(*views(tmp_path, old, new)).changes
    told = [(one.change, one.route, one.before, one.after, one.left) for one in changes if one.entry.id == "2019-2022"]
    assert told == [("renamed", ("goals", "alla-ovar"), "ovar", "alla-ovar", ("hoppa",))]


def test_what_a_manifest_says_of_an_item_is_true_of_no_other_entry(tmp_path: Path) -> None:
    """Two periods have a goal with the same key; where one got another, a reference to the other leads elsewhere."""
    sides = []
    for key, text, more in (
        ("ovar", "Ofta.", ""),
        ("alla-ovar", "Alltid.", "renamed:\n  2019-2022#ovar: 2019-2022#alla-ovar\n"),
    ):
        goal = GOAL.format(f"{{id: {key}, title: Alla övar, text: {text}}}")
        now, before = EXERCISE.format("Hoppa", key), EXERCISE.format("Leka", key).replace("2019-2022", "2015-2018")
        files = {
            "goal-images/2019-2022": goal,
            "goal-images/2015-2018": goal.replace("2019-", "2015-").replace("2022-", "2018-"),
            "activities/hoppa": now,
            "activities/leka": before,
        }
        texts = {f"knowledge/{path}.yaml": text for path, text in files.items()}
        sides.append(seen(tmp_path / key, {"ssr.yaml": MANIFEST + more, **texts}))
    for old, new in (sides, reversed(sides)):
        changes = [change for change in compare(old, new).changes if change.entry.kind == "activity"]
        assert [(change.change, change.entry.id) for change in changes] == [("relinked", "leka")]
