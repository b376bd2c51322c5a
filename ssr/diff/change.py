"""What a change is, as people are told of it."""

from dataclasses import dataclass
from typing import Any

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.diff.words import Piece

# From the weightiest to the lightest, as reports sort them.
CHANGES = (
    "added", "retired", "removed", "renamed", "agreed", "reprioritised", "rephased", "reassigned", "reworded",
    "exemplified", "sourced", "relinked", "set", "unset", "changed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one entry, from `old` to `new`; None on the side where the entry is not.

    `route` is made of property names and item keys; `fields` are the shapes of the entry and of the properties on that
    way, `field` that of what changed. `name` is what the entry is called, `subject` what the item that changed is
    called. `before` and `after` are plain data, None where there is nothing. `words` are those of a text that differ,
    in `language`. `examples` says of each side whether what it says is invented. `successor` is the id of what took over from an entry that is not in force any more. `left` are the ids of the
    entries whose references still name what was renamed as it was called before. `was_proposed` says of an entry that is new
    in what holds that the older side had it as a draft.
    """

    change: str
    old: Entry | None
    new: Entry | None
    route: tuple[str, ...]
    name: str
    before: Any
    after: Any
    fields: tuple[Field, ...]
    field: Field
    subject: str | None = None
    words: tuple[Piece, ...] = ()
    language: str | None = None
    examples: tuple[bool, bool] = (False, False)
    successor: str | None = None
    left: tuple[str, ...] = ()
    was_proposed: bool = False

    @property
    def entry(self) -> Entry:
        """The entry as it is, or where it is no more, as it was."""
        result = self.new or self.old
        assert result is not None  # noqa: S101  (there is no change of nothing)
        return result

    @property
    def is_between_versions(self) -> bool:
        """Whether it is from one version of an entry to another that stands beside it; what the newer leaves out has not ceased."""
        old, new = self.old, self.new
        return old is not None and new is not None and (old.id, old.edition) != (new.id, new.edition)

    @property
    def weight(self) -> int:
        """Its place among the sorts of changes, the weightiest first."""
        return CHANGES.index(self.change)
