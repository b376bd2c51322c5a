"""`ssr validate`: the base checked once, or again and again while somebody writes in it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from ssr.cli.options import (
    AtOption,
    BaselineOption,
    BeneathOption,
    FindingsFormat,
    KbOption,
    LangOption,
    OverlayOption,
    choice,
    day_of,
)
from ssr.cli.setting import Run
from ssr.errors import SsrError, UsageError

if TYPE_CHECKING:  # imported only when something is checked: other commands do without
    from ssr.base.snapshot import Snapshot
    from ssr.commands.validate import ValidationResult


def validate(
    ctx: typer.Context,
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATH", help="paths")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="strict")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="fix")] = False,
    show_fix: Annotated[bool, typer.Option("--diff", help="fix-diff")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="watch")] = False,
    format_: Annotated[FindingsFormat, choice("--format", FindingsFormat, "format-findings")] = FindingsFormat.TEXT,
    at: AtOption = None,
    baseline: BaselineOption = None,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> int:
    """Check the base."""
    run: Run = ctx.obj
    if watch:
        others = {"--fix": fix, "--diff": show_fix, f"--format {format_}": format_ is not FindingsFormat.TEXT}
        return _watch(run, paths or (), at, baseline, others)
    relative = [run.setting.relative(path) for path in paths or ()]
    if fix or show_fix:
        from ssr.cli.mending_output import mend

        if not mend(run, day_of(run.setting, at), relative, only_show=show_fix):
            return 0
    result = _check(run, relative, at, baseline, format_, strict=strict)
    if result.findings:
        run.console.next_step("faults", code=result.findings[0].code)
    else:
        run.console.next_step("validated")
    return 1 if result.fails(strict=strict) else 0


def _check(
    run: Run, paths: Sequence[str], at: str | None, baseline: str | None, format_: str, *, strict: bool = False
) -> "ValidationResult":
    """Check the base as it is now, and tell what is wrong."""
    from ssr.cli.findings_output import validation_text
    from ssr.commands.validate import validate as check

    day = day_of(run.setting, at)
    earlier = None if baseline is None else _earlier(run, baseline)
    result = check(run.setting.tree, day=day, paths=paths, baseline=earlier, progress=run.console.progress)
    run.console.data(validation_text(run.console, run.setting, result, format_, day=day, strict=strict))
    if result.not_compared:
        run.console.tell("next.not-compared", n=result.not_compared)
    return result


def _earlier(run: Run, name: str) -> "Snapshot | None":
    """The base as it was; None where the folder was none then, as before the change that brings it: all of it is new."""
    try:
        return run.setting.earlier(name)
    except UsageError as error:
        if error.key != "no-base-then":
            raise
        run.console.tell("next.no-base-then", revision=name)
        return None


def _watch(run: Run, paths: Sequence[str], at: str | None, baseline: str | None, others: Mapping[str, bool]) -> int:
    """Check at each change until somebody stops it, which is how it ends and no failure."""
    from ssr.base.disk_state import roots_of
    from ssr.cli.watching import watch

    for option, is_given in others.items():
        if is_given:
            raise UsageError("watch-needs-text", option=option)
    roots = roots_of(run.setting.tree)

    def check() -> None:
        anew = Run(replace(run.setting), run.console)  # which has read nothing yet
        try:
            _check(anew, [anew.setting.relative(path) for path in paths], at, baseline, FindingsFormat.TEXT)
        except SsrError as problem:  # as a file may be missing for a moment
            anew.console.explain(problem)

    watch(run.console, roots, check)
    return 0
