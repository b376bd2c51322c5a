"""Forms: what a template puts to fill in, on paper, as controls in Word and in a page, and what a page gives back."""

import html
import json
import re
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from readback import controls
from running import EXEMPELLAN, ROOT, rendered, ssr, write
from tools import filled_in, open_xml

from ssr.base.yaml import read
from ssr.formats.form import FormField, mark_line, number, read_mark, short_names, titles
from ssr.forms.read_docx import read_word

DAY = ("--at", "2026-11-22")
REPORT = ("situation-report", "storm", "--actor", "granvik", *DAY)
DOCUMENT = """\
title: Blankett
about: []
fields:
  who: {title: Vem}
  words: {title: Ord, lines: 3, hint: Kort}
  when: {title: När, type: moment}
  pick: {title: Val, unset: inget valt, choices: [{value: a, title: "*Ett*"}, {value: b, title: {sv: Två, en: Two}}]}
  done: {title: Gjort, type: tick}
formats: {md: form.md.j2, html: form.md.j2, docx: form.md.j2, txt: form.md.j2, pdf: form.md.j2}
"""
TEMPLATE = """\
{% extends "_base/page.md.j2" %}
{% block title %}Blankett{% endblock %}
{% block content %}
**Vem:** {{ field("who", value="A_b [c]{lang=en}") }}

{{ field("words") }}

{{ field("pick") }}

| Rad | Val | Ord | Gjort | När |
| --- | --- | --- | --- | --- |
{% for row in ("x", "y") %}
| {{ row }} | {{ field("pick", row, "Rad " ~ row) }} | {{ field("words", row) }} | {{ field("done", row) }} | {{ field("when", row) }} |
{% endfor %}
{% endblock %}
"""
MANIFEST = "name: Prov\nlanguage: sv\ntime_zone: Europe/Stockholm\nknown_until: 2022-11-01\naudience: public\nhighest_audience: office\n"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    files = {"document.yaml": DOCUMENT, "form.md.j2": TEMPLATE}
    return write(
        tmp_path / "base",
        {"ssr.yaml": MANIFEST, **{f"templates/blankett/{name}": text for name, text in files.items()}},
    )


KEYS = ["who", "words", "pick"] + [f"{name}.{row}" for row in "xy" for name in ("pick", "words", "done", "when")]


def test_on_paper_there_is_room_to_write_and_boxes_to_tick(base: Path) -> None:
    made = rendered("blankett", *DAY, kb=base).decode()
    line = "\\" + 60 * "_"
    assert "**Vem:** A\\_b \\[c\\]\\{lang=en\\}\n" in made
    assert f"\n{line}\n\n{line}\n\n{line}\n" in made
    assert "☐\u00a0\\*Ett\\* \u2003☐\u00a0Två" in made
    assert f"| x | ________ | {line} | ☐ | ________ |" in made
    assert "field=" not in made
    mark = {"document": "blankett", "made": "2026-11-22", "lang": "sv"}
    assert made.rstrip().endswith(f"Spridning: ________ · Blankett {number(mark)}")


@pytest.mark.parametrize("format_", ["txt", "pdf"])
def test_other_paper_says_nothing_of_fields(base: Path, format_: str) -> None:
    assert b"field=" not in rendered("blankett", *DAY, "--format", format_, kb=base)


@pytest.mark.judge
def test_word_has_a_control_for_each_field(base: Path, tmp_path: Path) -> None:
    content = rendered("blankett", *DAY, "--format", "docx", kb=base)
    found = {one.tag: one for one in controls(docx.Document(BytesIO(content)))}
    assert list(found) == KEYS
    assert found["who"] == ("who", "Vem", "text", "A_b [c]{lang=en}", ())
    assert found["words"] == ("words", "Ord", "text", "Kort", ())
    assert found["pick.x"] == ("pick.x", "Val: Rad x", "dropDownList", "inget valt", ("*Ett*", "Två"))
    assert found["done.y"] == ("done.y", "Gjort: y", "checkbox", "☐", ())
    file = tmp_path / "form.docx"
    file.write_bytes(content)
    assert open_xml([file]) == []


def test_a_page_has_a_control_for_each_field(base: Path) -> None:
    made = rendered("blankett", *DAY, "--format", "html", kb=base).decode()
    assert re.findall(r'data-field="([^"]+)"', made) == KEYS
    assert made.count("<fieldset") == 1
    assert made.count("<select") == 2
    assert '<option value="">inget valt</option>' in made
    assert 'aria-label="Val: Rad x"' in made
    assert "default-src 'none'" in made


def test_a_page_that_is_no_form_has_no_script() -> None:
    made = rendered("directive", "storm", *DAY, "--format", "html", kb=EXEMPELLAN).decode()
    assert "<script" not in made
    assert "Blankett" not in made


@pytest.mark.parametrize("call", ['field("none")', 'field("who") ~ field("who")'])
def test_a_wrong_field_is_told_as_a_mistake_of_the_template(base: Path, call: str) -> None:
    template = TEMPLATE.replace('field("words") }}', f"{call} }}}}")
    write(base, {"templates/blankett/form.md.j2": template})
    result = ssr("render", "blankett", kb=base)
    assert result.code == 2
    assert "form.md.j2" in result.err


@pytest.mark.judge
def test_what_was_filled_in_comes_back_as_it_was_written(tmp_path: Path) -> None:
    page = tmp_path / "form.html"
    page.write_bytes(rendered(*REPORT, "--format", "html", kb=EXEMPELLAN))
    answers = {
        "event": "=1+1 </script><b>",
        "number": "0114",
        "covers": "2026-11-22T06:30",
        "summary": 'Träd "på" väg: E4 # 12\n- ja\nÅ\u200b 😀',
        "effect": "betydande",
        "secrecy": "apart",
        "secrecy_contact": "beredskap",
    }
    [returned] = filled_in([(page, answers, tmp_path)])

    assert returned.problems == ()
    assert returned.saved.name == "situation-report-storm-granvik.yaml"
    source = read("form.yaml", returned.saved.read_bytes())
    assert source.findings == ()
    form = dict(source.data["form"])
    assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d", form.pop("saved"))
    assert form == {
        "document": "situation-report", "about": "storm", "period": "2023-2026", "actor": "granvik", "made": "2026-11-22", "lang": "sv",
    }  # fmt: skip
    given = {key: value for key, value in source.data["answers"].items() if value}
    assert given == {**answers, "actor": "Granviks kommun", "summary": answers["summary"].replace("\u200b", "")}
    assert "Påverkan: Betydande påverkan" in returned.text
    assert returned.text.startswith("EXEMPEL")
    assert returned.text.rstrip().endswith(f"Blankett {number(form)}")


def test_one_for_each_that_is_concerned(tmp_path: Path) -> None:
    result = ssr(
        "render", "situation-report", "snow-ice", "--each", "actor", "--format", "docx", "-o", tmp_path, kb=ROOT
    )
    assert result.code == 0, result.err
    made = sorted(path.name for path in tmp_path.iterdir())
    assert "situation-report-snow-ice-haninge.docx" in made
    assert len(made) == 41
    with zipfile.ZipFile(tmp_path / "situation-report-snow-ice-haninge.docx") as package:
        assert "actor=haninge" in package.read("docProps/core.xml").decode()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--each", "actor"), "-o"),
        (("--each", "x", "-o", "out"), "x"),
        (("--each", "actor", "--actor", "granvik", "-o", "out"), "--actor"),
        (("--actor", "nobody"), "nobody"),
    ],
)
def test_wrong_use(arguments: tuple[str, ...], words: str) -> None:
    result = ssr("render", "situation-report", "storm", *arguments, kb=EXEMPELLAN)
    assert (result.code, result.out) == (2, b"")
    assert words in result.err


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_report_is_one_page(language: str) -> None:
    """Also where all that stands above it does, and the actor has a long name."""
    result = ssr(
        "render", "situation-report", "storm", "--actor", "raddningsforbundet-sundet", "--marking", "exercise",
        "--lang", language, "--format", "pdf", kb=EXEMPELLAN,
    )  # fmt: skip
    assert (result.code, result.err) == (0, "")


def test_the_mark_is_read_as_it_was_written() -> None:
    mark = {"document": "a", "about": "storm", "made": "2026-11-22"}
    assert read_mark(f"x\nMärke: {mark_line(mark)}\ny=z") == mark
    assert read_mark("none") == {}
    assert read_mark(f"{mark_line(mark)}\n{mark_line(mark | {'about': 'flood'})}") == {}


def test_word_keeps_the_mark_where_people_do_not_see_it() -> None:
    content = rendered(*REPORT, "--format", "docx", kb=EXEMPELLAN)
    text = read_word(content).text
    assert read_mark(text) == {
        "document": "situation-report", "about": "storm", "period": "2023-2026", "actor": "granvik", "made": DAY[1], "lang": "sv",
    }  # fmt: skip
    assert "document=" not in "".join(
        part.text for part in docx.Document(BytesIO(content)).sections[0].footer.paragraphs
    )


@given(st.dictionaries(st.sampled_from("abc"), st.text("xyz=", min_size=1, max_size=4)))
def test_the_number_of_a_form_goes_by_its_mark_alone(mark: dict[str, str]) -> None:
    assert re.fullmatch("[0-9a-f]{4}-[0-9a-f]{4}", number(mark))
    assert number(mark) == number(dict(mark))
    assert number(mark) != number(mark | {"d": "1"})


def test_names_that_word_can_hold_are_told_apart() -> None:
    names = [f"{'x' * 70}{end}" for end in "abc"] + ["x"]
    short = short_names(names)
    assert all(len(name) <= 64 for name in short.values())
    assert len(set(short.values())) == 4
    fields = {key: FormField(key, "Tid") for key in ("one", "two")}
    assert list(titles(fields).values()) == ["Tid", "Tid (two)"]


GENERAL = ("situation-report", "storm", *DAY)


def test_who_reports_is_chosen_from_those_who_may_unless_the_form_says_it() -> None:
    page = rendered(*GENERAL, "--format", "html", kb=EXEMPELLAN).decode()
    [choices] = re.findall(r'<select data-field="actor"[^>]*>(.*?)</select>', page)
    assert choices.startswith('<option value="">Välj aktör</option><option>Ekåsens kommun</option>')
    assert choices.count("<option") == 13
    word = {
        one.tag: one for one in controls(docx.Document(BytesIO(rendered(*GENERAL, "--format", "docx", kb=EXEMPELLAN))))
    }
    assert word["actor"][2:4] == ("dropDownList", "Välj aktör")
    assert "Granviks kommun" in word["actor"][4]
    paper = rendered(*GENERAL, kb=EXEMPELLAN).decode()
    assert "Ekåsens" not in paper
    own = rendered(*REPORT, "--format", "html", kb=EXEMPELLAN).decode()
    assert '<select data-field="actor"' not in own
    assert "Ekåsens" not in own


def test_who_was_chosen_comes_back(tmp_path: Path) -> None:
    """As a page saves it, and as Word does: in the control stands the name, and nothing asks for it any more."""
    returned = tmp_path / "in"
    saved = ssr("render", *GENERAL, "--format", "html", kb=EXEMPELLAN).out.decode()
    mark = json.loads(html.unescape(re.findall(r'data-form="([^"]*)"', saved)[0]))
    answers = {"actor": "Granviks kommun", "summary": "Träd", "reported": "2026-11-22T10:00"}
    parts = {"form": mark, "answers": answers}
    write(returned, {"a.yaml": "".join(f"{name}: {json.dumps(part)}\n" for name, part in parts.items())})
    document = docx.Document(BytesIO(rendered(*GENERAL, "--format", "docx", kb=EXEMPELLAN)))
    filled = {"actor": "Norrhamns kommun", "summary": "Is"}
    for control in document.element.iter(qn("w:sdt")):
        properties = control.find(qn("w:sdtPr"))
        if (tag := properties.find(qn("w:tag")).get(qn("w:val"))) in filled:
            next(control.iter(qn("w:t"))).text = filled[tag]
            properties.remove(properties.find(qn("w:showingPlcHdr")))
    document.save(str(returned / "b.docx"))
    result = ssr("collect", returned, "--id", "storm", "--at", "2026-11-22T11:00", kb=EXEMPELLAN)
    assert result.code == 0, result.err
    picture = result.out.decode()
    assert "Rapporterat 2 av 12" in picture
    assert "finns inte bland valen" not in picture
