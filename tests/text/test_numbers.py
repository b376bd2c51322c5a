"""What is read out: every day, time and number in words, each told from all others, and no figure left anywhere."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import EXEMPELLAN, ROOT, ssr

from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.text.catalogue import LANGUAGES, catalogue
from ssr.text.numbers import clock_in_words, day_in_words, numbers_in_words, speakable

SV, EN = catalogue("sv"), catalogue("en")


def figures(text: str) -> list[str]:
    return [letter for letter in text if letter.isdecimal()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_minute_has_words_of_its_own(language: str) -> None:
    words = catalogue(language)
    said = {clock_in_words(words, f"{minute // 60:02}:{minute % 60:02}") for minute in range(24 * 60)}
    assert len(said) == 24 * 60
    assert figures("".join(said)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_a_leap_year_has_words_of_its_own(language: str) -> None:
    words = catalogue(language)
    said = {day_in_words(words, date(2024, 1, 1) + timedelta(days)) for days in range(366)}
    assert len(said) == 366
    assert figures("".join(said)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_has_words_of_its_own(language: str) -> None:
    said = [numbers_in_words(catalogue(language), str(number)) for number in range(100)]
    assert len(set(said)) == 100
    assert all(len(number.split()) == len(str(at)) for at, number in enumerate(said))


def test_days_and_times() -> None:
    assert day_in_words(SV, date(2018, 11, 14)) == "onsdag den fjortonde november"
    assert day_in_words(EN, date(2024, 2, 29)) == "Thursday the twenty-ninth of February"
    assert clock_in_words(SV, "13:00") == "klockan ett tre nolla nolla"
    assert clock_in_words(SV, "09:30") == "klockan nolla nio tre nolla"
    assert clock_in_words(SV, "00:05") == "klockan nolla nolla nolla fem"
    assert clock_in_words(EN, "21:45") == "two one four five"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("vecka 50", "vecka fem nolla"),
        ("0 1 10 19 20 21 99", "nolla ett ett nolla ett nio två nolla två ett nio nio"),
        ("100 personer", "ett nolla nolla personer"),
        ("ring 113 13", "ring ett ett tre ett tre"),
        ("08-465 004 20", "nolla åtta fyra sex fem nolla nolla fyra två nolla"),
        ("kl. 13.00–15.30.", "kl. ett tre nolla nolla–ett fem tre nolla."),
        ("klass 2.", "klass två."),
        ("1,5 meter, version 2.0", "ett komma fem meter, version två punkt nolla"),
        ("E4 och 50:e", "E fyra och fem nolla:e"),
        ("2018-11-14", "två nolla ett åtta ett ett ett fyra"),
        ("25.00", "två fem punkt nolla nolla"),
        ("inget tal", "inget tal"),
        ("٣", "tre"),
        ("kod 1234#, +46 8", "kod ett två tre fyra fyrkant, plus fyra sex åtta"),
        (r"\*21\*08\#", "stjärna två ett stjärna nolla åtta fyrkant"),
        ("**5** #", "**fem** #"),
    ],
)
def test_numbers_in_a_text(text: str, said: str) -> None:
    assert numbers_in_words(SV, text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sib@samverkan.example", ""),
        ("Beredskap, sib@samverkan.example", "Beredskap"),
        ("https://mote.example/a?b=1", ""),
        ("Rakel, talgrupp 3", "Rakel, talgrupp 3"),
        ("https://mote.example eller 08-123, www.mote.example", "08-123"),
        ("Ring 08-123 eller via https://mote.example på kvällen", "Ring 08-123, på kvällen"),
        ("mejl: sib@lan.example och tib@lan.example", ""),
        ("sip:rum1 eller Rakel", "Rakel"),
        ("mote.example/rum", ""),
        ("kl. 9/10 i Norrhamn", "kl. 9/10 i Norrhamn"),
    ],
)
def test_what_nobody_can_read_out_is_left_out(text: str, said: str) -> None:
    assert speakable(SV, text) == said


@given(st.text(st.characters() | st.sampled_from("0123456789.,: a")))
def test_no_figure_is_left_and_nothing_else_is_lost(text: str) -> None:
    said = numbers_in_words(SV, text)
    assert figures(said) == []
    assert figures(text) or said == text


def test_no_page_to_read_out_has_a_figure() -> None:
    """Every meeting, for those who see most; each fits on one page, and says first and last what is invented."""
    for root, mark in ((ROOT, ""), (EXEMPELLAN, "EXEMPEL. EXEMPEL.")):
        base, _ = load(WorkingTree(root))
        for entry in (entry for entry in base.entries if entry.kind == "meeting"):
            arguments = ("invite", entry.id, "--format", "tal", "--audience", "office", "--at", "2022-11-21")
            result = ssr("render", *arguments, kb=root)
            assert result.code == 0, result.err
            assert figures(result.text) == [], entry.id
            assert result.text.count("\n") < 60, entry.id
            read_out = result.text.partition("---\n")[2].strip().split("\n\n")
            assert read_out[-1] == "Slut.", entry.id
            assert mark in read_out[0], entry.id
            assert mark in read_out[-2], entry.id
