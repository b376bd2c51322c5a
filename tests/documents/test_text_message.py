"""The text message of a summons: what it says, in which order, what yields, and what is never said."""

import pytest
from running import EXEMPELLAN, ROOT, ssr

from ssr.formats.gsm import LIMIT, septets

CALL = ("render", "invite", "--format", "sms", "--at", "2026-11-22", "--start", "2026-11-29T14:30/15:00")
TOLD = ("--place", "se mejl", "--reserve", "Rakel", "--contact", "08-123 45", "--convener", "tjansteman-i-beredskap")


def sms(*arguments: str) -> str:
    result = ssr(*CALL, *arguments, kb=ROOT)
    assert result.code == 0, result.err
    assert septets(result.text) <= LIMIT + 1  # with the line feed that ends the file
    return " ".join(result.text.split())


def test_the_most_urgent_comes_first() -> None:
    assert sms("--structure", "aktiverad-konferens", "--directive", "snow-ice", *TOLD) == (
        "SNÖ/HALKA Sthlms län. AKTIVERAT LÄGE. Konferens sön 29/11 14.30-15.00. "
        "Anslut: se mejl, reserv Rakel. Svara JA/NEJ: 08-123 45. /Lst TiB"
    )


def test_two_directives_give_two_messages() -> None:
    snow, attack = (sms("--structure", "aktiverad-konferens", "--directive", one) for one in ("snow-ice", "attack"))
    assert snow.replace("SNÖ/HALKA", "ATTENTAT") == attack


def test_what_was_said_goes_before_what_the_base_says() -> None:
    told = sms("--structure", "aktiverad-konferens", "--directive", "snow-ice", "--event", "Tåg", "--area", "Söder")
    assert told.startswith("TÅG Söder. AKTIVERAT LÄGE.")


def test_an_ordinary_forum_is_not_called_activated() -> None:
    told = sms("--structure", "samverkanskonferens", *TOLD)
    assert "AKTIVERAT" not in told
    assert told.startswith("KALLELSE. Samverkanskonferens sön 29/11 14.30-15.00.")
    letter = ssr(*CALL[:2], "--structure", "samverkanskonferens", "--start", "2026-11-29T14:30", "--format", "txt")
    assert "ordinarie läge" in letter.text


@pytest.mark.parametrize("format_", ["sms", "tal"])
def test_nothing_stands_before_a_real_message_and_the_mark_before_an_exercise(format_: str) -> None:
    call = (*CALL[:2], *CALL[4:], "--structure", "aktiverad-konferens", "--directive", "snow-ice", "--format", format_)
    assert "SKARPT LÄGE" not in ssr(*call, "--marking", "real").text.partition("Läs härifrån")[2 * (format_ == "tal")]
    drill = ssr(*call, "--marking", "exercise").text
    assert drill.index("ÖVNING") < drill.upper().index("SNÖ/HALKA")


def test_who_calls_goes_first_then_the_place_and_never_the_event_the_time_or_the_ways() -> None:
    call = ("--structure", "aktiverad-konferens", "--directive", "snow-ice", *TOLD[2:])
    assert "/Lst TiB" in sms(*call, "--place", "x" * 23)
    without_caller = sms(*call, "--place", "x" * 33)
    assert "/Lst TiB" not in without_caller
    assert "Sthlms län" in without_caller
    without_place = sms(*call, "--place", "x" * 42)
    assert "Sthlms län" not in without_place
    for kept in ("SNÖ/HALKA.", "sön 29/11 14.30-15.00", "reserv Rakel", "08-123 45"):
        assert kept in without_place


def test_the_day_after_is_said_where_it_ends_then() -> None:
    told = ssr(*CALL[:6], "--structure", "aktiverad-konferens", "--start", "2026-11-29T23:30/00:30", kb=EXEMPELLAN).text
    assert "sön 29/11-mån 30/11 23.30-00.30" in told


@pytest.mark.parametrize("format_", ["md", "txt", "sms", "tal", "ics"])
def test_a_meeting_in_ordinary_mode_tells_of_no_event_that_its_directive_is_for(format_: str) -> None:
    """What it prepares for has not happened; what somebody says has happened, has."""
    call = (
        "render",
        "invite",
        "--structure",
        "samordningsgrupp",
        "--directive",
        "flood",
        "--start",
        "2026-11-29T14:30",
        *CALL[4:6],
    )
    told = ssr(*call, "--format", format_, kb=EXEMPELLAN)
    assert told.code == 0, told.err
    assert not any(word in told.text for word in ("Händelse", "ÖVERSVÄMNING"))
    said = ssr(*call, "--format", format_, "--event", "Dammbrott", kb=EXEMPELLAN)
    assert "dammbrott" in said.text.lower()
