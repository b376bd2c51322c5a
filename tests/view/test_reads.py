"""What a view has read of a base tells whether a change can have altered what was made of it."""

from pathlib import Path

import pytest
from running import MANIFEST, write

from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.view.base_view import View
from ssr.view.reads import Reads


@pytest.mark.parametrize(
    ("changed", "met"),
    [(Reads(entries={"radet", "b"}), True), (Reads(entries={"b"}, referred={"radet"}), True),
     (Reads(entries={"b"}, kinds={"meeting"}), True), (Reads(everything=True), True),
     (Reads(entries={"b"}, referred={"b"}, kinds={"actor"}), False), (Reads(), False)],
)  # fmt: skip
def test_a_change_matters_to_who_read_what_it_touches(tmp_path: Path, changed: Reads, *, met: bool) -> None:
    """An entry, what refers to it, or all of a kind; and to nobody any more who has begun anew."""
    group = {"ssr.yaml": MANIFEST, "knowledge/structures/radet.yaml": "name: Rådet\nsort: group\n"}
    view = View(load(WorkingTree(write(tmp_path, group)))[0], "2020-01-01", "public", "sv")
    entry = view.find("radet")
    assert entry is not None
    assert (list(view.referring(entry, ["member"])), view.entries(["meeting"])) == ([], [])
    assert view.reads.meet(changed) is met
    view.reads.forget()
    assert view.reads.meet(changed) is changed.everything
    assert not view.reads
