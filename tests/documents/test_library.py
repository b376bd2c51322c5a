"""Comparing knows nothing of crisis collaboration: a library with kinds of its own, and what differs between two years."""

import json

import pytest
from running import CASES, ROOT, ssr

from ssr.base.kinds import SUFFIX
from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.diff.compare import compare
from ssr.diff.concern import Concern
from ssr.view.base_view import View

LIBRARY = CASES / "library"


def test_it_is_another_kind_of_organisation() -> None:
    own = {path.name.removesuffix(SUFFIX) for path in (LIBRARY / "schemas").iterdir()}
    bundled = {path.name.removesuffix(SUFFIX) for path in (ROOT / "schemas").iterdir()}
    assert own == {"branch", "plan", "service"}
    assert not own & bundled
    assert {entry.kind for entry in load(WorkingTree(LIBRARY))[0].entries} == own
    assert ssr("validate", "--strict", "--at", "2024-06-01", kb=LIBRARY).code == 0


@pytest.mark.parametrize(("name", "arguments"), [("expected.txt", ()), ("expected.json", ("--format", "json"))])
def test_two_of_its_years(name: str, arguments: tuple[str, ...], bless: bool) -> None:
    result = ssr("diff", "2023", "2024", *arguments, kb=LIBRARY)
    assert (result.code, result.err) == (0, "")
    if bless:
        (LIBRARY / name).write_bytes(result.out)
    assert result.text == (LIBRARY / name).read_bytes().decode()


def test_every_sort_of_change_in_them_follows_from_annotations() -> None:
    report = json.loads(ssr("diff", "2023", "2024", "--format", "json", kb=LIBRARY).text)
    assert {change["change"] for change in report["changes"]} == {
        "added", "retired", "removed", "renamed", "agreed", "reprioritised", "rephased", "reassigned", "reworded",
        "relinked", "set",
    }  # fmt: skip


def test_whom_it_concerns() -> None:
    base, _ = load(WorkingTree(LIBRARY))
    old = View(base, "2023-12-31", "public", "sv")
    concern = Concern(old, old.on("2024-12-31"), {"responsible"}, "member")
    told = {change.route: concern.of(change) for change in compare(concern.old, concern.new).changes}
    assert told["tasks", "turlista", "who"] == {"bokbuss": (), "centrum": (), "hamnen": ()}
    assert told["tasks", "sagor", "season"] == {"bokbuss": (), "centrum": ()}
