"""The commands that record what was agreed: an entry that was, and one actor's own adoption of one."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ssr.cli.choice import chooser, is_attended, read_answer
from ssr.cli.difference import difference
from ssr.cli.options import (
    BeneathOption,
    EditionOption,
    IdArgument,
    KbOption,
    LangOption,
    OverlayOption,
    content_of,
    day_of,
)
from ssr.cli.setting import Run
from ssr.errors import UsageError

if TYPE_CHECKING:  # imported only when something is recorded: it is slow to start
    from ssr.authoring.agreement_record import Recorded

DayOption = Annotated[str | None, typer.Option("--date", metavar="DATE", help="agreed-date")]
NumberOption = Annotated[str | None, typer.Option("--reference", metavar="TEXT", help="agreed-reference")]
DecisionOption = Annotated[str | None, typer.Option("--decision", metavar="ID", help="agreed-decision")]
MinutesOption = Annotated[list[str] | None, typer.Option("--minutes", metavar="ID", help="agreed-minutes")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="dry-run")]
YesOption = Annotated[bool, typer.Option("--yes", help="sure")]


def agree(
    ctx: typer.Context,
    id_: IdArgument,
    how: Annotated[str, typer.Option("--how", metavar="TEXT", help="agreed-how")],
    forum: Annotated[str | None, typer.Option("--forum", metavar="ID", help="agreed-forum")] = None,
    date: DayOption = None,
    reference: NumberOption = None,
    decision: DecisionOption = None,
    minutes: MinutesOption = None,
    not_joined: Annotated[list[str] | None, typer.Option("--not-joined", metavar="ACTOR", help="not-joined")] = None,
    version: Annotated[str | None, typer.Option("--version", metavar="TEXT", help="agreed-version")] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="agreed-from")] = None,
    answers: Annotated[str | None, typer.Option("--answers", metavar="FILE", help="agreed-answers")] = None,
    edition: EditionOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> None:
    """Record that an entry was agreed, or show what that would change."""
    from ssr.commands.agree import agree as work_out

    run: Run = ctx.obj
    said = {
        **_said(run, ctx, date, reference, decision),
        "how": [how],
        "in": _given(forum),
        "without": not_joined or (),
    }
    result = work_out(
        run.setting.tree,
        id_=id_,
        said=said,
        day=run.setting.today,
        sources=minutes or (),
        version=version,
        first=None if first is None else day_of(run.setting, first),
        answers=None if answers is None else content_of(answers),
        edition=edition,
        choose=chooser(run.console),
    )
    _deliver(run, id_, result, only_show=dry_run, is_sure=yes)


def adopt(
    ctx: typer.Context,
    id_: IdArgument,
    actor: Annotated[str, typer.Argument(metavar="ACTOR", help="adopter")],
    date: DayOption = None,
    body: Annotated[str | None, typer.Option("--body", metavar="TEXT", help="adopted-body")] = None,
    reference: NumberOption = None,
    decision: DecisionOption = None,
    minutes: MinutesOption = None,
    edition: EditionOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> None:
    """Record that an actor has adopted an entry, or show what that would change."""
    from ssr.commands.adopt import adopt as work_out

    run: Run = ctx.obj
    result = work_out(
        run.setting.tree,
        id_=id_,
        actor=actor,
        said={**_said(run, ctx, date, reference, decision), "of": _given(body)},
        day=run.setting.today,
        sources=minutes or (),
        edition=edition,
        choose=chooser(run.console),
    )
    _deliver(run, id_, result, only_show=dry_run, is_sure=yes)


def _said(
    run: Run, ctx: typer.Context, date: str | None, reference: str | None, decision: str | None
) -> Mapping[str, Sequence[str]]:
    """What both commands take: the day, the number and the decision, by what schemas call them."""
    if date is None and decision is None:
        raise UsageError("missing-argument", option="--date", command=ctx.command_path)
    day = None if date is None else day_of(run.setting, date)
    return {"resting-on": _given(decision), "on": _given(day), "under": _given(reference)}


def _given(word: str | None) -> Sequence[str]:
    return () if word is None else (word,)


def _deliver(run: Run, id_: str, result: "Recorded", *, only_show: bool, is_sure: bool) -> None:
    """Show what would be another, and write it: at a terminal when the one who sits there says so."""
    from ssr.cli.findings_output import findings_text
    from ssr.files import edit

    console = run.console
    if result.after == result.before:
        console.tell("next.agreed-already", id=id_)
        return
    if result.findings:
        planned = {result.path: result.after}
        console.say(findings_text(console, run.setting, result.findings, planned).rstrip("\n"))
    if only_show:
        console.data(_difference(result))
        console.next_step("shown-only")
        return
    if is_attended() and not is_sure:
        console.say(_difference(result).rstrip("\n"))
        if not _is_agreed_to(run):
            console.tell("next.not-written")
            return
    edit(run.setting.own.root / result.path, result.after)
    console.data(f"{result.path}\n")
    console.next_step("recorded")


def _is_agreed_to(run: Run) -> bool:
    """Whether the one at the terminal wants it written."""
    from ssr.text.catalogue import written_for

    run.console.tell("form.sure")
    while (answer := read_answer(run.console).lower()) not in written_for("yes"):
        if answer in written_for("no"):
            return False
        run.console.tell("form.sure")
    return True


def _difference(result: "Recorded") -> str:
    return difference(result.before, result.after, result.path, result.path)
