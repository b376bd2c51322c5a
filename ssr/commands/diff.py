"""`ssr diff`: what changed between two periods, or two days."""

from dataclasses import dataclass
from typing import Any

from ssr.compare import Change, compare, words
from ssr.errors import UsageError
from ssr.finding import Finding
from ssr.knowledge import KnowledgeBase, keyed_items, load
from ssr.redaction import redacted
from ssr.schema import closest, is_day
from ssr.snapshot import Snapshot
from ssr.view import View


@dataclass(frozen=True)
class Compared:
    """The two sides and the changes between them, and what was wrong in the base they come from."""

    old: View
    new: View
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]

    def name_of(self, reference: str) -> Any:
        """What an entry is called, or what the item in it says, on the newer side first."""
        target, _, key = reference.partition("#")
        for view in (self.new, self.old):
            entry = view.find(target)
            if entry is not None:
                items = keyed_items(entry, view.base.kind(entry).root)
                said = (words(entry.value(route)) for route, name in items if name == key)
                return next(said, None) or view.name(entry)
        return reference


def diff(
    snapshot: Snapshot,
    *,
    old: str,
    new: str | None,
    today: str,
    audience: str,
    language: str,
    kind: str | None = None,
    id_: str | None = None,
) -> Compared:
    """Compare the base as it was in `old` with `new` (left out: today). A period is seen on its last day."""
    base, findings = load(snapshot)
    seen = redacted(base, audience)
    views = [View(seen, _day(seen, side, today), audience, language) for side in (old, new or today)]
    if kind is not None and kind not in base.kinds:
        raise UsageError("unknown-kind", kind=kind, known=", ".join(base.kinds), suggestion=closest(kind, base.kinds))
    if id_ is not None and id_ not in seen.ids:
        raise UsageError("unknown-id", id=id_, suggestion=closest(id_, seen.ids))
    changes = [
        change
        for change in compare(*views)
        if (kind is None or change.kind == kind) and (id_ is None or change.id == id_)
    ]
    return Compared(views[0], views[1], tuple(changes), tuple(findings))


def _day(base: KnowledgeBase, side: str, today: str) -> str:
    if is_day(side):
        return side
    period = base.periods.get(side)
    if period is None:
        raise UsageError(
            "unknown-period", period=side, known=", ".join(base.periods), suggestion=closest(side, base.periods)
        )
    return min(period.last, today)
