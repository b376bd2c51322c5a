"""When something changes next, and which edition went before another."""

from pathlib import Path

import pytest
from running import MANIFEST, write

from ssr.base.knowledge import KnowledgeBase
from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.view.in_force import next_change, preceding


def base_of(folder: Path, files: dict[str, str]) -> KnowledgeBase:
    texts = {f"knowledge/{name}.yaml": text for name, text in files.items()}
    return load(WorkingTree(write(folder, {"ssr.yaml": MANIFEST, **texts})))[0]


@pytest.mark.parametrize(
    ("day", "change"),
    [("2018-01-01", "2019-01-01"), ("2019-01-01", "2021-01-01"), ("2021-01-01", "2021-03-01"),
     ("2021-03-01", "2022-07-01"), ("2022-07-01", "2024-01-01"), ("2024-01-01", None)],
)  # fmt: skip
def test_the_next_day_on_which_something_begins_or_has_ceased(tmp_path: Path, day: str, change: str | None) -> None:
    """Of entries and of what stands in their lists; what has no dates never changes, and a draft does not count."""
    group = "name: {}\nsort: group\n"
    files = {
        "actors/a": "names: [{name: A}, {name: B, from: 2021-03-01}]\nsort: company\nparticipation: [{as: member}]\n",
        "structures/always": group.format("Alltid") + "members: [{party: a, until: 2022-06-30}]\n",
        "structures/some": group.format("En tid") + 'from: 2019-01-01\nuntil: "2023"\n',
        "structures/old": group.format("Gamla") + "until: 2020-12-31\nmembers: [{party: a, from: 2021-02-01}]\n",
        "goal-images/2019-2022": "name: Målbild\nfrom: 2019-01-01\nuntil: 2023-12-31\n",
        "directives/2019-2022/snow": "name: Snö\nreach: regional\nstatus: draft\nfrom: 2018-02-01\n",
    }
    assert next_change(base_of(tmp_path, files), day) == change


def test_before_an_edition_comes_the_latest_one_that_was_agreed(tmp_path: Path) -> None:
    """Neither a draft nor one with faults, and none that is later."""
    right = "name: Snö\nreach: regional\n"
    editions = {2007: right, 2011: right, 2015: "name: Snö\nreach: zzz\n", 2019: f"{right}status: draft\n", 2023: right}
    files = {"structures/g": "name: G\nsort: group\n"}
    for year, text in editions.items():
        period = f"{year}-{year + 3}"
        files[f"goal-images/{period}"] = f"name: M\nfrom: {year}-01-01\nuntil: {year + 3}-12-31\n"
        files[f"directives/{period}/snow"] = text
    base = base_of(tmp_path, files)
    before = {entry.edition: preceding(base, entry) for entry in base.editions("snow")}
    assert {now: None if one is None else one.edition for now, one in before.items()} == {
        "2007-2010": None,
        "2011-2014": "2007-2010",
        "2015-2018": "2011-2014",
        "2019-2022": "2011-2014",
        "2023-2026": "2011-2014",
    }
    assert [preceding(base, entry) for entry in base.editions("g")] == [None]
