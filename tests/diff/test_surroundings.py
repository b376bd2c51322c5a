"""What differs between two bases besides their entries is told, so that nobody takes them for alike."""

from pathlib import Path

from running import MANIFEST, ssr, write

GROUP = "name: Gruppen\nsort: group\nillustrative: true\n"
ENTRY = {"ssr.yaml": MANIFEST, "knowledge/structures/inre.yaml": GROUP}
TEMPLATE = "templates/egen/document.yaml"


def told(tmp_path: Path, old: dict[str, str], new: dict[str, str], *options: str) -> str:
    return ssr(
        "diff", str(write(tmp_path / "old", old)), str(write(tmp_path / "new", new)), *options, kb=tmp_path / "new"
    ).text


def test_a_manifest_a_schema_and_a_template_that_differ_are_named(tmp_path: Path) -> None:
    changed = {**ENTRY, "ssr.yaml": MANIFEST.replace("name: ", "name: Annat ")}
    assert told(tmp_path / "a", ENTRY, ENTRY).startswith("Inget skiljer")
    assert told(tmp_path / "b", ENTRY, changed).splitlines()[1:] == ["Utanför posterna skiljer: ssr.yaml."]
    added = told(tmp_path / "c", ENTRY, {**ENTRY, TEMPLATE: "title: Ett\n"})
    assert added.splitlines()[1:] == [f"Utanför posterna skiljer: {TEMPLATE}."]
    compiled = {**ENTRY, "templates/egen/__pycache__/sida.pyc": "x"}  # which is made of a template, and is none
    assert told(tmp_path / "e", ENTRY, compiled).startswith("Inget skiljer")
    gone = told(tmp_path / "d", {**ENTRY, TEMPLATE: "title: Ett\n"}, ENTRY)
    assert gone.splitlines()[1:] == [f"Utanför posterna skiljer: {TEMPLATE}."]


def test_it_stands_after_what_entries_differ_in_and_in_what_programs_read(tmp_path: Path) -> None:
    changed = {
        **ENTRY,
        "ssr.yaml": MANIFEST.replace("name: ", "name: Annat "),
        "knowledge/structures/yttre.yaml": GROUP,
    }
    assert told(tmp_path / "a", ENTRY, changed).splitlines()[-1] == "Utanför posterna skiljer: ssr.yaml."
    assert '"files": [\n    "ssr.yaml"\n  ]' in told(tmp_path / "b", ENTRY, changed, "--format", "json")
    assert "skiljer: ssr.yaml" not in told(tmp_path / "c", ENTRY, changed, "--kind", "structure")
