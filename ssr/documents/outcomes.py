"""What became of what was proposed: each draft of an older version that the newer one has as something else than a draft.

Beside what changes in what holds, since that is told against what held before and not against the proposal.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ssr.base.entry import Entry
from ssr.diff.change import Change
from ssr.diff.compare import compare_versions
from ssr.diff.comparison import ComparisonResult
from ssr.diff.renames import renamed_entries
from ssr.documents.change_sorts import Bookkeeping, is_of_agreement
from ssr.view.base_view import View


class Outcome(NamedTuple):
    """A proposal as it was and what became of it; what is recorded of the agreement, and what it says else than was proposed."""

    before: Entry
    after: Entry
    record: tuple[Change, ...]
    changes: tuple[Change, ...]


class State(NamedTuple):
    """What people call the state of a proposal as it was and as it is, and whether it holds on the day."""

    before: str
    after: str
    holds: bool


def outcomes(compared: ComparisonResult) -> tuple[Outcome, ...]:
    """What became of each proposal of the older side that is none on the newer one."""
    old, new = compared.old, compared.new
    bookkeeping = Bookkeeping(compared)
    result: list[Outcome] = []
    for before, after in _pairs(old, new):
        status = new.base.kind(after).root.status
        compared_whole = compare_versions(old.whenever(), new.whenever(), [(before, after)])
        # The state itself is told apart, in the words of either side.
        changes = [change for change in compared_whole if status is None or change.route != (status.name,)]
        record = tuple(change for change in changes if is_of_agreement(change))
        told = tuple(change for change in changes if change not in record and not bookkeeping.holds(change))
        result.append(Outcome(before, after, record, told))
    return tuple(result)


def state_of(outcome: Outcome, compared: ComparisonResult) -> State:
    """The state of a proposal, in the words of its schema."""
    new = compared.new
    words = [
        field.label(str(entry.data.get(field.name, "")), new.language)
        for view, entry in ((compared.old, outcome.before), (new, outcome.after))
        if (field := view.base.kind(entry).root.status) is not None
    ]
    return State(words[0], words[-1], new.base.in_force(outcome.after.id, new.day) is outcome.after)


def _pairs(old: View, new: View) -> Iterator[Sequence[Entry]]:
    drafts = [entry for entry in old.base.entries if entry.sound and old.base.is_draft(entry)]
    renamed = renamed_entries(old.base, new.base)
    there = {entry.twin: entry for entry in new.base.entries if entry.sound and not new.base.is_draft(entry)}
    for before in drafts:
        kind, id_, edition = before.twin
        after = there.get((kind, renamed.get(id_, id_), edition))
        if after is not None and new.base.kind(after).root.status is not None:
            yield before, after
