"""The code of a form in the margin of a Word document's pages, where the PDF has it: beside the text, which it does not move."""

from io import BytesIO

from docx.oxml import parse_xml
from docx.parts.story import StoryPart
from docx.shared import Length, Mm

from ssr.formats.docx.openxml import Element
from ssr.formats.qr_code import picture

_SIZE, _EDGE = Mm(10.5), Mm(5)
_OFFICE = "http://schemas.openxmlformats.org"
_PICTURE = f"{_OFFICE}/drawingml/2006/picture"


def code_in_margin(part: StoryPart, number: str, width: Length, height: Length) -> Element:
    """A run that stands for the code, in the lower right corner of a page so wide and high; what it holds is in the text too."""
    relation, _ = part.get_or_add_image(BytesIO(picture(number)))
    return parse_xml(
        f'<w:r xmlns:w="{_OFFICE}/wordprocessingml/2006/main" xmlns:a="{_OFFICE}/drawingml/2006/main"'
        f' xmlns:wp="{_OFFICE}/drawingml/2006/wordprocessingDrawing" xmlns:pic="{_PICTURE}"'
        f' xmlns:r="{_OFFICE}/officeDocument/2006/relationships"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="1" locked="0"'
        ' layoutInCell="0" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{width - _SIZE - _EDGE}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{height - _SIZE - _EDGE}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{_SIZE}" cy="{_SIZE}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="1000" name="{number}" descr="{number}"/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="{number}"/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{_SIZE}" cy="{_SIZE}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></w:r>"
    )
