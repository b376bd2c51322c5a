"""The tables of a document as sheets of a workbook: each with what it is headed by, and every text whole.

What a document says beside its tables, its banner first, is a sheet of its own; and each row says what the banner does, since
rows are sorted, filtered and copied away from it.
"""

from collections.abc import Iterator, Sequence

from markdown_it.tree import SyntaxTreeNode

from ssr.formats.markdown_tree import parts, words_of
from ssr.formats.page import BLANK
from ssr.formats.spreadsheet import LONGEST_TEXT, Sheet
from ssr.text.catalogue import layout_words


def tables(text: str, language: str) -> list[Sheet]:
    """The tables in their order; one that stands under the heading of another has the same name."""
    document = parts(text)
    marking = "; ".join(line for notice in document.banner for line in _lines(notice))
    name, result = document.title, []
    for node in document.body:
        if node.type == "heading":
            name = _said(node)
        elif node.type == "table":
            result.append(_sheet(name, node, marking, layout_words(language)["sheets"]["marking"]))
    return result


def words_beside(text: str) -> Sheet:
    """What the document says beside its tables, a row for each paragraph."""
    document = parts(text)
    nodes = [node for node in document.body if node.type != "table"]
    lines = [line for node in (*nodes, *document.footer) for line in _lines(node)]
    return Sheet(document.title, [document.title], [[line] for line in lines if line != document.title], is_folded=True)


def _sheet(name: str, table: SyntaxTreeNode, marking: str, title: str) -> Sheet:
    head, *rows = [[_said(cell) for cell in row.children] for part in table.children for row in part.children]
    if marking:
        head, rows = [*head, title], [[*row, marking] for row in rows]
    return Sheet(name, head, [row for whole in rows for row in _continued(whole)], is_folded=True)


def _continued(row: Sequence[str]) -> Iterator[list[str]]:
    """A row, and below it those in which what has no room in its cell goes on."""
    while any(row):
        yield [cell[:LONGEST_TEXT] for cell in row]
        row = [cell[LONGEST_TEXT:] for cell in row]


def _lines(node: SyntaxTreeNode) -> Iterator[str]:
    """The words of each paragraph and heading in a block."""
    if node.type in {"heading", "paragraph"}:
        yield from filter(None, _said(node).split("\n"))
    elif node.type == "fence":
        yield from node.content.splitlines()
    else:
        for child in node.children:
            yield from _lines(child)


def _said(node: SyntaxTreeNode) -> str:
    """The words in a node, without room to write by hand."""
    return BLANK.sub("", words_of(node)).strip()
