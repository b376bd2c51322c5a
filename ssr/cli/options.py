"""The options that several commands have. Help texts are keys of the catalogue."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar

import typer

from ssr.base.schema import is_day
from ssr.cli.help_page import COMMON
from ssr.cli.setting import Setting
from ssr.errors import UsageError
from ssr.text.folding import closest

if TYPE_CHECKING:  # imported only when a document is looked up: it is slow to start
    from ssr.templating.definition import Definition
    from ssr.text.times import WrittenMoment

_Format = TypeVar("_Format", bound=StrEnum)


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
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"


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


class ReviewFormat(StrEnum):
    """How a change is told to those who review it."""

    MD = "md"
    HTML = "html"
    JSON = "json"


class DataFormat(StrEnum):
    """How all that holds is given to other programs."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


def format_of(output: str | None, default: _Format, command: str) -> _Format:
    """The format of the file to write, by the end of its name, else the one that is meant where nobody says.

    A file that is called by a format that the command has not is refused: no program would open what is written in it.
    """
    from ssr.formats.adapters import FORMATS

    suffix, formats = suffix_of(output), type(default)
    if suffix in set(formats):
        return formats(suffix)
    if suffix in {*FORMATS, "json", "zip"} - {"txt"}:  # anything is a text
        raise UsageError("unknown-format", document=command, format=suffix, known=", ".join(formats))
    return default


TEXTUAL = frozenset({ChangesFormat.TEXT, ChangesFormat.JSON})


def choice(name: str, choices: type[StrEnum], help_: str, panel: str | None = None) -> Any:
    """An option with a few values to choose from; what is none of them is refused in a sentence of ours."""
    signs = f"<{'|'.join(choices)}>"
    return typer.Option(name, parser=_chosen(name, choices), metavar=signs, help=help_, rich_help_panel=panel)


def _meant(word: str, name: str, choices: type[StrEnum]) -> str:
    """The value that is meant by a word for it in the catalogue's section for the option; the word itself where there is none."""
    from ssr.base.names import resolve_word
    from ssr.text.catalogue import LANGUAGES, catalogue

    words = [catalogue(language) for language in LANGUAGES]
    keys = {str(choice_): f"{name}.{choice_}" for choice_ in choices}
    return resolve_word(word, {value: [one.text(key) for one in words if one.has(key)] for value, key in keys.items()})


def _chosen(option: str, choices: type[StrEnum]) -> Callable[[str], StrEnum]:
    def parse(value: str) -> StrEnum:
        if value not in set(choices):
            value = _meant(value, option.removeprefix("--"), choices)
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
BeneathOption = Annotated[str | None, _common_option("--beneath", metavar="DIR", help="beneath")]
LangOption = Annotated[Language | None, choice("--lang", Language, "lang", COMMON)]

AtOption = Annotated[str | None, typer.Option("--at", metavar="DATE", help="at")]
AgreedOption = Annotated[str | None, typer.Option("--agreed", metavar="FILE", help="agreed")]
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
    from ssr.text.times import parse_moment

    return None if asked is None else _canonical(_moment(setting, option, asked, None, parse_moment))


def completed(setting: Setting, document: "Definition", values: Mapping[str, str | None]) -> dict[str, str | None]:
    """The values of a document's own options, days and times in one form; what the clock shows is filled in."""
    result = dict(values)
    for parameter in document.parameters:
        value = result[parameter.name]
        if parameter.type == "day" and value is not None:
            result[parameter.name] = day_of(setting, value)
    for parameter in document.parameters:
        value = result[parameter.name]
        if parameter.type == "now":
            result[parameter.name] = moment_in(setting, parameter.option, value) or setting.now
        elif parameter.type == "moment" and value is not None:
            from ssr.text.times import parse_moment_or_span

            day = result[parameter.day] if parameter.day else None
            moment = _moment(setting, parameter.option, value, day, parse_moment_or_span)
            if day is not None and moment.at.date().isoformat() != day and moment.has_day:
                raise UsageError("two-days", option=parameter.option, value=value, day=day)
            result[parameter.name] = _canonical(moment)
    return result


class Doubt(NamedTuple):
    """A moment that is on the wrong side of now: what begins has passed already, or what began is still to come."""

    key: str
    option: str
    moment: str


def doubts(document: "Definition", values: Mapping[str, str | None], now: str) -> Iterator[Doubt]:
    """The options whose moment or day may have been meant to be another."""
    of_moments = {parameter.day for parameter in document.parameters}  # told with the moment that they are the day of
    for parameter in document.parameters:
        value = (values[parameter.name] or now).partition("/")[0]
        if parameter.type == "moment" and value < now:
            yield Doubt("passed", parameter.option, value)
        elif parameter.type == "now" and value > now:
            yield Doubt("ahead", parameter.option, value)
        elif parameter.type == "day" and parameter.name not in of_moments and value[:10] < now[:10]:
            yield Doubt("day-passed", parameter.option, value)


def _moment(
    setting: Setting, option: str, value: str, day: str | None, parse: "Callable[..., WrittenMoment | None]"
) -> "WrittenMoment":
    result = parse(value, setting.local_time, day=date.fromisoformat(day) if day else None)
    if result is None:
        raise UsageError("wrong-moment", value=value, option=option)
    return result


def _canonical(moment: "WrittenMoment") -> str:
    begun = moment.at.isoformat()[:16]
    return begun if moment.end is None else f"{begun}/{moment.end}"


def suffix_of(output: str | None) -> str:
    """The ending of the file to write, as the name of a format; empty where it has none."""
    return Path(output).suffix[1:].lower() if output else ""


def content_of(path: str) -> bytes:
    """The bytes of a file that the command names."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UsageError("unreadable-file", path=path) from error
