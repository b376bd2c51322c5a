"""A drawing as shapes in a Word document: boxes with text in them that can be searched, changed and read aloud."""

from collections.abc import Iterable
from html import escape

from docx.oxml import parse_xml

from ssr.formats.diagram.layout import LETTER, Box, Drawing, Point, drawn, head, letter, room
from ssr.formats.diagram.mermaid import alternative_text, read
from ssr.formats.docx.openxml import Element
from ssr.formats.page import Page

_OFFICE, _MICROSOFT = "http://schemas.openxmlformats.org", "http://schemas.microsoft.com/office/word/2010"
_GROUP, _SHAPE = f"{_MICROSOFT}/wordprocessingGroup", f"{_MICROSOFT}/wordprocessingShape"
_NAMESPACES = (
    f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main" xmlns:mc="{_OFFICE}/markup-compatibility/2006" '
    f'xmlns:wp="{_OFFICE}/drawingml/2006/wordprocessingDrawing" xmlns:a="{_OFFICE}/drawingml/2006/main" '
    f'xmlns:wpg="{_GROUP}" xmlns:wps="{_SHAPE}"'
)
# A point, in the unit of all measures here.
_POINT = 12700
_SMALLEST = 2  # in half points
_INK = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
_THIN, _THICK = 9525, 28575
_RECTANGLE = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'


def picture(text: str, page: Page, number: int, most: tuple[int, int]) -> Element | None:
    """The picture that a text in the Markdown describes, as a run; None where it describes none.

    `number` tells it from other pictures, and `most` is how wide and high it may be.
    """
    diagram = read(text)
    if diagram is None:
        return None
    drawing = drawn(diagram, room(page.layout))
    unit = min(letter(page.layout) / LETTER * _POINT, most[0] / drawing.width, most[1] / drawing.height)
    return _shapes(drawing, alternative_text(diagram, page.language), number, unit)


def _shapes(drawing: Drawing, words: str, number: int, unit: float) -> Element:
    """The drawing as a run. `words` say what it shows to who cannot see it."""
    width, height = round(drawing.width * unit), round(drawing.height * unit)
    frame = _frame(0, 0, width, height)
    joined = [
        _shape(frame, _paths(drawing.lines, width, height, unit, 'fill="none"'), _THIN),
        _shape(frame, _paths(map(head, drawing.arrows), width, height, unit, 'stroke="0"') + _INK, _THIN),
    ]
    boxes = [_box(box, unit) for box in drawing.boxes]
    return parse_xml(
        f'<w:r {_NAMESPACES}><mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="{number}" descr="{escape(words)}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_GROUP}"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/>'
        f'<a:chOff x="0" y="0"/><a:chExt cx="{width}" cy="{height}"/></a:xfrm></wpg:grpSpPr>'
        f"{''.join(joined if drawing.lines else ())}{''.join(boxes)}"
        f"</wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def _frame(left: int, top: int, width: int, height: int) -> str:
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _shape(frame: str, form: str, thickness: int, text: str = "<wps:bodyPr/>") -> str:
    line = f'<a:ln w="{thickness}">{_INK}</a:ln>'
    return f"<wps:wsp><wps:cNvSpPr/><wps:spPr>{frame}{form}{line}</wps:spPr>{text}</wps:wsp>"


def _paths(lines: Iterable[Iterable[Point]], width: int, height: int, unit: float, drawn: str) -> str:
    """Lines as one form, which is as large as the drawing."""
    paths = "".join(f'<a:path w="{width}" h="{height}" {drawn}>{_points(points, unit)}</a:path>' for points in lines)
    return f"<a:custGeom><a:avLst/><a:pathLst>{paths}</a:pathLst></a:custGeom>"


def _points(points: Iterable[Point], unit: float) -> str:
    first, *others = (f'<a:pt x="{round(x * unit)}" y="{round(y * unit)}"/>' for x, y in points)
    return f"<a:moveTo>{first}</a:moveTo>" + "".join(f"<a:lnTo>{point}</a:lnTo>" for point in others)


def _box(box: Box, unit: float) -> str:
    """A box with its words in the middle."""
    left, top, width, height = (round(measure * unit) for measure in box[:4])
    half_points = max(round(2 * LETTER * unit / _POINT), _SMALLEST)
    look = f'{"<w:b/>" if box.here else ""}<w:sz w:val="{half_points}"/>'
    text = (
        '<wps:txbx><w:txbxContent><w:p><w:pPr><w:spacing w:before="0" w:after="0"/><w:jc w:val="center"/></w:pPr>'
        f"<w:r><w:rPr>{look}</w:rPr><w:t>{escape(box.label)}</w:t></w:r></w:p></w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="18000" tIns="0" rIns="18000" bIns="0" anchor="ctr"/>'
    )
    return _shape(_frame(left, top, width, height), _RECTANGLE, _THICK if box.here else _THIN, text)
