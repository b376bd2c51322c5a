"""Small git repositories for tests, made by real git with no settings but their own."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from running import write
from tools import GIT, require

_WHO = {
    f"GIT_{who}_{what}": said
    for who in ("AUTHOR", "COMMITTER")
    for what, said in (("NAME", "Prov"), ("EMAIL", "prov@example.org"), ("DATE", "2022-11-21T08:00:00+01:00"))
}
_ALONE = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}


def git(folder: Path, *arguments: str | Path) -> str:
    """What git says, when it does what it is told."""
    require(GIT)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", "-C", folder, *arguments],
        check=True, capture_output=True, encoding="utf-8", env={**kept, **_ALONE, **_WHO},
    )  # fmt: skip
    return done.stdout.rstrip("\n")


def repository(folder: Path, *options: str) -> Path:
    """An empty repository."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", *options)
    return folder


def commit(folder: Path, files: Mapping[str, str] | None = None) -> str:
    """Write files, record everything below the folder, and tell the hash."""
    write(folder, files or {})
    git(folder, "add", "--all", ".")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "Ändrat.")
    return git(folder, "rev-parse", "HEAD")
