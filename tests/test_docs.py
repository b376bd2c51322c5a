"""What the documentation says is true: its commands run, its examples work, its links lead somewhere."""

import importlib
import importlib.util
import json
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import jinja2
import jsonschema_rs
import pytest
from repository import commit, repository
from running import process, ssr, typed, write
from text.test_catalogue import avoided_in
from tools import GIT, require

from ssr import __version__
from ssr.base.kinds import SUFFIX
from ssr.base.load import load
from ssr.base.resources import Resources
from ssr.base.schema import check
from ssr.base.snapshot import WorkingTree
from ssr.base.yaml import read
from ssr.cli.app import DECLARED
from ssr.commands.rule_pages import pages
from ssr.documents.context import context_of
from ssr.finding import Finding
from ssr.templating.definition import Definition
from ssr.templating.definition_files import Definitions
from ssr.templating.templates import Templates
from ssr.text.catalogue import LANGUAGES, catalogue
from ssr.view.base_view import View
from ssr.web.server import LocalServer

TOP = Path(__file__).parent.parent
DOCS = TOP / "docs"
README, CONTRIBUTING, EXTENDING = TOP / "README.md", TOP / "CONTRIBUTING.md", DOCS / "bygga-ut.md"
COMMANDS = DOCS / "kommandon.md"
# Pages that exist in both languages.
ENGLISH = {README: TOP / "README.en.md", EXTENDING: DOCS / "extending.md"}
PICTURED = {"html", "pdf", "docx"}
GENERATED = ("rules.md", "rules.en.md", "annotations.md", "galleri.md", "pictures/rooms.svg")
GENERATED += tuple(sorted(f"fields/{path.name}" for path in (DOCS / "fields").glob("*.md")))
PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "examples/*/README.md", "benchmarks/*.md")
    for path in TOP.glob(pattern)
)
WRITTEN = [path for path in PAGES if path not in {DOCS / name for name in GENERATED}]
ADRS = sorted((DOCS / "adr").glob("*.md"))

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAMED_BLOCK = re.compile(r"^(?:Filen|File) `([^`]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(<?([^)>\s]+)>?\)")


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name(path: Path) -> str:
    return path.relative_to(TOP).as_posix()


def blocks(path: Path, language: str) -> list[str]:
    return [body for kind, body in _BLOCK.findall(text(path)) if kind == language]


def prose(page: str) -> str:
    """A page without what stands in it as it is typed: blocks and spans of code, and where links lead."""
    return _LINK.sub("]", _SPAN.sub("", _BLOCK.sub("", page)))


# Pages made from the code.


@cache
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(DOCS))  # as Python does for a script
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def _gallery_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the gallery shows is made here, not in a process for each document."""
    gallery = generator().gallery

    def made(document: Definition, format_: str) -> bytes:
        result = typed("render", *gallery.arguments(document, format_))
        assert result.code == 0, result.err
        return result.out

    monkeypatch.chdir(TOP)
    monkeypatch.setattr(gallery, "made", made)


@pytest.mark.usefixtures("_gallery_in_this_process")
@pytest.mark.parametrize("page", GENERATED)
def test_a_generated_page_is_what_the_code_says_now(page: str) -> None:
    assert text(DOCS / page) == generator().PAGES[page](), f"docs/{page} is out of date: run `make docs`"


def test_each_page_that_is_made_is_there_and_no_other() -> None:
    assert sorted(GENERATED) == sorted(generator().PAGES)


@pytest.mark.parametrize("page", ["rules.md", "rules.en.md"])
def test_every_code_has_its_words_on_the_page_of_rules(page: str) -> None:
    parts = text(DOCS / page).split("\n## ")[1:]
    assert [part[:6] for part in parts] == [rule.code for rule in pages(catalogue("sv"))]
    assert [part[:6] for part in parts if "\n- " not in part and "```yaml" not in part] == []


# Commands.


def commands(path: Path) -> list[str]:
    """Every line in the shell blocks of a page, without its remark."""
    lines = (line for block in blocks(path, "sh") for line in block.splitlines())
    return [shlex.join(words) for line in lines if (words := shlex.split(line, comments=True))]


def arguments(command: str) -> list[str] | None:
    program, *rest = shlex.split(command)
    return rest if program in {"ssr", ".venv/bin/ssr"} else None


# Whose commands are steps, each on what the one before left.
WALKED = {DOCS / "egen-bas.md": "COUNTY", DOCS / "forsta-andringen.md": "CHANGE"}
# What takes a minute, and is run by a test of its own, of the fictitious county.
RUN_ELSEWHERE = {"ssr render --all -o build/allt": "tests/documents/test_render_all.py"}
RUN = {
    command: path
    for path in WRITTEN
    if path not in WALKED
    for command in commands(path)
    if arguments(command) is not None and command not in RUN_ELSEWHERE
}


def test_what_is_run_elsewhere_is_run_there() -> None:
    """And is in the documentation, or it would not have to be named."""
    written = {command for path in WRITTEN for command in commands(path)}
    for command, path in RUN_ELSEWHERE.items():
        assert command in written
        assert '"render", "--all", "-o"' in text(TOP / path)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two knowledge bases in a folder of their own, with what docs/bygga-ut.md adds to one of them."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copy(TOP / "ssr.yaml", folder)
    for source in ("knowledge", "examples"):
        shutil.copytree(TOP / source, folder / source)
    for path, content in _NAMED_BLOCK.findall(text(EXTENDING)):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    # What docs/natten.md begins with: a report and minutes that came back, and the picture and the list before.
    form = 'form: {document: situation-report, about: snow-ice, actor: haninge}\nanswers: {summary: "Snö."}\n'
    made = "about: kallelse-samordningsgrupp, structure: samordningsgrupp, start: 2026-11-22T14:00, made: 2026-11-22"
    minutes = f'form: {{document: minutes, {made}}}\nanswers: {{what.1: "Boka salen"}}\n'
    agreed = "base: samverkan-stockholmsregionen\nagreed: []\n"
    answer = "form: {document: referral, about: power-cut, actor: granvik}\nanswers: {opinion: oppose}\n"
    replies = 'form: {document: referral-table, about: power-cut}\nanswers: {reply.whole.granvik: "Tack."}\n'
    write(
        folder,
        {
            "inkomna/haninge.yaml": form,
            "received/haninge.yaml": form,
            "remissvar/granvik.yaml": answer,
            "build/ifylld.yaml": replies,
            "anteckningar/mandag.yaml": minutes,
            "minutes/monday.yaml": minutes,
            "overenskommet.yaml": agreed,
            "agreed.yaml": agreed,
            "build/lagesbild-1.json": '{"about": "snow-ice", "reports": {}}',
        },
    )
    if GIT.check():
        for _ in range(2):
            commit(repository(folder))
    return folder


@pytest.fixture(autouse=True)
def _no_base_of_the_developers_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSR_KB", raising=False)


EXAMPLES = sorted(
    {
        example
        for language in LANGUAGES
        for command in catalogue(language).lookup("help.commands").values()
        for example in command["examples"]
    }
)
CHANGING = {"adopt", "agree", "init", "new", "period", "rename", "reviewed"}  # the base itself


@pytest.mark.parametrize("command", RUN, ids=lambda command: f"{name(RUN[command])}: {command}")
def test_a_command_in_the_documentation_works(
    command: str, checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    works(command, checkout, tmp_path, monkeypatch)


@pytest.mark.parametrize("command", EXAMPLES)
def test_an_example_of_the_help_works(
    command: str, checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    works(command.partition(" > ")[0], checkout, tmp_path, monkeypatch)


def works(command: str, checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = arguments(command)
    assert given is not None
    if "HEAD" in command:
        require(GIT)
    if given[0] in CHANGING:
        checkout = shutil.copytree(checkout, tmp_path / "checkout")
    monkeypatch.chdir(checkout)
    monkeypatch.setattr(LocalServer, "serve_forever", lambda _: None)  # nobody would end it
    monkeypatch.setattr("webbrowser.open", lambda _: True)
    monkeypatch.setenv("HOME", str(tmp_path))  # the shells' own files are there
    done = typed(*(word for word in given if word != "--watch"))  # what it does again and again, once
    # One of the reports from the fictitious county is about another event, and so the code says that it does not count.
    assert done.code == ("examples/exempellan-inkomna" in given), f"{done.text[-1000:]}{done.err}"
    if "-o" in given:
        assert (checkout / given[given.index("-o") + 1]).stat().st_size


@cache
def recipe(target: str) -> tuple[str, ...]:
    """What a target of the Makefile runs from the virtual environment."""
    found = re.search(rf"^{re.escape(target)}:.*\n((?:\t.*\n)*)", text(TOP / "Makefile"), re.MULTILINE)
    assert found is not None, f"the Makefile has no target {target}"
    lines = (line.strip().removeprefix("@") for line in found.group(1).splitlines())
    ours = (line.replace("$(PIP)", "$(BIN)/pip").replace("$(BIN)", ".venv/bin") for line in lines)
    return tuple(shlex.join(shlex.split(line)) for line in ours if line.startswith(".venv/bin"))


def test_the_plain_commands_do_what_make_does() -> None:
    plain = [command for command in commands(COMMANDS) if not command.startswith("ssr ")]
    expected = [
        "python3 -m venv .venv",
        *recipe(".venv/.installed"),
        *recipe("run"),
        *recipe(".venv/.installed-test"),
        *recipe("test"),
    ]
    assert plain == expected


@pytest.mark.parametrize("path", WRITTEN, ids=name)
def test_every_target_of_make_exists(path: Path) -> None:
    typed = [*commands(path), *_SPAN.findall(_BLOCK.sub("", text(path)))]
    for target in {command.split()[1] for command in typed if re.fullmatch(r"make [a-z]+", command)}:
        recipe(target)


@pytest.mark.parametrize("path", [README, ENGLISH[README]], ids=name)
def test_the_first_screen_of_the_readme_has_the_two_commands(path: Path) -> None:
    first = text(path).splitlines()[:25]
    assert {line.partition("#")[0].strip() for line in first} >= {"make run", "make test"}


def test_the_cases_that_contributing_runs_are_there() -> None:
    typed = re.findall(r"^\.venv/bin/pytest tests/(\w+) -k (\S+)", text(CONTRIBUTING), re.MULTILINE)
    cases = {"rules": "validate", "documents": "render", "diff": "diff"}
    assert {room for room, _ in typed} == set(cases)
    assert [(room, case) for room, case in typed if not (TOP / "tests/cases" / cases[room] / case).is_dir()] == []


def command_names() -> list[str]:
    """The tool's commands, and those of documents that are commands of their own."""
    of_documents = {one.command for one in Definitions(Resources(WorkingTree(TOP))).values() if one.command}
    return sorted({*DECLARED, *of_documents})


@pytest.mark.parametrize("command", command_names())
def test_the_page_of_commands_shows_every_command(command: str) -> None:
    assert command in verbs(COMMANDS), f"{name(COMMANDS)} says nothing of `ssr {command}`"


def verbs(path: Path) -> list[str]:
    """The commands of `ssr` that a page shows, in their order."""
    return [given[0] for line in commands(path) if (given := arguments(line))]


def test_the_four_verbs_come_first() -> None:
    """So that a newcomer sees a small tool."""
    assert verbs(README) == ["validate", "render", "diff", "list", "show"]
    beside = {"rule", "log"}  # what belongs to a verb stands with it
    assert [verb for verb in dict.fromkeys(verbs(COMMANDS)) if verb not in beside][:5] == verbs(README)


def test_the_first_comparison_is_of_the_fictitious_county() -> None:
    for path in (README, ENGLISH[README], COMMANDS):
        first = next(command for command in commands(path) if command.startswith("ssr diff "))
        assert "--kb examples/exempellan" in first


def test_each_readme_links_to_the_other_on_its_second_line() -> None:
    assert f"({ENGLISH[README].name})" in text(README).splitlines()[1]
    assert f"({README.name})" in text(ENGLISH[README]).splitlines()[1]


@pytest.mark.parametrize("path", ENGLISH, ids=name)
def test_the_english_page_shows_the_same_commands(path: Path) -> None:
    assert [command.removesuffix(" --lang en") for command in commands(ENGLISH[path])] == commands(path)


def test_the_english_manual_has_the_same_examples() -> None:
    assert _BLOCK.findall(text(ENGLISH[EXTENDING])) == _BLOCK.findall(text(EXTENDING))
    assert _NAMED_BLOCK.findall(text(ENGLISH[EXTENDING])) == _NAMED_BLOCK.findall(text(EXTENDING))


@cache
def help_page(*command: str) -> str:
    done = ssr(*command, "--help", "--lang", "en")
    assert done.code == 0, done.err
    return done.text


MENTIONS = sorted(
    {(path, span) for path in WRITTEN for span in _SPAN.findall(_BLOCK.sub("", text(path))) if span.startswith("ssr ")}
)


@pytest.mark.parametrize(("path", "span"), MENTIONS, ids=[f"{name(path)}: {span}" for path, span in MENTIONS])
def test_a_command_that_the_text_mentions_exists(path: Path, span: str) -> None:
    words = span.split()[1:]
    if words[0].startswith("--"):  # asked of the tool itself
        assert words[0] in help_page()
        return
    assert words[0] in command_names()
    known = help_page(*words[:2]) if words[0] == "render" and words[1:2] else help_page(words[0])
    assert [word for word in words if word.startswith("--") and word not in known] == []


# Examples.

EMPTY = 1_000  # bytes: a picture with nothing on it


@cache
def steps() -> ModuleType:
    generator()  # which makes scripts there known to Python
    return importlib.import_module("steps")


@pytest.mark.parametrize("number", range(4))
def test_each_step_gives_what_its_picture_shows(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    require(GIT)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    walk, begin = steps().WALKS[number]
    begin(tmp_path / "steps")
    shown = {step.picture: path for step, path in steps().take(walk, tmp_path / "steps")}
    assert [path for path in shown.values() if not path.stat().st_size] == []
    said = {"night-asked": "Skicka först: ", "county-checked": "Inga fel", "change-fault": "menade du place?"}
    for picture in said.keys() & shown.keys():
        assert said[picture] in shown[picture].read_text(encoding="utf-8")


@pytest.mark.parametrize(("path", "walk"), WALKED.items(), ids=map(name, WALKED))
def test_a_page_of_steps_shows_the_commands_that_are_run(path: Path, walk: str) -> None:
    run = [shlex.join(["ssr", *shlex.split(step.command)]) for step in getattr(steps(), walk)]
    assert commands(path) == run


def test_every_picture_is_taken_by_the_script() -> None:
    """So that each can be taken anew, and none is left that nothing shows."""
    script = text(DOCS / "pictures" / "make")
    taken = set(re.findall(r"^readme (\S+) ", script, re.MULTILINE))
    taken |= {
        f"{one.name}-{format_}"
        for one in generator().gallery.documents()
        for format_ in one.formats
        if format_ in PICTURED
    }
    taken |= {f"{name}-{side}" for name, _ in generator().gallery.compared() for side in ("before", "now")}
    taken |= {step.picture for walk, _ in steps().WALKS for step in walk}
    shown = {
        Path(link).stem
        for path in (README, ENGLISH[README], DOCS / "galleri.md", DOCS / "natten.md", DOCS / "remiss.md", *WALKED)
        for link in _LINK.findall(text(path))
        if link.endswith(".png")
    }
    pictures = list((DOCS / "pictures").glob("*.png"))
    assert shown == taken == {path.stem for path in pictures}
    assert [path.stem for path in pictures if path.stat().st_size < EMPTY] == []


def test_a_fault_looks_as_contributing_shows_it(checkout: Path, tmp_path: Path) -> None:
    (shown,) = blocks(CONTRIBUTING, "text")
    path = shown.partition(":")[0]
    shutil.copytree(checkout, tmp_path, dirs_exist_ok=True)
    faulty = text(tmp_path / path).replace("day: onsdag", "day: torsdag")
    (tmp_path / path).write_text(faulty, encoding="utf-8")
    assert process("validate", cwd=tmp_path).text == shown


@pytest.mark.parametrize("block", blocks(CONTRIBUTING, "yaml"))
def test_what_contributing_says_to_write_fits_the_schema(block: str) -> None:
    base, _ = load(WorkingTree(TOP))
    source = read("example.yaml", f"name: X\nreach: regional\n{block}".encode())
    found: list[Finding] = [*source.findings, *check(source, base.kinds["directive"].root)]
    assert found == []


def test_the_kind_that_the_manual_adds_fits_the_schema_of_schemas() -> None:
    kind = json.loads(next(iter(blocks(EXTENDING, "json"))))
    meta = json.loads(text(TOP / "schemas" / f"_kind{SUFFIX}"))
    assert [error.message for error in jsonschema_rs.validator_for(meta).iter_errors(kind)] == []


def first_words(path: Path) -> set[str]:
    """What the first column of a page's tables names."""
    rows = (line.partition(" | ")[0] for line in text(path).splitlines() if line.startswith("| `"))
    return {span for row in rows for span in _SPAN.findall(row)}


@pytest.mark.parametrize("path", [EXTENDING, ENGLISH[EXTENDING]], ids=name)
def test_the_manual_names_all_that_a_template_has(path: Path) -> None:
    tree = WorkingTree(TOP)
    base, _ = load(tree)
    view = View(base, "2022-12-31", "public", "sv")
    (entry,) = [entry for entry in view.entries() if entry.id == "snow-ice"]
    environment = Templates(Resources(tree), catalogue("sv"))._environment(as_json=False)
    has = {
        *context_of(view, Definitions(base.resources)["directive"], entry, {}),
        "banner",
        "marking",
        *set(environment.filters) - set(jinja2.filters.FILTERS),
        *set(environment.globals) - set(jinja2.defaults.DEFAULT_NAMESPACE),
        *json.loads(text(TOP / "schemas" / f"_document{SUFFIX}"))["properties"],
    }
    assert sorted(has - first_words(path)) == []


# Links, and the form of the pages.


def anchors(path: Path) -> set[str]:
    """The headings of a page as links name them."""
    headings = re.findall(r"^#+ (.*)$", _BLOCK.sub("", text(path)), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(path: Path) -> Iterator[tuple[Path, str]]:
    for target in _LINK.findall(_BLOCK.sub("", text(path))):
        if not re.match(r"[a-z]+:", target):
            where, _, anchor = target.partition("#")
            yield (path.parent / where if where else path), anchor


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_link_leads_to_a_file(path: Path) -> None:
    broken = [str(target) for target, anchor in links(path) if not target.exists()]
    assert broken == []
    assert [anchor for target, anchor in links(path) if anchor and anchor not in anchors(target)] == []


SOURCES = [TOP / "pyproject.toml", TOP / "Makefile", *sorted((TOP / "ssr").rglob("*.py"))]
SOURCES += sorted((TOP / "ssr" / "text" / "words").rglob("*.yaml"))


def test_every_page_that_the_code_refers_to_exists() -> None:
    named = {found.rstrip("./") for path in SOURCES for found in re.findall(r"\bdocs/[\w./-]+", text(path))}
    assert "docs/adr/0005" in named
    assert [page for page in sorted(named) if not list(TOP.glob(f"{page}*"))] == []


@pytest.mark.parametrize("path", ADRS, ids=name)
def test_a_record_of_a_decision_has_its_three_parts(path: Path) -> None:
    title, *headings = re.findall(r"^#+ .*$", text(path), re.MULTILINE)
    assert title.startswith(f"# {int(path.name[:4])}. ")
    assert headings == ["## Context", "## Decision", "## Consequences"]


def test_records_are_numbered_without_gaps() -> None:
    assert [int(path.name[:4]) for path in ADRS] == list(range(1, len(ADRS) + 1))


def test_the_changelog_tells_of_this_version() -> None:
    assert f"\n## [{__version__}] - " in text(TOP / "CHANGELOG.md")


SWEDISH = [
    (README, None),
    (COMMANDS, None),
    (DOCS / "basen.md", None),
    (CONTRIBUTING, "## 2. Changing the tool"),
    (DOCS / "README.md", None),
    (DOCS / "editor.md", None),
    *((path, None) for path in WALKED),
    (EXTENDING, None),
]


@pytest.mark.parametrize(("path", "end"), SWEDISH, ids=[name(path) for path, _ in SWEDISH])
def test_pages_for_officials_use_the_words_of_the_office(path: Path, end: str | None) -> None:
    page = text(path)
    assert end is None or end in page
    assert avoided_in(iter([prose(page.partition(end)[0] if end else page)])) == []
