"""The tool's words: the same in both languages, the ones that the office uses, sorted and dated as people expect."""

import ast
import errno
import json
import os
import re
import string
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import ssr.base.schema
import ssr.base.yaml
from ssr.rules.registry import RULES
from ssr.text.catalogue import LANGUAGES, catalogue
from ssr.text.sorting import sort_key

TOP = Path(__file__).parents[2]
SV, EN = catalogue("sv"), catalogue("en")


# Both catalogues say the same.


def whole(language: str) -> dict[str, Any]:
    """All that a catalogue says, whichever file it is in; a section is in one file only."""
    found: dict[str, Any] = {}
    for path in sorted((TOP / "ssr" / "text" / "words" / language).glob("*.yaml")):
        sections = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert not found.keys() & sections.keys(), path
        assert path.stem == "words" or list(sections) == [path.stem], path
        found |= sections
    return found


def leaves(node: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for key, below in node.items():
            yield from leaves(below, f"{above}.{key}" if above else key)
    else:
        yield above, node


def parameters(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def form(sentence: Any) -> Any:
    """What two languages must have alike: the parameters, of each text in a list."""
    return [form(one) for one in sentence] if isinstance(sentence, list) else parameters(sentence)


def test_the_catalogues_have_the_same_keys_and_parameters() -> None:
    swedish, english = ({key: form(one) for key, one in leaves(whole(language))} for language in LANGUAGES)
    assert swedish == english


def test_why_the_machine_refuses_is_said_in_the_readers_language() -> None:
    for name in SV.lookup("machine"):
        told = os.strerror(getattr(errno, name))
        assert told not in SV.text("errors.cannot-write.message", path="a.md", reason=told)
    unworded = os.strerror(errno.ENOEXEC)
    assert unworded in SV.text("errors.cannot-write.message", path="a.md", reason=unworded)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty(language: str) -> None:
    assert [key for key, sentence in leaves(whole(language)) if not sentence] == []


def test_what_is_said_in_english_holds_no_swedish_sentence() -> None:
    """Not the pages of rules either: what their examples say can be read by whoever reads the page."""
    swedish = re.compile(r"\b(att|av|den|det|eller|för|inte|med|och|på|som|till|är)\b")
    pages = sorted((TOP / "ssr/text/words/en").rglob("*.*"))
    lines = [(path.name, line) for path in pages for line in path.read_text(encoding="utf-8").splitlines()]
    assert [place for place in lines if swedish.search(place[1])] == []


# Everything the code may say is there. The code is read rather than run, so that no key is forgotten.

MODULES = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted((TOP / "ssr").rglob("*.py"))]
KEY_OF_FINDING = {"Hit": 2, "Finding": 2, "UnreadableError": 0, "wrong": 1, "_broken": 2}
KEY_OF_ERROR = {"UsageError": 0, "UnsoundError": 0, "MachineError": 0}


def calls(module: ast.Module, names: dict[str, int]) -> Iterator[tuple[ast.Call, list[str]]]:
    """Every call of a function so named, and the texts that its key may be as far as the source shows."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in names and len(node.args) > names[name]:
                yield node, list(values(node.args[names[name]], module))


def values(expression: ast.expr | None, module: ast.Module) -> Iterator[str]:
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        yield expression.value
    elif isinstance(expression, ast.IfExp):
        yield from values(expression.body, module)
        yield from values(expression.orelse, module)
    elif isinstance(expression, ast.Call) and isinstance(expression.func, ast.Name):
        for function in module.body:
            if isinstance(function, ast.FunctionDef) and function.name == expression.func.id:
                for node in ast.walk(function):
                    if isinstance(node, ast.Return):
                        yield from values(node.value, module)


FINDINGS = sorted(
    {key for module in MODULES for _, found in calls(module, KEY_OF_FINDING) for key in found}
    | {*ssr.base.yaml._CODES, *ssr.base.schema._CODES, *ssr.base.schema._LIMITS.values()}
)
ERRORS = [(call, key) for module in MODULES for call, found in calls(module, KEY_OF_ERROR) for key in found]


def test_the_keys_are_found() -> None:
    """The reading of the code sees each way that a key is written in it."""
    assert {
        "unknown-reference",
        "broken-schema",
        "schema-lacks",
        "not-yaml",
        "symbolic-link",
        "html-page",
        "too-few",
    } <= {*FINDINGS}
    assert {"no-base-above", "no-base-there", "unknown-id", "cannot-write"} <= {key for _, key in ERRORS}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", FINDINGS)
def test_a_finding_has_a_message_and_a_hint(key: str, language: str) -> None:
    assert set(catalogue(language).lookup(f"findings.{key}")) == {"message", "hint"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_title(language: str) -> None:
    codes = {rule.code for rule in RULES} | {*ssr.base.yaml._CODES.values(), *ssr.base.schema._CODES.values()}
    assert codes <= set(catalogue(language).lookup("codes"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("call", "key"), ERRORS, ids=[f"{key}-{call.lineno}" for call, key in ERRORS])
def test_an_error_has_its_sentences_and_fills_them_in(call: ast.Call, key: str, language: str) -> None:
    sentences = catalogue(language).lookup(f"errors.{key}")
    assert {"message"} <= set(sentences) <= {"message", "hint"}
    given_ = {keyword.arg for keyword in call.keywords}
    assert None in given_ or set().union(*map(parameters, sentences.values())) <= given_


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_that_the_code_writes_out_exists(language: str) -> None:
    asked = {key for module in MODULES for _, found in calls(module, {"text": 0, "lookup": 0}) for key in found}
    assert "report.counted" in asked
    assert [key for key in sorted(asked) if not catalogue(language).has(key)] == []


# The project's word list ("avoid"), from what the documents should look like: the words that the office does not use,
# or that mean something else to it. What to write instead stands after each.
AVOIDED = [
    "direktiv(et|en|ens)?",  # inriktning
    "order(n|na)?",  # inriktning
    "situationsbild(en|er|erna)?",  # lägesrapport, lägesbild
    "illustrativ[at]?",  # EXEMPEL
    "illustrative",
    "utgåv(a|an|or|orna)",  # version
    "editions?",
    "pensionera[dt]e?",  # har upphört, ersatt av
    "utgång(en|na)",
    "utgått",
    "omprioritera[dt]e?",  # prioritet ändrad från 3 till 1
    "suspekt[a]?",  # behöver ses över
    "fynd(et|en)?",  # fel, varning, att kontrollera
    "findings?",
    "rendera(r|s|d|de|t)?",  # ta fram
    "commit(s|a|ta|tad|ten)?",  # sparad ändring
    "PR",  # ändringsförslag
    "merge(n|s)?",  # införd
    "merga(r|s|d|t)?",
    "ansvariga?",  # berörda aktörer, sammanhållande
    "beslutade?",  # överenskommen
    "hemlig[at]?",  # lagrummet, och vem som har papperet
    "konfidentiell[at]?",
    "verklig[at]?",  # SKARPT LÄGE
]
# Phrases of which each word is good Swedish by itself: what translated or clumsy Swedish says where the field has a term.
PHRASES = [
    "så som det är (?:mån|tis|ons|tors|fre|lör|sön)dag",  # uppgifterna avser
    "så som det är en viss dag",
    "läsare:",  # spridning:
    "läsarkretsen är",
    "snäv läsarkrets",
    "postens läge",  # status
    "målen (?:som )?den tjänar",  # bidrar till
    "åtgärderna tjänar",
    "förbund betjänar",  # räddningstjänst för
    "vilken sorts",  # vilken typ av
    "fel sorts",
    "av samma sort",
    "papper (?:som )?den vilar på",  # källor, handlingar
    "papper som stöder",
    "papper som omfattas",
    "papper under sekretess",
    "genom andra papper",
    "en pekare till ett",  # en hänvisning till en
    "behov av samordning",  # samverkansbehov
    "(?:ta reda på )?vad som behöver samordnas",
    "kalla vilka",  # vilka kallas
    "anslut så här",  # anslutning
    "håller i punkten",  # föredragande
    "är genomgånget",  # är granskat
    "vem som har den",  # tillhandahålls av
    "vad man tar till",  # reservalternativ
    "räkneverk som",  # ändringsnummer
    "hänger ihop med",  # har samband med
    "vad det blev av",  # vad det ledde till
    "försök att påverka informationen",  # informationspåverkan
    "skattar? (?:sina (?:egna )?förmågor|sig själv)",  # gör en självskattning
    "förmågor skattats",
    "stod för övningen",  # anordnade
    "samordnar sig",  # samordnar sina åtgärder
    "vem de än kommer från",  # oavsett avsändare
    "(?:budskap|besked) som stämmer överens",  # samstämmiga budskap
    "hänger i luften",  # det finns luftledningar
    "håller ihop",  # samordnar
    "siktar mot",  # det önskade läge som ... beskriver
    "ligger steget före",  # proaktivt förhållningssätt
    "förebyggas och bli mindre",  # begränsas
    "infrastruktur(?:en)? är sammansatt",  # komplex
    "det som märks delas",  # iakttagelserna delas
    "hålla ut när",  # agera uthålligt
    "ett större ansvar",  # utökat ansvar och mandat
    "fanns staben",  # etablerades
    "lyft frågor(?:na)? till",  # eskalera
    "främjar samarbete",  # samverkan
    "samarbetet i vardagen",  # samverkan
    "måste man vara med",  # är medlemskapet frivilligt
    "och målbild\\?",  # vad betyder målbild
    "hur olika organisationer är",  # varje organisations förutsättningar
    "vad de inte gör det",  # vad var och en gör själv
    "relevanta, riktiga och snabba",  # korrekta, nå ut snabbt
    "platser att värma sig på",  # trygghetspunkter
    "ta hjälp av terrängfordon",  # bandvagnar
    "planera avlösning",  # för uthållighet
    "gå ut samlat",  # uppmana samordnat
    "rustad för vinter(?:n)?",
    "ta hand om människor",  # bistå
    "pröva kontaktvägarna",  # kontrollera
    "kunskap från kommun, trafik",  # kompetens från aktörskategorierna
    "ser till att .{0,60}har personal",  # säkrar bemanningen
    "vidtar? de första åtgärderna",  # inledande
    "lägets? (?:ändras )?till utkast",  # status
    "saknas läge",
    "rad om läget",
    "kontrollera mot senaste",  # den senaste versionen
    "ändrat sedan förra(?! lägesbilden)",
    "inte rapporterat se",  # inom parentes
    "aktiveringen hinner före",  # i ett tidigt skede
    "ut av misstag",  # sändes av misstag
    "följande stämmer, men inte allt",  # ett eller två av följande tre villkor är uppfyllda
    "skriv ett steg",  # ange nivå enligt skalan
    "behöver inriktas",  # att komma överens om
    "inriktas eller överenskommas",
    "lämna tillbaka",  # skicka in
    "kommit tillbaka",  # inlämnade
    "på annat håll",
    "på stående fot",
    "hålla ögonen på",  # bevaka
]
_AVOIDED = re.compile(rf"(?<!\w)(?:{'|'.join(AVOIDED + PHRASES)})(?!\w)", re.IGNORECASE)
_PHRASED = re.compile(rf"(?<!\w)(?:{'|'.join(PHRASES)})(?!\w)", re.IGNORECASE)
# Pages of docs/ that are written in English; what they quote of the Swedish is quoted as it was.
IN_ENGLISH = {
    "annotations.md",
    "architecture.md",
    "extending.md",
    "reviewed.md",
    "rules.en.md",
    "testing.md",
    "truth.md",
}
# What stands as it is typed at the keyboard or in a file: parameters, options, and fields with their colon.
_TYPED = re.compile(r"\{\w*\}|--[\w-]+|\billustrative: true\b")


def swedish(node: Any) -> Iterator[str]:
    """Every Swedish text in a schema or a document's description: what stands under `sv` or `x-sv`."""
    if isinstance(node, dict):
        for key, below in node.items():
            yield from texts(below) if key in {"sv", "x-sv"} else swedish(below)
    elif isinstance(node, list):
        for below in node:
            yield from swedish(below)


def texts(node: Any) -> Iterator[str]:
    for _, value in leaves(node):
        yield from value if isinstance(value, list) else [value] if isinstance(value, str) else swedish(value)


def avoided_in(found: Iterator[str]) -> list[tuple[str, str]]:
    return [(word, text) for text in found for word in _AVOIDED.findall(_TYPED.sub("", text))]


SCHEMAS = sorted((TOP / "schemas").glob("*.schema.json"))
DOCUMENTS = sorted((TOP / "templates").glob("*/*.yaml"))


def test_the_catalogue_uses_the_words_of_the_office() -> None:
    assert avoided_in(texts(whole("sv"))) == []


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_the_schemas_use_the_words_of_the_office(path: Path) -> None:
    assert avoided_in(swedish(json.loads(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_documents_use_the_words_of_the_office(path: Path) -> None:
    assert avoided_in(swedish(yaml.safe_load(path.read_text(encoding="utf-8")))) == []


def test_what_is_handed_out_uses_the_words_of_the_office(documents: Mapping[str, str]) -> None:
    """Whatever the entries of both bases say; titles of papers are quoted as they are, but none needs it yet."""
    found = {name: avoided_in(iter([markdown])) for name, markdown in documents.items()}
    assert {name: words for name, words in found.items() if words} == {}


PAGES = [
    *(TOP / name for name in ("README.md", "CONTRIBUTING.md", "ssr.yaml")),
    *(page for page in sorted((TOP / "docs").glob("*.md")) if page.name not in IN_ENGLISH),
    *sorted((TOP / "ssr" / "text" / "words" / "sv" / "rules").glob("*.md")),
    *(path for folder in ("knowledge", "examples") for path in sorted((TOP / folder).rglob("*.yaml"))),
]


def test_pages_and_entries_use_no_phrase_that_the_office_does_not() -> None:
    """Also what no document prints: manual pages, handbooks, and remarks to those who keep the base.

    Single words are left out here: a handbook tells what GitHub and the file call a thing.
    """
    found = {page: _PHRASED.findall(" ".join(page.read_text(encoding="utf-8").split())) for page in PAGES}
    assert {str(page.relative_to(TOP)): words for page, words in found.items() if words} == {}


def test_a_status_is_not_called_by_the_word_for_a_mode() -> None:
    """*Läge* is the ordinary or the activated one."""
    called = {
        f"{path.name} {name}"
        for path in SCHEMAS
        for name, shape in properties(json.loads(path.read_text(encoding="utf-8")))
        if isinstance(shape, dict) and shape.get("x-sv", {}).get("title") == "Läge" and name != "mode"
    }
    assert called == set()


def properties(node: Any) -> Iterator[tuple[str, Any]]:
    """Every property in a schema, and every definition that one may point at."""
    if isinstance(node, dict):
        for key, below in node.items():
            yield from below.items() if key in {"properties", "$defs"} else ()
            yield from properties(below)
    elif isinstance(node, list):
        for below in node:
            yield from properties(below)


def test_the_word_list_is_looked_for() -> None:
    assert avoided_in(iter(["Fyll i utgåvan.", "Inga FYND", "en sammanslagen PR"]))
    phrases = [
        "Så som det är måndag 21 november 2022",
        "Läsare: Öppen",
        "Vilken sorts möte det är.",
        "Behov av samordning.",
        "där ledningarna hänger i luften",
        "Vem som håller ihop den.",
    ]
    assert all(avoided_in(iter([phrase])) for phrase in phrases)
    assert not avoided_in(iter(["om något verkligen har ändrats", "--edition {edition}", "ordning", "utgångspunkt"]))
    plain = [
        "på papper",
        "Läget nu",
        "en sorts kalender",
        "läsaren ser",
        "Behov av stöd och samordning",
        "så som det är nu",
    ]
    assert not avoided_in(iter(plain))


# Sorting.


def in_order(*words: str) -> bool:
    return sorted(words, key=sort_key, reverse=True) == list(reversed(words))


@pytest.mark.parametrize(
    "words",
    [
        ("Zinkgruvan", "Ålsten", "Älta", "Ösmo"),
        ("Arboga", "arken", "Askim"),
        ("kommun 2", "kommun 10", "kommun 100"),
        ("2019-2022", "2023-2026"),
        ("idag", "idé", "idén", "ider"),
        ("Mydal", "Müller", "Myran"),
        ("Lag", "Lag om skydd", "Lagen"),
        ("Upplands-Bro", "Upplands Väsby"),
        ("09", "9", "10", "a"),
        ("z", "Æ", "ö"),
    ],
    ids="-".join,
)
def test_sorting_is_swedish(words: tuple[str, ...]) -> None:
    assert in_order(*words)


def test_letters_that_are_put_together_sort_as_the_whole_letter() -> None:
    assert in_order("zebra", "a\u030anger", "ångstrom")


def test_very_long_numbers_sort_by_value() -> None:
    """Python refuses to turn so long a text into a number."""
    assert in_order("7", "1" * 5000, "2" * 5000, "1" * 5001)


@settings(deadline=None)
@given(st.lists(st.text(max_size=12), max_size=12), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_where_one_began(words: list[str], chance: Any) -> None:
    shuffled = list(words)
    chance.shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == sorted(words, key=sort_key)


@settings(deadline=None)
@given(st.text(), st.text())
def test_only_equal_texts_sort_alike(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) is (one == other)


# Dates and numbers.


@pytest.mark.parametrize(
    ("day", "swedish", "english"),
    [
        (date(2018, 11, 14), "onsdag 14 november 2018 (v. 46)", "Wednesday 14 November 2018 (week 46)"),
        (date(2019, 1, 1), "tisdag 1 januari 2019 (v. 1)", "Tuesday 1 January 2019 (week 1)"),
        (date(2018, 12, 31), "måndag 31 december 2018 (v. 1)", "Monday 31 December 2018 (week 1)"),
        (date(2021, 1, 3), "söndag 3 januari 2021 (v. 53)", "Sunday 3 January 2021 (week 53)"),
        (date(2024, 2, 29), "torsdag 29 februari 2024 (v. 9)", "Thursday 29 February 2024 (week 9)"),
    ],
    ids=str,
)
def test_a_day_in_full(day: date, swedish: str, english: str) -> None:
    assert SV.day(day) == swedish
    assert EN.day(day) == english


def test_a_day_in_short() -> None:
    assert SV.short_day(date(2018, 11, 14)) == "ons 14/11"
    assert EN.short_day(date(2018, 11, 14)) == "Wed 14/11"


def test_weekday_and_time_of_day() -> None:
    assert (SV.weekday(date(2018, 11, 14)), EN.weekday(date(2018, 11, 14))) == ("onsdag", "Wednesday")
    assert (SV.clock("13:00"), EN.clock("13:00")) == ("kl. 13.00", "13:00")
    assert (SV.clock("08:05"), EN.clock("08:05")) == ("kl. 08.05", "08:05")


@pytest.mark.parametrize(("n", "swedish", "english"), [(0, "0 varningar", "0 warnings"), (1, "1 varning", "1 warning")])
def test_one_and_many(n: int, swedish: str, english: str) -> None:
    assert SV.text("report.warning", n=n) == swedish
    assert EN.text("report.warning", n=n) == english


def test_a_missing_key_is_a_bug_of_ours() -> None:
    assert not SV.has("findings.no-such")
    with pytest.raises(KeyError):
        SV.text("findings.no-such.message")


@pytest.mark.parametrize(
    ("value", "full", "plain"),
    [
        ("2018-11-14", "onsdag 14 november 2018 (v. 46)", "14 november 2018"),
        ("2018-11", "november 2018", "november 2018"),
        ("2018", "2018", "2018"),
    ],
)
def test_a_day_is_told_as_far_as_it_is_known(value: str, full: str, plain: str) -> None:
    assert SV.known_day(value) == full
    assert SV.known_day(value, week=False) == plain
