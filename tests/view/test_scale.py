"""Where a rating stands on its scale, and against another: by what the schema ranks, on the day."""

from pathlib import Path

import pytest
from running import MANIFEST, write

from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.view.base_view import View
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


@pytest.mark.parametrize(("day", "highest"), [("2020-06-30", 3), ("2020-07-01", 4)])
def test_a_reference_tells_where_its_item_stands_among_those_of_the_day(tmp_path: Path, day: str, highest: int) -> None:
    codes = "  - {code: svag, rank: 1, label: Svag}\n  - {code: god, rank: 2, label: God}\n"
    codes += "  - {code: bra, rank: 3, label: Bra}\n  - {code: allt, rank: 4, label: Allt, from: 2020-07-01}\n  - {code: vet-ej, label: Vet ej}\n"
    files = {
        "actors/a": "names: [{name: A}]\nsort: company\nparticipation: [{as: member}]\n",
        "vocabularies/skala": f"name: Skala\ncodes:\n{codes}",
        "assessments/rated": "name: Skattning\nactor: a\ndate: 2020-01-01\nratings:\n"
        "  - {capability: bild, rating: skala#god}\n  - {capability: larm, rating: skala#vet-ej}\n",
        "capabilities/bild": "name: Bild\n",
        "capabilities/larm": "name: Larm\n",
    }
    texts = {f"knowledge/{name}.yaml": text for name, text in files.items()}
    view = View(load(WorkingTree(write(tmp_path, {"ssr.yaml": MANIFEST, **texts})))[0], day, "office", "sv")
    entry = view.find("rated")
    assert entry is not None
    node = view.node(entry)
    assert node.ratings[0].rating.step == ScaleStep("skala", 2, highest)
    assert node.ratings[1].rating.step == ScaleStep("skala", None, highest)
    assert node.actor.step == ScaleStep("a")
