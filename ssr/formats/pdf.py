"""Markdown to a PDF that a screen reader can read (PDF/UA-1) and an archive can keep (PDF/A-2a), by way of Typst.

The layout gets the document as JSON, so no text is markup there, and it has only the fonts of two packages, so the
same text gives the same bytes on every machine. What those fonts lack is shown as � (U+FFFD); invisible characters
that turn text around, or hide in it, are left out. An error of Typst's is a bug of ours, and is not caught here.
"""

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, cast

import typst
from markdown_it.tree import SyntaxTreeNode

from ssr.formats.form import number
from ssr.formats.markdown_tree import (
    BOXES,
    LINE,
    NAMES,
    PICTURE,
    REVISED,
    SAID,
    Parts,
    declared_widths,
    in_columns,
    parts,
)
from ssr.formats.page import BLANK, BoundDocument, Chapter, Page
from ssr.formats.typeface import typeface
from ssr.text.catalogue import layout_words
from ssr.text.characters import HIDDEN

# What the layout knows: a piece of a line is a string or says what it `is`, and a block always says so.
Part = str | dict[str, Any]
Block = dict[str, Any]
Nodes = Sequence[SyntaxTreeNode]

_LAYOUT = Path(__file__).with_name("page.typ")
# Limits of Typst and of PDF, which nothing that anybody reads comes near.
_LONG_ADDRESS, _LONG_HEADING, _DEEP = 2000, 1000, 8

_LANGUAGE = re.compile(r"[a-z]{2,3}(?=-|\Z)")
_SPACE = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
_UNUSUAL = re.compile("[^\x00-\u017f\u2010-\u2027\u2030-\u203a\u20ac\ufffd]")  # not certain to be in the fonts
_UNSHOWN = "\ufffd"
_TRIAL = b"""
#set document(title: "Trial")
#set text(font: ("Source Sans Pro", "Libertinus Serif"))
#for letter in json(bytes(sys.inputs.data)) { box(letter) }
"""
_PAGES = re.compile(rb"/Type\s*/Pages\s*/Count\s+(\d+)")
_NAMED = re.compile(r'`"(?:\\u\{(.+?)\}|(.))"`')


def convert(text: str, page: Page) -> bytes:
    """The PDF. The banner stands above and the footer below each of its pages, and each is read aloud once."""
    return _file(_whole(text, page)).content


def unshown(text: str, page: Page) -> frozenset[str]:
    """The characters that stand in a text and not in its PDF, which has � for each."""
    return _file(_whole(text, page)).unshown if _UNUSUAL.search(text) else frozenset()


def _whole(text: str, page: Page) -> str:
    result = parts(text)
    return _document(result.title, page, [_part(result, page)])


def bind(front: BoundDocument, chapters: Sequence[Chapter]) -> tuple[bytes, frozenset[str]]:
    """Many documents as one, their pages numbered through: first the front with the list of them, chapter by chapter.

    Each document keeps its own banner, footer and layout. Beside the file, the characters that it has � for.
    """
    opening = parts(front.text)
    laid_out = [_part(opening, front.page)]
    listed: list[Block] = []
    for chapter in chapters:
        first = len(laid_out)
        laid_out += [_part(parts(document.text), document.page) for document in chapter.documents]
        names = [_printable(document.name) for document in chapter.documents]
        listed.append({"title": _printable(chapter.title), "from": first, "names": names})
    if listed:
        laid_out[0]["pages"][-1]["blocks"].append({"is": "contents", "chapters": listed})
    return _file(_document(opening.title, front.page, laid_out))


def _part(parts: Parts, page: Page) -> dict[str, Any]:
    """A document as the layout knows it."""
    sheets = _sheets([node for node in parts.body if node not in parts.banner])
    pages = [_page(sheet, page, first=sheet is sheets[0]) for sheet in sheets]
    if last := next(iter(pages[-1]["blocks"][-1:]), None):
        last["sources"] = last["is"] == "ordered_list"  # reference matter, as at the end of any text
    _rank([block for sheet in pages for block in sheet["blocks"]])
    return {
        "looks": page.layout._asdict(),
        "code": _code(page),
        "banner": _blocks([inner for node in parts.banner for inner in node.children], page, inner=True),
        "pages": pages,
        "footer": _blocks(parts.footer, page, inner=True),
    }


def _code(page: Page) -> str | None:
    """What a camera knows a form by, once it is paper."""
    if page.form is None:
        return None
    from ssr.formats.qr_code import drawing  # only forms have one

    return drawing(number(page.form.mark))


def page_count(content: bytes) -> int:
    """How many pages a PDF of ours has. Typst writes the tree of pages first of all, and as it is."""
    result = _PAGES.search(content)
    if result is None:
        raise ValueError("a PDF without pages")
    return int(result[1])


def _sheets(nodes: Nodes) -> list[list[SyntaxTreeNode]]:
    """The pages that rules part from each other; the first is there even when it is empty."""
    sheets: list[list[SyntaxTreeNode]] = [[]]
    for node in nodes:
        if node.type == "hr":
            sheets.append([])
        else:
            sheets[-1].append(node)
    return [sheets[0], *filter(None, sheets[1:])]


def _page(sheet: Nodes, page: Page, *, first: bool) -> dict[str, Any]:
    """After the first page, reference matter stands in two columns; a table needs the whole width."""
    wide = first or any(inner.type == "table" for node in sheet for inner in node.walk())
    return {"columns": 1 if wide else 2, "blocks": _blocks(sheet, page)}


def _rank(blocks: list[Block]) -> None:
    """Let no heading pass over a level on the way down, which PDF/UA forbids."""
    above: list[int] = []
    for block in (block for block in blocks if block["is"] == "heading"):
        above = [*(level for level in above if level < block["level"]), block["level"]]
        block["level"] = len(above)


def _blocks(nodes: Nodes, page: Page, *, inner: bool = False) -> list[Block]:
    """What is laid out below each other. Inside of something else a heading is only bold."""
    return [block for node in nodes for block in _block(node, page, inner=inner)]


def _block(node: SyntaxTreeNode, page: Page, *, inner: bool) -> Iterator[Block]:
    match node.type:
        case "paragraph":
            yield {"is": "paragraph", "of": _inline(node)}
        case "heading":
            yield _heading(node, inner=inner)
        case "bullet_list" if node.attrs.get("class") == NAMES:
            yield {"is": "names", "columns": [_items(column, page) for column in in_columns(node.children)]}
        case "bullet_list" | "ordered_list":
            yield _list(node, page)
        case "blockquote":
            yield {"is": "notice", "of": _blocks(node.children, page, inner=True)}
        case "table":
            yield _table(node)
        case "fence" | "code_block":
            drawn_picture = _picture(node.content, page) if node.info == PICTURE else None
            yield drawn_picture or {"is": "code", "text": "\n".join(map(_printable, node.content.splitlines()))}


def _list(node: SyntaxTreeNode, page: Page) -> Block:
    start, boxes = node.attrs.get("start", 1), node.attrs.get("class") == BOXES
    return {"is": node.type, "start": start, "boxes": boxes, "items": _items(node.children, page), "sources": False}


def _items(nodes: Nodes, page: Page) -> list[list[Block]]:
    return [_blocks(item.children, page, inner=True) for item in nodes]


def _picture(text: str, page: Page) -> Block | None:
    from ssr.formats.diagram.svg import picture  # few documents have one

    result = picture(text, page)
    return {"is": "picture", "svg": result.svg, "alt": result.words} if result else None


def _heading(node: SyntaxTreeNode, *, inner: bool) -> Block:
    of, plain = _inline(node), _plain(node)
    if inner or len(plain) > _LONG_HEADING or not any(map(str.isalnum, plain)):
        return {"is": "paragraph", "of": [{"is": "strong", "of": of}]}
    return {"is": "heading", "level": int(node.tag[1:]), "of": of}


def _table(node: SyntaxTreeNode) -> Block:
    head, *rows = [row.children for part in node.children for row in part.children]
    return {
        "is": "table",
        "aligns": [str(cell.attrs.get("style", "")).removeprefix("text-align:") for cell in head],
        "lengths": [max(len(_plain(cell)) for cell in column) for column in zip(head, *rows, strict=True)],
        "widths": declared_widths(node),
        "head": [_inline(cell) for cell in head],
        "rows": [[_inline(cell) for cell in row] for row in rows],
    }


def _plain(node: SyntaxTreeNode) -> str:
    return "".join(leaf.content for leaf in node.walk() if leaf.type == "text")


def _inline(node: SyntaxTreeNode, depth: int = 0) -> list[Part]:
    return [part for child in node.children for part in _parts(child, depth + 1)]


def _parts(node: SyntaxTreeNode, depth: int) -> Iterator[Part]:
    match node.type:
        case "text":
            for piece in filter(None, re.split(f"({BLANK.pattern})", _printable(node.content))):
                yield {"is": "line" if len(piece) > LINE else "blank"} if BLANK.fullmatch(piece) else piece
        case "softbreak":
            yield " "
        case "hardbreak":
            yield {"is": "break"}
        case "code_inline":
            yield {"is": "mark", "text": _printable(node.content)}
        case kind:
            of = _inline(node, depth)
            more = _more(node) if of and depth < _DEEP else None
            yield from of if more is None else [{"is": kind, "of": of} | more]


def _more(node: SyntaxTreeNode) -> dict[str, str] | None:
    """What the layout must know of a part that holds others; None where nothing but those is shown."""
    if node.type in {"strong", "em"}:
        return {}
    if node.type in REVISED:
        return {"said": _printable(str(node.attrs[SAID]))}
    if node.type == "link" and 0 < len(address := str(node.attrs["href"])) < _LONG_ADDRESS:
        return {"to": address}
    if node.type == "span" and (language := _LANGUAGE.match(str(node.attrs.get("lang", "")))):
        return {"lang": language[0]}
    return None


def _printable(text: str) -> str:
    """The text without what hides in it, as something that UTF-8 can write."""
    return HIDDEN.sub("", _SPACE.sub(" ", text)).encode("utf-8", "replace").decode()


def _document(title: str, page: Page, laid_out: list[dict[str, Any]]) -> str:
    """All that the layout gets, as JSON."""
    named = _printable(title).strip()[:_LONG_HEADING] or _UNSHOWN
    words = {name: layout_words(page.language)[name] for name in ("page", "of")}
    whole = {
        "title": named,
        "author": _printable(page.author).strip()[:_LONG_HEADING],
        "day": list(map(int, page.day.split("-"))) if page.day else None,
        "language": page.language,
        "words": words,
        "parts": laid_out,
    }
    return json.dumps(whole, ensure_ascii=False)


class _File(NamedTuple):
    content: bytes
    unshown: frozenset[str]


@lru_cache(maxsize=1)
def _file(document: str) -> _File:
    """The finished file. Where Typst refuses, or even panics, for the sake of a character, no unusual one is kept."""
    unshown: set[int] = set()
    while lacking := _lacking(document):
        document = document.translate(dict.fromkeys(lacking, _UNSHOWN))
        unshown |= lacking
    try:
        return _File(_compile(_LAYOUT.read_bytes(), document), frozenset(map(chr, unshown)))
    except BaseException as error:
        if type(error).__name__ not in {"TypstError", "PanicException"}:  # the latter cannot be imported
            raise
        unshown |= set(map(ord, _UNUSUAL.findall(document)))
        return _File(_compile(_LAYOUT.read_bytes(), _UNUSUAL.sub(_UNSHOWN, document)), frozenset(map(chr, unshown)))


def _lacking(document: str) -> set[int]:
    """The characters that no font has. Each is tried by itself: among others it can make Typst panic."""
    letters = sorted(set(_UNUSUAL.findall(document)))
    if not letters:
        return set()
    try:
        _compile(_TRIAL, json.dumps(letters))
    except typst.TypstError as error:
        named = {int(code, 16) if code else ord(letter) for code, letter in _NAMED.findall(error.diagnostic)}
        return named & set(map(ord, letters))
    return set()


def _compile(layout: bytes, data: str) -> bytes:
    """Nothing but what is given here matters: no clock, no folder, none of the machine's fonts."""
    compiler = typst.Compiler(layout, root=_LAYOUT.parent, font_paths=typeface(), sys_inputs={"data": data})
    return cast("bytes", compiler.compile(pdf_standards=["ua-1", "a-2a"], timestamp=0))
