"""The words of the tool in Swedish and English, and dates in full.

Not for the words of the knowledge base: those are data, and documents bring labels of their own.
"""

import errno
import os
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

LANGUAGES = ("sv", "en")


class Catalogue(NamedTuple):
    """The sentences and labels of one language. A key that is missing is a bug and raises `KeyError`."""

    language: str
    entries: Mapping[str, Any]

    def text(self, key: str, /, **parameters: object) -> str:
        """The sentence under a dotted `key`; `n` chooses between its forms `one` and `other`."""
        result: Any = self.lookup(key)
        if isinstance(result, Mapping):
            result = result["one" if parameters.get("n") == 1 else "other"]
        if "reason" in parameters:
            parameters["reason"] = self._reason(parameters["reason"])
        return str(result).format(**parameters)

    def _reason(self, reason: object) -> object:
        """Why something did not go, in this language: a rule by its code, and what the machine says in English everywhere."""
        if reason in self.lookup("codes"):
            return self.text(f"codes.{reason}").lower()
        worded: Mapping[str, str] = self.lookup("machine")
        return next((said for name, said in worded.items() if os.strerror(getattr(errno, name, 0)) == reason), reason)

    def lookup(self, key: str) -> Any:
        """What stands under a dotted `key`: a sentence, a list or a table."""
        result: Any = self.entries
        for part in key.split("."):
            result = result[part]
        return result

    def has(self, key: str) -> bool:
        """Whether there is anything under `key`."""
        try:
            self.lookup(key)
        except KeyError:
            return False
        return True

    def manual(self, code: str) -> str:
        """The manual page of a rule, in Markdown, read when it is asked for; empty where a code has none."""
        path = _folder(self.language) / "rules" / f"{code}.md"
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def day(self, day: date, *, week: bool = True) -> str:
        """A day in full, with its ISO week: `onsdag 14 november 2018 (v. 46)`; or only `14 november 2018`."""
        month = self.month(day)
        if not week:
            return self.text("dates.plain", day=day.day, month=month, year=day.year)
        number = day.isocalendar().week
        return self.text("dates.day", weekday=self.weekday(day), day=day.day, month=month, year=day.year, week=number)

    def known_day(self, value: str, *, week: bool = True) -> str:
        """A day as far as it is known: a day `2018-11-14`, a month `2018-11` or a year `2018`."""
        year, month, day = (*value.split("-"), "", "")[:3]
        if day:
            return self.day(date.fromisoformat(value), week=week)
        return f"{self.lookup('dates.months')[int(month) - 1]} {year}" if month else year

    def short_day(self, day: date) -> str:
        """A day in as little room as may be: `ons 14/11`."""
        weekday = self.lookup("dates.short-weekdays")[day.weekday()]
        return self.text("dates.short", weekday=weekday, day=day.day, month=day.month)

    def weekday(self, day: date) -> str:
        """The name of the weekday."""
        return str(self.lookup("dates.weekdays")[day.weekday()])

    def month(self, day: date) -> str:
        """The name of the month."""
        return str(self.lookup("dates.months")[day.month - 1])

    def clock(self, value: str) -> str:
        """A time of day `13:00` as this language writes it."""
        return self.text("dates.clock", time=self._time(value))

    def span(self, start: str, end: str) -> str:
        """From one time of day to another."""
        return self.text("dates.span", start=self._time(start), end=self._time(end))

    def short_clock(self, value: str, end: str | None = None) -> str:
        """A time of day, or from one to another, in as little room as may be: `13.00–15.00`."""
        return "–".join(self._time(one) for one in (value, end) if one)

    def _time(self, value: str) -> str:
        return self.text("dates.time", hours=value[:2], minutes=value[3:5])


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of `sv` or `en`."""
    return Catalogue(language, _Sections(_folder(language)))


@cache
def written_for(key: str) -> frozenset[str]:
    """What people write for something, such as `yes`, in each language."""
    return frozenset(word for language in LANGUAGES for word in catalogue(language).text(f"read.{key}").split(", "))


def _folder(language: str) -> Path:
    return Path(__file__).parent / "words" / language


def layout_words(language: str) -> Mapping[str, Any]:
    """The words that formats put into a document; in English where a file from outside names no language of the tool."""
    words: Mapping[str, Any] = catalogue(language if language in LANGUAGES else "en").lookup("layout")
    return words


class _Sections(dict[str, Any]):
    """The parts of a catalogue by name. A large one has a file of its own, which is read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        super().__init__(self._read("words"))

    def __missing__(self, name: str) -> Any:
        if not (self._folder / f"{name}.yaml").is_file():
            raise KeyError(name)
        self.update(self._read(name))
        return self[name]

    def _read(self, name: str) -> dict[str, Any]:
        text = (self._folder / f"{name}.yaml").read_text(encoding="utf-8")
        result: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
        return result
