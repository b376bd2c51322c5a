"""The commands and their options, as Typer declares them. Each hands its arguments on and shows the result.

A command is read and made into one of Typer's when it is asked for, so that no command costs what another needs.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from ssr import __version__
from ssr.cli.choice import chooser
from ssr.cli.help_page import Command, Group
from ssr.cli.options import (
    TEXTUAL,
    AtOption,
    Audience,
    AudienceOption,
    BeneathOption,
    ChangesFormat,
    EditionOption,
    FormatOption,
    IdArgument,
    KbOption,
    KindOption,
    LangOption,
    OutputOption,
    OverlayOption,
    ReferenceOption,
    TextFormat,
    choice,
    day_of,
    format_of,
)
from ssr.cli.setting import Run
from ssr.cli.shell_setup import Shell, script
from ssr.cli.shell_setup import install as install_completion
from ssr.cli.usage import refuse_no_command
from ssr.errors import UsageError

# Where each command is declared, as a module of this package and what there declares it; read when it is asked for.
DECLARED: Mapping[str, tuple[str, str]] = {
    "validate": ("validate_command", "validate"),
    "render": ("render_command", "documents_app"),
    "diff": ("app", "diff"),
    "list": ("app", "list_"),
    "show": ("app", "show"),
    "export": ("export_command", "export"),
    "find": ("find_command", "find"),
    "init": ("init_command", "init"),
    "new": ("writing_command", "new"),
    "edit": ("edit_command", "edit"),
    "explain": ("app", "explain"),
    "rename": ("writing_command", "rename"),
    "agree": ("agreement_command", "agree"),
    "adopt": ("agreement_command", "adopt"),
    "rule": ("app", "rule"),
    "log": ("app", "log"),
    "schema": ("app", "schema"),
    "review": ("review_command", "review"),
    "status": ("upkeep_command", "status"),
    "reviewed": ("upkeep_command", "reviewed"),
    "period": ("upkeep_command", "period_app"),
    "collect": ("collect_command", "collect"),
    "report": ("report_command", "report"),
    "archive": ("archive_command", "archive"),
}


class Commands(Group):
    """The commands of the tool, and besides those of documents that are commands of their own.

    What the tool is for stands first, so that a newcomer sees a small tool. A document is a command of its own
    where there is no time to look for it, so those stand with what is used on duty.
    """

    def panels(self, ctx: Any) -> Mapping[str, Sequence[str]]:
        from ssr.cli.render_command import document_commands

        return {
            "commands": ("validate", "render", "diff", "list", "show"),
            "writing": ("init", "new", "edit", "explain", "rename", "agree", "adopt"),
            "explaining": ("find", "rule", "log", "schema"),
            "week": ("review", "status", "reviewed", "period", "export"),
            "duty": (*sorted(document_commands(ctx.obj).keys() - DECLARED.keys()), "collect", "report", "archive"),
        }

    def list_commands(self, ctx: Any) -> list[str]:
        return [name for names in self.panels(ctx).values() for name in names]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.commands:
            result = _command(cmd_name) if cmd_name in DECLARED else _document(ctx, cmd_name)
            if result is None:
                return None
            self.commands[cmd_name] = result
        return self.commands[cmd_name]


def _command(name: str) -> Any:
    """A command as Typer makes it of its declaration."""
    module, attribute = DECLARED[name]
    declared: Any = getattr(import_module(f"ssr.cli.{module}"), attribute)
    if isinstance(declared, typer.Typer):
        return typer.main.get_command(declared)
    alone = typer.Typer(add_completion=False)
    alone.command(name, cls=Command, help=name)(declared)
    return typer.main.get_command(alone)


def _document(ctx: Any, name: str) -> Any:
    """The command of a document that is a command of its own; nothing where there is no such document."""
    from ssr.cli.render_command import document_command, document_commands, refuse_broken

    documents = document_commands(ctx.obj)
    if name not in documents:
        refuse_broken(ctx.obj, name)
        return None
    return document_command(ctx, documents[name])


app = typer.Typer(
    cls=Commands,
    help="app",
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.callback(invoke_without_command=True)
def root(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", "-V", help="version")] = False,
    install: Annotated[Shell | None, choice("--install-completion", Shell, "install-completion")] = None,
    show_script: Annotated[Shell | None, choice("--show-completion", Shell, "show-completion")] = None,
    kb: KbOption = None,
    lang: LangOption = None,
) -> None:
    """Answer what is asked of the tool itself."""
    run: Run = ctx.obj
    if version:
        run.console.data(f"ssr {__version__}\n")
        raise typer.Exit
    if show_script is not None:
        run.console.data(script(show_script))
        raise typer.Exit
    if install is not None:
        for path in install_completion(install):
            run.console.tell("next.written", path=str(path))
        run.console.next_step("completing")
        raise typer.Exit
    refuse_no_command(ctx)


def diff(
    ctx: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help="old")],
    new: Annotated[str | None, typer.Argument(metavar="NEW", help="new")] = None,
    kind: KindOption = None,
    only: Annotated[str | None, typer.Option("--id", metavar="ID", help="only-id")] = None,
    for_: Annotated[str | None, typer.Option("--for", metavar="ID", help="for")] = None,
    format_: Annotated[ChangesFormat | None, choice("--format", ChangesFormat, "format-changes")] = None,
    output: OutputOption = None,
    audience: AudienceOption = Audience.PUBLIC,
    drafts: Annotated[bool, typer.Option("--drafts", help="drafts")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="exit-code")] = False,
    reference: ReferenceOption = None,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> int:
    """Tell what changed."""
    from ssr.cli.deliver import Delivery
    from ssr.cli.diff_command import changes_text, declared_scope, render_comparison
    from ssr.diff.comparison import diff as compare

    run: Run = ctx.obj
    format_ = format_ or format_of(output, ChangesFormat.TEXT, ctx.command_path)
    if reference and format_ in TEXTUAL:
        raise UsageError("no-reference", format=str(format_), known="docx")
    if format_ not in TEXTUAL:
        text_only = {"--kind": kind, "--id": only, "--exit-code": exit_code}
        sides = {"old": f"draft:{old}" if drafts else old, "new": f"draft:{new or ''}" if drafts else new, "for_": for_}
        render_comparison(
            run, ctx.info_name, format_, text_only, options=sides, audience=audience, output=output, reference=reference
        )
        return 0
    result = compare(
        run.setting.compared,
        old=old,
        new=new,
        today=run.setting.today,
        audience=audience,
        language=run.setting.language,
        here=Path.cwd(),
        kind=kind,
        id_=only,
        for_=for_,
        scope=declared_scope(run, ctx.info_name) if for_ else None,
        choose=chooser(run.console),
        drafts=drafts,
    )
    Delivery(run, output, None).put(changes_text(run.console, result, format_).encode())
    if result.left_out:
        run.console.left_out([f"{path} ({', '.join(names)})" for path, names in result.faulty.items()])
    else:
        run.console.elsewhere(result.findings)
    run.console.next_step("compared")
    return 1 if exit_code and result.may_differ else 0


def log(
    ctx: typer.Context,
    id_: IdArgument,
    format_: FormatOption = TextFormat.TEXT,
    audience: AudienceOption = Audience.PUBLIC,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> None:
    """Tell the life of one entry."""
    from ssr.cli.log_output import history_text, report_missing
    from ssr.commands.log import log as entry_history

    run: Run = ctx.obj
    setting = run.setting
    history = entry_history(
        setting.compared,
        id_=id_,
        today=setting.today,
        audience=audience,
        language=setting.language,
        choose=chooser(run.console),
    )
    run.console.data(history_text(run.console, history, format_))
    report_missing(run.console, history)
    run.console.next_step("lived", id=history.id)


def list_(
    ctx: typer.Context,
    kind: Annotated[str | None, typer.Argument(metavar="KIND", help="kind")] = None,
    format_: FormatOption = TextFormat.TEXT,
    at: AtOption = None,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> None:
    """Name what there is."""
    from ssr.cli.browse_output import list_text
    from ssr.commands.browse import list_entries

    run: Run = ctx.obj
    choose = chooser(run.console)
    base, entries = list_entries(
        run.setting.tree, day=day_of(run.setting, at), kind=kind, choose=choose, only_in_force=at is not None
    )
    run.console.data(list_text(run.console, base.kinds, entries, format_))
    if not entries:
        run.console.tell("next.listed-nothing")
        return
    run.console.next_step("listed")


def show(
    ctx: typer.Context,
    id_: IdArgument,
    edition: EditionOption = None,
    format_: FormatOption = TextFormat.TEXT,
    at: AtOption = None,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> None:
    """Show one entry and its links."""
    from ssr.cli.browse_output import entry_text
    from ssr.commands.browse import show as entry_details

    run: Run = ctx.obj
    day, choose = day_of(run.setting, at), chooser(run.console)
    details = entry_details(run.setting.tree, id_=id_, day=day, edition=edition, choose=choose)
    run.console.data(entry_text(run.console, details, format_))
    run.console.next_step("shown")


def rule(
    ctx: typer.Context,
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="code")] = None,
    kb: KbOption = None,
    lang: LangOption = None,
) -> None:
    """Explain a rule, or name them all."""
    from ssr.commands.rule_pages import page, pages

    run: Run = ctx.obj
    if code is not None:
        manual = page(run.console.words, code)
        run.console.data(f"{manual.code}  {manual.title}\n\n{manual.manual}".rstrip() + "\n")
        return
    run.console.data("".join(f"{one.code}  {one.title}\n" for one in pages(run.console.words)))
    run.console.next_step("ruled")


def explain(
    ctx: typer.Context,
    field: Annotated[str | None, typer.Argument(metavar="KIND[.FIELD]", help="kind-field")] = None,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> None:
    """Say what a kind or a field is, or which kinds there are."""
    from ssr.cli.field_output import explanation_text, kinds_text
    from ssr.commands.explain import explain as look_up
    from ssr.commands.explain import kinds

    run: Run = ctx.obj
    if field is None:
        run.console.data(kinds_text(run.console, kinds(run.setting.tree)))
        run.console.next_step("explaining")
        return
    result = look_up(run.setting.tree, word=field, choose=chooser(run.console))
    run.console.data(explanation_text(run.console, result))
    run.console.next_step("explained", kind=result.kind.name)


def schema(
    ctx: typer.Context,
    subject: Annotated[str | None, typer.Argument(metavar="KIND", help="kind-schema")] = None,
    write: Annotated[bool, typer.Option("--write", help="write-schemas")] = False,
    kb: KbOption = None,
    lang: LangOption = None,
) -> None:
    """Print the schema of a kind, or write those of all for an editor."""
    from ssr.commands.kind_schema import editor_schemas, kind_schema

    run: Run = ctx.obj
    if write:
        from ssr.authoring.base_files import EDITOR_SCHEMAS
        from ssr.files import replace

        tree = run.setting.tree
        folder = tree.root / EDITOR_SCHEMAS if subject is None else Path(subject)
        files = editor_schemas(tree, run.console.words, run.setting.today)
        replace(folder, files)
        run.console.tell("next.written-folder", n=len(files), path=str(folder))
        run.console.next_step("schemas")
        return
    if subject is None:
        raise UsageError(
            "missing-argument", option=run.console.words.text("help.metavars.KIND"), command=ctx.command_path
        )
    run.console.data(kind_schema(run.setting.tree, subject, chooser(run.console)))
    run.console.next_step("schema")
