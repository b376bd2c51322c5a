"""Which words of a text depend on which answers, found out by writing it with each answer and without it.

Of any text that can be written: what its template says is not looked at. Words that nothing changes stand once; between
them, those that some answers change stand once for each way that these can be.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise, product
from typing import NamedTuple

# For each answer, in which of its states it is: the first with the most of it, the last without it.
States = tuple[int, ...]
Write = Callable[[States], str]
_Words = Callable[[States], Sequence[str]]

# A word with the space after it, by which lines are kept too.
_WORD = re.compile(r"\s*\S+\s*")


class Block(NamedTuple):
    """A part of a text, for each way that some answers, by their places, can be; `by` is empty where none changes it."""

    by: tuple[int, ...]
    texts: Mapping[States, str]


def blocks_of(counts: Sequence[int], of: Write) -> list[Block]:
    """The text as blocks, in order; `counts` is how many states each answer has."""

    @cache
    def write(states: States) -> Sequence[str]:
        return _WORD.findall(of(states))

    full = write((0,) * len(counts))
    places = {state: _places(full, write(state)) for state in probes(counts)}
    while True:
        fixed = [at for at in range(len(full)) if all(at in found for found in places.values())]
        gaps = list(pairwise([-1, *fixed, len(full)]))
        depending = [_depending(gap, counts, places, write) for gap in gaps]
        missing = {
            state: _places(full, write(state))
            for by in depending
            for state in _states(by, counts)
            if state not in places
        }
        places |= missing
        if all(at in found for found in missing.values() for at in fixed):
            return list(_blocks(full, gaps, depending, counts, places, write))


def probes(counts: Sequence[int]) -> Iterator[States]:
    """The ways that the answers can be by which it is found out what depends on each: the fullest, the emptiest, and near."""
    for start in outermost(counts):
        yield from around(start, counts)


def outermost(counts: Sequence[int]) -> tuple[States, States]:
    """The fullest and the emptiest way that the answers can be."""
    return (0,) * len(counts), tuple(count - 1 for count in counts)


def around(start: States, counts: Sequence[int]) -> Iterator[States]:
    """A state of all answers, and those that differ from it in one."""
    yield start
    for at, count in enumerate(counts):
        yield from ((*start[:at], other, *start[at + 1 :]) for other in range(count) if other != start[at])


def _places(full: Sequence[str], text: Sequence[str]) -> Mapping[int, int]:
    """Where words of the fullest text stand in another one; what is before and after all words is so there too."""
    matching = SequenceMatcher(None, full, text, autojunk=False).get_matching_blocks()
    found = {a + step: b + step for a, b, size in matching for step in range(size)}
    return {**found, -1: -1, len(full): len(text)}


def _between(gap: tuple[int, int], places: Mapping[int, int], text: Sequence[str]) -> Sequence[str]:
    return text[places[gap[0]] + 1 : places[gap[1]]]


def _depending(
    gap: tuple[int, int], counts: Sequence[int], places: Mapping[States, Mapping[int, int]], write: _Words
) -> tuple[int, ...]:
    """The answers that change what stands between two words that are always there."""
    changing = set()
    for start in outermost(counts):
        before = _between(gap, places[start], write(start))
        for state in around(start, counts):
            if _between(gap, places[state], write(state)) != before:
                changing |= {at for at, one in enumerate(state) if one != start[at]}
    return tuple(sorted(changing))


def _states(by: tuple[int, ...], counts: Sequence[int]) -> Iterator[States]:
    """Each way that some answers can be, while the others are at their fullest."""
    for chosen in product(*(range(counts[at]) for at in by)):
        given = dict(zip(by, chosen, strict=True))
        yield tuple(given.get(at, 0) for at in range(len(counts)))


def _blocks(
    full: Sequence[str],
    gaps: Sequence[tuple[int, int]],
    depending: Sequence[tuple[int, ...]],
    counts: Sequence[int],
    places: Mapping[States, Mapping[int, int]],
    write: _Words,
) -> Iterator[Block]:
    steady: list[str] = []
    for gap, by in zip(gaps, depending, strict=True):
        if by:
            yield Block((), {(): "".join(steady)})
            states = {tuple(state[at] for at in by): state for state in _states(by, counts)}
            yield Block(by, {own: "".join(_between(gap, places[state], write(state))) for own, state in states.items()})
            steady = []
        else:
            steady += full[gap[0] + 1 : gap[1]]
        steady += full[gap[1] : gap[1] + 1]
    yield Block((), {(): "".join(steady)})
