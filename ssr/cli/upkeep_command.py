"""The commands for those who keep the base: its periods, what needs another look, and that it has been looked at."""

import contextlib
from pathlib import Path
from typing import Annotated, Any

import typer

from ssr.cli.choice import chooser
from ssr.cli.help_page import Command, Group, HelpText, words_of
from ssr.cli.options import (
    AgreedOption,
    AtOption,
    BeneathOption,
    EditionOption,
    FormatOption,
    IdArgument,
    KbOption,
    LangOption,
    OverlayOption,
    TextFormat,
    content_of,
    day_of,
)
from ssr.cli.setting import Run
from ssr.errors import UsageError

period_app = typer.Typer(name="period", cls=Group, help="period", add_completion=False)


class _NewPeriod(Command):
    """Its help lists what a carried copy has otherwise, which the schemas of the base say."""

    def help_text(self, ctx: Any) -> HelpText:
        from ssr.base.resources import Resources
        from ssr.base.schema_files import load_kinds
        from ssr.cli.period_output import rewritten

        run: Run = ctx.obj
        text = super().help_text(ctx)
        with contextlib.suppress(UsageError):  # where there is no base, it has no schemas either
            changes = rewritten(words_of(ctx), load_kinds(Resources(run.setting.tree)))
            text = text._replace(details=f"{text.details}\n\n{changes}")
        return text


@period_app.callback(invoke_without_command=True)
def period(
    ctx: typer.Context,
    format_: FormatOption = TextFormat.TEXT,
    at: AtOption = None,
    kb: KbOption = None,
    lang: LangOption = None,
) -> None:
    """List the periods, when nothing else is asked."""
    if ctx.invoked_subcommand is not None:
        return
    from ssr.cli.period_output import periods_text
    from ssr.commands.period import periods

    run: Run = ctx.obj
    result = periods(run.setting.tree, day=day_of(run.setting, at))
    run.console.data(periods_text(run.console, result, format_))
    run.console.elsewhere(result.findings)
    run.console.next_step("periods")


@period_app.command("new", cls=_NewPeriod, help="period-new")
def new(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="PERIOD", help="period-id")],
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="period-from")],
    last: Annotated[str, typer.Option("--until", metavar="DATE", help="period-until")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="dry-run")] = False,
    kb: KbOption = None,
    lang: LangOption = None,
) -> None:
    """Make a period, or show what would be made."""
    from ssr.authoring.new_period import new_period
    from ssr.cli.findings_output import findings_text
    from ssr.cli.period_output import differences
    from ssr.files import create, recover

    run: Run = ctx.obj
    tree, console = run.setting.own, run.console
    if not dry_run and (undone := recover(tree.root)):
        console.left_out(undone, "undone")
    first, last = day_of(run.setting, first), day_of(run.setting, last)
    result = new_period(tree, id_=id_, first=first, last=last, day=run.setting.today)
    if dry_run:
        console.data(differences(result))
    else:
        create(tree.root, {file.path: file.content for file in result.files})
        console.data("".join(f"{file.path}\n" for file in result.files))
    if result.findings:
        console.say(findings_text(console, run.setting, result.findings).rstrip("\n"))
    for entry in result.left:
        console.tell("next.left", id=entry.id, period=entry.edition)
    console.next_step("period-shown" if dry_run else "period-made", period=id_)


def status(
    ctx: typer.Context,
    agreed: AgreedOption = None,
    format_: FormatOption = TextFormat.TEXT,
    at: AtOption = None,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> None:
    """Tell what needs another look."""
    from ssr.commands.status import status as look
    from ssr.report.action_report import ActionReport
    from ssr.report.attention_report import AttentionReport

    run: Run = ctx.obj
    day = day_of(run.setting, at)
    listed = None if agreed is None else (agreed, content_of(agreed))
    result = look(run.setting.tree, day=day, agreed=listed)
    report = AttentionReport(run.console.words, result.base, day)
    actions = ActionReport(run.console.words, result.base, day)
    if format_ == "json":
        beside = {} if result.agreed is None else {"agreed": actions.objects(result.agreed)}
        run.console.data(report.json(result.attention, beside))
    else:
        parts = [report.text(result.attention), *([] if result.agreed is None else [actions.text(result.agreed)])]
        run.console.data("\n".join(parts))
    run.console.elsewhere(result.findings)
    run.console.next_step("attended")


def reviewed(
    ctx: typer.Context,
    id_: IdArgument,
    targets: Annotated[list[str] | None, typer.Argument(metavar="TARGET", help="targets")] = None,
    edition: EditionOption = None,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> None:
    """Record that what an entry leads to has been looked at."""
    from ssr.commands.reviewed import record
    from ssr.files import edit

    run: Run = ctx.obj
    tree = run.setting.own
    day, choose = run.setting.today, chooser(run.console)
    result = record(tree, id_=id_, day=day, targets=targets or (), edition=edition, choose=choose)
    if not result.records:
        run.console.tell("next.reviewed-already", id=id_)
        return
    edit(Path(tree.root / result.path), result.content)
    run.console.data("".join(f"{one}\n" for one in result.records))
    run.console.tell("next.written", path=result.path)
