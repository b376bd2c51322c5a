"""The typeface of PDFs: a sans serif, as pages and Word documents have one, from a package that holds nothing else.

The package has each of its faces in two formats, and Typst takes the one that the folder happens to list first. It gets a
folder of its own with one of each, so that a document has the same bytes on every machine.
"""

import atexit
from functools import cache
from importlib.resources import files
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import font_source_sans_pro as package  # type: ignore[import-untyped]
import typst

_FACES = ("Regular", "It", "Bold", "BoldIt")


@cache
def typeface() -> typst.Fonts:
    """The typeface, with Typst's own fonts for what it lacks and with none of the machine's.

    Its folder is there for as long as this process runs, as Typst reads a font when it is used.
    """
    folder = mkdtemp(prefix="ssr-")
    atexit.register(rmtree, folder, ignore_errors=True)
    for face in _FACES:
        name = f"SourceSansPro-{face}.otf"
        Path(folder, name).write_bytes((files(package) / "files" / name).read_bytes())
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])
