"""Days and times on the command line, at whatever the clock shows and wherever the machine stands."""

from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest
from running import EXEMPELLAN, MANIFEST, Result, ssr, write

from ssr.cli import setting


class Clock:
    """Stands in for `datetime` where the command line looks at the clock."""

    instant = datetime(2026, 12, 5, 22, 50, 30, tzinfo=UTC)

    @classmethod
    def now(cls, zone: tzinfo | None = None) -> datetime:
        return cls.instant.astimezone(zone)


@pytest.fixture(autouse=True)
def midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saturday 5 December 2026, 23.50 in Stockholm."""
    monkeypatch.setattr(setting, "datetime", Clock)


@pytest.fixture
def half_past(monkeypatch: pytest.MonkeyPatch) -> None:
    """23.30 in UTC, when it is 00.30 on the next day in Stockholm."""
    monkeypatch.setattr(Clock, "instant", datetime(2026, 12, 5, 23, 30, tzinfo=UTC))


def sms(*arguments: str) -> Result:
    return ssr("render", "invite", "--structure", "aktiverad-konferens", "--format", "sms", *arguments, kb=EXEMPELLAN)


@pytest.mark.usefixtures("half_past")
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Adak"])
def test_today_and_now_are_those_of_the_base(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    log = ssr("render", "log", "storm", "--format", "txt", kb=EXEMPELLAN).text
    assert "6 december 2026" in log
    assert "00.30" in log
    assert "6 december 2026" in ssr("status", kb=EXEMPELLAN).text + ssr("render", "overview", kb=EXEMPELLAN).text
    assert "sön 6/12 01.00" in sms("--start", "om 30 min").text


@pytest.mark.parametrize(
    ("start", "shown"),
    [
        ("imorgon 00.30", "sön 6/12 00.30"), ("om 30 min", "sön 6/12 00.20"), ("23.55", "lör 5/12 23.55"),
        ("kl 23.55", "lör 5/12 23.55"), ("24.00", "sön 6/12 00.00"), ("nu", "lör 5/12 23.50"),
        ("29/11 kl 13", "sön 29/11 13.00"), ("idag 00:30", "lör 5/12 00.30"), ("2026-12-06T00:30", "sön 6/12 00.30"),
        ("2 jan 8", "lör 2/1 08.00"),
    ],
)  # fmt: skip
def test_a_start_as_people_write_it(start: str, shown: str) -> None:
    result = sms("--start", start)
    assert result.code == 0
    assert shown in result.text


def test_a_time_alone_that_has_passed_is_told_with_what_to_write() -> None:
    result = sms("--start", "00:30")
    assert "lör 5/12 00.30" in result.text
    assert result.err == (
        '--start: den 5 december 2026 kl. 00.30 har redan varit. Är det i morgon, skriv --start "imorgon 00:30".\n'
    )
    assert 'If it is tomorrow, write --start "tomorrow 00:30".' in sms("--start", "00:30", "--lang", "en").err
    assert sms("--start", "tomorrow 00:30", "--lang", "en").err == ""


def test_a_day_and_time_that_has_passed_is_told() -> None:
    assert (
        'den 5 december 2026 kl. 00.30 har redan varit. Är det i morgon, skriv --start "imorgon 00:30"'
        in sms("--start", "5/12 00:30").err
    )
    assert sms("--start", "imorgon 00.30").err == ""
    assert sms("--start", "nu").err == ""
    assert sms("--start", "2026-12-05T00:30", "--at", "2026-12-05").err == ""  # as it was then
    assert "har redan varit" in sms("--start", "2026-12-05T00:30", "--at", "2026-12-06").err


def test_the_night_shift(tmp_path: Path) -> None:
    def activate(*arguments: str) -> Result:
        return ssr(
            "activate",
            "storm",
            "--structure",
            "aktiverad-konferens",
            "-o",
            tmp_path / "natten",
            *arguments,
            kb=EXEMPELLAN,
        )

    assert 'skriv --start "imorgon 00:30"' in activate("--start", "00:30").err
    wrong = activate("--start", "6/12 00:30", "--date", "igår")
    assert (wrong.code, "är en annan dag än 2026-12-04" in wrong.err) == (2, True)
    right = activate("--start", "00.30", "--date", "imorgon")
    assert (right.code, "har redan varit" in right.err) == (0, False)
    assert "sön 6/12 00.30" in (tmp_path / "natten/EJ-KLAR-1-kallelse-sms.txt").read_text(encoding="utf-8")


@pytest.mark.usefixtures("half_past")
def test_a_log_begun_before_midnight() -> None:
    ahead = ssr("render", "log", "storm", "--format", "txt", "--begun", "23:50", kb=EXEMPELLAN)
    assert 'har inte varit än. Var det i går, skriv --begun "igår 23:50"' in ahead.err
    log = ssr("render", "log", "storm", "--format", "txt", "--begun", "igår 23.50", kb=EXEMPELLAN)
    assert "5 december 2026" in log.text
    assert "23.50" in log.text


@pytest.mark.parametrize("asked", ["2026-11-14", "14 nov", "14/11", "14 november 2026", "lör 14/11", "261114"])
@pytest.mark.parametrize(
    "command", [["list"], ["show", "storm"], ["period"], ["status"], ["validate"], ["render", "overview"]]
)
def test_every_option_that_takes_a_day(command: list[str], asked: str) -> None:
    result = ssr(*command, "--at", asked, kb=EXEMPELLAN)
    assert result.code == 0
    assert result.out == ssr(*command, "--at", "2026-11-14", kb=EXEMPELLAN).out


def test_what_is_no_day_says_how_a_day_is_written() -> None:
    result = ssr("list", "--at", "imorrgon", kb=EXEMPELLAN)
    assert (result.code, "imorrgon är inget datum" in result.err, "29/11" in result.err) == (2, True, True)


def test_a_span_of_days_may_be_a_week_or_a_day() -> None:
    week = ssr("render", "term", "--during", "v 50", kb=EXEMPELLAN).text
    assert "# Kalendarium vecka 50 2026" in week
    assert "tors\u00a010/12" in week
    assert "tors\u00a017/12" not in week
    assert "# Kalendarium 10 december 2026" in ssr("render", "term", "--during", "10 dec", kb=EXEMPELLAN).text
    assert "# Kalendarium hösten 2026" in ssr("render", "term", "--during", "hösten 2026", kb=EXEMPELLAN).text


def test_the_days_of_a_new_period_and_the_sides_of_a_comparison() -> None:
    shown = ssr(
        "period", "new", "2027-2030", "--from", "1/1", "--until", "31 dec 2030", "--dry-run", kb=EXEMPELLAN
    ).text
    assert "+from: 2027-01-01" in shown
    assert "+until: 2030-12-31" in shown
    assert (
        ssr("diff", "14 nov 2018", "igår", kb=EXEMPELLAN).text.splitlines()[1:]
        == (ssr("diff", "2018-11-14", "2026-12-04", kb=EXEMPELLAN).text.splitlines()[1:])
    )


MEETING = "name: Avstämning\nsort: meeting\ndate: 2025-01-09\nrepeats:\n  every: week\n  interval: 2\n  count: 40\n"


def test_what_comes_back_is_in_each_window_in_which_it_is_held(tmp_path: Path) -> None:
    """Every other Thursday, forty times, from January 2025 to July 2026."""
    base = write(tmp_path, {"ssr.yaml": MANIFEST, "knowledge/meetings/a.yaml": MEETING})
    march = ssr("render", "term", "--during", "2026-03", "--at", "2026-03-01", kb=base).text
    rows = [line.split(",")[0] for line in march.splitlines() if "Avstämning" in line]
    assert rows == ["| tors\u00a05/3", "| tors\u00a019/3"]
    assert "inga möten då" in ssr("render", "term", "--during", "2026-08", "--at", "2026-03-01", kb=base).text
    feed = ssr("render", "calendar", "--during", "2026-03", "--at", "2026-03-01", kb=base).text
    assert feed.count("BEGIN:VEVENT") == 1
    assert "COUNT=40" in feed
    assert (
        ssr("render", "calendar", "--during", "2026-08", "--at", "2026-03-01", kb=base).text.count("BEGIN:VEVENT") == 0
    )
