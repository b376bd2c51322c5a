"""How many answered of those who were asked, and when, out of the file that `ssr collect` writes for the next time.

Not for what they answered: that stays outside the base.
"""

import json
from collections.abc import Mapping
from typing import NamedTuple

from ssr.base.schema import is_day
from ssr.errors import UsageError

_MOST = 20 * 1024 * 1024


class AnswerCount(NamedTuple):
    """How many were asked, how many of them answered, and the days of the first and the last answer, empty where unknown."""

    asked: int
    answered: int
    first: str
    last: str

    def values(self, names: Mapping[str, str]) -> dict[str, int | str]:
        """What is known, under the names that a schema has for it."""
        known: Mapping[str, int | str] = self._asdict()
        return {names[key]: value for key, value in known.items() if key in names and value != ""}


def answer_count(content: bytes, about: str) -> AnswerCount:
    """The count in a file; refused where it is none of those files, or is about something else."""
    try:
        data = json.loads(content[:_MOST])
        asked, reports, of = set(data["asked"]), data["reports"], str(data["about"])
        days = sorted(str(one["at"])[:10] for who, one in reports.items() if who in asked)
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError) as error:
        raise UsageError("not-answers") from error
    if of != about:
        raise UsageError("other-answers", id=of)
    known = [day for day in days if is_day(day)]
    return AnswerCount(len(asked), len(days), known[0] if known else "", known[-1] if known else "")
