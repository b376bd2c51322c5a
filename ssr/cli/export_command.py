"""`ssr export`: all that holds, as one JSON or as tables, put where it was asked for."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ssr.cli.options import (
    AtOption,
    Audience,
    AudienceOption,
    BeneathOption,
    DataFormat,
    KbOption,
    LangOption,
    OverlayOption,
    choice,
    day_of,
    format_of,
)
from ssr.cli.setting import Run
from ssr.errors import UsageError

if TYPE_CHECKING:  # imported only when something is exported
    from ssr.formats.spreadsheet import Sheet
    from ssr.report.tables import Table

_LEGEND = "_columns"  # no kind is called so


def export(
    ctx: typer.Context,
    format_: Annotated[DataFormat | None, choice("--format", DataFormat, "format-data")] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="PATH", help="export-output")] = None,
    audience: AudienceOption = Audience.PUBLIC,
    at: AtOption = None,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> None:
    """Give all that holds to other programs."""
    from ssr.cli.deliver import Delivery
    from ssr.commands.export import export as view_of
    from ssr.files import refuse_foreign, replace
    from ssr.report.machine import json_text

    run: Run = ctx.obj
    setting, console = run.setting, run.console
    format_ = format_ or format_of(output, DataFormat.JSON, ctx.command_path)
    if format_ is DataFormat.XLSX and output is None and console.is_screen():
        raise UsageError("binary-to-terminal", format=format_)
    if format_ is DataFormat.CSV and output is None:
        raise UsageError("missing-argument", option="-o", command=ctx.command_path)
    folder = Path(output or "")
    if format_ is DataFormat.CSV:
        refuse_foreign(folder)  # before anything is made
    result = view_of(setting.tree, day=day_of(setting, at), audience=str(audience), language=setting.language)
    if format_ is DataFormat.JSON:
        Delivery(run, output, None).put(json_text(result.as_object()).encode())
    else:
        from ssr.formats.spreadsheet import csv_file, workbook

        sheets = _sheets(run, result.tables())
        if format_ is DataFormat.XLSX:
            Delivery(run, output, None).put(workbook(sheets, result.view.base.title, result.view.day))
        else:
            files = {f"{sheet.name}.csv": csv_file(sheet) for sheet in sheets}
            replace(folder, files)
            console.tell("next.written-folder", n=len(files), path=str(folder))
    console.tell("next.audience", audience=console.words.text(f"audience.{audience}"))
    console.elsewhere(result.findings)
    console.next_step("exported")


def _sheets(run: Run, tables: "Sequence[Table]") -> "list[Sheet]":
    """The tables, and last what each column is called and is for."""
    from ssr.formats.spreadsheet import Sheet

    words = run.console.words
    legend = [
        (table.name, column.name, column.title, column.description) for table in tables for column in table.columns
    ]
    head = [words.text(f"export.{part}") for part in ("table", "column", "title", "description")]
    sheets = [Sheet(table.name, [column.name for column in table.columns], table.rows) for table in tables]
    return [*sheets, Sheet(_LEGEND, head, legend)]
