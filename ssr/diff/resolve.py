"""What a side of a comparison means: which files, on which day.

A period and a day go before all else. Then a revision goes before a folder of the same name, so that no change can
bring a folder that is taken for the version it is to be compared with; a folder is always meant by what no revision
can be called (`./main`).
"""

import os
import re
from collections.abc import Collection, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ssr.base.knowledge import KnowledgeBase
from ssr.base.names import name_key
from ssr.base.partial import PartialSnapshot
from ssr.base.schema import is_day
from ssr.base.snapshot import MANIFEST, PARTED, Snapshot, WorkingTree, open_tree, own_layer
from ssr.diff.side import LAST_DAY, Side, SideReader
from ssr.errors import SsrError, UnsoundError, UsageError
from ssr.text.folding import closest
from ssr.view.in_force import day_of

if TYPE_CHECKING:
    from ssr.base.committed import CommittedTree
    from ssr.base.git import Repository, Revision

_ON_A_DAY = re.compile(r".*@\d{4}-\d{2}-\d{2}", re.DOTALL)
_WITH_TIME = re.compile(r"(.*)([@:])([^@:{]*)", re.DOTALL)  # which git's own main@{1} has not


# Before an id: its draft; before any other side, or alone: the drafts of that side besides.
_DRAFTS = ("draft:", "utkast:")


def _drafted(text: str) -> str | None:
    """What stands after the word for drafts; None where that does not stand there."""
    return next((text.removeprefix(word) for word in _DRAFTS if text.startswith(word)), None)


class SideResolver:
    """Finds and reads the sides of one comparison. Names of folders start from `here`; None: there are none.

    `texts` are those of both sides: a revision with `...` after it means where the other side parted from it.
    """

    def __init__(
        self, tree: "WorkingTree | CommittedTree", here: Path | None, reading: SideReader, texts: Sequence[str]
    ) -> None:
        # Of a base that lies over another, its own versions are meant, each over the other as it is.
        self._tree = cast("WorkingTree | CommittedTree", own_layer(tree))
        self._beneath = None if self._tree is tree else tree
        self._here, self._reading, self._texts = here, reading, texts
        self._wholes: dict[int, tuple[Snapshot, Snapshot]] = {}  # with the part, so that its number stays its own
        self._places: dict[str, WorkingTree | CommittedTree | None] = {}
        self._revisions: dict[str, Revision | None] = {}

    def read(self, text: str) -> Side:
        """The side that a text means."""
        drafted = _drafted(text)
        id_ = self.draft_id(text)
        if drafted is None or id_ is not None or not drafted:
            snapshot, day = self.side(text if drafted is None else self._reading.today)
        else:
            snapshot, day = self.side(drafted)
        is_whole = drafted == "" or id_ is not None
        until = LAST_DAY if is_whole else self._until(snapshot, text if drafted is None else drafted, day)
        side = self._side(snapshot)
        view = side.view.on(day)
        if drafted is not None:
            view = view.of(view.base.proposing(until, id_))
        return side._replace(view=view, until=until)

    def draft_id(self, text: str) -> str | None:
        """The id of which a text means the draft; None where it means anything else."""
        id_ = _drafted(text)
        base = self._base(self._tree)
        if id_ is None or id_ not in base.ids or id_ in base.periods:
            return None
        if not any(base.is_draft(entry) for entry in base.editions(id_)):
            raise UsageError("no-draft", id=id_)
        return id_

    def _until(self, snapshot: Snapshot, text: str, day: str) -> str:
        """From which day on drafts do not belong to a side any more: its period's last, its day's own, else none.

        The base today is the base as it is, like a version of it: else a draft for a later time would seem to be gone.
        """
        if text == self._reading.today:
            return LAST_DAY
        period = self._base(snapshot).periods.get(text.rpartition(":")[2])
        if period is not None:
            return period.last
        when = text.rpartition("@")[2]
        return day if is_day(when) or self._written(when) == day else LAST_DAY

    def side(self, text: str) -> tuple[Snapshot, str]:
        """The files and the day: a `PERIOD`, a day, or a `REVISION` or `FOLDER` with or without one of them after it."""
        typed = name_key(text)  # a name of years has a longer dash between them than an id
        if period := next((id_ for id_ in self._periods if text == id_ or typed == name_key(id_)), None):
            return self._tree, day_of(self._base(self._tree), period, self._reading.today)
        if is_day(day := text.removeprefix("@")):
            return self._tree, day
        meanings = (self._timed, self._whole) if _ON_A_DAY.fullmatch(text) else (self._whole, self._timed)
        result = next(filter(None, (meaning(text) for meaning in meanings)), None)
        if result is None and (written := self._written(text.removeprefix("@"))) is not None:
            return self._tree, written
        if result is None:
            raise self._unknown(text)
        return result

    @property
    def _periods(self) -> Collection[str]:
        """The periods of the base in use; none where it cannot be read, which is no reason that other versions cannot."""
        try:
            return self._base(self._tree).periods
        except UnsoundError:
            return ()

    def version(self, text: str) -> "WorkingTree | CommittedTree":
        """The files alone: of a `REVISION` or a `FOLDER`, at no time of its own; there may have been no base in them yet."""
        if (then := self._without_base(text)) is not None:
            self._places[text] = then
            return then
        result = self._place(text)
        if result is None:
            try:
                self.side(text)  # which says what is wrong, unless it is a time
            except UnsoundError:  # the base in use, which is not what was asked for
                raise UsageError("unknown-version", side=text) from None
            except UsageError as error:
                if error.key != "unknown-side":
                    raise
                near = error.parameters["suggestion"]
                raise UsageError("unknown-version", side=text, suggestion=near) from None
            raise UsageError("not-a-version", side=text)
        return result

    def _whole(self, text: str) -> tuple[Snapshot, str] | None:
        snapshot = self._place(text)
        return None if snapshot is None else (snapshot, self._reading.today)

    def _timed(self, text: str) -> tuple[Snapshot, str] | None:
        if (match := _WITH_TIME.fullmatch(text)) is None:
            return None
        place, mark, when = match.groups()
        snapshot = self._place(place) if place else self._tree
        return None if snapshot is None else (snapshot, self._day(snapshot, mark, when))

    def _day(self, snapshot: Snapshot, mark: str, when: str) -> str:
        if mark == ":":
            return day_of(self._base(snapshot), when, self._reading.today)
        day = when if is_day(when) else self._written(when)
        if day is None:
            raise UsageError("wrong-date", value=when)
        return day

    def _written(self, text: str) -> str | None:
        """A day as people write it, where it is nothing else; None where it is no day."""
        from ssr.text.times import parse_day  # noqa: PLC0415  (most sides are written in one form)

        day = parse_day(text, date.fromisoformat(self._reading.today))
        return None if day is None else day.isoformat()

    def _base(self, snapshot: Snapshot) -> KnowledgeBase:
        """The base in some files as its readers may see it."""
        return self._side(snapshot).view.base

    def _side(self, snapshot: Snapshot) -> Side:
        return self._reading.side(self._whole_of(snapshot), self.way(snapshot))

    def _whole_of(self, snapshot: Snapshot) -> Snapshot:
        """Some files together with the base that they lie over, if they do."""
        if self._beneath is None:
            return snapshot
        if id(snapshot) not in self._wholes:
            self._wholes[id(snapshot)] = snapshot, PartialSnapshot(self._beneath, overlay=snapshot)
        return self._wholes[id(snapshot)][1]

    def way(self, snapshot: Snapshot) -> str:
        """What a path in some files is shown after, as they were asked for; empty for the base in use."""
        name = next((name for name, place in self._places.items() if place is snapshot), "")
        mark = "/" if isinstance(snapshot, WorkingTree) else ":"
        return f"{name}{mark}" if name else ""

    # Places.

    def _place(self, text: str) -> "WorkingTree | CommittedTree | None":
        """The base that a name alone leads to, under what lies over the base in use; None where there is none."""
        if text not in self._places:
            self._places[text] = self._revision(text) or self._folder(text)
        return self._places[text]

    def _folder(self, text: str) -> "WorkingTree | CommittedTree | None":
        folder = None if self._here is None else self._here / text
        if folder is None or not text or not os.path.lexists(folder / MANIFEST):
            return None
        if folder.resolve() == self._tree.root.resolve():
            return self._tree
        return open_tree(folder, upwards=False, overlay=self._tree.overlay.root if self._tree.overlay else None)

    def _revision(self, text: str) -> "WorkingTree | CommittedTree | None":
        """The base at what git calls so; None where git knows of no such thing, or cannot say."""
        from ssr.base.committed import recorded  # noqa: PLC0415  (periods and days need no git)

        revision = self._known_to_git(text)
        return None if revision is None else recorded(revision, text, self._tree.overlay)

    def _without_base(self, text: str) -> "CommittedTree | None":
        """What git recorded of the folder while it was no base; None where it was one, or git knows of no such thing."""
        from ssr.base.committed import CommittedTree  # noqa: PLC0415

        revision = self._known_to_git(text)
        return None if revision is None or MANIFEST in revision.files else CommittedTree(revision, self._tree.overlay)

    def _known_to_git(self, text: str) -> "Revision | None":
        if text not in self._revisions:
            self._revisions[text] = self._asked_of_git(text) if _may_be_revision(text) else None
        return self._revisions[text]

    def _asked_of_git(self, text: str) -> "Revision | None":
        try:
            return self._parted(text) if text.endswith(PARTED) else self._repository.revision(text)
        except SsrError as error:
            if error.key in {"doubtful-revision", "no-merge-base", "no-merge-base-fetched"}:
                raise
            return None

    def _parted(self, text: str) -> "Revision":
        """Where the other side, or HEAD where that is no revision, parted from the one that is named."""
        other = next((side for side in self._texts if not side.startswith(text)), None)
        place = self._tree if other is None or PARTED in other else self.side(other)[0]
        return self._repository.parted(text.removesuffix(PARTED), getattr(place, "commit", "HEAD"))

    @cached_property
    def _repository(self) -> "Repository":
        from ssr.base.git import Repository  # noqa: PLC0415

        return Repository(self._tree.root)

    def _unknown(self, text: str) -> SsrError:
        """Why a text means nothing, and what may have been meant."""
        text = text.removesuffix(PARTED)
        old, dots, new = text.partition("..")
        if dots and old and new and "/" not in {old[-1], new[0]}:
            since = old + PARTED if new.startswith(".") else old
            return UsageError("two-sides", side=text, old=since, new=new.lstrip("."))
        periods = self._base(self._tree).periods
        near = closest(text, periods)
        if near is None and _may_be_revision(text):
            try:
                self._repository.revision(text)
            except SsrError as error:
                if error.key not in {"unknown-revision", "no-repository"}:
                    return error
                near = closest(text, self._repository.names()) if error.key == "unknown-revision" else None
        return UsageError("unknown-side", side=text, known=", ".join(periods), suggestion=near)


def _may_be_revision(text: str) -> bool:
    """Whether git could call a commit so, however it is written; else it is the way to a folder."""
    return bool(text) and not text.startswith((".", "/"))
