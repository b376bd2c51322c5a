"""What documents look like: each folder below cases/render is one command and the file that it must make.

`command.txt` holds the arguments of `ssr render` in a line (and `--kb` where it is not the base of this project).
`pytest --bless` writes the expected files anew. The style sheet and the script of a page are left out of them; of a binary file, they
hold the text and the structure that other programs read in it.
"""

import re
from pathlib import Path

import pytest
from readback import told
from running import CASES, ROOT, ssr

from ssr.base.resources import Resources
from ssr.base.snapshot import WorkingTree
from ssr.formats.adapters import FORMATS
from ssr.templating.definition_files import Definitions

RENDER = CASES / "render"
BINARY = {name for name, format_ in FORMATS.items() if not format_.on_terminal}
_STYLE = re.compile(r"(?<=<style>\n).*?(?=</style>)|(?<=<script>).*?(?=</script>)", re.DOTALL)


@pytest.mark.parametrize("case", sorted(path.name for path in RENDER.iterdir()))
def test_case(case: str, bless: bool) -> None:
    folder = RENDER / case
    arguments = (folder / "command.txt").read_text(encoding="utf-8").split()
    kb = ROOT
    if "--kb" in arguments:
        place = arguments.index("--kb")
        kb = ROOT / arguments[place + 1]
        del arguments[place : place + 2]
    format_ = _format(arguments)
    expected = folder / f"expected.{format_}{'.txt' if format_ in BINARY else ''}"

    result = ssr("render", *arguments, kb=kb)

    assert (result.code, result.err) == (0, "")
    made = _STYLE.sub("", told(format_, result.out))
    if bless:
        expected.write_text(made, encoding="utf-8", newline="")
    assert made == _read(expected)
    assert ssr("render", *arguments, kb=kb).out == result.out


def _format(arguments: list[str]) -> str:
    return arguments[arguments.index("--format") + 1] if "--format" in arguments else "md"


def _read(path: Path) -> str:
    return path.read_bytes().decode()


@pytest.mark.parametrize("case", sorted(path.name for path in RENDER.iterdir()))
def test_a_case_is_complete(case: str) -> None:
    files = sorted(path.name for path in (RENDER / case).iterdir())
    assert files[:2] == ["README.md", "command.txt"]
    assert len(files) == 3
    assert (RENDER / case / "README.md").read_text(encoding="utf-8").count("\n") == 1


def test_each_format_of_each_document_has_a_case() -> None:
    shown = {
        (arguments[0], _format(arguments))
        for arguments in ((path / "command.txt").read_text(encoding="utf-8").split() for path in RENDER.iterdir())
    }
    found = Definitions(Resources(WorkingTree(ROOT)))
    files = [document for document in found.values() if not document.parts]  # folders: see test_binder
    assert {(document.name, format_) for document in files for format_ in document.formats} <= shown
