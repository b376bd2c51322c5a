"""The commands and their options, as Typer declares them. Each hands its arguments on and shows the result."""

from pathlib import Path
from typing import Annotated, Any

import typer

from ssr import __version__
from ssr.cli.collect_command import collect
from ssr.cli.options import (
    TOLD,
    AtOption,
    Audience,
    AudienceOption,
    BaselineOption,
    ChangesFormat,
    EditionOption,
    FindingsFormat,
    FormatOption,
    IdArgument,
    KbOption,
    KindOption,
    LangOption,
    OutputOption,
    OverlayOption,
    TextFormat,
    day_of,
)
from ssr.cli.render_command import document_command, document_commands, documents_app
from ssr.cli.translated import Command, Group, Run
from ssr.cli.upkeep_command import period_app, reviewed, status


class Commands(Group):
    """The commands of the tool, and besides those of documents that are commands of their own."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *sorted(document_commands(ctx.obj))]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        result = super().get_command(ctx, cmd_name)
        document = None if result is not None else document_commands(ctx.obj).get(cmd_name)
        return result if document is None else document_command(ctx, document)


app = typer.Typer(
    cls=Commands,
    help="app",
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
app.add_typer(documents_app, name="render", help="render")
app.add_typer(period_app, name="period", help="period")
app.command(cls=Command, help="collect")(collect)
app.command(cls=Command, help="status")(status)
app.command(cls=Command, help="reviewed")(reviewed)


@app.callback(invoke_without_command=True)
def root(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", "-V", help="version")] = False,
    kb: KbOption = None,
    lang: LangOption = None,
) -> None:
    """Answer what is asked of the tool itself."""
    if version:
        run: Run = ctx.obj
        run.console.data(f"ssr {__version__}\n")
        raise typer.Exit


@app.command(cls=Command, help="validate")
def validate(
    ctx: typer.Context,
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH]...", help="paths")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="strict")] = False,
    format_: Annotated[FindingsFormat, typer.Option("--format", help="format-findings")] = FindingsFormat.TEXT,
    at: AtOption = None,
    baseline: BaselineOption = None,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    lang: LangOption = None,
) -> int:
    """Check the base."""
    from ssr.cli.findings_output import checked
    from ssr.commands.validate import validate as check

    run: Run = ctx.obj
    relative = [run.setting.relative(path) for path in paths or []]
    day = day_of(run.setting, at)
    earlier = None if baseline is None else run.setting.earlier(baseline)
    result = check(run.setting.tree, day=day, paths=relative, baseline=earlier, progress=run.console.progress)
    run.console.data(checked(run.console, result, format_))
    if result.not_compared:
        run.console.tell("next.not-compared", n=result.not_compared)
    if result.findings:
        run.console.next_step("faults", code=result.findings[0].code)
    else:
        run.console.next_step("validated")
    return 1 if result.fails(strict=strict) else 0


@app.command(cls=Command, help="diff")
def diff(
    ctx: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help="old")],
    new: Annotated[str | None, typer.Argument(metavar="[NEW]", help="new")] = None,
    kind: KindOption = None,
    only: Annotated[str | None, typer.Option("--id", metavar="ID", help="only-id")] = None,
    for_: Annotated[str | None, typer.Option("--for", metavar="ID", help="for")] = None,
    format_: Annotated[ChangesFormat | None, typer.Option("--format", help="format-changes")] = None,
    output: OutputOption = None,
    audience: AudienceOption = Audience.PUBLIC,
    drafts: Annotated[bool, typer.Option("--drafts", help="drafts")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="exit-code")] = False,
    kb: KbOption = None,
    lang: LangOption = None,
) -> int:
    """Tell what changed."""
    from ssr.cli.browse_output import compared
    from ssr.cli.diff_command import chosen_format, declared_whom, document, written
    from ssr.diff.comparison import diff as compare

    run: Run = ctx.obj
    format_ = chosen_format(format_, output)
    if format_ not in TOLD:
        text_only = {"--kind": kind, "--id": only, "--exit-code": exit_code}
        sides = {"old": f"draft:{old}" if drafts else old, "new": f"draft:{new or ''}" if drafts else new, "for_": for_}
        document(run, ctx.info_name, format_, text_only, options=sides, audience=audience, output=output)
        return 0
    result = compare(
        run.setting.versioned,
        old=old,
        new=new,
        today=run.setting.today,
        audience=audience,
        language=run.setting.language,
        here=Path.cwd(),
        kind=kind,
        id_=only,
        for_=for_,
        whom=declared_whom(run, ctx.info_name) if for_ else None,
        drafts=drafts,
    )
    written(run, compared(run.console, result, format_), output)
    if result.left_out:
        run.console.left_out([f"{path} ({', '.join(names)})" for path, names in result.faulty.items()])
    else:
        run.console.elsewhere(result.findings)
    run.console.next_step("compared")
    return 1 if exit_code and result.may_differ else 0


@app.command(cls=Command, help="log")
def log(
    ctx: typer.Context,
    id_: IdArgument,
    format_: FormatOption = TextFormat.TEXT,
    audience: AudienceOption = Audience.PUBLIC,
    kb: KbOption = None,
    lang: LangOption = None,
) -> None:
    """Tell the life of one entry."""
    from ssr.cli.log_output import life_told, tell_what_is_missing
    from ssr.commands.log import log as tell

    run: Run = ctx.obj
    setting = run.setting
    life = tell(setting.versioned, id_=id_, today=setting.today, audience=audience, language=setting.language)
    run.console.data(life_told(run.console, life, format_))
    tell_what_is_missing(run.console, life)
    run.console.next_step("lived", id=id_)


@app.command("list", cls=Command, help="list")
def list_(
    ctx: typer.Context,
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help="kind")] = None,
    format_: FormatOption = TextFormat.TEXT,
    at: AtOption = None,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    lang: LangOption = None,
) -> None:
    """Name what there is."""
    from ssr.cli.browse_output import listed
    from ssr.commands.browse import list_entries

    run: Run = ctx.obj
    base, entries = list_entries(run.setting.tree, day=day_of(run.setting, at), kind=kind, only_in_force=at is not None)
    run.console.data(listed(run.console, base.kinds, entries, format_))
    run.console.next_step("listed")


@app.command(cls=Command, help="show")
def show(
    ctx: typer.Context,
    id_: IdArgument,
    edition: EditionOption = None,
    at: AtOption = None,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    lang: LangOption = None,
) -> None:
    """Show one entry and its links."""
    from ssr.cli.browse_output import one
    from ssr.commands.browse import show as find

    run: Run = ctx.obj
    found = find(run.setting.tree, id_=id_, day=day_of(run.setting, at), edition=edition)
    run.console.data(one(run.console, found))
    run.console.next_step("shown")


@app.command(cls=Command, help="rule")
def rule(
    ctx: typer.Context,
    code: Annotated[str | None, typer.Argument(metavar="[CODE]", help="code")] = None,
    kb: KbOption = None,
    lang: LangOption = None,
) -> None:
    """Explain a rule, or name them all."""
    from ssr.commands.rule_pages import page, pages

    run: Run = ctx.obj
    if code is not None:
        found = page(run.console.words, code)
        run.console.data(f"{found.code}  {found.title}\n\n{found.manual}".rstrip() + "\n")
        return
    run.console.data("".join(f"{one.code}  {one.title}\n" for one in pages(run.console.words)))
    run.console.next_step("ruled")


@app.command(cls=Command, help="schema")
def schema(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="kind-schema")],
    kb: KbOption = None,
    lang: LangOption = None,
) -> None:
    """Print the schema of a kind."""
    from ssr.commands.kind_schema import kind_schema

    run: Run = ctx.obj
    run.console.data(kind_schema(run.setting.tree, kind))
    run.console.next_step("schema")
