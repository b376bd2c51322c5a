"""Whichever one text of whichever entry is changed alone, the comparison can be told: to everyone, in every format."""

import shutil
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from running import EXEMPELLAN, Result, ssr, write

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.base.yaml.source import Route

BASE, _ = load(WorkingTree(EXEMPELLAN))
AUDIENCES = ("public", "members", "office")
FORMATS = ("text", "json", "md", "html", "txt", "docx", "pdf")
# The same text as it may be written on either side.
SHAPES: Mapping[str, Any] = {
    "plain": "Ring den som har jour, inom tio minuter.",
    "reworded": "Ring den som har beredskap, inom en kvart.",
    "both": {"sv": "Ring den som har jour, inom tio minuter.", "en": "Call whoever is on duty within ten minutes."},
    "swedish-reworded": {"sv": "Ring den som har beredskap, nu.", "en": "Call whoever is on duty within ten minutes."},
    "english-reworded": {"sv": "Ring den som har jour, inom tio minuter.", "en": "Call whoever is on call at once."},
}


def texts(data: Any, field: Field, route: Route = ()) -> Iterator[Route]:
    """The places of prose in data of the shape of a field."""
    if field.is_text:
        yield route
    elif isinstance(data, list) and field.items is not None:
        for number, item in enumerate(data):
            yield from texts(item, field.items, (*route, number))
    elif isinstance(data, dict):
        for name, inner in field.properties.items():
            if name in data:
                yield from texts(data[name], inner, (*route, name))


def placed(entry: Entry, route: Route, text: Any) -> str:
    """The file of an entry with another text at one place."""
    data = deepcopy(dict(entry.data))
    data: Any = deepcopy(dict(entry.data))
    holder: Any = reduce(lambda above, step: above[step], route[:-1], data)
    holder[route[-1]] = text
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def plain_route(route: Route) -> Route:
    """A place as all items of its list have it."""
    return tuple("*" if isinstance(step, int) else step for step in route)


PLACES = {
    (entry.kind, plain_route(route)): (entry, route)
    for entry in BASE.entries
    for route in texts(entry.data, BASE.kind(entry).root)
}


def test_there_are_texts_of_all_sorts() -> None:
    assert {kind for kind, _ in PLACES} == {entry.kind for entry in BASE.entries}
    assert ("actor", ("contacts", "*", "unknown")) in PLACES


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two copies of a base, where tests write over single entries and put them back."""
    folder = tmp_path_factory.mktemp("sides")
    old, new = (Path(shutil.copytree(EXEMPELLAN, folder / side)) for side in ("old", "new"))
    return old, new


def outcome(sides: tuple[Path, Path], entry: Entry, versions: tuple[str, str], audience: str, format_: str) -> Result:
    """The comparison of two bases that have each its own version of one entry."""
    for side, text in zip(sides, versions, strict=True):
        write(side, {entry.path: text})
    try:
        options = ("--audience", audience, "--format", format_)
        return ssr("diff", str(sides[0]), str(sides[1]), *options, kb=sides[1])
    finally:
        for side in sides:
            write(side, {entry.path: entry.source.text})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=st.sampled_from(sorted(PLACES)),
    shapes=st.lists(st.sampled_from(sorted(SHAPES)), min_size=2, max_size=2, unique=True),
    audience=st.sampled_from(AUDIENCES),
    format_=st.sampled_from(FORMATS),
)
def test_any_text_alone(
    sides: tuple[Path, Path], place: tuple[str, Route], shapes: list[str], audience: str, format_: str
) -> None:
    entry, route = PLACES[place]
    old, new = (placed(entry, route, SHAPES[shape]) for shape in shapes)
    result = outcome(sides, entry, (old, new), audience, format_)
    assert result.code == 0, result.err


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("place", sorted(place for place in PLACES if place[1][-1] == "unknown"))
def test_a_reason_reworded_in_one_language(sides: tuple[Path, Path], place: tuple[str, Route], audience: str) -> None:
    """Whatever holds it: an entry, an item, or an item of an item."""
    entry, route = PLACES[place]
    old, new = (placed(entry, route, SHAPES[shape]) for shape in ("both", "swedish-reworded"))
    result = outcome(sides, entry, (old, new), audience, "md")
    assert result.code == 0, result.err


@pytest.mark.parametrize("shapes", [("both", "swedish-reworded"), ("both", "english-reworded"), ("plain", "both")])
def test_the_reason_is_told_as_it_is_now(sides: tuple[Path, Path], shapes: tuple[str, str]) -> None:
    entry, route = PLACES["actor", ("contacts", "*", "unknown")]
    old, new = (placed(entry, route, SHAPES[shape]) for shape in shapes)
    result = outcome(sides, entry, (old, new), "office", "md")
    now = SHAPES[shapes[1]]["sv"]
    part = result.text.partition("## Det vet vi inte")[2].partition("## ")[0]
    assert now in part, result.text
