"""Saved files as a commit on a branch of their own, by the user's own git with its hooks, and the branch sent on.

The commit is made in a work tree beside, so that neither the files nor the index of the one at hand are touched, whatever
else is changed or staged there. Nothing is ever forced. Not for reading what git has: that is for `base.git`.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from ssr.errors import MachineError, UsageError
from ssr.files import edit

# What would lead git elsewhere than to the folder it is run in, as a hook that runs us has it.
_ELSEWHERE = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
)  # fmt: skip
_PATIENCE = 600  # seconds, for hooks and a slow line
_LONGEST = 20_000  # characters of what git says


class Told(NamedTuple):
    """What git said, and whether it did what it was asked."""

    text: str
    is_done: bool


class Git:
    """The user's own git, in the repository that a folder lies in; `UsageError` where it lies in none."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("git")
        if program is None or not Path(program).is_absolute():
            raise MachineError("git-missing")
        self._program, self._folder = program, folder
        kept = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
        self._environment = {**kept, "GIT_TERMINAL_PROMPT": "0", "GIT_LITERAL_PATHSPECS": "1"}
        prefix = self._run(folder, "rev-parse", "--show-prefix")
        if not prefix.is_done:
            raise UsageError("no-repository", path=str(folder))
        self._prefix = prefix.text.removesuffix("\n")

    def free_branch(self, name: str) -> str:
        """A name that no branch has: this one, or this one with a number."""
        names = [name, *(f"{name}-{number}" for number in range(2, 1000))]
        return next(one for one in names if not self._has(one))

    def _has(self, branch: str) -> bool:
        return self._run(self._folder, "show-ref", "--verify", "--quiet", f"refs/heads/{branch}").is_done

    def commit(self, branch: str, files: Mapping[str, bytes], message: str) -> Told:
        """Record files, by their paths below the folder, on a branch: on top of it, or from HEAD where it is new."""
        is_new = not self._has(branch)
        with TemporaryDirectory(prefix="ssr-") as above:
            beside = Path(above) / "tree"
            start = ["-b", branch, str(beside), "HEAD"] if is_new else [str(beside), branch]
            done = self._run(self._folder, "worktree", "add", "--quiet", *start)
            try:
                if done.is_done:
                    done = self._recorded(beside, files, message)
            finally:
                self._run(self._folder, "worktree", "remove", "--force", str(beside))
            if is_new and not done.is_done:
                self._run(self._folder, "branch", "-D", "--", branch)
        return done

    def _recorded(self, beside: Path, files: Mapping[str, bytes], message: str) -> Told:
        paths = [self._prefix + path for path in files]
        for path, content in zip(paths, files.values(), strict=True):
            _refuse_links(beside, path)
            edit(beside / path, content)
        added = self._run(beside, "add", "--", *paths)
        if not added.is_done:
            return added
        return self._run(beside, "commit", "--file", "-", given=message)

    def push(self, branch: str) -> Told:
        """Send a branch to where the user's git sends branches, as it is."""
        remotes = self._run(self._folder, "remote").text.split()
        chosen = self._run(self._folder, "config", "--get", "remote.pushDefault").text.strip()
        remote = chosen or ("origin" if "origin" in remotes else next(iter(remotes), ""))
        if not remote:
            raise UsageError("no-remote")
        reference = f"refs/heads/{branch}"
        return self._run(self._folder, "push", "--", remote, f"{reference}:{reference}")

    def _run(self, folder: Path, *arguments: str, given: str = "") -> Told:
        command = [self._program, "-C", str(folder), *arguments]
        try:
            done = subprocess.run(
                command,
                check=False,
                input=given.encode("utf-8", "replace"),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=self._environment,
                timeout=_PATIENCE,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise MachineError("git-refused", reason=str(error)) from error
        return Told(done.stdout.decode("utf-8", "replace")[-_LONGEST:], done.returncode == 0)


def _refuse_links(root: Path, path: str) -> None:
    """Refuse to write through a link that the commit has where the base has a folder or a file."""
    place = root
    for part in path.split("/"):
        place = place / part
        if place.is_symlink():
            raise UsageError("cannot-edit", path=path)
