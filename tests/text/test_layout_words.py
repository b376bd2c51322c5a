"""The words that formats put into a document stand in the catalogue, and none of them in Python."""

import ast
from pathlib import Path

import pytest

from ssr.formats.form import FormField, prompt
from ssr.text.catalogue import LANGUAGES, layout_words

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("language", ["", "de", "../sv", "sv\0"], ids=ascii)
def test_a_form_that_names_another_language_is_read_in_english(language: str) -> None:
    """What came back may say anything, and no file is opened for it."""
    assert layout_words(language) == layout_words("en")
    assert prompt(FormField("name", "Namn"), language) == "Write here"


def test_no_python_holds_words_by_their_language() -> None:
    """But for one language alone, as where a text that names none is taken as Swedish."""
    tables = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "ssr").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Dict)
        and {*LANGUAGES} <= {key.value for key in node.keys if isinstance(key, ast.Constant)}
        and not _are_locales(node)
    ]
    assert tables == []


def _are_locales(table: ast.Dict) -> bool:
    """Whether these are codes that other programs know a language by, which are no words."""
    values = [value.value for value in table.values if isinstance(value, ast.Constant)]
    return len(values) == len(table.values) and all(str(value)[2:3] == "-" for value in values)
