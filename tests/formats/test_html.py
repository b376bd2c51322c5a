"""Every document of both bases as a page, judged by the checkers that readers' browsers would agree with."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import DAY, EXEMPELLAN, ROOT, asked, composed, ssr, subjects
from shared import Store
from tools import ARIAL, axe, html_validate, require, vnu

from ssr.base.knowledge import KnowledgeBase
from ssr.base.load import load
from ssr.base.resources import Resources
from ssr.base.snapshot import WorkingTree
from ssr.documents.renderer import Renderer
from ssr.documents.request import Readers, RenderRequest
from ssr.formats.html import convert
from ssr.formats.page import Page
from ssr.templating.definition import Definition
from ssr.templating.definition_files import Definitions


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
            for id_, edition in _shown(base, document):
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


def _shown(base: KnowledgeBase, document: Definition) -> list[tuple[str | None, str | None]]:
    """The entries that a document is made of by id and edition; one without either stands for the whole base."""
    if not document.about:
        return [(None, None)]
    return [(entry.id, entry.edition) for entry in subjects(document, base) if base.audience(entry) == 0]


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

    Everything that an actor has a part in is a page more than most, and who does what a table of all actors in each directive.
    """
    document = page.stem.split("-")[1]
    if document == "invite":
        return 1 + (">Sändlista</h2>" in page.read_text(encoding="utf-8"))
    if document == "diff":
        return 99  # of which all but two are its annex
    more = {"actor": 3, "plan": 3, "referral": 5, "responsibilities": 7, "situation": 9}
    return {"card": 1, "term": 1, "routine": 1, "overview": 1, **more}.get(document, 2)


@pytest.mark.judge
def test_a_page_in_english(tmp_path: Path) -> None:
    page = tmp_path / "storm.html"
    page.write_bytes(ssr("render", "directive", "storm", "--format", "html", "--lang", "en", kb=EXEMPELLAN).out)
    text = page.read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    assert '<span lang="sv">' in text
    assert html_validate([page]) == []
    assert vnu([page]) == []


# Ways in a page, and tables on a phone.

LONG = "".join(f"## Del {number} `EXEMPEL`\n\n" + "Ord.\n\n" * 20 for number in range(1, 7))


def made(text: str, start: str | None = None) -> str:
    return convert(f"# A\n\n{text}\n---\n\nfoot\n", Page("sv", start=start)).decode()


def test_a_long_page_begins_with_links_to_its_parts() -> None:
    page = made(LONG)
    listed = re.findall(r'<li><a href="#(s\d)">([^<]+)</a></li>', page)
    assert listed == [(f"s{number}", f"Del {number}") for number in range(1, 7)]
    assert all(page.count(f'id="{id_}"') == 1 for id_, _ in listed)
    assert page.index("<nav") < page.index('id="s1"')
    assert "<nav" not in made(LONG.replace("Ord.\n\n" * 19, ""))


def test_a_number_of_a_source_leads_there_and_back() -> None:
    page = made(
        "En uppgift [\\[1, 2\\]]{cite}, en till [\\[2\\]]{cite}, [1].\n\n1. eget\n\n## Källor\n\n1. en\n2. två\n3. tre\n"
    )
    assert 'En uppgift [<a href="#k1" id="c1">1</a>, <a href="#k2" id="c2">2</a>]' in page
    assert 'en till [<a href="#k2">2</a>], [1].' in page
    assert '<li id="k2">två <a href="#c2" aria-label="Tillbaka till [2]">↑</a></li>' in page
    assert '<li id="k3">tre</li>' in page
    assert "<li>eget</li>" in page
    assert "<a" not in made("Inget nämns [1].\n\n1. en\n")


def test_each_cell_says_what_it_is_where_a_row_is_a_card() -> None:
    page = made("| Vem | Var \\| hur |\n| --- | --- |\n| x | y |\n|  | z |\n")
    assert '<div class="table" role="group" tabindex="0" aria-label="Vem, Var | hur">' in page
    assert '<table class="t1">' in page
    assert '.t1 td:nth-child(1)::before{content:"Vem"}.t1 td:nth-child(2)::before{content:"Var \\7c  hur"}' in page
    hostile = made('| </style>"\\\\ |\n| --- |\n| x |\n')
    assert hostile.count("</style>") == 1
    assert 'content:"\\3c /style\\3e \\22 \\5c "' in hostile


def test_a_page_of_a_folder_leads_to_its_start() -> None:
    assert '<p class="start"><a href="../a&quot;b.html">← Till mappens första sida</a></p>' in made("x", '../a"b.html')
    assert 'class="start"' not in made("x")
