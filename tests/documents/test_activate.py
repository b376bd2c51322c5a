"""`ssr activate` from the command line: what is needed between the alarm and the meeting, and the questions it asks."""

import re
import shutil
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from readback import told
from running import EXEMPELLAN, ROOT, at_terminal, process, ssr

from ssr.files import LIST

WITH = ("--structure", "aktiverad-konferens", "--at", "2026-11-22")
AT = (*WITH, "--start", "2026-11-22T14:30", "--begun", "2026-11-22T14:05")
REPORTS = "3-lagesrapporter/"
OFFICE = ("--overlay", ROOT / "examples/exempellan-kansliet", "--audience", "office")
MESSAGE = "1-kallelse-sms.txt"
RECORD = "activation.yaml"
BLANK_MESSAGE = f"EJ-KLAR-{MESSAGE}"


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def activated(
    folder: Path, *arguments: str | Path, directive: str = "storm", kb: Path = EXEMPELLAN
) -> dict[str, bytes]:
    """The files of an activation, which must go well."""
    result = ssr("activate", directive, "-o", folder, *AT, *arguments, kb=kb)
    assert result.code == 0, result.err
    return files(folder)


def test_all_of_it_in_one_command(tmp_path: Path) -> None:
    made = activated(tmp_path / "ut")
    assert sorted(name for name in made if not name.startswith(REPORTS)) == [
        "1-kallelse-kommunikatorer.docx", "1-kallelse-kommunikatorer.pdf", "1-kallelse-kommunikatorer.txt",
        "1-kallelse-tal.txt", "1-kallelse.docx", "1-kallelse.ics", "1-kallelse.md", "1-kallelse.pdf", "1-kallelse.txt",
        "2-logg.txt", "3-lagesrapport.docx", "4-lagesbild.docx", "4-lagesbild.html",
        "5-dagordning.docx", "5-dagordning.html", "5-inriktning.html", "5-inriktning.pdf",
        "6-minnesanteckningar.docx", "6-minnesanteckningar.html",
        "7-overenskommen-inriktning.docx", "7-overenskommen-inriktning.html", "8-budskap.docx", "8-budskap.html",
        "9-overlamning.docx", "9-overlamning.html", BLANK_MESSAGE, LIST, RECORD, "index.html",
    ]  # fmt: skip
    assert {"granvik.html", "exempelfarjan.html"} <= {name.removeprefix(REPORTS) for name in made}
    assert "sön 22/11 14.30" in made[BLANK_MESSAGE].decode()
    assert "Storm" in made["1-kallelse-tal.txt"].decode()
    event = Calendar.from_ical(made["1-kallelse.ics"]).walk("VEVENT")[0]
    assert event["dtstart"].dt.isoformat() == "2026-11-22T14:30:00+01:00"
    assert "Prioriterade åtgärder" in made["5-inriktning.html"].decode()
    assert "Förberedande skede" not in made["5-inriktning.html"].decode()  # what is to be done now
    assert "14:05" in made["2-logg.txt"].decode()
    assert "Granviks kommun" in made[f"{REPORTS}granvik.html"].decode()
    assert f'<a href="{BLANK_MESSAGE}">Textmeddelande</a>' in made["index.html"].decode()
    assert '<a href="1-kallelse.docx">Kallelse</a>' in made["index.html"].decode()
    links = {unquote(link) for link in re.findall('href="([^"]+)"', made["index.html"].decode())}
    assert links == set(made) - {"index.html", LIST, RECORD}


def test_the_last_line_says_what_to_send_first(tmp_path: Path) -> None:
    result = ssr("activate", "storm", "-o", tmp_path / "ut", *AT, *OFFICE, "--marking", "exercise", kb=EXEMPELLAN)
    assert result.err.splitlines()[-1] == f"Skicka först: {tmp_path}/ut/ÖVNING-1-kallelse-sms.txt"
    assert result.out == b""


def test_everything_is_marked_as_an_exercise(tmp_path: Path) -> None:
    made = activated(tmp_path / "ut", "--marking", "exercise")
    del made[LIST], made[f"ÖVNING-{RECORD}"]
    assert [name for name in made if not name.rpartition("/")[2].startswith("ÖVNING-")] == []
    unmarked = [name for name, content in made.items() if "ÖVNING" not in told(name.rpartition(".")[2], content)]
    assert unmarked == []


def test_the_actors_that_are_named_report(tmp_path: Path) -> None:
    made = activated(tmp_path / "ut", "--actors", "granvik, kustbussen")
    assert [name for name in made if name.startswith(REPORTS)] == [
        f"{REPORTS}{id_}.html" for id_ in ("granvik", "kustbussen")
    ]


def test_what_is_not_known_is_left_to_fill_in(tmp_path: Path) -> None:
    made = activated(tmp_path / "ut", directive="snow-ice", kb=ROOT)
    message = made[BLANK_MESSAGE].decode()
    assert "Anslut: ____" in message
    assert "Svara JA/NEJ: ____" in message
    known = activated(tmp_path / "nytt", *OFFICE)[MESSAGE].decode()
    assert "Anslut: 08-465 004 40" in known


def test_a_message_with_a_blank_is_never_called_the_file_to_send(tmp_path: Path) -> None:
    result = ssr("activate", "snow-ice", "-o", tmp_path / "ut", *AT, "--marking", "exercise", kb=ROOT)
    assert result.code == 0
    assert result.err.splitlines()[-1] == (
        f"Inte klart att skicka: {tmp_path}/ut/ÖVNING-{BLANK_MESSAGE} saknar 3 uppgifter. Fyll i dem i filen först."
    )
    assert "Skicka först" not in result.err


def test_a_message_that_is_too_long_stops_nothing(tmp_path: Path) -> None:
    long = ("--place", "x" * 99, "--contact", "y" * 60)
    result = ssr("activate", "storm", "-o", tmp_path / "ut", *AT, *OFFICE, *long, kb=EXEMPELLAN)
    assert result.code == 0, result.err
    assert "SSR603" in result.err
    assert "Skicka först" not in result.err
    assert result.err.splitlines()[-1] == (
        f"Inte klart att skicka: {tmp_path}/ut/{BLANK_MESSAGE} ryms inte i ett textmeddelande. Korta det i filen först."
    )
    made = (tmp_path / "ut" / BLANK_MESSAGE).read_text(encoding="utf-8")
    assert "x" * 99 in made
    assert "y" * 60 in made


def test_a_time_alone_is_today(tmp_path: Path) -> None:
    result = ssr(
        "activate", "storm", "-o", tmp_path / "ut", *WITH[:2], "--start", "14:30", "--at", "2026-11-22", kb=EXEMPELLAN
    )
    assert result.code == 0, result.err
    event = Calendar.from_ical((tmp_path / "ut/1-kallelse.ics").read_bytes()).walk("VEVENT")[0]
    day = datetime.now(
        ZoneInfo("Europe/Stockholm")
    ).date()  # where the base is at home, whatever the machine's clock shows
    assert event["dtstart"].dt.isoformat()[:10] == day.isoformat()
    dated = ssr(
        "activate", "storm", "-o", tmp_path / "an", *WITH, "--start", "9.05", "--date", "2026-12-01", kb=EXEMPELLAN
    )
    assert dated.code == 0, dated.err
    assert "tis 1/12 9.05" in (tmp_path / "an" / BLANK_MESSAGE).read_text(encoding="utf-8").replace("09.05", "9.05")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("storm", *WITH), "--start saknas."),
        (("storm", "--start", "14:30"), "--structure saknas."),
        (("storm", *WITH, "--start", "25:30"), "är ingen tidpunkt (--start)."),
        (("storm", *WITH, "--start", "snart"), "snart är ingen tidpunkt (--start)."),
        (("storm", *WITH, "--start", "2026-10-25T02:30"), "kommer två gånger: klockan ställs tillbaka då (--start)."),
        (("storm", *WITH, "--start", "02:30", "--date", "2027-03-28"), "finns inte: klockan ställs fram då (--start)."),
        (("storm", *AT, "--actors", "granvik,gravnik"), "gravnik finns inte i basen."),
        (("storm", *AT, "--structure", "granvik"), "granvik är aktör, men här behövs struktur."),
        (("granvik", *AT), "görs av inriktning, men granvik är aktör."),
        (("stormm", *AT), "stormm finns inte i basen."),
        (("storm", *AT, "--marking", "real"), "inget ur den går att märka SKARPT LÄGE."),
    ],
)
def test_wrong_use_writes_nothing(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    result = ssr("activate", *arguments, "-o", tmp_path / "ut", kb=EXEMPELLAN)
    assert (result.code, result.out) == (2, b"")
    assert said in result.err
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_somebody_has_written_in_is_never_lost(tmp_path: Path) -> None:
    activated(tmp_path / "ut")
    log = tmp_path / "ut/2-logg.txt"
    log.write_text(log.read_text(encoding="utf-8") + "14:10  TiB  Ringde.\n", encoding="utf-8")
    again = ssr("activate", "storm", "-o", tmp_path / "ut", *AT, kb=EXEMPELLAN)
    assert (again.code, "2-logg.txt" in again.err) == (2, True)
    assert log.read_text(encoding="utf-8").endswith("14:10  TiB  Ringde.\n")


def test_the_same_again_is_the_same(tmp_path: Path) -> None:
    first = activated(tmp_path / "ett")
    assert activated(tmp_path / "tva") == first
    elsewhere = process(
        "activate", "storm", "-o", tmp_path / "tre", *AT, "--kb", EXEMPELLAN, cwd=tmp_path,
        env={"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    assert elsewhere.code == 0, elsewhere.err
    assert files(tmp_path / "tre") == first


def test_outside_of_a_base_it_says_so(tmp_path: Path) -> None:
    result = process("activate", "storm", cwd=tmp_path)
    assert result.code == 2
    assert "Här finns ingen kunskapsbas" in result.err
    assert "activate  " in process("--help", cwd=tmp_path).out.decode()
    assert process("activate", "--help", cwd=tmp_path).code == 0
    assert "Det finns inget kommando som heter activat." in process("activat", cwd=tmp_path).err


def answered(answers: str, *arguments: str | Path, cwd: Path = ROOT) -> tuple[int, str]:
    """The exit code of a run at a terminal at which this is written, and what stood there."""
    code, out, talk = at_terminal("activate", *arguments, "--kb", EXEMPELLAN, answers=answers, cwd=cwd)
    assert out == ""
    return code, talk


def test_at_a_terminal_it_asks_for_what_is_missing(tmp_path: Path) -> None:
    code, shown = answered(
        "\nsnart\n14:30\n2\n\n\n", "storm", "-o", tmp_path / "ut", "--date", "2026-12-01", "--at", "2026-11-22"
    )
    assert code == 0, shown
    assert "När börjar mötet" in shown
    assert "snart är ingen tidpunkt" in shown  # and it asks again
    assert "1. Samverkanskonferens i aktiverat läge (samordnande nivå" in shown
    assert "Hur ansluter man" in shown  # and nothing is known of it: a gap
    assert "Tar fram" in shown
    message = (tmp_path / "ut" / BLANK_MESSAGE).read_text(encoding="utf-8")
    assert "tis 1/12 14.30" in message
    assert "Verkställande nivå" in message


def test_with_nothing_given_it_asks_at_most_six_questions(tmp_path: Path) -> None:
    keys = "vatten\nDis, kusten\nimorgon 9-9.30\n1\n"
    assert len(keys) <= 60
    code, shown = answered(keys, *OFFICE, cwd=tmp_path)
    assert code == 0, shown
    assert 1 <= shown.count("> ") <= 6
    assert "  0. Ingen är förberedd" in shown
    (folder,) = tmp_path.iterdir()
    assert re.fullmatch(r"20\d\d-\d\d-\d\d-09-00-dis", folder.name)
    message = (folder / MESSAGE).read_text(encoding="utf-8")
    assert message.startswith("EXEMPEL DIS. AKTIVERAT LÄGE. Konferens ")  # and no mark that nobody asked for
    assert "9.00-09.30" in message
    assert "Händelse: Dis, kusten" in (folder / "1-kallelse.txt").read_text(encoding="utf-8")
    assert f"Skicka först: {folder}/{MESSAGE}" in shown
    assert (folder / "5-inriktning.html").is_file()


def test_without_a_prepared_directive_the_name_and_the_forum_are_enough(tmp_path: Path) -> None:
    code, shown = answered("0\nGas\nimorgon 9\n3, Stänga hamnen?\n", *OFFICE, cwd=tmp_path)
    assert code == 0, shown
    (folder,) = tmp_path.iterdir()
    assert not list(folder.glob("5-inriktning*"))
    assert "EXEMPEL GAS. AKTIVERAT LÄGE." in (folder / MESSAGE).read_text(encoding="utf-8")
    assert "Gas" in (folder / "index.html").read_text(encoding="utf-8")
    assert "Stänga hamnen?" in (folder / "1-kallelse.txt").read_text(encoding="utf-8")
    assert (folder / "3-lagesrapporter/granvik.html").is_file()
    assert "Granviks kommun" in (folder / "4-lagesbild.html").read_text(encoding="utf-8")
    assert "Gällande inriktning" not in (folder / "1-kallelse.txt").read_text(encoding="utf-8")


def test_what_cannot_be_left_empty_is_asked_for_again_in_plain_words(tmp_path: Path) -> None:
    code, shown = answered("elavbrott\n0\n\nGas\n\nimorgon 9\naktiverad\n", *OFFICE, cwd=tmp_path)
    assert code == 0, shown
    assert shown.count("Här behövs ett svar.") == 2
    assert "--start" not in shown
    assert "ssr show power-cut visar utkastet" in shown


def test_without_a_terminal_an_event_is_enough_and_nothing_is_not() -> None:
    bare = ssr("activate", kb=EXEMPELLAN)
    assert (bare.code, "ID saknas." in bare.err) == (2, True)


def test_the_folder_never_lies_in_a_base(tmp_path: Path) -> None:
    base = Path(shutil.copytree(EXEMPELLAN, tmp_path / "arbete/bas"))
    call = (
        "activate",
        "--event",
        "Gas",
        "--start",
        "2026-11-22T14:30",
        "--structure",
        "aktiverad-konferens",
        "--at",
        "2026-11-22",
    )
    result = process(*call, cwd=base / "knowledge")
    assert result.code == 0, result.err
    assert [path.name for path in (tmp_path / "arbete").iterdir() if path != base] == ["2026-11-22-14-30-gas"]


def test_an_event_in_many_words_stops_nothing_and_gives_a_name_that_a_folder_can_have(tmp_path: Path) -> None:
    call = ("--kb", EXEMPELLAN, "--event", "Gas från fartyget " * 20, "--start", "2026-11-22T14:30", *WITH)
    result = process("activate", *call, cwd=tmp_path)
    assert result.code == 0, result.err
    (folder,) = tmp_path.iterdir()
    assert (folder / BLANK_MESSAGE).is_file()
    assert folder.name == "2026-11-22-14-30-gas-fran-fartyget-gas-fran-fartyget-gas-fran-fartyget-gas-fran"


def test_the_message_is_there_before_the_other_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(
        "ssr.cli.deliver.Delivery.progress", lambda *_: seen.append([path.name for path in (tmp_path / "ut").iterdir()])
    )
    activated(tmp_path / "ut", *OFFICE)
    assert sorted(seen[0]) == [MESSAGE, LIST]


def test_nobody_who_answers_is_no_error_of_ours(tmp_path: Path) -> None:
    code, shown = answered("\x04", "storm", "-o", tmp_path / "ut")
    assert (code, "Ingen svarade." in shown) == (2, True), shown
    assert not (tmp_path / "ut").exists()
