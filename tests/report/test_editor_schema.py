"""The schemas of `ssr schema --write` in the language server that editors use: what it offers, shows and marks."""

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from language_server import LanguageServer, nested
from running import CASES, EXEMPELLAN, ROOT, ssr, write

from ssr.base.kinds import SUFFIX
from ssr.base.load import load
from ssr.base.snapshot import MANIFEST, WorkingTree
from ssr.commands.kind_schema import MANIFEST_SCHEMA, editor_patterns
from ssr.report.editor_schema import EditorSchemas
from ssr.text.catalogue import catalogue

FOLDER = ".ssr/schemas"
SHAPE_AND_REFERENCE = {
    "SSR101", "SSR102", "SSR103", "SSR104", "SSR105", "SSR106", "SSR201", "SSR202", "SSR205",
}  # fmt: skip
FEWEST = 60
SHARE = 0.95


def settings(workspace: Path, bases: Iterator[Path] | list[Path]) -> dict[str, Any]:
    """What an editor is told of bases in a workspace: their schemas, each with its files."""
    schemas = {}
    for base in bases:
        place = base.relative_to(workspace).as_posix()
        for name, pattern in editor_patterns(WorkingTree(base)).items():
            schemas[f"./{place}/{FOLDER}/{name}"] = [f"{place}/{pattern}"]
    return nested({"yaml.schemas": schemas, "yaml.validate": True, "yaml.hover": True, "yaml.completion": True})


def written(base: Path) -> Path:
    """A base with its schemas."""
    result = ssr("schema", "--write", kb=base)
    assert result.code == 0, result.err
    return base


@dataclass(frozen=True)
class Faulty:
    """A file of a base with faults that a schema can know of: the lines that `ssr validate` marks."""

    base: Path
    path: str
    lines: frozenset[int]


def faulty_files(workspace: Path) -> Iterator[Faulty]:
    """Every file in the folders of cases whose only faults are of shape or reference, and all that it is seen with."""
    for sort in ("validate", "mistakes"):
        for case in sorted((CASES / sort).iterdir()):
            if case.name == "_shared" or any((case / other).exists() for other in ("earlier", "overlay", "schemas")):
                continue
            base = workspace / sort / case.name
            for folder in (CASES / sort / "_shared", case):
                shutil.copytree(folder, base, dirs_exist_ok=True)
            found = json.loads(ssr("validate", "--at", "2019-06-01", "--format", "json", kb=base).text)["findings"]
            by_path: dict[str, list[Any]] = {}
            for finding in found:
                by_path.setdefault(finding["path"], []).append(finding)
            for path, findings in by_path.items():
                if {finding["code"] for finding in findings} <= SHAPE_AND_REFERENCE and (base / path).is_file():
                    yield Faulty(base, path, frozenset(finding["line"] for finding in findings))


def write_schema_for(file: Faulty) -> None:
    """The one schema that a file is judged by: all of each base would take long."""
    base, _ = load(WorkingTree(file.base))
    schemas = EditorSchemas(catalogue("sv"), base, "2019-06-01")
    kind = base.kinds.by_folder.get(Path(file.path).parts[1]) if file.path != MANIFEST else None
    made = schemas.of_manifest() if kind is None else schemas.of_kind(kind)
    write(file.base, {f"{FOLDER}/{MANIFEST_SCHEMA if kind is None else f'{kind.name}{SUFFIX}'}": json.dumps(made)})


@pytest.mark.judge
def test_faulty_files_are_marked_where_ssr_marks_them(tmp_path: Path) -> None:
    files = list(faulty_files(tmp_path))
    assert len(files) >= FEWEST
    for file in files:
        write_schema_for(file)
    bases = list(dict.fromkeys(file.base for file in files))
    texts = {
        (one.base / one.path).relative_to(tmp_path).as_posix(): (one.base / one.path).read_text("utf-8")
        for one in files
    }
    with LanguageServer(tmp_path, settings(tmp_path, bases)) as server:
        marked = {path: {mark.line for mark in marks} for path, marks in server.marks(texts).items()}
    lines = dict(zip(texts, (one.lines for one in files), strict=True))
    missed = {path: lines[path] - marked[path] for path in texts if not lines[path] <= marked[path]}
    wrong = {path: marked[path] - lines[path] for path in texts if not marked[path] <= lines[path]}
    assert len(missed) <= (1 - SHARE) * len(files), missed
    assert wrong == {}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    """In a workspace with both bases of the repository, with its own settings."""
    workspace = tmp_path_factory.mktemp("workspace")
    for name in ("knowledge", "examples"):
        shutil.copytree(ROOT / name, workspace / name, ignore=shutil.ignore_patterns(".ssr"))
    shutil.copy(ROOT / "ssr.yaml", workspace)
    for base in (workspace, workspace / EXEMPELLAN.relative_to(ROOT)):
        written(base)
    with LanguageServer(workspace, nested(json.loads((ROOT / ".vscode/settings.json").read_text("utf-8")))) as server:
        yield server


@pytest.mark.judge
def test_no_correct_file_is_marked(server: LanguageServer) -> None:
    texts = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for base in (ROOT, EXEMPELLAN)
        for path in (base / "ssr.yaml", *(base / "knowledge").rglob("*.yaml"))
    }
    assert len(texts) > 400
    assert {path: marks for path, marks in server.marks(texts).items() if marks} == {}


# A fault in each base: were the settings of no use, nothing above would be marked either.
@pytest.mark.judge
@pytest.mark.parametrize("base", ["", "examples/exempellan/"])
def test_the_settings_of_the_repository_lead_to_the_schemas(base: str, server: LanguageServer) -> None:
    faults = {
        f"{base}ssr.yaml": ("name: X\nlanguage: xx\n", 2),
        f"{base}knowledge/actors/ny.yaml": ("names: [{name: X}]\nsort: kommun\nparticipation: [{as: member}]\n", 2),
        f"{base}knowledge/directives/2019-2022/ny.yaml": ("name: X\nzzz: x\n", 2),
    }
    marks = server.marks({path: text for path, (text, _) in faults.items()})
    for path, (_, line) in faults.items():
        assert line in {mark.line for mark in marks[path]}, path


DIRECTIVE = "knowledge/directives/2019-2022/provet.yaml"


@pytest.mark.judge
def test_a_reference_is_offered_by_names(server: LanguageServer) -> None:
    for value in ("|", "[|]", "[trafik, |]", "\n      - |"):
        offered = server.labels(DIRECTIVE, f"name: X\nmeasures:\n  - id: x\n    text: X\n    responsible: {value}\n")
        labels = {label: re.sub(r"^\s*- ", "", text) for label, text in offered.items()}
        assert labels["Botkyrka kommun (botkyrka)"] == "botkyrka", value
        assert "samverkanskonferens#aktorsrapportering" in labels.values()
        assert all("(" in label for label in labels)


@pytest.mark.judge
def test_what_is_shown_is_swedish(server: LanguageServer) -> None:
    shown = server.hover(DIRECTIVE, "name: X\nmeasures:\n  - id: x\n    text: X\n    respon|sible: [trafik]\n")
    assert shown.splitlines() == ["#### Berörda aktörer", "", "Aktörerna eller grupperna av aktörer som den berör."]
    chosen = server.hover("knowledge/actors/provet.yaml", "sort: muni|cipality\n")
    assert "#### Typ" in chosen
    assert "`municipality`: kommun" in chosen


@pytest.mark.judge
def test_what_is_said_of_a_fault_is_swedish_and_says_what_may_stand_there(server: LanguageServer) -> None:
    text = "names: X\nsort: kommun\nkällor: [x]\nparticipation:\n  - as: member\n    from: nyss\nsources: [ingen]\n"
    marks = server.marks({"knowledge/actors/provet.yaml": text})["knowledge/actors/provet.yaml"]
    said = {mark.line: mark.text for mark in marks}
    assert said.keys() == {1, 2, 3, 6, 7}
    assert said[1] == "Här ska stå en lista, i varje punkt en grupp av fält."
    assert "municipality (kommun)" in said[2]
    assert "sources (Källor)" in said[3]
    assert "ett år, en månad eller en dag" in said[6]
    assert said[7].startswith("Här ska stå id för en post (källa), så som filen heter utan .yaml")


@pytest.mark.judge
def test_a_kind_of_a_bases_own_is_offered_and_marked_too(tmp_path: Path) -> None:
    base = written(Path(shutil.copytree(CASES / "ferry", tmp_path / "ferry")))
    path = "ferry/knowledge/ferries/ny.yaml"
    with LanguageServer(tmp_path, settings(tmp_path, [base])) as server:
        assert server.labels(path, "name: X\noperator: |\n") == {"Rederiet (rederiet)": "rederiet"}
        assert "Huvudman" in server.hover(path, "name: X\nopera|tor: rederiet\n")
        assert [mark.line for mark in server.marks({path: "name: X\noperator: nej\n"})[path]] == [2]


# What is written, whatever reads it.


def schema(base: Path, kind: str) -> Any:
    return json.loads((base / FOLDER / f"{kind}.schema.json").read_text("utf-8"))


def offered(schema: Mapping[str, Any], kinds: str) -> Mapping[str, str]:
    return {one["body"]: one["label"] for one in schema["$defs"][kinds]["defaultSnippets"]}


def test_the_schemas_are_written_beside_the_base_and_kept_out_of_git(tmp_path: Path) -> None:
    base = Path(shutil.copytree(CASES / "ferry", tmp_path / "ferry"))
    for _ in range(2):  # the second time in place of the first
        written(base)
    names = {path.name for path in (base / FOLDER).iterdir()}
    assert names >= {"ferry.schema.json", "actor.schema.json", "_manifest.schema.json"}
    assert (base / FOLDER / ".gitignore").read_bytes() == b"*\n"
    assert ssr("validate", kb=base).code == ssr("validate", kb=CASES / "ferry").code
    ferry = schema(base, "ferry")
    assert ferry["title"] == "Färja"
    assert ferry["properties"]["operator"] == {
        "title": "Huvudman", "description": "Vem som kör.", "$ref": "#/$defs/actor",
    }  # fmt: skip
    assert "x-" not in "".join(key for node in _nodes(ferry) for key in node if key.startswith("x-"))
    assert offered(ferry, "actor") == {"rederiet": "Rederiet (rederiet)"}


def _nodes(value: object) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [node for inner in value for node in _nodes(inner)]
    if not isinstance(value, dict):
        return []
    return [value, *(node for inner in value.values() for node in _nodes(inner))]


def test_every_entry_and_item_is_offered_where_it_may_stand(tmp_path: Path) -> None:
    result = ssr("schema", "--write", tmp_path / "schemas")
    assert result.code == 0, result.err
    directive = json.loads((tmp_path / "schemas/directive.schema.json").read_text("utf-8"))
    everyone = offered(directive, "actor-structure")
    for kind in ("actor", "structure"):
        ids = {row["id"] for row in json.loads(ssr("list", kind, "--format", "json").text)}
        assert ids <= everyone.keys()
    assert everyone["haninge"] == "Haninge kommun (haninge)"
    own = offered(directive, "directive")
    assert own["snow-ice#arbeta-hemma"] == "Arbeta hemifrån om det går. (snow-ice#arbeta-hemma)"
    assert len(set(own.values())) == len(own)
    assert max(map(len, own.values())) <= 60


def test_the_words_are_of_the_language_that_is_asked_for(tmp_path: Path) -> None:
    result = ssr("schema", "--write", tmp_path / "schemas", "--lang", "en", kb=CASES / "ferry")
    assert result.code == 0, result.err
    ferry = json.loads((tmp_path / "schemas/ferry.schema.json").read_text("utf-8"))
    assert ferry["properties"]["operator"]["title"] == "Operator"
    assert ferry["$defs"]["actor"]["errorMessage"].startswith("This should be the id of an entry (actor)")


def test_a_folder_of_somebody_elses_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas/mine.txt").write_text("x", "utf-8")
    result = ssr("schema", "--write", tmp_path / "schemas")
    assert result.code == 2
    assert [path.name for path in (tmp_path / "schemas").iterdir()] == ["mine.txt"]


def test_a_kind_has_to_be_named_where_nothing_is_written() -> None:
    result = ssr("schema")
    assert (result.code, result.out) == (2, b"")
    assert "SLAG" in result.err


def test_the_settings_of_the_repository_name_each_schema_of_both_bases() -> None:
    named = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]
    expected = {}
    for base in (ROOT, EXEMPELLAN):
        place = "" if base == ROOT else f"{base.relative_to(ROOT).as_posix()}/"
        for name, pattern in editor_patterns(WorkingTree(base)).items():
            expected[f"./{place}{FOLDER}/{name}"] = f"{place}{pattern}"
    assert {schema: patterns[0] for schema, patterns in named.items()} == expected
