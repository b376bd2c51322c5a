"""Checks of a base: what it holds, and every finding about it."""

from collections.abc import Callable, Sequence

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
    return base, checked(base, findings, day, earlier)


def checked(
    base: KnowledgeBase, found: Sequence[Finding], day: str, earlier: KnowledgeBase | None
) -> tuple[Finding, ...]:
    """The findings about a base that is read already: those of the reading, and those of the rules, in order of place."""
    return tuple(sorted([*found, *judge(base, day, earlier)], key=lambda finding: finding.order))
