"""`ssr activate --update` and `--cancel`: the next issue lies beside the former, is the same meeting, and touches nothing."""

import json
import shlex
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from calendars import broken_restrictions, read, said
from referencing import Registry, Resource
from running import EXEMPELLAN, ROOT, Result, process, ssr
from tools import imported_by_evolution

OFFICE = ("--overlay", ROOT / "examples/exempellan-kansliet")
CALL = (
    "activate",
    "storm",
    "--structure",
    "aktiverad-konferens",
    "--at",
    "2026-11-22",
    "--start",
    "2026-11-22T23:30/23:50",
)
RECORD = "activation.yaml"
SCHEMAS = {
    name: json.loads((ROOT / "schemas" / name).read_text(encoding="utf-8"))
    for name in ("_issue.schema.json", "_shared.schema.json")
}
REGISTRY = Registry().with_resources((name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items())


def activate(*arguments: str | Path) -> Result:
    return ssr(*arguments, kb=EXEMPELLAN)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as it was made the first time."""
    folder = tmp_path_factory.mktemp("natt") / "dis"
    result = activate(*CALL, "--event", "Dis", *OFFICE, "--audience", "office", "-o", folder)
    assert result.code == 0, result.err
    return folder


@pytest.fixture
def night(made: Path, tmp_path: Path) -> Path:
    """That folder, in which somebody has written."""
    folder = Path(shutil.copytree(made, tmp_path / "dis"))
    with (folder / "2-logg.txt").open("a", encoding="utf-8") as log:
        log.write("23:10  TiB  Ringde.\n")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def invitation(folder: Path) -> Any:
    return read((folder / "1-kallelse.ics").read_bytes())


def test_the_next_issue_lies_beside_and_touches_nothing(night: Path) -> None:
    before = files(night)
    result = activate(
        "activate", "--update", night, "--place", "Sal 2", "--start", "23:40", "--contact", "0700", *OFFICE
    )
    assert result.code == 0, result.err
    after = files(night)
    assert {name: after[name] for name in before} == before
    new = {name.removeprefix("andring-2/") for name in after.keys() - before.keys()}
    assert {"1-kallelse.docx", "1-kallelse.ics", "5-dagordning.html", RECORD, "index.html"} <= new
    assert [name for name in new if name.startswith(("2", "3", "6", "7", "8", "9"))] == []  # what people write in
    first, second = invitation(night), invitation(night / "andring-2")
    assert first["uid"] == second["uid"]
    assert int(second["sequence"]) > int(first.get("sequence", 0))
    assert second["dtstart"].dt.isoformat() == "2026-11-22T23:40:00+01:00"  # the day is as it was
    letter = (night / "andring-2/1-kallelse.txt").read_text(encoding="utf-8")
    assert "Ändrad kallelse, nummer 2. Den ersätter den förra." in letter
    assert "Händelse: Dis" in letter  # what is not given is as before
    assert "Sal 2" in letter
    assert "Nummer 2. Ersätter den förra kallelsen." in (night / "andring-2/index.html").read_text(encoding="utf-8")


def test_the_cancellation_says_so_and_asks_for_no_reply(night: Path) -> None:
    assert activate("activate", "--update", night, "--start", "imorgon 01:00", *OFFICE).code == 0
    result = activate("activate", "--cancel", night, *OFFICE)
    assert result.code == 0, result.err
    gone = night / "installt-3"
    assert result.err.splitlines()[-1] == f"Skicka först: {gone}/1-kallelse-sms.txt"
    message = (gone / "1-kallelse-sms.txt").read_text(encoding="utf-8")
    assert message.startswith("EXEMPEL INSTÄLLT: DIS")
    assert "Svara" not in message
    raw = (gone / "1-kallelse.ics").read_bytes()
    assert (said(raw, "METHOD"), said(raw, "STATUS")) == (["METHOD:CANCEL"], ["STATUS:CANCELLED"])
    assert broken_restrictions(raw) == []
    assert not (gone / "5-dagordning.html").exists()
    again = activate("activate", "--cancel", night, *OFFICE)
    assert (again.code, "är redan inställt" in again.err) == (2, True)
    assert activate("activate", "--update", gone, "--start", "imorgon 02:00", *OFFICE).code == 0  # after all
    assert invitation(night / "andring-4")["status"] == "CONFIRMED"


def test_another_level_and_those_who_are_called_no_more(night: Path) -> None:
    result = activate("activate", "--update", night, "--structure", "verkstallande-forum", *OFFICE)
    assert result.code == 0, result.err
    assert "Verkställande nivå" in (night / "andring-2/1-kallelse.txt").read_text(encoding="utf-8")
    assert "Den som bara kallades förut (aktiverad-konferens)" in result.err


def test_an_exercise_stays_one(tmp_path: Path) -> None:
    folder = tmp_path / "ovning"
    assert activate(*CALL, "--event", "Dis", "-o", folder, "--marking", "exercise").code == 0
    assert activate("activate", "--update", folder, "--place", "Sal 2").code == 0
    assert activate("activate", "--cancel", folder).code == 0
    names = [path.name for path in (*(folder / "andring-2").iterdir(), *(folder / "installt-3").iterdir())]
    assert [name for name in names if not name.startswith(("ÖVNING-", "SSR-"))] == []
    real = activate("activate", "--update", folder, "--marking", "real")
    assert (real.code, "en annan märkning" in real.err) == (2, True)


def test_the_file_is_as_its_schema_says(night: Path) -> None:
    assert activate("activate", "--update", night, *OFFICE).code == 0
    for path in (night / RECORD, night / "andring-2" / RECORD):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(SCHEMAS["_issue.schema.json"], registry=REGISTRY).validate(data)
    assert data["issue"] == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "går inte att läsa"),
        ("[1, 2]", "går inte att läsa"),
        ("issue: ett\n", "går inte att läsa"),
        ("a: &a [*a, *a]\n", "går inte att läsa"),
        ("x: " + "[" * 5000, "går inte att läsa"),
        ("# " + "x" * 200_000, "är för stor"),
        ({"issue": 0}, "går inte att läsa"),
        ({"issue": 1000}, "går inte att läsa"),
        ({"sort": "never"}, "går inte att läsa"),
        ({"options": {"start": 7}}, "går inte att läsa"),
        ({"options": {"output": "x"}}, "svarar på något som inte frågas: output"),
        ({"options": {"start": "2026-11-22T14:30", "structure": "ingen"}}, "ingen finns inte i basen"),
        ({"options": {"start": "{{ 7 * 7 }}"}}, "är ingen tidpunkt"),
        ({"document": "binder"}, "hör till ett annat dokument: binder"),
        ({"base": "annan"}, "gjordes av en annan bas: annan"),
        ({"about": "nedlagd"}, "nedlagd finns inte i basen"),
        ({"about": "granvik"}, "görs av inriktning"),
        ({"about": "../../etc"}, "går inte att läsa"),
        ({"marking": "skarpt"}, "går inte att läsa"),
    ],
)
def test_what_cannot_be_followed_is_refused_with_a_reason(night: Path, text: str | dict[str, Any], reason: str) -> None:
    record = night / RECORD
    if isinstance(text, dict):
        data = yaml.safe_load(record.read_text(encoding="utf-8"))
        text = yaml.safe_dump(data | text)
    record.write_text(text, encoding="utf-8")
    before = files(night)
    result = activate("activate", "--update", night, *OFFICE)
    assert (result.code, result.out) == (2, b"")
    assert reason in result.err
    assert RECORD in result.err
    assert files(night) == before


def test_the_reason_is_in_the_language_of_the_one_who_asks(night: Path) -> None:
    (night / RECORD).write_text("issue: ett\n", encoding="utf-8")
    result = activate("activate", "--update", night, *OFFICE, "--lang", "en")
    assert f"{RECORD}:1 cannot be read: missing field." in result.err


def test_no_link_is_followed(night: Path, tmp_path: Path) -> None:
    (tmp_path / "annan.yaml").write_bytes((night / RECORD).read_bytes())
    (night / RECORD).unlink()
    (night / RECORD).symlink_to(tmp_path / "annan.yaml")
    result = activate("activate", "--cancel", night, *OFFICE)
    assert (result.code, "är ingen vanlig fil" in result.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--update", "{night}/3-lagesrapporter", *OFFICE), f"där finns ingen {RECORD}"),
        (("--update", "ingenstans", *OFFICE), f"där finns ingen {RECORD}"),
        (("storm", "--update", "{night}", *OFFICE), "ID går inte att ange tillsammans med --update"),
        (("--update", "{night}", "-o", "ut", *OFFICE), "-o går inte att ange"),
        (("--cancel", "{night}", "--place", "Sal 2", *OFFICE), "--place går inte att ange tillsammans med --cancel"),
        (("--cancel", "{night}", "--update", "{night}", *OFFICE), "--update går inte att ange"),
        (("--update", "{night}"), "gjordes med en bas lagd över den andra"),
        (("--update", "{night}", "--start", "25:00", *OFFICE), "25:00 är ingen tidpunkt"),
    ],
)
def test_wrong_use(night: Path, arguments: Sequence[str | Path], reason: str) -> None:
    result = activate("activate", *(str(one).replace("{night}", str(night)) for one in arguments))
    assert (result.code, result.out) == (2, b"")
    assert reason in result.err
    assert not (night / "andring-2").exists()


def test_what_lies_there_already_is_never_written_over(night: Path) -> None:
    (night / "andring-2").mkdir()
    result = activate("activate", "--update", night, *OFFICE)
    assert (result.code, "andring-2 finns redan" in result.err) == (2, True)


def test_from_another_folder_and_in_another_zone(night: Path, tmp_path: Path) -> None:
    result = process(
        "activate", "--cancel", "dis", "--kb", EXEMPELLAN, *OFFICE, cwd=tmp_path,
        env={"TZ": "Pacific/Auckland", "LC_ALL": "C"},
    )  # fmt: skip
    assert result.code == 0, result.err
    assert (night / "installt-2/1-kallelse.ics").is_file()


def test_what_the_page_of_the_night_says_works(night: Path) -> None:
    page = (ROOT / "docs/natten.md").read_text(encoding="utf-8")
    calls = [line for line in page.splitlines() if line.startswith("ssr activate --")]
    assert len(calls) > 1
    for call in calls:
        words = [str(night) if word == "build/natten" else word for word in shlex.split(call)[1:]]
        result = activate(*words, *OFFICE)
        assert result.code == 0, result.err


# What calendars hold after each file.


def calendar_files(*folders: Path) -> list[Path]:
    return [folder / "1-kallelse.ics" for folder in folders]


@pytest.mark.judge
def test_each_has_one_meeting_and_none_when_it_is_cancelled(night: Path) -> None:
    assert activate("activate", "--update", night, "--start", "23:40-23:55", *OFFICE).code == 0
    assert activate("activate", "--cancel", night, *OFFICE).code == 0
    held = imported_by_evolution(calendar_files(night, night / "andring-2", night / "installt-3"))
    assert [[one["begins"] for one in found] for found in held] == [
        ["2026-11-22T22:30:00Z"], ["2026-11-22T22:40:00Z"], [],
    ]  # fmt: skip


@pytest.mark.judge
def test_two_conferences_at_once_stay_two(night: Path, tmp_path: Path) -> None:
    """Of one forum at one time, for two events; and one of them is cancelled."""
    other = tmp_path / "gas"
    assert activate(*CALL, "--event", "Gas", *OFFICE, "-o", other).code == 0
    assert activate("activate", "--cancel", other, *OFFICE).code == 0
    held = imported_by_evolution(calendar_files(night, other, other / "installt-2"))
    assert [len(found) for found in held] == [1, 2, 1]
    assert held[2][0]["uid"] == str(invitation(night)["uid"])


def test_two_directives_or_two_events_are_two_meetings() -> None:
    call = ("render", "invite", "--format", "ics", "--structure", "aktiverad-konferens", "--start", "2026-11-29T14:30")
    sorts = (
        (),
        ("--directive", "snow-ice"),
        ("--directive", "attack"),
        ("--event", "Gas"),
        ("--event", "Gas", "--area", "Söder"),
    )
    items = [read(ssr(*call, "--at", "2026-11-22", *sort, kb=ROOT).out) for sort in sorts]
    assert len({str(item["uid"]) for item in items}) == len(sorts)
    assert [str(item["description"]).partition("Händelse: ")[2].partition("\n")[0] for item in items[-2:]] == [
        "Gas, Sthlms län",
        "Gas, Söder",
    ]  # so that one sees which is which
