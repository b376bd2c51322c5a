"""The typeface of PDFs: a sans serif, as pages and Word documents have one, from a package that holds nothing else.

The package has each of its faces in two formats, and Typst takes the one that the folder happens to list first. It gets a
folder of its own with one of each, so that a document has the same bytes on every machine.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import font_source_sans_pro as package  # type: ignore[import-untyped]
import typst

_FACES = ("Regular", "It", "Bold", "BoldIt")


class Typeface(NamedTuple):
    """The fonts that a layout may use, and the folder in which they are for as long as this process runs."""

    fonts: typst.Fonts
    folder: TemporaryDirectory[str]


@cache
def typeface() -> Typeface:
    """The typeface, with Typst's own fonts for what it lacks and with none of the machine's."""
    folder = TemporaryDirectory(prefix="ssr-")
    for face in _FACES:
        name = f"SourceSansPro-{face}.otf"
        Path(folder.name, name).write_bytes((files(package) / "files" / name).read_bytes())
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder.name])
    return Typeface(fonts, folder)
