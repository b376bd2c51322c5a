"""`ssr status`: what in the base needs another look, for the one who holds the files."""

from dataclasses import dataclass

from ssr.base.knowledge import KnowledgeBase
from ssr.base.load import load
from ssr.base.snapshot import Snapshot
from ssr.finding import Finding
from ssr.upkeep.attention import Attention, attention
from ssr.upkeep.reviews import Reviews


@dataclass(frozen=True)
class Status:
    """The base, what needs another look in it, and what was wrong in reading it."""

    base: KnowledgeBase
    attention: Attention
    findings: tuple[Finding, ...]


def status(snapshot: Snapshot, *, day: str) -> Status:
    """What needs another look on a day; nothing is withheld."""
    base, findings = load(snapshot)
    return Status(base, attention(base, day, Reviews(base, day)), tuple(findings))
