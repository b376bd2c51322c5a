"""Which words of a text differ, and how that is marked for a terminal."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssr.diff.words import Piece, diff_words
from ssr.report.word_marks import is_all_new, marked
from ssr.text.characters import normalise

LETTERS = "abåé .,-–:\n\t\u00a0#[]0"
# What a reader of the terminal sees: one difference, several, at either end, in punctuation, and none.
MARKED = {
    ("Öppna inom ett dygn.", "Öppna inom tolv timmar."): "Öppna inom [ett dygn → tolv timmar].",
    ("Ring jouren.", "Ring jouren och chefen."): "Ring jouren [+ och chefen].",
    ("Ring jouren och chefen.", "Ring jouren."): "Ring jouren [– och chefen].",
    ("Ring jouren", "Ring jouren, nu"): "Ring jouren[+ , nu]",
    ("Snö", "Snö och halka"): "Snö [+ och halka]",
    ("Ring nu.", "Då ring nu."): "[Ring → Då ring] nu.",
    ("Inom 5 minuter, kl. 13.00.", "Inom 15 minuter, kl. 13.30."): "Inom [5 → 15] minuter, kl. [13.00 → 13.30].",
    ("Gå ut.", "Gå inte ut!"): "Gå [+ inte] ut[. → !]",
    ("Alla ska ringa den jour som finns.", "Samtliga ska möta ett team som leder."):
        "[Alla → Samtliga] ska [ringa den jour → möta ett team] som [finns → leder].",
    ("a b c d e f g h i j x k l m n o p q r s t u", "a b c d e f g h i j y k l m n o p q r s t u"):
        "… e f g h i j [x → y] k l m n o p …",
}  # fmt: skip


@pytest.mark.parametrize("texts", MARKED)
def test_the_words_that_differ_are_marked(texts: tuple[str, str]) -> None:
    assert marked(diff_words(*texts)) == MARKED[texts]


TEXTS = st.text(LETTERS, max_size=40) | st.text(max_size=20)


@given(TEXTS, TEXTS)
def test_the_pieces_give_both_texts_back(before: str, after: str) -> None:
    pieces = diff_words(before, after)
    for text, other in ((before, "added"), (after, "removed")):
        assert "".join(piece.text for piece in pieces if piece.change != other).strip() == normalise(text)
    assert all(piece.text for piece in pieces)
    assert all(one.change != other.change for one, other in pairwise(pieces))
    assert any(piece.change != "same" for piece in pieces) is (normalise(before) != normalise(after))


@given(TEXTS)
def test_the_same_text_is_one_piece(text: str) -> None:
    assert diff_words(text, text) == ((Piece("same", f" {normalise(text)}"),) if text.strip() else ())


def test_letters_in_two_parts_and_other_spaces_are_no_difference() -> None:
    assert normalise("a\u030a\u00a0b\r\n  c") == "å b c"


def test_a_sentence_said_anew_is_no_row_of_crumbs() -> None:
    """One word in common in the middle of two other sentences says nothing."""
    before = "Länsstyrelsen kallar samtliga berörda aktörer till en första samverkanskonferens på telefon"
    after = "Den som först upptäcker händelsen larmar till tjänstemannen i beredskap genast"
    assert [piece.change for piece in diff_words(before, after)] == ["removed", "added"]
    assert is_all_new(diff_words(before, after))
    assert not is_all_new(diff_words("Ring nu", "Ring sedan"))


def test_common_words_are_no_noise_in_a_long_text() -> None:
    before, after = (f"{end} {'a b ' * 150}{end}" for end in "xy")
    assert [piece.change for piece in diff_words(before, after)] == ["removed", "added", "same", "removed", "added"]


@pytest.mark.parametrize(
    ("before", "after"),
    [("a " * 10_000, "b a " * 5_000), ("x " + "a b " * 4_000, "y " + "b a " * 4_000), ("å" * 20_000, "ä" * 20_000)],
)
def test_texts_made_to_be_slow_are_not(before: str, after: str) -> None:
    start = time.process_time()
    pieces = diff_words(before, after)
    assert time.process_time() - start < 3
    assert "".join(piece.text for piece in pieces if piece.change != "removed").strip() == normalise(after)
