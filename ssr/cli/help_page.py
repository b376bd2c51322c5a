"""Commands and groups whose help page is in the user's language, written whole from the catalogue.

Declarations name texts by their keys, which are looked up as a page is written. Not for what is wrong with a call: see
`usage`.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from ssr.cli.setting import Run
from ssr.cli.usage import refuse_lost_options, refuse_more_arguments, refuse_unknown, sentences
from ssr.text.catalogue import Catalogue

COMMON = "common"  # the panel of options that most commands have


class HelpText(NamedTuple):
    """What the help of a command says: a sentence, also for the list of commands, more of it, and calls to copy."""

    summary: str
    details: str
    examples: Sequence[str]


class Command(TyperCommand):
    """A command with a help page of ours, that says of arguments what is too much."""

    def help_text(self, ctx: Any) -> HelpText:
        """What its help says."""
        return catalogued(self.help, words_of(ctx))

    def parameter_text(self, parameter: Any, words: Catalogue) -> str:
        """What its help says of an argument or option."""
        return words.text(f"help.options.{parameter.help}")

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        with sentences(ctx, words_of(ctx)):
            rest = super().parse_args(ctx, args)
        refuse_more_arguments(ctx, rest)
        return rest

    def get_help_option(self, ctx: Any) -> Any:
        return _through_console(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _Page(self, ctx, formatter).write()


class Group(TyperGroup):
    """A group of commands with a help page of ours, that says which command there is not."""

    subject = "command"  # what its commands are called, in the catalogue

    def help_text(self, ctx: Any) -> HelpText:
        """What its help says."""
        return catalogued(self.help, words_of(ctx))

    def parameter_text(self, parameter: Any, words: Catalogue) -> str:
        """What its help says of an option."""
        return words.text(f"help.options.{parameter.help}")

    def panels(self, ctx: Any) -> Mapping[str, Sequence[str]]:
        """Its commands under the keys of their headings, in the order that a user would look for them."""
        return {f"{self.subject}s": self.list_commands(ctx)}

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args and self.no_args_is_help and not ctx.resilient_parsing:
            run: Run = ctx.obj
            run.console.say(self.get_help(ctx))
            raise typer.Exit(2)
        with sentences(ctx, words_of(ctx)):
            return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name, *rest = args
        command = self.get_command(ctx, name)
        if command is None:
            refuse_unknown(self.subject, ctx, name, self.list_commands(ctx))
        refuse_lost_options(ctx, name, self.params, COMMON)
        return name, command, rest

    def get_help_option(self, ctx: Any) -> Any:
        return _through_console(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _Page(self, ctx, formatter).write()


def words_of(ctx: Any) -> Catalogue:
    """The catalogue of this run."""
    run: Run = ctx.obj
    return run.console.words


def catalogued(key: str | None, words: Catalogue) -> HelpText:
    """What the catalogue says under the key of a command."""
    text = words.lookup(f"help.commands.{key}")
    return HelpText(text["summary"], text.get("details", ""), text["examples"])


def metavar(parameter: Any, ctx: Any) -> str:
    """The sign for a value of an argument or option: a word of the catalogue, or what there is to choose from."""
    words: Mapping[str, str] = words_of(ctx).lookup("help.metavars")
    return words.get(parameter.metavar, parameter.metavar)


def _through_console(option: Any) -> Any:
    """The option that asks for help, its page written as all that is asked for; the library's own way knows no full stream."""

    def show(ctx: Any, _: Any, is_asked: bool) -> None:
        if is_asked and not ctx.resilient_parsing:
            run: Run = ctx.obj
            run.console.data(f"{ctx.get_help()}\n")
            ctx.exit()

    option.callback, option.help, option.rich_help_panel = show, "help", COMMON
    return option


class _Page:
    """One help page, written into a formatter of the library, which wraps and sets in columns and has no words."""

    def __init__(self, command: Command | Group, ctx: Any, formatter: Any) -> None:
        self._command, self._ctx, self._formatter = command, ctx, formatter
        self._words = words_of(ctx)
        parameters: Sequence[Any] = command.get_params(ctx)
        self._arguments = [one for one in parameters if one.param_type_name == "argument"]
        self._options = [one for one in parameters if one.param_type_name == "option"]

    def write(self) -> None:
        self._usage()
        self._text(self._command.help_text(self._ctx))
        if isinstance(self._command, Group):
            for panel, names in self._command.panels(self._ctx).items():
                self._table(panel, [(name, self._summary(self._command, name)) for name in names])
        self._table("arguments", [self._row(one) for one in self._arguments])
        for panel in dict.fromkeys(option.rich_help_panel or "options" for option in self._options):
            rows = [self._row(one) for one in self._options if (one.rich_help_panel or "options") == panel]
            self._table(panel, rows)

    def _usage(self) -> None:
        signs = [self._words.text("help.page.options"), *map(self._place, self._arguments)]
        if isinstance(self._command, Group):
            signs.append(self._words.text(f"help.page.{self._command.subject}"))
        prefix = self._words.text("help.page.usage")
        self._formatter.write_usage(self._ctx.command_path, " ".join(signs), prefix=f"{prefix}: ")

    def _text(self, text: HelpText) -> None:
        for paragraphs in filter(None, (text.summary, text.details)):
            self._formatter.write_paragraph()
            with self._formatter.indentation():
                self._formatter.write_text(paragraphs)
        self._formatter.write_paragraph()
        for example in text.examples:
            self._formatter.write(f"  {self._words.text('help.page.example')}: {example}\n")

    def _table(self, panel: str, rows: Sequence[tuple[str, str]]) -> None:
        if rows:
            with self._formatter.section(self._words.text(f"help.panels.{panel}")):
                self._formatter.write_dl(rows)

    def _summary(self, group: Group, name: str) -> str:
        command: Any = group.get_command(self._ctx, name)
        summary: str = command.help_text(self._ctx).summary
        return summary

    def _row(self, parameter: Any) -> tuple[str, str]:
        text = self._command.parameter_text(parameter, self._words)
        marks = "; ".join(self._marks(parameter))
        return self._name(parameter), f"{text}  [{marks}]" if marks else text

    def _name(self, parameter: Any) -> str:
        if parameter in self._arguments:
            return self._place(parameter)
        names = ", ".join(sorted(parameter.opts, key=len))
        return names if parameter.is_flag else f"{names} {metavar(parameter, self._ctx)}"

    def _place(self, argument: Any) -> str:
        """An argument as it stands in a call: whether it may be left out, or be several."""
        sign = metavar(argument, self._ctx)
        return f"{sign if argument.required else f'[{sign}]'}{'...' if argument.nargs == -1 else ''}"

    def _marks(self, parameter: Any) -> Iterator[str]:
        if parameter.required:
            yield self._words.text("help.page.required")
        if parameter.default:
            default = parameter.default.value if isinstance(parameter.default, Enum) else parameter.default
            yield self._words.text("help.page.default", default=default)
