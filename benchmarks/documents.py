"""Each document before and after: `benchmarks/documents.py BEFORE [FORMAT...]`, where BEFORE is an earlier commit's checkout.

Both make the documents of the fictitious county as it was then, so that what differs is the tool: how large each page is,
and how many instructions each document takes, as a page or in another format. Instructions are counted by Valgrind, since
the time that something takes says little where others work on the machine too. Nothing fails on either.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

NOW = Path(__file__).resolve().parent.parent
COUNTY, DAY = "examples/exempellan", "2026-11-22"
COUNTED = (
    "directive storm", "card storm", "invite --structure aktiverad-konferens --directive storm --start 2026-11-22T14:00",
    "situation-report storm", "situation-picture storm", "overview", "status", "actor granvik", "agenda veckokonferens-2026-12-10",
    "minutes veckokonferens-2026-12-10", "handover aktiverad-konferens-2024-01-19", "adoptions 2023-2026", "event stormen-birk",
    "concept lagen-och-nivaer", "structure samordningskansli", "resource lansledningsplatsen", "plan 2023-2026", "directory",
    "activity lansovning", "assessment --audience office", "routine larmkedja", "term", "diff --old 2019-2022 --new 2023-2026",
)  # fmt: skip
FORMATS = ("html",)
_COUNT = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")


def _run(tree: Path, *arguments: str, count: bool = False) -> int | None:
    """How many instructions a command of one checkout takes, if they are counted; None where it made nothing."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PYTHONPATH": str(tree), "PYTHONHASHSEED": "0"}
    command = [*(_COUNT if count else ()), sys.executable, "-m", "ssr", *arguments]
    ran = subprocess.run(command, cwd=tree, env=environment, check=False, capture_output=True, text=True)
    found = re.search(r"I +refs: +([\d,]+)", ran.stderr)
    return None if ran.returncode or found is None else int(found[1].replace(",", ""))


def _sizes(tree: Path, county: Path) -> Mapping[str, int]:
    with tempfile.TemporaryDirectory() as folder:
        _run(tree, "render", "--all", "--kb", str(county), "--at", DAY, "-o", folder)
        return {str(file.relative_to(folder)): file.stat().st_size for file in Path(folder).rglob("*.html")}


def _counts(tree: Path, arguments: Sequence[str]) -> int | None:
    """The second run, since the first compiles what the tool keeps."""
    with tempfile.TemporaryDirectory() as folder:
        command = (*arguments, "-o", f"{folder}/made")
        _run(tree, *command)
        return _run(tree, *command, count=True)


def main(before: Path, formats: Sequence[str]) -> None:
    """Print the sizes and the instructions, the worst first."""
    county = before / COUNTY
    old, new = _sizes(before, county), _sizes(NOW, county)
    ratios = sorted(((new[name] / old[name], name) for name in old.keys() & new.keys()), reverse=True)
    middle = median(ratio for ratio, _ in ratios)
    print(f"{len(ratios)} pages: median {middle:.2f}, {sum(ratio > 1.1 for ratio, _ in ratios)} above 1.10")
    for ratio, name in ratios[:10]:
        print(f"{ratio:.3f}  {old[name]:>7,} -> {new[name]:>7,}  {name}")
    rows = []
    for document in COUNTED:
        for format_ in formats:
            arguments = ("render", *document.split(), "--kb", str(county), "--at", DAY, "--format", format_)
            then, now = _counts(before, arguments), _counts(NOW, arguments)
            if then and now:
                rows.append((now / then, then, now, document.split()[0], format_))
            else:
                print(f"not made: {document} {format_}", flush=True)
    print("| document | format | before, million | now | times |\n| --- | --- | --: | --: | --: |")
    for ratio, then, now, name, format_ in sorted(rows, reverse=True):
        print(f"| {name} | {format_} | {then / 1e6:,.0f} | {now / 1e6:,.0f} | {ratio:.2f} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2:] or FORMATS)
