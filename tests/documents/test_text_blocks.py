"""Which words of a text depend on which answers: put together again, the blocks give each text that was asked for."""

from collections.abc import Callable
from itertools import product

import pytest

from ssr.documents.text_blocks import Block, States, blocks_of


def joined(blocks: list[Block], states: States) -> str:
    return "".join(block.texts[tuple(states[at] for at in block.by)] for block in blocks)


def independent(states: States) -> str:
    first, second, third = states
    return f"A{' x' if first == 0 else ''} B {'' if second else 'y, '}C{[' !', ' ?', ''][third]} D\n"


def beside_each_other(states: States) -> str:
    way, reserve, _ = states
    return f"Anslut: {'________' if way else 'mejl'}{'' if reserve else ', reserv Rakel'}.\nSvara."


def one_instead_of_another(states: States) -> str:
    event, directive, third = states
    return f"{'STORM' if not event else 'SNÖ' if not directive else '____'} i länet. {'' if third else 'Kl. 8'}"


def twice(states: States) -> str:
    return "\n\n".join(
        ["Var: " + ("" if states[0] else "här"), "Igen.", "Var: " + ("" if states[0] else "här"), "Slut"]
    )


@pytest.mark.parametrize("text", [independent, beside_each_other, one_instead_of_another, twice])
def test_each_text_comes_back(text: Callable[[States], str]) -> None:
    counts = (2, 2, 3)
    blocks = blocks_of(counts, text)
    for states in product(*map(range, counts)):
        assert joined(blocks, states) == text(states)


def test_what_nothing_changes_stands_once_and_what_is_apart_is_told_apart() -> None:
    blocks = blocks_of((2, 2, 3), independent)
    assert [block.by for block in blocks if block.by] == [(0,), (1,), (2,)]
    assert sum(text.count("B") for block in blocks for text in block.texts.values()) == 1
