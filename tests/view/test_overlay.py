"""A base laid over another: it adds, it is checked with it, and nothing of it gets to those who may not read it."""

import json
from pathlib import Path

import pytest
from running import MANIFEST, process, rendered, ssr, write

from ssr.base.load import load
from ssr.base.snapshot import open_tree
from ssr.view.base_view import View
from ssr.view.examples import without_examples

ACTOR = """\
illustrative: true
names:
  - name: Ekåsen
sort: municipality
participation:
  - as: member
representatives:
  - id: samordnande
    level: coordinating
    mode: activated
    function: Beredskapssamordnare
"""
CONTACT = """\
contacts:
  - id: larm
    function: Tjänsteman i beredskap
    channel: email
    value: larm@ekasen.example
"""
FORUM = "name: Gruppen\nsort: forum\nlevel: coordinating\nmembers:\n  - party: ekasen\nunknown: Mandatet.\n"
MEETING = "name: Mötet\nform: summons\nsort: conference\nmode: activated\ndate: 2022-11-21\nstart: 13:00\nstructures: [gruppen]\nillustrative: true\n"
BASE = {
    "ssr.yaml": MANIFEST,
    "knowledge/actors/ekasen.yaml": ACTOR,
    "knowledge/structures/gruppen.yaml": FORUM,
    "knowledge/meetings/motet.yaml": MEETING,
}
OFFICE = MANIFEST.replace("audience: public", "audience: office")
OVERLAY = {
    "ssr.yaml": OFFICE,
    "knowledge/actors/ekasen.yaml": CONTACT,
    "knowledge/meetings/motet.yaml": "connection: Konferensbryggan i Ekåsen\n",
    "knowledge/meetings/extra.yaml": "name: Extramöte\nsort: meeting\ndate: 2022-11-22\n",
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", BASE)


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    return write(tmp_path / "över lägg", OVERLAY)


def test_what_is_laid_over_adds(base: Path, overlay: Path) -> None:
    shown = rendered("invite", "motet", "--overlay", overlay, "--audience", "office", kb=base).decode()
    assert "Anslutning:** Konferensbryggan i Ekåsen" in shown
    plain = rendered("invite", "motet", "--audience", "office", kb=base).decode()
    assert "Anslutning:** \\_" in plain or "Anslutning:** ____" in plain
    assert "Extramöte" in rendered("invite", "extra", "--overlay", overlay, "--audience", "office", kb=base).decode()


ROLES = {
    "knowledge/structures/stab.yaml": "name: Stab\nsort: function\nunknown: Mandatet.\n",
    "knowledge/structures/jour.yaml": "name: Jour\nsort: function\nunknown: Mandatet.\n",
    "knowledge/structures/gruppen.yaml": f"{FORUM}roles: [stab]\n",
}
MORE = {
    "ssr.yaml": OFFICE,
    "knowledge/structures/gruppen.yaml": "members:\n  - party: jour\nroles: [jour]\nreports_to: stab\n",
}


@pytest.mark.parametrize(
    ("manifest", "marks", "roles"),
    [("", "", ["jour"]), ("", "marks: {roles: {sources: inherit}}\n", ["stab", "jour"]),
     ("fictitious: true\n", "", ["stab", "jour"])],
)  # fmt: skip
def test_lists_go_on_with_what_is_laid_over_them(tmp_path: Path, manifest: str, marks: str, roles: list[str]) -> None:
    """References without a source give way; what is laid over stays where examples are left out."""
    group = ROLES["knowledge/structures/gruppen.yaml"] + marks
    files = {**BASE, **ROLES, "ssr.yaml": MANIFEST + manifest, "knowledge/structures/gruppen.yaml": group}
    tree = open_tree(write(tmp_path / "base", files), upwards=False, overlay=write(tmp_path / "over", MORE))
    loaded, findings = load(tree)
    assert findings == []
    view = View(loaded, "2022-11-21", "office", "sv")
    for seen in (view, view.of(without_examples(view.base))):
        entry = seen.find("gruppen")
        assert entry is not None
        data = seen.plain(entry)
        assert ([one["party"] for one in data["members"]], data["roles"]) == (["ekasen", "jour"], roles)
        assert data["reports_to"] == "stab"


@pytest.mark.parametrize("audience", ["public", "members"])
@pytest.mark.parametrize("format_", ["md", "html", "txt", "ics"])
def test_lower_readers_get_the_same_bytes_with_and_without(
    base: Path, overlay: Path, audience: str, format_: str
) -> None:
    arguments = ("invite", "motet", "--audience", audience, "--format", format_)
    assert rendered(*arguments, "--overlay", overlay, kb=base) == rendered(*arguments, kb=base)


def test_for_them_an_entry_that_is_only_laid_over_does_not_exist(base: Path, overlay: Path) -> None:
    hidden = ssr("render", "invite", "extra", "--overlay", overlay, kb=base)
    assert hidden == ssr("render", "invite", "extra", kb=base)
    assert hidden.code == 2


def test_the_environment_names_it_too(base: Path, overlay: Path) -> None:
    arguments = ("render", "invite", "motet", "--audience", "office")
    result = process(*arguments, cwd=base, env={"SSR_OVERLAY": str(overlay)})
    assert "Konferensbryggan i Ekåsen" in result.text


def test_both_are_checked_together(base: Path, overlay: Path) -> None:
    """References may lead from the one to the other; what is missing in an addition stands in its entry."""
    write(
        overlay, {"knowledge/meetings/extra.yaml": "name: Extra\nsort: meeting\ndate: 2022-11-22\nconvener: ekasen\n"}
    )
    assert ssr("validate", "--overlay", overlay, kb=base).text == "Inga fel i 6 poster.\n"
    write(overlay, {"knowledge/meetings/extra.yaml": "name: Extra\nsort: meeting\ndate: 2022-11-22\nconvener: ekas\n"})
    told = ssr("validate", "--overlay", overlay, kb=base).text
    assert told.startswith("../över lägg/knowledge/meetings/extra.yaml:4:11  fel SSR201")
    assert "4 | convener: ekas" in told


@pytest.mark.parametrize(
    ("file", "text", "place"),
    [
        ("knowledge/actors/ekasen.yaml", "contact: x\n", "knowledge/actors/ekasen.yaml:1:1  fel SSR103"),
        ("knowledge/actors/ekasen.yaml", "contacts: [\n", "knowledge/actors/ekasen.yaml:"),
        ("knowledge/actors/ny.yaml", "sort: municipality\n", "knowledge/actors/ny.yaml:1:1  fel SSR102"),
        ("knowledge/actors/fel namn.yaml", "", "knowledge/actors/fel namn.yaml"),
        ("ssr.yaml", "name: [\n", "ssr.yaml:"),
        ("ssr.yaml", OFFICE.replace("highest_audience: office", "highest_audience: members"), "ssr.yaml:5:"),
    ],
)
def test_what_is_wrong_in_it_is_told_with_its_place(
    base: Path, overlay: Path, file: str, text: str, place: str
) -> None:
    write(overlay, {file: text})
    result = ssr("validate", "--overlay", overlay, kb=base)
    assert result.code == 1
    assert f"../över lägg/{place}" in result.text


@pytest.mark.parametrize(
    ("addition", "lines"),
    [
        (CONTACT, []),
        ("sort: region\n", [1]),
        (f"sort: region\n{CONTACT}", [1]),
        (f"{CONTACT}sort: region\n", [6]),
        # Items of its own are added; one that is there already is told at its key, and so is what stands after it.
        ("representatives:\n  - {id: annan, level: directing, mode: activated, function: B}\n", []),
        (
            "representatives:\n  - {id: annan, level: directing, mode: activated, function: B}\n  - {id: samordnande, level: directing, mode: activated, function: B}\nsort: region\n",
            [3, 4],
        ),
        (
            "sort: region\nrepresentatives:\n  - {id: samordnande, level: directing, mode: activated, function: B}\n",
            [1, 3],
        ),
        # What belongs to every file is each file's own.
        ("audience: office\nnote: x\n", []),
    ],
)
def test_what_it_says_again_is_told_where_it_says_it(base: Path, addition: str, lines: list[int]) -> None:
    actor = ACTOR + "audience: public\nnote: y\n"
    write(base, {"knowledge/actors/ekasen.yaml": actor})
    overlay = write(base.parent / "over", {"ssr.yaml": OFFICE, "knowledge/actors/ekasen.yaml": addition})
    found = json.loads(ssr("validate", "--overlay", overlay, "--format", "json", kb=base).text)["findings"]
    assert [one["line"] for one in found if one["code"] == "SSR209"] == lines


def test_a_document_goes_on_with_what_is_right(base: Path, overlay: Path) -> None:
    write(overlay, {"knowledge/meetings/motet.yaml": "connection: [\n"})
    result = ssr("render", "invite", "motet", "--overlay", overlay, "--audience", "office", kb=base)
    assert result.code == 0
    assert "1 fel i en annan del av basen" in result.err


@pytest.mark.parametrize("wrong", ["base", "nowhere"])
def test_what_cannot_be_laid_over(base: Path, wrong: str) -> None:
    result = ssr("validate", "--overlay", base.parent / wrong, kb=base)
    assert result.code == 2
    assert "Traceback" not in result.err
    assert wrong in result.err
