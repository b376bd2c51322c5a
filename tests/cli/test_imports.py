"""No command pays for what it does not use: each names what it must not import."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OUTPUT_ONLY = {"markdown_it", "icalendar"}
BRIEF = ("render", "directive", "snow-ice", "-o")
# What only pictures need, and few documents have one.
PICTURES = {
    "ssr.formats.diagram.mermaid",
    "ssr.formats.diagram.layout",
    "ssr.formats.diagram.svg",
    "ssr.formats.docx.drawingml",
}


def imported(*arguments: str) -> set[str]:
    """The modules that a run of `ssr` imports; the run must succeed."""
    command = (sys.executable, "-X", "importtime", "-m", "ssr", *arguments)
    done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT, encoding="utf-8")
    lines = (line for line in done.stderr.splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip() for line in lines}


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (("--version",), {"typer", "yaml", "ssr.cli"}),
        # Typer brings it; our help pages are plain.
        (("--help",), {"rich", "jinja2"}),
        (("render", "directive", "--help"), {"rich", "jinja2"}),
        # The library that explains what is wrong with an entry is slow to import, and here nothing is wrong.
        (("validate",), {"jinja2", "jsonschema", "ssr.text.times", "ssr.view.base_view", "ssr.base.git", *OUTPUT_ONLY}),
        ((*BRIEF, "{folder}/brief.md"), {"jsonschema", "ssr.rules", "ssr.text.times", *OUTPUT_ONLY}),
        (("find", "snö"), {"jinja2", "jsonschema", "ssr.text.times", *OUTPUT_ONLY}),
        (("export", "-o", "{folder}/base.json"), {"jinja2", "jsonschema", "xlsxwriter", *OUTPUT_ONLY}),
        ((*BRIEF, "{folder}/brief.html"), {"docx", "typst", "icalendar", *PICTURES}),
        ((*BRIEF, "{folder}/brief.txt"), {"docx", "typst", "icalendar", *PICTURES}),
        ((*BRIEF, "{folder}/brief.pdf"), {"docx", "icalendar", *PICTURES}),
        ((*BRIEF, "{folder}/brief.docx"), {"typst", "icalendar", *PICTURES}),
    ],
    ids=["version", "help", "help of a document", "validate", "find", "export", "md", "html", "txt", "pdf", "docx"],
)
def test_a_command_imports_only_what_it_uses(arguments, unwanted, tmp_path):
    found = imported(*(argument.format(folder=tmp_path) for argument in arguments))
    assert "ssr" in found
    assert not unwanted & found
