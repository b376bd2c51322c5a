"""`ssr archive`: a folder as it came, in one file that is the same each time and can be unpacked anywhere."""

import hashlib
import io
import os
import zipfile
from pathlib import Path

import pikepdf
import pytest
from running import EXEMPELLAN, ROOT, ssr

AT = 1_795_000_000  # 2026-11-18 12:06:40 in Stockholm
FILES = {
    "svar/haninge.yaml": b"a: 1\r\n",
    "svar/tom.txt": b"",
    "svar/åren=1.docx": bytes(range(256)),
    "anteckning.md": b"# Annans text\n\nInget av oss.\n",
}


def folder(place: Path, files: dict[str, bytes] = FILES) -> Path:
    for number, (name, content) in enumerate(files.items()):
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (AT + number, AT + number))
    return place


def packed(folder: Path, *arguments: str, kb: Path = ROOT) -> zipfile.ZipFile:
    target = folder.parent / "ut.zip"
    result = ssr("archive", str(folder), "-o", str(target), *arguments, kb=kb)
    assert result.code == 0, result.err
    return zipfile.ZipFile(io.BytesIO(target.read_bytes()))


def test_all_is_there_as_it_came_with_its_time_and_its_checksum(tmp_path: Path) -> None:
    package = packed(folder(tmp_path / "in"))
    names = {f"innehall/{name}": content for name, content in FILES.items()}
    assert set(package.namelist()) == {*names, "forteckning.pdf", "kontrollsummor.txt"}
    for name, content in names.items():
        assert package.read(name) == content
    assert package.getinfo("innehall/svar/haninge.yaml").date_time == (2026, 11, 18, 12, 6, 40)
    sums = dict(reversed(line.split("  ", 1)) for line in package.read("kontrollsummor.txt").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in names.items()}


def test_the_same_folder_gives_the_same_bytes(tmp_path: Path) -> None:
    """Wherever it lies, whichever way the files were made, whatever day it is."""
    folder(tmp_path / "a" / "in")
    folder(tmp_path / "b" / "in", dict(reversed(FILES.items())))
    for number, name in enumerate(FILES):
        os.utime(tmp_path / "b" / "in" / name, (0, AT + number))
    first, other = (packed(tmp_path / place / "in").fp.read() for place in "ab")  # type: ignore[union-attr]
    assert first == other


def test_the_list_is_pdf_a_and_names_the_registrar(tmp_path: Path) -> None:
    package = packed(folder(tmp_path / "in"), "--title", "Stormen <b>Dis</b>", "--marking", "exercise", kb=EXEMPELLAN)
    with pikepdf.open(io.BytesIO(package.read("forteckning.pdf"))) as pdf, pdf.open_metadata() as said:
        assert said["pdfaid:part"] == "2"
        assert said["pdfaid:conformance"] == "A"
        assert said["dc:title"].endswith("Förteckning: Stormen <b>Dis</b>")


def test_a_document_of_the_base_is_there_as_pdf_a_too(tmp_path: Path) -> None:
    """What is not of this base is left as it is: nobody says that it was made here."""
    place = folder(tmp_path / "in")
    brief = ssr("render", "directive", "snow-ice", "--at", "2022-11-21").out
    (place / "inriktning.md").write_bytes(brief)
    package = packed(place)
    assert [name for name in package.namelist() if name.startswith("pdfa/")] == ["pdfa/inriktning.md.pdf"]
    with pikepdf.open(io.BytesIO(package.read("pdfa/inriktning.md.pdf"))) as pdf, pdf.open_metadata() as said:
        assert said["pdfaid:part"] == "2"


def link(place: Path) -> None:
    (place / "ut").symlink_to("/etc/passwd")


def folder_link(place: Path) -> None:
    (place / "ut").symlink_to(place.parent, target_is_directory=True)


def pipe(place: Path) -> None:
    os.mkfifo(place / "ut")


def named(*names: bytes) -> object:
    def make(place: Path) -> None:
        for name in names:
            (Path(os.fsdecode(os.fsencode(place) + b"/" + name))).write_bytes(b"x")

    return make


@pytest.mark.parametrize(
    "make",
    [
        link, folder_link, pipe, named(b"..\\..\\ut.exe"), named(b"C:ut"), named(b"ut. "), named(b"nul.txt"),
        named(b"a\nb"), named(b"\xff"), named("e\u0301".encode(), "\u00e9".encode()), named(b"SVAR.md", b"svar.md"),
        named("gnp\u202efdp.exe".encode()), named("gnp\u061cfdp.exe".encode()),
    ],
)  # fmt: skip
def test_what_leads_out_or_is_another_elsewhere_is_refused_whole(tmp_path: Path, make: object) -> None:
    place = folder(tmp_path / "in")
    make(place)  # type: ignore[operator]
    result = ssr("archive", str(place), "-o", str(tmp_path / "ut.zip"))
    assert result.code == 2
    assert "kan inte arkiveras" in result.err
    assert not (tmp_path / "ut.zip").exists()


def test_wrong_use_is_told(tmp_path: Path) -> None:
    place = folder(tmp_path / "in")
    assert ssr("archive", str(place)).code == 2
    assert "i sig själv" in ssr("archive", str(place), "-o", str(place / "svar" / "ut.zip")).err
    assert "finns inte som pdf" in ssr("archive", str(place), "-o", str(tmp_path / "ut.pdf")).err
    (tmp_path / "tom").mkdir()
    assert "är tom" in ssr("archive", str(tmp_path / "tom"), "-o", str(tmp_path / "ut.zip")).err
    assert ssr("archive", str(tmp_path / "ingen"), "-o", str(tmp_path / "ut.zip")).code == 2


def test_a_time_that_no_zip_can_say_is_the_nearest_that_it_can(tmp_path: Path) -> None:
    place = folder(tmp_path / "in", {"a": b"1", "b": b"2"})
    os.utime(place / "a", (0, -5))
    os.utime(place / "b", (0, 2**40))
    package = packed(place)
    assert package.getinfo("innehall/a").date_time[0] == 1980
    assert package.getinfo("innehall/b").date_time[0] == 2107
