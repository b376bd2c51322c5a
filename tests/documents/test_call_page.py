"""The page that summons without the tool: filled in by keys on a telephone, it says what the tool itself would have said."""

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from running import CASES as CASES_OF_ALL
from running import EXEMPELLAN, MANIFEST, ssr, write
from tools import axe, html_validate, vnu, written_by_keys

from ssr.formats.gsm import LIMIT, septets

AT = ("--at", "2026-11-22")
FORUM = ("structure", "Samverkanskonferens", "aktiverad-konferens")
LONG = "ring tjänsteman i beredskap vid länsstyrelsen 08-123 45 67 eller svara på mejlet före kl. 14"
# For each case what is typed by keys, and the same as options of the tool.
CASES: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
    "nothing prepared": (
        {"event": "Snöfall, 30 cm", "area": "Södertörn", "structure": FORUM[1], "day": "2026-11-29", "start": "14:30",
         "end": "15:00", "place": "se mejl", "reserve": "Rakel 12-3", "contact": "08-123 45"},
        {"event": "Snöfall, 30 cm", "area": "Södertörn", "structure": FORUM[2], "start": "2026-11-29T14:30/15:00",
         "place": "se mejl", "reserve": "Rakel 12-3", "contact": "08-123 45"},
    ),
    "a directive, across midnight": (
        {"structure": "Verkst", "directive": "Översv", "day": "2026-12-31", "start": "23:30", "end": "00:30",
         "place": "https://mote.example/1", "contact": "tib@lst.example", "convener": "Norrhamns"},
        {"structure": "verkstallande-forum", "directive": "flood", "start": "2026-12-31T23:30/00:30",
         "place": "https://mote.example/1", "contact": "tib@lst.example", "convener": "norrhamn"},
    ),
    "an exercise with a question, no end": (
        {"exercise": "x", "event": "Storm ~ 25 m/s – “röd” [ö] Łódź", "structure": "Chefs", "directive": "Storm",
         "day": "2027-01-04", "start": "08:05", "place": "rum 2", "question": "Ska skolorna stänga?"},
        {"marking": "exercise", "event": "Storm ~ 25 m/s – “röd” [ö] Łódź", "structure": "chefsgrupp", "directive": "storm",
         "start": "2027-01-04T08:05", "place": "rum 2", "question": "Ska skolorna stänga?"},
    ),
    "addresses among what can be said, and keys of a telephone": (
        {"event": "Storm", "structure": FORUM[1], "day": "2026-11-29", "start": "14:30", "contact": "mejl: tib@lst.example",
         "place": "https://mote.example eller 08-123 45, kod *12#", "reserve": "Rakel 1, sip:rum1"},
        {"event": "Storm", "structure": FORUM[2], "start": "2026-11-29T14:30", "contact": "mejl: tib@lst.example",
         "place": "https://mote.example eller 08-123 45, kod *12#", "reserve": "Rakel 1, sip:rum1"},
    ),
    "the caller yields": (
        {"event": "Stort strömavbrott", "structure": FORUM[1], "day": "2026-11-29", "start": "14:30", "end": "15:00",
         "place": "se mejlet", "reserve": "Rakel", "contact": "08-123 45 67"},
        {"event": "Stort strömavbrott", "structure": FORUM[2], "start": "2026-11-29T14:30/15:00",
         "place": "se mejlet", "reserve": "Rakel", "contact": "08-123 45 67"},
    ),
    "too long whatever yields": (
        {"event": "Stort strömavbrott", "structure": FORUM[1], "day": "2026-11-29", "start": "14:30", "contact": LONG,
         "place": "se mejlet"},
        {"event": "Stort strömavbrott", "structure": FORUM[2], "start": "2026-11-29T14:30", "contact": LONG,
         "place": "se mejlet"},
    ),
}  # fmt: skip


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kalla") / "kalla.html"
    result = ssr("render", "call-page", "-o", path, *AT, kb=EXEMPELLAN)
    assert result.code == 0, result.err
    return path


def by_the_tool(folder: Path, options: Mapping[str, str]) -> dict[str, str]:
    """What the files of the summons hold that `ssr activate` makes."""
    given = [part for name, value in options.items() if name != "directive" for part in (f"--{name}", value)]
    about = [options["directive"]] if "directive" in options else []
    event = () if about or "event" in options else ("--event", "")
    result = ssr("activate", *about, *given, *event, "-o", folder, *AT, kb=EXEMPELLAN)
    assert result.code == 0, result.err
    texts = (path for path in folder.iterdir() if "1-kallelse" in path.name and path.suffix in {".txt", ".ics"})
    files = {path.name: path.read_bytes().decode() for path in texts}
    return {
        format_: next(text for name, text in files.items() if name.endswith(ending))
        for format_, ending in (("sms", "-sms.txt"), ("txt", "kallelse.txt"), ("tal", "-tal.txt"), ("ics", ".ics"))
    }


def words(text: str) -> list[str]:
    """The words of a text, wherever its lines end and however long the lines to write on are."""
    return re.sub("_{4,}", "____", text).split()


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").splitlines()


@pytest.mark.judge
def test_by_keys_on_a_telephone_it_says_what_activate_says(page: Path, tmp_path: Path) -> None:
    written = written_by_keys([(page, typed) for typed, _ in CASES.values()])
    for (name, (_, options)), one in zip(CASES.items(), written, strict=True):
        expected = by_the_tool(tmp_path / name, options)
        assert one.problems == (), name
        assert one.texts["sms"].rstrip("\n") == expected["sms"].rstrip("\n"), name
        assert words(one.texts["txt"]) == words(expected["txt"]), name
        assert words(one.texts["tal"]) == words(expected["tal"]), name
        if one.saved is not None:
            saved = one.saved.decode()
            assert max(len(line.encode()) for line in saved.split("\r\n")) <= 75
            assert unfolded(saved) == unfolded(expected["ics"]), name
        length = septets(one.texts["sms"])
        assert one.states["sms"].startswith(f"{length} av {LIMIT} tecken."), name
        is_ready = length <= LIMIT and "____" not in one.texts["sms"]
        assert (one.links["sms"] is not None) is is_ready, name
        assert ("För långt" in one.states["sms"]) is (length > LIMIT)
        goes_along = "&body=" in str(one.links["txt"])
        assert ("kopiera den, öppna mejlet" in one.states["txt"]) is not goes_along, name
    assert all(one.saved is not None for one in written)
    exercise = written[list(CASES).index("an exercise with a question, no end")]
    assert (exercise.band, exercise.texts["sms"][:6], exercise.name[:6]) == ("ÖVNING ÖVNING ÖVNING", "ÖVNING", "ÖVNING")
    assert written[0].band is None


@pytest.mark.judge
def test_everybody_can_read_it_and_it_asks_nothing_of_the_network(page: Path) -> None:
    assert [problem for result in axe([page]) for problem in result.problems] == []
    assert html_validate([page]) == []
    assert vnu([page]) == []


def data_of(text: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="writes">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    result: dict[str, object] = json.loads(found[1])
    return result


def small_base(folder: Path, **more: str) -> Path:
    forum = "name: {}\nsort: forum\nmodes: [activated]\n"
    files = {
        "ssr.yaml": MANIFEST,
        "knowledge/structures/radet.yaml": forum.format("'</script><script>alert(1)</script>'"),
        "knowledge/structures/dolt.yaml": forum.format("Hemliga rådet") + "audience: office\n",
    }
    return write(folder, files | more)


def test_what_is_hostile_is_text_and_what_is_hidden_is_absent(tmp_path: Path) -> None:
    kb = small_base(tmp_path / "base")
    page = ssr("render", "call-page", "--format", "html", *AT, kb=kb).text
    assert page.count("<script") == page.count("</script") == 2
    assert "alert(1)" in str(data_of(page)["texts"])
    assert "Hemliga" not in page
    assert "default-src 'none'" in page


def test_where_the_binder_is_for_an_exercise_the_page_has_nothing_to_choose(tmp_path: Path) -> None:
    page = ssr(
        "render", "call-page", "--format", "html", "--marking", "exercise", *AT, kb=small_base(tmp_path / "base")
    ).text
    assert 'data-field="exercise"' not in page
    data = data_of(page)
    assert data["mark"] is None
    assert json.dumps(data["texts"], ensure_ascii=False).count('"sms": [["ÖVNING ') == 1


def test_without_anybody_to_summon_there_is_no_page(tmp_path: Path) -> None:
    kb = write(
        tmp_path / "base", {"ssr.yaml": MANIFEST, "knowledge/structures/radet.yaml": "name: Rådet\nsort: forum\n"}
    )
    assert ssr("render", "call-page", "--format", "html", *AT, kb=kb).code == 0
    assert ssr("render", "binder", "-o", tmp_path / "parm", *AT, kb=kb).code == 0
    assert not (tmp_path / "parm/kalla.html").exists()


FERRY_MESSAGE = """\
title: {sv: Inställd tur, en: Cancelled trip}
parameters:
  - {name: ferry, title: {sv: Färjan, en: The ferry}, ref: [ferry], required: true}
  - {name: operator, title: {sv: Vem som kör, en: Who runs it}, ref: [actor]}
  - {name: leaves, title: {sv: När, en: When}, type: moment}
  - {name: why, title: {sv: Varför, en: Why}}
formats: {sms: message.md.j2}
"""
FERRY_PAGE = """\
title: {sv: Ställ in en tur, en: Cancel a trip}
selections: {ferries: {all: [ferry]}, operators: {all: [actor]}}
fields:
  drill: {title: {sv: Övning, en: Exercise}, type: tick}
  ferry: {title: {sv: Färja, en: Ferry}, chosen_from: {selection: ferries, value: id}}
  operator: {title: {sv: Vem, en: Who}, chosen_from: {selection: operators, value: id}}
  day: {title: {sv: Dag, en: Day}, type: day}
  from_: {title: {sv: Från, en: From}, type: clock}
  till: {title: {sv: Till, en: To}, type: clock}
  why: {title: {sv: Varför, en: Why}}
writes:
  document: ferry-message
  formats: [sms]
  each: ferry
  when: {option: leaves, day: day, start: from_, end: till}
  mark: {field: drill, as: exercise, label: banner_exercise}
formats: {html: page.md.j2}
"""


def test_a_ferry_that_no_python_knows_is_called_off_in_the_same_way(tmp_path: Path) -> None:
    base = Path(shutil.copytree(CASES_OF_ALL / "ferry", tmp_path / "base"))
    fields = " ".join(
        f'{{{{ field("{name}") }}}}' for name in ("drill", "ferry", "operator", "day", "from_", "till", "why")
    )
    message = (
        '{% for line in banner %}{{ line | label("mark_") }} {% endfor %}{{ ferry }}: {{ why or blank }}'
        "{% if leaves %} {{ leaves.day | short_day }} {{ leaves.clock | short_clock(leaves.end) }}{% endif %}."
        "{% if operator %} [/{{ operator }}]{yields=1}{% endif %}\n"
    )
    files = {
        "ferry-message/document.yaml": FERRY_MESSAGE,
        "ferry-message/message.md.j2": message,
        "ferry-page/document.yaml": FERRY_PAGE,
        "ferry-page/page.md.j2": '{% extends "_base/page.md.j2" %}{% block content %}' + fields + "{% endblock %}",
    }
    write(base / "templates", files)
    page = ssr("render", "ferry-page", "--format", "html", *AT, kb=base)
    assert page.code == 0, page.err
    data = data_of(page.text)
    ways = [
        ({"operator": 1, "leaves": 2, "why": 1, "drill": 1}, {}, ("--leaves", "2026-11-22T08:00")),
        ({"operator": 0, "leaves": 0, "why": 0, "drill": 0}, {"operator": "Rederiet", "why": "Dimma"},
         ("--operator", "rederiet", "--leaves", "2026-11-22T08:00/09:30", "--why", "Dimma", "--marking", "exercise")),
    ]  # fmt: skip
    for states, said, options in ways:
        levels: list[list[str]] = data["texts"]["sodra-linjen"]["sms"]  # type: ignore[index]
        signs = {"day.short": "sön 22/11", "from_.time": "08.00", "till.time": "09.30", **said}
        text = "".join(
            part if isinstance(part, str) else part["of"][",".join(str(states[name]) for name in part["by"])]
            for part in levels[0]
        )
        text = re.sub("¤([^¤]+)¤", lambda sign, signs=signs: signs[sign[1]], text)
        assert text == ssr(
            "render", "ferry-message", "--ferry", "sodra-linjen", *options, "--format", "sms", *AT, kb=base
        ).text.rstrip("\n")
    assert len(data["texts"]["sodra-linjen"]["sms"]) == 2  # type: ignore[index]  # with the one who runs it, and without
