"""The one way to say that data is wrong, whoever noticed it.

A finding holds a code, a message key and parameters, and places; the sentence is written by `report`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Severity(StrEnum):
    """How bad it is: an error fails the check, a warning only with `--strict`, a note never."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Position(NamedTuple):
    """A place in a file: line and column from 1, in characters; `width` characters are meant, within the line."""

    line: int = 1
    column: int = 1
    width: int = 1


class Location(NamedTuple):
    """A place in the base: the path relative to it, and the position in that file."""

    path: str
    position: Position = Position()


class Edit(NamedTuple):
    """The letters of a file from `start` to `end` become `text`; one that `is_certain` needs nobody to look at it.

    That of a line is certain only as far as the file has no fault when all such edits are made.
    """

    start: int
    end: int
    text: str
    is_certain: bool


class Finding(NamedTuple):
    """One thing that is wrong, and where.

    `code` is permanent. The parameter `value`, if any, quotes the data: machine formats leave it out
    unless `public` says that anybody may read it. `related` are other places that matter to the same finding,
    `earlier` is the place in an earlier version of the base that it is compared with.
    """

    code: str
    severity: Severity
    key: str
    location: Location
    parameters: Mapping[str, object] = MappingProxyType({})
    related: tuple[Location, ...] = ()
    public: bool = False
    earlier: Location | None = None

    @property
    def order(self) -> tuple[bool, Location, str, str]:
        """Sorts findings by place, then by code; before all others what these may follow from."""
        return not self._is_cause, self.location, self.code, self.key

    @property
    def _is_cause(self) -> bool:
        """Whether it is of what all else is judged by: the shape of a schema or of the manifest, or the base beneath."""
        path = self.location.path
        return self.code == "SSR217" or (self.code < "SSR2" and (path == "ssr.yaml" or path.startswith("schemas/")))

    def below(self, prefix: str) -> "Finding":
        """The finding with its place in a folder whose path begins with `prefix`."""
        return self._replace(location=self.location._replace(path=prefix + self.location.path)) if prefix else self
