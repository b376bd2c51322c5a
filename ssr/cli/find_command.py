"""`ssr find`: where some words stand in the base, as text or for other programs."""

from typing import Annotated

import typer

from ssr.cli.choice import chooser
from ssr.cli.console import Console
from ssr.cli.options import (
    AtOption,
    Audience,
    AudienceOption,
    BeneathOption,
    FormatOption,
    KbOption,
    KindOption,
    LangOption,
    OverlayOption,
    TextFormat,
    day_of,
)
from ssr.cli.setting import Run
from ssr.commands.find import FoundEntry, FoundPlace, SearchResult
from ssr.report.machine import json_text
from ssr.report.sentences import unobeyed, visible_line


def find(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="words")],
    kind: KindOption = None,
    format_: FormatOption = TextFormat.TEXT,
    audience: AudienceOption = Audience.PUBLIC,
    at: AtOption = None,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> None:
    """Tell where some words stand."""
    from ssr.commands.find import find as search

    run: Run = ctx.obj
    setting, console = run.setting, run.console
    day, asked = day_of(setting, at), " ".join(words)
    result = search(
        setting.tree,
        words=asked,
        day=day,
        audience=audience,
        language=setting.language,
        kind=kind,
        choose=chooser(console),
        only_in_force=at is not None,
    )
    if format_ is TextFormat.JSON:
        head = {"words": asked, "day": day, "audience": str(audience), "language": setting.language}
        rows = [_as_object(console, one) for one in result.entries]
        console.data(json_text({**head, "entries": rows}))
    else:
        console.data(_text(console, result))
    if not result.entries:
        console.tell("find.nothing", words=asked, audience=console.words.text(f"audience.{audience}"))
    console.elsewhere(result.findings)
    if result.entries:
        console.next_step("listed")


def _text(console: Console, result: SearchResult) -> str:
    """Each entry with the places below it, told by what the fields are called."""
    lines: list[str] = []
    mark = console.words.text("changes.mark-example")
    for one in result.entries:
        state = console.words.text(f"list.{one.state}") if one.state else None
        aside = ", ".join(filter(None, (one.kind.root.title(console.words.language).lower(), one.edition, state)))
        lines.append(f"{one.id}  {visible_line(one.name)} ({aside})")
        lines += [
            f"  {mark if place.is_example else ''}{_title(console, place)}: {visible_line(place.line)}"
            for place in one.places
        ]
    return unobeyed("".join(f"{line}\n" for line in lines))


def _title(console: Console, place: FoundPlace) -> str:
    """What the place is called: its fields from without, each name once."""
    titles = (field.title(console.words.language) for field in place.fields)
    return ", ".join(dict.fromkeys(titles)) or console.words.text("find.id")


def _as_object(console: Console, one: FoundEntry) -> dict[str, object]:
    places = [
        {
            "field": ".".join(field.name for field in place.fields) or None,
            "title": _title(console, place),
            "key": place.key,
            "line": place.line,
            "illustrative": place.is_example,
        }
        for place in one.places
    ]
    about = {"kind": one.kind.name, "id": one.id, "edition": one.edition, "name": one.name, "state": one.state}
    return {**about, "places": places}
