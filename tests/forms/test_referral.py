"""A referral round: what is proposed against what holds, answers that are never settled by the tool, and what became of them."""

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
import readback
from running import EXEMPELLAN, Result, rendered, ssr
from tools import filled_in, filled_in_by_libreoffice

from ssr.base.snapshot import WorkingTree
from ssr.documents.renderer import Renderer
from ssr.documents.request import Readers, RenderRequest
from ssr.templating.definition_files import Definitions

MADE, AT = "2026-11-22", "2027-02-10T12:00"
FORM = {"document": "referral", "about": "power-cut", "period": "2023-2026", "made": MADE, "lang": "sv"}
POINT = "measures.bransle"


def answer(actor: str, form: Mapping[str, str] | None = None, **answers: str) -> str:
    """What the page of a form saves; two underlines in a name stand for a point of its own."""
    given = {"opinion": "no-objection", "answered": "2027-01-20T09:00", **answers}
    named = {key.replace("__", ".").replace("_POINT", f".{POINT}"): value for key, value in given.items()}
    parts = {"form": {**FORM, "actor": actor, **(form or {})}, "answers": named}
    return "".join(
        f"{name}:\n" + "".join(f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}\n" for k, v in values.items())
        for name, values in parts.items()
    )


def put(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    return folder


def collected(folder: Path, *options: str | Path, kb: Path = EXEMPELLAN) -> Result:
    return ssr("collect", folder, "--at", AT, *options, kb=kb)


def part(text: str, heading: str) -> str:
    return text.partition(f" {heading}")[2].partition("\n## ")[0]


def test_an_actor_gets_what_is_new_against_what_holds() -> None:
    made = ssr("render", "referral", "power-cut", "--actor", "granvik", "--at", MADE, kb=EXEMPELLAN).text
    assert "Svara senast fredag 29 januari 2027" in made
    assert "Den som inte svarar räknas inte som att den instämmer." in made
    assert "Allt är nytt." in made
    assert "UTKAST" in made
    assert re.search(r"\| 8 \| Gör upp om bränsle för sju dygn\..*Berörda aktörer:\* Kommunerna", made)


def test_what_differs_is_marked_and_what_is_left_out_can_be_answered_too(tmp_path: Path) -> None:
    base = copied(tmp_path)
    path = base / "knowledge/directives/2023-2026/flood.yaml"
    text = path.read_text(encoding="utf-8").replace("status: agreed", "status: referral")
    text = text.replace(
        "Följ vattennivån och dela prognosen varje dag.", "Följ vattennivån och dela prognosen varje timme."
    )
    text = re.sub(r"  - id: stang-vagar\n(?:    .*\n)+", "", text)
    path.write_text(
        text.replace("responsible: [kommuner, raddningstjanst]", "responsible: [kommuner]"), encoding="utf-8"
    )
    made = ssr("render", "referral", "flood", "--against", str(EXEMPELLAN), "--at", MADE, kb=base).text
    assert "utgår 1" in made
    assert "**Ändrad.** Följ vattennivån och dela prognosen varje \\[borttaget: dag\\] \\[tillagt: timme\\]." in made
    assert re.search(r"\*\*Ändrad\.\*\* Fyll sandsäckar.*Kommunerna \(i dag: Kommunerna, Räddningstjänsten\)", made)
    assert "**Utgår.** Förbered avstängning av vägar som brukar översvämmas." in made
    assert "**Oförändrad.** Alla har dricksvatten." in made


def test_each_who_is_asked_gets_a_form_and_nobody_else(tmp_path: Path) -> None:
    result = ssr("render", "referral", "power-cut", "--each", "aktör", "-o", tmp_path, "--at", MADE, kb=EXEMPELLAN)
    assert result.code == 0, result.err
    names = {path.stem.removeprefix("referral-power-cut-") for path in tmp_path.iterdir()}
    assert len(names) == 12
    assert {"kustbussen", "granvik", "lansstyrelsen-exempel"} <= names
    assert "exempelfarjan" not in names


def test_silence_is_no_consent_and_the_late_are_marked(tmp_path: Path) -> None:
    put(tmp_path / "in", a=answer("granvik", opinion="oppose", words="Vi är emot det.\nAllt: =1+1"))
    put(tmp_path / "in", b=answer("norrhamn", answered="2027-02-03T10:00", extension="2027-02-05"))
    result = collected(tmp_path / "in")
    assert (result.code, result.err) == (0, "")
    assert "## Svar från 2 av 12 tillfrågade\n" in result.text
    assert "Avstyrker: 1 · Ingen erinran: 1." in result.text
    silent = re.search(r"\*\*Har inte svarat:\*\* (.*)\. Det betyder inte att de instämmer\.", result.text)
    assert silent is not None
    assert len(silent.group(1).split(", ")) == 10
    assert "**Svarade efter sista dagen:** Norrhamns kommun" in result.text
    assert "Norrhamns kommun till 2027-02-05." in result.text
    assert "| Norrhamns kommun **(för sent)** | **Ingen erinran.** |" in result.text
    assert "| Granviks kommun | **Avstyrker.** Vi är emot det.<br>Allt: =1+1 |" in result.text
    assert "Ingen har svarat på dem. Det betyder inte att de är godtagna." in result.text
    assert "late" in ssr("collect", tmp_path / "in", "--at", AT, "--lang", "en", kb=EXEMPELLAN).text


def test_the_last_day_is_the_last_and_another_may_be_given(tmp_path: Path) -> None:
    put(tmp_path / "in", a=answer("granvik", answered="2027-01-29T23:59"), b=answer("norrhamn"))
    assert "för sent" not in collected(tmp_path / "in").text
    assert "för sent" in collected(tmp_path / "in", "--deadline", "2027-01-25T12:00").text


def test_two_answers_that_contradict_each_other_are_shown_and_not_settled(tmp_path: Path) -> None:
    put(tmp_path / "in", a=answer("granvik", opinion="oppose"), b=answer("granvik", opinion="support"))
    text = collected(tmp_path / "in").text
    assert "Svar från 0 av 12" in text
    assert "| Granviks kommun | Svar på helheten | Avstyrker | a.yaml |" in text
    assert "| Granviks kommun | Svar på helheten | Tillstyrker | b.yaml |" in text


def test_who_was_not_asked_is_heard_and_not_counted(tmp_path: Path) -> None:
    put(tmp_path / "in", a=answer("exempelfarjan", opinion="support"))
    text = collected(tmp_path / "in").text
    assert "Svar från 0 av 12" in text
    assert "| Exempelfärjan (inte tillfrågad) | **Tillstyrker.** |" in text
    assert "Tillstyrker: 1" not in text


def test_a_form_of_another_proposal_is_not_counted(tmp_path: Path) -> None:
    put(tmp_path / "in", a=answer("granvik"), b=answer("norrhamn", {"about": "storm"}))
    result = collected(tmp_path / "in", "--id", "power-cut")
    assert result.code == 1
    assert "gäller en annan post: storm" in result.text


def test_the_spreadsheet_has_every_answer_word_for_word_and_no_formula(tmp_path: Path) -> None:
    long = "Ord " * 4000 + "slut"
    hostile = '=HYPERLINK("http://x.example"); +46 8; @SUM(A1) | <b>x</b>'
    put(
        tmp_path / "in",
        a=answer("granvik", opinion="oppose", words=hostile, answer_on_POINT="support-changed", words_on_POINT="0114"),
    )
    put(tmp_path / "in", b=answer("norrhamn", words=long))
    book = openpyxl.load_workbook(io.BytesIO(collected(tmp_path / "in", "--format", "xlsx").out))
    about, matrix, answers, actors = book.worksheets
    assert all(cell.data_type in {"s", "n"} for sheet in book for row in sheet.iter_rows() for cell in row)
    assert [cell.value for cell in about["A"]][:3] == [
        "Sammanställning av remissvar: Längre elavbrott", "EXEMPEL – allt här är påhittat, gäller inte", "UTKAST – inte överenskommet",
    ]  # fmt: skip
    rows = list(matrix.iter_rows(values_only=True))
    column = rows[0].index("Granviks kommun")
    assert rows[1][column] == f"Avstyrker. {hostile}"
    assert (
        next(row for row in rows if row[2] == "Gör upp om bränsle för sju dygn.")[column]
        == "Tillstyrker med ändring. 0114"
    )
    assert len(rows[0]) == 3 + 12 + 1
    listed = list(answers.iter_rows(values_only=True))
    words = listed[0].index("Synpunkt")
    assert [row[words] for row in listed[1:3]] == [hostile, long]
    state = {row[0]: row[1] for row in actors.iter_rows(values_only=True)}
    assert (state["Granviks kommun"], state["Polisen i Exempellän"]) == ("ja", "nej")
    as_csv = collected(tmp_path / "in", "--format", "csv").out.decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(as_csv), delimiter=";"))
    assert [row[6] for row in read if row[3] == "Granviks kommun"] == [f"'{hostile}", "0114"]


def test_a_letter_is_registered_by_hand_and_counts(tmp_path: Path) -> None:
    told = ssr(
        "report", "Polisen i Exempellän", "--document", "remiss", "--id", "power-cut", "--answer", "opinion=tillstyrker",
        "--answer", "words=Brev, i sin helhet.", "--answer", "decided_by=nämnd eller styrelse", "--answer",
        "answered=2027-01-19 10:00", "-o", tmp_path / "in/polisen.yaml", kb=EXEMPELLAN,
    )  # fmt: skip
    assert told.code == 0, told.err
    text = collected(tmp_path / "in").text
    assert "| Polisen i Exempellän | **Tillstyrker.** Brev, i sin helhet. |" in text
    assert "| Polisen i Exempellän | nämnd eller styrelse |" in text


def test_the_office_s_reply_stands_beside_and_goes_to_each(tmp_path: Path) -> None:
    put(
        tmp_path / "in",
        a=answer("granvik", opinion="oppose", words="Nej."),
        b=answer("norrhamn", words_on_POINT="Räcker inte."),
    )
    form = {**FORM, "document": "referral-table", "made": "2027-02-10"}
    said = {
        "made_by": "Samordningskansliet", "reply.whole.granvik": "Vi ses i mars.", "change.whole.granvik": "Ny avgränsning.",
        f"reply.{POINT}.norrhamn": "Höjt till tio dygn.", "reply.whole.ekasen": "Ett svar till ingen.",
    }  # fmt: skip
    lines = [f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}\n" for k, v in said.items()]
    marks = [f"  {json.dumps(k)}: {json.dumps(v)}\n" for k, v in form.items()]
    path = tmp_path / "svar.yaml"
    path.write_text("form:\n" + "".join(marks) + "answers:\n" + "".join(lines), encoding="utf-8")
    table = collected(tmp_path / "in", "--replies", path).text
    assert "| Granviks kommun | **Avstyrker.** Nej. | Vi ses i mars. | Ny avgränsning. |" in table
    assert "- reply.whole.ekasen: Ett svar till ingen." in part(table, "Kansliets svar som inte hör till")
    each = collected(tmp_path / "in", "--replies", path, "--each", "actor", "-o", tmp_path / "ut")
    assert each.code == 0, each.err
    files = sorted(file.name for file in (tmp_path / "ut").iterdir())
    assert files == ["referral-table-power-cut-granvik.md", "referral-table-power-cut-norrhamn.md"]
    own = (tmp_path / "ut" / files[1]).read_text(encoding="utf-8")
    assert own.startswith("# Vad som hände med era synpunkter: Längre elavbrott\n")
    assert (
        "| 8. Gör upp om bränsle för sju dygn. | *inget val* Räcker inte. | Höjt till tio dygn. | inget angivet |"
        in own
    )
    assert "Granvik" not in own
    assert "| Helheten | **Ingen erinran.** | inget svar än | inget angivet |" in own


@pytest.mark.parametrize(
    ("content", "said"),
    [("form: {}\nanswers: {}\n", "document: –"), ("inget", "no-form"), (answer("granvik"), "document: referral")],
    ids=["no mark", "no form", "another form"],
)
def test_what_is_no_reply_is_refused(content: str, said: str, tmp_path: Path) -> None:
    put(tmp_path / "in", a=answer("granvik"))
    (tmp_path / "svar.yaml").write_text(content, encoding="utf-8")
    result = collected(tmp_path / "in", "--replies", tmp_path / "svar.yaml")
    assert (result.code, result.out) == (2, b"")
    assert "Filen efter --replies är inte den ifyllda sammanställningen" in result.err
    assert said == "no-form" or said in result.err


def test_answers_to_a_point_that_is_there_no_more_are_told(tmp_path: Path) -> None:
    put(tmp_path / "in", a=answer("granvik", answer_on_POINT="oppose", words_on_POINT="För litet."))
    base = copied(tmp_path)
    path = base / "knowledge/directives/2023-2026/power-cut.yaml"
    text = re.sub(r"  - id: bransle\n(?:    .*\n)+", "", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    assert f"words\\_on.{POINT}: För litet." in collected(tmp_path / "in", kb=base).text


def referred_until(day: str, tmp_path: Path) -> Path:
    """A copy of the fictitious county whose referral has ended: nothing is agreed before that."""
    base = copied(tmp_path)
    path = base / "knowledge/directives/2023-2026/power-cut.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("last_day: 2027-01-29", f"last_day: {day}"), encoding="utf-8")
    return base


def test_the_agreed_entry_tells_how_many_answered_and_when(tmp_path: Path) -> None:
    put(
        tmp_path / "in",
        a=answer("granvik", answered="2026-11-02T09:00"),
        b=answer("norrhamn", answered="2026-11-18T10:00"),
        c=answer("exempelfarjan"),
    )
    assert collected(tmp_path / "in", "-o", tmp_path / "tabell.html").code == 0
    base = referred_until("2026-11-19", tmp_path)
    how = (
        "power-cut",
        "--how",
        "fastställd i forum",
        "--forum",
        "chefsgrupp",
        "--date",
        "2026-11-20",
        "--version",
        "1.0",
    )
    result = ssr("agree", *how, "--answers", tmp_path / "tabell.json", "--yes", kb=base)
    assert result.code == 0, result.err
    written = (base / "knowledge/directives/2023-2026/power-cut.yaml").read_text(encoding="utf-8")
    assert "  answers:\n    asked: 12\n    answered: 2\n    first: 2026-11-02\n    last: 2026-11-18\n" in written
    brief = ssr("render", "directive", "power-cut", kb=base).text
    assert "2 av 12 tillfrågade svarade på remissen. Svaren kom 2 november 2026 till 18 november 2026." in brief
    own = ssr("collect", tmp_path / "in", "--at", AT, "--each", "actor", "-o", tmp_path / "ut", kb=base)
    assert own.code == 0, own.err
    assert "Överenskommen 20 november 2026." in (tmp_path / "ut/referral-table-power-cut-granvik.md").read_text("utf-8")
    other = ssr("agree", "flood", *how[1:5], "--date", "2023-05-26", "--answers", tmp_path / "tabell.json", kb=base)
    assert "gäller en annan post: power-cut" in other.err


def test_what_is_not_referred_or_not_asked_of_the_actor_is_said_to_be_so() -> None:
    def made(*options: str) -> str:
        return ssr("render", "referral", *options, "--at", MADE, kb=EXEMPELLAN).text

    agreed, not_asked = "är redan överenskommet och är inte på remiss.", "står inte bland dem som tillfrågas."
    assert agreed in made("storm")
    asked = made("power-cut", "--actor", "granvik")
    assert agreed not in asked
    assert not_asked not in asked
    assert f"Exempelfärjan {not_asked}" in made("power-cut", "--actor", "exempelfarjan")


def test_nothing_is_agreed_before_anybody_has_answered_it(tmp_path: Path) -> None:
    put(tmp_path / "in", a=answer("granvik"), b=answer("norrhamn", answered="2026-11-21T10:00"))
    assert collected(tmp_path / "in", "-o", tmp_path / "tabell.html").code == 0
    how = ("power-cut", "--how", "signed", "--answers", tmp_path / "tabell.json", "--dry-run")
    base = referred_until("2026-11-19", tmp_path)
    refused = ssr("agree", *how, "--date", "2026-11-20", kb=base)
    assert refused.code == 2
    assert "det första svaret på remissen kom den 2026-11-21." in refused.err
    assert ssr("agree", *how, "--date", "2026-11-21", kb=base).code == 0


def test_an_actor_that_only_asks_for_more_time_has_not_answered(tmp_path: Path) -> None:
    later = answer("ekasen", opinion="", extension="2027-03-01")
    put(tmp_path / "in", a=answer("granvik"), b=later, c=answer("storsund", opinion="", words_on_POINT="Nej."))
    told = collected(tmp_path / "in", "-o", tmp_path / "tabell.md")
    assert told.code == 0
    text = (tmp_path / "tabell.md").read_text(encoding="utf-8")
    assert "## Svar från 2 av 12 tillfrågade" in text
    assert "**Har inte svarat:** Ekåsens kommun, " in text
    assert "**Har begärt anstånd:** Ekåsens kommun till 2027-03-01." in text
    assert "| Ekåsens kommun | b.yaml |" in part(text, "Underlag")
    assert json.loads((tmp_path / "tabell.json").read_text(encoding="utf-8"))["reports"].keys() == {
        "granvik",
        "storsund",
    }
    sheet = collected(tmp_path / "in", "-o", tmp_path / "tabell.xlsx")
    assert sheet.code == 0
    rows = list(openpyxl.load_workbook(tmp_path / "tabell.xlsx")["Aktörer"].iter_rows(values_only=True))
    assert next(row[1] for row in rows if row[0] == "Ekåsens kommun") == "nej"


def copied(folder: Path) -> Path:
    return Path(shutil.copytree(EXEMPELLAN, folder / "bas"))


# The whole way, as it goes with twelve actors.

IN_WORD = ["ekasen", "exempel-energi", "region-exempel", "storsund"]
IN_BROWSER = ["granvik", "kustbussen", "myrvalla", "norrhamn"]
BY_HAND = ["lansstyrelsen-exempel", "polisen-exempel"]  # the other two say nothing


def fields(document: str) -> list[str]:
    """The fields of a document in their order, which is that of the controls in Word."""
    renderer = Renderer(WorkingTree(EXEMPELLAN))
    documents = Definitions(renderer.base.resources)
    request = RenderRequest(documents[document], Readers(MADE, "public", "sv"), "power-cut", "docx")
    form = renderer.draft(request).page.form
    assert form is not None
    return list(form.fields)


@pytest.mark.judge
def test_the_whole_way_with_twelve_actors(tmp_path: Path) -> None:
    out, back = tmp_path / "ut", tmp_path / "in"
    back.mkdir()
    for format_ in ("docx", "html"):
        rendered(
            "referral", "power-cut", "--each", "actor", "--format", format_, "-o", out, "--at", MADE, kb=EXEMPELLAN
        )
    order = fields("referral")
    in_word = {"opinion": "Tillstyrker med ändring", "words": "Två rader,\nför helheten.", "decided_by": "tjänsteperson",
               "answered": "2027-01-20 09.00", f"answer_on.{POINT}": "Avstyrker", f"words_on.{POINT}": "Tio dygn."}  # fmt: skip
    filled_in_by_libreoffice(
        [
            (
                out / f"referral-power-cut-{who}.docx",
                {order.index(key): text for key, text in in_word.items()},
                back / f"{who}.docx",
            )
            for who in IN_WORD
        ]
    )
    in_page = {
        "opinion": "no-objection",
        "theirs": "KS 2027/7",
        "decided": "2027-01-18",
        "answered": "2027-02-01T08:00",
    }
    pages = filled_in([(out / f"referral-power-cut-{who}.html", in_page, back) for who in IN_BROWSER])
    assert not [problem for page in pages for problem in page.problems]
    for who in BY_HAND:
        told = ssr("report", who, "--document", "referral", "--id", "power-cut", "--answer", "opinion=abstain",
                   "--answer", "answered=2027-01-21 10:00", "-o", back / f"brev-{who}.yaml", kb=EXEMPELLAN)  # fmt: skip
        assert told.code == 0, told.err

    table = tmp_path / "tabell.docx"
    made = collected(back, "-o", table)
    assert made.code == 0, made.err
    text = collected(back).text
    assert "Svar från 10 av 12 tillfrågade" in text
    assert "**Har inte svarat:** Räddningsförbundet Sundet, Vägmyndigheten Exempel." in text
    assert text.count("**(för sent)** | **Ingen erinran.**") == len(IN_BROWSER)
    assert text.count("**Avstyrker.** Tio dygn.") == len(IN_WORD)
    assert text.count("**Avstår.**") == len(BY_HAND)
    assert "saknas i filen" not in text
    assert "Skriv här" not in text

    replied, place = tmp_path / "ifylld.docx", f"reply.{POINT}.ekasen"
    controls = re.findall(r'<w:tag w:val="([^"]+)"', _document(table))
    filled_in_by_libreoffice([(table, {controls.index(place): "Vi tar tio dygn."}, replied)])
    result = collected(back, "--replies", replied, "--each", "actor", "--format", "html", "-o", tmp_path / "blev")
    assert result.code == 0, result.err
    assert len(list((tmp_path / "blev").iterdir())) == 10
    own = (tmp_path / "blev/referral-table-power-cut-ekasen.html").read_text(encoding="utf-8")
    assert "Vi tar tio dygn." in own
    assert "Storsund" not in own


def _document(path: Path) -> str:
    return zipfile.ZipFile(path).read("word/document.xml").decode()


def test_no_template_says_what_an_actor_has_not_said() -> None:
    """A table of which nothing has come back names nobody as silent."""
    text = ssr("render", "referral-table", "power-cut", "--at", MADE, kb=EXEMPELLAN).text
    assert "Inga svar är sammanställda." in text
    assert "Har inte svarat" not in text


BREAKS = {
    "md": r"<br>\\?", "html": r"<br />\n", "txt": r"\n    ", "csv": r"\n", "xlsx": r"\n", "docx": " / ", "pdf": r'"\n +"',
}  # fmt: skip


@pytest.mark.parametrize(("format_", "line_break"), BREAKS.items())
def test_the_lines_of_an_answer_stay_lines_and_nothing_in_them_is_markup(
    format_: str, line_break: str, tmp_path: Path
) -> None:
    words = "Vi ser två saker:\n- bränslet räcker inte\n\n\n  Kansliets svar: <br>bifalles"
    put(tmp_path / "in", a=answer("granvik", words=words))
    made = collected(tmp_path / "in", "--format", format_, "-o", tmp_path / f"t.{format_}")
    assert made.code == 0, made.err
    text = readback.told(format_, (tmp_path / f"t.{format_}").read_bytes())
    shown = re.sub(r"&lt;|\\<", "<", re.sub(r"&gt;|\\>", ">", text))
    empty = r"(?:\n|<br />\n| / |<br>)?"  # a line with nothing in it; the tags of a PDF have none
    assert re.search(
        f"två saker:{line_break}- bränslet räcker inte{empty}{line_break}Kansliets svar: <br>bifalles", shown
    ), text


def test_the_lines_of_a_reply_stay_lines_in_each_form(tmp_path: Path) -> None:
    """The office goes on in the form that it is given back."""
    put(tmp_path / "in", a=answer("granvik", words="Nej."))
    reply = "form:\n  document: referral-table\n  about: power-cut\nanswers:\n  reply.whole.granvik: |\n    Bifalles.\n    Se punkt 8.\n"
    (tmp_path / "svar.yaml").write_text(reply, encoding="utf-8")
    for format_, expected in (
        ("html", 'rows="2">Bifalles.\nSe punkt 8.</textarea>'),
        ("docx", "Bifalles. / Se punkt 8."),
    ):
        file = tmp_path / f"t.{format_}"
        made = collected(tmp_path / "in", "--replies", tmp_path / "svar.yaml", "--format", format_, "-o", file)
        assert made.code == 0, made.err
        assert expected in readback.told(format_, file.read_bytes())
