"""Which items of two lists are the same."""

from hypothesis import given
from hypothesis import strategies as st

from ssr.diff.item_match import ItemIdentity, match_items

identities = st.lists(
    st.builds(ItemIdentity, st.sampled_from(["a", "a (2)", "b", ""]), st.sampled_from(["", "2018", "2019", "2020"]))
)


def indexes(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> list[tuple[int | None, int | None]]:
    return [match[1:] for match in match_items(*([ItemIdentity(*one) for one in side] for side in (old, new)))]


def test_a_key_stands_for_the_item_wherever_it_stands() -> None:
    assert indexes([("a", ""), ("b", "")], [("b", ""), ("a", "2018")]) == [(0, 1), (1, 0)]


def test_of_several_with_one_key_those_of_one_day_are_the_same() -> None:
    assert indexes([("a", "2015"), ("a", "2018")], [("a", "2018"), ("a", "2015")]) == [(1, 0), (0, 1)]


def test_those_left_are_the_same_in_order_of_time() -> None:
    assert indexes([("a", "2019"), ("a", "2015"), ("a", "2018")], [("a", "2018"), ("a", "2020"), ("a", "2016")]) == [
        (2, 0), (1, 2), (0, 1),
    ]  # fmt: skip


def test_what_only_one_side_has_is_alone() -> None:
    assert indexes([("a", ""), ("b", "")], [("c", ""), ("b", ""), ("b", "")]) == [
        (0, None),
        (1, 1),
        (None, 2),
        (None, 0),
    ]


@given(identities, identities)
def test_every_item_has_one_match_and_a_name_of_its_own(old: list[ItemIdentity], new: list[ItemIdentity]) -> None:
    matches = list(match_items(old, new))
    assert sorted(match.old for match in matches if match.old is not None) == list(range(len(old)))
    assert sorted(match.new for match in matches if match.new is not None) == list(range(len(new)))
    assert len({match.name for match in matches}) == len(matches)
    both = [(match.old, match.new) for match in matches if match.old is not None and match.new is not None]
    assert all(old[before].key == new[after].key for before, after in both)
    for key in {identity.key for identity in (*old, *new)}:
        fewest = min(sum(identity.key == key for identity in side) for side in (old, new))
        assert sum(old[before].key == key for before, _ in both) == fewest


@given(identities, st.randoms(use_true_random=False))
def test_another_order_is_no_difference(items: list[ItemIdentity], chance: object) -> None:
    shuffled = chance.sample(items, len(items))  # type: ignore[attr-defined]
    matches = list(match_items(items, shuffled))
    assert all(match.old is not None and match.new is not None for match in matches)
    assert all(items[match.old or 0] == shuffled[match.new or 0] for match in matches)
