"""What would be another in a file, shown before it is written. Not for what differs between two versions: see `diff`."""

import re
from difflib import unified_diff

from ssr.report.sentences import unobeyed

_LINES = re.compile(r"(?<=\n)(?=.)", re.DOTALL)  # what else ends a line for Python may stand within one of YAML


def difference(before: bytes, after: bytes, was: str, now: str) -> str:
    """The lines that differ between two files, with one line around them, under the names of both; empty if none."""
    lines = unified_diff(_lines(before), _lines(after), was, now, n=1)
    return unobeyed("".join(line.rstrip("\r\n") + "\n" for line in lines))


def _lines(content: bytes) -> list[str]:
    text = content.decode("utf-8-sig", "replace")
    return _LINES.split(text) if text else []
