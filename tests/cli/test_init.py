"""`ssr init`: a base of one's own, or a municipality's over its region's, whole or not at all."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from running import EXEMPELLAN, Result, at_terminal, process, ssr, typed, write

from ssr.base.resources import Resources
from ssr.base.schema_files import load_kinds

SAID = {
    "--name": "Samverkan i Provlänet",
    "--language": "sv",
    "--time-zone": "Europe/Stockholm",
    "--period": "2027-2030",
}
REGION = "samverkan-exempellan"


def founded(folder: Path, *options: str | Path, **said: str | None) -> Result:
    """A run with what is to be said, but for what is said otherwise here."""
    values = {**SAID, **{f"--{name.replace('_', '-')}": value for name, value in said.items()}}
    return typed("init", folder, *(word for name, value in values.items() if value for word in (name, value)), *options)


def files_in(folder: Path) -> Mapping[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def municipality(folder: Path, **said: str | None) -> Result:
    return founded(
        folder,
        "--on",
        REGION,
        "--beneath",
        EXEMPELLAN,
        name="Norrhamns kommun",
        period=None,
        source="samverkan-ssr",
        **said,
    )


def script_of(path: Path) -> str:
    """What the machine that shares the base is to run."""
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    if path.name == ".gitlab-ci.yml":
        return str(declared["validate"]["script"][0])
    (script,) = (step["run"] for step in declared["jobs"]["validate"]["steps"] if "run" in step)
    return str(script)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_new_base_is_clean_and_gives_a_brief_at_once(tmp_path: Path, language: str) -> None:
    base = tmp_path / "base"

    made = founded(base, language=language)

    assert made.code == 0, made.err
    assert made.text.splitlines() == [str(base / name) for name in sorted(files_in(base))]
    checked = ssr("validate", "--strict", kb=base)
    assert (checked.code, checked.err) == (0, "")
    (call,) = (line for line in (base / "README.md").read_text(encoding="utf-8").splitlines() if " render " in line)
    brief = ssr(*call.split()[1:], "--format", "html", kb=base)
    assert brief.code == 0, brief.err
    assert brief.text.startswith("<!DOCTYPE html>")
    assert "Samverkan i Provlänet" in brief.text


def test_each_main_kind_has_a_form(tmp_path: Path) -> None:
    founded(tmp_path)

    kinds = load_kinds(Resources(None))
    expected = {kind.folder for kind in kinds.values() if kind.root.annotation("first") or kind.defines_periods}
    assert {path.name for path in (tmp_path / "knowledge").iterdir()} == expected
    for path in (tmp_path / "knowledge").rglob("*.yaml"):
        assert path.read_text(encoding="utf-8").startswith("# ")


def test_the_editor_knows_every_kind_by_its_folder(tmp_path: Path) -> None:
    founded(tmp_path)

    settings = json.loads((tmp_path / ".vscode/settings.json").read_text(encoding="utf-8"))
    folders = {one.split("/")[2] for globs in settings["yaml.schemas"].values() for one in globs}
    assert folders == set(load_kinds(Resources(None)).by_folder)


def test_at_a_terminal_it_asks_and_says_last_what_is_next(tmp_path: Path) -> None:
    answers = "!!\nSamverkan i Provlänet\n1\n1\n27\n2027-2030\n\n"

    code, out, talk = at_terminal("init", "base", answers=answers, cwd=tmp_path)

    assert code == 0, talk
    assert "base/ssr.yaml" in out
    assert "!! går inte att använda" in talk
    assert "27 är inga år" in talk
    assert talk.rstrip().splitlines()[-1].startswith("Nästa steg: ")
    assert ssr("validate", "--strict", kb=tmp_path / "base").code == 0


@pytest.mark.parametrize("missing", [name.removeprefix("--").replace("-", "_") for name in SAID])
def test_without_a_terminal_all_must_be_said(tmp_path: Path, missing: str) -> None:
    result = founded(tmp_path / "base", **{missing: None})

    assert result.code == 2
    assert f"--{missing.replace('_', '-')} saknas" in result.err
    assert not (tmp_path / "base").exists()


@pytest.mark.parametrize(
    "name", ["ssr.yaml", "README.md", ".gitignore", ".vscode/settings.json", "knowledge/structures/vart-forum.yaml"]
)
def test_a_folder_that_has_any_of_the_files_keeps_all_it_has_and_gets_none(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("unknown: Mitt eget.\n", encoding="utf-8")
    before = files_in(tmp_path)

    result = founded(tmp_path)

    assert result.code == 2
    assert files_in(tmp_path) == before


def test_a_folder_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "base").mkdir()
    (tmp_path / "base/knowledge").symlink_to(tmp_path / "elsewhere")

    assert founded(tmp_path / "base").code in {1, 2}
    assert not list((tmp_path / "elsewhere").iterdir())
    assert [path.name for path in (tmp_path / "base").iterdir()] == ["knowledge"]


def test_other_files_are_left_in_peace(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text("min\n", encoding="utf-8")

    assert founded(tmp_path).code == 0
    assert (tmp_path / "LICENSE").read_text(encoding="utf-8") == "min\n"


def test_a_file_and_a_place_in_a_base_are_refused(tmp_path: Path) -> None:
    founded(tmp_path / "base")
    before = files_in(tmp_path)

    for place in ("base/ssr.yaml", "base/knowledge", "base/knowledge/ny", "base"):
        result = founded(tmp_path / place)
        assert result.code == 2, place
        assert "Traceback" not in result.err
    assert files_in(tmp_path) == before


@pytest.mark.parametrize("source", ["-e .", "$(rm -rf x)", "a\nb", "a`b`", 'a" b', "${{ secrets.X }}"])
def test_where_the_tool_comes_from_is_no_command(tmp_path: Path, source: str) -> None:
    assert founded(tmp_path / "base", f"--source={source}").code == 2
    assert not (tmp_path / "base").exists()


def test_what_checks_it_is_one_script_and_stops_where_nobody_said_from_where(tmp_path: Path) -> None:
    result = founded(tmp_path)

    github, gitlab = (script_of(tmp_path / name) for name in (".github/workflows/ssr.yml", ".gitlab-ci.yml"))
    assert github == gitlab
    assert "SSR_SOURCE" in result.err
    done = subprocess.run(
        ["sh", "-c", github], cwd=tmp_path, env={"PATH": os.environ["PATH"]}, check=False, capture_output=True
    )
    assert done.returncode == 2
    assert "SSR_SOURCE" in done.stderr.decode()


def test_a_change_is_judged_against_what_was_before_it(tmp_path: Path) -> None:
    founded(tmp_path)
    check = script_of(tmp_path / ".gitlab-ci.yml").splitlines()[-1]
    bin_ = write(tmp_path / "bin", {"ssr": '#!/bin/sh\nprintf "%s " "$@"\n'})
    (bin_ / "ssr").chmod(0o755)
    path = f"{bin_}:{os.environ['PATH']}"

    def run(**env: str) -> str:
        return subprocess.run(
            ["sh", "-c", check], env={"PATH": path, **env}, check=True, capture_output=True
        ).stdout.decode()

    assert run(SSR_BASE="HEAD^1") == "validate --strict --baseline HEAD^1 "
    assert run(SSR_BASE="") == run() == "validate --strict "


# A municipality's


def test_a_municipality_lies_over_its_region(tmp_path: Path) -> None:
    assert municipality(tmp_path / "kommun").code == 0
    base = tmp_path / "kommun"

    manifest = yaml.safe_load((base / "ssr.yaml").read_text(encoding="utf-8"))
    assert manifest["lies_over"] == REGION
    assert str(EXEMPELLAN) not in "".join(content.decode() for content in files_in(base).values())
    assert ssr("validate", "--strict", "--beneath", EXEMPELLAN, kb=base).code == 0
    by_name = process("validate", "--strict", cwd=base, env={"SSR_BENEATH": str(EXEMPELLAN)})
    assert by_name.code == 0, by_name.text


def test_where_the_region_is_not_there_that_is_told_and_nothing_else(tmp_path: Path) -> None:
    municipality(tmp_path)
    # One in Exempellän, which this base does not have itself.
    (tmp_path / "knowledge/meetings/mote.yaml").write_text(
        "name: Mötet\nconvener: granvik\nunknown: Resten är inte känt.\n"
    )

    alone = ssr("validate", "--format", "json", kb=tmp_path)

    assert [one["code"] for one in json.loads(alone.text)["findings"]] == ["SSR216"]
    assert ssr("validate", "--strict", kb=tmp_path).code == 1
    assert ssr("validate", "--strict", "--beneath", EXEMPELLAN, kb=tmp_path).code == 0


def test_with_the_region_a_reference_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    municipality(tmp_path)
    (tmp_path / "knowledge/meetings/mote.yaml").write_text(
        "name: Mötet\nconvener: granvikk\nunknown: Resten är inte känt.\n"
    )

    result = ssr("validate", "--beneath", EXEMPELLAN, kb=tmp_path)

    assert result.code == 1
    assert result.text.startswith("knowledge/meetings/mote.yaml:2:11  fel SSR201")
    assert "granvik?" in result.text


def test_what_is_written_is_written_in_the_municipality(tmp_path: Path) -> None:
    municipality(tmp_path)
    region = files_in(EXEMPELLAN)

    made = ssr("new", "meeting", "Mötet", "--set", "convener=Granviks kommun", "--beneath", EXEMPELLAN, kb=tmp_path)

    assert made.code == 0, made.err
    assert "convener: granvik" in (tmp_path / "knowledge/meetings/motet.yaml").read_text(encoding="utf-8")
    assert files_in(EXEMPELLAN) == region


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--on", REGION], "--beneath"),
        (["--on", "../region"], "id"),
        (["--on", "en-annan", "--beneath", str(EXEMPELLAN)], REGION),
        (["--on", REGION, "--beneath", "finns-inte"], "ssr.yaml"),
        (["--on", REGION, "--beneath", str(EXEMPELLAN)], "Ta bort --period"),  # which would go for nothing
    ],
)
def test_a_region_that_is_not_there_or_a_period_beside_it_is_refused(
    tmp_path: Path, options: list[str], told: str
) -> None:
    result = founded(tmp_path / "base", *options)

    assert result.code == 2
    assert told in result.err
    assert not (tmp_path / "base").exists()


def test_only_two_bases_lie_over_each_other(tmp_path: Path) -> None:
    municipality(tmp_path)

    result = ssr("validate", "--beneath", EXEMPELLAN, "--overlay", EXEMPELLAN, kb=tmp_path)

    assert result.code == 2
    assert "--overlay" in result.err
