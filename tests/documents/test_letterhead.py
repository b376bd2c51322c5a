"""Documents on the letterhead that is shipped as an example: they keep to the pages that they may take."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from running import EXEMPELLAN, ROOT, rendered
from tools import LIBREOFFICE, converted_by_libreoffice, require

from ssr.base.resources import Resources
from ssr.formats.docx.writer import convert
from ssr.formats.page import Page
from ssr.templating.definition_files import Definitions

LETTERHEAD = ROOT / "examples" / "exempellan-brevmall.dotx"
# Of each document that declares how many pages it may take, one of the longest; of one with an annex not all count.
MADE = (
    "adoptions 2023-2026", "agreed-direction aktiverad-konferens-2024-01-19", "card storm", "communicators chefsgruppen-2026-12-03",
    "directive storm", "handover aktiverad-konferens-2024-01-19", "message-sheet aktiverad-konferens-2024-01-19", "overview",
    "role-card samverkanssamordnare", "situation-report storm", "term-letter",
)  # fmt: skip


@pytest.mark.judge
def test_lengths_hold_on_the_shipped_letterhead(tmp_path: Path) -> None:
    require(LIBREOFFICE)
    definitions = Definitions(Resources(None))
    allowed = {name: one.pages for name, one in definitions.items() if one.pages and not one.annex}
    assert allowed.keys() == {document.split()[0] for document in MADE}
    for document in MADE:
        content = rendered(
            *document.split(), "--format", "docx", "--reference", LETTERHEAD, "--at", "2026-11-22", kb=EXEMPELLAN
        )
        (tmp_path / f"{document.split()[0]}.docx").write_bytes(content)
    made = converted_by_libreoffice(sorted(tmp_path.glob("*.docx")), "pdf", tmp_path)
    lengths = {file.stem: file.read_bytes().count(b"/Type/Page/") for file in made}
    assert {name: pages for name, pages in lengths.items() if not 0 < pages <= allowed[name]} == {}


def test_the_shipped_letterhead_is_one_as_a_template_and_as_a_document() -> None:
    as_document = BytesIO()
    with zipfile.ZipFile(LETTERHEAD) as template, zipfile.ZipFile(as_document, "w") as document:
        for name in template.namelist():
            document.writestr(name, template.read(name).replace(b"template.main+xml", b"document.main+xml"))
    made = [convert("# Titel\n\nText.\n", Page("sv", one)) for one in (LETTERHEAD.read_bytes(), as_document.getvalue())]
    assert made[0] == made[1]
    with zipfile.ZipFile(BytesIO(made[0])) as package:
        headers = b"".join(package.read(name) for name in package.namelist() if "header" in name)
    assert "Länsstyrelsen i Exempellän".encode() in headers
