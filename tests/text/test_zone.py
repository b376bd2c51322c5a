"""The nights when the clocks change."""

import pytest

from ssr.text.zone import local_time_problem


@pytest.mark.parametrize(
    ("day", "clock", "problem"),
    [
        ("2027-03-28", "01:59", None),
        ("2027-03-28", "02:00", "skipped"),
        ("2027-03-28", "02:30", "skipped"),
        ("2027-03-28", "02:59", "skipped"),
        ("2027-03-28", "03:00", None),
        ("2026-10-25", "01:59", None),
        ("2026-10-25", "02:00", "twice"),
        ("2026-10-25", "02:30", "twice"),
        ("2026-10-25", "02:59", "twice"),
        ("2026-10-25", "03:00", None),
        ("2027-03-27", "02:30", None),
        ("2026-07-01", "13:00", None),
    ],
)
def test_a_time_of_day_in_stockholm(day: str, clock: str, problem: str | None) -> None:
    assert local_time_problem(day, clock, "Europe/Stockholm") == problem


def test_it_depends_on_the_zone() -> None:
    assert local_time_problem("2027-03-28", "02:30", "UTC") is None
    assert local_time_problem("2027-03-28", "02:30", "Europe/Helsinki") is None
