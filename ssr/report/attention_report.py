"""What needs another look, in sentences by who should act, and as JSON."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.report.sentences import path_text, place_text, visible_line
from ssr.text.catalogue import Catalogue
from ssr.text.columns import shortened
from ssr.text.localised import Localised
from ssr.upkeep.attention import NEEDS, Attention, Fetch, OpenItems, Task

_LONG = 100


class AttentionReport:
    """Tells what needs another look in a base, as it is called on a day."""

    def __init__(self, catalogue: Catalogue, base: KnowledgeBase, day: str) -> None:
        self._catalogue, self._base, self._day = catalogue, base, day

    def text(self, attention: Attention) -> str:
        """The counts first, then who should act, each with what to look at and where it stands."""
        if not attention.needs and not attention.remains:
            return self._catalogue.text("attention.nothing", day=self._day) + "\n"
        blocks = [self._catalogue.text("attention.header", day=self._day, counts=self._counts(attention)) + "\n"]
        for keeper, part in attention.by_keeper(self._name_of):
            lines = [*map(self._need, part.needs), *map(self._remain, part.remains)]
            name = self._catalogue.text("attention.nobody")
            who = name if keeper is None else f"{visible_line(self._name_of(keeper))} ({keeper})"
            blocks.append(f"{who}\n{''.join(f'  - {line}' for line in lines)}")
        if attention.fetches:
            lines = [*map(self._fetch, attention.fetches)]
            blocks.append(f"{self._catalogue.text('attention.fetches')}\n{''.join(f'  - {line}' for line in lines)}")
        return "\n".join(blocks)

    def json(self, attention: Attention, beside: Mapping[str, Any]) -> str:
        """The documented shape, with what else was asked for beside it."""
        needs = [{**self._entry(need.entry), **self._place(need)} for need in attention.needs]
        remains = [
            {**self._entry(remain.entry), "keeper": remain.keeper, "examples": remain.examples, "blanks": remain.blanks}
            for remain in attention.remains
        ]
        fetches = [
            {
                **self._entry(fetch.entry),
                "fills": [
                    {**self._entry(one.entry), "examples": one.examples, "blanks": one.blanks} for one in fetch.fills
                ],
            }
            for fetch in attention.fetches
        ]
        report = {"day": self._day, "needs": needs, "remains": remains, "fetches": fetches, **beside}
        return json.dumps(report, ensure_ascii=False, indent=2) + "\n"

    def need_as_object(self, need: Task) -> dict[str, Any]:
        """One thing that needs another look, for other programs: of what, why, and in a sentence."""
        entry = {"kind": need.entry.kind, "id": need.entry.id, "edition": need.entry.edition}
        return {**entry, "why": need.why, "keeper": need.keeper, "day": need.day, "text": self.sentence(need)}

    def _counts(self, attention: Attention) -> str:
        counted = Counter(need.why for need in attention.needs)
        counted["examples"] = sum(remain.examples for remain in attention.remains)
        counted["blanks"] = sum(remain.blanks for remain in attention.remains)
        names = (name for name in (*NEEDS, "examples", "blanks") if counted[name])
        return ", ".join(self._catalogue.text(f"attention.counts.{name}", n=counted[name]) for name in names)

    def sentence(self, need: Task) -> str:
        """Why one thing needs another look."""
        key = "never" if need.why == "stale" and need.day is None else need.why
        changed = need.changed
        target = need.other if changed is None else changed.target
        return self._catalogue.text(
            f"attention.{key}",
            name=self._label(need.entry),
            day=need.day,
            item=self._item(need),
            target="" if target is None else self._label(target),
            record="" if changed is None else changed.record,
        )

    def _need(self, need: Task) -> str:
        return f"{self.sentence(need)}\n    {place_text(need.entry.location(need.route))}\n"

    def _remain(self, one: OpenItems) -> str:
        return f"{self._open(one)}\n    {path_text(one.entry.path)}\n"

    def _fetch(self, fetch: Fetch) -> str:
        fills = "".join(f"    {self._open(one)}\n" for one in fetch.fills)
        return f"{self._label(fetch.entry)}\n{fills}"

    def _open(self, one: OpenItems) -> str:
        counts = {"examples": one.examples, "blanks": one.blanks}
        names = ", ".join(self._catalogue.text(f"attention.counts.{name}", n=n) for name, n in counts.items() if n)
        return f"{self._label(one.entry)}: {names}"

    def _label(self, entry: Entry) -> str:
        edition = f", {entry.edition}" if entry.edition else ""
        return f"{visible_line(self._base.name(entry, self._day))} ({entry.id}{edition})"

    def _name_of(self, id_: str) -> str:
        entry = self._base.in_force(id_, self._day) or self._base.editions(id_)[0]
        return self._base.name(entry, self._day)

    def _item(self, need: Task) -> str:
        """What the item says in which the place is, or else what such items are called."""
        label = Localised.pick(need.text(self._catalogue.language) or "", self._catalogue.language).text
        return shortened(visible_line(" ".join(label.split())), _LONG)

    def _entry(self, entry: Entry) -> dict[str, Any]:
        return {
            "kind": entry.kind,
            "id": entry.id,
            "edition": entry.edition,
            "name": self._base.name(entry, self._day),
            "path": entry.path,
        }

    def _place(self, need: Task) -> dict[str, Any]:
        position, changed = need.entry.location(need.route).position, need.changed
        return {
            "line": position.line,
            "column": position.column,
            "why": need.why,
            "keeper": need.keeper,
            "day": need.day,
            "reference": self._reference(need),
            "recorded": None if changed is None else changed.recorded,
            "sign": None if changed is None else changed.sign,
        }

    def _reference(self, need: Task) -> Any:
        """What is named there, as the file has it; of what put it to the test, its id."""
        if need.changed is not None:
            return need.changed.reference
        if need.other is None:
            return None
        return need.other.id if need.why == "tried" else need.entry.value(need.route)
