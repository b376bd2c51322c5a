"""Changes in sentences, for a person at a terminal, and as JSON."""

import json
from collections import Counter
from collections.abc import Sequence, Set
from itertools import groupby
from typing import Any

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.labels import naming
from ssr.base.marks import beside_what_was_agreed
from ssr.diff.change import CHANGES, Change
from ssr.diff.comparison import Aside
from ssr.diff.reference_names import ReferenceNames
from ssr.report.sentences import visible_line
from ssr.report.values import Values
from ssr.report.word_marks import is_all_new, marked
from ssr.text.catalogue import Catalogue
from ssr.text.columns import the_first

_GAP = "unknown"
_ON_MARKS = frozenset({"exemplified", "sourced"})


def changes_as_json(
    changes: Sequence[Change],
    old: str,
    new: str,
    *,
    complete: bool,
    aside: Sequence[Aside] = (),
    files: Sequence[str] = (),
) -> str:
    """The shape that `schemas/_changes.schema.json` describes. `complete`: everything could be compared."""
    listed = [change_as_object(change) for change in changes]
    left = [aside_as_object(one) for one in aside]
    besides = {name: value for name, value in (("aside", left), ("files", list(files))) if value}
    report = {"old": old, "new": new, "complete": complete, **besides, "changes": listed}
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def aside_as_object(aside: Aside) -> dict[str, Any]:
    """One version that differs and is in force on neither side, for other programs."""
    entry = aside.entry
    return {"kind": entry.kind, "id": entry.id, "edition": entry.edition, "draft": aside.is_draft}


def change_as_object(change: Change) -> dict[str, Any]:
    """One change for other programs."""
    return {
        "kind": change.entry.kind,
        "id": change.entry.id,
        "edition": change.entry.edition,
        "change": change.change,
        "route": list(change.route),
        "name": change.name,
        "before": change.before,
        "after": change.after,
        "old_id": change.old.id if change.old is not None else None,
        "old_edition": change.old.edition if change.old is not None else None,
        "subject": change.subject,
        "language": change.language,
        "words": [{"change": piece.change, "text": piece.text} for piece in change.words],
        "replaced_by": change.successor,
    }


_DRAFTS = ("draft:", "utkast:")
_NAMED = 10


class ChangeReport:
    """Tells changes in sentences, with the names of what references lead to."""

    def __init__(self, catalogue: Catalogue, names: ReferenceNames) -> None:
        self._catalogue, self._names = catalogue, names
        self._values = Values(catalogue, names)

    def text(
        self,
        changes: Sequence[Change],
        old: str,
        new: str,
        *,
        complete: bool,
        aside: Sequence[Aside] = (),
        files: Sequence[str] = (),
    ) -> str:
        """The counts first, then entry by entry, the weightiest changes first; last what differs but is not in force.

        Not `complete`: something could not be compared, so that nobody takes it for unchanged.
        """
        sides = {"old": self._side(old), "new": self._side(new)}
        left = "".join(f"{line}\n" for line in [*self._left_aside(aside), *self.besides(files)])
        if not changes:
            key = "nothing-in-force" if aside else "nothing-in-entries" if files else "nothing"
            key = key if complete else "nothing-found"
            return f"{self._say(key, **sides)}\n{left}"
        head = [self._say("header", **sides), *self.banner, self.counts(changes)]
        head += [] if complete else [self._say("incomplete")]
        head += self.legend(changes)
        blocks = ["".join(f"{line}\n" for line in head)]
        for _, group in groupby(changes, key=lambda change: change.entry):
            listed = list(group)
            lines = "".join(f"  - {sentence}\n" for sentence in self.sentences(listed))
            blocks.append(f"{self.heading(listed[0])}\n{lines}")
        return "\n".join([*blocks, left] if left else blocks)

    @property
    def banner(self) -> list[str]:
        """That all of it is invented, where a side is an example as a whole and nothing in it says so."""
        sides = (self._names.old, self._names.new)
        return [self._say("fictitious")] if any(side.base.manifest("fictitious") is True for side in sides) else []

    def heading(self, change: Change) -> str:
        """Which entry a change is of."""
        return self.heading_of(change.entry, change.name, change.fields[0])

    def heading_of(self, entry: Entry, name: str, shape: Field) -> str:
        """Which entry something is told of, with what it is called, and the shape of its kind."""
        title = shape.title(self._catalogue.language)
        draft = self._say("mark-draft") if self._names.is_draft(entry) else ""
        return visible_line(f"{title}: {name} ({entry.id}){draft}")

    def _side(self, text: str) -> str:
        """What a side is called: as it was asked for, and whether its drafts belong to it."""
        is_drafted, place = text.startswith(_DRAFTS), text.partition(":")[2]
        if not is_drafted:
            return visible_line(text)
        if place in self._names.new.base.ids and place not in self._names.new.base.periods:
            return self._say("draft-of", id=place)
        return self._say("with-drafts", side=visible_line(place)) if place else self._say("now-with-drafts")

    def _left_aside(self, aside: Sequence[Aside]) -> list[str]:
        """What differs but is in force on neither side, and how the drafts of it are compared."""
        if not aside:
            return []
        names = [
            visible_line(f"{one.name} ({', '.join(filter(None, (one.entry.id, one.entry.edition)))})") for one in aside
        ]
        drafts = [name for name, one in zip(names, aside, strict=True) if one.is_draft]
        others = [name for name, one in zip(names, aside, strict=True) if not one.is_draft]
        lines = [self._say("aside-drafts", n=len(drafts), names=the_first(drafts, _NAMED))] if drafts else []
        return lines + ([self._say("aside-others", n=len(others), names=the_first(others, _NAMED))] if others else [])

    def besides(self, files: Sequence[str]) -> list[str]:
        """What differs that is no entry."""
        return [self._say("besides", names=the_first(list(map(visible_line, files)), _NAMED))] if files else []

    def legend(self, changes: Sequence[Change]) -> list[str]:
        """How the words that differ are marked, if there are any."""
        return [self._say("legend")] if any(self._is_marked(change) for change in changes) else []

    def sentences(self, changes: Sequence[Change]) -> list[str]:
        """The changes of one entry; first what was not known, which explains all that seems new."""
        in_order = sorted(changes, key=lambda change: change.route != (_GAP,))
        return [self._mark(change) + self.sentence(change) for change in in_order]

    def _mark(self, change: Change) -> str:
        """What says that something told in it is invented, as documents do, but for a sentence that says just that."""
        sides = zip(change.examples, (change.before, change.after), strict=True)
        is_invented = any(example and value is not None for example, value in sides)
        return self._say("mark-example") if is_invented and change.change not in _ON_MARKS else ""

    def sentence(self, change: Change) -> str:
        """One change in one sentence."""
        before, after = self._values.of(change)
        titles = self.titles(change)
        sentence = self._say(
            f"sentence.{self._key(change)}",
            title=", ".join(titles) + self.origin(change),
            where=self._say("where", titles=", ".join(titles)) if titles else "",
            subject=self._values.cut(change.subject or (before if change.after is None else after)),
            of=self._of(change, {before, after}),
            before=before,
            after=after,
            successor=self._values.cut(self._names.of(change.successor or "")),
            words=marked(change.words),
        )
        left = self._say("left", ids=", ".join(change.left)) if change.left else ""
        return visible_line(sentence + left)

    def _say(self, key: str, **parameters: object) -> str:
        return self._catalogue.text(f"changes.{key}", **parameters)

    def counts(self, changes: Sequence[Change]) -> str:
        """How many changes there are of each sort."""
        counted = Counter(change.change for change in changes)
        listed = [self._say("counts", n=n, what=self._say(name, n=n)) for name in CHANGES if (n := counted[name])]
        examples = sum(map(bool, map(self._mark, changes)))
        return f"{', '.join(listed)}." + (f" {self._say('of-examples', n=examples)}" if examples else "")

    def _key(self, change: Change) -> str:
        """Which sentence tells it."""
        name = change.change
        if name == "renamed" and change.route and change.field.properties:
            return "key-renamed"
        if not change.route:
            return f"entry-{'replaced' if change.successor else 'settled' if change.was_proposed else name}"
        if change.route[-1] == _GAP and name in {"set", "unset"}:
            opened = "gap-opened" if name == "set" else "gap-closed"
            return f"entry-{opened}" if len(change.route) == 1 else opened
        if name in {"set", "unset"} and change.before is not None and change.after is not None:
            return "translated" if name == "set" else "untranslated"
        if name == "reworded" and not self._is_marked(change):
            return "rewritten"
        if change.is_between_versions:
            name = {"removed": "not-repeated", "unset": "value-not-repeated"}.get(name, name)
        return "agreed-anew" if name == "agreed" and change.before is not None else name

    def _is_marked(self, change: Change) -> bool:
        """Whether single words of a text are shown to differ."""
        return change.change == "reworded" and not is_all_new(change.words)

    def titles(self, change: Change) -> list[str]:
        """What the property that changed is called, after what holds it; for an agreement, whose it is too."""
        fields = change.fields[1:]
        if change.change in {"exemplified", "sourced"} or self._names_its_holder(change):
            fields = fields[:-1]
        titles = [field.title(self._catalogue.language).lower() for field in fields]
        if change.change == "agreed" and change.subject:
            titles.append(self._values.cut(change.subject))
        return titles

    def origin(self, change: Change) -> str:
        """That an item which came or went is no part of what was agreed; nothing of any other."""
        item = change.before if change.after is None else change.after
        origin = beside_what_was_agreed(item, change.field, self._catalogue.language)
        return self._say("origin", origin=origin) if origin else ""

    def _names_its_holder(self, change: Change) -> bool:
        """Whether it is the text that an object or item is mostly about, so that the title of that is enough."""
        if len(change.fields) < 3 or not change.field.is_text:
            return False
        holder = change.fields[-2]
        return naming(holder.items or holder)[:1] == [change.field.name]

    def _of(self, change: Change, listed: Set[str]) -> str:
        """The item that it is about, where its words are not told already."""
        subject = self._values.cut(change.subject or "")
        return self._say("of", subject=subject) if subject and subject not in listed else ""
