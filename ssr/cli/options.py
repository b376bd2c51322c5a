"""The options that several commands have. Help texts are keys of the catalogue."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ssr.base.schema import is_day
from ssr.cli.setting import Setting
from ssr.errors import UsageError

if TYPE_CHECKING:  # imported only when a document is looked up: it is slow to start
    from ssr.templating.definition import Definition
    from ssr.text.times import WrittenMoment


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

# These are read before the command is known (see `Setting`); here they are only declared.
KbOption = Annotated[str | None, typer.Option("--kb", metavar="DIR", help="kb")]
OverlayOption = Annotated[str | None, typer.Option("--overlay", metavar="DIR", help="overlay")]
LangOption = Annotated[Language | None, typer.Option("--lang", help="lang")]

AtOption = Annotated[str | None, typer.Option("--at", metavar="DATE", help="at")]
BaselineOption = Annotated[str | None, typer.Option("--baseline", metavar="REV", help="baseline")]
AudienceOption = Annotated[Audience, typer.Option("--audience", help="audience")]
MarkingOption = Annotated[Marking | None, typer.Option("--marking", help="marking")]
EditionOption = Annotated[str | None, typer.Option("--edition", metavar="PERIOD", help="edition")]
FormatOption = Annotated[TextFormat, typer.Option("--format", help="format-text")]
KindOption = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="kind")]
ReferenceOption = Annotated[str | None, typer.Option("--reference", metavar="FILE", help="reference")]
OutputOption = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="output")]
FolderOption = Annotated[str | None, typer.Option("--output", "-o", metavar="DIR", help="output-made")]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="id")]
OptionalIdArgument = Annotated[str | None, typer.Argument(metavar="[ID]", help="id")]


def day_of(setting: Setting, asked: str | None) -> str:
    """The day that was asked for, as people write days, else today."""
    if asked is None or is_day(asked):
        return asked or setting.today
    from ssr.text.times import parse_day

    day = parse_day(asked, setting.local_time.date())
    if day is None:
        raise UsageError("wrong-date", value=asked)
    return day.isoformat()


def moment_in(setting: Setting, option: str, asked: str | None) -> str | None:
    """The day and time that an option holds, as people write them; None where it was left out."""
    return None if asked is None else _canonical(_moment(setting, option, asked).at)


def completed(setting: Setting, document: "Definition", values: Mapping[str, str | None]) -> dict[str, str | None]:
    """The values of a document's own options, days and times in one form; what the clock shows is filled in."""
    result = dict(values)
    for parameter in document.parameters:
        value = result[parameter.name]
        if parameter.type == "day" and value is not None:
            result[parameter.name] = day_of(setting, value)
        elif parameter.type == "now":
            result[parameter.name] = _begun(setting, parameter.option, value)
    for parameter in document.parameters:
        value = result[parameter.name]
        if parameter.type == "moment" and value is not None:
            day = result[parameter.day] if parameter.day else None
            result[parameter.name] = _start(setting, parameter.option, value, day)
    return result


def _start(setting: Setting, option: str, value: str, day: str | None) -> str:
    """When something begins. A time alone that has passed today may mean tomorrow, and is not guessed at."""
    moment = _moment(setting, option, value, day)
    if day is not None and moment.has_day and moment.at.date().isoformat() != day:
        raise UsageError("two-days", option=option, value=value, day=day)
    if day is None and not moment.has_day and _canonical(moment.at) < setting.now:
        raise UsageError("time-passed", option=option, value=value, clock=moment.at.isoformat()[11:16])
    return _canonical(moment.at)


def _begun(setting: Setting, option: str, value: str | None) -> str:
    """When something began, now where nothing is said. A time alone that is to come today may mean yesterday."""
    if value is None:
        return setting.now
    moment = _moment(setting, option, value)
    if not moment.has_day and _canonical(moment.at) > setting.now:
        raise UsageError("time-ahead", option=option, value=value, clock=moment.at.isoformat()[11:16])
    return _canonical(moment.at)


def passed(document: "Definition", values: Mapping[str, str | None], now: str) -> Iterator[tuple[str, str]]:
    """The options that say when something begins, and the moment, where that has passed already."""
    for parameter in document.parameters:
        value = values[parameter.name]
        if parameter.type == "moment" and value is not None and value < now:
            yield parameter.option, value


def _moment(setting: Setting, option: str, value: str, day: str | None = None) -> "WrittenMoment":
    from ssr.text.times import parse_moment

    result = parse_moment(value, setting.local_time, day=date.fromisoformat(day) if day else None)
    if result is None:
        raise UsageError("wrong-moment", value=value, option=option)
    return result


def _canonical(moment: datetime) -> str:
    return moment.isoformat()[:16]
