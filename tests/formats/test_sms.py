"""One text message: what it takes, what becomes of signs that telephones lack, and that nothing is ever cut."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import EXEMPELLAN, ssr

from ssr.formats.gsm import LIMIT, septets
from ssr.formats.page import Page, TooLongError
from ssr.formats.sms import convert

# The tables of 3GPP TS 23.038, row by row; the two places that stand for no letter are left empty.
ALPHABET = "".join(
    [
        "@£$¥èéùìòÇ\nØø Åå",
        "Δ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ",
        " !\"#¤%&'()*+,-./",
        "0123456789:;<=>?",
        "¡ABCDEFGHIJKLMNO",
        "PQRSTUVWXYZÄÖÑÜ§",
        "¿abcdefghijklmno",
        "pqrstuvwxyzäöñüà",
    ]
)
ESCAPED = "^{}\\[~]|€"


def message(markdown: str) -> str:
    made = convert(markdown, Page("sv")).decode()
    assert made[-1] == "\n"
    return made[:-1]


def literal(text: str) -> str:
    """A text that Markdown shows as it is."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


@pytest.mark.parametrize("letter", sorted(set(ALPHABET + ESCAPED) - set("\n ")))
def test_what_telephones_know_is_kept(letter: str) -> None:
    assert message(literal(f"a{letter}b")) == f"a{letter}b"
    assert septets(f"a{letter}b") == (4 if letter in ESCAPED else 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kl. 13.00–15.00 — nu − då ‑ sen", "kl. 13.00-15.00 - nu - då - sen"),
        ("“Hej” ”hopp” »du« ’s", '"Hej" "hopp" "du" \'s'),
        ("vänta…", "vänta..."),
        ("10\u00a0000\u202fm²", "10 000 m2"),
        ("Álvaro på Café São Škoda", "Alvaro på Café Sao Skoda"),
        ("Sámi Ŋuorta đ ofﬁce", "Sami Nuorta d office"),
        ("a\u030angbåt", "ångbåt"),
        ("a\u202eb\u200bc\u200dd\x1b[31m\ufe0f", "abcd[31m"),
        ("ut 🚒 nu 雪", "ut ? nu ?"),
        ("  två   ord ", "två ord"),
        ("10½ m", "10? m"),
    ],
)
def test_what_they_do_not_know_is_written_otherwise(text: str, expected: str) -> None:
    assert message(text) == expected


def test_each_block_is_a_line() -> None:
    made = message("# Möte\n\nNär: **i dag**\n`EX`\n\n- ett\\\n  till\n- [sida](https://a.example)\n\n---\n\n    kod\n")
    assert made == "Möte\nNär: i dag EX\nett\ntill\nsida https://a.example\nkod"


@pytest.mark.parametrize("text", ["å" * 160, "\\|" * 80, "ab\n\n" * 53 + "x"])
def test_a_full_message_fits_and_one_more_does_not(text: str) -> None:
    assert septets(message(text)) == LIMIT
    with pytest.raises(TooLongError) as caught:
        convert(f"{text}x", Page("sv"))
    assert (caught.value.length, caught.value.limit) == (161, 160)


def test_the_longest_line_is_told() -> None:
    with pytest.raises(TooLongError) as caught:
        convert(f"kort\n\nlång {'x' * 160}\n\nsist", Page("sv"))
    assert caught.value.longest == f"lång {'x' * 160}"


def test_what_yields_goes_in_order_and_only_as_far_as_there_is_need() -> None:
    text = "[först]{yields=2} {x} [sedan]{yields=1} [sist.]{yields=3}."
    assert message(text.replace("{x}", "")) == "först sedan sist."
    assert message(text.replace("{x}", "x" * 148)) == f"först {'x' * 148} sist."
    assert message(text.replace("{x}", "x" * 153)) == f"{'x' * 153} sist."
    assert message(text.replace("{x}", "x" * 158)) == f"{'x' * 158} ."
    with pytest.raises(TooLongError) as caught:
        convert(text.replace("{x}", "x" * 159), Page("sv"))
    assert caught.value.content == f"{'x' * 159} .\n".encode()


@given(st.text(max_size=40))
def test_whatever_it_says_the_telephone_can_show_it(text: str) -> None:
    made = message(text)
    assert set(made) <= set(ALPHABET + ESCAPED)
    assert septets(made) == sum(2 if letter in ESCAPED else 1 for letter in made)
    assert "\n\n" not in made


SUMMONS = ("invite", "aktiverad-konferens-2024-01-19", "--at", "2022-11-21")


def test_a_message_that_does_not_fit_is_a_finding(tmp_path: Path) -> None:
    """The connection, which members may see, is too long; what lay there before stays as it was."""
    old = tmp_path / "kallelse.sms"
    old.write_text("förra", encoding="utf-8")

    result = ssr("render", *SUMMONS, "--audience", "members", "-o", old, kb=EXEMPELLAN)

    assert (result.code, result.out) == (1, b"")
    assert old.read_text(encoding="utf-8") == "förra"
    first, *others = result.err.splitlines()
    assert first.startswith("knowledge/meetings/aktiverad-konferens-2024-01-19.yaml:1:1  varning SSR603  ")
    assert "242 tecken" in first
    assert "160" in first
    assert any("Anslut: Videomöte på" in line for line in others)


def test_the_suffix_of_the_file_is_enough(tmp_path: Path) -> None:
    made = tmp_path / "kallelse.sms"
    assert ssr("render", *SUMMONS, "-o", made, kb=EXEMPELLAN).code == 0
    assert made.read_bytes() == ssr("render", *SUMMONS, "--format", "sms", kb=EXEMPELLAN).out
