"""The wheel holds all that the tool needs: it works in a folder that has only a manifest and an entry."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml
from repository import commit, repository
from running import DAY, MANIFEST, ROOT, write
from shared import Store

pytest.importorskip("hatchling", reason="hatchling builds the wheel; the extra `test` has it")

ENTRY = "name: Snö\nreach: regional\nstatus: agreed\nunknown: Innehållet är inte känt.\nagreement:\n  unknown: Dagen är inte känd.\n"
PERIOD = "name: Målbild\nfrom: 2019-01-01\nuntil: 2022-12-31\nillustrative: true\n"


def _pip(*arguments: str | Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check", *map(str, arguments)],
        check=True,
        capture_output=True,
        timeout=300,
        cwd=ROOT,
    )


@pytest.fixture(scope="module")
def wheel(store: Store) -> Path:
    def build(folder: Path) -> None:
        # Built with the hatchling that is installed, so that no network is needed.
        _pip("wheel", ROOT, "--no-deps", "--no-build-isolation", "--wheel-dir", folder)

    (found,) = store.folder("wheel", build).glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(store: Store, wheel: Path) -> Path:
    return store.folder(
        "installed", lambda folder: _pip("install", "--no-deps", "--no-index", "--target", folder, wheel)
    )


def test_contents(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    originals = [path for folder in ("schemas", "templates") for path in (ROOT / folder).rglob("*") if path.is_file()]
    bundled = {f"ssr/_bundled/{path.relative_to(ROOT).as_posix()}" for path in originals if path.suffix != ".pyc"}
    assert bundled == {name for name in names if name.startswith("ssr/_bundled/")}
    code = [
        path
        for path in (ROOT / "ssr").rglob("*")
        if path.suffix in {".py", ".css", ".md", ".typ", ".xml", ".yaml", ".typed"}
    ]
    assert {path.relative_to(ROOT).as_posix() for path in code} <= names
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"ssr", "samverkan_ssr"}
    assert not [name for name in names if "__pycache__" in name or "test" in name]


def test_a_base_is_founded_in_an_empty_folder_and_checks_itself_as_its_own_script_says(
    installed: Path, wheel: Path, tmp_path: Path
) -> None:
    """From the wheel alone, with nothing to fetch: pip finds the tool where it is said to come from."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(installed),
        "PATH": f"{installed / 'bin'}:{Path(sys.executable).parent}:/usr/bin:/bin",
    }
    said = ["--name", "Provlänet", "--language", "sv", "--time-zone", "Europe/Stockholm", "--period", "2027-2030"]
    subprocess.run(
        [sys.executable, "-P", "-m", "ssr", "init", "base", *said, "--source", wheel], cwd=tmp_path, env=environment, check=True, capture_output=True,
    )  # fmt: skip
    base, site = tmp_path / "base", tmp_path / "site"
    script = yaml.safe_load((base / ".gitlab-ci.yml").read_text(encoding="utf-8"))["validate"]
    repository(base)
    before = commit(base)
    manifest = base / "ssr.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("Provlänet", "Prövlänet"), encoding="utf-8")

    alone = {
        **environment, **script["variables"], "SSR_BASE": before, "PYTHONPATH": str(site), "PATH": f"{site / 'bin'}:{environment['PATH'].partition(':')[2]}",
        "PIP_TARGET": str(site), "PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }  # fmt: skip
    done = subprocess.run(
        ["sh", "-c", *script["script"]], cwd=base, env=alone, check=False, capture_output=True, encoding="utf-8"
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "ssr.yaml:2:1  att kontrollera SSR809" in done.stdout  # it is judged against what was before
    assert done.stdout.endswith("1 att kontrollera i 1 fil.\n")
    (told,) = script["artifacts"]["paths"]
    assert "Prövlänet" in (base / told / "review.html").read_text(encoding="utf-8")
    assert list((base / told / "pages").iterdir())
    assert (site / "bin/ssr").is_file()


@pytest.mark.parametrize("entrance", ["module", "script"])
def test_it_works_from_an_empty_folder(installed: Path, tmp_path: Path, entrance: str) -> None:
    base = write(
        tmp_path,
        {
            "ssr.yaml": MANIFEST,
            "knowledge/directives/2019-2022/snow.yaml": ENTRY,
            "knowledge/goal-images/2019-2022.yaml": PERIOD,
            # What a hostile checkout could hold; `-P` keeps it from being run.
            "jinja2.py": "raise SystemExit('hijacked')\n",
        },
    )
    start = [sys.executable, "-P", "-m", "ssr"] if entrance == "module" else [sys.executable, installed / "bin/ssr"]

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(installed)}
        return subprocess.run(
            [*start, *arguments], cwd=base, env=environment, check=False, capture_output=True, encoding="utf-8"
        )

    where = subprocess.run(
        [sys.executable, "-P", "-c", "import ssr; print(ssr.__file__)"],
        cwd=base, env={**os.environ, "PYTHONPATH": str(installed)}, check=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert where.stdout.startswith(str(installed))

    checked = run("validate", "--at", DAY)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    made = run("render", "directive", "snow", "--at", DAY)
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("# Inriktning: Snö\n")
    assert run("render", "directive", "snow", "--format", "html").stdout.startswith("<!DOCTYPE html>")
    assert "situation-picture" in run("render", "--list").stdout
    assert run("--version").stdout.startswith("ssr ")
