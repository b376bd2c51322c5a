"""Every rule: its page in the manual holds, word for word, and what one looks for is told from what only looks like it."""

import json
import re
from pathlib import Path

import pytest
import yaml
from free_codes import free_codes, used_codes
from rules.test_validate_cases import SCHEMA_CODES
from running import CASES, MANIFEST, ROOT, ssr, write

from ssr.commands.rule_pages import RulePage, page, pages
from ssr.finding import Severity
from ssr.rules.registry import RULES
from ssr.text.catalogue import LANGUAGES, catalogue

SHARED = CASES / "validate" / "_shared"
# What no entry can show: a link, a file that is too large, a document that does not fit, a template.
UNSHOWN = ["SSR001", "SSR004", "SSR010", "SSR013", "SSR027", "SSR218", "SSR603", "SSR604", "SSR605"]
CODES = [one.code for one in pages(catalogue("sv"))]
SHOWN = [code for code in CODES if code not in UNSHOWN]
MANUALS = [
    pytest.param(page(catalogue(language), code), id=f"{code}-{language}") for code in SHOWN for language in LANGUAGES
]
IN_BOTH = [pytest.param(*(page(catalogue(language), code) for language in LANGUAGES), id=code) for code in CODES]

# What stands before the name of a file as it was.
EARLIER = re.compile("tidigare: |earlier: ")


def files(snippet: str) -> dict[str, str]:
    """The files that a snippet shows, each under a comment that names it; one without a manifest gets the usual."""
    parts = re.split(rf"^# ((?:{EARLIER.pattern})?\S+\.yaml)\n", snippet, flags=re.MULTILINE)
    assert parts[0] == ""
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def laid_over_shared(folder: Path, shown: dict[str, str]) -> Path:
    base = {path.relative_to(SHARED).as_posix(): path.read_text(encoding="utf-8") for path in SHARED.rglob("*.yaml")}
    for name, text in shown.items():
        base[name] = base[name] + text if name == "ssr.yaml" else text
    return write(folder, base)


def codes(folder: Path, snippet: str) -> list[str]:
    """What is found in the shared base with the files of a snippet laid over it."""
    shown = files(snippet)
    before = {EARLIER.sub("", name): shown.pop(name) for name in list(shown) if EARLIER.match(name)}
    baseline = ["--baseline", laid_over_shared(folder / "earlier", before)] if before else []
    laid_over = any(name.startswith("overlay/") for name in shown)
    shown = {**({"overlay/ssr.yaml": MANIFEST} if laid_over else {}), **shown}
    overlay = ["--overlay", folder / "now/overlay"] if laid_over else []
    now = laid_over_shared(folder / "now", shown)
    result = ssr("validate", "--at", "2019-06-01", "--format", "json", *baseline, *overlay, kb=now)
    return [one["code"] for one in json.loads(result.text)["findings"]]


# A rule on what is wanted sees the bareness of all other examples.
NOTES = {rule.code for rule in RULES if rule.severity is Severity.NOTE}


def told(found: list[str], code: str) -> list[str]:
    return [one for one in found if one not in NOTES or one == code]


@pytest.mark.parametrize("manual", MANUALS)
def test_the_wrong_example_gives_exactly_this_code(manual: RulePage, tmp_path: Path) -> None:
    _, wrong, _ = manual.parts()
    assert set(told(codes(tmp_path, wrong), manual.code)) == {manual.code}


@pytest.mark.parametrize("manual", MANUALS)
def test_the_right_example_gives_none(manual: RulePage, tmp_path: Path) -> None:
    _, _, right = manual.parts()
    assert told(codes(tmp_path, right), manual.code) == []


@pytest.mark.parametrize("manual", MANUALS)
def test_a_page_says_what_and_why_and_shows_both(manual: RulePage) -> None:
    said, wrong, right = manual.parts()
    what, *why = said.split("\n\n")
    assert what.endswith(".")
    assert "\n" not in what
    assert all(paragraph.endswith(".") for paragraph in why)
    assert why
    assert wrong != right
    readable = (right,) if manual.code < "SSR101" else (wrong, right)  # the writing itself is wrong
    assert all(isinstance(yaml.safe_load(text), dict) for snippet in readable for text in files(snippet).values())


@pytest.mark.parametrize(("swedish", "english"), IN_BOTH)
def test_both_languages_show_the_same_files(swedish: RulePage, english: RulePage) -> None:
    for there, here in zip(swedish.parts()[1:], english.parts()[1:], strict=True):
        assert [EARLIER.sub("", name) for name in files(there)] == [EARLIER.sub("", name) for name in files(here)]
    assert swedish.parts()[0] != english.parts()[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_has_a_page_and_a_page_has_a_code(language: str) -> None:
    found = (ROOT / "ssr").rglob(f"{language}/rules/*.md")
    assert sorted(path.stem for path in found) == CODES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", UNSHOWN)
def test_what_no_file_can_show_is_explained_all_the_same(code: str, language: str) -> None:
    what, wrong, right = page(catalogue(language), code).parts()
    assert what.count(".") > 1
    assert (wrong, right) == ("", "")


def test_ssr_rule_explains_in_the_language_that_is_asked_for() -> None:
    swedish, english = (ssr("rule", "SSR302", "--lang", language).text for language in LANGUAGES)
    assert "Veckodagen stämmer inte med datumet." in swedish
    assert "\nFel:\n" in swedish
    assert "The weekday does not fit the date." in english
    assert "\nWrong:\n" in english


def test_codes_are_in_order_and_used_once() -> None:
    found = [rule.code for rule in RULES]
    assert found == sorted(set(found))
    assert all(re.fullmatch(r"SSR[2-8][0-9]{2}", code) for code in found)


def test_a_free_code_is_none_that_anything_has_or_had() -> None:
    free, used = list(free_codes(used_codes())), used_codes()
    assert {rule.code for rule in RULES} | set(SCHEMA_CODES) <= used
    assert not used & {*free}
    assert {code[:4] for code in free} == {code[:4] for code in used}
    assert list(free_codes({"SSR101", "SSR802", "SSR809", "SSR805"})) == ["SSR102", "SSR810"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_title(language: str) -> None:
    assert {rule.code for rule in RULES} <= set(catalogue(language).lookup("codes"))


# Personal identity numbers.


def with_text(folder: Path, text: str) -> list[str]:
    entry = json.dumps(
        {"name": "Rådet", "sort": "forum", "description": {"text": text, "sources": ["kalla"]}}, ensure_ascii=False
    )
    return codes(folder, f"# knowledge/structures/radet.yaml\n{entry}")


@pytest.mark.parametrize(
    "text",
    ["19121212-1212", "191212121212", "121212-1212", "1212121212", "121212+1212", "121212 1212", "121212\u20111212",
     "121212\u20131212", "Ring 121212-1212.", "(121212-1212)", "pnr121212-1212", "121272-1219", "811228-9874",
     "120112-1215", "121201-1215", "121231-1219", "121261-1212", "121291-1216"],
)  # fmt: skip
def test_a_personal_number_is_found(tmp_path: Path, text: str) -> None:
    assert with_text(tmp_path, text) == ["SSR704"]


@pytest.mark.parametrize(
    "text",
    ["212000-0142", "202100-2114", "556036-0793", "121212-1213", "121262",
     # No such month or day, though the last digit would fit.
     "120012-1216", "121312-1211", "121200-1216", "121232-1218", "121260-1213", "121292-1215",
     "1121212-12123", "12121212121212", "2018-11-14", "08-123 456 78", "0701-23 45 67", "121212--1212", "12 12 12 12 12"],
)  # fmt: skip
def test_what_only_looks_like_one_passes(tmp_path: Path, text: str) -> None:
    assert with_text(tmp_path, text) == []


# Placeholders.


@pytest.mark.parametrize(
    "text", ["TODO", "Skrivs TODO senare", "xxx", "XXXX", "lorem ipsum dolor", "Lorem ipsum", "FIXME:", "TBD", "Vad???"]
)
def test_unfinished_text_is_found(tmp_path: Path, text: str) -> None:
    assert with_text(tmp_path, text) == ["SSR705"]


@pytest.mark.parametrize("text", ["Todorov", "todos", "XX", "Vad?", "Va??", "XXL", "lorem", "Mastodont"])
def test_finished_text_passes(tmp_path: Path, text: str) -> None:
    assert with_text(tmp_path, text) == []


# What one broken file does to the others.


def test_of_what_is_unsound_only_references_are_judged(tmp_path: Path) -> None:
    broken = "# knowledge/structures/a.yaml\nname: TODO\nsort: zzz\nroles: [zzz]\nmandate: [{id: a, text: a}]\n"
    assert codes(tmp_path, broken) == ["SSR104", "SSR201"]


def test_what_is_unsound_hides_no_fault_of_others(tmp_path: Path) -> None:
    broken = "# knowledge/structures/a.yaml\nname: A\nsort: zzz\n"
    faulty = "name: TODO\nsort: group\nroles: [zzz]\nmandate: [{id: a, text: 121212-1212}]\naudience: office\n"
    alone = codes(tmp_path / "alone", f"# knowledge/structures/b.yaml\n{faulty}")
    assert {"SSR201", "SSR701", "SSR703", "SSR704", "SSR705"} <= set(alone)
    assert codes(tmp_path / "both", f"{broken}# knowledge/structures/b.yaml\n{faulty}") == ["SSR104", *alone]


def test_a_reference_to_an_unsound_entry_is_no_fault(tmp_path: Path) -> None:
    files_ = "# knowledge/structures/a.yaml\nname: A\nsort: zzz\n# knowledge/structures/b.yaml\nname: B\nsort: group\nroles: [a]\nmarks:\n  roles: {sources: [kalla]}\n"
    assert codes(tmp_path, files_) == ["SSR104"]


def test_a_period_that_cannot_be_read_is_a_period_all_the_same(tmp_path: Path) -> None:
    files_ = (
        "# knowledge/goal-images/2019-2022.yaml\nname: [\n"
        "# knowledge/directives/2019-2022/sno.yaml\nname: Snö\nreach: regional\nsources: [kalla]\n"
    )
    assert told(codes(tmp_path, files_), "") == ["SSR020"]


@pytest.mark.parametrize(("broken", "is_told"), [("structures", False), ("actors", True), ("vocabularies", True)])
def test_what_cannot_be_judged_may_be_what_a_count_lacks(tmp_path: Path, broken: str, *, is_told: bool) -> None:
    """An unsound entry of the kind that is counted, not one of another kind."""
    files_ = (
        "# ssr.yaml\ncounts: [{kind: structure, where: {sort: forum}, count: 99}]\n"
        f"# knowledge/{broken}/trasig.yaml\nname: T\nsort: zzz\n"
    )
    found = codes(tmp_path, files_)
    assert any(code.startswith("SSR10") for code in found)
    assert ("SSR602" in found) is is_told


def test_periods_without_dates_do_not_overlap(tmp_path: Path) -> None:
    files_ = "".join(
        f"# knowledge/goal-images/{name}.yaml\nname: M{name}\nunknown: Allt.\n" for name in ("2015-2018", "2019-2022")
    )
    assert codes(tmp_path, files_) == []
