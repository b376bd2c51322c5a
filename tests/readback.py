"""Files that nobody can read in a diff, told as text: their structure, line by line, as other programs see it."""

import io
import subprocess
from collections.abc import Iterator
from typing import NamedTuple

import docx
import openpyxl
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.table import Table
from tools import POPPLER, require


def told(format_: str, content: bytes) -> str:
    """What stands in a document: its text as it is, or the structure that is read back from a binary file."""
    if format_ == "pdf":
        return _pdf(content)
    lines = {"docx": _word, "xlsx": _workbook}.get(format_)
    return content.decode() if lines is None else "".join(f"{line}\n" for line in lines(content))


def _workbook(content: bytes) -> Iterator[str]:
    """Every row of every sheet, under the name of the sheet."""
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        yield f"[{sheet.title}]"
        yield from (
            " | ".join("" if cell is None else str(cell) for cell in row) for row in sheet.iter_rows(values_only=True)
        )


def _pdf(content: bytes) -> str:
    """The tree of tags with the text below each, and what the file says of itself."""
    require(POPPLER)
    pieces = []
    for options in ((), ("-struct-text",)):
        done = subprocess.run(
            ["pdfinfo", "-enc", "UTF-8", *options, "-"], input=content, check=True, capture_output=True
        )
        pieces.append(done.stdout.decode("utf-8", "ignore").replace(' ""', ""))  # a heading's empty title, in UTF-16
    kept = ("Title", "Tagged", "Pages", "Page size")
    about = [line for line in pieces[0].splitlines() if line.startswith(kept)]
    return "\n".join([*about, "", pieces[1].rstrip(), ""])


def _word(content: bytes) -> Iterator[str]:
    """Every paragraph under the name of its style, and every table, row by row; headers and footers first."""
    document = docx.Document(io.BytesIO(content))
    yield f"title: {document.core_properties.title}, language: {document.core_properties.language}"
    for section in document.sections:
        for name, part in (("header", section.header), ("footer", section.footer)):
            yield f"{name}: {' / '.join(paragraph.text for paragraph in part.paragraphs)}"
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield "[table]"
            yield from ("  " + " | ".join(cell.text.replace("\n", " / ") for cell in row.cells) for row in block.rows)
        else:
            style = block.style.name if block.style is not None else ""
            yield f"[{style}] {block.text}"
    for one in controls(document):
        yield f"[field] {one.tag} ({one.type}) {one.title}: {' / '.join([one.text, *one.choices])}".replace("\n", " / ")


class Control(NamedTuple):
    """A content control as other programs see it."""

    tag: str
    title: str
    type: str
    text: str
    choices: tuple[str, ...]


def controls(document: Word) -> list[Control]:
    """The content controls of a document, in their order."""
    found = []
    for control in document.element.iter(qn("w:sdt")):
        properties = {child.tag.rpartition("}")[2]: child for child in control.find(qn("w:sdtPr"))}
        tag, title = (properties[name].get(qn("w:val")) for name in ("tag", "alias"))
        kind, last = list(properties.items())[-1]
        choices = tuple(item.get(qn("w:displayText")) for item in last.iter(qn("w:listItem")))
        parts = control.find(qn("w:sdtContent")).iter(qn("w:t"), qn("w:br"))
        text = "".join("\n" if part.tag == qn("w:br") else part.text or "" for part in parts)
        found.append(Control(tag, title, kind, text, choices))
    return found
