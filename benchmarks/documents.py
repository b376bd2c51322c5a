"""Each document before and after: `benchmarks/documents.py BEFORE [ROUNDS]`, where BEFORE is a checkout of an earlier commit.

Both make the documents of the fictitious county as it was then, so that what differs is the tool: how large each page is,
and how many seconds of processor time each document of the gallery takes, as a page. Nothing fails on either.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import median

NOW = Path(__file__).resolve().parent.parent
COUNTY, DAY = "examples/exempellan", "2026-11-22"
TIMED = (
    "directive storm", "card storm", "invite --structure aktiverad-konferens --directive storm --start 2026-11-22T14:00",
    "situation-report storm", "situation-picture storm", "overview", "status", "actor granvik", "agenda veckokonferens-2026-12-10",
    "minutes veckokonferens-2026-12-10", "handover aktiverad-konferens-2024-01-19", "adoptions 2023-2026", "event stormen-birk",
    "concept lagen-och-nivaer", "structure samordningskansli", "resource lansledningsplatsen", "plan 2023-2026", "directory",
)  # fmt: skip


def _run(tree: Path, *arguments: str) -> float:
    """The processor time that a command of one checkout takes."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    start = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "ssr", *arguments], cwd=tree, env=environment, check=False, capture_output=True
    )
    end = resource.getrusage(resource.RUSAGE_CHILDREN)
    return end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime


def _sizes(tree: Path, county: Path) -> Mapping[str, int]:
    with tempfile.TemporaryDirectory() as folder:
        _run(tree, "render", "--all", "--kb", str(county), "--at", DAY, "-o", folder)
        return {str(file.relative_to(folder)): file.stat().st_size for file in Path(folder).rglob("*.html")}


def main(before: Path, rounds: int) -> None:
    """Print the sizes and the times, the worst first."""
    county = before / COUNTY
    old, new = _sizes(before, county), _sizes(NOW, county)
    ratios = sorted(((new[name] / old[name], name) for name in old.keys() & new.keys()), reverse=True)
    middle = median(ratio for ratio, _ in ratios)
    print(f"{len(ratios)} pages: median {middle:.2f}, {sum(ratio > 1.1 for ratio, _ in ratios)} above 1.10")
    for ratio, name in ratios[:10]:
        print(f"{ratio:.3f}  {old[name]:>7,} -> {new[name]:>7,}  {name}")
    times = []
    for document in TIMED:
        arguments = ("render", *document.split(), "--kb", str(county), "--at", DAY, "--format", "html")
        pairs = [(_run(before, *arguments), _run(NOW, *arguments)) for _ in range(rounds)]
        times.append((median(now / then for then, now in pairs), median(now for _, now in pairs), document.split()[0]))
    for ratio, seconds, name in sorted(times, reverse=True):
        print(f"{ratio:.2f}  {1000 * seconds:.0f} ms  {name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 5)
