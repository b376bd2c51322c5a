"""How findings are told: to a person, as JSON, to GitHub; safely, and never without end."""

import json
from pathlib import Path

import pytest
from running import MANIFEST, Result, ssr, write

from ssr.finding import Finding, Location, Position, Severity
from ssr.report.exchange import findings_as_gitlab, findings_as_junit, findings_as_sarif
from ssr.report.finding_text import findings_as_text
from ssr.report.machine import findings_as_github, findings_as_json
from ssr.report.sentences import Sentences, chosen, visible_line
from ssr.text.catalogue import catalogue

SV = catalogue("sv")
FORMATS = ["text", "json", "github", "gitlab", "sarif", "junit"]
SUMMARY = "::notice title=ssr validate::Allt i korthet.\n"


def finding(path: str = "knowledge/actors/a.yaml", line: int = 1, **parameters: object) -> Finding:
    parameters = {"value": "haning", "suggestion": "haninge", **parameters}
    location = Location(path, Position(line, 3, 6))
    return Finding("SSR201", Severity.ERROR, "unknown-reference", location, parameters, public=True)


def told(findings: list[Finding], format_: str, line: str = "") -> str:
    sentences = Sentences(SV)
    if format_ == "json":
        return findings_as_json(findings, 0, sentences, files=1, entries=1)
    if format_ == "github":
        return findings_as_github(findings, 0, SV, sentences, "Allt i korthet.")
    if format_ == "gitlab":
        return findings_as_gitlab(findings, 0, SV, sentences, "ssr.yaml")
    if format_ == "sarif":
        return findings_as_sarif(findings, 0, SV, sentences)
    if format_ == "junit":
        return findings_as_junit(findings, 0, SV, sentences, strict=False, summary="Allt i korthet.")
    return findings_as_text(findings, 0, SV, sentences, lambda _: line)


def checked(folder: Path, files: dict[str, str], *arguments: str) -> Result:
    return ssr("validate", *arguments, kb=write(folder, {"ssr.yaml": MANIFEST, **files}))


# Shapes that others may build on.


def test_json(tmp_path: Path) -> None:
    group = "name: Gruppen {}\nsort: group\n"
    files = {
        "knowledge/structures/a.yaml": f"{group.format('a')}reports_to: bb\nillustrative: true\n",
        "knowledge/structures/b.yaml": f"{group.format('b')}illustrative: true\nmembers:\n  - party: a\n  - party: a\n",
    }
    assert json.loads(checked(tmp_path, files, "--format", "json").text) == {
        "findings": [
            {
                "code": "SSR201",
                "severity": "error",
                "message": "bb finns inte i basen",
                "hint": "skriv id:t så som filen heter, utan .yaml",
                "path": "knowledge/structures/a.yaml",
                "line": 3,
                "column": 13,
                "related": [],
            },
            {
                "code": "SSR207",
                "severity": "error",
                "message": "nyckeln a finns redan i listan",
                "hint": "ge punkten en egen nyckel, eller datum som inte överlappar",
                "path": "knowledge/structures/b.yaml",
                "line": 6,
                "column": 12,
                "related": [
                    {
                        "path": "knowledge/structures/b.yaml",
                        "line": 5,
                        "column": 12,
                        "message": "se även knowledge/structures/b.yaml:5:12",
                    }
                ],
            },
        ],
        "files": 2,
        "entries": 2,
        "omitted": 0,
    }


def test_json_when_all_is_well(tmp_path: Path) -> None:
    result = checked(tmp_path, {}, "--format", "json")
    assert json.loads(result.text) == {"findings": [], "files": 0, "entries": 0, "omitted": 0}


def test_github() -> None:
    assert told([finding(line=7)], "github") == SUMMARY + (
        "::error file=knowledge/actors/a.yaml,line=7,col=3,endColumn=9,title=SSR201 Hänvisning till något som inte finns::"
        "haning finns inte i basen – menade du haninge?\n"
    )


@pytest.mark.parametrize(
    ("severity", "command"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.NOTE, "notice")]
)
def test_github_says_how_bad_it_is(severity: Severity, command: str) -> None:
    one = Finding("SSR705", severity, "placeholder", Location("a.yaml"), {"value": "TODO"})
    assert told([one], "github").startswith(f"{SUMMARY}::{command} file=a.yaml,")


def test_github_when_all_is_well(tmp_path: Path) -> None:
    text = checked(tmp_path, {}, "--format", "github").text
    assert text == "::notice title=ssr validate::Inga fel i 0 poster.\n"


def test_github_shows_ten_of_each_and_the_log_the_rest() -> None:
    many = [finding(line=line) for line in range(1, 13)]
    lines = told(many, "github").splitlines()
    assert lines[0] == (
        "::notice title=ssr validate::Allt i korthet. GitHub märker högst tio av varje grad; 2 till står i loggen."
    )
    assert [line.partition(" ")[0] for line in lines[1:11]] == ["::error"] * 10
    assert lines[11:] == [
        f"knowledge/actors/a.yaml:{line}:3  fel SSR201  haning finns inte i basen – menade du haninge?"
        for line in (11, 12)
    ]


# Nothing in the data makes a terminal or a log do anything.

HOSTILE = [
    "a\nb", "a\r\nb", "a\rb", "\n::error::x", "::error::x", "##[error]x", "##[add-mask]x", "a,b:c", "100%", "%0A::error::x",
    "\x1b[2J", "\x9b2J", "a\u202eb", "a\u200bb", "a\x00b", "\u2028::error::x", "\ud800", "\ufeff", "{0}{value}{n}", "%(x)s",
]  # fmt: skip


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_is_shown_not_obeyed(text: str, format_: str) -> None:
    one = finding(f"knowledge/{text}.yaml", value=text, suggestion=text)
    printed = told([one], format_, line=f"name: {text}")

    assert all(letter == "\n" or letter.isprintable() for letter in printed)
    assert "##[" not in printed
    for line in printed.splitlines():
        assert not line.strip().startswith("::") or (
            format_ == "github" and line.startswith(("::error file=knowledge/", "::notice title=ssr validate::"))
        )
    assert len(told([finding(line=1)], format_, line="name: a").splitlines()) == len(printed.splitlines())
    printed.encode("utf-8")
    if format_ == "json":
        assert len(json.loads(printed)["findings"]) == 1


def test_properties_of_an_annotation_are_escaped() -> None:
    [_, line] = told([finding("knowledge/a,line=9::b%.yaml", value="c,d::e%")], "github").splitlines()
    properties, message = line.removeprefix("::error ").split("::", 1)
    assert properties.startswith("file=knowledge/a%2Cline=9%3A%3Ab%25.yaml,line=1,")
    assert message.startswith("c,d::e%25 finns inte i basen")


def test_a_text_is_shown_on_one_line() -> None:
    assert visible_line("å\n\x1b\u202e🚨") == "å\\u000a\\u001b\\u202e🚨"


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_in_a_change_is_shown_not_obeyed(tmp_path: Path, text: str) -> None:
    """In names, in the words that differ, in values, in what references lead to; on one line each."""
    told = []
    for said in ("harmlos", text):
        files = {}
        for side, word in (("old", "förr"), ("new", "nu")):
            quoted = json.dumps(f"{said} {word}")
            step = f"  - id: a\n    rank: 1\n    text: {json.dumps(f'så {said} {word} igen')}\n    channel: {quoted}\n    who: [g]\n"
            files[f"{side}/knowledge/routines/larm.yaml"] = f"name: {quoted}\nsteps:\n{step}"
            files[f"{side}/knowledge/structures/g.yaml"] = f"name: {quoted}\nsort: group\n"
        manifest = {f"{side}/ssr.yaml": MANIFEST for side in ("old", "new")}
        base = write(tmp_path / str(len(told)), {**files, **manifest})
        result = ssr("diff", str(base / "old"), str(base / "new"), kb=base / "new")
        if result.err:  # a text that YAML does not allow
            return
        told.append(result.text.partition("\n")[2])
        assert all(letter == "\n" or letter.isprintable() for letter in told[-1])
        assert "##[" not in told[-1]
    assert len(told[0].splitlines()) == len(told[1].splitlines()) >= 8


# The line and the carets.


def excerpt(line: str, column: int, width: int) -> list[str]:
    one = Finding(
        "SSR705", Severity.WARNING, "placeholder", Location("a.yaml", Position(1, column, width)), {"value": "x"}
    )
    return [row[6:] for row in told([one], "text", line=line).splitlines() if " | " in row]


@pytest.mark.parametrize(
    ("line", "meant", "column"),
    [("name: xxx", "xxx", 6), ("\tname: xxx", "xxx", 7), ("a: 🚨 xxx", "xxx", 6), ("a: 消防 xxx", "xxx", 8),
     ("a: e\u0301 xxx", "xxx", 5), ("a: \x1b xxx", "xxx", 10), ("xxx", "xxx", 0)],
)  # fmt: skip
def test_carets_stand_under_what_is_meant(line: str, meant: str, column: int) -> None:
    shown_line, carets = excerpt(line, line.index(meant) + 1, len(meant))
    assert carets == " " * column + "^" * len(meant)
    assert shown_line.endswith(meant)


def test_wide_letters_have_wide_carets() -> None:
    assert excerpt("a: 消防", 4, 2)[1] == "   ^^^^"


def test_a_long_line_is_cut_around_what_is_meant() -> None:
    shown_line, carets = excerpt("a" * 5000 + "TODO" + "b" * 5000, 5001, 4)
    assert len(shown_line) <= 160
    start = carets.index("^")
    assert shown_line[start : start + 4] == "TODO"
    assert carets.count("^") == 4
    assert excerpt("a" * 5000, 1, 5000)[1] == "^" * 160


def test_a_line_that_is_not_there_is_left_out() -> None:
    assert excerpt("", 1, 1) == []
    assert excerpt("   ", 1, 1) == []


# Never without end.


def test_at_most_twenty_of_a_file_and_two_hundred_in_all() -> None:
    many = [finding(f"{file:02}.yaml", line) for file in range(15) for line in range(1, 26)]
    kept, left_out = chosen(many)
    assert len(kept) == 200
    assert left_out == len(many) - 200
    assert [one.location.path for one in kept] == [f"{file:02}.yaml" for file in range(10) for _ in range(20)]


def test_those_left_out_are_counted(tmp_path: Path) -> None:
    files = {"knowledge/structures/a.yaml": "name: G\nsort: group\n" + "".join(f"x{i}: 1\n" for i in range(50))}
    text = checked(tmp_path, files).text
    assert text.count("SSR103") == 20
    assert text.endswith("\n20 fel i 1 fil.\n\n30 till visas inte.\n")
    assert json.loads(checked(tmp_path, files, "--format", "json").text)["omitted"] == 30
    for format_ in FORMATS:
        assert "30 till visas inte." in checked(tmp_path, files, "--format", format_).text or format_ == "json"


FILES = {
    "unknown fields": "name: G\nsort: group\n" + "".join(f"{'k' * 90}{i}: {'v' * 20}\n" for i in range(4000)),
    "one long line": "name: G\nsort: group\nroles: [" + ", ".join(f"{'å' * 80}-{i}" for i in range(2500)) + "]\n",
    "missing fields": "name: G\nsort: group\nmandate:\n" + "  - {}\n" * 3_000,
    "long values": "name: G\nsort: group\nmodes: [" + ", ".join(f"{'🚨' * 80}{i}" for i in range(1200)) + "]\n",
    "repeated keys": "name: G\nsort: group\nmembers:\n" + "  - party: haninge\n" * 2_000,
}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("text", FILES.values(), ids=list(FILES))
def test_a_hostile_file_makes_little_output(tmp_path: Path, text: str, format_: str) -> None:
    result = checked(tmp_path, {"knowledge/structures/a.yaml": text}, "--format", format_)
    assert result.code == 1
    assert 0 < len(result.out) < 200_000


@pytest.mark.parametrize("format_", FORMATS)
def test_many_hostile_files_make_little_output(format_: str) -> None:
    many = [
        finding(f"knowledge/{'å/' * 900}{n:03}.yaml", n + 1, value="å" * 500, suggestion="ö" * 90) for n in range(200)
    ]
    printed = told(many, format_, line="🚨" * 400)
    assert len(printed.encode()) < 200_000
    if format_ == "json":
        report = json.loads(printed)
        assert len(report["findings"]) + report["omitted"] == 200
    else:
        assert "till visas inte." in printed or printed.count("SSR201  ") + printed.count("title=SSR201 ") == 200


@pytest.mark.parametrize("last", [0, 3])
def test_no_error_hides_behind_what_is_only_to_be_looked_at(last: int) -> None:
    """Neither in its own file nor in the last of many; what is shown is in order of place."""
    paths = [f"knowledge/actors/a{number % (last + 1)}.yaml" for number in range(400)]
    notes = [finding(path, line)._replace(severity=Severity.NOTE) for line, path in enumerate(paths, 1)]
    error = finding(f"knowledge/actors/a{last}.yaml", 999)
    kept, left_out = chosen([*notes, error])
    assert error in kept
    assert (len(kept), left_out) == (20 * (last + 1), 401 - 20 * (last + 1))
    assert kept == sorted(kept, key=lambda one: one.order)
