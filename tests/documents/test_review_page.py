"""The page of a review as forges show it: cut where a part begins, and nothing in it that they act on."""

import re

from hypothesis import given
from hypothesis import strategies as st

from ssr.documents.review_page import cut, definition, quiet
from ssr.templating.definition_files import Definitions

NOTE = "Resten får inte plats."
TEXTS = st.lists(st.sampled_from(["# A\n", "## Å\n", "### C\n", "- rad\n", "text #1\n", "\n"]), max_size=30).map(
    "".join
)


@given(TEXTS, st.integers(60, 400))
def test_a_page_is_cut_before_a_heading_and_says_so(page: str, limit: int) -> None:
    shown = cut(page, limit, NOTE)
    assert len(shown.encode()) <= limit
    if len(page.encode()) <= limit:
        assert shown == page
        return
    kept = shown.removesuffix(f"*{NOTE}*\n")
    assert kept != shown
    assert page.startswith(kept)
    assert re.match("#{1,3} ", page[len(kept) :]) or not kept
    whole = re.split(r"^(?=#{1,3} )", page, flags=re.MULTILINE)
    room = limit - len(f"*{NOTE}*\n".encode())
    parts = next(n for n in range(len(whole) + 1) if "".join(whole[:n]) == kept)
    assert parts == len(whole) or len("".join(whole[: parts + 1]).encode()) > room


def test_without_a_limit_all_of_it_stands() -> None:
    assert cut("# A\n", None, NOTE) == "# A\n"


def test_nothing_is_left_that_a_forge_acts_on() -> None:
    page = quiet(
        "@alla org/@lag a@b.se #12 GH-12 gh-12 \\#12 https://ont.example HTTP://x ftp://x www.ont.example WWW.x # Rubrik"
    )
    assert not re.search(r"@\w|#\d|gh-|:/|www\.\w", page, re.IGNORECASE)
    assert page.replace("\u2060", "") == (
        "@alla org/@lag a@b.se #12 GH-12 gh-12 \\#12 https://ont.example HTTP://x ftp://x www.ont.example WWW.x # Rubrik"
    )
    assert page.endswith("# Rubrik")


def test_it_is_no_document_of_a_base() -> None:
    from ssr.base.resources import Resources

    assert definition().name not in Definitions(Resources(None))
