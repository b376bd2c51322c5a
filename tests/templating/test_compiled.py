"""Templates that are kept compiled say what they said, and only the tool's own are ever read so."""

import os
import py_compile
import shutil
import sys
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
import pytest
from running import ROOT, process, rendered, ssr

from ssr.templating import compiled

BRIEF = ROOT / "templates" / "directive" / "brief.md.j2"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Python keeps what it compiles, for one test: the file for the template of the brief."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return Path(cache_from_source(str(BRIEF)))


def brief(*options: str, kb: Path = ROOT) -> bytes:
    return rendered("directive", "snow-ice", *options, kb=kb)


def another_base(folder: Path) -> Path:
    """A base that brings a brief of its own."""
    shutil.copytree(ROOT / "knowledge", folder / "knowledge")
    shutil.copy(ROOT / "ssr.yaml", folder)
    own = folder / "templates" / "directive" / BRIEF.name
    own.parent.mkdir(parents=True)
    own.write_text("# {{ entry.name }}\n", encoding="utf-8")
    return folder


def test_a_template_is_kept_and_says_the_same(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = brief()
    assert kept.is_file()

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(jinja2.Environment, "compile", refuse)
    assert brief() == first
    assert b"# Directive" in brief("--lang", "en")


def test_a_newer_compiler_compiles_anew(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    brief()
    before = kept.read_bytes()
    newer = tmp_path / "compiler.py"
    newer.touch()
    monkeypatch.setattr(compiled, "_COMPILERS", (str(newer),))
    brief()
    assert kept.read_bytes() != before


def test_a_base_with_a_template_of_its_own_brings_no_code(kept: Path, tmp_path: Path) -> None:
    base = another_base(tmp_path / "base")
    own = base / "templates" / "directive" / BRIEF.name
    trap = tmp_path / "trap.py"
    trap.write_text("raise SystemExit('run')", encoding="utf-8")
    for place in (own.parent / "__pycache__" / kept.name, Path(cache_from_source(str(own)))):
        place.parent.mkdir(parents=True, exist_ok=True)
        py_compile.compile(str(trap), cfile=str(place))
        os.utime(place)
    assert brief(kb=base).startswith(b"# Trafik")
    assert not kept.exists()


def test_what_cannot_be_kept_is_compiled_each_time(tmp_path: Path) -> None:
    no_folder = tmp_path / "file"
    no_folder.touch()
    told = process("render", "directive", "snow-ice", env={"PYTHONPYCACHEPREFIX": str(no_folder)})
    assert told.code == 0
    assert told.out == brief()


def test_an_error_names_the_template_and_its_line_when_it_is_kept(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief()
    assert kept.is_file()
    base = another_base(tmp_path / "base")
    (base / "templates" / "directive" / BRIEF.name).write_bytes(BRIEF.read_bytes())
    (base / "templates" / "_base").mkdir()
    (base / "templates" / "_base" / "labels.yaml").write_text("{}\n", encoding="utf-8")
    from_kept = ssr("render", "directive", "snow-ice", kb=base)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "nothing"))
    assert from_kept == ssr("render", "directive", "snow-ice", kb=base)
    assert from_kept.code == 2
    assert "templates/_base/page.md.j2" in from_kept.err
