"""That something was agreed or adopted, as it is recorded in an entry: what is said of it, and whether that can be.

The schema says where it stands, by `x-agreement`. Works out the file and judges the base that it is to join; writing it is
for the caller.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ssr.authoring.answers import Answers
from ssr.authoring.joined import Joined, require_own
from ssr.base.entry import Entry, require_sound
from ssr.base.kinds import Field, Kind
from ssr.base.knowledge import KnowledgeBase
from ssr.base.marks import SUPPORT
from ssr.base.names import Choose, unknown
from ssr.base.yaml.source import Route
from ssr.errors import UnsoundError, UsageError
from ssr.finding import Finding, Severity
from ssr.rules.check import brought, check
from ssr.text.days import first_of, last_of

Said = Mapping[str, Sequence[str]]  # the words for each thing that is said, by its name in `x-agreement`

DAY, WHO, DECISION, SOURCE = "on", "who", "resting-on", SUPPORT[0]
_BY_DAY = ("in", WHO, "without")  # references that are to hold on the day
_NUMBERS = re.compile(r"\d{1,9}(?:\.\d{1,9})*")


@dataclass(frozen=True, slots=True)
class Recorded:
    """The file of an entry with what was recorded in it, as it was, and what is to be looked at because of it."""

    path: str
    before: bytes
    after: bytes
    findings: tuple[Finding, ...]


def recording(kind: Kind, *, each: bool) -> Field | None:
    """The property of a kind that records an agreement, or of each the adoption; None where the kind has none."""
    fields = (field for field in kind.root.properties.values() if isinstance(field.annotation("agreement"), Mapping))
    return next((field for field in fields if field.is_list == each), None)


def order_of(base: KnowledgeBase, shape: Field) -> list[str]:
    """The properties of a shape in the order of its schema, those that are everywhere last."""
    return list(dict.fromkeys([*(field.name for field in base.kinds.own(shape)), *shape.properties]))


def is_above(version: str, before: str, *, or_same: bool) -> bool:
    """Whether a version is a later one; of what is not numbers with dots between, whether it is another."""
    if version == before or not (_NUMBERS.fullmatch(version) and _NUMBERS.fullmatch(before)):
        return or_same or version != before
    later, earlier = ([int(part) for part in one.split(".")] for one in (version, before))
    return later > earlier


class AgreementRecord:
    """An entry in which something is to be recorded, in one of its properties."""

    def __init__(
        self, base: KnowledgeBase, findings: Sequence[Finding], entry: Entry, field: Field, day: str, choose: Choose
    ) -> None:
        require_sound([entry], findings)
        require_own(base, entry)
        self._base, self._findings, self._day = base, findings, day
        self.entry, self.field, self.shape = entry, field, field.items or field
        self.answers = Answers(base, base.kind(entry), day, choose)
        layer = base.layer(entry)
        self._path = entry.path.removeprefix(layer.prefix)
        self.content = layer.read(self._path)

    def name(self, role: str) -> str | None:
        """The property that holds one of the things that are said, if there is one."""
        name = self.field.annotation("agreement").get(role)
        return name if isinstance(name, str) and name in self.shape.properties else None

    @property
    def names(self) -> list[str]:
        """The properties that hold what is said."""
        return [name for role in self.field.annotation("agreement") if (name := self.name(role)) is not None]

    @property
    def order(self) -> list[str]:
        """The properties of what records it, in the order of the schema, those that are everywhere last."""
        return order_of(self._base, self.shape)

    def values(self, said: Said, sources: Sequence[str]) -> dict[str, Any]:
        """What is said, as it stands in the file; refused where the entry has no place for it, or no such entry is there."""
        for role, words in said.items():
            name = self.name(role)
            if name is None and words:
                raise UsageError("agreed-nowhere", id=self.entry.id, value=words[0])
            for word in dict.fromkeys(words):
                self._answer(str(name), word)
        for word in dict.fromkeys(sources):
            self._answer(SOURCE, word)
        below = self.answers.data.pop(self.field.name, {})
        return dict(below[0] if isinstance(below, list) else below)

    def _answer(self, name: str, word: str) -> None:
        self.answers.answer((self.field.name, name), word)
        below = self.answers.data[self.field.name]
        value = (below[0] if isinstance(below, list) else below)[name]
        field = self.shape.properties[name]
        reference = (field.items or field).reference
        meant = value[-1] if isinstance(value, list) else value
        if reference is not None and not self._base.editions(meant) and not self._base.lacks_beneath:
            raise unknown(word, self._base, reference.kinds)

    def day(self, route: Route) -> str | None:
        """The day that the object at a route gives, itself or by its decision."""
        return _day(self._base, self.entry, (*route, str(self.name(DAY))))

    def judged(self, content: bytes, route: Route, former: str | None, answered: str = "") -> Recorded:
        """The file with the object at a route, unless what it says cannot be.

        `former` is the day that was there before, `answered` that on which the first answered the proposal.
        """
        base = self._base
        files = {self._path: content}
        if self.entry.in_overlay and base.snapshot.overlay is not None:
            planned = Joined(base.snapshot, {}, laid_over=Joined(base.snapshot.overlay, files))
        else:
            planned = Joined(base.snapshot, files)
        after, found = check(planned, self._day, base)
        entry = next(one for one in after.editions(self.entry.id) if one.twin == self.entry.twin)
        if entry.sound:
            self._require_possible(after, entry, route, former, answered)
        new = brought(self._findings, found)
        errors = tuple(one for one in new if one.severity is Severity.ERROR)
        if errors:
            raise UnsoundError("unsound-agreement", findings=errors, planned={self.entry.path: content})
        here = tuple(one for one in new if one.location.path == self.entry.path)
        return Recorded(self.entry.path, self.content, content, here)

    def _require_possible(
        self, after: KnowledgeBase, entry: Entry, route: Route, former: str | None, answered: str
    ) -> None:
        """Refuse a day that has not been, or lies before the one that is there or any answer; and whom there was not then."""
        on = _day(after, entry, (*route, str(self.name(DAY))))
        if on is None:
            raise UsageError("agreed-without-day", id=entry.id)
        if first_of(on) > self._day:
            raise UsageError("agreed-ahead", day=on)
        if former is not None and first_of(former) > last_of(on):
            raise UsageError("agreed-later", id=entry.id, day=on, later=former)
        if last_of(on) < answered:
            raise UsageError("agreed-unanswered", id=entry.id, day=on, first=answered)
        for role in _BY_DAY:
            holder, stands = after.stated(entry, (*route, str(self.name(role))))
            value = holder.value(stands)
            for id_ in value if isinstance(value, list) else [value]:
                if after.editions(str(id_)) and after.in_force(str(id_), last_of(on)) is None:
                    raise UsageError("agreed-by-none", id=id_, day=on)


def _day(base: KnowledgeBase, entry: Entry, route: Route) -> str | None:
    holder, stands = base.stated(entry, route)
    day = holder.value(stands)
    return day if isinstance(day, str) else None
