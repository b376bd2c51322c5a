"""`ssr edit` in a real browser: whole journeys by keyboard alone, for everybody to use, and nothing asked of anybody else."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from repository import _ALONE, _WHO, commit, git, repository
from running import CASES, EXEMPELLAN, ROOT, write
from tools import CHROMIUM_AXE, FIREFOX, TIMEOUT, WEB, html_validate, node, require, vnu
from visitor import Visitor

pytestmark = pytest.mark.judge
FERRY = "knowledge/ferries/sodra-linjen.yaml"
FILE = '# Linjen.\nname: \'Södra linjen\'  # så kallas den\noperator: rederiet\nboats:\n  - hull: "1"\n  - hull: "2"\n'


@pytest.fixture
def base(tmp_path: Path) -> Path:
    root = repository(tmp_path / "base")
    shutil.copytree(CASES / "ferry", root, dirs_exist_ok=True)
    commit(write(root, {FERRY: FILE}))
    return root


@contextmanager
def served(root: Path, *options: str) -> Iterator[str]:
    """The address of a run."""
    command = [sys.executable, "-m", "ssr", "edit", *options, "--no-browser", "--kb", str(root)]
    env = {**os.environ, **_ALONE, **_WHO, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8", env=env) as run:
        try:
            assert run.stderr is not None
            address = re.search(r"http://\S+", run.stderr.readline())
            assert address is not None
            yield address[0]
        finally:
            run.terminate()


BROWSERS = {"chromium": CHROMIUM_AXE, "firefox": FIREFOX}


def journey(address: str, steps: Sequence[dict[str, Any]], browser: str = "chromium") -> dict[str, list[str]]:
    """What went wrong on the way."""
    require(BROWSERS[browser])
    steps = [step for step in steps if browser == "chromium" or "axe" not in step]
    done = subprocess.run(
        [str(node()), str(WEB / "keys.mjs"), browser, address, json.dumps(steps)],
        check=False, capture_output=True, encoding="utf-8", timeout=TIMEOUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    result: dict[str, list[str]] = json.loads(done.stdout)
    return result


NOTHING: dict[str, list[str]] = {"violations": [], "requests": [], "problems": [], "wide": []}


@pytest.mark.parametrize("browser", BROWSERS)
def test_from_the_list_to_what_is_put_forward(base: Path, browser: str) -> None:
    """Found by name, a value changed, an item added and moved, saved, and put forward.

    Firefox leaves a page by its last link, and Chromium comes back to its first.
    """
    steps = [
        {"axe": True}, {"tab": "query"}, {"type": "södra"}, {"press": "Enter"}, {"wait": ["main", "Södra linjen"]},
        {"tab": "/entry/sodra-linjen"}, {"press": "Enter"}, {"wait": ["counted", "fel"]},
        {"tab": "f-name"}, {"press": "Control+a"}, {"type": "Sydlinjen"}, {"wait": ["state", "inte sparat"]},
        {"tab": "f-boats-add"}, {"press": "Enter"}, {"wait": ["fields", "Båtar 3"]}, {"type": "3"},
        {"wait": ["fields", "Båtar 3: 3"]}, {"axe": True},
        {"tab": "f-boats-2-up", "back": True}, {"press": "Enter"}, {"wait": ["fields", "Båtar 2: 3"]},
        {"press": "Control+s"}, {"wait": ["state", "Sparat"]},
        {"tab": "/propose", "back": browser == "firefox"}, {"press": "Enter"}, {"wait": ["message", "Sydlinjen"]}, {"axe": True},
        {"tab": "commit"}, {"press": "Enter"}, {"wait": ["state", "Framlagt"]},
    ]  # fmt: skip
    with served(base) as address:
        assert journey(address, steps, browser) == NOTHING
    expected = FILE.replace("Södra linjen", "Sydlinjen").replace('hull: "2"', 'hull: "3"\n  - hull: "2"')
    assert (base / FERRY).read_text(encoding="utf-8") == expected
    branch = git(base, "branch", "--list", "ssr-edit/*", "--format=%(refname:short)")
    assert git(base, "show", f"{branch}:{FERRY}") == expected.rstrip("\n")


def test_a_new_entry_from_its_kind_to_what_is_put_forward(base: Path) -> None:
    steps = [
        {"tab": "/new"}, {"press": "Enter"}, {"wait": ["main", "Välj vad posten är"]}, {"axe": True},
        {"tab": "/new?kind=ferry"}, {"press": "Enter"}, {"wait": ["main", "Börja"]}, {"axe": True},
        {"tab": "a-name"}, {"type": "Södra linjen"}, {"tab": "begin"}, {"press": "Enter"}, {"wait": ["state", "finns redan"]},
        {"tab": "a-name", "back": True}, {"press": "Control+a"}, {"type": "Norra leden"}, {"tab": "begin"}, {"press": "Enter"},
        {"wait": ["counted", "fel"]}, {"axe": True},
        {"tab": "f-operator"}, {"type": "rederiet"}, {"wait": ["state", "inte sparat"]},
        {"press": "Control+s"}, {"wait": ["state", "Sparat"]},
        {"tab": "/propose", "back": True}, {"press": "Enter"}, {"wait": ["message", "Norra leden"]},
        {"tab": "commit"}, {"press": "Enter"}, {"wait": ["state", "Framlagt"]},
    ]  # fmt: skip
    with served(base) as address:
        assert journey(address, steps) == NOTHING
    branch = git(base, "branch", "--list", "ssr-edit/*", "--format=%(refname:short)")
    assert "operator: rederiet" in git(base, "show", f"{branch}:knowledge/ferries/norra-leden.yaml")


def test_a_fault_is_told_at_its_field_and_undone(base: Path) -> None:
    steps = [
        {"tab": "f-operator"}, {"press": "Control+a"}, {"type": "rederit"}, {"wait": ["f-operator-e", "rederiet"]},
        {"axe": True}, {"tab": "undo", "back": True}, {"press": "Enter"}, {"wait": ["counted", "Inget fel"]},
        {"tab": "save", "back": True}, {"press": "Enter"}, {"wait": ["state", "Sparat"]},
    ]  # fmt: skip
    with served(base, "sodra-linjen") as address:
        assert journey(address, steps) == NOTHING
    assert (base / FERRY).read_text(encoding="utf-8") == FILE


def test_a_broken_file_is_mended_as_text(base: Path) -> None:
    write(base, {FERRY: FILE.replace("name: ", "name:")})
    steps = [
        {"wait": ["counted", "anmärkning"]}, {"axe": True}, {"tab": "text"}, {"press": "Control+Home"},
        {"press": "ArrowDown"}, *[{"press": "ArrowRight"}] * len("name:"), {"type": " "},
        {"tab": "write", "back": True}, {"press": "Enter"}, {"wait": ["state", "Sparat"]},
    ]  # fmt: skip
    with served(base, "sodra-linjen", "--audience", "office") as address:
        assert journey(address, steps) == NOTHING
    assert (base / FERRY).read_text(encoding="utf-8") == FILE


def test_the_largest_form_is_for_everybody() -> None:
    with served(EXEMPELLAN, "storm", "--edition", "2023-2026", "--audience", "office") as address:
        found = journey(address, [{"axe": True}, {"tab": "f-measures-0"}, {"press": "Enter"}, {"axe": True}])
    assert found == NOTHING


def test_the_pages_are_valid_html(base: Path, tmp_path: Path) -> None:
    visitor = Visitor(base)
    pages = []
    for name, way in (
        ("list", ""),
        ("entry", "entry/sodra-linjen"),
        ("text", "text/sodra-linjen"),
        ("none", "propose"),
        ("kinds", "new"),
        ("new", "new?kind=ferry"),
    ):
        pages.append(tmp_path / f"{name}.html")
        pages[-1].write_text(visitor.page(way), encoding="utf-8")
    assert vnu(pages) == []
    # What the same process serves on the same address needs no sign of its own.
    assert [found for found in html_validate(pages) if "require-sri" not in found] == []
