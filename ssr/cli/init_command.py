"""`ssr init`: a base of one's own, in a folder that has none."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from ssr.cli.choice import is_attended, read_answer
from ssr.cli.options import BeneathOption, KbOption, LangOption
from ssr.cli.setting import Run
from ssr.errors import UsageError

if TYPE_CHECKING:  # imported only when a base is founded
    from ssr.base.kinds import Field
    from ssr.base.knowledge import Period
    from ssr.base.snapshot import WorkingTree

_Answer = TypeVar("_Answer")
_LONGEST = 80  # letters of the id that a name becomes
_DISTRIBUTION = "samverkan-ssr"
# What a shell, pip or the machine that runs a check would take for something else.
_NO_SOURCE = re.compile(r"-|[\x00-\x1f$`]|.*[\x00-\x1f$`\"\\]", re.DOTALL)


def init(
    ctx: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="DIR", help="init-folder")],
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="init-name")] = None,
    language: Annotated[str | None, typer.Option("--language", metavar="TEXT", help="init-language")] = None,
    time_zone: Annotated[str | None, typer.Option("--time-zone", metavar="TEXT", help="init-zone")] = None,
    period: Annotated[str | None, typer.Option("--period", metavar="PERIOD", help="init-period")] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="TEXT", help="init-source")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="ID", help="init-on")] = None,
    kb: KbOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> None:
    """Found a base."""
    from ssr.authoring.base_files import BaseCard
    from ssr.authoring.new_base import Founding
    from ssr.base.schema_files import field_of
    from ssr.commands.init import init as work_out
    from ssr.files import create, refuse_base_files
    from ssr.text.slug import slug
    from ssr.text.zone import zone_of

    run: Run = ctx.obj
    root = Path(folder).absolute()
    refuse_base_files(root)
    if root.exists() and not root.is_dir():
        raise UsageError("already-there", path=folder)
    tree = None if on is None else _beneath(run, root, on)
    if tree is not None and period is not None:
        raise UsageError("init-period-beneath", id=on, value=period)
    shape = field_of("_manifest.schema.json").properties
    asking = _Asking(ctx, run)
    name = asking.for_("name", "--name", name, _name)
    language = asking.choice("language", "--language", language, shape["language"])
    zone = asking.choice("zone", "--time-zone", time_zone, shape["time_zone"])
    first = None if tree is not None else asking.for_("period", "--period", period, _period)
    source = _checked_source(_proposed(asking) if source is None else source)
    day = datetime.now(UTC).astimezone(zone_of(zone)).date().isoformat()
    card = BaseCard(name, slug(name), language, zone, day, on or "", source)
    new = work_out(Founding(root, card, first, tree))
    create(root, new.files)
    run.console.data("".join(f"{Path(folder) / path}\n" for path in sorted(new.files)))
    if not source:
        run.console.tell("init.without-source")
    if new.first is not None:
        kind, id_, edition = new.first
        call = f"ssr render {kind.name} {id_} --edition {edition} -o build/{id_}.html"
        run.console.next_step("founded", folder=folder, call=call)


class _Asking:
    """Asks for what an option does not say, at a terminal; elsewhere it must be said."""

    def __init__(self, ctx: typer.Context, run: Run) -> None:
        self._ctx, self._run = ctx, run

    def for_(self, key: str, option: str, said: str | None, read: Callable[[str], _Answer]) -> _Answer:
        """What an option says, else what is answered."""
        if said is not None:
            return read(said)
        if not is_attended():
            raise UsageError("missing-argument", option=option, command=self._ctx.command_path)
        console = self._run.console
        console.tell(f"init.ask.{key}")
        while True:
            try:
                return read(read_answer(console))
            except UsageError as problem:
                if problem.key == "no-answer":
                    raise
                console.explain(problem)

    def source(self, proposed: str) -> str:
        """Where the tool is to be installed from: what is answered, or what is proposed where nothing is."""
        console = self._run.console
        console.tell("init.ask.source")
        if proposed:
            console.tell("init.ask.proposed", source=proposed)
        return read_answer(console) or proposed

    def choice(self, key: str, option: str, said: str | None, field: "Field") -> str:
        """The same where there are a few values to choose from: by number, value or what people call it."""
        from ssr.authoring.answers import labels_of
        from ssr.base.names import resolve_word

        values = [str(value) for value in field.schema["enum"]]
        language = self._run.console.words.language
        offered = [f"  {number}. {field.label(value, language)}" for number, value in enumerate(values, 1)]

        def read(word: str) -> str:
            numbers = {str(number): value for number, value in enumerate(values, 1)}
            value = numbers.get(word) or resolve_word(word, labels_of(field))
            if value not in values:
                raise UsageError("unknown-choice", value=word or "''", option=option, known=", ".join(values))
            return value

        if said is None and is_attended():
            self._run.console.tell(f"init.ask.{key}")
            self._run.console.say("\n".join(offered))
            key = "number"
        return self.for_(key, option, said, read)


def _name(word: str) -> str:
    from ssr.text.slug import slug

    if not slug(word) or len(slug(word)) > _LONGEST:
        raise UsageError("init-name", value=word)
    return word.strip()


def _period(word: str) -> "Period":
    from ssr.authoring.new_base import period_of

    period = period_of(word)
    if period is None:
        raise UsageError("init-period", value=word)
    return period


def _checked_source(source: str) -> str:
    if _NO_SOURCE.match(source):
        raise UsageError("init-source", value=source)
    return source


def _proposed(asking: _Asking) -> str:
    """Where the tool is to be installed from, as somebody answers who sees where it came from; empty where nobody does."""
    return asking.source(_installed_from()) if is_attended() else ""


def _installed_from() -> str:
    """Where this tool was installed from, as the installer wrote it down; empty where it did not, or from this machine."""
    import json
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        written = json.loads(distribution(_DISTRIBUTION).read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return ""
    url, vcs = str(written.get("url", "")), written.get("vcs_info") or {}
    if not url.startswith("https://"):
        return ""
    return f"{vcs['vcs']}+{url}@{vcs['commit_id']}" if {"vcs", "commit_id"} <= vcs.keys() else url


def _beneath(run: Run, root: Path, id_: str) -> "WorkingTree":
    from ssr.authoring.new_base import tree_beneath
    from ssr.base.schema import is_key

    if not is_key(id_):
        raise UsageError("on-is-no-id", value=id_)
    if run.setting.beneath is None:
        raise UsageError("on-without-beneath", id=id_)
    return tree_beneath(root, Path(run.setting.beneath).absolute(), id_)
