"""Checks of a base: what it holds, and every finding about it."""

from collections.abc import Callable

from ssr.base.knowledge import KnowledgeBase
from ssr.base.load import load
from ssr.base.snapshot import Snapshot
from ssr.finding import Finding
from ssr.rules.registry import judge


def check(
    snapshot: Snapshot,
    day: str,
    earlier: KnowledgeBase | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[KnowledgeBase, tuple[Finding, ...]]:
    """The base of a snapshot as it is on `day` and its findings in order of place; with `earlier` also against that.

    `progress` is told how many files of how many are read.
    """
    base, findings = load(snapshot, progress)
    findings += judge(base, day, earlier)
    return base, tuple(sorted(findings, key=lambda finding: finding.order))
