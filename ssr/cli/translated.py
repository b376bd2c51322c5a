"""Typer in the user's language: help pages, and what the parser of the command line says.

Declarations name help texts by their keys in the catalogue; a group puts the words in as it hands out a command.
"""

import re
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from ssr.base.schema import closest
from ssr.cli.console import Console
from ssr.cli.setting import Setting
from ssr.errors import UsageError
from ssr.text.catalogue import Catalogue


class Run(NamedTuple):
    """What every command of one run has at hand, as `ctx.obj`."""

    setting: Setting
    console: Console


def words_of(ctx: typer.Context) -> Catalogue:
    """The catalogue of this run."""
    run: Run = ctx.find_root().obj
    return run.console.words


class Command(TyperCommand):
    """A command whose help page is in the user's language."""

    def get_help(self, ctx: Any) -> str:
        return _translated(super().get_help(ctx), words_of(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return _through_console(super().get_help_option(ctx))


class Group(TyperGroup):
    """A group that hands out its commands with their help in the user's language."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        command = super().get_command(ctx, cmd_name)
        return None if command is None else localised(command, words_of(ctx))

    def get_help(self, ctx: Any) -> str:
        localised(self, words_of(ctx))
        return _translated(super().get_help(ctx), words_of(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return _through_console(super().get_help_option(ctx))


def _through_console(option: Any) -> Any:
    """The option that asks for help, its page written as all that is asked for; the library's own way knows no full stream."""

    def show(ctx: Any, _: Any, is_asked: bool) -> None:
        if is_asked and not ctx.resilient_parsing:
            run: Run = ctx.find_root().obj
            run.console.data(f"{ctx.get_help()}\n")
            ctx.exit()

    if option is not None:
        option.callback = show
    return option


def localised(command: Any, words: Catalogue) -> Any:
    """The command with the words of its help keys; what is no key stays as it is."""
    for thing in (command, *command.params):
        key = f"help.{thing.help}"
        if thing.help and " " not in thing.help and words.has(key):
            thing.help = words.text(key)
    for parameter in command.params:
        if parameter.metavar:
            parameter.metavar = re.sub("[A-Z]+", lambda found: _metavar(found.group(), words), parameter.metavar)
    return command


def _metavar(name: str, words: Catalogue) -> str:
    return words.text(f"metavars.{name}") if words.has(f"metavars.{name}") else name


def _translated(page: str, words: Catalogue) -> str:
    for english, ours in words.lookup("help-words").items():
        page = page.replace(english, ours)
    usage, _, rest = page.partition("\n")
    return f"{re.sub('[{}]', '', usage).rstrip()}\n{rest}"


_KEYS = {
    "NoSuchOption": "no-such-option",
    "MissingParameter": "missing-argument",
    "BadParameter": "bad-value",
    "BadOptionUsage": "option-needs-value",
}
# What several failures have in common is the class; only the message of the library tells them apart.
_MESSAGES = {
    "No such command": "no-such-command",
    "Got unexpected extra argument": "extra-argument",
    "does not take a value": "option-without-value",
}


def told(error: typer.TyperException) -> UsageError:
    """A failure to understand the arguments, as a sentence of ours."""
    context: Any = getattr(error, "ctx", None)
    parameter: Any = getattr(error, "param", None)
    declared = ""
    if parameter is not None:
        names = max(parameter.opts, default=parameter.name)
        declared = names if parameter.param_type_name == "option" else parameter.metavar or names
    possible = getattr(error, "possibilities", None) or [None]
    message = str(getattr(error, "message", "") or error)
    quoted = re.findall(r"'([^']*)'", message) or re.findall(r" \((.*)\)", message)
    named = next((key for words, key in _MESSAGES.items() if words in message), None)
    key = named or _KEYS.get(type(error).__name__) or "bad-call"
    value = quoted[0] if quoted else ""
    known = context.command.list_commands(context) if key == "no-such-command" and context is not None else []
    return UsageError(
        key,
        option=getattr(error, "option_name", None) or declared,
        command=context.command_path if context is not None else "ssr",
        reason=message,
        value=value,
        suggestion=possible[0] or closest(value, known),
    )
