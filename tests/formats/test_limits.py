"""How documents are laid out, measured for each document of both bases, with limits that only sink.

Wider, fuller and shorter are better; who makes it worse sees which document it was.
"""

import re
import subprocess
from collections import defaultdict
from collections.abc import Mapping
from html.parser import HTMLParser

import pytest
from running import ROOT
from tools import POPPLER, require

from ssr.base.resources import Resources
from ssr.base.snapshot import WorkingTree
from ssr.formats import html, pdf
from ssr.formats.markdown_tree import BLANK
from ssr.formats.page import Page
from ssr.templating.definition_files import Definitions

# Pages of A4 that a document may take where it declares no number of its own, and those that take more today.
PAGES = 3
LONGER = {
    "diff": 9,
    "referral-table": 6,
    "responsibilities": 6,
    "situation-picture": 6,
    "event": 4,
    "actor": 4,
    "concept": 4,
    "status": 4,
}
# A last page with less than this share of it filled looks forgotten; so many documents have one today: a joint picture, of
# which that page is filled in by hand.
FILLED = 0.16
FORGOTTEN = 1
# In points, of A4: what the margins and the footer take.
TOP, FOOT = 50.0, 60.0
# The share of a table that is at least left to what is filled in by hand.
BY_HAND = 0.24


class _Links(HTMLParser):
    """The links of a page: where each leads, and the words that it is called by."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: dict[str, set[str]] = defaultdict(set)
        self._open: tuple[str, str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self._open = (given.get("href") or "", given.get("aria-label") or "")

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            target, name = self._open
            self._open = (target, name or data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open is not None:
            target, name = self._open
            self.links[name].add(target)
            self._open = None


def _last_page(content: bytes, pages: int) -> float:
    """The share of the last page that is filled."""
    command = ["pdftotext", "-f", str(pages), "-l", str(pages), "-bbox", "-", "-"]
    told = subprocess.run(command, input=content, check=True, capture_output=True).stdout.decode()
    height = float(re.findall(r'<page width="[\d.]+" height="([\d.]+)"', told)[0])
    ends = [float(end) for end in re.findall(r'yMax="([\d.]+)"', told)]
    return (max((end for end in ends if end < height - FOOT), default=TOP) - TOP) / (height - TOP - FOOT)


def test_no_document_is_longer_and_no_more_end_on_a_forgotten_page(pdfs: Mapping[str, bytes]) -> None:
    require(POPPLER)
    definitions = Definitions(Resources(WorkingTree(ROOT)))
    forgotten, longer = [], []
    for name, content in pdfs.items():
        document = max((one for one in definitions if name.startswith(f"{one}-")), key=len)
        pages = pdf.page_count(content)
        if pages > LONGER.get(document, definitions[document].pages or PAGES):
            longer.append(f"{name}: {pages}")
        if pages > 1 and _last_page(content, pages) < FILLED:
            forgotten.append(name)
    assert not longer, longer
    assert len(forgotten) <= FORGOTTEN, forgotten


def test_the_footer_of_each_page_is_one_line(pdfs: Mapping[str, bytes]) -> None:
    """But of what hangs on a wall, where all is set large."""
    require(POPPLER)
    definitions = Definitions(Resources(WorkingTree(ROOT)))
    broken = []
    for name, content in pdfs.items():
        document = definitions[max((one for one in definitions if name.startswith(f"{one}-")), key=len)]
        text = subprocess.run(
            ["pdftotext", "-layout", "-l", "1", "-", "-"], input=content, check=True, capture_output=True
        ).stdout.decode()
        if document.layout.points is None and not re.search(r" Sida 1 av \d+\s*\Z", text):
            broken.append(name)
    assert broken == []


def test_what_is_filled_in_by_hand_has_room(documents: Mapping[str, str]) -> None:
    """Of each table that has nothing but room in some columns, those have their share of the width."""
    narrow = {}
    looked_at = 0
    for name, text in documents.items():
        for head, *rows in _tables(text):
            widths = [len(run) for run in re.findall("-+", rows[0])]
            cells = [re.split(r"(?<!\\) \| ", row.strip("| \n")) for row in rows[1:]]
            cells = [row for row in cells if len(row) == len(widths)]
            by_hand = [
                at
                for at in range(len(widths))
                if (filled := [row[at] for row in cells if row[at]]) and all(map(BLANK.search, filled))
            ]
            if by_hand and max(widths) > 3 and len(by_hand) < len(widths):
                looked_at += 1
                share = sum(widths[at] for at in by_hand) / sum(widths)
                if share < BY_HAND:
                    narrow[f"{name}: {head.strip()}"] = share
    assert looked_at > 30
    assert narrow == {}


def _tables(text: str) -> list[list[str]]:
    return [table.splitlines() for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)]


def test_links_with_one_name_lead_to_one_place(documents: Mapping[str, str]) -> None:
    """But for the names of papers that the base itself gives twice."""
    unclear = {}
    for name, text in documents.items():
        links = _Links(html.convert(text, Page("sv")).decode()).links
        several = {words: sorted(targets) for words, targets in links.items() if len(targets) > 1}
        if several:
            unclear[name] = several
    assert unclear == {}


def test_no_text_is_small_on_a_screen() -> None:
    """A size for paper stays on paper: on a screen nothing that is read is set below 12 px, but marks and the foot."""
    style = (ROOT / "ssr/formats/page.css").read_text(encoding="utf-8").partition("@media print")[0]
    sizes = [float(size) for size in re.findall(r"font-size: (?:max\()?([\d.]+)(?:rem|em)", style)]
    assert min(sizes) >= 0.72  # of marks, which are not below 0.75rem
    for document in Definitions(Resources(WorkingTree(ROOT))).values():
        page = html.convert("# A\n", Page("sv", layout=document.layout)).decode()
        on_screen = re.findall(r":root\{--base:([\d.]+)rem", page)
        assert all(float(size) >= 1 for size in on_screen), document.name


@pytest.mark.parametrize("width", [40])
def test_a_table_is_cards_where_it_has_no_room(width: int) -> None:
    style = html.convert("# A\n\n| A |\n| - |\n| b |\n", Page("sv")).decode()
    cards = style.partition(f"@media screen and (max-width:{width}rem)")[2].partition("@media")[0]
    assert "table,tbody,tr,td{display:block}" in cards
    assert ".table{overflow-x:visible}" in cards
