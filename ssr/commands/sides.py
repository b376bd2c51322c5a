"""What a side of a comparison means: which files, on which day; and what can be read of it."""

import os
from dataclasses import dataclass
from pathlib import Path

from ssr.commands.subject import day_of
from ssr.errors import UnsoundError, UsageError
from ssr.finding import Finding, Severity
from ssr.knowledge import KnowledgeBase
from ssr.loading import FOLDER, load
from ssr.schema import closest, is_day
from ssr.snapshot import MANIFEST, Snapshot, WorkingTree, open_tree
from ssr.view import View


@dataclass(frozen=True)
class Side:
    """A base as its readers may see it, on a day, and its files and folders of which nobody knows what they hold."""

    view: View
    unread: frozenset[str]


class Sides:
    """Finds and reads the sides of one comparison, for one circle of readers. Names of folders start from `here`."""

    def __init__(self, tree: WorkingTree, here: Path | None, *, today: str, audience: str, language: str) -> None:
        self._tree, self._here = tree, here
        self._today, self._audience, self._language = today, audience, language
        self._folders: dict[str, Snapshot] = {}
        self._read: dict[int, tuple[KnowledgeBase, View, list[Finding]]] = {}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was wrong in reading all that was read."""
        return tuple(finding for _, _, findings in self._read.values() for finding in findings)

    def read(self, text: str) -> Side:
        """The side that a text means."""
        snapshot, day = self.side(text)
        base, view, findings = self._loaded(snapshot)
        places = tuple(f"{layer.prefix}{FOLDER}/" for layer in base.layers)
        wrong = {finding.location.path for finding in findings if finding.severity is Severity.ERROR}
        unread = {path for path in wrong if path.startswith(places)} - {entry.path for entry in base.written}
        broken = {f"{FOLDER}/{name}" for name in base.kinds.broken_folders if name}
        return Side(view.on(day), frozenset(unread | broken))

    def side(self, text: str) -> tuple[Snapshot, str]:
        """The files and the day: of a `PERIOD`, of `@DATE`, or of a `FOLDER` with or without one of the two after it."""
        base = self._base(self._tree)
        if text in base.periods:
            return self._tree, day_of(base, text, self._today)
        if is_day(text):
            return self._tree, text
        if (snapshot := self._snapshot(text)) is not None:
            return snapshot, self._today
        for mark in "@:":
            place, found, when = text.rpartition(mark)
            there = self._snapshot(place) if place else self._tree
            if found and there is not None:
                return there, self._day(there, mark, when)
        raise UsageError(
            "unknown-side", side=text, known=", ".join(base.periods), suggestion=closest(text, base.periods)
        )

    def _snapshot(self, text: str) -> Snapshot | None:
        """The base in a folder, under what lies over the base in use; None where there is none."""
        folder = None if self._here is None else self._here / text
        if folder is None or not text or not os.path.lexists(folder / MANIFEST):
            return None
        if folder.resolve() == self._tree.root.resolve():
            return self._tree
        if text not in self._folders:
            overlay = self._tree.overlay.root if self._tree.overlay is not None else None
            self._folders[text] = open_tree(folder, upwards=False, overlay=overlay)
        return self._folders[text]

    def _day(self, snapshot: Snapshot, mark: str, when: str) -> str:
        if mark == ":":
            return day_of(self._base(snapshot), when, self._today)
        if not is_day(when):
            raise UsageError("wrong-date", value=when)
        return when

    def _base(self, snapshot: Snapshot) -> KnowledgeBase:
        """The base in some files as its readers may see it."""
        return self._loaded(snapshot)[1].base

    def _loaded(self, snapshot: Snapshot) -> tuple[KnowledgeBase, View, list[Finding]]:
        """The base in some files, what its readers see of it, and what is wrong in it; read once.

        Refused when so little of it can be read that nothing could be said of a difference.
        """
        if id(snapshot) not in self._read:
            base, findings = load(snapshot)
            way = next((f"{text}/" for text, folder in self._folders.items() if folder is snapshot), "")
            needed = {layer.prefix + name for layer in base.layers for name in (MANIFEST, FOLDER)}
            errors = (one for one in findings if one.severity is Severity.ERROR)
            if fatal := tuple(one.below(way) for one in errors if one.location.path in needed):
                raise UnsoundError("unsound-side", path=fatal[0].location.path, findings=fatal)
            self._read[id(snapshot)] = base, View(base, self._today, self._audience, self._language), findings
        return self._read[id(snapshot)]
