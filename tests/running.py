"""Runs `ssr` as its users do: in this process where that is enough, else in one of its own."""

import io
import os
import pty
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ssr import cli
from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.documents.folder import Composer
from ssr.documents.renderer import Renderer
from ssr.documents.request import Readers, RenderRequest
from ssr.formats.adapters import file_name
from ssr.formats.page import Page
from ssr.templating.definition import Definition
from ssr.templating.definition_files import Definitions

ROOT = Path(__file__).parent.parent
EXEMPELLAN = ROOT / "examples/exempellan"
CASES = Path(__file__).parent / "cases"
# The day that expected files are made for.
DAY = "2022-11-21"


@dataclass(frozen=True)
class Result:
    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


class _Stream(io.TextIOWrapper):
    """A stream as a process has it: text over bytes."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8")

    @property
    def written(self) -> bytes:
        self.flush()
        return self.buffer.getvalue()  # type: ignore[attr-defined,no-any-return]


def ssr(*arguments: str | Path, kb: Path = ROOT) -> Result:
    """One run in this process, on the base `kb`."""
    return typed(*arguments, "--kb", kb)


def typed(*arguments: str | Path) -> Result:
    """One run in this process, of just these arguments; where it stands says which base."""
    streams = sys.stdout, sys.stderr
    out, err = _Stream(), _Stream()
    sys.stdout, sys.stderr = out, err
    try:
        code = cli.run([*map(str, arguments)])
        return Result(code, out.written, err.written.decode())
    finally:
        sys.stdout, sys.stderr = streams


def rendered(*arguments: str | Path, kb: Path = ROOT) -> bytes:
    """What `ssr render` makes, which must go well."""
    result = ssr("render", *arguments, kb=kb)
    assert result.code == 0, result.err
    return result.out


def process(
    *arguments: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None, python: tuple[str, ...] = ()
) -> Result:
    """One run in a process of its own; `python` are options of the interpreter."""
    done = subprocess.run(
        [sys.executable, *python, "-m", "ssr", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        check=False,
        capture_output=True,
        timeout=300,  # a busy machine; what hangs must end
    )
    return Result(done.returncode, done.stdout, done.stderr.decode("utf-8", "backslashreplace"))


def at_terminal(*arguments: str | Path, answers: str = "", cwd: Path = ROOT) -> tuple[int, str, str]:
    """A run that somebody answers at a terminal: its exit code, what it gave, and what it said to the one there."""
    ours, theirs = pty.openpty()
    with tempfile.TemporaryFile() as out:
        try:
            with subprocess.Popen(
                [sys.executable, "-m", "ssr", *map(str, arguments)], cwd=cwd, stdin=theirs, stdout=out, stderr=theirs,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            ) as run:  # fmt: skip
                os.close(theirs)
                os.write(ours, answers.encode())
                talk = b"".join(iter(partial(_heard, ours), b""))
                code = run.wait(timeout=300)
        finally:
            os.close(ours)
        out.seek(0)
        return code, out.read().decode(), talk.decode()


def _heard(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how a terminal says that nobody is left
        return b""


def write(root: Path, files: Mapping[str, str]) -> Path:
    """A base (or any folder) of these files."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return root


MANIFEST = """\
name: Provlänet
language: sv
time_zone: Europe/Stockholm
known_until: 2022-11-01
audience: public
highest_audience: office
"""


# Between what the two bases are compared.
PERIODS = {ROOT: {"old": "2015-2018", "new": "2019-2022"}, EXEMPELLAN: {"old": "2019-2022", "new": "@2024-11-21"}}


def asked(document: Definition, root: Path) -> Mapping[str, str]:
    """What a document about a whole base must be told besides."""
    sides = PERIODS[root]
    return {one.name: sides[one.name] for one in document.parameters if one.type == "side" and one.name in sides}


def subjects(document: Definition, base: KnowledgeBase) -> list[Entry]:
    """What a document can be made of; of what nobody has proposed there is nothing to answer."""
    entries = [entry for entry in base.entries if entry.kind in document.about]
    having = document.having.items() if document.proposal is not None else ()
    return [entry for entry in entries if all(entry.data.get(name) in values for name, values in having)]


def every_document() -> Mapping[str, tuple[str, Page]]:
    """The words of each document of each entry and edition in both bases, and its page, by a name that can be a file's."""
    found = {}
    for base_name, root in (("ssr", ROOT), ("exempellan", EXEMPELLAN)):
        snapshot = WorkingTree(root)
        base, _ = load(snapshot)
        renderer, readers = Renderer(snapshot), Readers("2026-11-22", "office", "sv")
        shown: list[object] = []
        for document in Definitions(base.resources).values():
            if document.parts:
                continue
            # Papers of the same meetings differ little from each other: a few of all but the first will do.
            is_alike = document.new is not None and document.new in shown
            shown.append(document.new)
            if not document.about and "md" in document.formats:
                request = RenderRequest(document, readers, format="md", options=asked(document, root))
                found[f"{document.name}-{base_name}"] = renderer.draft(request)[:2]
            entries = subjects(document, base)
            for entry in entries[:3] if is_alike else entries:
                request = RenderRequest(document, readers, entry.id, "md", entry.edition)
                found[f"{document.name}-{base_name}-{entry.id}-{entry.edition or ''}"] = renderer.draft(request)[:2]
    return found


def composed(renderer: Renderer, readers: Readers, document: Definition, id_: str | None = None) -> Mapping[str, bytes]:
    """Every file of a document that is a folder, with an answer to whatever it asks."""
    wanted = {"start": "2026-11-22T14:30", "structure": "aktiverad-konferens", "begun": "2026-11-22T14:05"}
    options = {one.name: wanted.get(one.name) for one in document.parameters}
    request = RenderRequest(document, readers, id_, options=options)
    composer = Composer(renderer, Definitions(renderer.base.resources), file_name, request)
    made = composer.compose(lambda _done, _all: None)
    return {one.name: one.content for one in made if one.problem is None}
