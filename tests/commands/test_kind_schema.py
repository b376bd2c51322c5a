"""What `ssr schema` prints is a contract that other programs can hold: checked by a validator that is not ours."""

import json
from pathlib import Path

import check_jsonschema
import click.testing
import pytest
from click.testing import CliRunner
from running import CASES, EXEMPELLAN, MANIFEST, ROOT, ssr, write

from ssr.base.load import load
from ssr.base.resources import Resources
from ssr.base.schema import FORMATS
from ssr.base.schema_files import load_kinds
from ssr.base.snapshot import WorkingTree

FERRY = CASES / "ferry"
KINDS = sorted(path.name.removesuffix(".schema.json") for path in (ROOT / "schemas").glob("[!_]*.schema.json"))


def judged(folder: Path, schema: bytes, files: list[Path]) -> click.testing.Result:
    """What check-jsonschema says of files, with nothing but one schema file."""
    path = folder / "schema.json"
    path.write_bytes(schema)
    arguments = ["--schemafile", path, "--output-format", "json", *files]
    return CliRunner().invoke(check_jsonschema.main, list(map(str, arguments)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_shipped_entry_keeps_to_the_printed_schema(kind: str, tmp_path: Path) -> None:
    """Each base by its own schema: the lists of one base say nothing of another's."""
    for root in (ROOT, EXEMPELLAN):
        files = [root / entry.path for entry in load(WorkingTree(root))[0].entries if entry.kind == kind]
        assert files or root == ROOT
        if files:
            done = judged(tmp_path, ssr("schema", kind, kb=root).out, files)
            assert done.exit_code == 0, done.output


@pytest.mark.parametrize("kind", KINDS)
def test_the_printed_schema_needs_no_other_file(kind: str) -> None:
    text = ssr("schema", kind).text
    schema = json.loads(text)
    assert '"$ref"' not in text
    assert "$id" not in schema
    assert [node for node in _nodes(schema) if node.get("format") in list(FORMATS) and "pattern" not in node] == []


def _nodes(value: object) -> list[dict[str, object]]:
    if isinstance(value, list):
        return [node for inner in value for node in _nodes(inner)]
    if not isinstance(value, dict):
        return []
    return [value, *(node for inner in value.values() for node in _nodes(inner))]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a property that no schema has", "name: X\noperator: rederiet\ncaptain: X\n"),
        ("what has to be there", "name: X\n"),
        ("another type", "name: [X]\noperator: rederiet\n"),
        ("a day in words", "name: X\noperator: rederiet\nfrom: i morgon\n"),
        ("a key", "name: X\noperator: rederiet\nsoundings: [{buoy: Stor Boj, wording: Hel.}]\n"),
    ],
)
def test_what_is_wrong_in_shape_is_refused_for_a_kind_of_a_bases_own(name: str, text: str, tmp_path: Path) -> None:
    schema = ssr("schema", "ferry", kb=FERRY).out
    right, wrong = tmp_path / "ratt.yaml", tmp_path / "fel.yaml"
    right.write_text("name: X\noperator: rederiet\nsoundings: [{buoy: boj, wording: Hel.}]\n", encoding="utf-8")
    wrong.write_text(text, encoding="utf-8")
    assert judged(tmp_path, schema, [right]).exit_code == 0
    assert judged(tmp_path, schema, [wrong]).exit_code == 1, name


# The cases of `ssr validate` whose faults are of shape; what else lies in them is right.
SHAPES = [path for case in sorted((CASES / "validate").glob("ssr10*")) for path in sorted(case.rglob("*.yaml"))]


@pytest.mark.parametrize("path", SHAPES, ids=[f"{path.parts[-4]}-{path.stem}" for path in SHAPES])
def test_the_cases_are_judged_as_ssr_judges_them(path: Path, tmp_path: Path) -> None:
    case = path.parents[2]
    report = (case / "expected.txt").read_text(encoding="utf-8")
    faulty = f"{path.relative_to(case).as_posix()}:" in report
    [kind] = [
        kind.name for kind in load_kinds(Resources(WorkingTree(ROOT))).values() if kind.folder == path.parent.name
    ]
    assert judged(tmp_path, ssr("schema", kind).out, [path]).exit_code == int(faulty)


def test_a_kinds_own_pattern_stands_beside_that_of_a_format(tmp_path: Path) -> None:
    schema = json.loads((FERRY / "schemas/ferry.schema.json").read_text(encoding="utf-8"))
    schema["properties"]["from_quay"] = {**schema["properties"]["name"], "format": "key", "pattern": "^k"}
    base = write(tmp_path / "base", {"ssr.yaml": MANIFEST, "schemas/ferry.schema.json": json.dumps(schema)})
    printed = ssr("schema", "ferry", kb=base).out
    for value, code in (("kajen", 0), ("Kajen", 1), ("brygga", 1), ("k--j", 1)):
        path = tmp_path / f"{value}.yaml"
        path.write_text(f"name: X\noperator: rederiet\nfrom_quay: {value}\n", encoding="utf-8")
        assert judged(tmp_path, printed, [path]).exit_code == code, value


def test_an_unknown_kind() -> None:
    result = ssr("schema", "akctor")
    assert (result.code, result.out) == (2, b"")
    assert "menade du actor?" in result.err.replace("Menade", "menade")


@pytest.mark.parametrize("word", ["aktor", "Aktörer", "actors"])
def test_a_kind_by_what_people_call_it(word: str) -> None:
    assert ssr("schema", word).out == ssr("schema", "actor").out
