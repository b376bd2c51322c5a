"""The commits that touched the files of some entries, newest first, along the line of what was taken into the base.

That line follows the first parent of a merge: what came with a change is one step, where it was taken in. A file is
followed by its name into whatever folder, and to another name when one commit gave the same content that name, or when it
is told that the one name was the other.
Who made a commit, and what they said of it, is not read: nobody has cleared that for the readers.
"""

import re
from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from ssr.base.git import Repository, Revision, TreeEntry
from ssr.errors import MachineError

_WRITTEN = re.compile(rb"^author [^\n]*> (-?[0-9]{1,11}) [-+][0-9]{4}$", re.MULTILINE)
_FARTHEST = 60_000_000_000  # seconds from 1970, either way: what no calendar of ours can tell is no day
_PARENT = re.compile(rb"^parent ([0-9a-f]+)$", re.MULTILINE)
_ENTRY = re.compile(r"(?:.*/)?([a-z0-9-]+)\.yaml")


class Step(NamedTuple):
    """One commit that touched the files: what was recorded before it and by it, and when it was written.

    `before` is None at the very first commit, and where a shallow clone has nothing more. `renamed` gives for the new
    name of a file the one that it had.
    """

    before: Revision | None
    after: Revision
    seconds: int
    renamed: Mapping[str, str]


def steps(repository: Repository, folder: str, ids: Set[str], told: Mapping[str, str]) -> Iterator[Step]:
    """Each commit up to HEAD that touched the entries with these ids below `folder`; the ids are keys.

    `told` are ids of entries that were others, with what these were next.
    """
    names, start = set(ids), repository.revision("HEAD").commit
    while start:
        for hash_ in _touching(repository, start, folder, names):
            step = _step(repository, hash_, folder, names, told)
            if step is None:
                return
            yield step
            if renamed_names := set(step.renamed.values()) - names:
                names |= renamed_names
                start = step.before.commit if step.before is not None else ""
                break
        else:
            return


def _touching(repository: Repository, start: str, folder: str, names: Set[str]) -> list[str]:
    patterns = [f":(glob){folder}/**/{name}.yaml" for name in sorted(names)]
    listing = repository.output("--no-literal-pathspecs", "rev-list", "--first-parent", start, "--", *patterns)
    return listing.decode().split()


def _step(repository: Repository, hash_: str, folder: str, names: Set[str], told: Mapping[str, str]) -> Step | None:
    """The step that a commit is; None where what was before it has not been fetched."""
    head = repository.content(hash_, "commit").partition(b"\n\n")[0]
    committed, parent = _WRITTEN.search(head), _PARENT.search(head)
    if committed is None or abs(int(committed.group(1))) > _FARTHEST:
        raise MachineError("git-refused", reason=hash_)
    after, before = Revision(repository, hash_), None
    if parent is not None:
        before = Revision(repository, parent.group(1).decode())
        if repository.is_shallow and not repository.has(before.commit):
            return None
    renamed = {} if before is None else dict(_renamed(before.files, after.files, folder, names, told))
    return Step(before, after, int(committed.group(1)), renamed)


def _renamed(
    before: Mapping[str, TreeEntry],
    after: Mapping[str, TreeEntry],
    folder: str,
    names: Set[str],
    told: Mapping[str, str],
) -> Iterator[tuple[str, str]]:
    """Each name that is new, with the one name that went and had the same content, or is told to have been it."""
    was, now = (dict(_entries(files, folder)) for files in (before, after))
    gone = {path: name for path, name in was.items() if path not in after}
    for path in [path for path, name in now.items() if name in names and name not in was.values()]:
        same = {name for name in gone.values() if told.get(name) == now[path]}
        same = same or {name for other, name in gone.items() if before[other].hash == after[path].hash}
        if len(same) == 1:
            yield now[path], same.pop()


def _entries(files: Mapping[str, TreeEntry], folder: str) -> Iterator[tuple[str, str]]:
    """Each file that may be an entry, and its name."""
    for path in files:
        if path.startswith(f"{folder}/") and (file_name := _ENTRY.fullmatch(path)):
            yield path, file_name.group(1)
