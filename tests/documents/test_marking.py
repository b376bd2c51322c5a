"""What a document is made for is said by its marking, wherever somebody could take it for something else."""

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from readback import told
from running import EXEMPELLAN, MANIFEST, ROOT, rendered, ssr, write

MARKS = {"exercise": "ÖVNING", "test": "TEST"}
FORUM = "name: Gruppen\nsort: forum\n"
MEETING = "name: Mötet\nsort: conference\nform: summons\ndate: 2022-11-21\nstart: 13:00\nstructures: [gruppen]\n"
EXAMPLE = MEETING + "purpose:\n  text: Påhittat syfte.\n  illustrative: true\n"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    files = {"structures/gruppen": FORUM, "meetings/motet": MEETING, "meetings/pahittat": EXAMPLE}
    texts = {f"knowledge/{name}.yaml": text for name, text in files.items()}
    return write(tmp_path / "base", {"ssr.yaml": MANIFEST, **texts})


@pytest.mark.parametrize("marking", MARKS)
@pytest.mark.parametrize("format_", ["md", "html", "txt", "ics"])
def test_the_mark_stands_in_the_text(base: Path, marking: str, format_: str) -> None:
    shown = rendered("invite", "motet", "--marking", marking, "--format", format_, kb=base).decode()
    assert MARKS[marking] in shown
    assert MARKS[marking] not in rendered("invite", "motet", "--format", format_, kb=base).decode()


@pytest.mark.parametrize("marking", MARKS)
def test_the_mark_stands_in_titles_and_headers(base: Path, marking: str) -> None:
    mark = MARKS[marking]
    assert (
        f"<title>{mark} – " in rendered("invite", "motet", "--marking", marking, "--format", "html", kb=base).decode()
    )
    assert f"SUMMARY:{mark} " in rendered("invite", "motet", "--marking", marking, "--format", "ics", kb=base).decode()
    with pikepdf.open(io.BytesIO(rendered("invite", "motet", "--marking", marking, "--format", "pdf", kb=base))) as pdf:
        assert str(pdf.open_metadata()["dc:title"]).startswith(f"{mark} – ")
    word = rendered("invite", "motet", "--marking", marking, "--format", "docx", kb=base)
    with zipfile.ZipFile(io.BytesIO(word)) as parts:
        headers = b"".join(parts.read(name) for name in parts.namelist() if "header" in name)
        assert mark.encode() in headers
        assert mark.encode() in parts.read("docProps/core.xml")


@pytest.mark.parametrize(("marking", "prefix"), [("exercise", "ÖVNING-"), ("test", "TEST-"), ("real", "SKARPT-LÄGE-")])
def test_the_mark_stands_in_names_that_the_tool_chooses(base: Path, tmp_path: Path, marking: str, prefix: str) -> None:
    """A file that is asked for by its name gets that name, and what can only be a folder is refused."""
    call = ("render", "invite", "motet", "--marking", marking, "-o")
    result = ssr(*call, tmp_path / "ut" / "kallelse.md", kb=base)
    assert (result.code, result.err) == (0, f"Skrev {tmp_path}/ut/kallelse.md\n")
    assert [path.name for path in (tmp_path / "ut").iterdir()] == ["kallelse.md"]
    refused = ssr(*call, f"{tmp_path}/annan/", kb=base)
    assert refused.code == 2
    assert f"{tmp_path}/annan/ är en mapp, men här skrivs en fil." in refused.err
    assert not (tmp_path / "annan").exists()
    ssr("render", "--all", "-o", tmp_path / "allt", "--marking", marking, kb=base)
    names = [path.name for path in (tmp_path / "allt").rglob("*") if path.is_file()]
    assert names
    assert {name for name in names if not name.startswith(prefix)} <= {"SSR-SHA256SUMS"}


@pytest.mark.parametrize("format_", ["sms", "tal"])
def test_the_mark_comes_first_in_what_is_sent_and_said(base: Path, format_: str) -> None:
    shown = rendered("invite", "motet", "--marking", "exercise", "--format", format_, kb=base).decode()
    assert "ÖVNING" in shown
    assert shown.index("ÖVNING") < shown.upper().index("KALLELSE")


@pytest.mark.parametrize("format_", ["md", "html", "pdf", "docx", "txt", "ics"])
def test_real_leaves_examples_out(base: Path, format_: str) -> None:
    def words(id_: str, *arguments: str) -> str:
        content = rendered("invite", id_, *arguments, "--format", format_, kb=base)
        if format_ in ("pdf", "docx"):
            return " ".join(told(format_, content).split())
        return content.decode()

    assert "SKARPT LÄGE" in words("motet", "--marking", "real")
    shown = words("pahittat")
    assert "EXEMPEL" in shown
    assert "Påhittat syfte" in shown
    real = words("pahittat", "--marking", "real")
    assert "SKARPT LÄGE" in real
    assert "EXEMPEL" not in real
    assert "Påhittat syfte" not in real


def test_real_is_refused_for_what_is_an_example_as_a_whole(base: Path) -> None:
    write(base, {"knowledge/meetings/helt.yaml": MEETING + "illustrative: true\n"})
    for format_ in ("md", "html", "pdf", "docx", "txt", "ics"):
        refused = ssr("render", "invite", "helt", "--marking", "real", "--format", format_, kb=base)
        assert refused.code == 2, format_
        assert refused.out == b""
        assert "EXEMPEL" in refused.err
    assert ssr("render", "directive", "storm", "--marking", "real", kb=EXEMPELLAN).code == 2


def test_real_leaves_examples_out_of_a_directive() -> None:
    shown = rendered("directive", "snow-ice", "--marking", "real", kb=ROOT).decode()
    assert "SKARPT LÄGE" in shown
    assert "EXEMPEL" not in shown


def test_an_example_shows_in_the_banner_only_where_it_is_shown(base: Path) -> None:
    """The other phase's measures may be invented, and this page still hold none."""
    assert "EXEMPEL" in rendered("invite", "pahittat", kb=base).decode()
    assert "EXEMPEL" not in rendered("invite", "motet", kb=base).decode()
