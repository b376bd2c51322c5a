"""Responses: what a form that came back says, before it is matched with the fields that were asked for."""

from collections.abc import Mapping
from typing import NamedTuple


class Control(NamedTuple):
    """A content control of a Word document: its names, its text, and whether that only asks to be filled in."""

    tag: str
    title: str
    text: str
    empty: bool = False


class FormResponse(NamedTuple):
    """A file that came back: what it says it is and its answers by field, as controls where it is a Word document.

    `problem` is why it cannot be read, with the parameters of that sentence.
    """

    path: str
    mark: Mapping[str, str] = {}
    answers: Mapping[str, str] = {}
    controls: tuple[Control, ...] = ()
    problem: tuple[str, Mapping[str, object]] | None = None
