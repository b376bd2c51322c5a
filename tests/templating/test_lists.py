"""What templates do with lists: by path and value, whatever the properties are called, and to the last row."""

import pytest

from ssr.templating.lists import at_most, by_origin, having, lacking, next_to_last, numbered, rows, together
from ssr.view.base_view import Choice, Node, Text

SEA = Node({"water": Choice("salt", "hav"), "depth": 0, "bays": [Node({"name": Text("Viken", "sv")})]})
LAKE = Node({"water": Choice("fresh", "sjö"), "depth": 3, "bays": []})
POND = Node({"water": None, "depth": None, "bays": []})
WATERS = [SEA, LAKE, POND]


def test_items_are_kept_by_what_files_write_at_a_path() -> None:
    assert having(WATERS, "water", "salt") == [SEA]
    assert having(WATERS, "water", Choice("fresh", "något annat")) == [LAKE]
    assert having(WATERS, "water", "salt", "fresh") == [SEA, LAKE]
    assert having(WATERS, "bays.name", "Viken") == [SEA]
    assert lacking(WATERS, "water", "salt") == [LAKE, POND]


def test_without_a_value_anything_there_will_do() -> None:
    assert having(WATERS, "water") == [SEA, LAKE]
    assert lacking(WATERS, "bays.name") == [LAKE, POND]
    assert having(WATERS, "nobody") == []


def test_lists_and_single_values_become_one_list() -> None:
    assert together([1, [2, None]], iter([3]), "", None, "x") == [1, 2, 3, "x"]
    assert together(None) == []


@pytest.mark.parametrize(("number", "shown", "rest"), [(2, [1, 2], [3]), (3, [1, 2, 3], []), (None, [1, 2, 3], [])])
def test_what_there_is_no_room_for_is_the_rest(number: int | None, shown: list[int], rest: list[int]) -> None:
    assert at_most([1, 2, 3], number) == (shown, rest)


@pytest.mark.parametrize(("count", "empty"), [(0, 4), (3, 1), (4, 1), (6, 1)])
def test_there_is_always_a_row_to_write_on(count: int, empty: int) -> None:
    assert rows(["x"] * count, 4, spare=1) == ["x"] * count + [None] * empty


def test_places_in_a_list() -> None:
    assert numbered("ab") == [(1, "a"), (2, "b")]
    assert [next_to_last(items) for items in ([], [1], [1, 2], [1, 2, 3])] == [None, None, 1, 2]


def test_what_has_a_source_belongs_only_where_it_says_so() -> None:
    def item(**fields: object) -> Node:
        return Node({"origin": None, "sources": [], "illustrative": None, **fields})

    agreed, besides, example, bare = item(origin="a", sources=[1]), item(sources=[1]), item(illustrative=True), item()
    said = item(origin="b")
    part, others = by_origin([agreed, besides, example, bare, said], "origin", "a")
    assert part == [agreed, example, bare]
    assert others == [besides, said]
