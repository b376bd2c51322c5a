"""Every document of both bases as a page, judged by the checkers that readers' browsers would agree with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from running import DAY, EXEMPELLAN, ROOT, ssr
from tools import ARIAL, axe, html_validate, require, vnu

from ssr.commands.render import Renderer
from ssr.knowledge import KnowledgeBase
from ssr.loading import load
from ssr.resources import Resources
from ssr.snapshot import WorkingTree
from ssr.templating import Documents


def _pages(folder: Path) -> Iterator[Path]:
    """Every edition of every entry that a document can be made of; meetings and pictures as the public sees them."""
    for name, root in (("ssr", ROOT), ("exempellan", EXEMPELLAN)):
        tree = WorkingTree(root)
        base, _ = load(tree)
        renderer = Renderer(tree, day=DAY, audience="public", language="sv")
        for document in Documents(Resources(tree)).values():
            if "html" not in document.formats:
                continue
            for entry in _shown(base, document.about):
                made = renderer.render(document, entry.id, "html", edition=entry.edition)
                page = folder / f"{name}-{document.name}-{entry.id}-{entry.edition or ''}.html"
                page.write_bytes(made.content)
                yield page


def _shown(base: KnowledgeBase, kinds: tuple[str, ...]) -> list:  # type: ignore[type-arg]
    return [entry for entry in base.entries if entry.kind in kinds and base.audience(entry) == 0]


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    """All pages, each base read once."""
    found = list(_pages(tmp_path))
    assert len(found) > 40
    return found


def test_pages_are_valid(pages: list[Path]) -> None:
    assert html_validate(pages) == []
    assert vnu(pages) == []


def test_pages_can_be_read_by_all(pages: list[Path]) -> None:
    """Light and dark, on a phone's width, without outside requests; and briefs and invitations keep to their pages."""
    results = axe(pages, pages=True)

    assert [problem for result in results for problem in result.problems] == []
    require(ARIAL)  # in a wider font the same text takes more pages
    printed = {result.file.stem: result.pages for result in results}
    assert printed["ssr-directive-snow-ice-2019-2022"] == 2
    too_long = {name: n for name, n in printed.items() if n and n > _most(name)}
    assert too_long == {}


def _most(page: str) -> int:
    """How many A4 pages a document may take; a form to fill in takes what it needs."""
    return 1 if "-invite-" in page or "-card-" in page else 2 if "-directive-" in page else 9


def test_a_page_in_english(tmp_path: Path) -> None:
    page = tmp_path / "storm.html"
    page.write_bytes(ssr("render", "directive", "storm", "--format", "html", "--lang", "en", kb=EXEMPELLAN).out)
    text = page.read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    assert '<span lang="sv">' in text
    assert html_validate([page]) == []
    assert vnu([page]) == []
