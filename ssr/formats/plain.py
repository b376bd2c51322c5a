"""Markdown to plain text for mail: lines that fit any reader, and nothing that needs a font, a colour or a program.

The banner stands in a box above everything. What is a heading, a mark or a table is seen from the characters alone.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from markdown_it.tree import SyntaxTreeNode as Tree

from ssr.formats.markdown_tree import BOX, BOXES, PICTURE, parts, tree, visible_text, words_of
from ssr.formats.page import BLANK, Page
from ssr.text.columns import columns

WIDTH = 78
_RULE = "-" * WIDTH
_UNDERLINES = {"h1": "=", "h2": "-"}
_LISTS = frozenset({"bullet_list", "ordered_list"})
_GAP = "  "
# Narrower than this prose is hard to read: in a column of a table, and in lists within lists.
_NARROWEST = 24
# The layers of a picture that are shown as such.
_DEEPEST = 20
# A space to fill in is cut to what is left of the line, where that is enough to write on.
_ENOUGH = 20


def convert(text: str, page: Page) -> bytes:
    """The text in UTF-8, ending in one line feed."""
    document = parts(text)
    body = [node for node in document.body if node not in document.banner]
    laid_out = [
        _box(document.banner, WIDTH, page) if document.banner else [],
        _blocks(body, WIDTH, page),
        [_RULE, *_blocks(document.footer, WIDTH, page)] if document.footer else [],
    ]
    lines = "\n\n".join("\n".join(line.rstrip() for line in part) for part in laid_out if part)
    return f"{lines}\n".encode()


def lines(text: str) -> list[str]:
    """Each paragraph, heading and row of a table on one line, however long, to be held against those of another text."""
    return [line for node in tree(text).children for line in _unfolded(node) if line.strip()]


def _unfolded(node: Tree) -> Iterator[str]:
    match node.type:
        case "heading" | "paragraph":
            yield words_of(node).replace("\n", " ")
        case "tr":
            yield " · ".join(filter(None, map(words_of, node.children)))
        case "fence" | "code_block":
            yield from map(visible_text, node.content.splitlines())
        case _:
            for child in node.children:
                yield from _unfolded(child)


def _blocks(nodes: Sequence[Tree], width: int, page: Page, *, inner: bool = False) -> list[str]:
    """Blocks with a line between them, but none below the heading of a section, nor above a list within a list."""
    lines: list[str] = []
    for before, node in zip([None, *nodes], nodes, strict=False):
        heads = before is not None and before.type == "heading" and before.tag != "h1" and node.type != "heading"
        if before is not None and not heads and not (inner and node.type in _LISTS):
            lines.append("")
        lines += _block(node, width, page)
    return lines


def _block(node: Tree, width: int, page: Page) -> list[str]:
    match node.type:
        case "heading":
            lines = _heading(node, width)
        case "paragraph":
            lines = _wrapped(words_of(node), width)
        case "bullet_list" | "ordered_list":
            lines = _list(node, width, page)
        case "table":
            lines = _table(node, width)
        case "blockquote":
            lines = _box([node], width, page)
        case "hr":
            lines = [_RULE[:width]]
        case _:
            lines = _code(node, width, page)
    return lines


def _code(node: Tree, width: int, page: Page) -> list[str]:
    """A picture as a list of what stands below what, where the code describes one, and else the code."""
    if node.info == PICTURE:
        from ssr.formats.diagram.mermaid import outline, read  # few documents have one

        if diagram := read(node.content):
            rows = ((min(depth, _DEEPEST) * len(_GAP), name) for depth, name in outline(diagram, page.language))
            return [
                line for indent, name in rows for line in _hung(" " * indent + "- ", _wrapped(name, width - indent - 2))
            ]
    return [piece for line in node.content.splitlines() for piece in _wrapped(visible_text(line), width)]


def _heading(node: Tree, width: int) -> list[str]:
    """Underlined, or in capitals where it is below those."""
    if node.tag not in _UNDERLINES:
        return _wrapped(words_of(node).upper(), width)
    lines = _wrapped(words_of(node), width)
    return [*lines, _UNDERLINES[node.tag] * min(width, max(map(columns, lines)))]


def _list(node: Tree, width: int, page: Page) -> list[str]:
    """Items behind their bullets or numbers, the numbers right-aligned."""
    first = int(node.attrs.get("start", 1))
    count = len(node.children)
    bullet = BOX if node.attrs.get("class") == BOXES else "-"
    labels = [f"{first + at}." for at in range(count)] if node.type == "ordered_list" else [bullet] * count
    indent = max(map(len, labels), default=0) + 1
    lines = []
    for label, item in zip(labels, node.children, strict=True):
        if width - indent < _NARROWEST:
            lines += [label, *_blocks(item.children, width, page, inner=True)]
        else:
            inside = _blocks(item.children, width - indent, page, inner=True) or [""]
            lines += _hung(f"{label:>{indent - 1}} ", inside)
    return lines


def _hung(label: str, lines: Sequence[str]) -> list[str]:
    """Lines behind a label, which the lines after the first are indented by."""
    return [f"{label}{lines[0]}", *(" " * len(label) + line for line in lines[1:])]


def _box(notices: Sequence[Tree], width: int, page: Page) -> list[str]:
    """A frame that nobody overlooks, where there is room for one."""
    if width - 4 < _NARROWEST:
        return [line for notice in notices for line in _blocks(notice.children, width, page)]
    edge = "*" * width
    inside = [line for notice in notices for line in _blocks(notice.children, width - 4, page)]
    return [edge, *(f"* {line}{' ' * (width - 4 - columns(line))} *" for line in inside), edge]


def _table(node: Tree, width: int) -> list[str]:
    """Columns, the widest narrowed to what there is; or one line for each cell where the columns do not fit."""
    header, *rows = [[words_of(cell) for cell in row.children] for part in node.children for row in part.children]
    widths = [max(map(columns, column)) for column in zip(header, *rows, strict=True)]
    widest = widths.index(max(widths))
    room = width - sum(widths) + widths[widest] - len(_GAP) * (len(widths) - 1)
    if room < min(widths[widest], _NARROWEST):
        return _labelled(header, rows, width)
    is_narrowed = widths[widest] > room
    widths[widest] = min(widths[widest], room)
    lines = [*_row(header, widths), _GAP.join("-" * wide for wide in widths)]
    for at, row in enumerate(rows):
        lines += [""] if is_narrowed and at else []
        lines += _row(row, widths)
    return lines


def _row(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    wrapped = [_wrapped(cell, wide) for cell, wide in zip(cells, widths, strict=True)]
    for pieces in zip_longest(*wrapped, fillvalue=""):
        yield _GAP.join(piece + " " * (wide - columns(piece)) for piece, wide in zip(pieces, widths, strict=True))


def _labelled(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    lines: list[str] = []
    for row in rows or [[""] * len(header)]:
        lines += [""] if lines else []
        for at, (label, cell) in enumerate(zip(header, row, strict=True)):
            indent = _GAP if at else ""
            first, *further = f"{label}: {cell}".split("\n")
            lines += _hung(indent, _wrapped(first, width - len(indent)))
            # Further in than any label, so that nothing that somebody wrote is taken for one.
            lines += [f"{2 * _GAP}{piece}" for line in further for piece in _wrapped(line, width - 2 * len(_GAP))]
    return lines


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns; only addresses are never broken."""
    lines = []
    for part in text.split("\n"):
        line = ""
        for word in _words(part, width):
            room = width - columns(line) - 1 if line else width
            piece = word[:room] if BLANK.fullmatch(word) and room >= _ENOUGH else word
            if line and columns(piece) > room:
                lines.append(line)
                line = word
            else:
                line = f"{line} {piece}" if line else piece
        lines.append(line)
    return lines


def _words(text: str, width: int) -> Iterator[str]:
    """The words of a text, those that are too long for a line in pieces."""
    for word in filter(None, text.split(" ")):
        if BLANK.fullmatch(word):
            yield word[:width]
        elif columns(word) <= width or "://" in word or "@" in word:
            yield word
        else:
            piece = ""
            for letter in word:
                if columns(piece + letter) > width:
                    yield piece
                    piece = ""
                piece += letter
            yield piece
