"""What was agreed and is still to be done, by who is to do it, in sentences and as JSON."""

from typing import Any

from ssr.base.knowledge import KnowledgeBase
from ssr.forms.action_items import ActionItem, ActionList
from ssr.report.sentences import visible_line
from ssr.text.catalogue import Catalogue
from ssr.text.sorting import sort_key


class ActionReport:
    """Tells what is still to be done on a day, in a base whose actors do it."""

    def __init__(self, catalogue: Catalogue, base: KnowledgeBase, day: str) -> None:
        self._catalogue, self._base, self._day = catalogue, base, day

    def text(self, agreed: ActionList) -> str:
        """How much there is, then who is to do what, the overdue first."""
        still = [one for one in agreed.agreed if one.is_open]
        overdue = sum(one.is_overdue(self._day) for one in still)
        header = "agreed.header" if still else "agreed.nothing"
        mark = f"{self._catalogue.text(f'marking.{agreed.marking}')}: " if agreed.marking else ""
        blocks = [mark + self._catalogue.text(header, day=self._day, n=len(still), overdue=overdue) + "\n"]
        parts = agreed.by_actor(self._day)
        for id_, items in sorted(parts, key=lambda part: (part[0] is None, sort_key(self._name(part[0])))):
            name = self._name(id_) if id_ is None else f"{self._name(id_)} ({id_})"
            blocks.append("".join([f"{name}\n", *(f"  - {self._line(one)}\n" for one in items)]))
        return "\n".join(blocks)

    def objects(self, agreed: ActionList) -> list[dict[str, Any]]:
        """Each item that is still to be done, for other programs: as in its file, and whether it is overdue."""
        still = sorted((one for one in agreed.agreed if one.is_open), key=lambda one: one.place(self._day))
        return [{**one._asdict(), "overdue": one.is_overdue(self._day)} for one in still]

    def _name(self, id_: str | None) -> str:
        """What somebody is called; one that is no longer in the base by the id."""
        if id_ is None:
            return self._catalogue.text("agreed.nobody")
        editions = self._base.editions(id_)
        entry = self._base.in_force(id_, self._day) or (editions[0] if editions else None)
        return visible_line(self._base.name(entry, self._day) if entry is not None else id_)

    def _line(self, one: ActionItem) -> str:
        key = "overdue" if one.is_overdue(self._day) else "until" if one.by or one.due else "no-day"
        by = self._catalogue.known_day(one.due, week=False) if one.due else one.by
        return self._catalogue.text(
            f"agreed.{key}",
            what=visible_line(" ".join(one.what.split())),
            by=visible_line(by),
            who=visible_line(one.who) or self._catalogue.text("agreed.no-name"),
            about=visible_line(one.about),
        )
