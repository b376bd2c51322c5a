"""What was agreed on Monday comes back on Thursday: minutes become a list, and the list an agenda and what each has to do."""

import json
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import pytest
from referencing import Registry, Resource
from running import CASES, EXEMPELLAN, ROOT, Result, at_terminal, ssr
from tools import filled_in, filled_in_by_libreoffice

from ssr.base.yaml import read

FERRY = CASES / "ferry"
MEETING = "samordningsgruppen-2027-01-07"
FORUM = "samordningsgrupp"
SCHEMAS = {
    name: json.loads((ROOT / "schemas" / name).read_text(encoding="utf-8"))
    for name in ("_agreed.schema.json", "_shared.schema.json")
}
REGISTRY: Registry[object] = Registry().with_resources(
    (name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items()
)


def minutes(form: Mapping[str, str] | None = None, **answers: str) -> str:
    """What the page of the minutes saves; `what__1` is the field of the first row."""
    mark = {"document": "minutes", "about": MEETING, "made": "2027-01-07", "lang": "sv", **(form or {})}
    given = {key.replace("__", "."): value for key, value in answers.items()}
    return json.dumps({"form": mark, "answers": given}, ensure_ascii=False)


TWO = {
    "what__1": "Se över kontaktlistan",
    "who__1": "Granvik och Norrhamns kommun",
    "when__1": "29 jan",
    "what__2": "Boka salen",
    "who__2": "Vaktmästaren",
    "when__2": "snarast",
    "what__3": "Skicka underlaget",
    "who__3": "granvik",
    "when__3": "fredag",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inkomna"
    made.mkdir()
    return made


def put(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content, encoding="utf-8")
    return folder


def collected(folder: Path, *options: str | Path, kb: Path = EXEMPELLAN) -> Result:
    return ssr("collect", folder, "--format", "yaml", *options, kb=kb)


def listed(result: Result) -> list[dict[str, object]]:
    """The items of a list, which has the documented shape."""
    data = read("", result.out).data
    jsonschema.Draft202012Validator(SCHEMAS["_agreed.schema.json"], registry=REGISTRY).validate(data)
    return list(data["agreed"])  # type: ignore[call-overload]


def agenda(path: Path, *options: str, start: str = "2027-02-04T09:00", forum: str = FORUM) -> Result:
    return ssr("render", "agenda", "--structure", forum, "--start", start, "--agreed", path, *options, kb=EXEMPELLAN)


def rows(result: Result) -> list[list[str]]:
    """The rows of what comes back, without the one to write in."""
    part = result.text.partition("| Vad | Vem | Senast |")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")][:3] for line in part.splitlines()[2:]]


def test_each_row_says_what_and_who_by_when_of_which_forum(folder: Path) -> None:
    result = collected(put(folder, a__yaml=minutes(**TWO)))
    assert (result.code, result.err) == (0, "a.yaml: 3 överenskommelser\n")
    first, second, third = listed(result)
    assert first == {
        "what": "Se över kontaktlistan",
        "state": "open",
        "about": MEETING,
        "day": "2027-01-07",
        "who": "Granvik och Norrhamns kommun",
        "by": "29 jan",
        "forums": [FORUM],
        "actors": ["granvik", "norrhamn"],
        "due": "2027-01-29",
    }
    assert ("actors" in second, "due" in second, second["by"]) == (False, False, "snarast")
    assert (third["actors"], third["due"]) == (["granvik"], "2027-01-08")


def test_it_comes_back_under_the_former_minutes_with_the_overdue_first(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "lista.yaml"
    path.write_bytes(collected(put(folder, a__yaml=minutes(**TWO))).out)
    page = agenda(path, start="2027-01-21T09:00")
    assert (page.code, page.err) == (0, "")
    assert page.text.partition("2. Föregående anteckningar")[2].partition("3. Ärenden")[0].count("| ") > 4
    assert rows(page) == [
        ["Skicka underlaget", "granvik", "**försenat**, 8 januari 2027"],
        ["Se över kontaktlistan", "Granvik och Norrhamns kommun", "29 januari 2027"],
        ["Boka salen", "Vaktmästaren", "snarast"],
    ]
    for other in (agenda(path, forum="aktiverad-konferens"), agenda(path, start="2026-12-01T09:00")):
        assert "Inget kvarstår från tidigare möten." in other.text
        assert "kontaktlistan" not in other.text
    assert "kontaktlistan" not in ssr("render", "agenda", MEETING, "--agreed", path, kb=EXEMPELLAN).text
    assert "kontaktlistan" not in ssr("render", "agenda", MEETING, kb=EXEMPELLAN).text


def test_status_lists_it_by_actor(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "lista.yaml"
    path.write_bytes(collected(put(folder, a__yaml=minutes(**TWO))).out)
    told = ssr("status", "--agreed", path, "--at", "2027-01-21", kb=EXEMPELLAN).text
    part = told.partition("Överenskommet och inte avslutat den 2027-01-21: 3, varav försenade: 1.\n\n")[2]
    granvik, norrhamn, nobody = part.split("\n\n")
    assert granvik.splitlines()[:2] == [
        "Granviks kommun (granvik)",
        f"  - FÖRSENAT, senast 8 januari 2027: Skicka underlaget (granvik; {MEETING})",
    ]
    assert len(granvik.splitlines()) == 3
    assert norrhamn.startswith("Norrhamns kommun (norrhamn)\n  - senast 29 januari 2027: Se över kontaktlistan")
    assert nobody.startswith("Ingen aktör som basen känner\n  - senast snarast: Boka salen (Vaktmästaren")
    as_json = json.loads(ssr("status", "--agreed", path, "--at", "2027-01-21", "--format", "json", kb=EXEMPELLAN).text)
    assert next((one["what"], one["overdue"]) for one in as_json["agreed"]) == ("Skicka underlaget", True)
    assert "agreed" not in json.loads(ssr("status", "--format", "json", kb=EXEMPELLAN).text)


def test_a_list_is_carried_on_and_what_is_done_does_not_come_back(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "lista.yaml"
    put(folder, a__yaml=minutes(**TWO))
    assert ssr("collect", folder, "-o", path, kb=EXEMPELLAN).code == 0
    path.write_text(path.read_text(encoding="utf-8").replace('state: "open"', 'state: "done"', 1), encoding="utf-8")
    before = path.read_bytes()
    again = ssr("collect", folder, "-o", path, kb=EXEMPELLAN)
    assert (again.code, path.read_bytes()) == (2, before)
    assert "--previous" in again.err

    put(folder, b__yaml=minutes({"made": "2027-01-21"}, what__1="Köp kaffe"))
    assert ssr("collect", folder, "--previous", path, "-o", path, kb=EXEMPELLAN).code == 0
    items = listed(Result(0, path.read_bytes(), ""))
    assert [(one["what"], one["state"]) for one in items] == [
        ("Se över kontaktlistan", "done"),
        ("Boka salen", "open"),
        ("Skicka underlaget", "open"),
        ("Köp kaffe", "open"),
    ]
    assert "kontaktlistan" not in agenda(path).text


def test_what_nobody_is_named_for_comes_back_with_room_to_write(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "lista.yaml"
    path.write_bytes(collected(put(folder, a__yaml=minutes(what__1="Boka salen"))).out)
    assert rows(agenda(path)) == [["Boka salen", "________", "________"]]
    told = ssr("status", "--agreed", path, kb=EXEMPELLAN).text
    assert told.endswith(
        f"Ingen aktör som basen känner\n  - ingen dag angiven: Boka salen (ingen angiven; {MEETING})\n"
    )


def test_a_list_of_an_exercise_says_so(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "lista.yaml"
    put(folder, a__yaml=minutes({"marking": "exercise"}, **TWO))
    path.write_bytes(collected(folder, "--marking", "exercise").out)
    assert agenda(path).code == 2
    assert len(rows(agenda(path, "--marking", "exercise"))) == 3
    assert "Överenskommet" in ssr("status", "--agreed", path, kb=EXEMPELLAN).text
    assert "ÖVNING" in ssr("status", "--agreed", path, kb=EXEMPELLAN).text.upper()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (minutes({"document": "situation-report"}, what__1="x"), "en annan blankett: situation-report"),
        (minutes({"marking": "exercise"}, what__1="x"), "har en annan märkning: exercise"),
        (minutes({"about": "finns-inte"}, what__1="x"), "går inte att göra om"),
        (minutes(who__2="Granvik"), "rad 2 är inte med, för Vad: 2 är tomt"),
        ("%PDF-1.7", "filen är en PDF"),
        ("form: [", "rad 1"),
    ],
)
def test_what_does_not_count_is_told_with_the_reason(folder: Path, content: str, words: str) -> None:
    result = collected(put(folder, a__yaml=content))
    assert result.code == 1
    assert words in result.err
    assert listed(result) == []


def test_minutes_give_no_picture_and_the_options_of_one_no_list(folder: Path) -> None:
    put(folder, a__yaml=minutes(**TWO))
    result = ssr("collect", folder, kb=EXEMPELLAN)
    assert (result.code, result.out) == (2, b"")
    assert "-o overenskommet.yaml" in result.err
    refused = collected(folder, "--event", "Dis")
    assert (refused.code, refused.out) == (2, b"")
    assert "--event" in refused.err


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("base: samverkan-exempellan\nagreed:\n  - what: x\n    state: klart\n", "lista.yaml:4:12  fel SSR104"),
        ("base: samverkan-exempellan\nagreed: 3\n", "lista.yaml:2:9"),
        ("base: samverkan-exempellan\nagreed: []\nmore: x\n", "lista.yaml:3:1"),
        ("- x\n", "lista.yaml:1:1"),
        ("a: &a [*a]\n", "lista.yaml:1:"),
        ("[" * 5000, "lista.yaml:1:"),
        ("base: annan\nagreed: []\n", "gäller en annan bas: annan"),
        ("base: samverkan-exempellan\nmarking: exercise\nagreed: []\n", "en annan märkning: exercise"),
        ("x" * 2_000_001, "lista.yaml är större än 2000 kB"),
    ],
)
def test_a_list_from_somewhere_is_judged_before_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lista.yaml").write_text(content, encoding="utf-8")
    result = agenda(Path("lista.yaml"))
    assert (result.code in {1, 2}, result.out) == (True, b"")
    assert place in result.err


def test_nothing_in_the_minutes_is_more_than_text(folder: Path, tmp_path: Path) -> None:
    hostile = "{{ 7*7 }} <script>x</script> | [a](http://b)\r\n# rubrik"
    path = tmp_path / "lista.yaml"
    path.write_bytes(collected(put(folder, a__yaml=minutes(what__1=hostile, who__1=hostile, when__1=hostile))).out)
    [one] = listed(Result(0, path.read_bytes(), ""))
    assert one["what"] == " ".join(hostile.split())
    page = agenda(path, "--format", "html").text
    assert "{{ 7*7 }}" in page
    assert "<script>x" not in page
    assert "<h1>rubrik" not in page
    told = ssr("status", "--agreed", path, kb=EXEMPELLAN).text
    assert "\n# rubrik" not in told
    assert "{{ 7*7 }} <script>" in told


def test_at_a_terminal_it_is_asked_who_is_meant_once_for_each_name(folder: Path, tmp_path: Path) -> None:
    put(
        folder, a__yaml=minutes(what__1="a", who__1="Hamnen", what__2="b", who__2="Hamnen", what__3="c", who__3="Ingen")
    )
    path = tmp_path / "lista.yaml"
    code, _, shown = at_terminal("collect", folder, "-o", path, "--kb", EXEMPELLAN, answers="norrh\n\n")
    assert code == 0, shown
    assert shown.count("Vem är Hamnen?") == 1
    assert [one.get("actors") for one in listed(Result(0, path.read_bytes(), ""))] == [["norrhamn"], ["norrhamn"], None]


def test_the_form_of_another_kind_makes_the_same_journey(folder: Path, tmp_path: Path) -> None:
    mark = {"document": "crew-notes", "about": "sodra-linjen", "made": "2022-11-01", "lang": "sv"}
    answers = {"mend.1": "Relingen", "hand.1": "Rederiet", "tide.1": "5 nov"}
    put(folder, a__yaml=json.dumps({"form": mark, "answers": answers}))
    path = tmp_path / "lista.yaml"
    assert ssr("collect", folder, "-o", path, kb=FERRY).code == 0
    departure = ssr("render", "departure", "nya-linjen", "--at", "2022-11-10", "--agreed", path, kb=FERRY)
    assert "- SENT Relingen (Rederiet)\n" in departure.text
    assert "Rederiet (rederiet)\n  - FÖRSENAT" in ssr("status", "--agreed", path, "--at", "2022-11-10", kb=FERRY).text
    assert ssr("render", "timetable", "nya-linjen", "--agreed", path, kb=FERRY).code == 2


@pytest.mark.judge
def test_minutes_of_a_pack_come_back_from_word_and_from_a_browser(folder: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    made = ssr(
        "activate", "storm", "--event", "Dis i norr", "--structure", "aktiverad-konferens",
        "--start", "2027-01-20T14:00", "-o", pack, kb=EXEMPELLAN,
    )  # fmt: skip
    assert made.code == 0, made.err
    fields = [*read_places(pack / "6-minnesanteckningar.docx")]
    answers = {"what.1": "Ploga kajen", "who.1": "Norrhamn", "when.1": "22 jan"}
    places = {fields.index(key): value for key, value in answers.items()}
    filled_in_by_libreoffice([(pack / "6-minnesanteckningar.docx", places, folder / "a.docx")])
    [page] = filled_in([(pack / "6-minnesanteckningar.html", answers | {"what.2": "Salta kajen"}, folder)])
    assert page.problems == ()
    result = collected(folder)
    assert result.code == 0, result.err
    items = listed(result)
    assert [one["what"] for one in items] == ["Ploga kajen", "Salta kajen"]
    assert items[0]["actors"] == ["norrhamn"]
    assert items[0]["forums"] == ["aktiverad-konferens"]
    assert (items[0]["day"], items[0]["due"]) == ("2027-01-20", "2027-01-22")


def read_places(path: Path) -> list[str]:
    """The fields of a Word document, in their order."""
    from ssr.forms.read_docx import read_word

    return [control.tag for control in read_word(path.read_bytes()).controls]
