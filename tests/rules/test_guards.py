"""Changes to what judges a base: few are told one by one, many of one cause at once, and none of what Python keeps."""

import json
from pathlib import Path

from repository import commit, repository
from running import MANIFEST, ssr, write


def findings(base: Path, files: dict[str, str]) -> list[tuple[str, str]]:
    """Where something is told of files that are new since the base was recorded, and as what."""
    repository(base)
    commit(base, {"ssr.yaml": MANIFEST, "knowledge/routines/larm.yaml": "name: Larm\nsources: []\n"})
    write(base, files)
    report = json.loads(ssr("validate", "--baseline", "HEAD", "--format", "json", kb=base).text)
    return [(one["path"], one["message"]) for one in report["findings"] if one["code"] == "SSR809"]


def test_ten_files_are_told_one_by_one(tmp_path: Path) -> None:
    told = findings(tmp_path / "base", {f"templates/x/{n:02}.md.j2": "x\n" for n in range(10)})
    assert [path for path, _ in told] == [f"templates/x/{n:02}.md.j2" for n in range(10)]


def test_more_of_one_folder_are_told_at_once_at_the_first(tmp_path: Path) -> None:
    files = {f"templates/x/{n:02}.md.j2": "x\n" for n in range(11)} | {".github/a.yml": "a: b\n"}
    told = findings(tmp_path / "base", files)
    assert [path for path, _ in told] == [".github/a.yml", "templates/x/00.md.j2"]
    assert told[1][1].startswith("11 filer i mappen är nya")


def test_what_python_keeps_of_templates_is_not_told(tmp_path: Path) -> None:
    assert findings(tmp_path / "base", {"templates/x/__pycache__/a.pyc": "x\n"}) == []
