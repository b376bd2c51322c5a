"""`ssr review`: what a change of the base means to those who do not read its files, from one version to another.

Gathers what the rest of the tool knows: what differs in what holds and in what is proposed, which documents look
different, what is wrong, and what needs another look because of it. Not for telling it: that is for `review_page`.
"""

import difflib
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ssr.authoring.mending import MendedFile, mend
from ssr.base.knowledge import AUDIENCES, KnowledgeBase, level_of
from ssr.base.snapshot import WorkingTree
from ssr.diff.comparison import Aside, ComparisonResult, compare_drafts, compare_sides
from ssr.diff.resolve import SideResolver
from ssr.diff.side import SideReader, faults_of_all, side_of, unsound
from ssr.documents.affected import AffectedDocument, affected
from ssr.documents.outcomes import Outcome, outcomes
from ssr.documents.own_documents import faults_of_own
from ssr.documents.renderer import Renderer
from ssr.documents.request import Readers
from ssr.errors import UnsoundError
from ssr.finding import Finding
from ssr.rules.check import checked
from ssr.upkeep.attention import Task, attention
from ssr.upkeep.reviews import Reviews

if TYPE_CHECKING:
    from ssr.base.committed import CommittedTree

Progress = Callable[[int, int], None]


class MendedLines(NamedTuple):
    """Lines of a file, from the number of the `first` on, that certainly should be others. One of the two may be empty."""

    path: str
    first: int
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class VersionCheck:
    """What the check says of the newer of two versions of a base (`sides`, as they were asked for).

    `findings` are judged against the older version too; `withheld` is how many are about what `readers` may not see. `mends`
    are the certain ones, of files that anybody may read. `renderers` make the documents of the older and of the newer version.
    """

    readers: Readers
    sides: tuple[str, str]
    renderers: tuple[Renderer, Renderer]
    findings: tuple[Finding, ...]
    withheld: int
    mends: tuple[MendedLines, ...]

    @property
    def base(self) -> KnowledgeBase:
        """The newer version, with nothing taken out."""
        return self.renderers[1].base


@dataclass(frozen=True)
class Incomparable(VersionCheck):
    """Two versions of which nobody can say what differs, and the `error` that says why."""

    error: UnsoundError

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """What cannot be read, in either version."""
        return self.error.findings


@dataclass(frozen=True)
class Review(VersionCheck):
    """What differs in what holds (`held`) and in what is only proposed (`proposed`), and all that follows from it.

    `outcomes` is what became of what was proposed before. `aside` differs and is neither. `needs` need another look because
    of the change. `unseen` is how many entries differ only in what `readers` may not see.
    """

    held: ComparisonResult
    proposed: ComparisonResult
    outcomes: tuple[Outcome, ...]
    aside: tuple[Aside, ...]
    documents: tuple[AffectedDocument, ...]
    needs: tuple[Task, ...]
    unseen: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs that readers could see."""
        return not (self.held.may_differ or self.proposed.changes or self.outcomes or self.documents or self.needs)


def review(
    tree: "WorkingTree | CommittedTree",
    *,
    old: str,
    new: str | None,
    today: str,
    language: str,
    here: Path | None = None,
    progress: Progress | None = None,
) -> Review | Incomparable:
    """What it means to go from one version of the base, `old`, to `new` (left out: the base as it is).

    The readers are those who may read what says nothing of its own, in both versions; where neither can be read, all.
    """
    reading = SideReader(today=today, audience=AUDIENCES[0], language=language)
    texts = old, new or ""
    resolver = SideResolver(tree, here, reading, (old, new or today))
    snapshots = resolver.version(old), tree if new is None else resolver.version(new)
    before, after = renderers = [Renderer(snapshot) for snapshot in snapshots]
    reasons = tuple(
        finding
        for renderer, snapshot in zip(renderers, snapshots, strict=True)
        for finding in faults_of_all(renderer.base, renderer.findings, resolver.way(snapshot))
    )
    audiences = [renderer.base.manifest("audience") for renderer in renderers]
    level = min(0 if reasons and one not in AUDIENCES else level_of(one) for one in audiences)
    readers = Readers(today, AUDIENCES[level], language)
    of_documents = faults_of_own(after.base, after.base.resources.brought("templates"))
    findings = checked(after.base, [*after.findings, *of_documents], today, before.base)
    hidden = {entry.path for entry in after.base.all_entries if after.base.audience(entry) > level}
    shown = tuple(finding for finding in findings if finding.location.path not in hidden)
    mends = tuple(_mends(after.base, today, shown))
    check = readers, texts, (before, after), shown, len(findings) - len(shown), mends
    if reasons:
        return Incomparable(*check, unsound(reasons))
    sides = [
        side_of(one.base, one.findings, one.view(readers), resolver.way(snapshot))
        for one, snapshot in zip(renderers, snapshots, strict=True)
    ]
    held, proposed = compare_sides(sides, texts), compare_drafts(sides, texts)
    settled = outcomes(held)
    return Review(
        *check,
        held,
        proposed,
        settled,
        _aside(held, proposed, settled),
        tuple(affected(before, after, readers, progress)),
        _needs_anew(before, after, readers),
        len(_differing(before.base, after.base) - _differing(*(side.base for side in (held.old, held.new)))),
    )


def _differing(old: KnowledgeBase, new: KnowledgeBase) -> set[Hashable]:
    """Which entries say something else, or are in one of two versions only."""
    sides = [{entry.twin: entry.data for entry in base.entries} for base in (old, new)]
    return {twin for twin in sides[0].keys() | sides[1].keys() if sides[0].get(twin) != sides[1].get(twin)}


def _mends(base: KnowledgeBase, day: str, findings: Sequence[Finding]) -> Iterator[MendedLines]:
    """The certain mends of what is found, where anybody may read the whole file, since a line may quote it."""
    public = {entry.path for entry in base.all_entries if base.is_wholly_public(entry)}
    wanted = public & {finding.location.path for finding in findings}
    if wanted:
        for file in mend(base.snapshot, day=day, is_asked=wanted.__contains__):
            yield from _mended_lines(file)


def _mended_lines(file: MendedFile) -> Iterator[MendedLines]:
    before, after = (content.decode("utf-8-sig", "replace").splitlines() for content in (file.before, file.after))
    for tag, first, last, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield MendedLines(file.path, first + 1, tuple(before[first:last]), tuple(after[start:end]))


def _aside(held: ComparisonResult, proposed: ComparisonResult, settled: Sequence[Outcome]) -> tuple[Aside, ...]:
    """What differs and is told neither among what holds, nor as proposed, nor as what became of a proposal."""
    told = {entry.twin for change in proposed.changes for entry in (change.old, change.new) if entry is not None}
    told |= {outcome.after.twin for outcome in settled}
    return tuple(one for one in held.aside if one.entry.twin not in told)


def _needs_anew(before: Renderer, after: Renderer, readers: Readers) -> tuple[Task, ...]:
    """What needs another look in the newer version and did not in the older one."""
    known = {_sign(need) for need in _needs(before, readers)}
    return tuple(need for need in _needs(after, readers) if _sign(need) not in known)


def _needs(renderer: Renderer, readers: Readers) -> tuple[Task, ...]:
    return attention(renderer.view(readers).base, readers.day, Reviews(renderer.base, readers.day)).needs


def _sign(need: Task) -> Hashable:
    """What makes two needs the same: not where they stand, since items move, but what they are of and why."""
    changed, other = need.changed, need.other
    item = need.item_key or (None if need.item_text is None else repr(need.item_text))
    of = None if changed is None else changed.record, None if other is None else other.twin
    return need.why, need.entry.twin, item, need.day, *of
