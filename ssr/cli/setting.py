"""Where and how a run of the command line works: the folder, the language, the day.

Read once from the arguments, the environment and the clock, before the command itself is known: the language
is needed for the first help text, and the base decides which documents there are.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ssr.base.snapshot import (
    MANIFEST,
    Snapshot,
    WorkingTree,
    laid_beneath,
    laid_over,
    lies_over,
    manifest_value,
    open_tree,
)
from ssr.cli.console import Console
from ssr.errors import UsageError
from ssr.text.catalogue import LANGUAGES

if TYPE_CHECKING:
    from ssr.base.committed import CommittedTree


@dataclass(frozen=True)
class Setting:
    """`folder` is the base that was asked for; None: the nearest manifest at or above the current folder.

    `overlay` is the base to lay over it, if any, `beneath` the one to lay beneath one that says that it lies over another.
    """

    folder: str | None
    overlay: str | None
    asked_language: str | None
    beneath: str | None = None

    @classmethod
    def of(cls, arguments: Sequence[str]) -> "Setting":
        """The setting that the arguments and the environment give."""
        return cls(
            _option(arguments, "--kb") or os.environ.get("SSR_KB") or None,
            _option(arguments, "--overlay") or os.environ.get("SSR_OVERLAY") or None,
            _option(arguments, "--lang"),
            _option(arguments, "--beneath") or os.environ.get("SSR_BENEATH") or None,
        )

    @cached_property
    def tree(self) -> WorkingTree:
        """The knowledge base, laid over another if it is to be; `UsageError` when there is none."""
        if self.beneath is None or not lies_over(self.own):
            return self.own
        if self.overlay is not None:
            raise UsageError("beneath-and-overlay")
        return laid_beneath(self.own, Path(self.beneath).absolute())

    @cached_property
    def own(self) -> WorkingTree:
        """The knowledge base that one stands in and writes in, without what lies beneath it."""
        overlay = Path(self.overlay).absolute() if self.overlay is not None else None
        if self.folder is not None:
            return open_tree(Path(self.folder).absolute(), upwards=False, overlay=overlay)
        return open_tree(Path.cwd(), upwards=True, overlay=overlay)

    @cached_property
    def versioned(self) -> "WorkingTree | CommittedTree":
        """The knowledge base whose versions are asked for: in a bare repository, which has no files, that at HEAD."""
        folder = None if self.folder is None else Path(self.folder).absolute()
        if folder is None or not (folder / "HEAD").is_file() or os.path.lexists(folder / MANIFEST):
            return self.own
        from ssr.base.committed import recorded
        from ssr.base.git import Repository

        overlay = None if self.overlay is None else laid_over(folder, Path(self.overlay).absolute())
        return recorded(Repository(folder).revision("HEAD"), "HEAD", overlay)

    @property
    def compared(self) -> "WorkingTree | CommittedTree":
        """The same, and what lies beneath it, of which the versions that are asked for are not."""
        versioned = self.versioned
        return self.tree if isinstance(versioned, WorkingTree) else versioned

    def earlier(self, name: str) -> Snapshot:
        """The base as it was: in a folder, when the name is written as no revision can be, else at a revision.

        How it is written decides and not what there is, so that no change can bring a folder that is taken for one.
        """
        if name.startswith(".") or Path(name).is_absolute():
            return open_tree(Path(name).absolute(), upwards=False)
        from ssr.base.committed import open_revision

        then = open_revision(self.own, name)
        if self.tree is self.own:
            return then
        from ssr.authoring.joined import Joined

        return Joined(self.tree, {}, laid_over=then)

    def relative(self, path: str) -> str:
        """A path of the user's as the base knows it: relative to the base, with `/`."""
        full = Path(os.path.normpath(Path.cwd() / path))
        root = Path(os.path.normpath(self.own.root))
        return full.relative_to(root).as_posix() if full.is_relative_to(root) else path

    @cached_property
    def from_top(self) -> str:
        """The way to the base from the top of the repository that it lies in, with a slash; empty if it is the top, or none."""
        root = self.tree.root.resolve()
        top = next((folder for folder in (root, *root.parents) if os.path.lexists(folder / ".git")), root)
        return "" if top == root else f"{root.relative_to(top).as_posix()}/"

    @cached_property
    def language(self) -> str:
        """The language of messages and labels: what was asked for, else the base's, else Swedish."""
        if self.asked_language in LANGUAGES:
            return str(self.asked_language)
        try:
            language = manifest_value(self.tree, "language")
        except UsageError:
            return LANGUAGES[0]
        return language if language in LANGUAGES else LANGUAGES[0]

    @cached_property
    def today(self) -> str:
        """Today where the base is at home, as `YYYY-MM-DD`."""
        return self.now[:10]

    @cached_property
    def now(self) -> str:
        """The day and time where the base is at home, as `YYYY-MM-DDTHH:MM`."""
        return self.local_time.isoformat()[:16]

    @cached_property
    def local_time(self) -> datetime:
        """What the clocks of the base show, whatever zone the machine is set to."""
        from ssr.text.zone import zone_of

        return datetime.now(UTC).astimezone(zone_of(str(manifest_value(self.versioned, "time_zone", "UTC"))))


class Run(NamedTuple):
    """What every command of one run has at hand, as `ctx.obj`."""

    setting: Setting
    console: Console


def _option(arguments: Sequence[str], name: str) -> str | None:
    """The value of an option, wherever it stands before `--`."""
    result = None
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == name and place + 1 < len(arguments):
            result = arguments[place + 1]
        elif argument.startswith(f"{name}="):
            result = argument.partition("=")[2]
    return result
