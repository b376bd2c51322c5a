"""Characters that no font of the PDF has are named, with the entry that they come from; the document is made all the same."""

from pathlib import Path

import pytest
from running import MANIFEST, ssr, write

RADET = "name: {name}\nsort: forum\ndescription:\n  text: {text}\n"


def base(folder: Path, **files: str) -> Path:
    structures = {f"knowledge/structures/{name}.yaml": text for name, text in files.items()}
    return write(folder / "base", {"ssr.yaml": MANIFEST, **structures})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Möte ሰላም här", ("ሰ (U+1230)", "ላ (U+120B)", "ም (U+121D)")),
        ("สวัส", ("ว (U+0E27)", "ส (U+0E2A)", "ั (U+0E31)")),
        ("'**雪**faran'", ("雪 (U+96EA)",)),
    ],
)
def test_which_characters_and_where(text: str, named: tuple[str, ...], tmp_path: Path) -> None:
    there = base(tmp_path, radet=RADET.format(name="Rådet", text=text))
    result = ssr("render", "structure", "radet", "--format", "pdf", "-o", tmp_path / "ut.pdf", kb=there)
    assert result.code == 0, result.err
    [line] = [line for line in result.err.splitlines() if "SSR605" in line]
    assert line.startswith("knowledge/structures/radet.yaml:4:9  varning SSR605")
    assert all(one in line for one in named)
    assert (tmp_path / "ut.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("text", ["ẞ ﬁ ǎ ñ ł ő – ”så” 3 × 4 ≤ 12 → Ж", "mjukt\u00adbinde\u00adstreck"])
def test_what_the_fonts_have_is_not_told(text: str, tmp_path: Path) -> None:
    there = base(tmp_path, radet=RADET.format(name="Rådet", text=f'"{text}"'))
    result = ssr("render", "structure", "radet", "--format", "pdf", "-o", tmp_path / "ut.pdf", kb=there)
    assert "SSR605" not in result.err


def test_no_other_format_is_blamed(tmp_path: Path) -> None:
    there = base(tmp_path, radet=RADET.format(name="Rådet", text="ሰላም"))
    assert "SSR605" not in ssr("render", "structure", "radet", "--format", "html", kb=there).err


def test_what_comes_from_another_entry_is_told_there(tmp_path: Path) -> None:
    under = "name: Gruppen\nsort: forum\nreports_to: radet\n"
    there = base(tmp_path, gruppen=under, radet=RADET.format(name="Rådet 雪", text="雪"))
    result = ssr("render", "structure", "gruppen", "--format", "pdf", "-o", tmp_path / "ut.pdf", kb=there)
    assert "knowledge/structures/radet.yaml:1:7  varning SSR605" in result.err


def test_what_no_entry_has_is_told_of_the_document(tmp_path: Path) -> None:
    there = write(base(tmp_path, radet="name: Rådet\nsort: forum\n"), {"templates/structure/structure.md.j2": "# 雪\n"})
    result = ssr("render", "structure", "radet", "--format", "pdf", "-o", tmp_path / "ut.pdf", kb=there)
    assert "templates/structure/document.yaml:1:1  varning SSR605" in result.err


def test_many_characters_are_one_finding_with_a_number(tmp_path: Path) -> None:
    text = "".join(map(chr, range(0x1200, 0x1240)))
    there = base(tmp_path, radet=RADET.format(name="Rådet", text=text))
    result = ssr("render", "structure", "radet", "--format", "pdf", "-o", tmp_path / "ut.pdf", kb=there)
    assert result.err.count("SSR605") == 1
    assert " och 54 till" in result.err


def test_the_bound_file_of_a_folder_tells_it_too(tmp_path: Path) -> None:
    routine = "name: Rutin\nsteps:\n  - {id: a, rank: 1, text: Ring ሰላም}\n"
    there = write(base(tmp_path), {"knowledge/routines/rutin.yaml": routine})
    result = ssr("render", "binder", "-o", tmp_path / "parm", kb=there)
    assert result.code == 0, result.err
    assert result.err.count("SSR605") == 1
    assert "knowledge/routines/rutin.yaml:3:28  varning SSR605" in result.err
