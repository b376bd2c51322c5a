"""Checks of a base: what it holds, every finding about it, and which of them a change brings."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

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


def brought(
    before: Sequence[Finding], after: Sequence[Finding], moved: Mapping[str, str] = MappingProxyType({})
) -> tuple[Finding, ...]:
    """The findings that a change brings, wherever in their files the lines have come to stand.

    `moved` leads from what a file was called to what it is called now. Of several of one sort in a file, those that say
    just what was said before are not new.
    """
    known = defaultdict(list)
    for one in before:
        known[one.code, one.key, moved.get(one.location.path, one.location.path)].append(one.parameters)
    others = []
    for one in after:
        same = known[one.code, one.key, one.location.path]
        if one.parameters in same:
            same.remove(one.parameters)
        else:
            others.append(one)
    new = []
    for one in others:
        alike = known[one.code, one.key, one.location.path]
        if alike:
            alike.pop()
        else:
            new.append(one)
    return tuple(new)
