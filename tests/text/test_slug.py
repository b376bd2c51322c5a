"""A name as an identifier: the same letters whichever part of the tool needs one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssr.documents.folder import _file_name
from ssr.documents.parameters import filled_id
from ssr.text.slug import slug

NAMES = {
    "åsö": "aso",
    "A\u030aso\u0308": "aso",
    "Översvämning i Åre": "oversvamning-i-are",
    "  Snö & is -- 2026/27_": "sno-is-2026-27",
    "漢字": "",
    "": "",
}


@pytest.mark.parametrize(("name", "expected"), NAMES.items(), ids=map(ascii, NAMES))
def test_a_name_as_an_identifier(name: str, expected: str) -> None:
    assert slug(name) == expected
    assert filled_id("{name}", {"name": name}) == expected


def test_a_file_in_a_folder_keeps_the_letters_of_what_it_is_about() -> None:
    assert _file_name("kort-{place}", {"place": "Åsö"}) == "kort-aso"


@given(st.text())
def test_an_identifier_stays_as_it_is(text: str) -> None:
    assert slug(slug(text)) == slug(text)
