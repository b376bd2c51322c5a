"""Documents of entries of which hardly anything is known: they leave room for it, and none of them breaks."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from running import EXEMPELLAN, write

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.knowledge import KnowledgeBase
from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.documents.renderer import Renderer
from ssr.documents.request import Readers, RenderRequest
from ssr.templating.definition_files import Definitions

GAP = {"unknown": "Framgår inte."}
Lost = Callable[[KnowledgeBase, Entry], dict[str, Any]]


def items_lost(base: KnowledgeBase, entry: Entry) -> dict[str, Any]:
    """All that an entry says of itself, but of each item only that it is not known."""
    root = base.kind(entry).root
    return {name: _lost(value, root.properties[name]) for name, value in entry.data.items()}


def _lost(value: Any, field: Field) -> Any:
    if isinstance(value, list) and field.items is not None:
        return [_lost(item, field.items) for item in value]
    return GAP if isinstance(value, dict) and "unknown" in field.properties else value


def all_but_names_lost(base: KnowledgeBase, entry: Entry) -> dict[str, Any]:
    """The name of an entry, what needs no word to be known, and that the rest is not known."""
    kind = base.kind(entry)
    kept = {kind.display, *(("from", "until") if kind.defines_periods else ())}
    return GAP | {name: value for name, value in entry.data.items() if name in kept}


@pytest.mark.parametrize("lost", [items_lost, all_but_names_lost])
def test_every_document_can_be_made(lost: Lost, tmp_path: Path) -> None:
    whole, _ = load(WorkingTree(EXEMPELLAN))
    manifest = (EXEMPELLAN / "ssr.yaml").read_text(encoding="utf-8").partition("counts:")[0]
    write(
        tmp_path,
        {"ssr.yaml": manifest}
        | {entry.path: json.dumps(lost(whole, entry), ensure_ascii=False) for entry in whole.entries},
    )

    renderer, readers = Renderer(WorkingTree(tmp_path)), Readers("2026-11-22", "office", "sv")
    base = renderer.view(readers).base
    made = [
        renderer.render(RenderRequest(document, readers, entry.id, "md", entry.edition)).content
        for document in Definitions(base.resources).values()
        for entry in base.entries
        if entry.kind in document.about and not document.parts
    ]

    assert [finding.key for finding in renderer.findings] == []
    assert len(made) > 60
    assert [content for content in made if b"None" in content] == []
