"""Word documents that came back: their content controls and their text, by a parser that stops at anything odd.

No DTD is read, so no entity can grow; the parts of the package are read up to a limit, whatever they say of their size.
"""

import re
import zlib
from io import BytesIO
from typing import NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from ssr.forms.file_sorts import wrong_package
from ssr.forms.inbox import CannotReadError

_MOST_PARTS = 500
_MOST = 4 * 1024 * 1024
_DEEPEST = 200
_PART = re.compile(r"word/(?:document|footer)[0-9]*\.xml\Z|docProps/core\.xml\Z")
# Where a form says what it is: the keywords among the properties of the file.
_KEYWORDS = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"
# When a program saved the file; the tool's own forms say nothing of it.
_MODIFIED = "http://purl.org/dc/terms/}modified"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main}"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml}"
_ON = frozenset({"1", "true", "on"})


class _Control:
    """A content control while it is read."""

    def __init__(self) -> None:
        self.tag, self.title, self.empty = "", "", False
        self.checked: bool | None = None
        self.text: list[str] = []


class ReadWord(NamedTuple):
    """A Word document that came back: its content controls, its text, and when it says that it was saved, if it does."""

    controls: "list[Read]"
    text: str
    saved: str


class Read(NamedTuple):
    """A content control as the file has it."""

    tag: str
    title: str
    text: str
    empty: bool


def read_word(content: bytes) -> ReadWord:
    """The content controls in their order, and all text of the body, the footers and the keywords, a line for each paragraph."""
    controls: list[Read] = []
    lines: list[str] = []
    saved = ""
    for part in _parts(content):
        reader = _ControlReader()
        reader.read(part)
        controls += reader.controls
        lines.append("".join(reader.text))
        saved = saved or reader.saved.strip()
    return ReadWord(controls, "\n".join(lines), saved)


def _parts(content: bytes) -> list[bytes]:
    try:
        with ZipFile(BytesIO(content)) as package:
            names = package.namelist()
            wanted = sorted(name for name in names if _PART.match(name))
            if not any("document" in name for name in wanted) or len(names) > _MOST_PARTS:
                raise CannotReadError(wrong_package(names))
            parts = []
            for name in wanted:
                with package.open(name) as file:
                    parts.append(file.read(_MOST + 1))
    except (BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise CannotReadError("broken-word") from error
    if sum(map(len, parts)) > _MOST:
        raise CannotReadError("too-large", limit=_MOST // 1024)
    return parts


class _ControlReader:
    """Goes through the events of one part."""

    def __init__(self) -> None:
        self.controls: list[Read] = []
        self.text: list[str] = []
        self.saved = ""
        self._path: list[str] = []
        self._open: list[_Control] = []
        self._order: list[_Control] = []
        self._hidden = 0
        self._before = ""  # the element that began last, where it was the last in its run

    def read(self, part: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = self._refuse
        parser.buffer_text = True
        try:
            parser.Parse(part, True)
        except expat.ExpatError as error:
            raise CannotReadError("broken-word") from error
        self.controls = [
            Read(
                one.tag,
                one.title,
                "true" if one.checked else "".join(one.text).strip(),
                one.empty or one.checked is False,
            )
            for one in self._order
        ]

    def _refuse(self, *_: object) -> None:
        raise CannotReadError("broken-word")

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        name = _local(full)
        self._next(name)
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            self._refuse()
        if name == "Fallback":
            self._hidden += 1
        elif name == "sdt":
            self._open.append(_Control())
            self._order.append(self._open[-1])
        elif self._open and "sdtPr" in self._path[-4:]:
            self._property(name, _value(attributes))
        elif name in {"br", "cr"}:
            self._say("\n")
        elif name == "tab" and "pPr" not in self._path:
            self._say(" ")

    def _property(self, name: str, value: str) -> None:
        control = self._open[-1]
        if name == "tag":
            control.tag = value
        elif name == "alias":
            control.title = value
        elif name == "showingPlcHdr":
            control.empty = value in _ON or not value
        elif name == "checked":
            control.checked = value in _ON

    def _end(self, full: str) -> None:
        name = _local(full)
        self._path.pop()
        if name == "r":
            self._before = ""
        if name == "Fallback":
            self._hidden -= 1
        elif name == "sdt":
            self._open.pop()
        elif name == "p":
            self._say("\n")

    def _data(self, text: str) -> None:
        if self._path and self._path[-1] in {"t", _KEYWORDS}:
            self._say(text)
        elif self._path and self._path[-1] == _MODIFIED:
            self.saved += text

    def _next(self, name: str) -> None:
        """LibreOffice leaves the break out between two lines of a text; Word never writes two texts beside each other."""
        if name == "t" and self._before == "t":
            self._say("\n")
        self._before = name

    def _say(self, text: str) -> None:
        if not self._hidden:
            self.text.append(text)
            for control in self._open:
                control.text.append(text)


def _local(full: str) -> str:
    """The name of an element of Word's own; nothing that could be one for another."""
    space, _, name = full.rpartition("}")
    return name if f"{space}}}" in {_W, _STRICT, _W14} or name == "Fallback" else f"{space}}}{name}"


def _value(attributes: dict[str, str]) -> str:
    return next((value for name, value in attributes.items() if name.rpartition("}")[2] == "val"), "")
