"""Every document of both bases as a page, judged by the checkers that readers' browsers would agree with."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import DAY, EXEMPELLAN, ROOT, asked, composed, ssr
from shared import Store
from tools import ARIAL, axe, html_validate, require, vnu

from ssr.base.knowledge import KnowledgeBase
from ssr.base.load import load
from ssr.base.resources import Resources
from ssr.base.snapshot import WorkingTree
from ssr.documents.renderer import Renderer
from ssr.documents.request import Readers, RenderRequest
from ssr.templating.definition import Definition, Definitions


def _pages(folder: Path) -> Iterator[Path]:
    """Every edition of every entry that a document can be made of; meetings and pictures as the public sees them."""
    for name, root in (("ssr", ROOT), ("exempellan", EXEMPELLAN)):
        tree = WorkingTree(root)
        base, _ = load(tree)
        renderer, readers = Renderer(tree), Readers(DAY, "public", "sv")
        for document in Definitions(Resources(tree)).values():
            if "html" not in document.formats:
                continue
            if document.parts:
                yield from _starts(renderer, readers, document, folder / name)
                continue
            for id_, edition in _shown(base, document.about):
                request = RenderRequest(document, readers, id_, "html", edition, asked(document, root))
                made = renderer.render(request)
                page = folder / f"{name}-{document.name}-{id_ or ''}-{edition or ''}.html"
                page.write_bytes(made.content)
                yield page


def _starts(renderer: Renderer, readers: Readers, document: Definition, folder: Path) -> Iterator[Path]:
    """The page that opens a folder, with all that it leads to."""
    for id_ in ["storm" if renderer.base.manifest("fictitious") else "snow-ice"] if document.about else [None]:
        for name, content in composed(renderer, readers, document, id_).items():
            path = folder / document.name / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        start = folder / document.name / f"{document.files['html']}.html"
        yield start.rename(start.with_name(f"{folder.name}-{document.name}-.html"))


def _shown(base: KnowledgeBase, kinds: tuple[str, ...]) -> list[tuple[str | None, str | None]]:
    """The entries of some kinds by id and edition; one without either stands for the whole base."""
    if not kinds:
        return [(None, None)]
    return [(entry.id, entry.edition) for entry in base.entries if entry.kind in kinds and base.audience(entry) == 0]


@pytest.fixture
def pages(store: Store) -> list[Path]:
    """All pages."""
    folder = store.folder("pages", lambda folder: (folder / "list").write_text(_listed(folder), encoding="utf-8"))
    found = [folder / name for name in (folder / "list").read_text(encoding="utf-8").splitlines()]
    assert len(found) > 40
    return found


def _listed(folder: Path) -> str:
    """What pages there are, a line for each."""
    return "".join(f"{page.relative_to(folder)}\n" for page in _pages(folder))


@pytest.mark.judge
def test_pages_are_valid(pages: list[Path]) -> None:
    assert html_validate(pages) == []
    assert vnu(pages) == []


@pytest.mark.judge
def test_pages_can_be_read_by_all(pages: list[Path]) -> None:
    """Light and dark, on a phone's width, without outside requests; and briefs and invitations keep to their pages."""
    results = axe(_unlike(pages), pages=True)

    assert [problem for result in results for problem in result.problems] == []
    require(ARIAL)  # in a wider font the same text takes more pages
    printed = {result.file.stem: result.pages for result in results}
    assert printed["ssr-directive-snow-ice-2019-2022"] == 2
    too_long = {result.file.stem: result.pages for result in results if (result.pages or 0) > _most(result.file)}
    assert too_long == {}


def _unlike(pages: list[Path]) -> Iterator[Path]:
    """The longest page of each document, and those with a heading or a column that no longer one of it has.

    A browser takes its time over each page, and most of them differ in nothing that it could mind.
    """
    seen = defaultdict[str, set[str]](set)
    for page in sorted(pages, key=lambda page: (-page.stat().st_size, page)):
        base, document, *_ = page.stem.split("-")
        shown = set(re.findall("<h[1-3]|(?<=<h2>).*|<th .*|<li>|<pre>", page.read_text(encoding="utf-8")))
        if not shown <= seen[f"{base}-{document}"]:
            seen[f"{base}-{document}"] |= shown
            yield page


def _most(page: Path) -> int:
    """How many A4 pages a document may take; a form to fill in takes what it needs, and a distribution list one more.

    Everything that an actor has a part in is a page more than most.
    """
    document = page.stem.split("-")[1]
    if document == "invite":
        return 1 + ("<h2>Sändlista</h2>" in page.read_text(encoding="utf-8"))
    if document == "diff":
        return 99  # of which all but two are its annex
    return {"card": 1, "term": 1, "routine": 1, "overview": 1, "actor": 3, "situation": 9}.get(document, 2)


@pytest.mark.judge
def test_a_page_in_english(tmp_path: Path) -> None:
    page = tmp_path / "storm.html"
    page.write_bytes(ssr("render", "directive", "storm", "--format", "html", "--lang", "en", kb=EXEMPELLAN).out)
    text = page.read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    assert '<span lang="sv">' in text
    assert html_validate([page]) == []
    assert vnu([page]) == []
