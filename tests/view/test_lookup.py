"""Entries by an id as somebody types it: what is meant, and what is refused with a word on what may have been meant."""

from pathlib import Path

import pytest
from running import MANIFEST, write

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.errors import UsageError
from ssr.view.base_view import View
from ssr.view.examples import without_examples
from ssr.view.lookup import named, referred

FORUM = "name: {}\nsort: forum\n"
FILES = {
    "structures/forum": FORUM.format("Forum"),
    "structures/forut": FORUM.format("Förut") + "until: 2019-12-31\n",
    "routines/larm": "name: Larm\n",
    "goal-images/2015-2018": "name: Första\nfrom: 2015-01-01\nuntil: 2018-12-31\n",
    "goal-images/2019-2022": "name: Andra\nfrom: 2019-01-01\nuntil: 2022-12-31\n",
    "directives/2015-2018/snow": "name: Snö\nreach: regional\n",
    "directives/2019-2022/snow": "name: Snö\nreach: regional\nstatus: draft\n",
    "directives/2019-2022/storm": "name: Storm\nreach: regional\nstatus: draft\n",
}


def loaded(folder: Path, files: dict[str, str]) -> KnowledgeBase:
    texts = {f"knowledge/{name}.yaml": text for name, text in files.items()}
    return load(WorkingTree(write(folder, {"ssr.yaml": MANIFEST, **texts})))[0]


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    return loaded(tmp_path, FILES)


@pytest.mark.parametrize("id_", ["forum", "forut", "larm"])
def test_an_entry_of_one_of_the_kinds(base: KnowledgeBase, id_: str) -> None:
    view = View(base, "2020-01-01", "public", "sv")
    assert referred(("structure", "routine"), id_, view).id == id_


@pytest.mark.parametrize(
    ("kinds", "id_", "suggestion"),
    [(("structure",), "forumm", "forum"), (("routine",), "larn", "larm"), (("structure",), "zzz", None)],
)
def test_what_no_entry_of_the_kinds_is_called_is_refused(
    base: KnowledgeBase, kinds: tuple[str, ...], id_: str, suggestion: str | None
) -> None:
    with pytest.raises(UsageError) as refused:
        referred(kinds, id_, View(base, "2020-01-01", "public", "sv"))
    assert refused.value.key == "unknown-id"
    assert (refused.value.parameters["id"], refused.value.parameters["suggestion"]) == (id_, suggestion)


@pytest.mark.parametrize(("kind", "id_"), [("structure", "larm"), ("routine", "forum")])
def test_an_entry_of_another_kind_is_refused(base: KnowledgeBase, kind: str, id_: str) -> None:
    with pytest.raises(UsageError) as refused:
        referred((kind,), id_, View(base, "2020-01-01", "public", "sv"))
    assert refused.value.key == "wrong-kind"


@pytest.mark.parametrize(
    ("id_", "day", "edition", "path"),
    [
        ("forum", "2020-01-01", None, "structures/forum"),
        ("forut", "2020-01-01", None, "structures/forut"),  # also when it does not hold any more
        ("snow", "2016-01-01", None, "directives/2015-2018/snow"),
        ("snow", "2020-01-01", None, "directives/2015-2018/snow"),  # a draft does not hold
        ("snow", "2016-01-01", "2019-2022", "directives/2019-2022/snow"),
        ("snow", "2020-01-01", "2015-2018", "directives/2015-2018/snow"),
        ("storm", "2020-01-01", None, "directives/2019-2022/storm"),
    ],
)
def test_what_is_meant_by_who_holds_the_files(
    base: KnowledgeBase, id_: str, day: str, edition: str | None, path: str
) -> None:
    assert named(base, id_, day, edition).path == f"knowledge/{path}.yaml"


@pytest.mark.parametrize(
    ("id_", "edition", "key", "parameters"),
    [("snew", None, "unknown-id", {"id": "snew", "suggestion": "snow"}),
     ("snow", "2023-2026", "unknown-edition", {"id": "snow", "edition": "2023-2026", "known": "2015-2018, 2019-2022"}),
     ("forum", "2019-2022", "unknown-edition", {"id": "forum", "edition": "2019-2022", "known": ""})],
)  # fmt: skip
def test_what_is_not_in_the_files_is_refused(
    base: KnowledgeBase, id_: str, edition: str | None, key: str, parameters: dict[str, str]
) -> None:
    with pytest.raises(UsageError) as refused:
        named(base, id_, "2020-01-01", edition)
    assert (refused.value.key, dict(refused.value.parameters)) == (key, parameters)


STEPS = "name: {}\nsteps:\n  - {{id: ett, text: Ring.{}}}\n  - {{id: tva, text: Skriv.}}\n"


def test_without_examples_a_base_is_as_if_none_had_been_written(tmp_path: Path) -> None:
    invented = ", illustrative: true"
    files = {
        "routines/del": STEPS.format("Del", invented),
        "routines/fast": STEPS.format("Fast", ", illustrative: false"),
        "routines/hel": STEPS.format("Hel", "") + "illustrative: true\n",
        "routines/ingen": STEPS.format("Ingen", "") + "purpose: {text: Syfte., illustrative: true}\n",
    }
    known = without_examples(loaded(tmp_path, files))

    def data(id_: str) -> Entry:
        [entry] = known.editions(id_)
        return entry

    assert {id_: [step["id"] for step in data(id_).data["steps"]] for id_ in known.ids} == {
        "del": ["tva"], "fast": ["ett", "tva"], "hel": ["ett", "tva"], "ingen": ["ett", "tva"],
    }  # fmt: skip
    assert "purpose" not in data("ingen").data
    assert data("hel").data["illustrative"] is True
    assert data("fast").source.text == files["routines/fast"]
    assert data("del").source.text == ""
