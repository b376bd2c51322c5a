"""The benchmark's own parts work: its base is clean, and the commands it measures succeed. No time is judged here."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tools import GIT, require

FOLDER = Path(__file__).parent.parent / "benchmarks"
SIZE = 500  # a copy of every entry, and some twice


@pytest.fixture
def run(monkeypatch):
    """The module `benchmarks/run.py`, as it finds itself when it is started."""
    monkeypatch.syspath_prepend(FOLDER)
    yield importlib.import_module("run")
    for name in ("run", "large_base"):
        sys.modules.pop(name)


def test_the_measured_commands_succeed_on_a_clean_base(run, tmp_path):
    require(GIT)
    many, one = run.make_bases(tmp_path, SIZE)
    command = (sys.executable, "-m", "ssr", "validate", "--strict", "--format", "json", "--kb", str(many))
    checked = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert checked["entries"] == SIZE
    assert {finding["severity"] for finding in checked["findings"]} <= {"note"}
    returned = run.make_reports(tmp_path)
    run.make_answers(tmp_path)
    for measure in run.measures(many, one, returned):
        for measured in (measure.command, measure.reference):
            seconds, memory = run.spent(measured)
            assert seconds > 0
            assert memory > 0


def test_the_same_sources_give_the_same_base(run, tmp_path):
    written = []
    for name in ("first", "second"):
        run.large_base.make(tmp_path / name, SIZE)
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        written.append([(path.relative_to(tmp_path / name), path.read_bytes()) for path in files])
    assert written[0] == written[1]


def test_a_base_too_small_for_one_copy_is_refused(run, tmp_path):
    with pytest.raises(ValueError, match="at least"):
        run.large_base.make(tmp_path, 10)
