"""`ssr new`: an entry of any kind as a form that is valid at once, and says what is left."""

import json
import re
import shutil
from pathlib import Path

import pytest
from running import CASES, EXEMPELLAN, MANIFEST, ROOT, Result, at_terminal, ssr, write

from ssr.authoring.entry_form import EntryForm
from ssr.authoring.samples import samples
from ssr.base.kinds import Field
from ssr.base.load import load
from ssr.base.schema import check
from ssr.base.snapshot import WorkingTree
from ssr.base.yaml import read
from ssr.finding import Finding
from ssr.text.catalogue import LANGUAGES, catalogue

BASES = {root: load(WorkingTree(root))[0] for root in (ROOT, EXEMPELLAN, CASES / "ferry")}
KINDS = [(root, kind) for root, base in BASES.items() for kind in base.kinds]
FORUM = "name: Chefsgrupp\nsort: forum\nunknown: Resten.\n"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    files = {"ssr.yaml": MANIFEST, "knowledge/structures/chefsgrupp.yaml": FORUM}
    files["knowledge/goal-images/2019-2022.yaml"] = (
        "name: Målbild\nfrom: 2019-01-01\nuntil: 2022-12-31\nunknown: Allt.\n"
    )
    return write(tmp_path / "base", files)


def copied(root: Path, tmp_path: Path) -> Path:
    """A copy of what makes a base."""
    for name in ("knowledge", "schemas", "templates"):
        if (root / name).is_dir():
            shutil.copytree(root / name, tmp_path / name)
    shutil.copy(root / "ssr.yaml", tmp_path)
    return tmp_path


def taken_over(content: bytes) -> bytes:
    """A form with every line taken over, the way it says."""
    return re.sub(rb"(?m)^#(?! \S)", b"", content)


def refused(result: Result, said: str) -> None:
    assert (result.code, result.out) == (2, b"")
    assert said in result.err
    assert "Traceback" not in result.err


def _is_of_pattern(finding: Finding) -> bool:
    field = finding.parameters.get("field_titles")
    return finding.parameters.get("format") == "pattern" or (isinstance(field, Field) and "pattern" in field.schema)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_whole", [False, True])
@pytest.mark.parametrize(("root", "kind"), KINDS, ids=[f"{root.name}-{kind}" for root, kind in KINDS])
def test_every_line_of_a_form_can_be_taken_over(root: Path, kind: str, is_whole: bool, language: str) -> None:
    """The examples have the shape of their fields, for every kind; a pattern is met where the base shows how."""
    base = BASES[root]
    shape = base.kinds[kind]
    form = EntryForm(base, shape, catalogue(language), samples(base, shape), is_whole=is_whole)
    source = read("form.yaml", taken_over(form.content({}, ["Prov."])))
    wrong = [*source.findings, *check(source, shape.root)]
    assert [one for one in wrong if root == EXEMPELLAN or not _is_of_pattern(one)] == []
    offered = {field.name for field in base.kinds.own(shape.root)} if is_whole else set(form.wanted())
    assert set(source.data) == offered | set(form.wanted())


def test_an_entry_of_each_kind_is_valid_at_once(tmp_path: Path) -> None:
    base = copied(EXEMPELLAN, tmp_path)
    kinds = [name for name, kind in BASES[EXEMPELLAN].kinds.items() if not kind.defines_periods]
    for kind in kinds:
        result = ssr("new", kind, f"Prov av {kind}", kb=base)
        assert result.code == 0, result.err
        path = result.text.strip()
        assert (base / path).is_file()
        assert f"prov-av-{kind}" in path
    report = ssr("validate", "--format", "json", kb=base)
    assert [one for one in json.loads(report.text)["findings"] if one["severity"] == "error"] == []


def test_what_is_known_stands_there_and_the_rest_is_said(base: Path) -> None:
    result = ssr("new", "möte", "Vintermöte", "--set", "typ=möte", kb=base)
    assert result.text == "knowledge/meetings/vintermote.yaml\n"
    text = (base / "knowledge/meetings/vintermote.yaml").read_text(encoding="utf-8")
    assert read("", text.encode()).data == {
        "name": "Vintermöte",
        "sort": "meeting",
        "unknown": "Inte ifyllt än: datum, källor.",
    }
    assert "# Datum: Dagen, eller första dagen.\n#date: 2018-11-14\n" in text
    assert result.err.startswith("Kvar att fylla i: datum (date), källor (sources).\n")
    assert ssr("validate", "--strict", kb=base).code == 0


def test_a_source_that_is_missing_can_be_written_afterwards(base: Path) -> None:
    result = ssr("new", "möte", "Vintermöte", "--set", "forum=Chefsgrupp", kb=base)
    assert (result.code, result.text) == (1, "knowledge/meetings/vintermote.yaml\n")
    assert "SSR701  fältet structures saknar källa" in result.err
    assert read("", (base / result.text.strip()).read_bytes()).data["structures"] == ["chefsgrupp"]


def test_allowed_values_stand_with_their_labels(base: Path) -> None:
    text = ssr("new", "structure", "Forum", "--dry-run", kb=base).text
    assert "Ett av: forum, function (funktion), office (kansli)" in text
    assert "\n#sort: forum\n" in text


def test_yes_is_a_truth(base: Path) -> None:
    assert "\nillustrative: true\n" in ssr("new", "structure", "X", "--set", "exempel=ja", "--dry-run", kb=base).text


def test_a_day_gives_its_weekday_and_its_place_in_the_name(base: Path) -> None:
    write(base, {"knowledge/meetings/2021/2021-01-01-x.yaml": "name: X\nunknown: Allt.\n"})
    result = ssr("new", "meeting", "Möte", "--set", "datum=2023-01-19", kb=base)
    assert result.text == "knowledge/meetings/2023/2023-01-19-mote.yaml\n"
    assert "day: torsdag\n" in (base / result.text.strip()).read_text(encoding="utf-8")


def test_what_has_editions_is_a_draft_of_the_latest_period(base: Path) -> None:
    result = ssr("new", "inriktning", "Snö", kb=base)
    assert result.text == "knowledge/directives/2019-2022/sno.yaml\n"
    assert "\nstatus: draft\n" in (base / result.text.strip()).read_text(encoding="utf-8")
    refused(ssr("new", "directive", "Is", "--edition", "2000-2003", kb=base), "Det finns ingen period 2000-2003.")


def test_a_series_is_planned_and_its_days_are_told(base: Path) -> None:
    series = (
        "--series",
        "--set",
        "datum=2023-01-19",
        "--set",
        "upprepas.varje=månad",
        "--set",
        "upprepas.vilken=third",
    )
    result = ssr("new", "meeting", "Möte", *series, "--set", "repeats.until=2023-04-30", kb=base)
    assert "Hålls 4 gånger: tors 19/1 2023, tors 16/2 2023, tors 16/3 2023, tors 20/4 2023.\n" in result.err
    data = read("", (base / result.text.strip()).read_bytes()).data
    assert data["repeats"] == {"every": "month", "which": "third", "until": "2023-04-30"}
    assert ssr("validate", "--strict", kb=base).code == 0
    refused(ssr("new", "structure", "X", "--series", kb=base), "Inget av slaget structure återkommer")
    refused(ssr("new", "meeting", "X", "--series", kb=base), "date behövs för något som återkommer.")


def test_what_is_copied_is_commented_out(tmp_path: Path) -> None:
    base = copied(ROOT, tmp_path)
    result = ssr("new", "directive", "Värme", "--like", "snö", "--edition", "2019-2022", kb=base)
    content = (base / result.text.strip()).read_bytes()
    assert set(read("", content).data) == {"name", "status", "unknown"}
    whole = read("", taken_over(content)).data
    like = BASES[ROOT].in_force("snow-ice", "2022-12-31")
    assert like is not None
    assert {name: whole[name] for name in like.data if name not in {"name", "status", "unknown", "marks"}} == {
        name: value for name, value in like.data.items() if name not in {"name", "status", "unknown", "marks"}
    }
    assert ssr("validate", "--strict", kb=base).code == 0
    refused(ssr("new", "directive", "Y", "--like", "haninge", kb=base), "haninge är aktör, men här behövs inriktning.")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("goal-image", "X"), "ssr period new"),
        (("structure", "Chefsgrupp"), "chefsgrupp finns redan, i knowledge/structures/chefsgrupp.yaml."),
        (("structure", "!!!"), "blir inget id"),
        (("structure",), "NAMN"),
        (("struktur", "X", "--set", "sort"), "säger inte vilket fält det gäller"),
        (("structure", "X", "--set", "sort=forun"), "menade du forum?"),
        (("structure", "X", "--set", "färg=blå"), "inget fält som heter färg"),
        (("structure", "X", "--set", "illustrative=kanske"), "structure.illustrative"),
        (("meeting", "X", "--set", "date=2023-02-30"), "2023-02-30 går inte att skriva i meeting.date."),
        (("meeting", "X", "--set", "reminder=99999999"), "meeting.reminder"),
        (("structure", "X", "--id", "../../x"), "../../x"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(base: Path, given: tuple[str, ...], said: str) -> None:
    before = sorted(base.rglob("*"))
    refused(ssr("new", *given, kb=base), said)
    assert sorted(base.rglob("*")) == before


def test_an_entry_with_errors_is_not_written(base: Path) -> None:
    result = ssr(
        "new", "meeting", "X", "--set", "sort=meeting", "--set", "datum=2023-01-19", "--set", "day=fredag", kb=base
    )
    assert result.code == 1
    assert "SSR302" in result.err
    assert "Inget är skrivet" in result.err
    assert not (base / "knowledge/meetings").exists()


def test_nothing_is_overwritten(base: Path) -> None:
    write(base, {"knowledge/structures/nytt.yaml": "trasig: [\n"})
    assert ssr("new", "structure", "Nytt", kb=base).code == 2
    assert (base / "knowledge/structures/nytt.yaml").read_text(encoding="utf-8") == "trasig: [\n"


def test_at_a_terminal_it_asks(base: Path) -> None:
    code, out, talk = at_terminal("new", "structure", "--kb", base, answers="Vinterforum\nstab \n\n")
    assert (code, out) == (0, "knowledge/structures/vinterforum.yaml\n")
    assert "Vad ska den heta?" in talk
    assert "  2. funktion (function)" in talk
    assert "sort: staff\n" in (base / "knowledge/structures/vinterforum.yaml").read_text(encoding="utf-8")


def test_at_a_terminal_a_wrong_answer_is_asked_for_again(base: Path) -> None:
    code, _, talk = at_terminal("new", "structure", "Nytt", "--kb", base, answers="hopp\n1\n\n")
    assert code == 0
    assert "hopp går inte att skriva i structure.sort." in talk
    assert "sort: forum\n" in (base / "knowledge/structures/nytt.yaml").read_text(encoding="utf-8")
