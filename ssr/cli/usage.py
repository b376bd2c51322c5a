"""What is wrong with a call, in sentences of ours: told by what the parser's failures are, never by what they say."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from typer import TyperException

from ssr.errors import UsageError
from ssr.text.catalogue import Catalogue
from ssr.text.folding import closest


@contextlib.contextmanager
def sentences(ctx: Any, words: Catalogue) -> Iterator[None]:
    """Give a failure to understand the arguments of a command as a `UsageError`."""
    try:
        yield
    except TyperException as error:
        classes = (class_.__name__ for class_ in type(error).__mro__)
        sentence = next((_SENTENCES[name] for name in classes if name in _SENTENCES), _bad_call)
        raise sentence(error, ctx, words) from error


def refuse_more_arguments(ctx: Any, rest: Sequence[str]) -> None:
    """Refuse arguments that the command has no place for."""
    if rest and not ctx.resilient_parsing:
        raise UsageError("extra-arguments", value=" ".join(rest), command=ctx.command_path)


def refuse_unknown(subject: str, ctx: Any, name: str, known: Iterable[str]) -> None:
    """Refuse a command or document that there is not."""
    raise UsageError(f"unknown-{subject}", name=name, command=ctx.command_path, suggestion=closest(name, known))


def refuse_no_command(ctx: Any) -> None:
    """Refuse a call of a group that names no command and asks nothing of the group itself."""
    if ctx.invoked_subcommand is None:
        raise UsageError("no-command", command=ctx.command_path)


def refuse_lost_options(ctx: Any, name: str, parameters: Iterable[Any], common: str) -> None:
    """Refuse a value before the name of a command that would not heed it; those of the panel `common` it does."""
    for parameter in parameters:
        is_given = ctx.get_parameter_source(parameter.name).name == "COMMANDLINE"
        if is_given and not parameter.is_flag and parameter.rich_help_panel != common:
            command = f"{ctx.command_path} {name}"
            raise UsageError("option-before-command", option=_longest(parameter), command=command)


def _longest(option: Any) -> str:
    return str(max(option.opts, key=len))


def _no_such_option(error: Any, ctx: Any, _: Catalogue) -> UsageError:
    # Without the hyphens: what all begin with makes none of them near.
    named = {option.lstrip("-"): option for option in error.possibilities or ()}
    suggestion = named.get(closest(error.option_name.lstrip("-"), named) or "")
    return UsageError("no-such-option", option=error.option_name, command=ctx.command_path, suggestion=suggestion)


def _missing_parameter(error: Any, ctx: Any, words: Catalogue) -> UsageError:
    parameter = error.param
    is_option = parameter.param_type_name == "option"
    name = _longest(parameter) if is_option else words.text(f"help.metavars.{parameter.metavar}")
    return UsageError("missing-argument", option=name, command=ctx.command_path)


def _bad_option_usage(error: Any, ctx: Any, _: Catalogue) -> UsageError:
    """An option without its value, or with one that it has no use for: what it is declared to be tells which."""
    options = (one for one in ctx.command.get_params(ctx) if error.option_name in one.opts)
    key = "option-without-value" if any(one.is_flag for one in options) else "option-needs-value"
    return UsageError(key, option=error.option_name, command=ctx.command_path)


def _bad_call(_: Any, ctx: Any, __: Catalogue) -> UsageError:
    return UsageError("bad-call", command=ctx.command_path)


_SENTENCES: Mapping[str, Callable[[Any, Any, Catalogue], UsageError]] = {
    "NoSuchOption": _no_such_option,
    "MissingParameter": _missing_parameter,
    "BadOptionUsage": _bad_option_usage,
}
