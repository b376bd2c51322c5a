"""What is written as YAML is read as the same."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssr.authoring.yaml_lines import lines, scalar
from ssr.base.yaml import read

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp")), max_size=20
)
SINGLE = TEXTS | st.booleans() | st.integers(-1000, 1000)
NAMES = st.from_regex(r"[a-z]{1,6}(_[a-z]{1,4})?", fullmatch=True).filter(
    lambda name: name not in {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
)
OBJECTS = st.recursive(
    st.dictionaries(NAMES, SINGLE | st.lists(TEXTS, max_size=3), min_size=1, max_size=3),
    lambda inner: st.dictionaries(NAMES, inner | st.lists(inner, min_size=1, max_size=3), min_size=1, max_size=3),
    max_leaves=6,
)


@given(value=OBJECTS)
@settings(deadline=None)
def test_an_object_is_read_as_it_was(value: dict[str, Any]) -> None:
    text = "".join(f"{line}\n" for line in lines("top", value))
    source = read("x.yaml", text.encode())
    assert source.errors == ()
    assert source.data == {"top": value}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Snö och halka", "Snö och halka"),
        ("2018-11-14", "2018-11-14"),
        ("0136", '"0136"'),
        ("ja, och nej", '"ja, och nej"'),
        ("a: b", '"a: b"'),
        ("nej #1", '"nej #1"'),
        ("true", '"true"'),
        ("", '""'),
    ],
)
def test_quotes_stand_where_they_are_needed(value: str, written: str) -> None:
    assert scalar(value) == written
