"""A manifest that is wrong: each finding explains its field, and nothing that is made shows what is not there."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import DAY, MANIFEST, Result, ssr, write

from ssr.base.kinds import Field
from ssr.base.load import load
from ssr.base.schema_files import field_of
from ssr.base.snapshot import WorkingTree
from ssr.text.catalogue import LANGUAGES

SHAPE = field_of("_manifest.schema.json")
WRONG = {"nothing": "", "null": "null", "list": "[a, b]", "object": "{a: {b: c}}", "number": "-3", "blank": '" "'}
BASE = {
    "knowledge/structures/gruppen.yaml": "name: Gruppen\nsort: group\nunknown: Inget är känt.\n",
    "knowledge/goal-images/2019-2022.yaml": "name: Mål\nfrom: 2019-01-01\nuntil: 2022-12-31\nunknown: Inget är känt.\n",
    "knowledge/directives/2019-2022/sno.yaml": "name: Snö\nreach: regional\nstatus: draft\nunknown: Inget är känt.\n",
}


def with_field(name: str, value: str | None) -> str:
    """A manifest in which a field holds something, or is not there."""
    lines = [line for line in MANIFEST.splitlines() if not line.startswith(f"{name}:")]
    return "".join(f"{line}\n" for line in [*lines, *([] if value is None else [f"{name}: {value}"])])


def wrong_manifests() -> Iterator[pytest.param]:  # type: ignore[valid-type]
    for name in SHAPE.properties:
        for sort, value in WRONG.items():
            yield pytest.param(name, with_field(name, value), id=f"{name}-{sort}")
    for name in SHAPE.schema["required"]:
        yield pytest.param(name, with_field(name, None), id=f"{name}-missing")


def below(field: Field) -> list[Field]:
    """The fields in a field that have a description, also where their names may be any."""
    others = field.schema.get("additionalProperties")
    some = [Field(others)] if isinstance(others, dict) and "description" in others else []
    return [*some, *(field.items or field).properties.values()]


def checked(folder: Path, manifest: str, *options: str) -> Result:
    return ssr("validate", "--at", DAY, *options, kb=write(folder, {**BASE, "ssr.yaml": manifest}))


@pytest.mark.parametrize(("name", "manifest"), list(wrong_manifests()))
def test_a_finding_says_what_the_field_is_and_may_hold(name: str, manifest: str, tmp_path: Path) -> None:
    for language in LANGUAGES:
        result = checked(tmp_path, manifest, "--lang", language, "--format", "json")
        told = [one["hint"] for one in json.loads(result.text)["findings"] if one["path"] == "ssr.yaml"]

        assert result.code == 1
        field = SHAPE.properties[name]
        described = [one.description(language).rstrip(".") for one in [field, *below(field)]]
        assert all(any(one in hint for one in described) for hint in told)
        assert all(value in told[0] for value in field.schema.get("enum", ()))


@pytest.mark.parametrize(("name", "manifest"), list(wrong_manifests()))
def test_nothing_that_is_not_there_is_shown(name: str, manifest: str, tmp_path: Path) -> None:
    kb = write(tmp_path, {**BASE, "ssr.yaml": manifest})
    for call in (
        ("validate",),
        ("list",),
        ("status",),
        ("render", "overview", "--audience", "office"),
        ("render", "directive", "sno", "--edition", "2019-2022", "--audience", "office"),
    ):
        result = ssr(*call, kb=kb)
        assert result.code in {0, 1, 2}, (call, result.err)
        assert "None" not in result.text + result.err


def test_an_entry_is_found_by_what_an_overlay_says_that_it_was_called(tmp_path: Path) -> None:
    write(tmp_path, {f"base/{name}": text for name, text in {**BASE, "ssr.yaml": MANIFEST}.items()})
    write(
        tmp_path,
        {
            "overlay/ssr.yaml": f"{MANIFEST}renamed:\n  gamla-kontoret: kontoret\n",
            "overlay/knowledge/structures/kontoret.yaml": "name: Kontoret\nsort: office\nunknown: Inget är känt.\n",
        },
    )
    overlay = tmp_path / "overlay"

    assert ssr("show", "gamla-kontoret", kb=tmp_path / "base").code == 2
    result = ssr("show", "gamla-kontoret", "--overlay", overlay, kb=tmp_path / "base")

    assert result.code == 0, result.err
    assert "Kontoret" in result.text


def test_a_zone_that_there_is_not_is_taken_for_none(tmp_path: Path) -> None:
    write(tmp_path, {"ssr.yaml": with_field("time_zone", "Mars/Olympus")})

    base, _ = load(WorkingTree(tmp_path))

    assert base.time_zone == "UTC"
