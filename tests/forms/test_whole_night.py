"""The whole way of a night for which nothing was prepared: alarm, second issue, cancellation, reports of every sort, a picture, an agreement,
minutes, and the agenda of the week after."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from forms.test_collect import row, silent, why
from forms.test_night import in_word
from running import EXEMPELLAN, ROOT, at_terminal, ssr
from tools import filled_in, filled_in_by_libreoffice, imported_by_evolution

from ssr.base.yaml import read

OFFICE = ("--overlay", ROOT / "examples/exempellan-kansliet")
FORUM = "aktiverad-konferens"


def make(*arguments: str | Path, code: int = 0) -> str:
    """What stands on the screen of a run with this exit code."""
    result = ssr(*arguments, kb=EXEMPELLAN)
    assert result.code == code, result.err
    return result.err


@pytest.mark.judge
def test_from_an_alarm_that_nobody_had_prepared_for_to_a_picture(tmp_path: Path) -> None:
    # The alarm: nothing is given, and 0 means that no directive is prepared.
    code, out, shown = at_terminal(
        "activate",
        "--kb",
        EXEMPELLAN,
        *OFFICE,
        "--audience",
        "office",
        answers="0\nGas, hamnen\nimorgon 9-9.30\naktiverad-konferens\n",
        cwd=tmp_path,
    )
    assert (code, out) == (0, ""), shown
    (night,) = tmp_path.iterdir()
    assert f"Skicka först: {night}/1-kallelse-sms.txt" in shown
    assert "GAS. AKTIVERAT LÄGE." in (night / "1-kallelse-sms.txt").read_text(encoding="utf-8")
    for name in ("7-overenskommen-inriktning.html", "8-budskap.html", "1-kallelse-kommunikatorer.txt"):
        assert "Gas" in (night / name).read_text(encoding="utf-8")

    # Somebody writes in the log; then the time changes, and in the end the conference is called off.
    with (night / "2-logg.txt").open("a", encoding="utf-8") as log:
        log.write("08.10  TiB  Ringde hamnen.\n")
    make("activate", "--update", night, "--start", "10-10.30", *OFFICE)
    make("activate", "--cancel", night, *OFFICE)
    assert (night / "2-logg.txt").read_text(encoding="utf-8").endswith("Ringde hamnen.\n")
    issues = [night, night / "andring-2", night / "installt-3"]
    starts = ["GAS", "ÄNDRAT: GAS", "INSTÄLLT: GAS"]
    for folder, start in zip(issues, starts, strict=True):
        assert start in (folder / "1-kallelse-sms.txt").read_text(encoding="utf-8")
    held = imported_by_evolution([folder / "1-kallelse.ics" for folder in issues])
    assert [len(found) for found in held] == [1, 1, 0]

    # What comes back: from Word and from a browser, by telephone, and in forms that cannot be read.
    back = tmp_path / "inkomna"
    back.mkdir()
    by_word = {
        "actor": "Norrhamns kommun",
        "event": "Gas",
        "summary": "Hamnen är utrymd.",
        "reported": "2026-11-22 06.10",
    }
    filled_in_by_libreoffice([(night / "3-lagesrapport.docx", in_word(by_word), back / "svar.docx")])
    by_page = {"event": "Gas", "summary": "Skolan är stängd.", "reported": "2026-11-22T06:30"}
    (page,) = filled_in([(night / "3-lagesrapporter/granvik.html", by_page, back)])
    assert not page.problems
    make(
        "report", "storsund", "--id", FORUM, "--answer", "event=Gas", "--answer", "summary=Tågen står.",
        "--answer", "reported=2026-11-22 06:40", "-o", back / "telefon.yaml",
    )  # fmt: skip
    wrong = {
        "skannad.pdf": b"%PDF-1.7\n", "foto.jpg": b"\xff\xd8\xff\xe0", "svar.eml": b"From: a@example.org\nSubject: x\n\nx",
        "allt.zip": b"PK\x05\x06" + b"\0" * 18, "~$svar.docx": b"\x05Anna",
    }  # fmt: skip
    for name, content in wrong.items():
        (back / name).write_bytes(content)

    picture = tmp_path / "lagesbild.md"
    shown = make(
        "collect",
        back,
        "--id",
        FORUM,
        "--event",
        "Gas",
        "--number",
        "1",
        "--at",
        "2026-11-22T07:00",
        "-o",
        picture,
        code=1,
    )
    told = picture.read_text(encoding="utf-8")
    result = ssr("collect", back, "--id", FORUM, "--event", "Gas", "--at", "2026-11-22T07:00", kb=EXEMPELLAN)
    assert told.startswith("# Samlad lägesbild: Gas (")
    assert "| Gas | 1 |" in told
    for fact, who in (
        ("Hamnen är utrymd.", "Norrhamns kommun"),
        ("Skolan är stängd.", "Granviks kommun"),
        ("Tågen står.", "Storsunds stad"),
    ):
        assert row(result, fact, "Fakta")[1] == who
    assert "Ekåsens kommun" in silent(result)
    for name in wrong:
        assert any(line.startswith(f"{name}: ") for line in shown.splitlines()), shown
    assert why(result, "skannad.pdf")

    # What is agreed then replaces what was.
    agreed = tmp_path / "inriktning-2.txt"
    make(
        "render", "agreed-direction", "--structure", FORUM, "--event", "Gas", "--start", "2026-11-22T07:30", "--issue", "2",
        "-o", agreed,
    )  # fmt: skip
    assert "Ersätter" in agreed.read_text(encoding="utf-8")

    the_minutes_come_back(night, tmp_path)


def the_minutes_come_back(night: Path, place: Path) -> None:
    """What was agreed stands in next week's agenda, and in what each has to do."""
    notes = place / "anteckningar"
    notes.mkdir()
    written = {
        "what.1": "Spärra av hamnen",
        "who.1": "Norrhamn och Granvik",
        "when.1": "samma dag",
        "what.2": "Ring varvet",
    }
    (page,) = filled_in([(night / "6-minnesanteckningar.html", written, notes)])
    assert not page.problems
    todo = place / "overenskommet.yaml"
    make("collect", notes, "-o", todo)
    items = read("", todo.read_bytes()).data["agreed"]
    assert [(one["what"], one.get("actors")) for one in items] == [
        ("Spärra av hamnen", ["norrhamn", "granvik"]),
        ("Ring varvet", None),
    ]
    week = date.fromisoformat(items[0]["day"]) + timedelta(days=7)
    agenda = place / "dagordning.md"
    make("render", "agenda", "--structure", FORUM, "--start", f"{week}T09:00", "--agreed", todo, "-o", agenda)
    before = agenda.read_text(encoding="utf-8").partition("Föregående anteckningar")[2].partition("\n## ")[0]
    assert "| Spärra av hamnen | Norrhamn och Granvik | samma dag |" in before
    assert "Norrhamns kommun (norrhamn)" in ssr("status", "--agreed", todo, kb=EXEMPELLAN).text
