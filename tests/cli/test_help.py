"""Help pages and refusals of a call: whole sentences of ours, in the user's language, whatever the parser says."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from running import EXEMPELLAN, ROOT, process, ssr

from ssr import cli
from ssr.cli.app import DECLARED, app
from ssr.cli.console import Console
from ssr.cli.help_page import COMMON, Command, Group
from ssr.cli.setting import Run, Setting
from ssr.cli.usage import _SENTENCES
from ssr.errors import UsageError
from ssr.text.catalogue import LANGUAGES, catalogue

# Words of the library: what stands in its code in marks of translation or in its messages of failure.
LIBRARY = re.compile(
    r"\b(?:usage|options?|arguments?\b(?<!argument)|commands?|default|required|dynamic|deprecated|show this|exit\b|env var|"
    r"args|no such|missing|invalid|got|unexpected|extra|requires|did you mean|try|for help|possible|choose|error|value)\b",
    re.IGNORECASE,
)


def every_command(ctx: Any, *above: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each command and group with the words that call it, as the library holds them."""
    yield above, ctx.command
    if isinstance(ctx.command, Group):
        for name in ctx.command.list_commands(ctx):
            command = ctx.command.get_command(ctx, name)
            yield from every_command(type(ctx)(command, ctx, name), *above, name)


def root(kb: Path = ROOT, language: str = "sv") -> Any:
    """The context of the whole command line on a base."""
    run = Run(Setting(str(kb), None, language), Console(catalogue(language)))
    return typer.Context(typer.main.get_command(app), info_name="ssr", obj=run)


COMMANDS = dict(every_command(root()))
CALLS = [" ".join(words) for words in COMMANDS]


def help_of(call: str, language: str = "sv") -> str:
    result = ssr(*call.split(), "--help", "--lang", language)
    assert (result.code, result.err) == (0, "")
    return result.text


def parts(page: str) -> list[str]:
    """The headings of a page."""
    return re.findall(r"^(\S.*):$", page, re.MULTILINE)


def rows(page: str, heading: str) -> list[str]:
    """The first column under a heading."""
    (block,) = re.findall(rf"^{re.escape(heading)}:\n((?:  .*\n)*)", page, re.MULTILINE)
    return re.findall(r"^  (\S+)", block, re.MULTILINE)


# Help


def test_every_command_is_looked_at() -> None:
    assert LIBRARY.search("Show this message and exit.")
    assert {"", "validate", "period new", "render directive", "activate"} < set(CALLS)
    assert all(isinstance(command, Command | Group) for command in COMMANDS.values())


@pytest.mark.parametrize("call", CALLS)
def test_no_word_of_the_library_stands_in_a_page(call: str) -> None:
    """But for what is typed: names of options, values and commands, and what the base calls its things."""
    page = help_of(call)
    typed = re.sub(
        r"--?[\w-]+|<[^>]*>|^  \S+|\bssr .*|\S*\.\w+\b|[\w/-]+[:~@]\S+|\b(?:text|json|github|gitlab|sarif|junit)\b",
        "",
        page,
        flags=re.MULTILINE,
    )
    assert LIBRARY.findall(typed) == []
    assert not re.search(r"[{}]|\.\.\.(?!$|\n)(?! )", typed)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("call", CALLS)
def test_a_page_says_what_the_command_does_and_shows_a_call(call: str, language: str) -> None:
    words = catalogue(language)
    page = help_of(call, language)
    usage, blank, first = page.split("\n")[:3]
    assert usage.startswith(f"{words.text('help.page.usage')}: ssr {call}".rstrip())
    assert blank == ""
    assert re.match(r"  \w", first)
    examples = re.findall(rf"^  {words.text('help.page.example')}: (ssr .*)$", page, re.MULTILINE)
    assert examples
    assert all(line == line.rstrip() for line in page.splitlines())
    assert language == "sv" or not re.search("[åäöÅÄÖ]", page)
    document = getattr(COMMANDS[tuple(call.split())], "document", None)
    called = f"ssr {call}" if document is None else document.call
    assert all(example.startswith(called) for example in examples)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("call", CALLS)
def test_what_is_said_of_a_parameter_is_a_whole_sentence(call: str, language: str) -> None:
    context = root(language=language)
    command = dict(every_command(context))[tuple(call.split())]
    for parameter in command.get_params(context):
        text = command.parameter_text(parameter, catalogue(language))
        assert re.search(r"[.?]\Z", text), text
        assert not re.match(r"[a-zåäö]+-", text), text


@pytest.mark.parametrize("call", [call for call in CALLS if isinstance(COMMANDS[tuple(call.split())], Group)])
def test_no_sentence_in_a_list_is_cut_off(call: str) -> None:
    page = help_of(call)
    assert "..." not in re.sub(r"^Användning.*|\[?[A-ZÅÄÖ]+\]?\.\.\.", "", page, flags=re.MULTILINE)


def test_what_the_tool_is_for_stands_first_and_the_rest_in_groups() -> None:
    page = help_of("")
    assert parts(page)[0] == "Kommandon"
    assert rows(page, "Kommandon") == ["validate", "render", "diff", "list", "show"]
    shown = [name for heading in parts(page) for name in rows(page, heading) if not name.startswith("-")]
    assert {*shown} == {*DECLARED, "activate"}
    assert len(shown) == len({*shown})
    assert parts(page)[-1] == "Gemensamma val"


@pytest.mark.parametrize("call", CALLS)
def test_the_common_options_come_last(call: str) -> None:
    page = help_of(call)
    names = rows(page, parts(page)[-1])
    assert names[0] == "--kb"
    assert names[-1] == "-h,"


def test_help_of_a_base_of_its_own_tells_its_own_documents() -> None:
    assert "activate  " in ssr("--help", kb=ROOT / "tests/cases").text  # no base: the tool's own
    assert rows(ssr("render", "--help", kb=EXEMPELLAN).text, "Dokument") == sorted(rows(help_of("render"), "Dokument"))


@pytest.mark.parametrize("call", ["", "validate", "list", "period", "period new", "status", "rule", "collect"])
def test_help_needs_no_base(call: str, tmp_path: Path) -> None:
    result = ssr(*call.split(), "--help", kb=tmp_path)
    assert (result.code, result.err) == (0, "")


def test_a_word_of_the_catalogue_as_title_stays_a_title() -> None:
    """What a document calls its option is never taken for a key."""
    assert "strict" in catalogue("sv").lookup("help.options")
    context = root()
    command = dict(every_command(context))["render", "situation-report"]
    (first, *_) = [one for one in command.params if one.name in {p.name for p in command.document.parameters}]
    command.document = command.document._replace(
        parameters=tuple(
            one._replace(title={"sv": "strict", "en": "strict"}) if one.name == first.name else one
            for one in command.document.parameters
        )
    )
    assert command.parameter_text(first, catalogue("sv")) == "strict."


# A call that cannot be understood

REFUSED = {
    "rendr": ("Det finns inget kommando som heter rendr.", "menade du render?"),
    "qqq": ("Det finns inget kommando som heter qqq.", "ssr --help visar vilka som finns."),
    "period neww": ("Det finns inget kommando som heter neww.", "menade du new?"),
    "render direktive": ("Det finns inget dokument som heter direktive.", "menade du directive?"),
    "show": ("ID saknas.", "ssr show --help visar hur kommandot används."),
    "diff": ("FÖRE saknas.", "ssr diff --help visar hur kommandot används."),
    "schema": ("SLAG saknas.", "ssr schema --help visar hur kommandot används."),
    "period new 2030": ("--from saknas.", "ssr period new --help visar hur kommandot används."),
    "validate --format jsno": ("jsno går inte att välja för --format.", "menade du json?"),
    "validate --format yaml": (
        "yaml går inte att välja för --format.",
        "Skriv ett av: text, json, github, gitlab, sarif, junit.",
    ),
    "list --format=": ("'' går inte att välja för --format.", "Skriv ett av: text, json."),
    "render directive snow-ice --audience all": (
        "all går inte att välja för --audience.",
        "Skriv ett av: public, members, office.",
    ),
    "list --fromat json": ("Valet --fromat finns inte.", "menade du --format?"),
    "list --knd actor": ("Valet --knd finns inte.", "ssr list --help visar vilka som finns."),
    "list --qqqq": ("Valet --qqqq finns inte.", "ssr list --help visar vilka som finns."),
    "list -q": ("Valet -q finns inte.", "ssr list --help visar vilka som finns."),
    "--qqqq": ("Valet --qqqq finns inte.", "ssr --help visar vilka som finns."),
    "list --at": ("Valet --at behöver ett värde.", "ssr list --help visar hur kommandot används."),
    "validate --strict=ja": ("Valet --strict tar inget värde.", "Ta bort likhetstecknet och det som följer."),
    "render --list=ja": ("Valet --list tar inget värde.", "Ta bort likhetstecknet och det som följer."),
    "list actor meeting": (
        "Det här är mer än kommandot tar emot: meeting",
        "ssr list --help visar hur kommandot används.",
    ),
    "show a b c": ("Det här är mer än kommandot tar emot: b c", "ssr show --help visar hur kommandot används."),
    "--kb .": ("Kommandot anger inte vad som ska göras.", "ssr --help visar vad som går att skriva."),
    "render --at 2022-01-01": (
        "Kommandot anger inte vad som ska göras.",
        "ssr render --help visar vad som går att skriva.",
    ),
    "render --marking exercise directive snow-ice": (
        "--marking är skrivet före kommandot som det gäller.",
        "Skriv valet efter kommandot: ssr render directive --marking …",
    ),
    "period --at 2022-01-01 new 2030": (
        "--at är skrivet före kommandot som det gäller.",
        "Skriv valet efter kommandot: ssr period new --at …",
    ),
    "collect README.md": ("README.md är ingen mapp som går att läsa.", "Ange mappen med de inlämnade blanketterna."),
    "report storm --at 2027-01-15T10:00": ("Valet --at finns inte.", "ssr report --help visar vilka som finns."),
    "archive README.md -o build/x.zip": (
        "README.md är ingen mapp som går att läsa.",
        "Ange mappen med det som ska packas.",
    ),
    "collect LICENSES": (
        "Ingen fil i LICENSES är en ifylld blankett som går att läsa: CC0-1.0.txt, EUPL-1.2.txt, MIT.txt.",
        "Lägg dit det som kom in: Word-dokument, filer från knappen Spara som fil, eller rapporter skrivna med ssr report.",
    ),
    "render directive snow-ice --format docx -o x.docx --reference tests": (
        "tests finns inte eller går inte att läsa.",
        "Kontrollera sökvägen och vem som får läsa filen.",
    ),
}


@pytest.mark.parametrize("call", REFUSED)
def test_a_call_is_refused_in_our_words(call: str) -> None:
    result = process(*shlex.split(call))
    assert (result.code, result.out) == (2, b"")
    assert tuple(result.err.splitlines()) == REFUSED[call]


@pytest.mark.parametrize("call", REFUSED)
def test_a_call_is_refused_in_english_too(call: str) -> None:
    result = process("--lang=en", *shlex.split(call))
    assert (result.code, result.out) == (2, b"")
    assert len(result.err.splitlines()) == 2
    assert not re.search("[åäöÅÄÖ]", result.err.replace(call, ""))


@pytest.mark.parametrize(
    "call", ["--kb . list", "render --kb . directive snow-ice", "--lang sv --kb . render directive snow-ice"]
)
def test_a_common_option_may_stand_before_the_command(call: str) -> None:
    assert process(*call.split()).code == 0


def subclasses(class_: type) -> Iterator[type]:
    for below in class_.__subclasses__():
        yield below
        yield from subclasses(below)


def raised_by(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The failures of the parser's in all calls that are refused here."""
    seen = []

    def noted(error: UsageError) -> None:
        seen.append(type(error.__cause__).__name__)

    monkeypatch.setattr("ssr.cli._explain", lambda _console, _setting, error: noted(error))
    for call in REFUSED:
        cli.run(shlex.split(call))
    return seen


def test_each_failure_of_the_parser_has_a_sentence_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that our declarations can bring about; a parameter that could bring another is not declared."""
    raised = set(raised_by(monkeypatch)) - {"NoneType", "FileNotFoundError", "IsADirectoryError"}
    assert raised == set(_SENTENCES)
    known = {class_.__name__ for class_ in subclasses(typer.TyperException)}
    assert set(_SENTENCES) < known
    # What else there is, and why no call can meet it.
    assert known - set(_SENTENCES) == {
        "ClickException", "UsageError", "FileError",  # no type of ours opens a file; what calls them bare is replaced
        "BadParameter",  # our parameters take any text, or refuse it themselves
        "BadArgumentUsage",  # none takes a fixed number of values but one
        "NoArgsIsHelpError",  # the page is written instead
    }  # fmt: skip


@pytest.mark.parametrize("call", CALLS)
def test_no_parameter_lets_the_library_judge_a_value(call: str) -> None:
    for parameter in COMMANDS[tuple(call.split())].params:
        assert type(parameter.type).__name__ in {"StringParamType", "BoolParamType", "FuncParamType"}, parameter
        assert parameter.nargs in {1, -1}
        assert parameter.callback is None
        assert parameter.metavar or parameter.is_flag, "a sign of the library's would be shown"
        assert parameter.type.name != "boolean" or parameter.is_flag
        assert parameter.help in catalogue("sv").lookup("help.options") or parameter.help is None
        assert parameter.rich_help_panel in {None, COMMON}
