"""What is wrong in a base: each folder below cases/validate is a few files, and what `ssr validate` says of them.

The files are laid over those of `_shared`. `expected.txt` holds what is printed, with a caret under the place that
is meant, and the exit code. `pytest --bless` writes it anew. A folder `earlier` holds what the files were before, in
the same way, and the base is judged against that too; a folder `overlay` is another base, laid over that one.
"""

import shutil
from pathlib import Path

import pytest
from running import CASES, ssr

from ssr.rules.registry import RULES

VALIDATE = CASES / "validate"
SHARED = VALIDATE / "_shared"
NAMES = sorted(path.name for path in VALIDATE.iterdir() if path != SHARED)
UNREAD_CODES = [f"SSR{number:03}" for number in range(17, 26)]
SCHEMA_CODES = ["SSR101", "SSR102", "SSR103", "SSR104", "SSR105", "SSR106"]


def laid_over_shared(case: Path, target: Path) -> Path:
    for folder in (SHARED, case):
        shutil.copytree(folder, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt", "earlier"))
    return target


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str, tmp_path: Path, bless: bool) -> None:
    case, expected = VALIDATE / name, VALIDATE / name / "expected.txt"
    now, before = laid_over_shared(case, tmp_path / "now"), case / "earlier"
    baseline = ["--baseline", laid_over_shared(before, tmp_path / "earlier")] if before.is_dir() else []

    overlay = ["--overlay", now / "overlay"] if (now / "overlay").is_dir() else []
    result = ssr("validate", "--at", "2019-06-01", "--lang", "sv", *baseline, *overlay, kb=now)
    printed = f"{result.text}exit {result.code}\n"

    if bless:
        expected.write_text(printed, encoding="utf-8", newline="")
    assert printed == expected.read_bytes().decode()
    assert result.err == ""


@pytest.mark.parametrize("name", NAMES)
def test_a_case_says_what_it_shows(name: str) -> None:
    assert (VALIDATE / name / "README.md").read_text(encoding="utf-8").count("\n") == 1


@pytest.mark.parametrize("code", [*UNREAD_CODES, *SCHEMA_CODES, *(rule.code for rule in RULES)])
def test_each_code_has_a_case_that_shows_wrong_and_right(code: str) -> None:
    """The files whose names begin with another word than `fel` are the right ones."""
    cases = [name for name in NAMES if name.startswith(code.lower())]
    printed = "".join((VALIDATE / name / "expected.txt").read_text(encoding="utf-8") for name in cases)

    assert f" {code}  " in printed
    assert "/ratt" not in printed
