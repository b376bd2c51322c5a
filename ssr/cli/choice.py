"""Several that a word may mean, for the one at the keyboard to choose from: asked at a terminal, else told as wrong use."""

import sys
from collections.abc import Sequence

from ssr.base.names import Candidate, Choose, Standing, refuse
from ssr.cli.console import Console
from ssr.errors import UsageError
from ssr.report.sentences import visible_line
from ssr.text.catalogue import Catalogue

_TOLD, _OFFERED = 12, 30  # that are named of many, where nobody can answer and where somebody can


def chooser(console: Console) -> Choose:
    """What chooses among those that a word may mean: the one at the terminal, by number or id; where nobody is, nothing."""

    def ask(word: str, candidates: Sequence[Candidate]) -> str:
        if not is_attended():
            return refuse(word, candidates)
        console.tell("choice.question", word=word)
        console.say("\n".join(candidate_lines(console.words, candidates, numbered=True)))
        ids = [candidate.id for candidate in candidates]
        offered = {str(number): id_ for number, id_ in enumerate(ids[:_OFFERED], 1)}
        while (answer := read_answer(console)) not in ids:
            if answer in offered:
                return offered[answer]
            console.tell("choice.again", n=len(offered))
        return answer

    return ask


def candidate_lines(words: Catalogue, candidates: Sequence[Candidate], *, numbered: bool = False) -> list[str]:
    """The id and the name of each, with what is not as usual about it; of many only the first."""
    listed = candidates[: _OFFERED if numbered else _TOLD]
    width = max(len(candidate.id) for candidate in listed)
    lines = [f"{candidate.id:<{width}}  {_described(words, candidate)}" for candidate in listed]
    if numbered:
        lines = [f"{number:>2}. {line}" for number, line in enumerate(lines, 1)]
    more = len(candidates) - len(listed)
    return [f"  {line.rstrip()}" for line in lines] + ([f"  {words.text('choice.more', n=more)}"] if more else [])


def is_attended() -> bool:
    """Whether somebody can be asked."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty())


def read_answer(console: Console) -> str:
    """What is answered; somebody who ends the input is not asked again."""
    console.prompt()
    line = sys.stdin.readline()
    if not line:
        raise UsageError("no-answer")
    return line.strip()


def _described(words: Catalogue, candidate: Candidate) -> str:
    notes = [] if candidate.kind is None else [candidate.kind.root.title(words.language).lower()]
    if candidate.standing is not Standing.IN_FORCE:
        notes.append(words.text(f"choice.{candidate.standing.name.lower()}"))
    if candidate.other_name is not None:
        name, standing = candidate.other_name
        notes.append(words.text(f"choice.called-{standing.name.lower()}", name=visible_line(name)))
    name = visible_line(candidate.name) if candidate.name != candidate.id else ""
    return f"{name} ({', '.join(notes)})" if notes else name
