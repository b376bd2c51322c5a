"""The options that several commands have. Help texts are keys of the catalogue."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ssr.base.schema import FORMATS, closest, is_day
from ssr.cli.help_page import COMMON
from ssr.cli.setting import Setting
from ssr.errors import UsageError

if TYPE_CHECKING:  # imported only when a document is looked up: it is slow to start
    from ssr.templating.definition import Definition


class Audience(StrEnum):
    """Who a document is for."""

    PUBLIC = "public"
    MEMBERS = "members"
    OFFICE = "office"


class Marking(StrEnum):
    """What a document is made for."""

    REAL = "real"
    EXERCISE = "exercise"
    TEST = "test"


class Language(StrEnum):
    """The language of messages and labels."""

    SV = "sv"
    EN = "en"


class FindingsFormat(StrEnum):
    """How findings are told."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


class TextFormat(StrEnum):
    """How anything else is told."""

    TEXT = "text"
    JSON = "json"


class ChangesFormat(StrEnum):
    """How changes are told: as text or JSON, or as a document."""

    TEXT = "text"
    JSON = "json"
    MD = "md"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    TXT = "txt"


TEXTUAL = frozenset({ChangesFormat.TEXT, ChangesFormat.JSON})


def choice(name: str, choices: type[StrEnum], help_: str, panel: str | None = None) -> Any:
    """An option with a few values to choose from; what is none of them is refused in a sentence of ours."""
    signs = f"<{'|'.join(choices)}>"
    return typer.Option(name, parser=_chosen(name, choices), metavar=signs, help=help_, rich_help_panel=panel)


def _chosen(option: str, choices: type[StrEnum]) -> Callable[[str], StrEnum]:
    def parse(value: str) -> StrEnum:
        if value not in set(choices):
            suggestion = closest(value, choices)
            raise UsageError(
                "unknown-choice", value=value or "''", option=option, known=", ".join(choices), suggestion=suggestion
            )
        return choices(value)

    return parse


# These are read before the command is known, wherever they stand (see `Setting`); here they are only declared.
_common_option = partial(typer.Option, rich_help_panel=COMMON)
KbOption = Annotated[str | None, _common_option("--kb", metavar="DIR", help="kb")]
OverlayOption = Annotated[str | None, _common_option("--overlay", metavar="DIR", help="overlay")]
LangOption = Annotated[Language | None, choice("--lang", Language, "lang", COMMON)]

AtOption = Annotated[str | None, typer.Option("--at", metavar="DATE", help="at")]
BaselineOption = Annotated[str | None, typer.Option("--baseline", metavar="REV", help="baseline")]
AudienceOption = Annotated[Audience, choice("--audience", Audience, "audience")]
MarkingOption = Annotated[Marking | None, choice("--marking", Marking, "marking")]
EditionOption = Annotated[str | None, typer.Option("--edition", metavar="PERIOD", help="edition")]
FormatOption = Annotated[TextFormat, choice("--format", TextFormat, "format-text")]
KindOption = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="kind")]
ReferenceOption = Annotated[str | None, typer.Option("--reference", metavar="FILE", help="reference")]
OutputOption = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="output")]
FolderOption = Annotated[str | None, typer.Option("--output", "-o", metavar="DIR", help="output-made")]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="id")]
OptionalIdArgument = Annotated[str | None, typer.Argument(metavar="ID", help="id")]


def day_of(setting: Setting, asked: str | None) -> str:
    """The day that was asked for, else today."""
    if asked is not None and not is_day(asked):
        raise UsageError("wrong-date", value=asked)
    return asked or setting.today


def moment_in(option: str, asked: str | None) -> str | None:
    """The day and time that an option holds, None where it was left out."""
    if asked is not None:
        day, _, clock = asked.partition("T")
        if not is_day(day) or not FORMATS["clock"](clock):
            raise UsageError("wrong-moment", value=asked, option=option)
    return asked


def completed(setting: Setting, document: "Definition", values: Mapping[str, str | None]) -> dict[str, str | None]:
    """The values of a document's own options; a time of day gets its day, and what the clock shows is filled in."""
    result = dict(values)
    for parameter in document.parameters:
        value = result[parameter.name]
        if parameter.type == "now":
            result[parameter.name] = value or setting.now
        elif parameter.day and value and re.fullmatch(r"[0-9]{1,2}[:.][0-9]{2}", value):
            result[parameter.name] = f"{result[parameter.day] or setting.today}T{value.replace('.', ':').zfill(5)}"
    return result
