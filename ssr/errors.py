"""Failures of *use*: one sentence for the one at the keyboard, and an exit code.

What is wrong in the data is a finding, never one of these; any other exception is a bug of ours.
The sentence stands in the catalogue under `key`, so this module knows no language.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from ssr.finding import Finding


class SsrError(Exception):
    """A command cannot go on. `key` names the sentence in the catalogue, `parameters` fill it in."""

    exit_code: ClassVar[int]

    def __init__(self, key: str, **parameters: object) -> None:
        super().__init__(key)
        self.key = key
        self.parameters: Mapping[str, object] = parameters


class UsageError(SsrError):
    """The call is wrong: an unknown id, option, period or document, or no knowledge base here."""

    exit_code = 2


class NoContentError(UsageError):
    """The base holds nothing for a document. Asked for alone that is wrong use; of several, it is left out, no failure."""


class UnsoundError(SsrError):
    """What the call asks for rests on data with errors in it, which are told as `findings`."""

    exit_code = 1

    def __init__(self, key: str, *, findings: Sequence[Finding], **parameters: object) -> None:
        super().__init__(key, **parameters)
        self.findings = tuple(findings)


class MachineError(SsrError):
    """The machine says no: a full disk, a missing permission, git or an extra that is not installed."""

    exit_code = 3
