"""Laws of comparing, on small bases drawn from the shapes of the bundled kinds: any kind, any field, any order.

Changes back are the changes turned round; applied, they give the other side; what is written otherwise is no change,
and everything else is one, told exactly once.
"""

import json
import unicodedata
from collections.abc import Iterable
from copy import deepcopy
from functools import reduce
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from running import EXEMPELLAN

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.knowledge import KnowledgeBase
from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.base.yaml.source import Source
from ssr.diff.atoms import OPERATIONS, Atom, atoms
from ssr.diff.compare import compare
from ssr.diff.entry_trees import EntryTrees
from ssr.diff.match import Matching
from ssr.diff.tree import NodeKind, Tree
from ssr.view.base_view import View

EXAMPLE, _ = load(WorkingTree(EXEMPELLAN))
KINDS = EXAMPLE.kinds
OF_PERIODS = [name for name, kind in KINDS.items() if kind.defines_periods]
PERIODS = ("2015-2018", "2019-2022")
DAY = "2020-06-01"
DAYS = ("2010-01-01", "2020-05-31", "2020-06-01", "2020-06-02", "2030-12-31")
KEYS = ("ett", "tva", "tre", "fyra")
WORDS = ("Ring", "den som", "har jour,", "inom", "tio", "minuter.", "å", "-")
FEW = 4
Data = dict[str, Any]
Files = dict[tuple[str, str], Data]  # kind and id
Draw = st.DrawFn

quick = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


# Bases, drawn.

PROSE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


def ids(kinds: tuple[str, ...]) -> list[str]:
    """The ids that references to some kinds may name; of periods, items in them too."""
    plain = [f"{kind}-{key}" for kind in kinds if kind not in OF_PERIODS for key in KEYS[:3]]
    return plain + [f"{period}#{key}" for kind in kinds if kind in OF_PERIODS for period in PERIODS for key in KEYS]


@st.composite
def values(draw: Draw, field: Field, kind: str) -> Any:
    """A value of any shape that the field allows."""
    if field.is_text:
        return draw(PROSE | st.fixed_dictionaries({"sv": PROSE, "en": PROSE}) | st.fixed_dictionaries({"en": PROSE}))
    if field.items is not None:
        return draw(lists(field, field.items, kind))
    if field.properties:
        return draw(objects(field, kind))
    if field.reference is not None:
        return draw(st.sampled_from(ids(field.reference.kinds or (kind,))))
    simple = {"integer": (1, 2, 3, 4), "number": (1, 2, 3, 4), "boolean": (False, True)}.get(
        field.schema["type"], WORDS
    )
    formats = {"date": DAYS, "partial-date": DAYS}.get(field.schema.get("format", ""), simple)
    return draw(st.sampled_from(field.schema.get("enum", formats)))


@st.composite
def lists(draw: Draw, field: Field, items: Field, kind: str) -> list[Any]:
    key = field.annotation("key")
    if not items.properties:
        return draw(st.lists(values(items, kind), min_size=1, max_size=3, unique=True))
    found = draw(st.lists(objects(items, kind), min_size=1, max_size=3))
    if not key:
        return found
    below = items.properties[key]
    allowed = ids(below.reference.kinds) if below.reference else below.schema.get("enum", KEYS)
    keys = draw(st.permutations(allowed))[: len(found)]
    return [{**item, key: name} for item, name in zip(found, keys, strict=False)]


@st.composite
def objects(draw: Draw, field: Field, kind: str) -> Data:
    names = [name for name in field.properties if name not in {"audience", "allow", "replaced_by"}]
    often = [
        name for name in names if field.properties[name].annotation("key") or name in {"rank", "phase", "illustrative"}
    ]
    least = min(2, len(names))
    chosen = draw(st.lists(st.sampled_from(names + 4 * often), min_size=least, max_size=FEW, unique=True))
    return {name: draw(values(field.properties[name], kind)) for name in chosen}


@st.composite
def entries(draw: Draw, kind: str) -> Data:
    return {**draw(objects(KINDS[kind].root, kind)), **named(kind, draw(st.sampled_from(["Ett namn", "Ett annat"])))}


def named(kind: str, name: str) -> Data:
    key = KINDS[kind].root.properties[KINDS[kind].display].annotation("key")
    return {KINDS[kind].display: [{key: name}] if key else name}


def years(period: str) -> Data:
    return {"from": f"{period[:4]}-01-01", "until": f"{period[5:]}-12-31"}


# Every entry that a reference may name, so that none leads nowhere.
TARGETS = {(kind, id_): named(kind, id_) for kind in KINDS if kind not in OF_PERIODS for id_ in ids((kind,))}
GOALS = {"goals": [{"id": key, "title": key} for key in KEYS]}
TARGETS |= {(kind, id_): {**named(kind, id_), **years(id_), **GOALS} for kind in OF_PERIODS for id_ in PERIODS}


RICH = [
    key for key in TARGETS if KINDS[key[0]].has_editions or key[0] in {"actor", "routine", "structure", *OF_PERIODS}
]


@st.composite
def files(draw: Draw) -> Files:
    """A base in which a few entries say something."""
    chosen = draw(st.lists(st.sampled_from(RICH), min_size=1, max_size=3, unique=True))
    return TARGETS | {
        (kind, id_): {**TARGETS[kind, id_], **draw(entries(kind)), **years_of(kind, id_)} for kind, id_ in chosen
    }


def years_of(kind: str, id_: str) -> Data:
    return years(id_) if kind in OF_PERIODS else {}


@st.composite
def edited(draw: Draw, before: Files) -> Files:
    """Another base with much in common: entries come, go and are replaced, and what the others say is edited."""
    gone = draw(st.lists(st.sampled_from(list(TARGETS)), max_size=2))
    after = {key: data for key, data in before.items() if key not in gone or key[0] in OF_PERIODS}
    for kind, id_ in [key for key, data in before.items() if data != TARGETS[key]]:
        data = {**draw(edits(before[kind, id_], KINDS[kind].root, kind)), **years_of(kind, id_)}
        after[kind, id_] = {**named(kind, "Ett namn"), **data}
        if kind not in OF_PERIODS and draw(st.booleans()):
            after[kind, f"{kind}-ny"] = after[kind, id_]
            after[kind, id_] = {**before[kind, id_], "replaced_by": f"{kind}-ny"}
    return after


@st.composite
def otherwise(draw: Draw, value: Any, field: Field, kind: str) -> Any:
    """Another value in the same place; of a prose in two languages, another text in one."""
    if field.is_text and isinstance(value, dict) and len(value) > 1:
        return {**value, draw(st.sampled_from(list(value))): draw(PROSE)}
    return draw(values(field, kind))


@st.composite
def edits(draw: Draw, value: Any, field: Field, kind: str) -> Any:
    """A value with something in it drawn anew, gone, or come."""
    what = draw(st.sampled_from(["keep", "into", "into", "anew"]))
    if what == "anew" and not field.annotation("key"):
        return draw(otherwise(value, field, kind))
    if what == "keep" or field.is_text or not isinstance(value, dict | list):
        return value
    if isinstance(value, list) and field.items is not None:
        key = field.annotation("key")
        kept = [item for item in value if draw(st.integers(0, 4))]
        return [draw(edits(item, field.items, kind)) | {key: item[key]} for item in kept] if key else kept
    kept = {name: inner for name, inner in value.items() if draw(st.integers(0, 5))}
    return {
        **draw(objects(field, kind)),
        **{name: draw(edits(inner, field.properties[name], kind)) for name, inner in kept.items()},
    }


pairs_of_files = files().flatmap(lambda one: st.tuples(st.just(one), edited(one)))


def view(content: Files, day: str = DAY) -> View:
    found = [
        Entry(kind, id_, "2019-2022" if KINDS[kind].has_editions else None, Source(f"{kind}/{id_}", "", data))
        for (kind, id_), data in content.items()
    ]
    base = KnowledgeBase(EXAMPLE.snapshot, EXAMPLE.resources, KINDS, found)
    return View(base, day, "office", "sv")


def trees(old: View, new: View) -> tuple[Tree, Tree]:
    """Both bases as trees of all their entries."""
    matching = Matching(old, new)
    sides = EntryTrees(matching)
    before, after = zip(*(sides.trees(pair) for pair in matching.pairs), strict=True)
    return tuple(  # type: ignore[return-value]
        Tree(NodeKind.ENTRIES, {name: node for tree in side for name, node in tree.branches.items()})
        for side in (before, after)
    )


# Every atomic change and the one that undoes it.
OPPOSITES = {"replaced": "replaced"}
for added, removed in OPERATIONS.values():
    OPPOSITES |= {added: removed, removed: added}


def opposite(atom: Atom) -> Atom:
    """The change that undoes another."""
    return Atom(OPPOSITES[atom.operation], atom.names, atom.after, atom.before)


def applied(tree: Tree, changes: Iterable[Atom]) -> Tree:
    """The tree after some changes; `ValueError` where one of them does not fit."""
    return reduce(lambda so_far, atom: _changed(so_far, atom, atom.names), changes, tree)


def _changed(tree: Tree, atom: Atom, names: tuple[str, ...]) -> Tree:
    name, rest = names[0], names[1:]
    branches = dict(tree.branches)
    branch = branches.pop(name, None)
    if rest:
        if not isinstance(branch, Tree):
            raise ValueError(atom.names)
        branches[name] = _changed(branch, atom, rest)
    elif branch != atom.before:
        raise ValueError(atom.names)
    elif atom.after is not None:
        branches[name] = atom.after
    return Tree(tree.kind, branches, tree.data)


def told(changes: list[Atom]) -> list[str]:
    return sorted(map(repr, changes))


# The laws.


@quick
@given(pairs_of_files)
def test_applying_the_changes_to_one_side_gives_the_other(sides: tuple[Files, Files]) -> None:
    before, after = trees(*map(view, sides))
    changes = list(atoms(before, after))
    assert applied(before, changes) == after
    assert applied(before, reversed(changes)) == after
    assert applied(after, map(opposite, changes)) == before


@quick
@given(pairs_of_files)
def test_the_changes_back_are_the_changes_turned_round(sides: tuple[Files, Files]) -> None:
    old, new = map(view, sides)
    there, back = list(atoms(*trees(old, new))), list(atoms(*trees(new, old)))
    assert told(list(map(opposite, there))) == told(back)
    assert [opposite(opposite(change)) for change in there] == there


@quick
@given(files())
def test_nothing_differs_from_itself(content: Files) -> None:
    old, new = view(content), view(deepcopy(content))
    assert list(atoms(*trees(old, new))) == []
    assert compare(old, new).changes == ()


def test_changes_that_do_not_fit_are_refused() -> None:
    one, other = (view({("structure", "structure-ett"): {"name": name}}) for name in ("Ett", "Två"))
    before, after = trees(one, other)
    with pytest.raises(ValueError, match="name"):
        applied(after, atoms(before, after))


# What counts as a change, said a second time and more simply than the code has it.


def normal(value: Any, field: Field) -> Any:
    """Plain data without what is no change."""
    if field.is_text:
        texts = value if isinstance(value, dict) else {"sv": value}
        return {language: _line(text) for language, text in texts.items()}
    if isinstance(value, list) and field.items is not None:
        return sorted((normal(item, field.items) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    if isinstance(value, dict):
        known = {name: below for name, below in field.properties.items() if not below.annotation("editorial")}
        found = {name: normal(inner, known[name]) for name, inner in value.items() if name in known}
        nothing = {name for name, inner in found.items() if inner in ([], {})}
        return {name: found[name] for name in found.keys() - nothing if (name, found[name]) != ("illustrative", False)}
    if isinstance(value, str):
        return f"#{value.partition('#')[2]}" if field.reference and value.startswith(PERIODS) else _line(value)
    return value


def _line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


@quick
@given(pairs_of_files)
def test_there_are_changes_where_the_data_differ_and_nowhere_else(sides: tuple[Files, Files]) -> None:
    old, new = map(view, sides)
    matching = Matching(old, new)
    makes = EntryTrees(matching)
    changed = {change.entry.id for change in compare(old, new).changes}
    for pair in matching.pairs:
        if pair.old is None or pair.new is None:
            assert (pair.new or pair.old).id in changed  # type: ignore[union-attr]
        elif pair.old.id == pair.new.id:
            root = old.base.kind(pair.old).root
            differ = normal(old.plain(pair.old), root) != normal(new.plain(pair.new), root)
            assert bool(list(atoms(*makes.trees(pair)))) is differ
            assert (pair.new.id in changed) is differ


def rewritten(value: Any, field: Field, random: Random) -> Any:
    """The same said with other keys first, lists in another order, other folding, and with empty values."""
    if field.is_text:
        texts = value if isinstance(value, dict) else {"sv": value}
        folded = {name: random.choice([" ", "\n", "  \n "]).join(text.split()) for name, text in texts.items()}
        return folded if len(folded) > 1 else random.choice([folded, *folded.values()]) if "sv" in folded else folded
    if isinstance(value, dict):
        found = [(name, rewritten(inner, field.properties.get(name, field), random)) for name, inner in value.items()]
        empty = [(name, []) for name, below in field.properties.items() if below.is_list and name not in value]
        return dict(random.sample([*found, *empty], len(found) + len(empty)))
    if isinstance(value, list) and field.items is not None:
        return [rewritten(item, field.items, random) for item in random.sample(value, len(value))]
    return value


@quick
@given(files(), st.integers(0, 10**6).map(Random))
def test_what_is_only_written_otherwise_is_no_change(content: Files, random: Random) -> None:
    again = {
        (kind, id_): rewritten(data, KINDS[kind].root, random) | {"note": "En anmärkning."}
        for (kind, id_), data in random.sample(list(content.items()), len(content))
    }
    assert compare(view(content), view(again)).changes == ()


# Not edited one by one: what makes something begin, end or be another, and what nobody compares.
STANDING = frozenset({"from", "until", "replaced_by", "audience", "status", "allow", "note"})


def single_values(shape: Field, data: Data) -> list[tuple[tuple[Any, ...], Any, Field]]:
    """Every value of an entry that can be put otherwise by itself, a prose as a whole."""
    found = []
    for route, value, field in shape.walk(data):
        above = shape.at(route[:-2]) if len(route) > 1 else None
        is_key = above is not None and above.annotation("key") == route[-1]
        is_one = field.is_text or not isinstance(value, dict | list)
        if is_one and not is_key and STANDING.isdisjoint(route):
            found.append((route, value, field))
    return found


@settings(quick, max_examples=150)
@given(files(), st.data())
def test_one_value_that_differs_is_told_once(content: Files, data: st.DataObject) -> None:
    places = [
        (kind, id_, *place)
        for (kind, id_), entry in content.items()
        for place in single_values(KINDS[kind].root, entry)
    ]
    kind, id_, route, value, field = data.draw(st.sampled_from(places))
    again = deepcopy(content)
    holder: Any = again[kind, id_]
    for step in route[:-1]:
        holder = holder[step]
    holder[route[-1]] = data.draw(otherwise(value, field, kind))
    old, new = view(content), view(again)
    before, after = (
        [normal(side.plain(entry), KINDS[kind].root) for entry in side.entries() if entry.id == id_]
        for side in (old, new)
    )
    assume(before != after)
    [change] = compare(old, new).changes
    assert change.entry.id == id_
    assert change.route[0] == route[0] or {change.route[0], route[0]} == {"illustrative", "sources"}
    if value is not None and change.change == "changed" and not isinstance(change.before, list):
        assert (change.before, change.after) == (value, holder[route[-1]])


@quick
@given(st.integers(2, 6).flatmap(lambda n: st.tuples(st.just(n), st.permutations(range(n)), st.permutations(range(n)))))
def test_two_items_that_change_places_are_two_changes(drawn: tuple[int, list[int], list[int]]) -> None:
    count, chosen, order = drawn
    steps = [{"id": f"s{number}", "rank": number, "text": f"Steg {number}."} for number in range(count)]
    one, other = chosen[:2]
    swapped = [dict(steps[number]) for number in order]
    for step in swapped:
        step["rank"] = {one: other, other: one}.get(step["rank"], step["rank"])
    place = ("routine", "routine-ett")
    old, new = (view({place: {"name": "Larm", "steps": side}}) for side in (steps, swapped))
    changes = compare(old, new).changes
    assert [change.change for change in changes] == ["reprioritised"] * 2
    assert {(change.before, change.after) for change in changes} == {(one, other), (other, one)}
