"""The command line: declarations, exit codes, and the only place that knows the clock, the environment and the screen.

0 fine · 1 errors in the data · 2 wrong use · 3 the machine says no · 4 our bug · 130 and 143 stopped from outside.
"""

import shlex
import signal
from collections.abc import Sequence
from types import FrameType
from typing import Any, NoReturn

from ssr import __version__
from ssr.cli.console import Console
from ssr.cli.setting import Run, Setting
from ssr.errors import SsrError, UnsoundError
from ssr.text.catalogue import catalogue


class _Stopped(BaseException):
    """The process was asked to end, by Ctrl-C or by another program."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


def run(arguments: Sequence[str]) -> int:
    """Run one command and return the exit code. Nothing that happens on the way ends in a traceback of ours."""
    setting = Setting.of(arguments)
    console = Console(catalogue(setting.language))
    before = {number: signal.signal(number, _stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        return _dispatch(setting, console, list(arguments))
    except SsrError as error:
        _explain(console, setting, error)
        return error.exit_code
    except _Stopped as stopped:
        console.tell("errors.interrupted.message")
        return stopped.exit_code
    except Exception:  # noqa: BLE001  (whatever it is, it is ours, and the user gets words to pass on)
        _confess(console, arguments)
        return 4
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    for again in (signal.SIGINT, signal.SIGTERM):  # being asked twice must not break off what is said and cleared away
        signal.signal(again, signal.SIG_IGN)
    raise _Stopped(number)


def _dispatch(setting: Setting, console: Console, arguments: list[str]) -> int:
    import typer

    from ssr.cli.app import app

    command = typer.main.get_command(app)
    result: Any = command.main(arguments, prog_name="ssr", standalone_mode=False, obj=Run(setting, console))
    return result if isinstance(result, int) else 0


def _explain(console: Console, setting: Setting, error: SsrError) -> None:
    """Say what is wrong and what to do, and for unsound data what is wrong with it."""
    if isinstance(error, UnsoundError):
        from ssr.cli.findings_output import findings_text

        planned = error.parameters.get("planned")
        console.say(findings_text(console, setting, error.findings, planned).rstrip("\n"))  # type: ignore[arg-type]
    named: Sequence[str] = ()
    if candidates := error.parameters.get("candidates"):
        from ssr.cli.choice import candidate_lines

        named = list(candidate_lines(console.words, candidates))  # type: ignore[arg-type]
    console.explain(error, named)


def _confess(console: Console, arguments: Sequence[str]) -> None:
    import platform

    system = f"ssr {__version__}, Python {platform.python_version()}, {platform.system()}"
    console.confess(f"{system}\n{shlex.join(['ssr', *arguments])}\n")
