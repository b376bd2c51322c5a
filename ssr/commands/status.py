"""`ssr status`: what in the base needs another look, for the one who holds the files."""

from dataclasses import dataclass

from ssr.base.knowledge import KnowledgeBase
from ssr.base.load import load
from ssr.base.snapshot import Snapshot
from ssr.finding import Finding
from ssr.forms.action_items import ActionList, read_list, refuse_foreign_list
from ssr.upkeep.attention import Attention, attention
from ssr.upkeep.reviews import Reviews


@dataclass(frozen=True)
class Status:
    """The base, what needs another look in it, what was wrong in reading it, and what was agreed where that was asked for."""

    base: KnowledgeBase
    attention: Attention
    findings: tuple[Finding, ...]
    agreed: ActionList | None = None


def status(snapshot: Snapshot, *, day: str, agreed: tuple[str, bytes] | None = None) -> Status:
    """What needs another look on a day; nothing is withheld. `agreed` is a list of what was agreed: its path, and the file."""
    base, findings = load(snapshot)
    actions = None
    if agreed is not None:
        actions = read_list(*agreed)
        refuse_foreign_list(actions, agreed[0], base.own_id, actions.marking)
    return Status(base, attention(base, day, Reviews(base, day)), tuple(findings), actions)
