"""The file that `ssr collect` writes beside its document: who was asked, and the report of each who has one that counts.

It is what the next one is compared with, and what says how many answered. Not for the base: the answers stay outside of it.
"""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ssr.base.schema import is_day
from ssr.errors import UsageError
from ssr.forms.reports import Report

_MOST = 20 * 1024 * 1024


class Collection(NamedTuple):
    """What was collected about an entry: `asked` are the ids of those who were asked, `reports` are by who gave them."""

    about: str
    at: str
    number: str | None
    asked: Sequence[str]
    reports: Mapping[str, Report]

    def content(self) -> bytes:
        """The file."""
        reports = {
            who: {"file": one.path, "at": one.at, "answers": dict(sorted(one.answers.items()))}
            for who, one in sorted(self.reports.items())
        }
        data = self._asdict() | {"asked": sorted(self.asked), "reports": reports}
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")

    def counts(self) -> dict[str, int | str]:
        """How many were `asked`, how many of them `answered`, and the days of the `first` and the `last` answer where known."""
        days = sorted(one.at[:10] for who, one in self.reports.items() if who in self.asked)
        known = [day for day in days if is_day(day)]
        ends = {"first": known[0], "last": known[-1]} if known else {}
        return {"asked": len(self.asked), "answered": len(days), **ends}


def read_collection(content: bytes, about: str, option: str) -> Collection:
    """Such a file, as an option names it; refused where it is none, or is about something else."""
    try:
        data = json.loads(content[:_MOST])
        if (of := str(data["about"])) != about:
            raise UsageError("other-collected", option=option, id=of)
        reports = {who: _report(who, one) for who, one in data["reports"].items()}
        return Collection(of, str(data["at"]), data.get("number"), sorted(set(data["asked"])), reports)
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError) as error:
        raise UsageError("not-collected", option=option) from error


def _report(who: str, data: Mapping[str, object]) -> Report:
    answers = data["answers"]
    if not isinstance(answers, Mapping):
        raise TypeError(who)
    texts = {key: str(value) for key, value in answers.items()}
    return Report(str(data["file"]), who, str(data["at"]), texts)
