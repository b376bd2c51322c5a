"""What Word documents are made of underneath: elements, the parts of our own empty document, and packing them."""

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

Element = Any  # of lxml, which has no types
_OURS = Path(__file__).with_name("word.xml")
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
# Every file of a package gets the first day that the format can write.
_DAY = (1980, 1, 1, 0, 0, 0)


def element(tag: str, *children: Element, **attributes: object) -> Element:
    """An element of WordprocessingML."""
    result: Element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        result.set(qn(f"w:{name}"), str(value))
    result.extend(children)
    return result


@cache
def ours() -> dict[str, tuple[str, Element]]:
    """The parts of our own empty document, which is one readable file: by name, the type and the content."""
    package: Element = parse_xml(_OURS.read_bytes())
    kind, name = (f"{{{package.nsmap['pkg']}}}{attribute}" for attribute in ("contentType", "name"))
    return {part.get(name): (part.get(kind), part[0][0]) for part in package}


def empty() -> bytes:
    """Our own empty document as a file."""
    types: Element = parse_xml(f'<Types xmlns="{_CONTENT_TYPES}"/>')
    for name, (kind, _) in ours().items():
        types.append(parse_xml(f'<Override xmlns="{_CONTENT_TYPES}" PartName="{name}" ContentType="{kind}"/>'))
    parts = {name[1:]: content for name, (_, content) in ours().items()} | {"[Content_Types].xml": types}
    return packed((name, serialize_part_xml(content)) for name, content in parts.items())


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """The parts as a file: in one order, of one day, so that the same parts always give the same bytes."""
    file = BytesIO()
    with ZipFile(file, "w") as target:
        for name, content in sorted(parts, key=lambda part: (part[0] != "[Content_Types].xml", part[0])):
            target.writestr(ZipInfo(name, _DAY), content, ZIP_DEFLATED)
    return file.getvalue()
