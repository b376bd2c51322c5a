"""The binder from the command line: one folder and one file, for whoever has neither a network nor the tool."""

import re
import subprocess
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import page as page_validation
import pikepdf
import pytest
from running import EXEMPELLAN, MANIFEST, ROOT, ssr, write
from tools import POPPLER, require

from ssr.files import LIST

AT = ("--at", "2026-11-22")
_LINK = re.compile(r'href="([^"]+)"')


def made(folder: Path, *arguments: str | Path, kb: Path = EXEMPELLAN) -> dict[str, bytes]:
    """The files of a binder, which must go well."""
    result = ssr("render", "binder", "-o", folder, *AT, *arguments, kb=kb)
    assert result.code == 0, result.err
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="session")
def binder(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return made(tmp_path_factory.mktemp("binder") / "parm")


def test_what_there_is(binder: dict[str, bytes]) -> None:
    assert {"index.html", "parm.pdf", LIST, "vem-ar-vem.html"} <= set(binder)
    for what in ("inriktning/storm.html", "vaggkort/storm.html", "lagesrapport/storm.docx", "rutin/aktivering.html"):
        assert what in binder
    summons = {name for name in binder if name.startswith("kallelse/storm-aktiverad-konferens")}
    assert {name.removeprefix("kallelse/storm-aktiverad-konferens") for name in summons} == {
        ".html", "-tal.txt",
    }  # fmt: skip
    assert "kallelse/EJ-KLAR-storm-aktiverad-konferens-sms.txt" in binder  # nobody but the office knows how to join
    drafts = [name for name in binder if "power-cut" in name]  # only what is in force
    assert drafts == []
    cards = [name for name in binder if name.startswith("funktionskort/")]
    assert cards == ["funktionskort/samverkanssamordnare.html"]  # the one with steps; an empty card helps nobody
    decisions = {name for name in binder if name.startswith("beslut/")}
    assert decisions == {
        "beslut/storm-2023.html",
        "beslut/malbild-2023-godkand.html",
    }  # on which what holds today rests


def test_the_start_page_leads_to_all_of_it_and_to_nothing_else(binder: dict[str, bytes]) -> None:
    links = {unquote(link) for link in _LINK.findall(binder["index.html"].decode())}
    assert links == set(binder) - {"index.html", LIST}
    assert all(not name.startswith("/") for name in links)


def test_it_says_when_it_was_made_and_how_to_see_whether_there_is_a_later_one(binder: dict[str, bytes]) -> None:
    page = binder["index.html"].decode()
    assert "Framtagen söndag 22 november 2026 (v. 47). Basens kontrollkod: " in page
    assert "Finns det en senare pärm?" in page


def test_the_sign_changes_when_the_base_does(tmp_path: Path) -> None:
    def sign(name: str, text: str, day: str) -> str:
        files = {"ssr.yaml": MANIFEST, "knowledge/structures/radet.yaml": f"name: {text}\nsort: forum\n"}
        base = write(tmp_path / name, files)
        assert ssr("render", "binder", "-o", tmp_path / f"ut-{name}", "--at", day, kb=base).code == 0
        found = re.search(
            "kontrollkod: ([0-9a-f]{8})", (tmp_path / f"ut-{name}/index.html").read_text(encoding="utf-8")
        )
        assert found is not None
        return found[1]

    first = sign("a", "Rådet", "2022-11-21")
    assert sign("b", "Rådet", "2022-12-01") == first
    assert sign("c", "Rådet i länet", "2022-11-21") != first


def test_one_file_holds_all_of_it_and_can_be_read_aloud(binder: dict[str, bytes], tmp_path: Path) -> None:
    content = binder["parm.pdf"]
    file = tmp_path / "parm.pdf"
    file.write_bytes(content)
    assert page_validation.validate_pdf(str(file), profile="ua1").failures == []
    with pikepdf.open(BytesIO(content)) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        below = [item.title for item in outline.root[0].children]
        assert titles[:3] == ["Pärm: Samverkan Exempellän", "Inriktning: Storm", "Väggkort: Storm"]
        assert below == [
            "Inriktningar",
            "Funktioner i beredskap",
            "Rutiner",
            "Beslut som inriktningarna och målbilden vilar på",
            "Vem är vem",
        ]
        assert any(title.startswith("Att läsa upp: Kallelse") for title in titles)


def test_its_first_page_lists_each_document_by_what_it_is_and_where(binder: dict[str, bytes]) -> None:
    require(POPPLER)
    done = subprocess.run(
        ["pdftotext", "-l", "2", "-layout", "-", "-"], input=binder["parm.pdf"], check=True, capture_output=True
    )
    first, second = done.stdout.decode().split("\f")[:2]
    assert re.search(r"Inriktning: Storm[ .\xa0]+2\n", first)
    assert re.search(r"Kallelse, Samverkanskonferens i aktiverat läge: Storm[ .\xa0]+\d+\n", first)
    assert "Inriktning: Storm" in second


def test_each_page_leads_to_the_start(binder: dict[str, bytes]) -> None:
    pages = {name: content.decode() for name, content in binder.items() if name.endswith(".html")}
    for name, page in pages.items():
        way = f'<p class="start"><a href="{"../" * name.count("/")}index.html">'
        assert (way in page) is (name != "index.html"), name


def test_each_link_of_the_start_page_has_a_name_of_its_own(binder: dict[str, bytes]) -> None:
    links = re.findall(r'<a href="([^"]+)">([^<]+)</a>', binder["index.html"].decode())
    assert len({name for _, name in links}) == len({target for target, _ in links}) > 20


def test_a_card_that_would_be_empty_is_left_out_and_named(tmp_path: Path) -> None:
    folder = tmp_path / "parm"
    result = ssr("render", "binder", "-o", folder, *AT)
    assert result.code == 0
    assert "vaggkort/snow-ice.html togs inte fram: Basen har inget att visa i det." in result.err
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "<li>Väggkort: Trafikstörningar på grund av snö/halka</li>" in page.partition("Utelämnat")[2]
    assert not (folder / "vaggkort").exists()
    alone = ssr("render", "card", "snow-ice", *AT)
    assert "det finns inget att sätta upp än" in alone.text
    assert alone.text.count("________") == 1


def test_what_it_is_marked_as_stands_on_each_file_and_in_it(tmp_path: Path) -> None:
    files = made(tmp_path / "ut", "--marking", "exercise", kb=ROOT)
    assert all(name.rpartition("/")[2].startswith("ÖVNING-") for name in files if name != LIST)
    pages = {name: content.decode() for name, content in files.items() if name.endswith((".html", ".txt"))}
    assert all("ÖVNING" in text for text in pages.values())
    links = {unquote(link) for link in _LINK.findall(files["ÖVNING-index.html"].decode())}
    assert links == set(files) - {"ÖVNING-index.html", LIST}


def test_the_same_again_is_the_same(binder: dict[str, bytes], tmp_path: Path) -> None:
    assert made(tmp_path / "parm") == binder
    assert made(tmp_path / "parm") == binder


def test_an_overlay_fills_in_what_the_office_knows(tmp_path: Path) -> None:
    overlay = ROOT / "examples/exempellan-kansliet"
    files = made(tmp_path / "ut", "--audience", "office", "--overlay", overlay, "--lang", "en")
    assert "040-628 04 03" in files["vem-ar-vem.html"].decode()
    assert "Is there a later one?" in files["index.html"].decode()


def test_what_cannot_be_made_is_told_and_stops_nothing_else(tmp_path: Path) -> None:
    structure = "name: Rådet\nsort: forum\nmodes: [activated]\n"
    routine = "name: {}\n"
    files = {
        "ssr.yaml": MANIFEST,
        "knowledge/structures/radet.yaml": structure,
        "knowledge/routines/hel.yaml": routine.format("Hel"),
        "knowledge/routines/trasig.yaml": routine.format("Trasig") + "steps: inga\n",
    }
    result = ssr("render", "binder", "-o", tmp_path / "ut", kb=write(tmp_path / "base", files))
    assert result.code == 1
    assert "trasig" in result.err
    assert (tmp_path / "ut/rutin/hel.html").exists()
    assert not (tmp_path / "ut/rutin/trasig.html").exists()
    assert "Gick inte att ta fram" in (tmp_path / "ut/index.html").read_text(encoding="utf-8")


def test_wrong_use(tmp_path: Path) -> None:
    result = ssr("render", "binder", kb=EXEMPELLAN)
    assert (result.code, result.err.splitlines()[0]) == (2, "-o saknas.")
    (tmp_path / "mitt").mkdir()
    (tmp_path / "mitt/anteckning.txt").write_text("mitt")
    result = ssr("render", "binder", "-o", tmp_path / "mitt", kb=EXEMPELLAN)
    assert (result.code, "anteckning.txt" in result.err) == (2, True)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["anteckning.txt"]
    assert ssr("render", "binder", "-o", EXEMPELLAN, kb=EXEMPELLAN).code == 2
    assert ssr("render", "binder", "-o", tmp_path / "ut", "--format", "md", kb=EXEMPELLAN).code == 2
    assert ssr("render", "binder", "-o", tmp_path / "ut", "--marking", "real", kb=EXEMPELLAN).code == 2
    assert not (tmp_path / "ut").exists()


def good(folder: Path, *arguments: str, **entries: str) -> str:
    """What the first page of a binder of a small base says of how long it is good."""
    files = {"ssr.yaml": MANIFEST, "knowledge/structures/radet.yaml": "name: Rådet\nsort: forum\n"}
    files |= {f"knowledge/structures/{name}.yaml": text for name, text in entries.items()}
    kb = write(folder / "base", files)
    assert ssr("render", "binder", "-o", folder / "ut", *AT, *arguments, kb=kb).code == 0
    page = (folder / "ut/index.html").read_text(encoding="utf-8")
    return " ".join(re.findall("<strong>((?:Byt ut|Gäller)[^<]+)</strong>", page))


def test_it_says_until_when_it_is_good(tmp_path: Path) -> None:
    gone = "name: Gamla rådet\nsort: forum\nuntil: 2026-01-31\nmembers:\n  - {party: radet, from: 2026-12-01}\n"
    hidden = "name: Hemliga rådet\nsort: forum\nfrom: 2026-11-25\naudience: office\n"
    ends = "name: Andra rådet\nsort: forum\nuntil: 2026-12-31\n"
    begins = "name: Tredje rådet\nsort: forum\nfrom: 2026-12-24\n"
    assert good(tmp_path / "a", gamla=gone, hemliga=hidden) == ""
    assert "fredag 1 januari 2027" in good(tmp_path / "b", gamla=gone, hemliga=hidden, andra=ends)
    assert "torsdag 24 december 2026" in good(tmp_path / "c", andra=ends, tredje=begins)
    said = good(tmp_path / "d", "--good-until", "2026-11-30", andra=ends)
    assert said == "Gäller t.o.m. måndag 30 november 2026 (v. 49)."


def test_a_last_day_that_has_passed_is_told(tmp_path: Path) -> None:
    kb = write(
        tmp_path / "base", {"ssr.yaml": MANIFEST, "knowledge/structures/radet.yaml": "name: Rådet\nsort: forum\n"}
    )
    for day, is_told in (("2026-11-01", True), ("2026-11-22", False)):
        result = ssr("render", "binder", "-o", tmp_path / day, *AT, "--good-until", day, kb=kb)
        assert (result.code, "--good-until: den 1 november 2026 har redan varit." in result.err) == (0, is_told)
