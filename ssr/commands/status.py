"""`ssr status`: what in the base needs another look, for the one who holds the files."""

from dataclasses import dataclass

from ssr.attention import Attention, attention
from ssr.finding import Finding
from ssr.knowledge import KnowledgeBase
from ssr.loading import load
from ssr.review import Reviews
from ssr.snapshot import Snapshot


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
