"""Changes as values that a template can write: names, what they are changes of, what stood there and what stands there."""

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from ssr.diff.change import Change
from ssr.diff.comparison import ComparisonResult
from ssr.report.change_report import ChangeReport
from ssr.report.values import Values
from ssr.report.word_marks import is_all_new
from ssr.templating.markup import plain
from ssr.text.catalogue import catalogue
from ssr.view.base_view import Node, Ref, Text

_GAP = "unknown"
_SOURCES = "sources"
# What an item may say besides that it is not known, and still say nothing.
_SILENT = {_GAP, _SOURCES, "illustrative", "audience", "note"}
# As much of a value as the first pages have room for.
_SHORT = 160


def has_come(change: Change) -> bool:
    """Whether an entry or an item came."""
    return change.change == "added"


def has_ended(change: Change) -> bool:
    """Whether an entry or an item has an end, or something that took over from it."""
    return change.change == "retired" or change.successor is not None


def is_left_out(change: Change) -> bool:
    """Whether only the older side has an entry or an item; that it has ended is said nowhere."""
    return change.change == "removed" and not has_ended(change)


def has_gone(change: Change) -> bool:
    """Whether an entry or an item stands on the older side only."""
    return has_ended(change) or is_left_out(change)


def is_whole(change: Change) -> bool:
    """Whether a change is of an entry as a whole."""
    return not change.route


def is_on_both_sides(change: Change) -> bool:
    """Whether something was there and is there still, and what is known of it differs."""
    return bool(change.route) and not (has_come(change) or has_gone(change) or is_gap(change))


def since(change: Change) -> Any:
    """Why the older version of an entry was not known, where the newer one is; else None."""
    return change.before if change.route == (_GAP,) and change.after is None else None


def is_gap(change: Change) -> bool:
    """Whether all that a change tells is that something is, or was, not known."""
    if change.route[-1:] == (_GAP,):
        return len(change.route) == 1 or change.after is not None
    values = [value for value in (change.before, change.after) if value is not None]
    return bool(change.route) and all(_is_silent(value, change) for value in values)


def _is_silent(value: Any, change: Change) -> bool:
    key = change.fields[-1].annotation("key")
    return isinstance(value, dict) and bool(value.get(_GAP)) and not value.keys() - _SILENT - {key}


def _is_in_labels(change: Change) -> bool:
    """Whether what stands there is told in the reader's words, as choices, days and numbers are."""
    field = change.field.items or change.field
    values = [value for value in (change.before, change.after) if value is not None]
    is_day = field.schema.get("format") == "date"
    return (
        bool(field.annotation("labels")) or is_day or not any(isinstance(value, str | list | dict) for value in values)
    )


class ChangeNodes:
    """Tells the changes of a comparison; `report` tells them in sentences."""

    def __init__(self, compared: ComparisonResult) -> None:
        self._old, self._new = compared.old, compared.new
        self._language = compared.new.base.language
        words = catalogue(compared.new.language)
        self.report = ChangeReport(words, compared.names)
        self._values = Values(words, compared.names, whole=True)

    def part(self, changes: Sequence[Change]) -> Node:
        """What differs in one entry. `since` is why its older version is not known, so that all of it seems new."""
        change = changes[0]
        known = [known_change for known_change in changes if known_change.route and not is_gap(known_change)]
        reason = next((reason for reason in map(since, changes) if reason is not None), None)
        successor = self._new.find(change.successor) if change.successor else None
        return Node(
            {
                "name": self._name(change),
                "kind": change.fields[0].title(self._new.language),
                "successor": None if successor is None else Ref(self._new, successor),
                "since": None if reason is None else self._new.text(reason),
                "illustrative": is_whole(change) and any(change.examples),
                "added": self._items(filter(has_come, known)),
                "ended": self._items(filter(has_ended, known)),
                "left_out": self._items(filter(is_left_out, known)),
                "changed": [self._row(known_change) for known_change in known if is_on_both_sides(known_change)],
            }
        )

    def by_entry(self, changes: Iterable[Change], room: int | None) -> list[Node]:
        """For each entry the first change of each sort (`rows`), and how many `others` there are; not of what it is built on.

        `foremost` are as many of them as there is room for, when all entries share it.
        """
        result: dict[int, dict[tuple[str, str], list[Change]]] = {}
        for change in changes:
            if change.field.name != _SOURCES:
                sort = change.change, self._where(change)
                result.setdefault(id(change.entry), {}).setdefault(sort, []).append(change)
        each = None if room is None else max(room // max(len(result), 1), 1)
        return [self._foremost(list(sorts.values()), each) for sorts in result.values()]

    def _foremost(self, sorts: Sequence[Sequence[Change]], room: int | None) -> Node:
        rows = [Node({"others": len(some) - 1, "row": self._row(some[0], short=True)}) for some in sorts]
        return Node({"name": self._name(sorts[0][0]), "rows": rows, "foremost": rows[:room]})

    def gap(self, change: Change) -> Node:
        """That something is not known, or was not; where, and why."""
        value = change.before if change.after is None else change.after
        is_reason = change.route[-1] == _GAP  # which may itself be a mapping, from languages to words
        reason = value if is_reason else value[_GAP]
        titles = self.report.titles(change)
        where = titles[:-1] if is_reason else titles
        was = change.after is None
        return Node({"name": self._name(change), "where": ", ".join(where), "text": self._new.text(reason), "was": was})

    def _name(self, change: Change) -> Text:
        return (self._old if change.new is None else self._new).title(change.entry)

    def _where(self, change: Change) -> str:
        return ", ".join(self.report.titles(change))

    def _items(self, changes: Iterable[Change]) -> list[Node]:
        """Items that came or went, by what they are items of."""
        result: dict[str, list[Node]] = {}
        for change in changes:
            is_example = any(change.examples)
            item = {"text": self._text(change.subject or "", example=is_example), "illustrative": is_example}
            result.setdefault(self._where(change), []).append(Node(item))
        return [Node({"where": where, "all": items}) for where, items in result.items()]

    def _row(self, change: Change, *, short: bool = False) -> Node:
        """One change as it was and as it is; with the `words` that differ, where single ones do."""
        was, is_now = change.examples
        sides = self._values.of(change)
        before, after = (textwrap.shorten(side, _SHORT, placeholder=" …") if short else side for side in sides)
        words_of = self._new.language if _is_in_labels(change) else None
        is_repeated = change.subject is None or change.subject in {*sides, *self.report.titles(change)}
        return Node(
            {
                "change": change.change,
                "where": self._where(change),
                "subject": None if is_repeated else self._text(str(change.subject), example=was or is_now),
                "before": None if change.before is None else self._text(before, words_of, example=was),
                "after": None if change.after is None else self._text(after, words_of, example=is_now),
                "was_example": was,
                "illustrative": is_now,
                "words": [] if is_all_new(change.words) else self._words(change),
            }
        )

    def _words(self, change: Change) -> list[Node]:
        """The pieces of a text, `same`, `removed` or `added`, and whether a space stands before each."""
        is_example = any(change.examples)
        return [
            Node(
                {
                    "change": piece.change,
                    "spaced": piece.text.startswith(" "),
                    "text": self._text(piece.text, change.language, example=is_example),
                }
            )
            for piece in change.words
        ]

    def _text(self, words: str, language: str | None = None, *, example: bool) -> Text:
        """Words of the base, as they are read where there is no markup."""
        written_in = language or self._language
        text = Text(words, written_in, written_in != self._new.language, example, is_name=True)
        return Text(plain(text), text.language, text.foreign, example, is_name=True)
