"""`ssr list`: everything with why it is not in force; on a day only what was in force then."""

import json
from pathlib import Path

import pytest
from running import MANIFEST, ssr, write

GOAL = "name: Målbild {0}\nfrom: {0}-01-01\nuntil: {1}-12-31\n"
SNOW = "name: Snö och {}\nreach: regional\nstatus: {}\nagreement: {{unknown: Det är inte känt.}}\n"
BASE = {
    "ssr.yaml": MANIFEST,
    "knowledge/goal-images/2015-2018.yaml": GOAL.format(2015, 2018),
    "knowledge/goal-images/2019-2022.yaml": GOAL.format(2019, 2022),
    "knowledge/directives/2015-2018/sno.yaml": SNOW.format("is", "agreed"),
    "knowledge/directives/2019-2022/sno.yaml": SNOW.format("halka", "agreed"),
    "knowledge/directives/2019-2022/storm.yaml": SNOW.format("storm", "referral"),
    "knowledge/structures/a.yaml": "name: Ett forum med långt namn\nsort: forum\nuntil: 2020-06-30\n",
    "knowledge/structures/b.yaml": "name: B\nsort: forum\nfrom: 2031-01-01\n",
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", BASE)


def test_each_with_why_it_is_not_in_force(base: Path) -> None:
    assert ssr("list", "directive", kb=base).text == (
        "Inriktning (directive)\n"
        "  sno    Snö och halka  2019-2022\n"
        "  sno    Snö och is     2015-2018  äldre version\n"
        "  storm  Snö och storm  2019-2022  utkast\n"
    )
    rows = json.loads(ssr("list", "structure", "--format", "json", kb=base).text)
    assert [(row["id"], row["state"]) for row in rows] == [("b", "coming"), ("a", "ended")]
    assert "  a  Ett forum med långt namn  har upphört\n" in ssr("list", "structure", kb=base).text


def test_that_there_is_nothing_is_said(base: Path) -> None:
    result = ssr("list", "directive", "--at", "1900-01-01", kb=base)
    assert (result.code, result.out) == (0, b"")
    assert "Inget att visa" in result.err


@pytest.mark.parametrize(
    ("day", "ids"),
    [
        ("2014-06-01", ["a"]),
        ("2016-06-01", ["2015-2018", "2015-2018/sno", "a"]),
        ("2020-06-30", ["2019-2022", "2019-2022/sno", "a"]),
        ("2020-07-01", ["2019-2022", "2019-2022/sno"]),
        ("2031-01-01", ["2019-2022/sno", "b"]),
    ],
)
def test_on_a_day_only_what_was_in_force_then(day: str, ids: list[str], base: Path) -> None:
    rows = json.loads(ssr("list", "--at", day, "--format", "json", kb=base).text)
    listed = ("/".join(filter(None, (row["edition"], row["id"]))) for row in rows)
    assert sorted(listed) == sorted(ids)
