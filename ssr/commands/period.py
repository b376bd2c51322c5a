"""`ssr period`: the periods, and what became of each entry with editions in them, compared with the period before."""

from dataclasses import dataclass

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase, Period
from ssr.base.load import load
from ssr.base.snapshot import Snapshot
from ssr.diff.fingerprint import content
from ssr.finding import Finding
from ssr.text.sorting import sort_key

# In the order that they are told. `remaining`: no edition of this period's own, and an earlier one still holds.
STATES = ("new", "revised", "carried", "remaining", "dropped", "draft")


@dataclass(frozen=True, slots=True)
class EditionState:
    """What became of one entry in a period."""

    kind: str
    id: str
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class PeriodState:
    """A period, what it is called, its ends as they are written, and what became in it of each entry with editions."""

    period: Period
    name: str
    written: tuple[str, str]
    editions: tuple[EditionState, ...]


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods in order of time, and what was wrong in the base."""

    base: KnowledgeBase
    states: tuple[PeriodState, ...]
    findings: tuple[Finding, ...]


def periods(snapshot: Snapshot, *, day: str) -> Periods:
    """Every period. One that has ended is seen on its last day, one that has not begun on its first."""
    base, findings = load(snapshot)
    in_order = list(base.periods.values())
    before = [None, *in_order]
    states = [_period_state(base, period, earlier, day) for period, earlier in zip(in_order, before, strict=False)]
    return Periods(base, tuple(states), tuple(findings))


def _period_state(base: KnowledgeBase, period: Period, earlier: Period | None, day: str) -> PeriodState:
    seen = max(period.first, min(period.last, day))
    ids = [id_ for id_ in base.ids if any(base.kind(entry).has_editions for entry in base.editions(id_))]
    result = []
    for id_ in ids:
        own = base.edition(id_, period.id)
        before = None if earlier is None else base.in_force(id_, earlier.last)
        state = _state(base, own, before, still_holds=base.in_force(id_, seen) is not None)
        shown = own or before
        if state is not None and shown is not None:
            result.append(EditionState(shown.kind, id_, base.name(shown, seen), state))
    result.sort(key=lambda one: (STATES.index(one.state), sort_key(one.name), one.id))
    entry = base.editions(period.id)[0]
    written = str(entry.data.get("from", period.first)), str(entry.data.get("until", period.last))
    return PeriodState(period, base.name(entry, seen), written, tuple(result))


def _state(base: KnowledgeBase, own: Entry | None, before: Entry | None, *, still_holds: bool) -> str | None:
    """What became of an entry: its edition of the period, beside the one that held when the period before ended."""
    if own is None:
        return None if before is None else "remaining" if still_holds else "dropped"
    if base.is_draft(own):
        return "draft"
    if before is None or before is own:
        return "new"
    return "carried" if _said(base, own) == _said(base, before) else "revised"


def _said(base: KnowledgeBase, entry: Entry) -> object:
    """What an edition says, whichever period it is from and whichever days it holds."""
    data = {name: value for name, value in entry.data.items() if name not in {"from", "until", "ended"}}
    return content(data, base.kind(entry).root, base.periods)
