"""Files in one, as a zip: in one order, with the times that they are given, and nothing of the machine that made it.

What is in it is stored as it is: no two packers give the same bytes, and one bit that is lost is lost in one file alone.
"""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_STORED, ZipFile, ZipInfo

_FIRST, _LAST = 1980, 2107  # what a zip can say


class PackedFile(NamedTuple):
    """A file in a zip: its path there, its bytes, and its time where it is read."""

    path: str
    content: bytes
    written: datetime


def zipped(files: Iterable[PackedFile]) -> bytes:
    """The files in one; the same files always give the same bytes."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as package:
        for file in sorted(files):
            info = ZipInfo(file.path, _time(file.written))
            info.create_system = 3  # whatever it is made on
            info.external_attr = 0o644 << 16
            package.writestr(info, file.content)
    return target.getvalue()


def _time(written: datetime) -> tuple[int, int, int, int, int, int]:
    year = min(max(written.year, _FIRST), _LAST)
    day = 28 if (written.month, written.day) == (2, 29) and year != written.year else written.day
    return year, written.month, day, written.hour, written.minute, written.second
