"""What stood and what stands at a place that changed, as values that a template can write: with marks, and word by word."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ssr.base.kinds import Field
from ssr.base.labels import naming_text
from ssr.diff.change import Change
from ssr.diff.reference_names import ReferenceNames
from ssr.report.change_report import ChangeReport
from ssr.report.values import Values
from ssr.report.word_marks import is_all_new
from ssr.templating.markup import plain
from ssr.text.catalogue import catalogue
from ssr.text.localised import Localised
from ssr.view.base_view import Node, Text, View

# As much of a text as the first pages have room for.
_SHORT = 160


class ValueNodes:
    """Tells what single changes are of, and both sides of them."""

    def __init__(self, old: View, new: View) -> None:
        self._old, self._new, self._names = old, new, ReferenceNames(old, new)
        self._written_in = new.base.language
        words = catalogue(new.language)
        self._report = ChangeReport(words, self._names)
        self._values = Values(words, self._names, whole=True)

    def where(self, change: Change) -> str:
        """What the property that changed is called, after what holds it."""
        return ", ".join(self._report.titles(change))

    def list_of(self, change: Change) -> str:
        """The property that a change is in: of an item, what it is an item of."""
        titles, depth = self.titles(change), list_depth(change)
        return ", ".join(titles[:depth]) if depth else self.where(change)

    def items_of(self, change: Change) -> str:
        """The list that an item came to or went from, and where the item is from if it is no part of what was agreed."""
        return self.list_of(change) + self._report.origin(change)

    def titles(self, change: Change) -> list[str]:
        """What each property on the way is called."""
        return [field.title(self._new.language).lower() for field in change.fields[1:]]

    def reads_the_same(self, change: Change) -> bool:
        """Whether a text is the same to these readers: only a translation came or went, or is put otherwise."""
        if not change.field.is_text or change.before is None or change.after is None:
            return False
        before, after = self._values.of(change)
        return before == after or change.change in {"set", "unset"}

    def row(self, change: Change) -> Node:
        """One change as it was and as it is; with the `words` that differ, where single ones do."""
        was, is_now = change.examples
        before, after = self._values.of(change)
        is_repeated = change.subject is None or change.subject in {before, after, *self._report.titles(change)}
        return Node(
            {
                "where": self.where(change),
                "in_item": bool(item_way(change)),
                "subject": None if is_repeated else self.text(str(change.subject), example=was or is_now),
                "before": None if change.before is None else self._side(before, change, change.before, example=was),
                "after": None if change.after is None else self._side(after, change, change.after, example=is_now),
                "is_short": max(len(before), len(after)) <= _SHORT,
                "was_example": was,
                "illustrative": is_now,
                "words": [] if is_all_new(change.words) else self._words(change),
            }
        )

    def detail(self, change: Change) -> Node:
        """A value that is another: `before` and `after`, without the stop of a sentence, for within one.

        Of references that are some of the same only what `came` and what `left`.
        """
        titles, row = self._report.titles(change), self.row(change)
        before, after = (side if isinstance(side, list) else [] for side in (change.before, change.after))
        is_leading = (change.field.items or change.field).reference is not None
        in_common = is_leading and any(one in before for one in after)
        is_invented = any(change.examples)
        came, left = (
            [self.text(self._names.of(str(one)), example=is_invented) for one in side if one not in other]
            for side, other in ((after, before), (before, after))
        )
        return Node(
            {
                **{name: row[name] for name in row},
                "before": without_stop(row.before),
                "after": without_stop(row.after),
                "title": ", ".join(titles[list_depth(change) :] or titles),
                "came": came if in_common else [],
                "left": left if in_common else [],
            }
        )

    def text(self, words: str, language: str | None = None, *, example: bool) -> Text:
        """Words of the base, as they are read where there is no markup."""
        written_in = language or self._written_in
        text = Text(words, written_in, written_in != self._new.language, example, is_name=True)
        return Text(plain(text), text.language, text.foreign, example, is_name=True)

    def prose(self, raw: Any, *, example: bool) -> Text:
        """What the base says in one language or several, in that of these readers if it can."""
        picked = Localised.pick(raw, self._new.language)
        return self.text(picked.text, picked.language, example=example)

    def subject(self, change: Change) -> Text:
        """What the item that a change is of is called; all that it says where nothing in it is a name."""
        side = change.before if change.after is None else change.after
        raw = (naming_text(side, change.field) if isinstance(side, dict) else None) or change.subject
        before, after = self._values.of(change)
        said = {self._new.language: before if change.after is None else after}
        return self.prose(raw or said, example=any(change.examples))

    def _side(self, words: str, change: Change, value: Any, *, example: bool) -> Text:
        """What stands on one side, in the reader's language where it is told in their words, as choices, days and numbers are."""
        field = change.field.items or change.field
        if field.is_text:
            return self.prose(value, example=example)
        is_told = bool(field.annotation("labels")) or field.schema.get("format") == "date"
        is_word = isinstance(value, str | list | dict)
        return self.text(words, self._new.language if is_told or not is_word else None, example=example)

    def _words(self, change: Change) -> "Sequence[Node]":
        """The pieces of a text, `same`, `removed` or `added`, and whether a space stands before each."""
        is_invented = any(change.examples)
        return [
            Node(
                {
                    "change": piece.change,
                    "spaced": piece.text.startswith(" "),
                    "text": self.text(piece.text, change.language, example=is_invented),
                }
            )
            for piece in change.words
        ]


def item_way(change: Change) -> tuple[str, ...]:
    """The way to the innermost item that a change is of or lies in; empty where it is in none."""
    way: tuple[str, ...] = ()
    shape: Field | None = change.fields[0]
    for length, step in enumerate(change.route, 1):
        if shape is None:
            break
        if shape.items is not None:
            way = change.route[:length]
        shape = shape.items or shape.properties.get(step)
    return way


def list_depth(change: Change) -> int:
    """How many properties lead to the innermost list whose items are told apart; none where there is no such."""
    return max((at for at, field in enumerate(change.fields) if at and field.annotation("key")), default=0)


def without_stop(text: Text | None) -> Text | None:
    """The words without the stop of a sentence, for within one."""
    return None if text is None else replace(text, text=text.text.removesuffix("."))
