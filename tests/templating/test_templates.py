"""Data is never a template and never markup, and a slip in a template is told as one."""

import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from markdown_it import MarkdownIt
from markdown_it.token import Token
from running import DAY, MANIFEST, Result, ssr, write

from ssr.base.snapshot import WorkingTree
from ssr.documents.renderer import Renderer
from ssr.documents.request import Readers, RenderRequest
from ssr.templating.definition_files import Definitions
from ssr.templating.markup import escape, escape_prose, plain
from ssr.view.base_view import Text

CALM = "Lugn text"
HOSTILE = [
    "{{7*7}}",
    "{% raw %}",
    "{# note #}",
    "{lang=en}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- page -->",
    "</main></footer><footer>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,AAAA)",
    "![x](http://evil.example/p.png)",
    "![x](https://evil.example/p.png)",
    "[x]: http://evil.example",
    "[x][y]",
    "<https://evil.example>",
    "=cmd()",
    "| a | b |",
    "a | b",
    "# heading",
    "1. x",
    "1) x",
    "- x",
    "+ x",
    "* x",
    "***",
    "_ _ _",
    "---",
    "===",
    "```x",
    "`x`",
    "~~~",
    "~~x~~",
    "> x",
    ": x",
    "&lt;",
    "&copy;",
    "\\x",
    "x]{lang=en}",
    "x [y",
    "[" * 100 + "x",
    "]" * 100 + "x",
    "ab" * 125,
    "å" * 150,
    "BEGIN:VEVENT;X=1,2:3",
    "%0A%0DATTENDEE:mailto:x@evil.example",
]


def _base(folder: Path, text: str) -> Path:
    """A base that says `text` wherever its schemas let it say what it wants."""
    statement = [{"id": "a", "text": text}]
    marked = {"text": text, "sources": ["paper"]}
    agenda = [{"id": "a", "text": text, "minutes": 5, "lead": text}]
    files: dict[str, Any] = {
        "actors/actor": {"names": [{"name": text}], "sort": "company", "participation": [{"as": "member"}]},
        "papers/paper": {"name": text, "sort": "report", "publisher": text, "url": "https://a.example/?a=1&copy=(2)"},
        "structures/group": {"name": text, "sort": "group", "agenda": agenda, "members": [{"party": "actor"}]},
        "vocabularies/scale": {"name": text, "grades": "effect", "codes": [{"code": "a", "label": text}]},
        "routines/routine": {"name": text},
        "goal-images/2019-2022": {"name": text, "from": "2019-01-01", "until": "2022-12-31"},
        "directives/2019-2022/danger": {
            "name": text,
            "reach": "regional",
            "status": "agreed",
            "version": text[:300],
            "agreement": {"date": "2019-02-01", "forum": "group", "reference": text},
            "trigger": marked,
            "goal_image": {"text": text, "signs": statement},
            "measures": [
                {"id": f"m{n}", "phase": "handling", "text": text, "responsible": ["group"], "coordinated_by": "actor"}
                for n in range(7)
            ]
            + [{"id": "x", "unknown": f"{text} okänt"}],
            "communication": {"lead": marked, "audiences": statement, "messages": statement},
            "facts": statement,
            "assumptions": statement,
            "scope": {"area": text, "actors": ["actor"]},
            "delimitations": statement,
            "scenarios": [{"id": "a", "title": text, "text": text}],
            "questions": [{"id": "a", "area": text, "text": text}],
            "routines": ["routine"],
            "structures": ["group"],
            "vocabularies": ["scale"],
        },
        "meetings/meeting": {
            "name": text,
            "sort": "meeting",
            "date": "2022-12-01",
            "start": "13:00",
            "end": "15:00",
            "place": text,
            "connection": text,
            "structures": ["group"],
            "guests": ["actor"],
            "convener": "actor",
            "contact": text,
            "background": marked,
            "purpose": marked,
            "prepare": statement,
            "agenda": agenda,
            "directive": "danger",
        },
    }
    entries = {f"knowledge/{name}.yaml": json.dumps(data, ensure_ascii=False) for name, data in files.items()}
    return write(folder, {"ssr.yaml": MANIFEST + "fictitious: true\n", **entries})


class Documents:
    """The documents of one base, which is read once."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self._renderer = Renderer(WorkingTree(base))
        self._definitions = Definitions(self._renderer.base.resources)
        self.text = cache(self._text)

    def _text(self, document: str, id_: str, format_: str, language: str = "sv") -> str:
        readers = Readers(DAY, "members", language, pinned=True)
        return self._renderer.render(RenderRequest(self._definitions[document], readers, id_, format_)).content.decode()


def _render(base: Path, document: str, id_: str, format_: str, language: str = "sv") -> Result:
    arguments = (document, id_, "--format", format_, "--at", DAY, "--audience", "members", "--lang", language)
    return ssr("render", *arguments, kb=base)


# In English, prose stands in the brackets that mark it as Swedish.
DOCUMENTS = [
    ("directive", "danger", "sv"),
    ("directive", "danger", "en"),
    ("situation-picture", "danger", "sv"),
    ("situation-report", "danger", "sv"),
    ("card", "danger", "sv"),
    ("card", "danger", "en"),
    ("invite", "meeting", "sv"),
]


def test_the_base_is_sound(calm: Documents) -> None:
    assert ssr("validate", "--at", DAY, kb=calm.base).code == 0


def test_the_command_line_gives_the_same(calm: Documents) -> None:
    for format_ in ("md", "html", "ics", "sms", "tal"):
        assert _render(calm.base, "invite", "meeting", format_).text == calm.text("invite", "meeting", format_)


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Documents:
    return Documents(_base(tmp_path_factory.mktemp("calm"), CALM))


@pytest.fixture(scope="module", params=HOSTILE)
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Documents]:
    return request.param, Documents(_base(tmp_path_factory.mktemp("hostile"), request.param))


def _as_markdown(text: str) -> tuple[list[Any], list[str]]:
    """What a reader of Markdown that trusts its writer sees: the structure, and the text in it."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    structure: list[Any] = []
    texts: list[str] = []
    for token in _tokens(reader.parse(text)):
        if token.type in {"text", "code_inline"}:
            if structure[-1] != "text":
                structure.append("text")
                texts.append("")
            texts[-1] += token.content
        elif token.type != "inline":
            structure.append((token.type, token.tag, token.attrs.get("href")))
    return structure, texts


def _tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _tokens(token.children or [])


# What is read aloud, or stands in a field until it is filled in, is text too.
_SPOKEN = {"aria-label", "placeholder", "value"}


class _Page(HTMLParser):
    """Tags with their attributes, comments, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.structure: list[Any] = []
        self.texts = [""]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.structure.append((tag, [(name, None if name in _SPOKEN else value) for name, value in attrs]))
        self.texts += [value or "" for name, value in attrs if name in _SPOKEN] + [""]

    def handle_endtag(self, tag: str) -> None:
        self.structure.append(tag)
        self.texts.append("")

    def handle_comment(self, data: str) -> None:
        self.structure.append(("comment", data))

    def handle_data(self, data: str) -> None:
        self.texts[-1] += data


def _said(texts: list[str], text: str) -> list[str]:
    return [found.replace(CALM, text) for found in texts]


def test_hostile_text_is_shown_as_it_is(calm: Documents, hostile: tuple[str, Documents]) -> None:
    text, made = hostile
    for document, id_, language in DOCUMENTS:
        structure, texts = _as_markdown(calm.text(document, id_, "md", language))
        found, said = _as_markdown(made.text(document, id_, "md", language))
        _same(found, structure)
        _same(said, _said(texts, text))

        expected = _Page(calm.text(document, id_, "html", language))
        page = _Page(made.text(document, id_, "html", language))
        _same(page.structure, expected.structure)
        _same(page.texts, _said(expected.texts, text))


def _same(found: list[Any], expected: list[Any]) -> None:
    """Equal, without pytest's comparison of two long lists, which takes minutes."""
    for place, (one, other) in enumerate(zip(found, expected, strict=False)):
        assert one == other, f"at {place} after {expected[max(0, place - 3) : place]}"
    assert len(found) == len(expected)


def test_hostile_text_adds_no_line_to_a_calendar(calm: Documents, hostile: tuple[str, Documents]) -> None:
    text, made = hostile
    raw = _render(made.base, "invite", "meeting", "ics").out
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")
    raw.decode()  # and no letter is cut in two by the folding
    names = [line.split(":")[0].split(";")[0] for line in raw.decode().replace("\r\n ", "").split("\r\n")]
    calm_raw = calm.text("invite", "meeting", "ics")
    assert names == [line.split(":")[0].split(";")[0] for line in calm_raw.replace("\r\n ", "").split("\r\n")]
    event = Calendar.from_ical(raw).walk("VEVENT")[0]
    assert event["summary"] == f"EXEMPEL {text}"
    assert event["location"] == text


def test_hostile_text_stays_in_its_lines_when_it_is_sent_or_read_out(
    calm: Documents, hostile: tuple[str, Documents]
) -> None:
    """A message has no more lines than ever, of which some may yield, or is refused; no figure is read out."""
    _, made = hostile
    sent = _render(made.base, "invite", "meeting", "sms")
    assert sent.code == 0 or "SSR603" in sent.err
    assert sent.code == 1 or sent.text.count("\n") <= calm.text("invite", "meeting", "sms").count("\n")
    said = made.text("invite", "meeting", "tal")
    assert [letter for letter in said if letter.isdecimal()] == []
    assert said.count("\n\n") == calm.text("invite", "meeting", "tal").count("\n\n")


@pytest.mark.parametrize("text", ["a\n\n# b\n", "a\r\nb", "a\n", " \n "])
def test_line_feeds_in_a_name_are_refused_and_would_stay_inside_it(text: str, tmp_path: Path) -> None:
    base = _base(tmp_path, text)
    for format_ in ("md", "html", "ics"):
        result = _render(base, "invite", "meeting", format_)
        assert (result.code, result.out) == (1, b"")
    assert "\n" not in escape(text)


def test_a_heading_in_a_name_is_none() -> None:
    assert escape("a\n\n# b\n") == "a \\# b"


@pytest.mark.parametrize("text", ["a\u202eb", "a\u200fb", "a\u2066b", "a\r\rb", "a\x1bb", "a\u2028b", "a\u0085b"])
def test_what_would_read_otherwise_is_refused(tmp_path: Path, text: str) -> None:
    base = _base(tmp_path, text)
    for format_ in ("md", "html", "ics"):
        result = _render(base, "invite", "meeting", format_)
        assert (result.code, result.out) == (1, b"")
        assert text not in result.err


def test_prose_keeps_emphasis_and_links() -> None:
    assert escape_prose("Ett *viktigt* **ord**.") == "Ett *viktigt* **ord**."
    assert escape_prose("*Viktigt* först") == "*Viktigt* först"
    assert escape_prose("Se [sidan](https://a.example/?x=1&y=2).") == "Se [sidan](https://a.example/?x=1\\&y=2)."
    assert escape_prose("[a|b](https://a.example/a|b)") == "[a\\|b](https://a.example/a%7Cb)"
    assert escape_prose("[x](ftp://a.example)") == "\\[x\\](ftp://a.example)"
    assert escape_prose("10\u00a0000 personer") == "10\u00a0000 personer"
    assert escape("Ett *viktigt* ord") == "Ett \\*viktigt\\* ord"
    assert escape("1.0") == "1.0"
    assert escape("2019. Ett år") == "2019\\. Ett år"


@pytest.mark.parametrize(
    ("prose", "said"),
    [
        ("Ett *viktigt* **ord** och _ett_ __till__.", "Ett viktigt ord och ett till."),
        ("***Mycket* viktigt**", "Mycket viktigt"),
        ("**Se [sidan](https://a.example/_x_/*y*).**", "Se sidan (https://a.example/_x_/*y*)."),
        ("[Ring](tel:112) eller [skriv](mailto:a@b.example)", "Ring (tel:112) eller skriv (mailto:a@b.example)"),
        ("Ett stycke\nav två.\n\n \nDet andra.", "Ett stycke av två.\n\nDet andra."),
        ("snake_case_name, 5 * 3 * 2 och ________", "snake_case_name, 5 * 3 * 2 och ________"),
        ("<b>&amp;</b> `x` [y]", "<b>&amp;</b> `x` [y]"),
        ("*" * 20000, "*" * 20000),
        ("*a " * 6000, ("*a " * 6000).strip()),
    ],
    ids=lambda text: text[:30],
)
def test_prose_without_markup(prose: str, said: str) -> None:
    assert plain(Text(prose, "sv")) == said


def _with_template(tmp_path: Path, template: str, more: str = "") -> Result:
    document = (
        'title: "Prov"\nabout: [directive]\nformats: {md: test.md.j2}\nlabels: {said: {sv: "**sagt**", en: said}}\n'
        + more
    )
    base = _base(tmp_path, "[x](y)")
    write(base, {"templates/test/document.yaml": document, "templates/test/test.md.j2": template})
    return ssr("render", "test", "danger", "--at", DAY, kb=base)


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("# x\n\n{{ entry.nmae }}\n", 3),
        ("# x\n{{ nothing }}\n", 2),
        ("# x\n{% if entry %}\n", 2),
        ("{{ entry.name | shout }}\n", 1),
        ("\n{{ 1 / 0 }}\n", 2),
        ("{% include 'no.md.j2' %}\n", 1),
        ("{{ ''.__class__.__mro__ }}\n", 1),
        ("{{ entry.name | safe }}\n", 1),
        ("{{ 'a' * 999999999 }}\n", 1),
        ("{{ 10 ** 10 ** 10 }}\n", 1),
        ("{{ range(999999999) | list }}\n", 1),
        ("{% for i in range(99999) %}{% for j in range(99999) %}\n{{ j }}\n{% endfor %}{% endfor %}\n", 2),
    ],
)
def test_a_slip_is_told_with_its_place(tmp_path: Path, template: str, line: int) -> None:
    result = _with_template(tmp_path, template)
    assert (result.code, result.out) == (2, b""), result.err
    assert f"templates/test/test.md.j2 har ett fel på rad {line}: " in result.err
    assert "danger" in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    "expression",
    [
        "t.said ~ entry.name",
        "t.said + entry.name",
        "[t.said, entry.name] | join",
        "t.said | fill(x=1) ~ entry.name",
        "(t.said ~ '%s') % entry.name",
    ],
)
def test_data_beside_the_words_of_a_document_is_still_data(tmp_path: Path, expression: str) -> None:
    result = _with_template(tmp_path, "{{ " + expression + " }}\n")
    assert result.text == "**sagt**\\[x\\](y)\n", result.err


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2022-11-20", "True False"), (DAY, "False False"), ("2099-01-01", "False True"), (None, "False False")],
)
def test_a_day_is_past_or_coming_as_seen_on_the_day_of_the_document(
    tmp_path: Path, value: str | None, expected: str
) -> None:
    written = "none" if value is None else f"'{value}'"
    result = _with_template(tmp_path, f"{{{{ {written} is past }}}} {{{{ {written} is coming }}}}\n")
    assert result.text == f"{expected}\n", result.err


def test_the_choices_of_a_field_come_from_its_schema(tmp_path: Path) -> None:
    template = '{% for one in choices.reaches %}{{ one.value }}: {{ one | label("is_") }}\n{% endfor %}'
    result = _with_template(tmp_path, template, "choices: {reaches: directive.reach}\n")
    schema = json.loads((Path(__file__).parents[2] / "schemas/directive.schema.json").read_text(encoding="utf-8"))
    reach = schema["properties"]["reach"]
    labels = [f"{value}: {reach['x-labels'][value]['sv']}" for value in reach["enum"]]
    assert result.text.splitlines() == labels, result.err


@pytest.mark.parametrize("path", ["directive.nothing", "nothing.reach", "directive.name", "directive.reach.deeper"])
def test_choices_of_what_is_no_choice_are_refused(tmp_path: Path, path: str) -> None:
    result = _with_template(tmp_path, "x\n", f"choices: {{wrong: {path}}}\n")
    assert (result.code, result.out) == (1, b"")
    assert f"choices.wrong nämner {path}, som inte finns" in result.err
    assert "Traceback" not in result.err


def test_a_blank_on_its_own_is_no_rule(tmp_path: Path) -> None:
    text = _with_template(tmp_path, "# x\n\n{{ blank }}\n\n- {{ blank }}\n\n1. {{ blank }}\n").text
    structure, texts = _as_markdown(text)
    assert [token[0] for token in structure if token[0] == "hr"] == []
    assert texts[1:] == ["________"] * 3
    assert re.search(r"^\\________$", text, re.MULTILINE)


LONGEST_LINE = 160


def test_no_line_of_a_template_is_too_long_to_read() -> None:
    templates = sorted((Path(__file__).parents[2] / "templates").rglob("*.j2"))
    assert templates
    long = [
        f"{template.parent.name}/{template.name}:{number}"
        for template in templates
        for number, line in enumerate(template.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LONGEST_LINE
    ]
    assert not long
