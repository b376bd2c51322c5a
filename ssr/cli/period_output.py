"""What `ssr period` and `ssr period new` return, and what the help of the latter lists, turned into text."""

import json
from dataclasses import asdict

from ssr.authoring.carry import is_carried
from ssr.authoring.carry import rewritten as rewritten_by
from ssr.authoring.new_period import NewPeriod
from ssr.base.kinds import Kinds
from ssr.cli.console import Console
from ssr.cli.difference import difference
from ssr.commands.period import Periods
from ssr.report.sentences import visible_line
from ssr.text.catalogue import Catalogue


def periods_text(console: Console, result: Periods, format_: str) -> str:
    """Periods with what became of each entry in them, as lines or as a JSON array."""
    if format_ == "json":
        periods = [
            {**state.period._asdict(), "name": state.name, "editions": [asdict(edition) for edition in state.editions]}
            for state in result.states
        ]
        return json.dumps(periods, ensure_ascii=False, indent=2) + "\n"
    words = {name: console.words.text(f"period.states.{name}") for name in console.words.lookup("period.states")}
    width = max(map(len, words.values()))
    longest = max((len(edition.id) for state in result.states for edition in state.editions), default=0)
    blocks = []
    for state in result.states:
        lines = [f"{state.period.id}  {visible_line(state.name)}  ({' – '.join(state.written)})\n"]
        lines += [
            f"  {words[edition.state]:<{width}}  {edition.id:<{longest}}  {visible_line(edition.name)}\n"
            for edition in state.editions
        ]
        blocks.append("".join(lines))
    return "\n".join(blocks)


def rewritten(words: Catalogue, kinds: Kinds) -> str:
    """What a carried copy has otherwise than what it was carried from, for each kind that is carried."""
    lines = ["\b"]  # which keeps the lines as they are
    for kind in filter(is_carried, kinds.values()):
        lines.append(f"{kind.root.title(words.language)} ({kind.name}):")
        for carried, names in rewritten_by(kind).items():
            lines.append(f"  {words.text(f'period.rewritten.{carried}', names=', '.join(names))}")
    return "\n".join(lines)


def differences(result: NewPeriod) -> str:
    """The files of a new period as differences from what they were carried from."""
    text: list[str] = []
    for file in result.files:
        before, name = ("", "/dev/null") if file.origin is None else (file.origin.source.text, file.origin.path)
        text.append(difference(before.encode(), file.content, name, file.path))
    return "".join(text)
