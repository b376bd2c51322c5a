"""Who does what: through groups, in the base's own phases, with what is missing told and nothing inferred."""

from pathlib import Path

import pytest
from running import MANIFEST, rendered, write

ACTOR = "names: [{{name: {0}}}]\nsort: municipality\nparticipation: [{{as: member}}]\nillustrative: true\n"
BASE = {
    "ssr.yaml": MANIFEST,
    "knowledge/goal-images/2019-2022.yaml": "name: Målbild\nfrom: 2019-01-01\nuntil: 2022-12-31\nillustrative: true\n",
    **{f"knowledge/actors/{name.lower()}.yaml": ACTOR.format(name) for name in ("Asta", "Bro", "Ceda")},
    "knowledge/structures/inre.yaml": "name: Inre\nsort: group\nillustrative: true\nmembers: [{party: bro}]\n",
    "knowledge/structures/yttre.yaml": "name: Yttre\nsort: group\nillustrative: true\nmembers: [{party: inre}]\n",
    "knowledge/directives/2019-2022/is.yaml": (
        "name: Is\nreach: regional\nstatus: agreed\nagreement: {unknown: Okänd.}\nillustrative: true\nmeasures:\n"
        "  - {id: a, phase: preparatory, rank: 1, text: Sanda, responsible: [yttre], coordinated_by: asta}\n"
        "  - {id: b, phase: handling, rank: 1, text: Ploga, responsible: [asta, bro]}\n"
    ),
    "knowledge/events/ovad.yaml": (
        "name: Övningen\nsort: exercise\nstate: over\ndates: [{id: d, date: 2020-02-03}]\nactors: [asta]\nillustrative: true\n"
    ),
    "knowledge/events/installd.yaml": (
        "name: Inställda\nsort: exercise\nstate: cancelled\ndates: [{id: d, date: 2020-02-03}]\nactors: [bro]\nillustrative: true\n"
    ),
}
DAY = ("--at", "2020-06-01")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", BASE)


def page(base: Path, *arguments: str) -> list[str]:
    return rendered("responsibilities", *DAY, *arguments, kb=base).decode().replace("`EXEMPEL` ", "").splitlines()


def test_who_does_what_through_groups_within_groups(base: Path) -> None:
    lines = page(base)
    assert "| Asta | 1 (s) | 2 |" in lines
    assert "| Bro | 1 | 2 |" in lines
    assert "- **Åtgärder utan angiven sammanhållande:** 2" in lines
    assert "- **Aktörer utan åtgärd i inriktningen:** Ceda" in lines


def test_only_what_is_recorded_is_told_of_exercises_and_representatives(base: Path) -> None:
    lines = page(base)
    assert "| Asta | Övningen | uppgift saknas |" in lines
    assert "| Bro | uppgift saknas | uppgift saknas |" in lines  # a cancelled one trains nobody
    assert "| Ceda | uppgift saknas | uppgift saknas | uppgift saknas |" in lines  # on no level


def test_a_page_for_each_actor_has_only_its_own(base: Path, tmp_path: Path) -> None:
    bro = "\n".join(page(base, "--actor", "bro"))
    assert "Sanda" in bro
    assert "Asta |" not in bro.replace("Yttre | Asta |", "")
    assert "Ingen åtgärd." in page(base, "--actor", "ceda")
    rendered("responsibilities", *DAY, "--each", "actor", "-o", str(tmp_path / "each"), kb=base)
    assert len(list((tmp_path / "each").iterdir())) == 3


def test_the_phases_are_those_of_the_base(base: Path) -> None:
    own = (
        "name: Skeden\nillustrative: true\ncodes:\n  - {code: preparatory, rank: 1, label: Först}\n"
        "  - {code: handling, rank: 2, label: Sen}\n  - {code: efter, rank: 3, label: Efteråt}\n"
    )
    write(base, {"knowledge/vocabularies/skeden.yaml": own})
    assert "| Aktör | Först | Sen |" in page(base)  # a phase with no measure takes no room
    directive = "knowledge/directives/2019-2022/is.yaml"
    afterwards = "  - {id: c, phase: efter, rank: 1, text: Sopa, responsible: [bro]}\n"
    write(base, {directive: BASE[directive] + afterwards})
    assert "| Aktör | Först | Sen | Efteråt |" in page(base)


def test_what_is_hidden_is_not_there(base: Path) -> None:
    path = base / "knowledge/directives/2019-2022/is.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("text: Ploga,", "text: Ploga, audience: office,"), encoding="utf-8"
    )
    assert "Ploga" not in "\n".join(page(base))
    assert "Ploga" in "\n".join(page(base, "--audience", "office"))
