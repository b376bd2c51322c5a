"""The commands for those who write in the base: a new entry, and another id for one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ssr.cli.choice import chooser, is_attended, read_answer
from ssr.cli.console import NAMED
from ssr.cli.difference import difference
from ssr.cli.options import BeneathOption, EditionOption, KbOption, LangOption, OverlayOption
from ssr.cli.setting import Run
from ssr.errors import SsrError, UsageError
from ssr.report.sentences import place_text
from ssr.text.columns import the_first

if TYPE_CHECKING:  # imported only when an entry is made: it is slow to start
    from ssr.authoring.answers import Answers
    from ssr.authoring.new_entry import Plan, PlannedEntry
    from ssr.base.entry import Entry
    from ssr.base.knowledge import KnowledgeBase
    from ssr.base.names import Choose
    from ssr.commands.rename import Renaming

_TOLD = 12  # days that are named of a series


def new(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="kind-new")],
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="name-new")] = None,
    assigned: Annotated[list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="set")] = None,
    like: Annotated[str | None, typer.Option("--like", metavar="ID", help="like")] = None,
    series: Annotated[bool, typer.Option("--series", help="series")] = False,
    id_: Annotated[str | None, typer.Option("--id", metavar="ID", help="id-new")] = None,
    edition: EditionOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="dry-run")] = False,
    kb: KbOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> int:
    """Make an entry, or show what would be made."""
    from ssr.authoring.answers import Answers
    from ssr.authoring.new_entry import Plan
    from ssr.base.names import resolve_kind, resolve_period
    from ssr.files import create, recover
    from ssr.rules.check import check

    run: Run = ctx.obj
    tree, console, day = run.setting.tree, run.console, run.setting.today
    choose = chooser(console)
    if not dry_run and (undone := recover(run.setting.own.root)):
        console.left_out(undone, "undone")
    base, findings = check(tree, day)
    plan = Plan(base, findings, base.kinds[resolve_kind(kind, base.kinds, choose)])
    answers = Answers(base, plan.kind, day, choose)
    if name is not None:
        answers.answer(plan.name_way, name)
    answers.assign(assigned or ())
    if is_attended():
        _ask(run, plan, answers, is_series=series)
    elif plan.kind.display not in answers.data:
        raise UsageError("missing-argument", option=console.words.text("help.metavars.NAME"), command=ctx.command_path)
    result = plan.entry(
        answers.data,
        day,
        id_=id_,
        edition=None if edition is None else resolve_period(edition, base, day, choose),
        like=None if like is None else _like(base, like, plan.kind.name, day, choose),
        is_series=series,
    )
    if dry_run:
        console.data(result.content)
    else:
        create(run.setting.own.root, {result.path: result.content})
        console.data(f"{result.path}\n")
    _tell(run, result)
    console.next_step("shown-only" if dry_run else "new-made", path=result.path)
    return 1 if result.has_errors else 0


def rename(
    ctx: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD-ID", help="old-id")],
    new: Annotated[str, typer.Argument(metavar="NEW-ID", help="new-id")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="dry-run")] = False,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> None:
    """Give an entry or an item another id, or show what that would change."""
    from ssr.commands.rename import rename as work_out
    from ssr.files import move

    run: Run = ctx.obj
    console, tree = run.console, run.setting.tree
    result = work_out(tree, old=old, new=new, day=run.setting.today, choose=chooser(console))
    if dry_run:
        console.data(_differences(result))
    else:
        paths = [
            layer.layer.prefix + path for layer in result.layers for path in (*layer.moved.values(), *layer.changed)
        ]
        for layer, root in zip(result.layers, (tree.root, tree.overlay.root if tree.overlay else None), strict=False):
            if root is not None:
                move(root, layer.new, layer.changed, layer.moved)
        console.data("".join(f"{path}\n" for path in paths))
    console.tell("renaming.followed", old=result.old, new=result.new, n=result.references)
    if result.is_told:
        console.tell("renaming.told", old=result.old)
    if result.comments:
        places = the_first([place_text(one) for one in result.comments], NAMED)
        console.tell("renaming.comments", old=result.old, n=len(result.comments), places=places)
    console.next_step("shown-only" if dry_run else "renamed")


def _differences(result: "Renaming") -> str:
    """Where files go, and what is another in them."""
    text: list[str] = []
    for layer in result.layers:
        text += [f"{layer.layer.prefix}{was} -> {layer.layer.prefix}{now}\n" for was, now in layer.moved.items()]
        for path, content in layer.contents.items():
            was, now = layer.layer.prefix + path, layer.layer.prefix + layer.moved.get(path, path)
            text.append(difference(layer.layer.read(path), content, was, now))
    return "".join(text)


def _like(base: "KnowledgeBase", word: str, kind: str, day: str, choose: "Choose") -> "Entry":
    """The entry to begin from: one of the kind, if a word fits any."""
    from ssr.base.names import resolve
    from ssr.view.lookup import named

    return named(base, resolve(word, base, day, [kind], choose), day, None, choose)


def _tell(run: Run, result: "PlannedEntry") -> None:
    """What is left to do, and when something is held that comes back."""
    from ssr.cli.findings_output import findings_text

    console, words = run.console, run.console.words
    if result.days:
        days = [words.short_day(day) + f" {day.year}" for day in result.days[:_TOLD]]
        more = ["…"] * (len(result.days) > _TOLD)
        console.tell("form.held", n=len(result.days), days=", ".join([*days, *more]))
    if result.left:
        titles = [f"{field.title(words.language).lower()} ({field.name})" for field in result.left]
        console.tell("form.left", fields=", ".join(titles))
    if result.findings:
        console.say(findings_text(console, run.setting, result.findings).rstrip("\n"))


def _ask(run: Run, plan: "Plan", answers: "Answers", *, is_series: bool) -> None:
    """Ask for what an entry should have and nobody has said; nothing is an answer, but not to what it is called."""
    for way in plan.asked(is_series=is_series):
        if answers.holds(way):
            continue
        field = plan.field(way)
        _question(run, plan, way)
        while True:
            answer = read_answer(run.console)
            if not answer and (way != plan.name_way or answers.holds(way)):
                break
            values = (field.items or field).schema.get("enum", ())
            if answer.isdigit() and 1 <= int(answer) <= len(values):
                answer = str(values[int(answer) - 1])
            try:
                answers.answer(way, answer)
            except SsrError as problem:
                run.console.explain(problem)
                continue
            if field.items is None:
                break


def _question(run: Run, plan: "Plan", way: Sequence[str]) -> None:
    """What is asked, and what there is to choose from."""
    console, language = run.console, run.console.words.language
    field = plan.field(tuple(way))
    shape = field.items or field
    if tuple(way) == plan.name_way:
        console.tell("form.name")
        return
    console.say(f"{field.title(language)}: {field.description(language)}")
    for number, value in enumerate(shape.schema.get("enum", ()), 1):
        label = shape.label(str(value), language)
        console.say(f"  {number}. {label}" + (f" ({value})" if label != str(value) else ""))
    key = "write-several" if field.items is not None else "choose" if "enum" in shape.schema else "write"
    console.tell(f"form.{key}")
