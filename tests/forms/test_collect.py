"""`ssr collect`: what comes back is somebody else's, is never settled by the tool, and is never lost."""

import json
import os
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from running import EXEMPELLAN, Result, at_terminal, rendered, ssr

from ssr.forms.read import read_all

FORM = {"document": "situation-report", "about": "storm", "period": "2023-2026", "made": "2026-11-22", "lang": "sv"}
AT = "2026-11-22T12:00"


def report(actor: str = "granvik", form: Mapping[str, str] | None = None, **answers: str) -> str:
    """What the page of a form saves."""
    given = {"event": "Stormen Dis", "reported": "2026-11-22T08:00", "summary": "Träd på väg.", **answers}
    parts = {"form": {**FORM, "actor": actor, **(form or {})}, "answers": given}
    return "".join(
        f"{name}:\n" + "".join(f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}\n" for k, v in values.items())
        for name, values in parts.items()
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inkomna"
    made.mkdir()
    return made


def put(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        raw = content.encode() if isinstance(content, str) else content
        (folder / name.replace("__", ".")).write_bytes(raw)
    return folder


def collected(folder: Path, *options: str | Path) -> Result:
    return ssr("collect", folder, "--id", "storm", "--at", AT, *options, kb=EXEMPELLAN)


def row(result: Result, first: str, heading: str = "Rapporterat ") -> list[str]:
    """The cells of the row that begins with a word, below a heading that begins with one."""
    part = result.text.partition(f"\n## {heading}")[2].partition("\n## ")[0]
    [line] = [line for line in part.splitlines() if line.startswith(f"| {first}")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def silent(result: Result) -> list[str]:
    """Who is named as one that has not reported."""
    return result.text.partition("**Inte rapporterat:** ")[2].partition(". Det betyder")[0].split(", ")


def why(result: Result, file: str) -> str:
    return row(result, file, "Räknas inte")[1]


def test_what_nobody_sent_is_not_reported_and_never_no_effect(folder: Path) -> None:
    result = collected(put(folder, a__yaml=report(effect="ingen")))
    assert (result.code, result.err) == (0, "")
    assert row(result, "Granvik")[1:3] == ["Ingen påverkan", "sön 22/11 kl. 08.00"]
    assert "Norrhamns kommun" in silent(result)
    assert "## Rapporterat 1 av 12\n" in result.text
    assert row(result, "Granvik", "Underlag")[1] == "a.yaml"


def test_a_file_without_an_ending_is_markdown_as_any_other_document_is(folder: Path, tmp_path: Path) -> None:
    result = collected(put(folder, a__yaml=report(effect="ingen")), "-o", tmp_path / "bild")
    assert result.code == 0
    assert (tmp_path / "bild").read_text(encoding="utf-8").startswith("# Samlad lägesbild: ")


def test_the_latest_counts_and_the_earlier_are_named(folder: Path) -> None:
    put(folder, b__yaml=report(effect="liten"), a__yaml=report(effect="kritisk", reported="2026-11-22 09.30"))
    result = collected(folder)
    assert row(result, "Granvik")[1:3] == ["Kritisk påverkan", "sön 22/11 kl. 09.30"]
    assert "ersätter b.yaml (sön 22/11 kl. 08.00)" in row(result, "Granvik", "Underlag")[3]


def test_the_event_and_its_time_stand_in_the_head_and_the_worst_first(folder: Path) -> None:
    put(folder, a__yaml=report(effect="liten"), b__yaml=report("norrhamn", effect="kritisk"), c__yaml=report("ekasen"))
    result = collected(folder)
    assert result.text.startswith("# Samlad lägesbild: Stormen Dis (Storm)\n")
    assert "| Stormen Dis | ________ | 22 november 2026, kl. 12.00 |" in result.text
    told = result.text.partition("## Rapporterat 3 av 12\n")[2].partition("**Inte rapporterat")[0]
    assert re.findall(r"^\| (Norrh|Granv|Ekås)", told, re.MULTILINE) == ["Norrh", "Granv", "Ekås"]


@pytest.mark.parametrize(("event", "title"), [("Dis i norr", "Dis i norr (Storm)"), (None, "Storm")])
def test_the_event_is_the_one_asked_for_and_never_guessed(folder: Path, event: str | None, title: str) -> None:
    put(folder, a__yaml=report(event=""), b__yaml=report("norrhamn", event="" if event else "Stormen Ella"))
    put(folder, c__yaml=report("ekasen", event="" if event else "Stormen Dis"))
    result = collected(folder, *(("--event", event) if event else ()))
    assert result.text.startswith(f"# Samlad lägesbild: {title}\n")


def test_the_whole_is_to_be_assessed_and_who_has_more_elsewhere_is_named(folder: Path) -> None:
    put(
        folder, a__yaml=report(secrecy="apart", secrecy_contact="beredskap"), b__yaml=report("norrhamn", secrecy="none")
    )
    put(folder, c__yaml=report("ekasen"))
    result = collected(folder)
    assert "öppna var för sig kan behöva skydd tillsammans" in result.text
    assert "- **Granviks kommun**: Det finns uppgifter som lämnats på annat sätt (kontakta beredskap)" in result.text
    assert "innehåller sekretessuppgifter:* Ekåsens kommun." in result.text
    assert "Spridning: öppen" not in result.text
    assert "Spridning: ________" in result.text


def test_what_is_said_of_secrecy_in_other_words_is_told(folder: Path) -> None:
    result = collected(put(folder, a__yaml=report(secrecy="Ja, ring oss")))
    assert "- **Granviks kommun**: Ja, ring oss" in result.text


def test_the_same_twice_counts_once(folder: Path) -> None:
    result = collected(put(folder, a__yaml=report(effect="liten"), b__yaml=report(effect="liten")))
    assert row(result, "Granvik")[1] == "Liten påverkan"
    assert "samma som b.yaml" in row(result, "Granvik", "Underlag")[3]


@pytest.mark.parametrize("second", ["2026-11-22T08:00", "i morse", ""])
def test_a_contradiction_is_shown_side_by_side_and_not_settled(folder: Path, second: str) -> None:
    put(folder, a__yaml=report(effect="liten"), b__yaml=report(effect="kritisk", reported=second))
    result = collected(folder)
    assert row(result, "Granvik")[1] == "*motstridiga uppgifter* (se Motstridiga uppgifter)"
    part = result.text.partition("## Motstridiga uppgifter\n")[2]
    assert "| Granviks kommun | Påverkan | Liten påverkan | a.yaml |" in part
    assert "| Granviks kommun | Påverkan | Kritisk påverkan | b.yaml |" in part
    assert "0 av 12" in result.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (report(form={"about": "flood"}), "gäller en annan post: flood"),
        (report(form={"document": "situation-picture"}), "en annan blankett: situation-picture"),
        (report(form={"marking": "exercise"}), "märkning: exercise"),
        (report(event="Stormen Ella"), "gäller en annan händelse: Stormen Ella"),
        (report(actor="nobody"), "hör inte till någon känd aktör"),
        (report(actor="storm"), "hör inte till någon känd aktör"),
        (report(summary="", event="", reported=""), "ingenting är ifyllt"),
    ],
)  # fmt: skip
def test_what_is_not_counted_says_why(folder: Path, content: str, words: str) -> None:
    result = collected(put(folder, a__yaml=content), "--event", "stormen  DIS")
    assert result.code == 1
    assert result.err.splitlines()[0].startswith("a.yaml: ")
    assert words in why(result, "a.yaml")
    assert "0 av 12" in result.text


def test_a_name_that_is_not_that_of_the_form_is_a_contradiction(folder: Path) -> None:
    text = report() + '  "actor": "Norrhamns kommun"\n'
    result = collected(put(folder, a__yaml=text))
    assert why(result, "a.yaml").startswith(
        "motstridiga uppgifter: blanketten gjordes för granvik, men är ifylld för Norrhamns kommun"
    )
    assert "Granviks kommun (se Räknas inte)" in silent(result)


def test_a_form_for_nobody_in_particular_is_told_by_the_name(folder: Path) -> None:
    text = report().replace('  "actor": "granvik"\n', "") + '  "actor": "granviks KOMMUN"\n'
    assert row(collected(put(folder, a__yaml=text)), "Granvik")[1] == "*inte angivet*"


@pytest.mark.parametrize("name", ["Granvik", "Granvik-kommun", "GRANVIKS STAD", "granvik"])
def test_whose_a_report_is_may_be_said_by_any_of_its_names(name: str, folder: Path) -> None:
    text = report().replace('  "actor": "granvik"\n', "") + f'  "actor": "{name}"\n'
    assert row(collected(put(folder, a__yaml=text)), "Granvik")[1] == "*inte angivet*"


@pytest.mark.parametrize("name", ["Gran", "vik", "kommun"])
def test_a_part_of_a_name_is_nobody(name: str, folder: Path) -> None:
    text = report().replace('  "actor": "granvik"\n', "") + f'  "actor": "{name}"\n'
    assert name in why(collected(put(folder, a__yaml=text)), "a.yaml")


def test_remarks(folder: Path) -> None:
    text = report(effect="jätte", reported="2026-11-22T13:00", event="", extra="0114", form={"period": "2019-2022"})
    result = collected(put(folder, a__yaml=text), "--deadline", "2026-11-22T10:00")
    said = row(result, "Granvik", "Underlag")[3]
    for words in ("inte ett av valen: jätte", "efter lägesbildens tid", "för sent", "händelsen är inte", "(2019-2022)"):
        assert words in said
    assert "extra: 0114" in result.text


def docx(**parts: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return made.getvalue()


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'


@cache
def word() -> bytes:
    """A form to fill in, of Word's."""
    form = ("situation-report", "storm", "--actor", "granvik", "--at", "2026-11-22")
    return rendered(*form, "--format", "docx", kb=EXEMPELLAN)


def without_controls(form: bytes, most: int = 0) -> bytes:
    """The form with its first content controls taken away, all of them if no number is said, and their text left."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(form)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode("utf-8", "surrogateescape")
            if name == "word/document.xml":
                text = re.sub(
                    r"<w:sdt>.*?<w:sdtContent>(.*?)</w:sdtContent></w:sdt>", r"\1", text, count=most, flags=re.DOTALL
                )
            new.writestr(name, text.encode("utf-8", "surrogateescape"))
    return made.getvalue()


# Made when asked for, as some of it takes long.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "tom"),
    "windows": (lambda: report().encode("cp1252"), "Windows-kodning"),
    "utf16": (lambda: report().encode("utf-16"), "Windows-kodning"),
    "cut": (lambda: word()[:3000], "Word-dokumentet är trasigt"),
    "entities": (lambda: docx(word__document_xml=BOMB), "Word-dokumentet är trasigt"),
    "zeros": (lambda: docx(word__document_xml=b"0" * 100_000_000), "större än"),
    "deep": (lambda: docx(word__document_xml=b"<a>" * 100_000), "Word-dokumentet är trasigt"),
    "other zip": (lambda: docx(x_xml=b"x"), "packa upp den"),
    "rar": (lambda: b"Rar!\x1a\x07\0x", "packa upp den"),
    "7z": (lambda: b"7z\xbc\xaf'\x1cx", "packa upp den"),
    "film": (lambda: b"\0\0\0\x18ftypisom\0\0", "ljud eller film"),
    "voice": (lambda: b"ID3\x03\xff\xfb", "ljud eller film"),
    "shortcut": (lambda: b"[InternetShortcut]\r\nURL=https://a.example\r\n", "bara en genväg"),
    "drawing": (lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "en bild"),
    "winmail": (lambda: b"\x78\x9f\x3e\x22\1\xff", "ett mejl"),
    "marked pdf": (lambda: b"\xef\xbb\xbf%PDF-1.7\n", "PDF"),
    "noise": (lambda: b"\1\2\xff\xfe\x90", "ingen blankett; läs den för ögat"),
    "excel": (lambda: docx(xl__workbook_xml=b"x"), "Excel-ark"),
    "slides": (lambda: docx(ppt__presentation_xml=b"x"), "presentation"),
    "pdf": (lambda: b"%PDF-1.7\n", "PDF"),
    "jpeg": (lambda: b"\xff\xd8\xff\xe0x", "en bild"),
    "png": (lambda: b"\x89PNG\r\n", "en bild"),
    "heic": (lambda: b"\0\0\0\x18ftypheic\0\0", "en bild"),
    "mail": (lambda: b"Received: from a.example\r\nSubject: Rapport\r\n\r\nhej", "ett mejl"),
    "old word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x", "gammalt format"),
    "rtf": (lambda: b"{\\rtf1 x}", "RTF"),
    "all fields lost": (lambda: without_controls(word()), "fält saknas i filen"),
    "one field lost": (lambda: without_controls(word(), 1), "fält saknas i filen (Aktör)"),
    "odt": (lambda: docx(content_xml=b"x"), "OpenDocument"),
    "page": (lambda: b"<!DOCTYPE html><p>x", "sparad webbsida"),
    "binary": (lambda: b"\x7fELF\0\0", "ingen blankett"),
    "aliases": (lambda: b"a: &a [1]\nb: *a\n", "rad 1"),
    "number": (lambda: b"form: {}\nanswers: {number: 0114}\n", "läses olika"),
    "list": (lambda: b"form: {}\nanswers: {number: [1]}\n", "inte en text"),
    "prose": (lambda: b"hej hej", "rad 1"),
    "other": (lambda: b"a: b\n", "ingen blankett"),
    "long": (lambda: report(summary="x" * 19_000, needs="y" * 19_000, forecast="z" * 9_000).encode(), "längre än"),
    "huge": (lambda: b"x" * 6_000_000, "större än"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_is_listed_with_why_and_left_alone(folder: Path, name: str) -> None:
    make, words = HOSTILE[name]
    content = make()
    put(folder, a__bin=content, b__yaml=report(actor="norrhamn"))
    result = collected(folder)
    assert result.code == 1
    assert words in why(result, "a.bin")
    assert words in result.err
    assert row(result, "Norrhamn")[2] == "sön 22/11 kl. 08.00"
    assert (folder / "a.bin").read_bytes() == content


def test_a_lock_of_an_office_program_and_plain_text_are_told(folder: Path) -> None:
    (folder / "~$rapport.docx").write_bytes(b"\x05Anna")
    result = collected(
        put(
            folder,
            a__txt="Hej! Vi har snö.\n",
            b__msg=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x",
            c__csv="a;b",
            d__mht="From: x",
        )
    )
    assert result.code == 1
    lines = result.err.splitlines()
    assert any(line.startswith("a.txt: filen är vanlig text") for line in lines)
    assert any(line.startswith("b.msg: filen är ett mejl") for line in lines)
    assert any(line.startswith("c.csv: filen är en tabell") for line in lines)
    assert any(line.startswith("d.mht: en sparad webbsida") for line in lines)
    assert any(line.startswith("~$rapport.docx: ") and "öppet" in line for line in lines)


def test_whose_a_file_is_can_be_said(folder: Path) -> None:
    text = report().replace('  "actor": "granvik"\n', "") + '  "actor": "Granwik"\n'
    put(folder, a__yaml=text)
    untold = collected(folder)
    assert (untold.code, untold.err) == (1, "a.yaml: hör inte till någon känd aktör: Granwik\n")
    told = collected(folder, "--from", "a.yaml=granviks kommun")
    assert (told.code, told.err) == (0, "")
    assert row(told, "Granvik")[2] == "sön 22/11 kl. 08.00"
    assert "ifylld för Granwik" in row(told, "Granvik", "Underlag")[3]
    for wrong, said in (
        ("a.yaml", "inte vems"),
        ("b.yaml=granvik", "finns inte i mappen"),
        ("a.yaml=zzz", "zzz finns inte"),
    ):
        refused = collected(folder, "--from", wrong)
        assert (refused.code, said in refused.err) == (2, True), refused.err


def test_whose_a_file_is_is_asked_at_a_terminal(folder: Path) -> None:
    text = report().replace('  "actor": "granvik"\n', "") + '  "actor": "Granwik"\n'
    call = ("collect", put(folder, a__yaml=text), "--id", "storm", "--at", AT, "--kb", EXEMPELLAN)
    code, out, talk = at_terminal(*call, answers="zzz\ngranvik\n")
    assert code == 0, talk
    assert talk.count("Vems är a.yaml?") == 2
    assert "Rapporterat 1 av 12" in out
    code, out, talk = at_terminal(*call, answers="\n")
    assert code == 1
    assert "Rapporterat 0 av 12" in out


def test_a_report_without_a_time_counts_by_when_it_was_saved(folder: Path) -> None:
    saved = {"saved": "2026-11-22 09:30"}
    put(folder, a__yaml=report(effect="liten"), b__yaml=report(effect="kritisk", reported="", form=saved))
    result = collected(folder)
    assert row(result, "Granvik")[1:3] == ["Kritisk påverkan", "sön 22/11 kl. 09.30"]
    assert "räknas från när filen sparades" in row(result, "Granvik", "Underlag")[3]


def saved_by_word(said: str, modified: str) -> bytes:
    """The form with a text in its third field, as a program saves it that notes when."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(word())) as package, zipfile.ZipFile(made, "w") as saved:
        for name in package.namelist():
            text = package.read(name)
            if name == "word/document.xml":
                place = text.index(b'<w:tag w:val="summary"/>')
                text = text[:place] + re.sub(
                    b"<w:showingPlcHdr/>(.*?)Skriv h\xc3\xa4r",
                    rb"\g<1>" + said.encode(),
                    text[place:],
                    count=1,
                    flags=re.DOTALL,
                )
            if name == "docProps/core.xml":
                noted = f'<dcterms:modified xsi:type="dcterms:W3CDTF">{modified}</dcterms:modified></cp:coreProperties>'
                text = text.replace(b"</cp:coreProperties>", noted.encode())
            saved.writestr(name, text)
    return made.getvalue()


def test_a_word_report_without_a_time_counts_by_when_it_was_saved(folder: Path) -> None:
    """Word notes it by the clocks of Greenwich; of two, the one that was saved later counts."""
    early, late = saved_by_word("Tidigt.", "2026-11-22T07:10:00Z"), saved_by_word("Sent.", "2026-11-22T08:40:00Z")
    put(folder, a__docx=late, b__docx=early, c__yaml=report(reported="2026-11-22T09:00"))
    result = collected(folder)
    assert row(result, "Granvik")[2] == "sön 22/11 kl. 09.40"
    assert "räknas från när filen sparades" in row(result, "Granvik", "Underlag")[3]
    assert row(result, "Sent.", "Fakta")[1] == "Granviks kommun"


@pytest.mark.parametrize("modified", ["", "igår", "2026-11-22", "9999-12-31T23:59:59-12:00", "2026-13-40T99:00:00Z"])
def test_a_time_of_saving_that_is_none_is_none(modified: str, folder: Path) -> None:
    put(folder, a__docx=saved_by_word("Tidigt.", modified))
    result = collected(folder)
    assert row(result, "Granvik")[2] == ""
    assert "räknas från" not in row(result, "Granvik", "Underlag")[3]


def test_the_picture_names_the_event_its_number_and_its_time(folder: Path, tmp_path: Path) -> None:
    put(folder, a__yaml=report())
    first = collected(folder, "--event", "Stormen Dis", "--number", "4", "-o", tmp_path / "ett.md")
    assert first.code == 0, first.err
    told = (tmp_path / "ett.md").read_text(encoding="utf-8")
    assert told.startswith("# Samlad lägesbild: Stormen Dis (Storm)\n")
    assert "| Stormen Dis | 4 | 22 november 2026, kl. 12.00 |" in told
    second = collected(folder, "--previous", tmp_path / "ett.json")
    assert "| 5 | 22 november 2026, kl. 12.00 |" in second.text


def test_reports_of_a_forum_without_a_directive_are_collected(folder: Path) -> None:
    text = report(form={"about": "veckokonferens", "period": ""})
    result = ssr("collect", put(folder, a__yaml=text), "--id", "veckokonferens", "--at", AT, kb=EXEMPELLAN)
    assert result.code == 0, result.err
    assert row(result, "Granvik")[2] == "sön 22/11 kl. 08.00"


def test_the_week_is_told_by_what_is_known_ahead_and_what_deviates(folder: Path) -> None:
    weekly = {"about": "veckokonferens", "period": ""}
    put(
        folder,
        a__yaml=report(form=weekly),
        b__yaml=report("norrhamn", weekly, summary="", event=""),
    )
    result = ssr("collect", folder, "--id", "veckokonferens", "--at", "2026-12-09T09:00", kb=EXEMPELLAN)
    assert result.code == 0, result.err
    assert "**Vecka 50**" in result.text
    ahead = result.text.partition("## Känt de närmaste sju dagarna")[2].partition("## ")[0]
    assert "| fre 11/12 | Workshop om nästa gemensamma målbild |" in ahead
    assert "Utbildning i samverkanswebben" not in ahead  # which was yesterday
    assert row(result, "Granvik")[1] == "*inte angivet*"
    assert "**Rapporterat utan att ange någon avvikelse:** Norrhamns kommun." in result.text
    assert "Norrhamn" not in result.text.partition("**Inte rapporterat:**")[2].partition("\n")[0]
    assert "Känt de närmaste" not in collected(put(folder, a__yaml=report())).text  # of a directive


def test_links_and_pipes_are_not_opened(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text(report(), encoding="utf-8")
    (folder / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "folder").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe")
    result = collected(folder)
    assert result.code == 1
    assert "länkar följs aldrig" in why(result, "link.yaml")
    assert "länkar följs aldrig" in why(result, "folder")
    assert "ingen vanlig fil" in why(result, "pipe")


def test_a_hostile_text_is_only_text(folder: Path) -> None:
    text = "<script>alert(1)</script> | # x\n\n---\n> **SKARPT** [x]{field=needs} `y` ![i](http://e.example)"
    put(folder, a__yaml=report(consequences=text, needs=text, summary=text), **{"<img>__txt": "x"})
    result = collected(folder, "--format", "html")
    assert result.text.count("<script>") == 1
    assert "<img" not in result.text
    assert "<strong>SKARPT" not in result.text
    assert result.text.count('data-field="needs"') == 0


def test_the_same_twice_gives_the_same(folder: Path, tmp_path: Path) -> None:
    put(folder, a__yaml=report(), b__docx=word(), c__txt="x")
    for name in ("one", "two"):
        assert collected(folder, "-o", tmp_path / f"{name}.docx").code == 1
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_what_changed_since_the_last_picture(folder: Path, tmp_path: Path) -> None:
    put(folder, a__yaml=report(effect="liten"), b__yaml=report(actor="norrhamn"))
    assert collected(folder, "-o", tmp_path / "one.md").code == 0
    (folder / "b.yaml").unlink()
    put(folder, c__yaml=report(effect="kritisk", reported="2026-11-22T10:00"), d__yaml=report(actor="ekasen"))
    changed = collected(folder, "--previous", tmp_path / "one.json").text.partition(
        "## Ändrat sedan förra lägesbilden\n"
    )[2]
    changed = changed.partition("\n## ")[0]
    assert "- **Ekåsens kommun** har nu rapporterat" in changed
    assert "- **Norrhamns kommun** räknades förra gången, men inte nu" in changed
    assert "  - Påverkan: Liten påverkan → Kritisk påverkan" in changed
    assert "Sammanfattning" not in changed


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--at", "i går"), "--at"),
        (("--deadline", "kl. 80"), "--deadline"),
        (("--previous", "{tmp}/none.json"), "none.json"),
        (("--previous", "{tmp}/bad.json"), "--previous"),
        (("--previous", "{tmp}/other.json"), "flood"),
        (("-o", "{tmp}/inkomna/bild.md"), "inkomna"),
        (("-o", "{tmp}/bad.md", "--previous", "{tmp}/bad.json"), "bad.json"),
        (("--id", "nothing"), "nothing"),
        (("--format", "ics"), "ics"),
    ],
)
def test_wrong_use(folder: Path, tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    (tmp_path / "bad.json").write_text("[" * 100_000, encoding="utf-8")
    (tmp_path / "other.json").write_text('{"about": "flood", "reports": {}}', encoding="utf-8")
    result = collected(put(folder, a__yaml=report()), *(option.format(tmp=tmp_path) for option in options))
    assert (result.code, result.out) == (2, b"")
    assert words in result.err


def test_what_it_is_about_is_told_by_the_reports_where_they_agree(folder: Path) -> None:
    put(folder, a__yaml=report())
    assert "# Samlad lägesbild: Storm" in ssr("collect", folder, "--at", AT, kb=EXEMPELLAN).text
    put(folder, b__yaml=report(form={"about": "flood"}))
    result = ssr("collect", folder, "--at", AT, kb=EXEMPELLAN)
    assert result.code == 2
    assert "flood, storm" in result.err


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    result = ssr("collect", tmp_path / "none", kb=EXEMPELLAN)
    assert result.code == 2


@given(place=st.integers(0, 2**16), byte=st.integers(0, 255), length=st.integers(0, 40))
@settings(max_examples=60, deadline=None)
def test_no_damage_to_a_file_is_more_than_a_file_that_cannot_be_read(place: int, byte: int, length: int) -> None:
    with zipfile.ZipFile(BytesIO(word())) as package:
        document = package.read("word/document.xml")
    for whole in (word(), document, report().encode()):
        at = place % len(whole)
        damaged = whole[:at] + bytes([byte]) * length + whole[at + length :]
        content = docx(word__document_xml=damaged) if whole is document else damaged
        with TemporaryDirectory() as folder:
            Path(folder, "a").write_bytes(content)
            [one] = read_all(Path(folder))
        assert one.problem or one.controls or one.answers or not one.mark


def test_a_folder_that_lies_too_deep_is_told(folder: Path) -> None:
    deep = folder.joinpath(*"abcdefghij")
    deep.mkdir(parents=True)
    put(deep, a__yaml=report())
    assert "ingen vanlig fil" in why(collected(folder), "a/b/c/d/e/f/g/h/i")
