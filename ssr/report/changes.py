"""Changes in sentences, and as JSON."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from ssr.compare import CHANGES, Change, words
from ssr.kinds import Field, Kinds
from ssr.language import Catalogue
from ssr.report.sentences import shown

_LONG = 200
_GAP = ("unknown",)


def changes_as_json(changes: Sequence[Change], old: str, new: str) -> str:
    """The documented shape; `route` is made of property names and item keys."""
    listed = [
        {
            "kind": change.kind,
            "id": change.id,
            "edition": change.edition,
            "change": change.change,
            "route": list(change.route),
            "name": change.name,
            "before": change.before,
            "after": change.after,
        }
        for change in changes
    ]
    return json.dumps({"old": old, "new": new, "changes": listed}, ensure_ascii=False, indent=2) + "\n"


class ChangeReport:
    """Tells changes in sentences. `name_of` gives the words for what a reference leads to."""

    def __init__(self, catalogue: Catalogue, kinds: Kinds, name_of: Callable[[str], Any]) -> None:
        self._catalogue, self._kinds, self._name_of = catalogue, kinds, name_of

    def text(self, changes: Sequence[Change], old: str, new: str) -> str:
        """The counts first, then entry by entry, the weightiest changes first."""
        header = self._catalogue.text("changes.header", old=old, new=new)
        if not changes:
            return self._catalogue.text("changes.nothing", old=old, new=new) + "\n"
        counted = Counter(change.change for change in changes)
        parts = [
            self._catalogue.text(
                "changes.counts", n=counted[name], what=self._catalogue.text(f"changes.{name}", n=counted[name])
            )
            for name in CHANGES
            if counted[name]
        ]
        blocks = [f"{header}\n{', '.join(parts)}.\n"]
        for (kind, id_), group in groupby(changes, key=lambda change: (change.kind, change.id)):
            told = list(group)
            title = self._kinds[kind].root.title(self._catalogue.language)
            told.sort(key=lambda change: change.route != _GAP)  # what was not known explains all that seems new
            lines = "".join(f"  - {self.sentence(change)}\n" for change in told)
            blocks.append(f"{title}: {shown(told[0].name)} ({id_})\n{lines}")
        return "\n".join(blocks)

    def sentence(self, change: Change) -> str:
        """One change in one sentence."""
        key = change.change
        if not change.route and key != "renamed":
            key = f"entry-{key}"
        elif change.route == _GAP and change.before and not change.after:
            key = "gap-closed"
        elif key == "changed" and change.subject is not None:
            key = "changed-item"
        return self._catalogue.text(
            f"changes.sentence.{key}",
            title=self._title(change),
            subject=self._subject(change),
            before=self._value(change.before, change.field),
            after=self._value(change.after, change.field),
        )

    def _subject(self, change: Change) -> str:
        """What an item says, or where it only points, the name of what it points at."""
        if change.subject is not None or not change.route:
            return self._value(change.subject, None)
        return self._value(self._name_of(change.route[-1]), None)

    def _title(self, change: Change) -> str:
        """What the property that changed is called; for an item, the list that it stands in."""
        root = self._kinds[change.kind].root
        names, field = [], root
        for step in change.route:
            below = field.properties.get(step)
            if below is None:
                field = field.items or field
                below = field.properties.get(step)
            if below is not None:
                names.append(below.title(self._catalogue.language).lower())
                field = below
        return ", ".join(names)

    def _value(self, value: Any, field: Field | None) -> str:
        if value is None or value == []:
            return self._catalogue.text("changes.nothing-there")
        if isinstance(value, list):
            return ", ".join(self._value(item, field) for item in value)
        if isinstance(value, Mapping):
            prose = value.get(self._catalogue.language) or next(iter(value.values()), "")
            spoken = prose if set(value) <= {"sv", "en"} else words(value)
            return self._value(spoken, None) if spoken is not None else self._catalogue.text("changes.nothing-there")
        return self._word(value, field)

    def _word(self, value: Any, field: Field | None) -> str:
        if isinstance(value, bool):
            return self._catalogue.text("changes.yes" if value else "changes.no")
        if field is not None and isinstance(value, str) and field.reference is not None:
            return self._word(self._name_of(value), None)
        if field is not None and isinstance(value, str) and field.annotation("labels"):
            return field.label(value, self._catalogue.language)
        text = shown(" ".join(str(value).split()))
        return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"
