"""What is saved, put forward: the page for it with a sentence of what changed, the commit, and the sending of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from ssr.authoring.joined import joined
from ssr.authoring.proposal import Git
from ssr.base.committed import open_revision
from ssr.base.snapshot import Snapshot, UnreadableError
from ssr.diff.comparison import compare_drafts, compare_sides
from ssr.diff.side import SideReader
from ssr.errors import SsrError, UsageError
from ssr.report.change_report import ChangeReport
from ssr.report.sentences import refusal
from ssr.text.catalogue import Catalogue
from ssr.text.columns import shortened
from ssr.web.pages import Pages
from ssr.web.session import Session

_LONGEST_SUBJECT, _LONGEST_MESSAGE = 100, 10_000
_BRANCHES = "ssr-edit"


class Proposing:
    """Puts forward what one run has saved: all on one branch, which is made with the first commit."""

    def __init__(self, session: Session, words: Catalogue, pages: Pages) -> None:
        self._session, self._words, self._pages = session, words, pages
        self._branch: str | None = None

    def page(self) -> bytes:
        """The sentence, to be changed or not; or why nothing can be put forward."""
        paths = list(self._session.saved)
        if not paths:
            return self._pages.proposal("", [], "")
        try:
            Git(self._session.own.root)
            message = self._message(paths)
        except SsrError as problem:
            reason = refusal(self._words, problem)
            return self._pages.proposal("", paths, self._words.text("edit.no-git", reason=reason))
        return self._pages.proposal(message, paths, "")

    def done(self, name: str, message: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Make the commit, or send the branch."""
        if name == "commit":
            return self._commit(str(message.get("message", "")).strip()[:_LONGEST_MESSAGE])
        return self._push() if name == "push" else None

    def _commit(self, message: str) -> Mapping[str, Any]:
        session, git = self._session, Git(self._session.own.root)
        paths = list(session.saved)
        if not message or not paths:
            raise UsageError("edit-no-message" if paths else "edit-nothing-saved")
        first = paths[0].rpartition("/")[2].removesuffix(".yaml")
        branch = self._branch or git.free_branch(f"{_BRANCHES}/{session.day}-{first}")
        told = git.commit(branch, {path: session.on_disk(path) for path in paths}, message)
        if told.is_done:
            self._branch = branch
            session.saved.clear()
        key = "proposed" if told.is_done else "not-proposed"
        text = self._words.text(f"edit.{key}", branch=branch)
        return {"state": text, "told": told.text, "can_push": told.is_done, "is_done": told.is_done}

    def _push(self) -> Mapping[str, Any]:
        if self._branch is None:
            raise UsageError("edit-nothing-saved")
        told = Git(self._session.own.root).push(self._branch)
        text = self._words.text("edit.pushed" if told.is_done else "edit.not-pushed", branch=self._branch)
        return {"state": text, "told": told.text}

    def _message(self, paths: Sequence[str]) -> str:
        """What changed, in a sentence or a line for each, as `ssr diff` tells it."""
        session = self._session
        reading = SideReader(today=session.day, audience=session.audience, language=self._words.language)
        sides = [reading.read(self._before(paths)), reading.read(session.tree)]
        held, proposed = compare_sides(sides, ("", "")), compare_drafts(sides, ("", ""))
        report = ChangeReport(self._words, held.names)
        lines: list[tuple[str, str]] = []
        for change in (*held.changes, *proposed.changes):
            lines += [(report.heading(change), sentence) for sentence in report.sentences([change])]
        if not lines:
            return self._words.text("edit.changed-files", paths=", ".join(paths))
        if len(lines) == 1:
            return f"{lines[0][0]}: {lines[0][1]}"
        names = list(dict.fromkeys(heading for heading, _ in lines))
        subject = self._words.text("edit.changes", n=len(lines), names=", ".join(names))
        return "\n".join(
            [shortened(subject, _LONGEST_SUBJECT), "", *(f"- {heading}: {sentence}" for heading, sentence in lines)]
        )

    def _before(self, paths: Sequence[str]) -> Snapshot:
        """The base with the files as the latest commit has them."""
        earlier = open_revision(self._session.own, "HEAD")
        contents: dict[str, bytes] = {}
        for path in paths:
            try:
                contents[path] = earlier.read(path)
            except UnreadableError:
                continue
        return joined(self._session.tree, contents, frozenset(paths) - contents.keys())
