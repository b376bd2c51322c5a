"""A base and an earlier version of it, as the rules against an earlier version get to see them."""

from collections.abc import Callable, Mapping
from functools import cached_property

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.knowledge import KnowledgeBase, Period
from ssr.base.marks import spread
from ssr.diff.node_pair import NodePair
from ssr.diff.renames import Renames
from ssr.diff.tree import Planter

# What tells of a value, and is no part of it.
_ABOUT = frozenset({"sources", "unknown", "note", "allow", "audience"})


class Baseline:
    """The two versions of a base, judged on `day` (`YYYY-MM-DD`). An entry is the same by id and edition."""

    def __init__(self, base: KnowledgeBase, earlier: KnowledgeBase, day: str) -> None:
        self.base, self.earlier, self.day = base, earlier, day

    @cached_property
    def renames(self) -> Renames:
        """What has another id or key than before."""
        return Renames(self.earlier, self.base)

    @cached_property
    def changed(self) -> tuple[tuple[Entry, Entry], ...]:
        """Every sound entry that is not as it was, or whose kind is not, with what it was."""
        pairs = ((entry, self.renames.before(entry)) for entry in self.base.entries if entry.sound)
        return tuple((now, before) for now, before in pairs if before is not None and self._differ(now, before))

    def _differ(self, now: Entry, before: Entry) -> bool:
        return before.data != now.data or before.kind != now.kind or now.kind not in self._same_kinds

    @cached_property
    def _same_kinds(self) -> frozenset[str]:
        kinds, before = self.base.kinds, self.earlier.kinds
        return frozenset(name for name in kinds if name in before and kinds[name].schema == before[name].schema)

    def pair(self, now: Entry, before: Entry, shape: Field) -> NodePair:
        """Both versions of an entry side by side, as far as a shape knows what they hold."""
        return entry_pair(self.earlier, now, before, shape, self._followed)

    def _followed(self, reference: str) -> str:
        """A reference with the id and key that what it leads to has now: that these are others is told once."""
        target, mark, key = reference.partition("#")
        id_, key = self.renames.meant(target, key)
        return id_ + mark + key

    def ended(self, before: Entry) -> Period | None:
        """The period that an entry belonged to, or defined, when that had ended before the day."""
        period = self._period(before)
        return period if period is not None and period.last and period.last < self.day else None

    def _period(self, before: Entry) -> Period | None:
        defines = self.earlier.kind(before).defines_periods
        return self.earlier.periods.get(before.id if defines else before.edition or "")

    def was_draft(self, before: Entry) -> bool:
        """Whether it did not hold yet: its state said so, or it was to define a period that nobody had agreed on."""
        if self.earlier.is_draft(before):
            return True
        kind, period = self.earlier.kind(before), self._period(before)
        coming = kind.defines_periods and period is not None and period.first > self.day
        agreements = (name for name, field in kind.root.properties.items() if field.annotation("agreement"))
        return coming and not any(before.data.get(name) for name in agreements)

    def was_decided(self, before: Entry) -> bool:
        """Whether its state said that it was agreed."""
        status = self.earlier.kind(before).root.status
        return status is not None and before.data.get(status.name) is not None and not self.earlier.is_draft(before)

    def has_versions(self, before: Entry) -> bool:
        """Whether its kind has a place for saying that an entry is another version than before."""
        root = self.earlier.kind(before).root
        return bool(deciding(root) or _counting(root))

    def is_new_version(self, now: Entry, before: Entry) -> bool:
        """Whether the entry says so itself: by a new decision, or by what counts its versions."""
        counting = _counting(self.earlier.kind(before).root)
        return self.is_decided_anew(now, before) or _say_another(counting, now, before)

    def is_decided_anew(self, now: Entry, before: Entry) -> bool:
        """Whether a property that says which decision the state rests on says another than before."""
        return _say_another(deciding(self.earlier.kind(before).root), now, before)


def _say_another(names: tuple[str, ...], now: Entry, before: Entry) -> bool:
    return any(_says_another(now.data.get(name), before.data.get(name)) for name in names)


def _says_another(value: object, before: object) -> bool:
    """Whether a decision is named, and it is another than before; where it is known from is no part of it."""
    return value is not None and _bare(value) not in ({}, _bare(before))


def _bare(value: object) -> object:
    if not isinstance(value, Mapping):
        return value
    return {name: part for name, part in value.items() if name not in _ABOUT}


def deciding(root: Field) -> tuple[str, ...]:
    """The properties of a kind that say which decision the state of an entry rests on."""
    status = root.status
    return tuple(status.annotation("status").get("decided-by", ())) if status is not None else ()


def _counting(root: Field) -> tuple[str, ...]:
    return tuple(name for name, field in root.properties.items() if field.annotation("grows-with"))


def entry_pair(
    earlier: KnowledgeBase, now: Entry, before: Entry, shape: Field, followed: Callable[[str], str] = str
) -> NodePair:
    """An entry and what it was in an earlier version of its base, side by side, as far as a shape knows what they hold.

    What is marked beside a whole property is so in each object of it, wherever the mark is written.
    """
    language = earlier.language
    planter = Planter(followed, (language, language), with_editorial=True)
    return NodePair((), shape, *planter.trees(spread(before.data, shape), spread(now.data, shape), shape))


def entry_in(base: KnowledgeBase, entry: Entry) -> Entry | None:
    """The same entry in another version of its base, of whatever kind it is there."""
    return next((other for other in base.editions(entry.id) if other.edition == entry.edition), None)
