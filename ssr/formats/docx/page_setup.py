"""The layout of a document laid on the styles and the page of a Word document, ours or an office's."""

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Length, Mm

from ssr.formats.docx.openxml import Element, element
from ssr.formats.page import Layout

_USUAL = 20  # in half points: what Word takes where a document says nothing
_BLACK = "000000"
A4_WIDTH, A4_HEIGHT = Mm(210), Mm(297)


def fit(document: Document, layout: Layout) -> None:
    """Make the text as large, the page as wide and the styles as black as the layout asks for."""
    sheet: Element = document.styles.element
    if layout.points is not None:
        _enlarge(sheet, 2 * layout.points)
    if layout.monochrome:
        _blacken(sheet)
    if layout.landscape:
        _turn(document)


def _enlarge(sheet: Element, wanted: int) -> None:
    """Let text be of the size wanted, headings larger by as much as before, and nothing smaller."""
    [defaults] = sheet.xpath("./w:docDefaults/w:rPrDefault/w:rPr")
    for tag in ("sz", "szCs"):
        if defaults.find(qn(f"w:{tag}")) is None:
            defaults.insert_element_before(element(tag, val=_USUAL), "w:highlight", "w:u", "w:effect", "w:lang")
    usual = int(defaults.find(qn("w:sz")).get(qn("w:val")))
    for size in sheet.xpath(".//w:sz | .//w:szCs"):
        larger = int(size.get(qn("w:val"))) + wanted - usual
        size.set(qn("w:val"), str(max(wanted, larger)))


def _blacken(sheet: Element) -> None:
    """Take the colours away, and what stands behind text."""
    for behind in sheet.xpath(".//w:shd | .//w:highlight"):
        behind.getparent().remove(behind)
    for text in sheet.xpath(".//w:color"):
        text.attrib.clear()
        text.set(qn("w:val"), _BLACK)
    for line in sheet.xpath(".//*[@w:color]"):
        for name in [name for name in line.attrib if name.startswith(qn("w:theme"))]:
            del line.attrib[name]
        line.set(qn("w:color"), _BLACK)


def _turn(document: Document) -> None:
    """Lay the page on its long side."""
    section = document.sections[0]
    short, long = sorted((section.page_width or A4_WIDTH, section.page_height or A4_HEIGHT))
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Length(long), Length(short)
