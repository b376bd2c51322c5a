"""The command line: help, wrong use, exit codes, streams, and the same bytes wherever it runs."""

import functools
import os
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import DAY, EXEMPELLAN, MANIFEST, ROOT, Result, at_terminal, process, ssr, write

from ssr.commands import validate

MEETING = "name: Möte\nsort: meeting\n"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Periods, a draft, and a meeting whose date is not known."""
    return write(
        tmp_path / "base",
        {
            "ssr.yaml": MANIFEST,
            "knowledge/goal-images/2019-2022.yaml": "name: Målbild\nfrom: 2019-01-01\nuntil: 2022-12-31\n",
            "knowledge/directives/2019-2022/snow.yaml": "name: Snö\nreach: regional\nstatus: draft\n",
            "knowledge/directives/2019-2022/ice.yaml": "name: Halka\nreach: regional\n",
            "knowledge/meetings/some-day.yaml": MEETING + "unknown: Datum är inte bestämt.\n",
            "knowledge/meetings/monday.yaml": MEETING + "date: 2022-11-21\n",
        },
    )


# Help


def test_nothing_asked_shows_the_help() -> None:
    for arguments in ((), ("render",)):
        result = process(*arguments)
        assert (result.code, result.out) == (2, b"")
        assert result.err.startswith("Användning: ssr")


def test_version() -> None:
    for flag in ("--version", "-V"):
        assert re.fullmatch(rb"ssr \d+\.\d+\.\d+\S*\n", process(flag).out)
        assert ssr(flag).out == process(flag).out


# Wrong use


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("rendr", "menade du render?"),
        ("frobnicate", "ssr --help"),
        ("validate --strct", "menade du --strict?"),
        ("validate nowhere/x.yaml", "nowhere/x.yaml"),
        ("validate --format jsn", "jsn"),
        ("list --format", "--format"),
        ("list ferry", "directive"),
        ("list directiv", "menade du directive?"),
        ("list one two", "two"),
        ("list --lang fr", "fr"),
        ("show", "ID"),
        ("show monda", "menade du monday?"),
        ("show ice --edition 2019-2021", "2019-2022"),
        ("rule SSR999", "ssr rule"),
        ("rule SR302", "menade du SSR302?"),
        ("diff", "FÖRE"),
        ("diff 2019-2023", "menade du 2019-2022?"),
        ("diff 2019-2022 someday", "someday"),
        ("diff 2019-2022 --kind directiv", "menade du directive?"),
        ("diff 2019-2022 --id icee", "menade du ice?"),
        ("diff -- --output=x", "--output=x"),
        ("diff --out-put=x 2019-2022", "--out-put"),
        ("diff 2019-2022 --for icee", "icee"),
        ("diff 2019-2022 --format pdff", "--format"),
        ("diff --exit-code=2 2019-2022", "--exit-code"),
        ("period nwe", "ssr period --help"),
        ("period new", "PERIOD"),
        ("period new 2023-2026 --until 2026-12-31", "--from"),
        ("status --at someday", "ÅÅÅÅ-MM-DD"),
        ("reviewed", "ID"),
        ("reviewed icee", "menade du ice?"),
        ("render directiv ice", "menade du directive?"),
        ("render directive", "ID"),
        ("render directive icee", "menade du ice?"),
        ("render directive monday", "möte"),
        ("render directive ice extra", "extra"),
        ("render directive ice --format epub", "md, html"),
        ("render directive ice --reference mall.docx", "docx"),
        ("render directive ice -o x.docx --reference no-such.docx", "no-such.docx"),
        ("render directive ice -o x.odt", "md, html, pdf, docx, txt"),
        ("render directive ice --edition 2019-2023", "menade du 2019-2022?"),
        ("render directive ice --edition --output=x", "--output=x"),
        ("render directive ice --at 2022-02-30", "ÅÅÅÅ-MM-DD"),
        ("render directive ice --at 2022-11-21 --edition 2019-2022", "--edition"),
        ("render directive ice --audience publik", "publik"),
        ("render directive ice --season winter", "--season"),
        ("render directive snow", "--edition 2019-2022"),
        ("render invite some-day --format ics", "datum"),
    ],
)
def test_wrong_use_is_told_in_two_lines(command: str, said: str, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(base)
    # `--` ends the options, so the base is given by the current folder here.
    arguments = command.split()
    result = process(*arguments, cwd=base) if "--" in arguments else ssr(*arguments, kb=base)
    assert (result.code, result.out) == (2, b"")
    assert said in result.err
    assert len(result.err.splitlines()) <= 2, result.err
    assert not re.search(r"Traceback|[Nn]o such|[Ii]nvalid|[Mm]issing|[Gg]ot unexpected", result.err)
    assert not (base / "x").exists()


def test_no_base_here(tmp_path: Path) -> None:
    for result in (process("list", cwd=tmp_path), ssr("list", kb=tmp_path / "none")):
        assert (result.code, result.out) == (2, b"")
        assert "ssr.yaml" in result.err


def test_where_the_base_is_may_be_said_anywhere(base: Path, tmp_path: Path) -> None:
    expected = ssr("list", kb=base).out
    assert process("--kb", base, "list", cwd=tmp_path).out == expected
    assert process("list", cwd=tmp_path, env={"SSR_KB": str(base)}).out == expected
    assert process("list", cwd=base / "knowledge/meetings").out == expected
    assert process("--lang", "en", "list", "nokind", cwd=base).err.startswith("There is no kind")


# Streams and exit codes


def test_stdout_is_only_data(base: Path) -> None:
    """The next step is for a person: on stderr, and only where that is a terminal."""
    for arguments in (
        ("validate",),
        ("list",),
        ("show", "ice"),
        ("rule",),
        ("diff", "2019-2022"),
        ("render", "directive", "ice"),
    ):
        assert "Nästa steg" not in ssr(*arguments, kb=base).text + ssr(*arguments, kb=base).err
        _, out, talk = at_terminal(*arguments, cwd=base)
        assert "Nästa steg: " in talk
        assert "Nästa steg" not in out


def _shell(line: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SSR": f"{sys.executable} -m ssr"},
        check=False,
        capture_output=True,
        timeout=60,
    )


def test_a_reader_that_leaves_is_no_error() -> None:
    done = _shell("{ $SSR rule SSR302; $SSR list; $SSR show snow-ice --edition 2019-2022; } | head -1", ROOT)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_or_closed_stdout_is_the_machine_saying_no() -> None:
    for line in ("$SSR list >/dev/full", "$SSR list >&-"):
        done = _shell(line, ROOT)
        assert done.returncode == 3, done.stderr
        assert b"Traceback" not in done.stderr
        assert done.stderr.decode().startswith("Det gick inte att skriva ut: ")
    assert _shell("$SSR list 2>&- >/dev/null", ROOT).returncode == 0


ASKED_OF_THE_TOOL = [
    "--version",
    "-V",
    "--version --lang en",
    "--help",
    "-h",
    "render --help",
    "period new -h",
    "render card --help",
]


@pytest.mark.parametrize("asked", ASKED_OF_THE_TOOL)
def test_what_is_asked_of_the_tool_goes_the_same_way(asked: str) -> None:
    left = _shell(f"$SSR {asked} | true", ROOT)
    assert (left.returncode, left.stderr) == (0, b"")
    for stream in ("/dev/full", "&-"):
        done = _shell(f"$SSR {asked} >{stream}", ROOT)
        assert done.returncode == 3, done.stderr
        assert done.stderr.startswith((b"Det gick inte att skriva ut: ", b"The output could not be written: ")), (
            done.stderr
        )
        assert done.stderr.count(b"\n") == 2  # what is wrong, and what to do


@pytest.mark.parametrize("stderr", ["/dev/full", "&-"])
def test_talk_that_nobody_can_read_stops_nothing(stderr: str, tmp_path: Path) -> None:
    """What was asked for is still written, and the exit code is the same."""
    written = _shell(
        f"$SSR diff HEAD HEAD --format txt -o {tmp_path}/a.txt 2>{stderr}; $SSR rule SSR101 2>{stderr}", ROOT
    )
    assert (written.returncode, written.stderr) == (0, b"")
    assert written.stdout.startswith(b"SSR101")
    for stdout in ("/dev/null", "&-"):
        assert _shell(f"$SSR inte-ett-kommando >{stdout} 2>{stderr}", ROOT).returncode == 2


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted(sent: signal.Signals, code: int, tmp_path: Path, base: Path) -> None:
    """One line, and the old output whole."""
    output = tmp_path / "ice.md"
    output.write_text("gammalt", encoding="utf-8")
    slow = (
        "import sys, time, ssr.documents.renderer as r; from ssr.cli import run\n"
        "def wait(*a): print('ready', flush=True); time.sleep(30)\n"
        f"r.convert = wait; sys.exit(run(['render', 'directive', 'ice', '-o', {str(output)!r}, '--format', 'md']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", slow], cwd=base, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as run:  # fmt: skip
        assert run.stdout is not None
        assert run.stdout.readline() == b"ready\n"
        time.sleep(0.2)
        run.send_signal(sent)
        _, err = run.communicate(timeout=20)
    assert (run.returncode, err.decode()) == (code, "Avbrutet. Inget har skrivits.\n")
    assert output.read_text(encoding="utf-8") == "gammalt"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["ice.md"]


def test_a_bug_gives_words_to_pass_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("hoppsan")

    monkeypatch.setattr(validate, "validate", broken)
    result = ssr("validate")
    assert (result.code, result.out) == (4, b"")
    first, second, *block = result.err.rstrip("\n").split("\n")
    assert "inte ditt fel" in first
    assert "Skicka raderna" in second
    assert (block[0], block[-1]) == ("---", "---")
    assert any("hoppsan" in line for line in block)
    assert any(line.startswith("ssr ") and "validate" in line for line in block)


def test_an_extra_that_is_not_installed(tmp_path: Path, base: Path) -> None:
    write(tmp_path / "hook", {"icalendar.py": "raise ImportError('icalendar')\n"})
    output = tmp_path / "monday.ics"
    output.write_text("gammalt", encoding="utf-8")
    result = process(
        "render", "invite", "monday", "-o", output, cwd=base, env={"PYTHONPATH": f"{tmp_path / 'hook'}:{ROOT}"}
    )
    assert (result.code, result.out) == (3, b"")
    assert 'pip install "samverkan-ssr[ics]"' in result.err
    assert output.read_text(encoding="utf-8") == "gammalt"


# Files


def _to(path: Path, base: Path) -> Result:
    return ssr("render", "directive", "ice", "--at", DAY, "--format", "md", "-o", path, kb=base)


def test_output_is_written_whole(base: Path, tmp_path: Path) -> None:
    output = tmp_path / "new/folder/ice.md"
    result = _to(output, base)
    assert (result.code, result.out) == (0, b"")
    assert result.err == f"Skrev {output}\n"
    assert output.read_bytes() == ssr("render", "directive", "ice", "--at", DAY, kb=base).out
    output.chmod(0o600)
    assert _to(output, base).code == 0
    assert stat.S_IMODE(output.stat().st_mode) == 0o600
    assert [path.name for path in output.parent.iterdir()] == ["ice.md"]


def test_the_format_follows_the_name(base: Path, tmp_path: Path) -> None:
    output = tmp_path / "ice.HTML"
    assert ssr("render", "directive", "ice", "-o", output, kb=base).code == 0
    assert output.read_bytes().startswith(b"<!DOCTYPE html>")


def test_a_folder_is_no_file(base: Path, tmp_path: Path) -> None:
    result = _to(tmp_path, base)
    assert result.code == 3
    assert len(result.err.splitlines()) == 2
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_the_target_of_a_link_is_replaced_and_not_the_link(base: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "real.md", tmp_path / "link.md"
    target.write_text("gammalt", encoding="utf-8")
    link.symlink_to(target)
    assert _to(link, base).code == 0
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("# ")


def test_a_device_stays_a_device(base: Path) -> None:
    """As root, replacing it would be possible."""
    assert _to(Path("/dev/null"), base).code == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    full = _to(Path("/dev/full"), base)
    assert full.code == 3
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_keeps_its_file(base: Path, tmp_path: Path) -> None:
    output = tmp_path / "locked/ice.md"
    write(output.parent, {"ice.md": "gammalt"})
    output.parent.chmod(0o500)
    try:
        assert _to(output, base).code == 3
        assert output.read_text(encoding="utf-8") == "gammalt"
    finally:
        output.parent.chmod(0o700)


@pytest.mark.parametrize("failing", ["write", "fsync", "replace"])
def test_a_disk_that_fails_keeps_the_old_file(
    failing: str, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "ice.md"
    output.write_text("gammalt", encoding="utf-8")

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    if failing == "replace":
        monkeypatch.setattr(Path, "replace", full)
    elif failing == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(os, "fdopen", full)
    result = _to(output, base)
    assert result.code == 3
    assert "orört" in result.err
    assert output.read_text(encoding="utf-8") == "gammalt"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["ice.md"]


# The same bytes wherever it runs

SURROUNDINGS: list[dict[str, str]] = [
    {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "cp1252", "LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"},
    {"TZ": "America/Adak", "PYTHONHASHSEED": "0"},
    {"PYTHONHASHSEED": "1", "COLUMNS": "1", "TERM": "dumb"},
    {"PYTHONHASHSEED": "random", "HOME": "/nonexistent", "COLUMNS": "400"},
]


ANSWERED = [
    f"validate --format json --at {DAY}",
    f"render directive storm --at {DAY} --format md",
    f"render situation-picture storm --at {DAY} --format html",
    f"render invite aktiverad-konferens-2024-01-19 --at {DAY} --format ics",
    "diff 2019-2022 2023-2026 --format json",
    "diff 2019-2022 2023-2026",
]
# One process for all of them: each run has the process's own output, which is a file of its own.
EACH = """\
import os, sys
from ssr.cli import run
for number, line in enumerate(sys.argv[2:]):
    file = os.open(f"{sys.argv[1]}/{number}", os.O_WRONLY | os.O_CREAT)
    os.dup2(file, 1)
    code = run(line.split())
    sys.stdout.flush()
    if code:
        sys.exit(code)
"""


@functools.cache
def answer(command: str) -> bytes:
    """What a command gives in this process."""
    result = ssr(*command.split(), kb=EXEMPELLAN)
    assert result.code == 0
    return result.out


@pytest.mark.parametrize("place", range(len(SURROUNDINGS)), ids=lambda place: " ".join(SURROUNDINGS[place]))
def test_same_bytes(place: int, tmp_path: Path) -> None:
    cwd = (tmp_path, EXEMPELLAN, Path("/"))[place % 3]
    env = {**os.environ, "PYTHONPATH": str(ROOT), **SURROUNDINGS[place]}
    lines = [f"{command} --kb {EXEMPELLAN}" for command in ANSWERED]
    done = subprocess.run(
        [sys.executable, "-c", EACH, tmp_path, *lines], cwd=cwd, env=env, check=False, capture_output=True, timeout=300
    )
    assert (done.returncode, done.stderr) == (0, b"")
    for number, command in enumerate(ANSWERED):
        assert (tmp_path / str(number)).read_bytes() == answer(command), command


def test_messages_survive_a_narrow_terminal() -> None:
    result = process("show", "x", env={"PYTHONIOENCODING": "ascii"})
    assert result.code == 2
    assert result.err.isascii()
