"""The options that several commands have. Help texts are keys of the catalogue."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from ssr.base.schema import FORMATS, closest, is_day
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


TOLD = frozenset({ChangesFormat.TEXT, ChangesFormat.JSON})

_Value = TypeVar("_Value", bound=StrEnum)


def _option_of(values: type[_Value], option: str) -> Any:
    """An option with some values, for which the words that its own section of the catalogue has may be written."""
    metavar = f"<{'|'.join(values)}>"
    return typer.Option(f"--{option}", metavar=metavar, help=option, parser=_parser(values, option))


def _parser(values: type[_Value], option: str) -> Callable[[str], _Value]:
    def parse(text: str) -> _Value:
        known = list(values)
        if text not in known:
            from ssr.base.names import resolve_word
            from ssr.text.catalogue import LANGUAGES, catalogue

            words: dict[str, list[str]] = {
                str(value): [catalogue(one).text(f"{option}.{value}") for one in LANGUAGES] for value in known
            }
            text = resolve_word(text, words)
        if text not in known:
            raise UsageError(
                "unknown-choice",
                value=text,
                option=f"--{option}",
                known=", ".join(known),
                suggestion=closest(text, known),
            )
        return values(text)

    return parse


# These are read before the command is known (see `Setting`); here they are only declared.
KbOption = Annotated[str | None, typer.Option("--kb", metavar="DIR", help="kb")]
OverlayOption = Annotated[str | None, typer.Option("--overlay", metavar="DIR", help="overlay")]
LangOption = Annotated[Language | None, typer.Option("--lang", help="lang")]

AtOption = Annotated[str | None, typer.Option("--at", metavar="DATE", help="at")]
BaselineOption = Annotated[str | None, typer.Option("--baseline", metavar="REV", help="baseline")]
AudienceOption = Annotated[Audience, _option_of(Audience, "audience")]
MarkingOption = Annotated[Marking | None, _option_of(Marking, "marking")]
EditionOption = Annotated[str | None, typer.Option("--edition", metavar="PERIOD", help="edition")]
FormatOption = Annotated[TextFormat, typer.Option("--format", help="format-text")]
KindOption = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="kind")]
ReferenceOption = Annotated[str | None, typer.Option("--reference", metavar="FILE", help="reference")]
OutputOption = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="output")]
FolderOption = Annotated[str | None, typer.Option("--output", "-o", metavar="DIR", help="output-made")]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="id")]
OptionalIdArgument = Annotated[str | None, typer.Argument(metavar="[ID]", help="id")]


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
