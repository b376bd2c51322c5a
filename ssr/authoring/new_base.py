"""`ssr init`: the files of a new base, with one entry of each main kind as a form. Writing them is for the caller."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ssr.authoring.answers import Answers
from ssr.authoring.base_files import BaseCard, base_files
from ssr.authoring.joined import Joined, require_free
from ssr.authoring.new_entry import Plan
from ssr.authoring.new_period import period_draft
from ssr.base.kinds import Kind
from ssr.base.knowledge import KnowledgeBase, Period
from ssr.base.snapshot import FOLDER, Snapshot, WorkingTree, laid_beneath
from ssr.errors import UnsoundError, UsageError
from ssr.finding import Finding, Severity
from ssr.rules.check import check
from ssr.text.catalogue import Catalogue, catalogue
from ssr.text.slug import slug

_FIRST = "first"


@dataclass(frozen=True, slots=True)
class NewBase:
    """The files of a new base, by their names, and the entry of which the first document can be made, if there is one."""

    files: Mapping[str, bytes]
    first: tuple[Kind, str, str] | None


@dataclass
class Founding:
    """A base that is being founded in a folder; `period` is its first, `beneath` the base that it is to lie over."""

    folder: Path
    card: BaseCard
    period: Period | None = None
    beneath: WorkingTree | None = None
    files: dict[str, bytes] = field(default_factory=dict)

    def found(self, document_of: Mapping[str, str]) -> NewBase:
        """The files, all of them free and without faults; `document_of` names the document of a kind that has one."""
        if any(self._own.paths(FOLDER)):
            raise UsageError("already-there", path=FOLDER)
        words = catalogue(self.card.language)
        self.files.update(base_files(self.card, (), words, ""))
        base, _ = self._checked()
        self._add_period(base, words)
        first = None
        for kind in base.kinds.values():
            if kind.root.annotation(_FIRST):
                entry = self._add_entry(kind.name)
                first = (kind, *entry) if kind.has_editions and kind.name in document_of else first
        brief = "" if first is None else f"ssr render {document_of[first[0].name]} {first[1]} --edition {first[2]}"
        self.files.update(base_files(self.card, base.kinds.values(), words, brief))
        self._require_free()
        _, findings = self._checked()
        if errors := tuple(one for one in findings if one.severity is not Severity.NOTE and self._is_ours(one)):
            raise UnsoundError("unsound-base", findings=errors)
        return NewBase(self.files, first)

    @property
    def _own(self) -> WorkingTree:
        return WorkingTree(self.folder)

    def _snapshot(self) -> Snapshot:
        own = Joined(self._own, self.files)
        return own if self.beneath is None else Joined(self.beneath, {}, laid_over=own)

    def _checked(self) -> tuple[KnowledgeBase, tuple[Finding, ...]]:
        return check(self._snapshot(), self.card.day)

    def _is_ours(self, finding: Finding) -> bool:
        return self.beneath is None or not finding.location.path.startswith(self.beneath.prefix)

    def _require_free(self) -> None:
        for name in self.files:
            require_free(self._own, name)

    def _add_period(self, base: KnowledgeBase, words: Catalogue) -> None:
        """The entry that defines the first period; a base that lies over another has the periods of that one."""
        kind = next((kind for kind in base.kinds.values() if kind.defines_periods), None)
        if self.period is not None and kind is not None:
            path = f"{FOLDER}/{kind.folder}/{self.period.id}.yaml"
            self.files[path] = period_draft(base, kind, self.period, words)

    def _add_entry(self, kind_name: str) -> tuple[str, str]:
        """A form for an entry of a kind; its id and its period."""
        base, findings = self._checked()
        kind = base.kinds[kind_name]
        plan, answers = Plan(base, findings, kind), Answers(base, kind, self.card.day)
        name = kind.root.annotation(_FIRST)[self.card.language]
        answers.answer(plan.name_way, name)
        taken = base.editions(slug(name))
        entry = plan.entry(answers.data, self.card.day, id_=f"{self.card.id}-{slug(name)}"[:80] if taken else None)
        self.files[entry.path] = entry.content
        parts = entry.path.removesuffix(".yaml").split("/")
        return parts[-1], parts[-2]


def tree_beneath(folder: Path, beneath: Path, id_: str) -> WorkingTree:
    """The base that a new one in `folder` is to lie over: the one in `beneath`, which must have that id."""
    tree = laid_beneath(WorkingTree(folder), beneath)
    base, _ = check(WorkingTree(beneath), "")
    if base.own_id != id_:
        raise UsageError("other-region", id=id_, path=str(beneath), value=base.own_id)
    return tree


def period_of(word: str) -> Period | None:
    """The period that is meant by the years it lasts, `2027-2030`, or by one year; None where it is neither."""
    first, mark, last = word.replace("–", "-").partition("-")
    last = last if mark else first
    if (
        not all(len(year) == 4 and year.isascii() and year.isdigit() for year in (first, last))
        or not "1900" < first <= last
    ):
        return None
    return Period(f"{first}-{last}" if mark else first, f"{first}-01-01", f"{last}-12-31")
