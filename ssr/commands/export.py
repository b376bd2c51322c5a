"""`ssr export`: all that holds on a day, as some readers may see it, for other programs."""

from typing import Any, NamedTuple

from ssr.base.load import load
from ssr.base.snapshot import Snapshot
from ssr.finding import Finding
from ssr.report.tables import Table, Tables, printed
from ssr.view.base_view import View


class Export(NamedTuple):
    """The base as a view shows it, and what was wrong in reading it: what is broken is not there."""

    view: View
    findings: tuple[Finding, ...]

    def as_object(self) -> dict[str, Any]:
        """The shape that `schemas/_export.schema.json` describes."""
        view = self.view
        base, kinds = view.base, view.base.kinds.values()
        return {
            "base": {"id": base.own_id, "name": base.title, "language": base.language},
            "day": view.day,
            "audience": view.audience,
            "language": view.language,
            "complete": not any(not entry.sound for entry in base.entries),
            "kinds": [
                {
                    "kind": kind.name,
                    "title": kind.root.title(view.language),
                    "entries": [
                        {
                            "id": entry.id,
                            "edition": entry.edition,
                            "name": view.name(entry),
                            "data": printed(view.plain(entry), kind.root),
                        }
                        for entry in view.entries((kind.name,))
                    ],
                }
                for kind in kinds
            ],
        }

    def tables(self) -> list[Table]:
        """The same as tables."""
        return list(Tables(self.view).all())


def export(snapshot: Snapshot, *, day: str, audience: str, language: str) -> Export:
    """The base on a day, for an audience, in a language."""
    base, findings = load(snapshot)
    return Export(View(base, day, audience, language), tuple(findings))
