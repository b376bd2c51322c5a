"""The whole way of a night: forms go out, are filled in by programs that are not ours, come back, and become a picture."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from forms.test_collect import row, silent, why
from running import EXEMPELLAN, Result, ssr
from tools import filled_in, filled_in_by_libreoffice

BY_HAND = {"event": "Stormen Dis", "number": "02"}
# The places of the fields of a report, as a person sees them in Word.
FIELDS = (
    "actor", "event", "number", "covers", "summary", "effect", "consequences", "taken", "planned", "forecast", "needs",
    "communication", "secrecy", "secrecy_contact", "spread", "reporter", "reported",
)  # fmt: skip


def in_word(answers: Mapping[str, str]) -> dict[int, str]:
    return {FIELDS.index(key): value for key, value in answers.items()}


@pytest.fixture(scope="module")
def back(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What came back: two in LibreOffice's Word, three from a browser, twice from two, and one from nobody at all."""
    out, back, spare = (tmp_path_factory.mktemp(name) for name in ("ut", "in", "spare"))
    for format_ in ("docx", "html"):
        result = ssr(
            "render", "situation-report", "storm", "--each", "actor", "--format", format_, "--at", "2026-11-22",
            "-o", out, kb=EXEMPELLAN,
        )  # fmt: skip
        assert result.code == 0, result.err

    def form(actor: str, format_: str) -> Path:
        return out / f"situation-report-storm-{actor}.{format_}"

    filled_in_by_libreoffice(
        [
            (form("norrhamn", "docx"), in_word(BY_HAND | {"effect": "Liten påverkan", "reported": "2026-11-22 06.10"}),
             back / "norrhamn.docx"),
            (form("norrhamn", "docx"),
             in_word(BY_HAND | {"summary": "Hamnen är stängd.\nFärjan står still.", "effect": "Kritisk påverkan",
                                "secrecy_contact": "beredskap", "reported": "2026-11-22 07.40"}),
             back / "norrhamn (2).docx"),
            (form("ekasen", "docx"), in_word(BY_HAND | {"summary": "Skolan är öppen.", "reported": "2026-11-22 09.15"}),
             back / "Ekåsen sent.docx"),
        ]
    )  # fmt: skip
    first, second, windows, other = filled_in(
        [
            (form("granvik", "html"), BY_HAND | {"effect": "betydande", "reported": "2026-11-22T06:30"}, spare),
            (form("granvik", "html"), BY_HAND | {"effect": "allvarlig", "reported": "2026-11-22T07:30"}, back),
            (form("storsund", "html"), BY_HAND | {"summary": "Tåg på åsen står."}, spare),
            (form("myrvalla", "html"), BY_HAND | {"event": "Stormen Ella", "number": "01"}, back),
        ]
    )
    assert [problem for one in (first, second, windows, other) for problem in one.problems] == []
    # The first of the two has the same name: the mail programme numbers it.
    text = second.saved.read_text(encoding="utf-8").replace("allvarlig", "betydande").replace("T07:30", "T06:30")
    (back / "situation-report-storm-granvik (1).yaml").write_text(text, encoding="utf-8")
    (back / "storsund.yaml").write_bytes(windows.saved.read_text(encoding="utf-8").encode("cp1252"))
    (back / "trasig.docx").write_bytes(form("region-exempel", "docx").read_bytes()[:4000])
    (back / "~$rrhamn.docx").write_bytes(b"lock")
    return back


@pytest.fixture(scope="module")
def picture(back: Path) -> Result:
    return collect(back)


def collect(back: Path) -> Result:
    return ssr(
        "collect", back, "--event", "Stormen Dis", "--at", "2026-11-22T09:30", "--deadline", "2026-11-22T09:00",
        kb=EXEMPELLAN,
    )  # fmt: skip


@pytest.mark.judge
def test_the_latest_from_each_with_file_and_time(picture: Result) -> None:
    assert picture.code == 1
    assert "## Rapporterat 3 av 12\n" in picture.text
    assert row(picture, "Norrhamn")[1:3] == ["Kritisk påverkan", "sön 22/11 kl. 07.40"]
    assert row(picture, "Norrhamn", "Underlag")[1] == "norrhamn (2).docx"
    assert "ersätter norrhamn.docx (sön 22/11 kl. 06.10)" in row(picture, "Norrhamn", "Underlag")[3]
    assert row(picture, "Granvik")[1:3] == ["Allvarlig påverkan", "sön 22/11 kl. 07.30"]
    assert "(1).yaml (sön 22/11 kl. 06.30)" in row(picture, "Granvik", "Underlag")[3]
    assert row(picture, "Hamnen är stängd.<br>Färjan står still.", "Fakta")[1] == "Norrhamns kommun"


@pytest.mark.judge
def test_what_libreoffice_saved_lacks_nothing(picture: Result) -> None:
    assert "saknas i filen" not in picture.text
    assert "inte ett av valen" not in picture.text
    assert "Skriv här" not in picture.text
    assert "ÅÅÅÅ" not in picture.text


@pytest.mark.judge
def test_the_late_one_counts_and_is_marked(picture: Result) -> None:
    assert row(picture, "Skolan är öppen.", "Fakta")[1] == "Ekåsens kommun"
    assert "för sent" in row(picture, "Ekås", "Underlag")[3]


@pytest.mark.judge
def test_the_one_in_a_windows_encoding_is_named(picture: Result) -> None:
    assert "Windows-kodning" in why(picture, "storsund.yaml")
    assert "Storsunds stad" in silent(picture)


@pytest.mark.judge
def test_the_one_for_another_event_is_named(picture: Result) -> None:
    assert "en annan händelse: Stormen Ella" in why(picture, "situation-report-storm-myrvalla.yaml")
    assert "Myrvalla kommun (se Räknas inte)" in silent(picture)


@pytest.mark.judge
def test_the_broken_one_is_named_and_the_missing_one_is_not_reported(picture: Result) -> None:
    assert "trasigt" in why(picture, "trasig.docx")
    assert "Region Exempellän" in silent(picture)
    assert "rrhamn.docx |" in picture.text.partition("## Räknas inte")[2]


@pytest.mark.judge
def test_the_files_are_as_they_were_and_so_is_the_picture(back: Path, picture: Result) -> None:
    before = {path.name: path.read_bytes() for path in back.iterdir()}
    assert collect(back).out == picture.out
    assert {path.name: path.read_bytes() for path in back.iterdir()} == before
