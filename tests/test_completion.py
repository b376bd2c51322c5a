"""What a shell offers as one types: asked as the shells ask, and of the shells themselves."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from running import CASES, ROOT, ssr, write
from tools import FISH, ZSH, require

FERRY = CASES / "ferry"


def offered(*words: str, home: Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> dict[str, str]:
    """The candidates for the last word, each with what it means; nothing may be said beside them."""
    asked = {"_SSR_COMPLETE": "bash", "_SSR_WORDS": "\x1f".join(("ssr", *words)), "XDG_CACHE_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-m", "ssr"],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **asked, **(env or {})},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stderr == ""
    pairs = [line.split("\t") for line in done.stdout.splitlines()]
    assert len({value for value, _ in pairs}) == len(pairs)
    return dict(pairs)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def test_commands(home: Path) -> None:
    all_ = offered("", home=home)
    assert all_["show"] == "Visa en post, vad den hänvisar till och vad som hänvisar ti…"
    assert {"validate", "activate", "render"} <= all_.keys()
    assert offered("val", home=home).keys() == {"validate"}
    assert offered("period", "", home=home).keys() == {"new"}


def test_ids_with_their_names(home: Path) -> None:
    assert offered("show", "hanin", home=home)["haninge"] == "Haninge kommun"
    assert offered("show", "msb", home=home)["msb"] == "Myndigheten för civilt försvar"  # and not what it was called
    assert offered("render", "directive", "snow", home=home) == {"snow-ice": "Trafikstörningar på grund av snö/halka"}
    # A document is offered entries of its own kinds alone.
    kinds = {path.stem for path in (ROOT / "knowledge/directives").rglob("*.yaml")}
    assert offered("render", "directive", "", home=home).keys() == kinds
    assert offered("show", "haninge", "", home=home) == {}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("render", "directi"), {"directive"}),
        (("show", "--at", "x", "--ed"), {"--edition"}),
        (("validate", "--format", ""), {"text", "json", "github", "gitlab", "sarif", "junit"}),
        (("validate", "--format", "=", "j"), {"json", "junit"}),  # as bash divides it
        (("validate", "--format=j"), {"--format=json", "--format=junit"}),
        (("render", "directive", "snow-ice", "--format", "h"), {"html"}),
        (("list", "goal"), {"goal-image"}),
        (("rule", "SSR30"), {f"SSR30{number}" for number in range(1, 10)}),
        (("show", "haninge", "--edition", "2019"), {"2019-2022"}),
        (("--lang", "en", "explai"), {"explain"}),
        (("validate", "kno"), set()),  # a path: the shell's own
        (("nosuch", "", ""), set()),
        (("show", "$(x"), set()),
    ],
)
def test_what_may_stand_there(words: Sequence[str], expected: set[str], home: Path) -> None:
    assert offered(*words, home=home).keys() == expected


def test_an_option_is_offered_once_and_by_its_long_name(home: Path) -> None:
    first = offered("render", "directive", "--", home=home)
    assert {"--format", "--audience", "--output", "--lang"} <= first.keys()
    assert first["--output"] != ""
    assert "--output" not in offered("render", "directive", "-o", "x", "--", home=home)


def test_the_language_is_that_of_the_base_or_as_asked(home: Path) -> None:
    assert offered("--lang", "en", "show", "--at", "x", "--edi", home=home)["--edition"] != ""
    english = offered("--lang", "en", "sho", home=home)["show"]
    assert english.startswith("Show an entry")


def test_a_base_of_ones_own_has_its_kinds_and_documents(home: Path) -> None:
    assert offered("show", "norra", home=home, cwd=FERRY) == {"norra-linjen": "Norra linjen"}
    assert "timetable" in offered("render", "", home=home, cwd=FERRY)
    assert offered("list", "fer", home=home, cwd=FERRY) == {"ferry": "Färja"}
    assert offered("--kb", str(FERRY), "show", "norra", home=home) == {"norra-linjen": "Norra linjen"}
    assert offered("show", "norra", home=home, env={"SSR_KB": str(FERRY)}) == {"norra-linjen": "Norra linjen"}


def test_a_new_entry_and_a_new_document_are_offered_at_once(home: Path, tmp_path: Path) -> None:
    base = Path(shutil.copytree(FERRY, tmp_path / "ferry"))
    assert offered("show", "ost", home=home, cwd=base) == {}
    write(base, {"knowledge/ferries/ostra-linjen.yaml": "name: 'Östra linjen'  # ny\noperator: rederiet\n"})
    assert offered("show", "ost", home=home, cwd=base) == {"ostra-linjen": "Östra linjen"}
    shutil.copytree(base / "templates/timetable", base / "templates/turlista")
    assert "turlista" in offered("render", "tur", home=home, cwd=base)


def test_nothing_is_said_outside_of_a_base_or_in_a_broken_one(home: Path, tmp_path: Path) -> None:
    assert "validate" in offered("", home=home, cwd=tmp_path)
    assert offered("show", "x", home=home, cwd=tmp_path) == {}
    assert offered("render", "", home=home, cwd=tmp_path) == {}
    broken = write(tmp_path / "base", {"ssr.yaml": "{", "schemas/x.schema.json": "{", "templates/x/document.yaml": "{"})
    write(broken, {"knowledge/actors/trasig.yaml": "names: [", "knowledge/actors/$(touch x).yaml": ""})
    assert "validate" in offered("", home=home, cwd=broken)
    assert offered("show", "", home=home, cwd=broken) == {"trasig": "["}


def test_a_cache_that_cannot_be_written_or_read_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert "show" in offered("sh", home=tmp_path / "file")
    assert "show" in offered("sh", home=tmp_path)
    for kept in (tmp_path / "ssr").iterdir():
        kept.write_bytes(b"\xff\n")
    assert "show" in offered("sh", home=tmp_path)


def test_a_name_obeys_nobody(home: Path, tmp_path: Path) -> None:
    base = Path(shutil.copytree(FERRY, tmp_path / "ferry"))
    write(base, {"knowledge/ferries/ond.yaml": "name: \x1b[31m$(touch x)`touch x`\\$(touch x)\noperator: rederiet\n"})
    assert "\x1b" not in offered("show", "ond", home=home, cwd=base)["ond"]


def test_the_tool_itself_is_not_loaded_for_it(home: Path) -> None:
    offered("show", "", home=home)  # which keeps the index
    asked = {
        "_SSR_COMPLETE": "bash",
        "_SSR_WORDS": "ssr\x1fshow\x1f",
        "XDG_CACHE_HOME": str(home),
        "PYTHONPATH": str(ROOT),
    }
    command = (sys.executable, "-X", "importtime", "-m", "ssr")
    done = subprocess.run(
        command, env={**os.environ, **asked}, cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    found = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "ssr.completion" in found
    assert not found & {"ssr.cli", "typer", "yaml", "json", "pathlib", "ssr.base"}


# The shells themselves, as they are set up by the tool.


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """The surroundings of somebody with an empty home and `ssr` on the path."""
    write(tmp_path / "bin", {"ssr": f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m ssr "$@"\n'})
    (tmp_path / "bin/ssr").chmod(0o755)
    (tmp_path / "home").mkdir()
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    return {
        "HOME": str(tmp_path / "home"),
        "PATH": path,
        "LANG": "C.UTF-8",
        "TERM": "dumb",
        "XDG_CACHE_HOME": str(tmp_path),
    }


def run(command: Sequence[str], env: Mapping[str, str], cwd: Path = ROOT) -> str:
    done = subprocess.run(
        command, env=dict(env), cwd=cwd, capture_output=True, check=False, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == "" or "Skrev" in done.stderr
    return done.stdout


BASH = """\
. ~/.bashrc
COMP_WORDS=({words}) COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)) COMP_TYPE={type}
_ssr_completion ssr
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def test_bash(shell: dict[str, str]) -> None:
    for _ in range(2):  # the second time nothing is added
        run(("ssr", "--install-completion", "bash"), shell)
    assert Path(shell["HOME"], ".bashrc").read_text(encoding="utf-8") == "source ~/.bash_completions/ssr.sh\n"
    for type_, words, expected in (
        (9, "ssr show snow", ["snow-ice"]),
        (9, "ssr render snow", [""]),
        (63, "ssr list go", ["goal-image"]),
        (63, "ssr render directive p", ["pandemic  (Pandemi)", "power-cut  (Omfattande elavbrott)"]),
        (37, "ssr render directive p", ["pandemic", "power-cut"]),
    ):
        found = run(("bash", "--norc", "-c", BASH.format(words=words, type=type_)), shell)
        assert found.splitlines() == expected, words


def test_zsh(shell: dict[str, str], tmp_path: Path) -> None:
    require(ZSH)
    run(("ssr", "--install-completion", "zsh"), shell)
    assert "fpath+=(~/.zfunc)" in Path(shell["HOME"], ".zshrc").read_text(encoding="utf-8")
    script = """
    compdef() { }
    compadd() { print -l -- $shown -- $values }
    source ~/.zfunc/_ssr
    words=(ssr render directive p) CURRENT=4
    _ssr
    """
    found = run(("zsh", "-f", "-c", script), shell)
    assert found.splitlines() == [
        "pandemic  -- Pandemi",
        "power-cut  -- Omfattande elavbrott",
        "--",
        "pandemic",
        "power-cut",
    ]


def test_fish(shell: dict[str, str]) -> None:
    require(FISH)
    run(("ssr", "--install-completion", "fish"), shell)
    found = run(("fish", "-c", "complete -C 'ssr render directive p'"), shell)
    assert found.splitlines() == ["pandemic\tPandemi", "power-cut\tOmfattande elavbrott"]
    assert run(("fish", "-c", "complete -C 'ssr validate tests/test_comple'"), shell).startswith(
        "tests/test_completion.py"
    )


@pytest.mark.parametrize("shell_name", ["bash", "zsh", "fish", "powershell"])
def test_what_a_shell_reads_is_shown(shell_name: str) -> None:
    assert "_SSR_COMPLETE" in ssr("--show-completion", shell_name).text


def test_powershell_asks_as_the_tool_answers(home: Path) -> None:
    script = ssr("--show-completion", "powershell").text
    for part in (
        "$Env:_SSR_COMPLETE = ",
        "$Env:_SSR_WORDS = $words -join [char]31",
        '-split "`t", 2',
        "-CommandName ssr",
    ):
        assert part in script
    asked = {"_SSR_COMPLETE": "powershell"}  # with an empty word at the end where the cursor is after a blank
    assert offered("render", "directive", "sn", home=home, env=asked).keys() == {"snow-ice"}
    assert offered("render", "directive", "", home=home, env=asked)["snow-ice"]
    assert offered("render", "directive", "snow-ice", "--format=ht", home=home, env=asked).keys() == {"--format=html"}


def test_powershell_has_no_place_and_is_told_what_to_do() -> None:
    result = ssr("--install-completion", "powershell")
    assert (result.code, result.out) == (2, b"")
    assert "ssr --show-completion powershell >> $PROFILE" in result.err


def test_what_stands_in_the_settings_of_a_shell_stays(shell: dict[str, str]) -> None:
    Path(shell["HOME"], ".bashrc").write_text("alias a=b", encoding="utf-8")
    run(("ssr", "--install-completion", "bash"), shell)
    assert (
        Path(shell["HOME"], ".bashrc").read_text(encoding="utf-8") == "alias a=b\nsource ~/.bash_completions/ssr.sh\n"
    )
