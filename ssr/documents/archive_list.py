"""The list of what is archived, as a page on paper that lasts (PDF/A), and the documents of the base as such pages too.

Its template is the tool's own. Not for what the files say, nor for how they are packed.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ssr.base.resources import Resources
from ssr.documents.context import context_of
from ssr.formats.adapters import convert
from ssr.formats.page import Page
from ssr.forms.originals import OriginalFile
from ssr.templating.definition_files import Definitions
from ssr.templating.templates import Templates
from ssr.text.catalogue import Catalogue
from ssr.text.zone import time_in
from ssr.view.base_view import Node, View

_NAME = "_archive"
_PAPER = "pdf"  # what Typst makes of a text is PDF/A-2a
_LONGEST = 512 * 1024


class ArchiveNames(NamedTuple):
    """What things are called in an archive: the folder of the files as they came, that of copies, the sums and the list."""

    folder: str
    copies: str
    sums: str
    list: str


def copies(files: Sequence[OriginalFile], view: View, names: ArchiveNames) -> Iterator[tuple[OriginalFile, str, bytes]]:
    """Each document that the base has made as text, with the path and the bytes of the same on paper."""
    for file in files:
        text = _document(file, view)
        if text is not None:
            page = Page(view.language, day=view.day, author=view.base.title)
            yield file, f"{names.copies}/{file.path}.{_PAPER}", convert(_PAPER, text, page)


def _document(file: OriginalFile, view: View) -> str | None:
    """The text of a document of the base, which says so in its foot; None for anything else."""
    if not file.path.endswith(".md") or len(file.content) > _LONGEST:
        return None
    try:
        text = file.content.decode()
    except UnicodeDecodeError:
        return None
    foot = text.rpartition("\n---\n")[2].strip()
    return text if text.startswith("# ") and foot.startswith(f"{view.base.title} · ") and "\n" not in foot else None


def register_list(
    files: Sequence[OriginalFile], copied: Mapping[str, str], view: View, words: Catalogue, names: ArchiveNames, title: str,
    marking: str | None,
) -> bytes:  # fmt: skip
    """The list on paper; `copied` is where the copy of a file is, by its path."""
    document, zone = Definitions.of_the_tool(_NAME), view.base.time_zone
    banner = [*([marking] if marking else []), *(["fictitious"] if view.base.manifest("fictitious") is True else [])]
    context = context_of(view, document, None, {}) | {"marking": marking, "form": "", "banner": banner}
    times = sorted(file.written for file in files)
    context["archived"] = Node(
        {
            "title": title,
            "folder": f"{names.folder}/",
            "sums": names.sums,
            "size": sum(len(file.content) for file in files),
            "first": str(time_in(times[0], zone)),
            "last": str(time_in(times[-1], zone)),
            "files": [_row(file, zone) for file in files],
            "copies": [Node({"path": path, "copy": copy}) for path, copy in copied.items()],
        }
    )
    text = Templates(Resources(None), words).render(document, "md", context).text
    return convert(_PAPER, text, Page(words.language, layout=document.layout, day=view.day, author=view.base.title))


def _row(file: OriginalFile, zone: str) -> Node:
    written = str(time_in(file.written, zone))
    return Node({"path": file.path, "written": written, "size": len(file.content), "digest": file.digest})
