"""A document that names what there is not is refused, with the place and the name; it is no fault of the tool.

The base's own are judged when the base is (`cases/validate/ssr218-document-names`), in the same words.
"""

import shutil
from pathlib import Path

import pytest
from running import EXEMPELLAN, ssr

from ssr.base.yaml import MAX_BYTES

TITLE = "title: {sv: Prov, en: Trial}\nformats: {md: a.md.j2}\n"
FOLDER = TITLE + "selections: {d: {all: [directive]}}\n"
OF_STORM = {
    "about: [directive, boat]": ("about", "boat"),
    "about: [directive]\nselections: {x: {from: [boats.crew]}}": ("selections.x.from", "boats"),
    "about: [directive]\nselections: {x: {all: [boat]}}": ("selections.x.all", "boat"),
    "about: [directive]\nselections: {x: {from: [measures], kinds: [boat]}}": ("selections.x.kinds", "boat"),
    "about: [directive]\nselections: {x: {all: [actor], where: {sort: crew}}}": ("selections.x.where.sort", "crew"),
    "about: [directive]\nselections: {x: {all: [actor], given: crew}}": ("selections.x.given", "crew"),
    "about: [directive]\nselections: {x: {all: [meeting], during: {option: term, days: [date]}}}": (
        "selections.x.during.option",
        "term",
    ),
    "about: [directive]\nsources: [x]": ("sources", "x"),
    "about: [directive]\nholds: [measures.text, boats]": ("holds", "boats"),
}
PARTS = {
    "parts: [{title: X, documents: [{document: boat, name: x, formats: [md]}]}]": ("parts.documents.document", "boat"),
    "parts: [{title: X, of: boats, documents: [{document: card, name: x, formats: [md]}]}]": ("parts.of", "boats"),
    "parts: [{title: X, of: d, documents: [{document: invite, name: x, formats: [md], each: boat, over: [d]}]}]": (
        "parts.documents.each",
        "boat",
    ),
    "parts: [{title: X, of: d, documents: [{document: card, name: x, formats: [md], over: [boats]}]}]": (
        "parts.documents.over",
        "boats",
    ),
}


def refused(tmp_path: Path, definition: str, *call: str) -> str:
    """What is said of a base that has such a document of its own."""
    base = tmp_path / "base"
    shutil.copytree(EXEMPELLAN, base)
    folder = base / "templates" / "prov"
    folder.mkdir(parents=True)
    (folder / "document.yaml").write_text(definition + "\n", encoding="utf-8")
    (folder / "a.md.j2").write_text("Prov.\n", encoding="utf-8")
    result = ssr("render", "prov", *call, kb=base)
    assert (result.code, result.text) == (1, "")
    assert "templates/prov/document.yaml har fel som måste rättas" in result.err
    return result.err


@pytest.mark.parametrize(("definition", "named"), OF_STORM.items(), ids=[place for place, _ in OF_STORM.values()])
def test_a_document_of_an_entry(definition: str, named: tuple[str, str], tmp_path: Path) -> None:
    place, name = named
    told = refused(tmp_path, TITLE + definition, "storm", "--format", "md")
    assert f"fel SSR218  {place} nämner {name}, som inte finns" in told


@pytest.mark.parametrize(("definition", "named"), PARTS.items(), ids=[place for place, _ in PARTS.values()])
def test_a_folder_of_documents(definition: str, named: tuple[str, str], tmp_path: Path) -> None:
    place, name = named
    told = refused(tmp_path, FOLDER + definition, "-o", str(tmp_path / "folder"))
    assert f"fel SSR218  {place} nämner {name}, som inte finns" in told
    assert not (tmp_path / "folder").exists()


@pytest.mark.parametrize(
    ("definition", "line", "reason"),
    [
        ("title: Prov", 1, "fältet formats saknas"),
        ("title: Prov\nformats: {md: a.md.j2}\nlabels:\n  name: {sv: Namn}", 4, "fältet en saknas"),
        ("title: Prov\nformats: {md: a.md.j2}\npages: två", 3, "ska vara ett heltal, men är en text"),
    ],
)
def test_what_is_wrong_in_its_file_is_told_and_not_only_what_sort_of_fault_it_is(
    definition: str, line: int, reason: str, tmp_path: Path
) -> None:
    told = refused(tmp_path, definition)
    assert f"templates/prov/document.yaml:{line}:" in told.splitlines()[0]
    assert reason in told.splitlines()[0]


LOOPS = "".join(f"{{% for n{number} in [1] %}}" for number in range(25)) + "{% endfor %}" * 25


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("document.yaml", b"#" * (MAX_BYTES + 1), "SSR010"),
        ("document.yaml", b"title: \xff\n", "SSR004"),
        ("a.md.j2", b"#" * (MAX_BYTES + 1), "SSR010"),
        ("a.md.j2", b"{{ \xff }}", "SSR027"),
        ("a.md.j2", LOOPS.encode(), "SSR027"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_ends_nothing(
    file: str, content: bytes, code: str, tmp_path: Path
) -> None:
    base = tmp_path / "base"
    shutil.copytree(EXEMPELLAN, base)
    folder = base / "templates" / "prov"
    folder.mkdir(parents=True)
    (folder / "document.yaml").write_text(TITLE, encoding="utf-8")
    (folder / "a.md.j2").write_text("Prov.\n", encoding="utf-8")
    (folder / file).write_bytes(content)
    checked = ssr("validate", kb=base)
    assert checked.code == 1
    assert f"templates/prov/{file}:1:" in checked.text
    assert f"fel {code}  " in checked.text
    result = ssr("render", "prov", kb=base)
    assert (result.code in {1, 2}, result.text) == (True, "")
    assert f"templates/prov/{file}" in result.err
    listed = ssr("render", "--list", kb=base)
    assert listed.code == 0
    assert ("prov" in listed.err) is (file == "document.yaml")
    (empty := tmp_path / "tom").mkdir()
    assert ssr("collect", empty, kb=base) == ssr("collect", empty, kb=EXEMPELLAN)
