"""Paths and bytes as they were at a git revision, by git's plumbing; the only module that runs git on what may be hostile.

What a name means is asked once, and from then on only hashes are used. Nothing is checked out, neither index nor
work tree is looked at, nothing that the repository's settings name is run, and nothing is fetched.
Not for what the files mean.
"""

import os
import re
import shutil
import subprocess
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

from ssr.errors import MachineError, SsrError, UsageError

_HASH = re.compile(rb"([0-9a-f]{40}|[0-9a-f]{64})\n")  # and nothing besides: `^HEAD` and `a..b` have answers too
# Git has an answer, and a doubt: a tag and a branch with one name, or a record of a branch that does not go so far back.
_DOUBT = re.compile(rb"^warning: (refname .* is ambiguous|log for )", re.MULTILINE)
_LISTED = re.compile(rb"([0-7]+) [a-z]+ ([0-9a-f]+) +([0-9]+|-|BAD)\t(.+)", re.DOTALL)
_SETTINGS = ("-c", "core.fsmonitor=", "-c", f"core.hooksPath={os.devnull}")
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",  # the same for a git that does not know the one above
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C",
    "LANGUAGE": "",
}


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One file as git records it."""

    mode: str
    hash: str
    size: int

    @property
    def is_plain(self) -> bool:
        """Whether it is a file with content of its own, and no link and no other repository."""
        return self.mode.startswith("100")

    @property
    def is_link(self) -> bool:
        """Whether it is a symbolic link."""
        return self.mode == "120000"


class Revision:
    """The files below the folder of a repository as they were at a commit. Paths are relative to the folder."""

    def __init__(self, repository: "Repository", commit: str) -> None:
        self.repository, self.commit = repository, commit

    @cached_property
    def files(self) -> Mapping[str, TreeEntry]:
        """Every file by its path."""
        prefix = self.repository.prefix
        below = [os.fsencode(prefix)] if prefix else []
        listing = self.repository.output("ls-tree", "-r", "-z", "-l", "--full-tree", "--", self.commit, *below)
        result: dict[str, TreeEntry] = {}
        for line in listing.split(b"\0")[:-1]:
            if (listed := _LISTED.fullmatch(line)) is None:
                raise MachineError("git-refused", reason=os.fsdecode(line))
            mode, hash_, size, path = listed.groups()
            recorded = TreeEntry(mode.decode(), hash_.decode(), int(size) if size.isdigit() else 0)
            result[os.fsdecode(path).removeprefix(prefix)] = recorded
        return result

    def content(self, file: TreeEntry) -> bytes:
        """The bytes of a plain file."""
        return self.repository.content(file.hash)


def _bare_repositories(folder: Path) -> tuple[str, str]:
    """A bare repository is taken only outside of every other one: a change may bring files that look like one."""
    inside = folder.resolve()
    is_inside = any((above / ".git").exists() for above in (inside, *inside.parents))
    return "-c", f"safe.bareRepository={'explicit' if is_inside else 'all'}"


class Repository:
    """What git has recorded below `folder`. Runs git there, and reads what is recorded through one run that goes on."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("git")
        if program is None or not Path(program).is_absolute():  # a program in the current folder is not ours to run
            raise MachineError("git-missing")
        self._command = [program, "-C", str(folder), *_SETTINGS, *_bare_repositories(folder)]
        self.folder = folder
        self._contents: dict[str, bytes] = {}
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        self._users_own, self._environment = inherited, {**inherited, **_ENVIRONMENT}
        self.prefix = self._prefix()  # of the folder, from the top of the repository; with a slash unless it is the top

    def _prefix(self) -> str:
        request = ("rev-parse", "--show-prefix")
        done = self._run(*request)
        if b"safe.directory" in done.stderr:
            self._command += self._trusted()
            done = self._run(*request)
        if done.returncode:
            raise self._refused(done.stderr)
        return os.fsdecode(done.stdout).removesuffix("\n")

    def _trusted(self) -> list[str]:
        """The folders that the user has told git to trust: all that is taken from the user's own settings."""
        result: list[str] = []
        for scope in ("--system", "--global"):
            done = self._run("config", scope, "-z", "--get-all", "safe.directory", env=self._users_own)
            for folder in os.fsdecode(done.stdout).split("\0")[:-1]:
                result += ["-c", f"safe.directory={folder}"]
        return result

    @cached_property
    def is_shallow(self) -> bool:
        """Whether only the latest commits are here."""
        return self.output("rev-parse", "--is-shallow-repository") == b"true\n"

    def revision(self, name: str) -> Revision:
        """The files as they were at the commit that a name stands for."""
        try:
            done = self._run("rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}")
        except ValueError:  # a letter that no argument can hold
            raise UsageError("unknown-revision", revision=name) from None
        if _DOUBT.search(done.stderr):
            raise UsageError("doubtful-revision", revision=name)
        if done.returncode == 0 and (result := _HASH.fullmatch(done.stdout)):
            return Revision(self, result.group(1).decode())
        raise UsageError("revision-not-fetched" if self.is_shallow else "unknown-revision", revision=name)

    def parted(self, name: str, other: str) -> Revision:
        """The files as they were at the last commit that two have in common (the merge base)."""
        ours, theirs = self.revision(name), self.revision(other)
        done = self._run("merge-base", ours.commit, theirs.commit)
        if done.returncode == 0 and (result := _HASH.fullmatch(done.stdout)):
            return Revision(self, result.group(1).decode())
        if self.is_shallow:
            raise MachineError("no-merge-base-fetched", revision=name, other=other)
        raise UsageError("no-merge-base", revision=name, other=other)

    def names(self) -> list[str]:
        """The short names of every branch and tag."""
        listing = self.output("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes")
        return os.fsdecode(listing).splitlines()

    def content(self, hash_: str, sort: str = "blob") -> bytes:
        """What is recorded under a hash. What is asked for again, as the same file in two revisions, is read once."""
        if hash_ not in self._contents:
            self._contents[hash_] = self._read(hash_, sort)
        return self._contents[hash_]

    def has(self, hash_: str) -> bool:
        """Whether what a hash stands for is here, and not only named."""
        return self._run("cat-file", "-e", hash_).returncode == 0

    def _read(self, hash_: str, sort: str) -> bytes:
        pipe, answered = self._reader
        try:
            pipe.write(f"{hash_}\n".encode())
            pipe.flush()
            head = answered.readline().decode().strip()
            found, _, size = head.rpartition(" ")
            content = answered.read(int(size) + 1) if found == f"{hash_} {sort}" else b""
        except OSError as error:
            raise MachineError("git-refused", reason=error.strerror or str(error)) from error
        if not content or len(content) != int(size) + 1:
            raise MachineError("git-refused", reason=head)
        return content[:-1]

    @cached_property
    def _reader(self) -> tuple[IO[bytes], IO[bytes]]:
        """Where to ask and where to read: one process, which ends when nobody holds the repository any more."""
        pipe, null = subprocess.PIPE, subprocess.DEVNULL
        command = [*self._command, "cat-file", "--batch"]
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=null, env=self._environment)
        weakref.finalize(self, process.communicate)
        return process.stdin, process.stdout  # type: ignore[return-value]

    def output(self, *arguments: str | bytes) -> bytes:
        """What git answers, when it does."""
        done = self._run(*arguments)
        if done.returncode:
            raise self._refused(done.stderr)
        return done.stdout

    def _run(
        self, *arguments: str | bytes, env: Mapping[str, str] | None = None
    ) -> "subprocess.CompletedProcess[bytes]":
        command = [*self._command, *arguments]
        env = env or self._environment
        try:
            return subprocess.run(command, check=False, stdin=subprocess.DEVNULL, capture_output=True, env=env)
        except OSError as error:
            raise MachineError("git-refused", reason=error.strerror or str(error)) from error

    def _refused(self, errors: bytes) -> SsrError:
        """Why git did not answer, as a sentence of ours."""
        text = os.fsdecode(errors).strip()
        if "safe.directory" in text:
            return MachineError("git-distrusts", path=text.rpartition("safe.directory ")[2])
        if "not a git repository" in text:
            return UsageError("no-repository", path=str(self.folder))
        return MachineError("git-refused", reason=text.partition("\n")[0].removeprefix("fatal: "))
