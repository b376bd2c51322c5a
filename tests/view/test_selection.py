"""Which entries a selection finds, what it keeps of them, and in what order."""

from pathlib import Path
from typing import Any

import pytest
from running import MANIFEST, write

from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.view.base_view import View
from ssr.view.query import During, MatchingItems, Selection
from ssr.view.selection import DateRange, SelectionMatch, select

DAY = "2020-06-15"
FORUM = "name: {name}\nsort: forum\n"
MEETING = "name: {name}\nsort: meeting\nstructures: [forum]\n"
ACTOR = "names:\n  - name: {name}\nsort: company\nparticipation:\n  - as: member\n"


def meeting(name: str, *lines: str) -> str:
    return MEETING.format(name=name) + "".join(f"{line}\n" for line in lines)


@pytest.fixture
def matches(tmp_path: Path) -> Any:
    def match(
        files: dict[str, str], about: str | None, declared: dict[str, Any], **options: Any
    ) -> list[SelectionMatch]:
        texts = {f"knowledge/{name}.yaml": text for name, text in files.items()}
        base, findings = load(WorkingTree(write(tmp_path, {"ssr.yaml": MANIFEST, **texts})))
        assert findings == []
        view = View(base, DAY, "public", "sv")
        written = {"from_" if name == "from" else name: value for name, value in declared.items()}
        if "during" in written:
            written["during"] = During(**written["during"])
        if "matching" in written:
            written["matching"] = MatchingItems(**written["matching"])
        entry = view.find(about) if about else None
        return select(view, entry, Selection(**written), options)

    return match


@pytest.fixture
def chosen(matches: Any) -> Any:
    return lambda *asked, **options: [str(one.ref) for one in matches(*asked, **options)]


def test_a_chain_is_followed_to_its_end_and_the_nearest_comes_first(chosen: Any) -> None:
    above = {"one": "three", "three": "two", "two": ""}
    files = {
        f"structures/{name}": FORUM.format(name=name) + (f"reports_to: {next_}\n" if next_ else "")
        for name, next_ in above.items()
    }
    assert chosen(files, "one", {"from": ["reports_to"]}) == ["three"]
    assert chosen(files, "one", {"from": ["reports_to"], "onward": True}) == ["three", "two"]


def test_a_chain_that_leads_back_comes_to_an_end(chosen: Any) -> None:
    files = {
        "structures/one": FORUM.format(name="one") + "reports_to: two\n",
        "structures/two": FORUM.format(name="two") + "reports_to: one\n",
        "structures/own": FORUM.format(name="own") + "reports_to: own\n",
    }
    assert chosen(files, "one", {"from": ["reports_to"], "onward": True}) == ["two"]
    assert chosen(files, "own", {"from": ["reports_to"], "onward": True}) == []


MEETINGS = {
    "structures/forum": FORUM.format(name="Forum"),
    "meetings/a": meeting("Över", "date: 2020-06-14", "place: Ön"),
    "meetings/b": meeting("Pågår", "date: 2020-06-13", "end_date: 2020-06-15"),
    "meetings/c": meeting("Sedan", "date: 2020-07-01"),
    "meetings/d": meeting("I dag", f"date: {DAY}"),
    "meetings/e": meeting("Okänt", "unknown: När framgår inte."),
}
EXERCISE = "name: {}\nsort: exercise\ndates:\n"
EVENTS = {
    "events/a": EXERCISE.format("Över") + "  - {id: ett, date: 2020-06-14}\n",
    "events/b": EXERCISE.format("Pågår") + "  - {id: ett, date: 2020-06-13}\n  - {id: tva, date: 2020-06-15}\n",
    "events/c": EXERCISE.format("Sedan") + "  - {id: ett, date: 2020-07-01}\n",
    "events/d": EXERCISE.format("I dag") + f"  - {{id: ett, date: {DAY}}}\n",
}


def test_what_is_not_over_is_kept_and_what_has_no_day_may_still_come(chosen: Any) -> None:
    declared = {"roles": ["summoned"], "coming": ["date", "end_date"], "order": ["date"]}
    assert chosen(MEETINGS, "forum", declared) == ["Okänt", "Pågår", "I dag", "Sedan"]


def test_without_an_order_it_is_that_of_the_names(chosen: Any) -> None:
    assert chosen(MEETINGS, "forum", {"roles": ["summoned"], "coming": ["date"]}) == [
        "I dag",
        "Okänt",
        "Pågår",
        "Sedan",
    ]


@pytest.mark.parametrize("way", [{"roles": ["summoned"]}, {"all": ["meeting"]}])
def test_conditions_are_the_same_whatever_leads_there(chosen: Any, way: dict[str, Any]) -> None:
    june = DateRange("2020-06-01", "2020-06-30", "juni")
    declared = way | {"during": {"option": "when", "days": ["date", "end_date"]}, "where": {"place": "place"}}
    assert chosen(MEETINGS, "forum", declared, when=june, place=None) == ["I dag", "Pågår", "Över"]
    assert chosen(MEETINGS, "forum", declared, when=june, place="Ön") == ["Över"]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [("2020-06-14", "2020-06-14", ["Pågår", "Över"]), ("2020-06-15", "2020-07-01", ["I dag", "Pågår", "Sedan"]),
     ("2020-06-16", "2020-06-30", [])],
)  # fmt: skip
def test_both_ends_of_a_span_belong_to_it(chosen: Any, first: str, last: str, expected: list[str]) -> None:
    """Of what is held, and of what only has its days."""
    for kind, files in (("meeting", MEETINGS), ("event", EVENTS)):
        declared = {"all": [kind], "during": {"option": "when", "days": ["date", "end_date", "dates.date"]}}
        assert chosen(files, None, declared, when=DateRange(first, last, "")) == expected


@pytest.mark.parametrize(
    ("declared", "days"),
    [({"occasions": True}, ["01", "08", "15", "22", "29"]), ({"coming": ["date"]}, ["15"]),
     ({"occasions": True, "coming": ["date"]}, ["01", "08", "15", "22", "29"]), ({}, [None])],
)  # fmt: skip
def test_what_comes_back_stands_at_each_time_at_the_next_or_once(
    matches: Any, declared: dict[str, Any], days: list[str | None]
) -> None:
    files = {
        "structures/forum": FORUM.format(name="Forum"),
        "meetings/m": meeting("Möte", "date: 2020-06-01", "repeats: {every: week}"),
    }
    june = DateRange("2020-06-01", "2020-06-30", "juni")
    asked = {"roles": ["summoned"], "during": {"option": "when", "days": ["date"]}, **declared}
    found = [one.occasion for one in matches(files, "forum", asked, when=june)]
    assert [None if one is None else f"{one.span.first_day:%d}" for one in found] == days


@pytest.mark.parametrize(
    ("having", "expected"),
    [({"sort": ["meeting"]}, ["I dag", "Okänt", "Pågår", "Sedan", "Över"]), ({"sort": ["conference"]}, []),
     ({"structures": ["forum"], "date": ["2020-06-14", "2020-07-01"]}, ["Sedan", "Över"]), ({"structures": ["a"]}, []),
     ({"structures.sort": ["forum", "group"], "place": ["Ön"]}, ["Över"])],
)  # fmt: skip
def test_values_are_compared_as_files_write_them(
    chosen: Any, having: dict[str, list[str]], expected: list[str]
) -> None:
    assert chosen(MEETINGS, None, {"all": ["meeting"], "having": having}) == expected


def test_what_has_ceased_counts_only_when_it_is_asked_for(chosen: Any) -> None:
    group = "name: {name}\nsort: group\nmembers:\n  - party: a\n"
    files = {
        "actors/a": ACTOR.format(name="A"),
        "structures/old": group.format(name="Gamla") + "until: 2020-06-14\n",
        "structures/now": group.format(name="Nuvarande"),
        "structures/later": group.format(name="Kommande") + "from: 2020-06-16\n",
    }
    assert chosen(files, "a", {"roles": ["member"]}) == ["Nuvarande"]
    assert chosen(files, "a", {"roles": ["member"], "ceased": True}) == ["Gamla", "Kommande", "Nuvarande"]


def test_what_was_held_by_something_that_has_ended_is_found_where_what_has_ceased_is_asked_for(chosen: Any) -> None:
    files = {
        "structures/old": "name: Gamla\nsort: group\nuntil: 2020-06-14\n",
        "routines/larm": "name: Larm\nowner: old\n",
    }
    assert chosen(files, "old", {"roles": ["owner"]}) == []
    assert chosen(files, "old", {"roles": ["owner"], "ceased": True}) == ["Larm"]


def test_who_was_a_member_once_is_one_only_where_what_has_ceased_is_asked_for(chosen: Any) -> None:
    """Of a group that holds, whose item does not."""
    files = {"actors/a": ACTOR.format(name="A")} | {
        f"structures/{name.lower()}": f"name: {name}\nsort: group\nmembers:\n  - {{party: a, {days}}}\n"
        for name, days in {"Var": "until: 2020-06-14", "Blir": "from: 2020-06-16", "Nu": "until: 2020-06-15"}.items()
    }
    assert chosen(files, "a", {"roles": ["member"]}) == ["Nu"]
    assert chosen(files, "a", {"roles": ["member"], "ceased": True}) == ["Nu"]


def test_what_has_begun_is_kept_and_what_has_no_day(chosen: Any) -> None:
    days = {"a": ["2020-07-01", "2020-06"], "b": ["2021"], "c": [], "d": ["2019-12-31"]}
    files = {
        f"events/{name}": f"name: {name}\nsort: exercise\n"
        + ("dates:\n" if found else "")
        + "".join(f'  - id: d{place}\n    date: "{day}"\n' for place, day in enumerate(found))
        for name, found in days.items()
    }
    declared = {"all": ["event"], "begun": ["dates.date"], "order": ["dates.date"]}
    assert chosen(files, None, declared) == ["c", "d", "a"]


def test_numbers_are_ordered_by_value(chosen: Any) -> None:
    files = {f"capabilities/n{rank}": f"name: N{rank}\nrank: {rank}\n" for rank in (10, 9, 2)}
    assert chosen(files, None, {"all": ["capability"], "order": ["rank"]}) == ["N2", "N9", "N10"]


SENDERS = ACTOR + "representatives:\n"
SENT = {
    "a": "  - {id: x, level: directing, mode: ordinary, function: Chef}\n  - {id: y, level: directing, mode: activated, function: Jour}\n",
    "b": "  - {id: x, level: coordinating, mode: ordinary, function: Samordnare}\n",
}


@pytest.mark.parametrize(
    ("level", "expected"),
    [("level: directing\n", ["A: Chef, Jour", "B: ", "C: "]), ("level: coordinating\n", ["A: ", "B: Samordnare", "C: "]),
     ("", ["A: Chef, Jour", "B: Samordnare", "C: "])],
)  # fmt: skip
def test_items_that_agree_with_what_the_document_is_about(matches: Any, level: str, expected: list[str]) -> None:
    """Of those whom a forum holds, the representatives of its level; where it says no level, all of them."""

    def told(*asked: Any) -> list[str]:
        return [f"{one.ref}: {', '.join(str(item.function) for item in one.items)}" for one in matches(*asked)]

    files = {f"actors/{name}": SENDERS.format(name=name.upper()) + rows for name, rows in SENT.items()}
    members = "".join(f"  - party: {name}\n" for name in "abc")
    files |= {
        "actors/c": ACTOR.format(name="C"),
        "structures/forum": f"{FORUM.format(name='Forum')}{level}members:\n{members}",
    }
    matching = {"items": "representatives", "by": {"level": ["name.zzz", "level"]}}
    assert told(files, "forum", {"from": ["members.party"], "matching": matching}) == expected
    without = {"items": "representatives", "by": {"level": []}}
    assert told(files, "forum", {"from": ["members.party"], "matching": without}) == [
        "A: Chef, Jour",
        "B: Samordnare",
        "C: ",
    ]
    assert told(files, None, {"all": ["actor"], "matching": matching}) == ["A: ", "B: ", "C: "]


def test_what_refers_to_it_brings_the_items_that_do_each_once(matches: Any) -> None:
    """Also where an item refers to a group besides; an entry that refers to it by itself brings none."""
    files = {
        "actors/a": ACTOR.format(name="A"),
        "structures/g": "name: G\nsort: group\nmembers:\n  - party: a\n",
        "structures/h": "name: H\nsort: group\nmembers:\n  - party: g\n  - party: h\n",
        "routines/larm": "name: Larm\nsteps:\n  - {id: ett, rank: 1, text: Ring., who: [a, g]}\n"
        "  - {id: tva, rank: 2, text: Skriv., who: [h]}\n  - {id: tre, rank: 3, text: Vila.}\n",
        "meetings/m": "name: M\nsort: meeting\ndate: 2020-07-01\nguests: [a]\n",
    }
    roles = ["responsible", "concerned", "invited"]
    found = matches(files, "a", {"roles": roles, "through": "member"})
    assert {str(one.ref): [str(item.text) for item in one.items] for one in found} == {
        "Larm": ["Ring.", "Skriv."],
        "M": [],
    }
