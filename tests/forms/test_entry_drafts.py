"""What actors saw and how they rate themselves comes back as a table point by actor, and as drafts of entries outside the base."""

import json
import shutil
from pathlib import Path

import pytest
from running import CASES, EXEMPELLAN, Result, ssr, write

from ssr.base.yaml import read

EXERCISE = "ovning-lykta-2024"
AT = ("--at", "2024-10-20T12:00")
SEEN = {"reached.reservvag": "partly", "observation.reservvag": "Radion hördes inte.", "reported": "2024-10-10T09:00"}


def came(folder: Path, document: str, about: str, **answers: dict[str, str]) -> Path:
    """What the pages of some actors save, one file each."""
    folder.mkdir(exist_ok=True)
    for actor, given in answers.items():
        form = {"document": document, "about": about, "actor": actor, "lang": "sv"}
        (folder / f"{actor}.yaml").write_text(json.dumps({"form": form, "answers": given}), encoding="utf-8")
    return folder


def collected(folder: Path, drafts: Path, *options: str, kb: Path = EXEMPELLAN) -> Result:
    return ssr("collect", folder, "--drafts", drafts, *options, kb=kb)


def part(text: str, heading: str) -> list[list[str]]:
    """The rows of the table under a heading."""
    below = text.partition(f"{heading}\n\n")[2].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in below]


def entry(drafts: Path) -> tuple[str, dict[str, object]]:
    """The one entry that was drafted: its path and what it says."""
    (path,) = (drafts / "knowledge").rglob("*.yaml")
    assert path.read_text(encoding="utf-8").startswith("# UTKAST")
    data = read("", path.read_bytes()).data
    assert isinstance(data, dict)
    return path.relative_to(drafts).as_posix(), data


def test_observations_stand_goal_by_goal_and_the_lessons_become_items_marked_as_drafts(tmp_path: Path) -> None:
    lessons = {"lesson.1": "Pröva radion varje månad.", "area.1": "Samband", "lesson.3": "Radio"}
    folder = came(
        tmp_path / "in",
        "observations",
        EXERCISE,
        granvik=SEEN | lessons,
        norrhamn={"lesson.1": "Radio", "reported": "2024-10-11T08:00"},
    )
    result = collected(folder, tmp_path / "ut", *AT)
    assert result.code == 0, result.err
    assert part(result.text, "### Pröva reservvägen för lägesbilden.") == [
        ["Granviks kommun", "delvis", "Radion hördes inte."]
    ]
    assert [row[1:] for row in part(result.text, "Ingen har tagit ställning till dem.")] == [
        ["Granviks kommun", "Pröva radion varje månad."],
        ["Granviks kommun", "Radio"],
        ["Norrhamns kommun", "Radio"],
    ]
    path, data = entry(tmp_path / "ut")
    assert path == f"knowledge/events/{EXERCISE}.yaml"
    # The exercise has a lesson `radio` already, which no draft adds to.
    assert data == {
        "lessons": [
            {"id": "prova-radion-varje-manad", "area": "Samband", "text": "Pröva radion varje månad.", "state": "draft",
             "note": "Granviks kommun, 2024-10-10"},
            {"id": "radio-2", "text": "Radio", "state": "draft", "note": "Granviks kommun, 2024-10-10"},
            {"id": "radio-3", "text": "Radio", "state": "draft", "note": "Norrhamns kommun, 2024-10-11"},
        ]
    }  # fmt: skip
    assert ssr("validate", "--overlay", tmp_path / "ut", kb=EXEMPELLAN).code == 0
    shown = ssr("render", "event", EXERCISE, "--overlay", tmp_path / "ut", "--audience", "office", kb=EXEMPELLAN).text
    assert "*Utkast, inte granskad.*" in shown


def test_ratings_stand_capability_by_capability_and_become_an_entry_of_each_that_does_not_count_yet(
    tmp_path: Path,
) -> None:
    given = {
        "rating.lagesbild": "god",
        "basis.lagesbild": "Övat.",
        "reporter": "Säkerhetschef",
        "reported": "2026-11-10T09:00",
    }
    folder = came(tmp_path / "in", "self-rating", EXERCISE, granvik=given)
    result = collected(folder, tmp_path / "ut", "--at", "2026-11-20T12:00")
    assert result.code == 0, result.err
    rows = dict(part(result.text, "### Samlad lägesbild"))
    assert (rows["God"], rows["Svag"], rows["*inte skattad*"]) == ("Granviks kommun", "", "")
    path, data = entry(tmp_path / "ut")
    assert path == "knowledge/assessments/granvik-sjalvskattning-2026-11-10.yaml"
    assert data == {
        "name": "Granviks kommun: självskattning 2026",
        "actor": "granvik",
        "date": "2026-11-10",
        "made_by": "Säkerhetschef",
        "occasion": EXERCISE,
        "status": "draft",
        "ratings": [{"capability": "lagesbild", "rating": "formageskala#god", "text": "Övat."}],
    }
    assert ssr("validate", "--strict", "--overlay", tmp_path / "ut", kb=EXEMPELLAN).code == 0
    overlay = ("--overlay", tmp_path / "ut", "--audience", "office", "--at", "2026-11-20")
    assert "Övat." not in ssr("render", "assessment", *overlay, kb=EXEMPELLAN).text


def test_a_rating_in_other_words_is_shown_and_not_drafted(tmp_path: Path) -> None:
    given = {"rating.lagesbild": "rätt god", "rating.ovningar": "god"}
    folder = came(tmp_path / "in", "self-rating", EXERCISE, granvik=given)
    result = collected(folder, tmp_path / "ut", *AT)
    assert result.code == 0, result.err
    rows = dict(part(result.text, "### Samlad lägesbild"))
    assert (rows["*annat svar*"], rows["*inte skattad*"]) == ("Granviks kommun: rätt god", "")
    assert "*annat svar*" not in dict(part(result.text, "### Övningar och lärande"))
    _, data = entry(tmp_path / "ut")
    assert data["ratings"] == [{"capability": "ovningar", "rating": "formageskala#god"}]


def test_as_a_workbook_the_table_has_a_column_for_each_actor(tmp_path: Path) -> None:
    folder = came(tmp_path / "in", "observations", EXERCISE, granvik=SEEN)
    path = tmp_path / "tabell.xlsx"
    assert ssr("collect", folder, *AT, "-o", path, kb=EXEMPELLAN).code == 0
    assert path.read_bytes().startswith(b"PK")


def test_what_somebody_wrote_is_never_more_than_text(tmp_path: Path) -> None:
    hostile = "{{ 7*7 }} <b>x</b>\r\nlessons: &a [*a]\n# x"
    folder = came(tmp_path / "in", "observations", EXERCISE, granvik={"lesson.1": hostile, "area.1": "- x: ["})
    assert collected(folder, tmp_path / "ut", *AT).code == 0
    _, data = entry(tmp_path / "ut")
    (lesson,) = data["lessons"]  # type: ignore[misc]
    assert (lesson["text"], lesson["area"]) == (" ".join(hostile.split()), "- x: [")
    assert ssr("validate", "--overlay", tmp_path / "ut", kb=EXEMPELLAN).code == 0


def test_drafts_are_never_written_in_a_base_nor_over_what_somebody_has_changed(tmp_path: Path) -> None:
    folder = came(tmp_path / "in", "observations", EXERCISE, granvik={"lesson.1": "Radio"})
    for place in (EXEMPELLAN / "knowledge" / "utkast", folder / "ut"):
        refused = collected(folder, place, *AT)
        assert (refused.code, refused.out, place.exists()) == (2, b"", False)
    assert collected(folder, tmp_path / "ut", *AT).code == 0
    assert collected(folder, tmp_path / "ut", *AT).code == 0
    (file,) = (tmp_path / "ut" / "knowledge").rglob("*.yaml")
    file.write_text("name: x\n", encoding="utf-8")
    assert collected(folder, tmp_path / "ut", *AT).code == 2
    assert file.read_text(encoding="utf-8") == "name: x\n"


@pytest.mark.parametrize(
    ("document", "about", "answers", "words"),
    [
        ("observations", EXERCISE, SEEN, "inget att göra utkast av"),
        ("situation-report", "storm", {"summary": "x"}, "görs inga utkast"),
    ],
)
def test_where_there_is_nothing_to_draft_it_is_said(
    tmp_path: Path, document: str, about: str, answers: dict[str, str], words: str
) -> None:
    result = collected(came(tmp_path / "in", document, about, granvik=answers), tmp_path / "ut", *AT)
    assert result.code == 2
    assert words in result.err
    assert not (tmp_path / "ut").exists()


FORM = """\
title: {sv: Rapport om båten, en: Report on the boat}
about: [ferry]
parameters:
  - {name: crew, title: {sv: Besättningen, en: The crew}, ref: [actor]}
fields:
  captain: {title: {sv: Vem, en: Who}}
  bell: {title: {sv: När, en: When}, type: moment}
  leak: {title: {sv: Läcka, en: Leak}}
  water: {title: {sv: Vatten, en: Water}}
formats: {md: form.md.j2}
"""
TABLE = """\
title: {sv: Läckor, en: Leaks}
like: leak-form
selections: {crews: {all: [actor]}}
collects:
  document: leak-form
  by: crew
  name: captain
  at: bell
  expected: crews
  drafts: {kind: ferry, list: soundings, rows: leak, item: {wording: "{leak} ({ferry}, {crew})", tide: "{water}"}}
formats: {md: table.md.j2}
"""


def test_the_form_of_a_kind_that_no_python_knows_makes_the_same_journey(tmp_path: Path) -> None:
    base = Path(shutil.copytree(CASES / "ferry", tmp_path / "base"))
    page = '{% extends "_base/page.md.j2" %}{% block content %}'
    rows = '{% for n in range(1, 3) %}{{ field("leak", n) }}{{ field("water", n) }}{% endfor %}'
    table = '{% for row in collected.rows %}{{ row.ref }}: {{ row.answers["leak.1"] }}{% endfor %}'
    write(
        base / "templates",
        {
            "leak-form/document.yaml": FORM,
            "leak-form/form.md.j2": f'{page}{{{{ field("captain") }}}}{{{{ field("bell") }}}}{rows}{{% endblock %}}',
            "leak-table/document.yaml": TABLE,
            "leak-table/table.md.j2": f"{page}{table}{{% endblock %}}",
        },
    )
    folder = tmp_path / "in"
    folder.mkdir()
    form = {"document": "leak-form", "about": "sodra-linjen", "crew": "rederiet", "lang": "sv"}
    answers = {"leak.1": "Skrov", "water.1": "ebb", "bell": "2026-11-10T09:00"}
    (folder / "a.yaml").write_text(json.dumps({"form": form, "answers": answers}), encoding="utf-8")
    result = collected(folder, tmp_path / "ut", kb=base)
    assert result.code == 0, result.err
    assert "Rederiet: Skrov" in result.text
    path, data = entry(tmp_path / "ut")
    assert path == "knowledge/ferries/sodra-linjen.yaml"
    assert data == {"soundings": [{"buoy": "skrov-2", "wording": "Skrov (sodra-linjen, rederiet)", "tide": "ebb"}]}


def test_a_level_whose_name_is_not_known_goes_by_its_code(tmp_path: Path) -> None:
    base = Path(shutil.copytree(EXEMPELLAN, tmp_path / "base"))
    path = base / "knowledge/vocabularies/formageskala.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    label: Svag\n", "    unknown: Namnet är struket.\n"), encoding="utf-8")
    folder = came(tmp_path / "in", "self-rating", EXERCISE, granvik={"rating.lagesbild": "svag"})
    result = ssr("collect", folder, *AT, kb=base)
    assert (result.code, "None" in result.text) == (0, False), result.err
    assert dict(part(result.text, "### Samlad lägesbild"))["svag"] == "Granviks kommun"
    form = ssr(
        "render", "self-rating", EXERCISE, "--actor", "granvik", "--format", "html", "--at", "2024-10-20", kb=base
    ).text
    assert "<option>svag</option>" in form
