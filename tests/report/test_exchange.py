"""The formats that forges, editors and test reports read: what is no judge of ours accepts them, and they tell what the JSON does."""

import json
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from lxml import etree
from running import CASES, MANIFEST, ROOT, ssr, write

# Of SARIF itself, and of Jenkins for JUnit: see REUSE.toml for where they are from.
SARIF = jsonschema.Draft4Validator(json.loads((ROOT / "tests/schemas/sarif-2.1.0-rtm.5.json").read_bytes()))
JUNIT = etree.XMLSchema(etree.parse(ROOT / "tests/schemas/junit-10.xsd"))
# What GitLab's manual says of an issue in a report on code quality.
GITLAB = jsonschema.Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "minLength": 1},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "pattern": "^(?!\\./|/)"},
                        "lines": {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                    },
                },
            },
        },
    }
)
Told = list[tuple[str, str, int]]
GROUP = "name: Gruppen {}\nsort: group\nillustrative: true\n"
SOME = ["clean", "ssr001-not-a-plain-file", "ssr201-unknown-reference", "ssr804-item-removed"]
NAMES = [*SOME, "ssr809-judges-changed"]
HOSTILE = "](https://ont.example) <b> & \"'"


def validated(base: Path, format_: str, *arguments: str) -> str:
    result = ssr("validate", "--at", "2019-06-01", "--format", format_, *arguments, kb=base)
    assert result.code in {0, 1}
    assert result.err == ""
    return result.text


def sarif(base: Path, *arguments: str) -> Told:
    log = json.loads(validated(base, "sarif", *arguments))
    SARIF.validate(log)
    [run] = log["runs"]
    assert {one["ruleId"] for one in run["results"]} == {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    signs = [one["partialFingerprints"]["ssr/v1"] for one in run["results"]]
    assert len({*signs}) == len(signs)
    places = [(one["ruleId"], one["locations"][0]["physicalLocation"]) for one in run["results"]]
    return [(code, unquote(at["artifactLocation"]["uri"]), at["region"]["startLine"]) for code, at in places]


def gitlab(base: Path, *arguments: str) -> Told:
    issues = json.loads(validated(base, "gitlab", *arguments))
    GITLAB.validate(issues)
    assert len({one["fingerprint"] for one in issues}) == len(issues)
    return [(one["check_name"], one["location"]["path"], one["location"]["lines"]["begin"]) for one in issues]


def junit(base: Path, *arguments: str) -> Told:
    tree = etree.fromstring(validated(base, "junit", *arguments).encode())
    JUNIT.assertValid(tree)
    first, *cases = tree.iter("testcase")
    assert first.findtext("system-out")
    assert (int(tree.get("tests")), int(tree.get("failures"))) == (len(cases) + 1, len(tree.findall(".//failure")))
    found = [re.fullmatch(r"(SSR\d{3}) (.*):(\d+):\d+", str(case.get("name")), re.DOTALL) for case in cases]
    return [(one[1], one[2], int(one[3])) for one in found if one is not None]


def told(base: Path, *arguments: str) -> Told:
    found: list[Any] = json.loads(validated(base, "json", *arguments))["findings"]
    return [(one["code"], one["path"], one["line"]) for one in found]


def case(name: str, folder: Path) -> tuple[Path, list[str]]:
    for source in (CASES / "validate/_shared", CASES / "validate" / name):
        shutil.copytree(source, folder / "now", dirs_exist_ok=True)
    earlier = folder / "now/earlier"
    if not earlier.is_dir():
        return folder / "now", []
    shutil.copytree(CASES / "validate/_shared", folder / "then")
    shutil.copytree(earlier, folder / "then", dirs_exist_ok=True)
    shutil.rmtree(earlier)
    return folder / "now", ["--baseline", str(folder / "then")]


@pytest.mark.parametrize("name", NAMES)
def test_all_formats_tell_the_same(name: str, tmp_path: Path) -> None:
    base, baseline = case(name, tmp_path)
    expected = told(base, *baseline)
    assert expected or name == "clean"
    for format_ in (sarif, gitlab, junit):
        assert format_(base, *baseline) == expected


def test_hostile_names_are_names(tmp_path: Path) -> None:
    files = {
        f"knowledge/structures/{name}.yaml": GROUP.format(1) + f"reports_to: {json.dumps(HOSTILE)}\n"
        for name in ("a b", "<&>", "å%20", "](x)")
    }
    base = write(tmp_path, {"ssr.yaml": MANIFEST, **files})
    expected = told(base)
    assert len(expected) >= len(files)
    for format_ in (sarif, gitlab, junit):
        assert format_(base) == expected
    assert "](" not in re.sub("%..", "", validated(base, "sarif"))


def test_a_fingerprint_stays_when_lines_move(tmp_path: Path) -> None:
    path, text = "knowledge/structures/a.yaml", GROUP.format(1) + "x: 1\ny: 2\nmembers: [{party: b}, {party: b}]\n"
    signs = []
    for before in ("", "# En rad.\n\n"):
        base = write(tmp_path, {"ssr.yaml": MANIFEST, path: before + text})
        signs.append([one["fingerprint"] for one in json.loads(validated(base, "gitlab"))])
    assert signs[0] == signs[1]
    assert len({*signs[0]}) == len(signs[0]) == 4


def test_only_what_fails_the_check_fails_its_test(tmp_path: Path) -> None:
    files = {
        "knowledge/structures/fel.yaml": GROUP.format(1) + "x: 1\n",
        "knowledge/structures/varning.yaml": GROUP.format(2) + "short: TODO\n",
        "knowledge/routines/not.yaml": "name: Larma\nillustrative: true\n",
    }
    base = write(tmp_path, {"ssr.yaml": MANIFEST, **files})
    for strict, expected in (([], {"fel"}), (["--strict"], {"fel", "varning"})):
        tree = etree.fromstring(validated(base, "junit", *strict).encode())
        cases = tree.xpath("//testcase[failure]")
        assert {Path(one.get("classname")).stem for one in cases} == expected
        assert "3 poster är kontrollerade" in tree.findtext(".//system-out")


@pytest.mark.parametrize("format_", ["github", "gitlab", "sarif", "junit"])
def test_paths_are_from_the_top_of_the_repository(format_: str, tmp_path: Path) -> None:
    """Also of another place that matters, and of what is laid over; without a repository they are from the base."""
    files = {
        "ssr.yaml": MANIFEST,
        "knowledge/structures/a.yaml": GROUP.format(1) + "members: [{party: a}, {party: a}]\n",
    }
    base = write(tmp_path / "lagret/basen", files)
    overlay = write(tmp_path / "lagret/ovan", {"ssr.yaml": MANIFEST, "knowledge/structures/b.yaml": "x: 1\n"})
    assert "basen/" not in validated(base, format_)
    (tmp_path / "lagret/.git").mkdir()
    text = unquote(validated(base, format_, "--overlay", str(overlay)))
    assert "basen/knowledge/structures/a.yaml" in text
    assert re.search(r'[ "=]ovan/knowledge/structures/b\.yaml', text)
    assert not re.search(r'[ "=]knowledge/', text)
    assert '"knowledge/' in validated(base, "json")
