"""`ssr archive`: a folder as it came, with a list of it, in one file to keep."""

from datetime import datetime
from pathlib import Path

from ssr.documents.archive_list import ArchiveNames, copies, register_list
from ssr.documents.renderer import Renderer
from ssr.documents.request import Readers
from ssr.formats.zip_file import PackedFile, zipped
from ssr.forms.originals import originals
from ssr.text.catalogue import Catalogue
from ssr.text.zone import day_in, time_in


def archive(
    renderer: Renderer, folder: Path, words: Catalogue, *, title: str | None = None, marking: str | None = None
) -> bytes:
    """The files of a folder, their checksums, a list of them, and the documents of the base as PDF/A, in a zip.

    Of the day of the latest file, so that the same folder always gives the same bytes.
    """
    files = originals(folder, words)
    zone = renderer.base.time_zone
    latest = max(file.written for file in files)
    readers = Readers(day_in(latest, zone), "public", words.language, marking, pinned=True)
    view = renderer.view(readers)
    names = ArchiveNames(*(words.text(f"archive.{name}") for name in ArchiveNames._fields))
    copied = list(copies(files, view, names))
    paths = {file.path: path for file, path, _ in copied}
    listed = register_list(files, paths, view, words, names, title or folder.resolve().name, marking)
    sums = "".join(f"{file.digest}  {names.folder}/{file.path}\n" for file in files)

    def packed(path: str, content: bytes, written: int) -> PackedFile:
        return PackedFile(path, content, _wall_clock(written, zone))

    return zipped(
        [
            *(packed(f"{names.folder}/{file.path}", file.content, file.written) for file in files),
            *(packed(path, content, file.written) for file, path, content in copied),
            packed(names.list, listed, latest),
            packed(names.sums, sums.encode(), latest),
        ]
    )


def _wall_clock(seconds: int, zone: str) -> datetime:
    return time_in(seconds, zone).replace(tzinfo=None)
