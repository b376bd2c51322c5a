"""The gallery: every document in every format, from what the tool really gives. `make docs` writes its page.

`docs/pictures/make` takes the pictures of what is not text; it goes by `SHOWN`, too.
"""

import html
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from ssr.base.resources import Resources
from ssr.base.snapshot import WorkingTree
from ssr.templating.definition import Definition
from ssr.templating.definition_files import Definitions

TOP = Path(__file__).parent.parent
EXAMPLE = "examples/exempellan"
# What each document is shown with; all of it is invented, like everything in that base.
SHOWN = {
    "activation": "activation storm --structure aktiverad-konferens --start 2026-11-22T14:30 --begun 2026-11-22T14:05",
    "activity": "activity stabstraningar",
    "actor": "actor ekasen",
    "adoption-case": "adoption-case 2023-2026 --actor myrvalla",
    "adoptions": "adoptions 2023-2026",
    "agenda": "agenda aktiverad-konferens-2024-01-19",
    "agreed-direction": "agreed-direction aktiverad-konferens-2024-01-19",
    "assessment": "assessment --audience office",
    "binder": "binder",
    "calendar": "calendar --structure samordningsgrupp",
    "call-page": "call-page",
    "card": "card storm",
    "communicators": "communicators aktiverad-konferens-2024-01-19",
    "concept": "concept samverkan-exempellan",
    "decision": "decision storm-2023",
    "diff": "diff --old 2019-2022 --new 2023-2026 --for ekasen",
    "directive": "directive storm",
    "directory": "directory",
    "event": "event stormen-birk",
    "handover": "handover aktiverad-konferens-2024-01-19",
    "invite": "invite aktiverad-konferens-2024-01-19",
    "log": "log storm --begun 2026-11-22T14:05",
    "message-sheet": "message-sheet aktiverad-konferens-2024-01-19",
    "minutes": "minutes aktiverad-konferens-2024-01-19",
    "observation-table": "observation-table ovning-lykta-2024",
    "observations": "observations ovning-lykta-2024 --actor granvik",
    "overview": "overview",
    "plan": "plan 2023-2026",
    "rating-table": "rating-table 2023-2026",
    "referral": "referral power-cut --actor granvik",
    "referral-table": "referral-table power-cut",
    "resource": "resource samverkanswebb",
    "responsibilities": "responsibilities --actor granvik",
    "role-card": "role-card samverkanssamordnare",
    "routine": "routine larmkedja",
    "self-rating": "self-rating 2023-2026 --actor granvik",
    "situation-picture": "situation-picture storm",
    "situation-report": "situation-report storm --actor granvik",
    "status": "status",
    "structure": "structure samordningsgrupp",
    "term": "term",
    "term-letter": "term-letter",
}
# The ten that changed most when they were laid out anew, as they were on 2026-11-29 and as they are.
COMPARED = {
    "directive": "storm",
    "card": "storm",
    "invite": "aktiverad-konferens-2024-01-19",
    "situation-report": "storm --actor granvik",
    "situation-picture": "storm",
    "minutes": "samordningsgruppen-2027-01-07",
    "handover": "aktiverad-konferens-2024-01-19",
    "agenda": "samordningsgruppen-2027-01-07",
    "adoptions": "2023-2026",
    "overview": "",
}
DAY = "2026-11-22"
LINES = 24
# What is looked at and not read; the rest is shown as it is.
PICTURED = ("html", "pdf", "docx")
# What is shown by the names of its sheets.
WORKBOOK = "xlsx"


def documents() -> list[Definition]:
    """The tool's own documents, in order of name."""
    return [document for _, document in sorted(Definitions(Resources(WorkingTree(TOP))).items())]


def arguments(document: Definition, format_: str) -> list[str]:
    """The command that makes a document of the example base, without `ssr render`; a folder needs its place besides."""
    of_a_file = [] if document.parts else ["--format", format_]
    return [*SHOWN[document.name].split(), "--kb", EXAMPLE, "--at", DAY, *of_a_file]


def call(document: Definition) -> str:
    """The command as the page shows it."""
    place = f" -o build/{document.name}" if document.parts else ""
    name = f"render {document.name}" if document.command is None else document.command
    return f"ssr {name}{SHOWN[document.name].removeprefix(document.name)} --kb {EXAMPLE}{place}"


def made(document: Definition, format_: str) -> bytes:
    """The document in a format."""
    command = [sys.executable, "-m", "ssr", "render", *arguments(document, format_)]
    return subprocess.run(command, cwd=TOP, check=True, stdout=subprocess.PIPE).stdout


def page() -> str:
    """The page of the gallery, in Swedish: pictures of what is looked at, the first lines of what is text."""
    parts = [
        "# Galleri",
        f"Varje dokument i varje format, så som verktyget tar fram dem ur den påhittade basen `{EXAMPLE}`.",
        "Sidan skrivs av `make docs`; bilderna tas av `docs/pictures/make`.",
    ]
    for document in documents():
        parts += [f"## {document.title['sv']}", f"```sh\n{call(document)}\n```"]
        for format_ in document.formats:
            parts += _shown(document, format_)
    parts += ["## Före och efter", *map(_compared, COMPARED)]
    return "\n\n".join(parts) + "\n"


def _compared(name: str) -> str:
    title = Definitions(Resources(WorkingTree(TOP)))[name].title["sv"]
    cells = (f"![{title}, {words}](pictures/{name}-{side}.png)" for side, words in (("before", "före"), ("now", "nu")))
    return f"| {title}, före | {title}, nu |\n| --- | --- |\n| {' | '.join(cells)} |"


def _shown(document: Definition, format_: str) -> Iterator[str]:
    yield f"### {document.title['sv']}: {format_}"
    if format_ in PICTURED:
        yield f"![{document.title['sv']}, {format_}](pictures/{document.name}-{format_}.png)"
        return
    if format_ == WORKBOOK:
        book = zipfile.ZipFile(io.BytesIO(made(document, format_))).read("xl/workbook.xml").decode()
        yield "\n".join(f"- {html.unescape(name)}" for name in re.findall(r'<sheet name="([^"]+)"', book))
        return
    lines = made(document, format_).decode().removeprefix("\ufeff").splitlines()
    more = ["[…]"] if len(lines) > LINES else []
    yield "\n".join(["~~~~text", *lines[:LINES], *more, "~~~~"])


def compared() -> Iterator[tuple[str, list[str]]]:
    """The documents that are shown as they were too, each with the command that makes it as it is."""
    for name, about in COMPARED.items():
        yield name, [name, *about.split(), "--kb", EXAMPLE, "--at", DAY, "--format", "pdf"]


if __name__ == "__main__" and sys.argv[1:] == ["compared"]:
    for shown, words in compared():
        print(shown, *words)  # noqa: T201
elif __name__ == "__main__":
    for one in documents():
        for name in one.formats:
            if name in PICTURED:
                print(one.name, name, one.files.get(name, "-"), *arguments(one, name))  # noqa: T201
