"""`ssr explain`: a kind or a field in words, by whatever name people have for it."""

from pathlib import Path

import pytest
from running import MANIFEST, ROOT, ssr, write

from ssr.base.names import fields_below
from ssr.base.resources import Resources
from ssr.base.schema_files import load_kinds
from ssr.base.snapshot import WorkingTree
from ssr.report.field_page import FieldPages
from ssr.text.catalogue import LANGUAGES, catalogue

KINDS = load_kinds(Resources(WorkingTree(ROOT)))


@pytest.mark.parametrize(
    "word", ["actor.participation.as", "aktör.deltagande.i egenskap av", "actors.as", "AKTÖR.Deltagande.AS"]
)
def test_a_field_is_found_by_its_name_or_its_title(word: str) -> None:
    result = ssr("explain", word)
    assert result.text.startswith("I egenskap av (actor.participation.as)\n"), result.err


def test_allowed_values_stand_with_their_labels() -> None:
    assert "  associated  associerad medlem\n" in ssr("explain", "actor.as").text
    assert "  associated  associated member\n" in ssr("explain", "actor.as", "--lang", "en").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_and_field_has_a_page(language: str) -> None:
    pages = FieldPages(catalogue(language), KINDS)
    for kind in KINDS.values():
        assert pages.of_kind(kind).fields
        for way in fields_below(kind.root):
            page = pages.of_field(kind, way)
            assert page.title
            assert page.facts
            assert page.description or way[-2:-1] == ("marks",)


def test_without_a_word_the_kinds_are_named() -> None:
    assert [line.split()[0] for line in ssr("explain").text.splitlines()] == list(KINDS)


def test_what_is_not_there_is_told_with_what_may_have_been_meant() -> None:
    wrong = ssr("explain", "actor.ogranisation_numer")
    assert (wrong.code, wrong.out) == (2, b"")
    assert "Slaget actor har inget fält som heter ogranisation_numer.\nmenade du organisation_number?" in wrong.err
    assert ssr("explain", "aktor.x").code == ssr("explain", ".").code == 2


def test_an_example_is_one_that_anybody_may_read(tmp_path: Path) -> None:
    hidden = "name: Dold\nsort: forum\nmandate:\n  - {id: a, text: Hemlig, audience: members, unknown: Resten.}\nunknown: Resten.\n"
    shown = hidden.replace("Hemlig", "Synlig").replace("audience: members, ", "")
    base = write(tmp_path, {"ssr.yaml": MANIFEST, "knowledge/structures/a.yaml": hidden})
    assert "Exempel" not in ssr("explain", "structure.mandate", kb=base).text
    assert "Exempel" not in ssr("explain", "structure", kb=base).text
    write(base, {"knowledge/structures/b.yaml": shown})
    assert "Synlig" in ssr("explain", "structure.mandate", kb=base).text


def test_what_a_broken_base_says_is_explained_all_the_same(tmp_path: Path) -> None:
    base = write(tmp_path, {"ssr.yaml": MANIFEST, "knowledge/structures/a.yaml": "name: [\n"})
    assert ssr("explain", "structure.namn", kb=base).code == 0
