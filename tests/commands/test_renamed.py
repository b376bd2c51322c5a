"""What has another id or key is told as that, once, by `diff`, `log` and `--baseline`, with the references that should follow."""

import json
from pathlib import Path

import pytest
from repository import commit, git, repository
from running import MANIFEST, ssr, write

ROUTINE = "name: Aktivering\nsteps:\n  - {id: larma, rank: 1, text: Larma alla., illustrative: true}\n  - {id: mot, rank: 2, text: Mötas., illustrative: true}\n"
FILES = {
    "ssr.yaml": MANIFEST,
    "knowledge/routines/aktivering.yaml": ROUTINE,
    "knowledge/structures/radet.yaml": "name: Rådet\nsort: forum\nillustrative: true\n",
    "knowledge/structures/gruppen.yaml": "name: Gruppen\nsort: group\nreports_to: radet\nunknown: Inget är känt.\n",
    "knowledge/structures/staben.yaml": "name: Staben\nsort: group\nreports_to: radet\nunknown: Inget är känt.\n",
    "knowledge/activities/ova.yaml": "name: Öva\nsort: exercise\nserves: ['2019-2022#ova']\nillustrative: true\n",
    "knowledge/goal-images/2019-2022.yaml": (
        "name: Målbild\nfrom: 2019-01-01\nuntil: 2022-12-31\ngoals:\n"
        "  - {id: ova, title: Alla övar, text: Alla övar., illustrative: true}\n  - {id: samla, title: Vi samlas, text: Vi samlas., illustrative: true}\n"
    ),
}
RADET, GRUPPEN, STABEN = (f"knowledge/structures/{name}.yaml" for name in ("radet", "gruppen", "staben"))
GOALS, ACTIVITY = "knowledge/goal-images/2019-2022.yaml", "knowledge/activities/ova.yaml"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = repository(tmp_path / "base")
    commit(folder, FILES)
    return folder


def moved(base: Path, old: str, new: str) -> None:
    (base / old).rename(base / new)


def replaced(base: Path, path: str, old: str, new: str) -> None:
    file = base / path
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def changed(base: Path) -> list[tuple[str, str, object, object]]:
    result = ssr("diff", "HEAD@2020-01-01", "@2020-01-01", "--format", "json", "--audience", "office", kb=base)
    assert result.code == 0, result.err
    return [(one["change"], one["id"], one["before"], one["after"]) for one in json.loads(result.text)["changes"]]


def judged(base: Path, *paths: str) -> list[tuple[str, str, int]]:
    """Codes with their files and how many other places each names, of all that is no note on what is wanted."""
    result = ssr(
        "validate",
        *[base / path for path in paths],
        "--baseline",
        "HEAD",
        "--at",
        "2020-01-01",
        "--format",
        "json",
        kb=base,
    )
    found = json.loads(result.text)["findings"]
    told = [(one["code"], one["path"], len(one["related"])) for one in found if one["code"][3] in "28"]
    assert result.code == int(any(code == "SSR810" for code, _, _ in told)), result.text
    return told


NEW = "knowledge/structures/regionala-radet.yaml"


def test_an_entry_whose_references_did_not_follow(base: Path) -> None:
    moved(base, RADET, NEW)
    assert judged(base) == [("SSR810", NEW, 3)]  # two references, and where it was
    assert judged(base, NEW) == [("SSR810", NEW, 3)]
    assert changed(base) == [("renamed", "regionala-radet", "radet", "regionala-radet")]
    text = ssr("diff", "HEAD", kb=base).text
    assert (
        "Har nytt id i basen, regionala-radet, tidigare radet. Hänvisningar med det gamla finns kvar i: gruppen, staben."
        in text
    )


def test_an_entry_whose_references_followed(base: Path) -> None:
    moved(base, RADET, NEW)
    for path in (GRUPPEN, STABEN):
        replaced(base, path, "reports_to: radet", "reports_to: regionala-radet")
    assert judged(base) == [("SSR811", NEW, 1)]
    assert changed(base) == [("renamed", "regionala-radet", "radet", "regionala-radet")]


def test_what_else_changed_in_it_is_told_besides(base: Path) -> None:
    moved(base, RADET, NEW)
    replaced(base, NEW, "sort: forum", "sort: forum\nshort: RR")
    kinds = [change for change, *_ in changed(base)]
    assert kinds == ["renamed", "set"]
    assert judged(base) == [("SSR810", NEW, 3)]


def test_another_name_and_another_id(base: Path) -> None:
    moved(base, GRUPPEN, "knowledge/structures/arbetsgruppen.yaml")
    replaced(base, "knowledge/structures/arbetsgruppen.yaml", "name: Gruppen", "name: Arbetsgruppen")
    told = [code for code, *_ in judged(base)]
    assert told == ["SSR811", "SSR808"]  # another id, and another name
    assert [change for change, *_ in changed(base)] == ["renamed", "renamed"]  # the id, and the name


def test_the_key_of_an_item(base: Path) -> None:
    replaced(base, GOALS, "id: ova,", "id: alla-ovar,")
    told = judged(base)
    assert told == [("SSR810", GOALS, 2)]
    assert ("renamed", "2019-2022", "ova", "alla-ovar") in changed(base)
    replaced(base, ACTIVITY, "#ova", "#alla-ovar")
    assert judged(base) == [("SSR811", GOALS, 1)]
    assert changed(base) == [("renamed", "2019-2022", "ova", "alla-ovar")]
    assert (
        "Har ny nyckel, alla-ovar, tidigare ova: Alla övar"
        in ssr("diff", "HEAD@2020-01-01", "@2020-01-01", kb=base).text
    )


def test_an_item_that_says_something_else_too_is_another(base: Path) -> None:
    replaced(
        base,
        "knowledge/routines/aktivering.yaml",
        "id: larma, rank: 1, text: Larma alla.",
        "id: ring, rank: 1, text: Ring.",
    )
    assert {change for change, *_ in changed(base)} == {"added", "removed"}


def test_two_that_say_the_same_are_not_guessed_at(base: Path) -> None:
    twin = "name: Tvilling\nsort: group\n"
    commit(base, {"knowledge/structures/a.yaml": twin, "knowledge/structures/b.yaml": twin})
    for old, new in (("a", "c"), ("b", "d")):
        moved(base, f"knowledge/structures/{old}.yaml", f"knowledge/structures/{new}.yaml")
    assert sorted({change for change, *_ in changed(base)}) == ["added", "removed"]


@pytest.mark.parametrize("support", ["", "illustrative: true\n", "unknown: Inget är känt.\n"])
def test_what_says_next_to_nothing_is_not_known_by_it(base: Path, support: str) -> None:
    """Nor by how well it is supported, as nearly every entry says that."""
    commit(base, {"knowledge/structures/a.yaml": f"name: A\nsort: group\n{support}"})
    (base / "knowledge/structures/a.yaml").unlink()
    write(base, {"knowledge/structures/b.yaml": f"name: B\nsort: group\n{support}"})
    assert sorted(change for change, *_ in changed(base)) == ["added", "removed"]


def test_the_log_tells_it_once(base: Path) -> None:
    moved(base, RADET, NEW)
    for path in (GRUPPEN, STABEN):
        replaced(base, path, "reports_to: radet", "reports_to: regionala-radet")
    commit(base)
    text = ssr("log", "regionala-radet", kb=base).text
    assert text.count("tidigare radet") + text.count("från radet till regionala-radet") == 1
    assert git(base, "status", "--porcelain") == ""


def test_the_log_of_what_is_not_saved(base: Path) -> None:
    moved(base, RADET, NEW)
    text = ssr("log", "regionala-radet", kb=base).text
    assert "från radet till regionala-radet" in text


def test_the_key_of_an_item_in_the_log(base: Path) -> None:
    replaced(base, GOALS, "id: samla,", "id: samlas,")
    commit(base)
    text = ssr("log", "2019-2022", "--audience", "office", kb=base).text
    assert text.count("Har ny nyckel, samlas, tidigare samla: Vi samlas") == 1
