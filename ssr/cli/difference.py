"""What would be another in a file, shown before it is written. Not for what differs between two versions: see `diff`."""

from difflib import unified_diff


def difference(before: str, after: str, was: str, now: str) -> str:
    """The lines that differ between two texts, with one line around them, under the names of the files; empty if none."""
    lines = unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), was, now, n=1)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
