"""Where a rating stands on its scale, and against another: by what the schema ranks, on the day."""

import pytest

from ssr.view.scale import ScaleStep


@pytest.mark.parametrize(
    ("rank", "place"), [(1, "low"), (2, "low"), (3, None), (4, "highest"), (5, "highest"), (None, None)]
)
def test_the_place_on_a_scale_of_four(rank: int | None, place: str | None) -> None:
    assert ScaleStep("scale", rank, 4).place == place


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (ScaleStep("a", 2, 3), ScaleStep("a", 1, 3), "higher"),
        (ScaleStep("a", 1, 3), ScaleStep("a", 2, 3), "lower"),
        (ScaleStep("a", 2, 3), ScaleStep("a", 2, 3), "same"),
        (ScaleStep("a", 2, 3), ScaleStep("b", 1, 3), None),
        (ScaleStep("a"), ScaleStep("a", 1, 3), None),
        (ScaleStep("a", 1, 3), ScaleStep("a"), None),
    ],
)
def test_two_steps_are_compared_on_one_scale_only(now: ScaleStep, before: ScaleStep, expected: str | None) -> None:
    assert now.against(before) == expected
