"""Markdown to a Word document that people go on working in: real headings, lists and tables, and nobody's name in it.

The banner stands once on each page: in the text of the first, as screen readers pass over headers, and in the header of
the others. What follows a page break is reference matter, and is set smaller in columns unless there is a table in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from docx.blkcntnr import BlockItemContainer
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.parts.story import StoryPart
from docx.shared import Length, Mm
from docx.text.paragraph import Paragraph
from markdown_it.tree import SyntaxTreeNode as Tree

from ssr.formats.docx.content_controls import Controls
from ssr.formats.docx.letterhead import Letterhead
from ssr.formats.docx.openxml import Element, element
from ssr.formats.form import mark_line, number
from ssr.formats.markdown_tree import BOXES, LINE, NAMES, PICTURE, REVISED, SAID, declared_widths, in_columns, parts
from ssr.formats.page import BLANK, Page
from ssr.text.catalogue import layout_words
from ssr.text.characters import HIDDEN

_LOCALES = {"sv": "sv-SE", "en": "en-GB"}
_HEADINGS = {"h1": "title", "h2": "heading 1", "h3": "heading 2"}
_LISTS = {"bullet_list": "list bullet", "ordered_list": "list number"}
_LEVELS = 3
# The share of a table that a column asks for, in characters: at least a short word, at most a sentence, and its edges.
_NARROWEST, _WIDEST, _EDGES = 7, 36, 4
# The share of a page that a picture may be high.
_HIGHEST = 0.75
# How many characters the width of a page holds, so that a column can have room for its longest word.
_ROOM = 95
_HIGH_ENOUGH_TO_WRITE = Mm(8)
_LONG_ENOUGH_TO_WRITE = 24


@dataclass(frozen=True, slots=True)
class _RunStyle:
    """How a stretch of text looks, and what language it is in if not in that of the document."""

    strong: bool = False
    emphasis: bool = False
    revised: str = ""
    style: str = ""
    language: str = ""

    def within(self, kind: str) -> "_RunStyle":
        """How the same looks inside of something."""
        return replace(
            self,
            strong=self.strong or kind == "strong",
            emphasis=self.emphasis or kind == "em",
            revised=kind if kind in REVISED else self.revised,
        )


_PLAIN = _RunStyle()


def convert(text: str, page: Page) -> bytes:
    """The document; of `page.reference`, an office's own, the styles, the letterhead and the page setup are kept.

    `UsageError` when that is no Word document.
    """
    paper = Letterhead(page.reference, _locale(page.language), page.layout)
    document = parts(text)
    writer = _Writer(paper, page)
    writer.headers(document.banner)
    words = layout_words(page.language)
    writer.footers(document.footer, (f"{words['page']} ", f" {words['of']} "))
    writer.blocks(paper.body, document.body)
    return paper.save(HIDDEN.sub("", document.title), mark_line(page.form.mark) if page.form else "")


class _Writer:
    """Writes blocks of Markdown into the body, the headers and the footers of one document."""

    def __init__(self, paper: Letterhead, page: Page) -> None:
        self._paper, self._page = paper, page
        self._compact = False
        self._pictures = 0
        placeholder = paper.style("placeholder text")
        self._controls = Controls(page.form, page.language, _locale(page.language), placeholder) if page.form else None

    def headers(self, banner: Sequence[Tree]) -> None:
        """The banner at the top of every page, above the office's letterhead; the first page has it in its text."""
        if not banner:
            return
        self._paper.part_first_page()
        for box in self._paper.margins("header", first=False):
            letterhead = self._paper.take_content(box)
            for notice in banner:
                self.blocks(box, notice.children, "banner")
            box._element.extend(letterhead)

    def footers(self, nodes: Sequence[Tree], words: tuple[str, str]) -> None:
        """The document's own words at the foot of every page, and which page it is unless the letterhead says that."""
        numbered = self._paper.has_page_numbers()
        code = number(self._page.form.mark) if self._page.form else None
        for box in self._paper.margins("footer"):
            address = self._paper.take_content(box)
            box._element.extend(address)
            self.blocks(box, nodes, "footer")
            if not numbered:
                paragraph = self._paragraph(box, "page of pages")._p
                for word, field in zip(words, ("PAGE", "NUMPAGES"), strict=True):
                    paragraph.extend([self._run(word, _PLAIN), element("fldSimple", instr=field)])
            if code is not None:
                from ssr.formats.docx.margin_code import code_in_margin  # only forms have one

                last = box.paragraphs[-1]
                last._p.append(code_in_margin(last.part, code, *self._paper.sheet()))

    def blocks(self, box: BlockItemContainer, nodes: Sequence[Tree], style: str = "normal") -> None:
        """Paragraphs, headings, lists, tables and notices; `style` is for paragraphs, where nothing gives another."""
        for at, node in enumerate(nodes):
            match node.type:
                case "heading":
                    self._paragraph(box, _HEADINGS.get(node.tag, "heading 3"), node.children)
                case "paragraph":
                    self._paragraph(box, "line" if _is_line(node) else style, node.children)
                case "bullet_list":
                    self._list(box, node, 0)
                case "ordered_list":
                    ends = self._compact and at == len(nodes) - 1
                    self._list(box, node, 0, "bibliography" if ends else "")
                case "table":
                    self._table(box, node)
                case "blockquote":
                    self.blocks(box, node.children, "notice")
                case "hr":
                    following = takewhile(lambda other: other.type != "hr", nodes[at + 1 :])
                    self._compact = all(other.type != "table" for other in following)
                    self._paper.start_page(columns=2 if self._compact else 1)
                case _:
                    self._code(box, node, style)

    def _paragraph(self, box: BlockItemContainer, style: str, inlines: Sequence[Tree] = ()) -> Paragraph:
        paragraph = box.add_paragraph()
        self._fill(paragraph, style, inlines, _PLAIN)
        return paragraph

    def _fill(self, paragraph: Paragraph, style: str, inlines: Sequence[Tree], look: _RunStyle) -> None:
        if self._compact and f"{style} compact" in self._paper.styles:
            style = f"{style} compact"
        if style != "normal":
            paragraph._p.style = self._paper.style(style)
        if style != "line":
            for node in inlines:
                paragraph._p.extend(self._runs(paragraph.part, node, look))

    def _list(self, box: BlockItemContainer, node: Tree, level: int, special: str = "") -> None:
        if node.attrs.get("class") == NAMES and not self._compact:
            self._names(box, node)
            return
        suffix = f" {level + 1}" if level else ""
        style = _LISTS[node.type] + suffix
        start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
        boxes = node.attrs.get("class") == BOXES
        numbering = self._paper.list_of(style, level, start, boxes=boxes)
        for item in node.children:
            lead = [child for child in item.children[:1] if child.type == "paragraph"]
            paragraph = self._paragraph(box, special or style, lead[0].children if lead else ())
            if numbering is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = numbering
            for child in item.children[len(lead) :]:
                if child.type in _LISTS:
                    self._list(box, child, min(level + 1, _LEVELS - 1))
                else:
                    self.blocks(box, [child], "list continue" + suffix)

    def _names(self, box: BlockItemContainer, node: Tree) -> None:
        """Many names in columns, which are a row of cells without lines."""
        columns = in_columns(node.children)
        table = box.add_table(1, len(columns), self._paper.width())
        for cell, column in zip(table.rows[0].cells, columns, strict=True):
            for at, item in enumerate(column):
                paragraph = cell.add_paragraph() if at else cell.paragraphs[0]
                self._fill(paragraph, _LISTS["bullet_list"], item.children[0].children, _PLAIN)

    def _table(self, box: BlockItemContainer, node: Tree) -> None:
        rows = [row.children for part in node.children for row in part.children]
        width = self._paper.width()
        table = box.add_table(len(rows), len(rows[0]), width)
        table._tbl.tblStyle_val = self._paper.style("table grid")
        widths = [Length(int(width * share)) for share in _shares(rows, declared_widths(node))]
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = wide
        for row, cells in zip(table.rows, rows, strict=True):
            row._tr.get_or_add_trPr().append(element("cantSplit"))
            if any(map(_is_line, cells)):
                row.height = _HIGH_ENOUGH_TO_WRITE
            for cell, content, wide in zip(row.cells, cells, widths, strict=True):
                cell.width = wide
                inlines = () if _is_blank(content) else content.children
                self._fill(cell.paragraphs[0], "table text", inlines, _RunStyle(strong=content.type == "th"))
        table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))

    def _code(self, box: BlockItemContainer, node: Tree, style: str) -> None:
        """A picture, where the code describes one, and else its lines."""
        if node.info == PICTURE and (drawing := self._picture(node.content)) is not None:
            paragraph = self._paragraph(box, "picture")
            paragraph._p.append(drawing)
            return
        for line in node.content.splitlines():
            self._paragraph(box, style)._p.append(self._run(line, _PLAIN))

    def _picture(self, text: str) -> Element | None:
        from ssr.formats.docx.drawingml import picture  # few documents have one

        self._pictures += 1
        most = int(self._paper.width()), int(self._paper.height() * _HIGHEST)
        return picture(text, self._page, self._pictures, most)

    def _runs(self, part: StoryPart, node: Tree, look: _RunStyle) -> Iterator[Element]:
        """The runs of a stretch of text and of what it holds; a field of a form is the control that fills it in."""
        if self._controls and (key := str(node.attrs.get("key", ""))) in self._controls:
            yield self._controls.control(key)
            return
        if "lang" in node.attrs:
            look = replace(look, language=_locale(str(node.attrs["lang"])))
        match node.type:
            case "text":
                yield from self._text(node.content, look)
            case "box":
                yield from (self._run(node.content, look), element("r", element("tab")))
            case "code_inline":
                yield self._run(node.content, replace(look, style="mark"))
            case "softbreak":
                yield self._run(" ", look)
            case "hardbreak":
                yield element("r", element("br"))
            case "link":
                yield self._link(part, node, replace(look, style="hyperlink"))
            case kind:
                yield from self._within(part, node, look.within(kind))

    def _within(self, part: StoryPart, node: Tree, look: _RunStyle) -> Iterator[Element]:
        """The runs of what a node holds; in brackets, with a word on it, where a text lost or gained that."""
        is_revised = node.type in REVISED
        if is_revised:
            yield self._run(f"[{node.attrs[SAID]}: ", replace(look, revised=""))
        for child in node.children:
            yield from self._runs(part, child, look)
        if is_revised:
            yield self._run("]", replace(look, revised=""))

    def _link(self, part: StoryPart, node: Tree, look: _RunStyle) -> Element:
        link = element("hyperlink")
        address = part.relate_to(str(node.attrs["href"]), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), address)
        for child in node.children:
            link.extend(self._runs(part, child, look))
        return link

    def _text(self, text: str, look: _RunStyle) -> Iterator[Element]:
        """A text in runs: what is said, and the spaces to fill in."""
        end = 0
        for blank in BLANK.finditer(text):
            yield self._run(text[end : blank.start()], look)
            yield self._run(blank.group().ljust(_LONG_ENOUGH_TO_WRITE, "_"), replace(look, style="blank"))
            end = blank.end()
        yield self._run(text[end:], look)

    def _run(self, text: str, look: _RunStyle) -> Element:
        run = element("r")
        properties = run.get_or_add_rPr()
        if look.style:
            properties.append(element("rStyle", val=self._paper.style(look.style)))
        added = look.revised == "ins"
        flags = (("b", look.strong or added), ("i", look.emphasis), ("strike", look.revised == "del"))
        properties.extend(element(tag) for tag, on in flags if on)
        if added:
            properties.append(element("u", val="single"))
        if look.language:
            properties.append(element("lang", val=look.language))
        run.text = HIDDEN.sub("", text.replace("\t", " "))
        return run


def _locale(language: str) -> str:
    return _LOCALES.get(language, language)


def _plain(node: Tree) -> str:
    """The words in a node, without their markup."""
    if node.type in {"text", "code_inline"}:
        return node.content
    return "".join(map(_plain, node.children)) or (" " if node.type == "softbreak" else "")


def _is_blank(node: Tree) -> bool:
    """Whether this is nothing but a space to write in by hand."""
    return BLANK.fullmatch(_plain(node)) is not None and all(inner.type != "field" for inner in node.walk())


def _is_line(node: Tree) -> bool:
    """Whether this is nothing but a whole line to write on."""
    return len(_plain(node)) > LINE and _is_blank(node)


def _shares(rows: Sequence[Sequence[Tree]], declared: Sequence[int]) -> list[float]:
    """How much of the width each column of a table gets: as declared, or by its longest cell or at least its longest word."""
    if declared:
        return [width / sum(declared) for width in declared]
    columns = [[_plain(cell) for cell in column] for column in zip(*rows, strict=True)]
    wanted_widths = [min(max(_NARROWEST, *map(len, column)), _WIDEST) + _EDGES for column in columns]
    words = [[len(word) for word in " ".join(column).split() if not BLANK.fullmatch(word)] for column in columns]
    least = [(max(lengths, default=0) + _EDGES) / _ROOM for lengths in words]
    shares = [max(one / sum(wanted_widths), share) for one, share in zip(wanted_widths, least, strict=True)]
    return [share / sum(shares) for share in shares]
