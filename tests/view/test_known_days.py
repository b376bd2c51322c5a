"""Days as far as they are known: a year ends with its last day, an end may be known and its day not, names keep to theirs."""

from pathlib import Path

import pytest
from repository import commit, repository
from running import MANIFEST, rendered, ssr, write

from ssr.base.knowledge import is_in_force
from ssr.text.days import first_of, last_of

FORUM = "name: {}\nsort: forum\nillustrative: true\n{}"


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2019-02", "2019-02-01", "2019-02-28"),
        ("2019-04-30", "2019-04-30", "2019-04-30"),
        ("", "", ""),
    ],
)
def test_the_days_that_are_spanned(day: str, first: str, last: str) -> None:
    assert (first_of(day), last_of(day)) == (first, last)


@pytest.mark.parametrize(
    ("item", "days"),
    [
        ({"until": "2019"}, [True, True, False, False]),
        ({"from": "2020"}, [False, False, True, True]),
        ({"from": "2019-12", "until": "2020-01"}, [False, True, True, False]),
        ({"ended": True}, [False] * 4),
        ({"ended": True, "from": "2019"}, [False] * 4),
    ],
)
def test_what_is_in_force(item: dict[str, object], days: list[bool]) -> None:
    assert [is_in_force(item, day) for day in ("2019-06-01", "2019-12-31", "2020-01-01", "2020-06-01")] == days


def test_they_are_printed_as_they_are_written(tmp_path: Path) -> None:
    base = write(
        repository(tmp_path / "base"),
        {
            "ssr.yaml": MANIFEST,
            "knowledge/structures/a.yaml": FORUM.format("A", 'until: "2019"\n'),
            "knowledge/structures/b.yaml": FORUM.format("B", "ended: true\n"),
            "knowledge/structures/c.yaml": FORUM.format("C", 'from: "2020-03"\n'),
        },
    )
    commit(base)
    assert ssr("validate", "--strict", kb=base).code == 0
    assert "Har upphört 2019." in rendered("structure", "a", "--at", "2020-01-01", kb=base).decode()
    assert "Har upphört" not in rendered("structure", "a", "--at", "2019-12-31", kb=base).decode()
    assert "Har upphört; dagen är inte känd." in rendered("structure", "b", kb=base).decode()
    assert "mars 2020" in rendered("structure", "c", "--at", "2020-02-29", kb=base).decode()
    assert "Gällde till och med 2019, dagen är inte angiven" in ssr("log", "a", kb=base).text
    assert "Gäller från mars 2020, dagen är inte angiven" in ssr("log", "c", kb=base).text
    listed = ssr("list", "structure", "--at", "2020-03-01", kb=base).text
    assert [line.split()[0] for line in listed.splitlines()[1:]] == ["c"]


def test_a_name_outside_its_days_shows_them(tmp_path: Path) -> None:
    actor = (
        'names:\n  - {name: Gamla, until: "2018"}\n  - {name: Nya, from: 2020-01-01, until: 2021-06-30}\n'
        "sort: company\nparticipation:\n  - as: member\n"
    )
    base = write(tmp_path, {"ssr.yaml": MANIFEST, "knowledge/actors/a.yaml": actor})
    days = {
        "2018-12-31": "Gamla",
        "2019-06-01": "Gamla (–2018)",
        "2020-01-01": "Nya",
        "2022-01-01": "Nya (2020-01-01–2021-06-30)",
    }
    for day, name in days.items():
        assert ssr("list", "actor", "--at", day, kb=base).text.splitlines()[1].split(maxsplit=1)[1] == name


def test_an_end_in_a_year_does_not_lie_before_a_day_in_it(tmp_path: Path) -> None:
    files = {
        "knowledge/structures/a.yaml": FORUM.format("A", 'from: 2019-05-01\nuntil: "2019"\n'),
        "knowledge/structures/b.yaml": FORUM.format("B", 'from: 2019-05-01\nuntil: "2019-04"\n'),
    }
    found = ssr("validate", kb=write(tmp_path, {"ssr.yaml": MANIFEST, **files})).text
    assert "a.yaml" not in found
    assert "b.yaml:5:8  fel SSR301" in found
