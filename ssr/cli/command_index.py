"""What there is to type: every command, document, option and argument, as lines for `ssr.completion`, which knows no library.

A line is a sort and its parts with tabs between. What a value may be is said in a word: `id:` with kinds, `one:` with
choices, `kind`, `rule`, `file` (a shell's own), `flag` (none).
"""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from ssr.base.kinds import Kinds
from ssr.base.resources import Resources
from ssr.base.schema_files import load_kinds
from ssr.cli.app import app
from ssr.cli.console import Console
from ssr.cli.setting import Run, Setting
from ssr.commands.rule_pages import pages
from ssr.errors import SsrError
from ssr.formats.adapters import FORMATS
from ssr.text.catalogue import LANGUAGES, Catalogue, catalogue

_FILES = frozenset({"DIR", "FILE", "PATH", "FILE=ID"})
_IDS = frozenset({"ID", "OLD-ID", "ACTOR"})
_PERIODS = frozenset({"PERIOD", "OLD", "NEW"})


def command_index(root: str | None, language: str) -> str:
    """The index of the base in a folder, or of the tool alone, in a language."""
    words = catalogue(language if language in LANGUAGES else LANGUAGES[0])
    setting = Setting(root or str(Path("/")), None, words.language)
    rows = _Rows(Run(setting, Console(words)), _kinds(setting))
    return "\n".join("\t".join(map(_cell, row)) for row in rows.all())


def _kinds(setting: Setting) -> Kinds:
    try:
        return load_kinds(Resources(setting.tree))
    except SsrError:
        return load_kinds(Resources(None))


def _cell(text: str) -> str:
    return " ".join(text.split())


class _Rows:
    """Makes the lines of one base."""

    def __init__(self, run: Run, kinds: Kinds) -> None:
        self._run, self._kinds = run, kinds
        self._words: Catalogue = run.console.words
        self._periods = ",".join(kind.name for kind in kinds.values() if kind.defines_periods)

    def all(self) -> Iterator[Sequence[str]]:
        for kind in self._kinds.values():
            field = kind.root.properties.get(kind.display)
            key = str(field.annotation("key") or "") if field is not None else ""
            yield "kind", kind.name, kind.folder, kind.display, key, kind.root.title(self._words.language)
        for page in pages(self._words):
            yield "rule", page.code, page.title
        command: Any = typer.main.get_command(app)
        context = command.make_context("ssr", [], obj=self._run, resilient_parsing=True)
        yield from self._command(command, context, "")

    def _command(self, command: Any, context: Any, path: str) -> Iterator[Sequence[str]]:
        for parameter in command.get_params(context):
            text = command.parameter_text(parameter, self._words)
            wanted = self._wanted(command, parameter)
            if parameter.param_type_name == "argument":
                yield "argument", path, wanted, "many" if parameter.nargs == -1 else "single", text
            else:
                yield "option", path, " ".join(sorted(parameter.opts, key=len)), wanted, text
        for name, below in self._below(command, context):
            way = f"{path} {name}".strip()
            yield "command", way, below.help_text(context).summary
            yield from self._command(below, context, way)

    def _below(self, command: Any, context: Any) -> Iterator[tuple[str, Any]]:
        """The commands of a group; no documents where there is no base, and none that is broken."""
        names: Sequence[str] = ()
        with contextlib.suppress(SsrError):
            names = command.list_commands(context) if hasattr(command, "list_commands") else ()
        for name in names:
            with contextlib.suppress(SsrError):
                yield name, command.get_command(context, name)

    def _wanted(self, command: Any, parameter: Any) -> str:
        """What stands as the value of a parameter, by the document that declares it or by its sign."""
        if getattr(parameter, "is_flag", False):
            return "flag"
        sign = str(parameter.metavar)
        result = self._by_document(command.document, parameter, sign) if hasattr(command, "document") else ""
        if result or not sign.startswith("<"):
            return result or self._by_sign(sign)
        return _one({value: self._label(parameter, value) for value in sign.strip("<>").split("|")})

    def _by_document(self, document: Any, parameter: Any, sign: str) -> str:
        declared = {one.name: one for one in document.parameters}
        if parameter.name in declared and declared[parameter.name].ref:
            return f"id:{','.join(declared[parameter.name].ref)}"
        if sign == "FORMAT":
            return _one({name: "" for name in document.formats if name in FORMATS})
        return f"id:{','.join(document.about)}" if sign == "ID" else ""

    def _by_sign(self, sign: str) -> str:
        signs = {
            **dict.fromkeys(_IDS, "id:"),
            **dict.fromkeys(_PERIODS, f"id:{self._periods}"),
            **dict.fromkeys(_FILES, "file"),
            **dict.fromkeys(("KIND", "KIND[.FIELD]"), "kind"),
            "CODE": "rule",
        }
        return signs.get(sign, "text")

    def _label(self, parameter: Any, value: str) -> str:
        """What people call a value of an option of the tool's own."""
        key = f"{max(parameter.opts, key=len).removeprefix('--')}.{value}"
        return self._words.text(key) if self._words.has(key) else ""


def _one(choices: Mapping[str, str]) -> str:
    return "one:" + "|".join(f"{value}={meaning}".rstrip("=") for value, meaning in choices.items())
