"""A large knowledge base to measure with: both bases of this repository, many times over, each copy with ids of its own.

`python benchmarks/large_base.py FOLDER [SIZE]` writes it. The same sources give the same bytes.
"""

import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ssr.base.entry import Entry
from ssr.base.knowledge import HIGHEST, KnowledgeBase
from ssr.base.load import load
from ssr.base.own_lists import declared
from ssr.base.snapshot import WorkingTree

ROOT = Path(__file__).parent.parent
SOURCES = {"a": ROOT, "b": ROOT / "examples" / "exempellan"}
SIZE = 3000
# The name up to its end, and the quote or the line that ends it.
_NAME = re.compile(r"^((?:  - )?name:(?: >-\n)?.*?[^\"'\n])([\"']?)$", re.MULTILINE)
# What no two actors have: only the first copy keeps it.
_NUMBERS = re.compile(r"^(?:municipality_code|organisation_number|website):.*\n", re.MULTILINE)

# The narrower rules of the real base, so that every rule has work to do. The count is true of what is written.
MANIFEST = """\
name: Mätbas
language: sv
time_zone: Europe/Stockholm
known_until: 2026-11-01
audience: public
highest_audience: members
counts:
  - kind: actor
    where: {{sort: municipality}}
    count: {municipalities}
"""


def make(folder: Path, size: int = SIZE) -> None:
    """Write a base of `size` entries, at least one copy of each source, into an empty folder."""
    bases = {letter: load(WorkingTree(root))[0] for letter, root in SOURCES.items()}
    everything = [(letter, entry) for letter, base in bases.items() for entry in base.entries]
    # Periods may not overlap, and lists that schemas name are there once, so neither is copied; of two with one id the
    # later base's is kept.
    lists = {own.entry for path in (ROOT / "schemas").glob("*.json") for own in declared(path.read_bytes())}
    single = {
        entry.id: (letter, entry)
        for letter, entry in everything
        if bases[letter].kind(entry).defines_periods or entry.id in lists
    }
    copied = [(letter, entry) for letter, entry in everything if entry.id not in single]
    copies, rest = divmod(size - len(single), len(copied))
    if copies < 1:
        raise ValueError(f"at least {len(copied) + len(single)} entries")
    # What is left over is filled with entries of many kinds; an entry with editions would need them all.
    filler = sorted((one for one in copied if one[1].edition is None), key=lambda one: one[1].id)[:rest]
    plan = [(letter, number, entry) for number in range(copies) for letter, entry in copied]
    plan += [(letter, copies, entry) for letter, entry in filler]
    made = {(letter, number, entry.id) for letter, number, entry in plan}

    def name(letter: str, number: int, id_: str) -> str:
        if id_ in single:
            return id_
        return f"{id_}-{letter}{number if (letter, number, id_) in made else 0}"

    for letter, number, entry in [*((letter, 0, entry) for letter, entry in single.values()), *plan]:
        path = (folder / entry.path).with_stem(name(letter, number, entry.id))
        _write(
            path,
            bases[letter],
            entry,
            partial(name, letter, number),
            "" if entry.id in single else f" {letter}{number}",
        )
    municipalities = sum(entry.data.get("sort") == "municipality" for _, _, entry in plan)
    (folder / "ssr.yaml").write_text(MANIFEST.format(municipalities=municipalities), encoding="utf-8")


def _write(path: Path, base: KnowledgeBase, entry: Entry, name: Callable[[str], str], copy: str) -> None:
    """The entry with its references renamed, and `copy` after its name, so that no two of a kind have the same.

    What the fictitious base says is marked as the real one would have it; what is agreed in it has no source.
    """
    lines = entry.source.text.split("\n")
    places = ((entry.source.position(link.route), link.target) for link in base.outgoing(entry))
    for position, target in sorted(places, reverse=True):  # from the end, so that the places before stay right
        line, start = lines[position.line - 1], position.column - 1
        lines[position.line - 1] = line[:start] + line[start:].replace(target, name(target), 1)
    text = _NAME.sub(lambda match: f"{match[1]}{copy}{match[2]}", "\n".join(lines))
    text = text if re.fullmatch(r"| [a-z]0", copy) else _NUMBERS.sub("", text)
    if base.manifest("fictitious"):
        text = text.replace("audience: office", "audience: members").replace("origin: agreed", "origin: background")
        text += "audience: members\n" if "audience" not in entry.data and base.audience(entry) == HIGHEST else ""
        text += "" if {"illustrative", "secrecy"} & entry.data.keys() else "illustrative: true\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]), *map(int, sys.argv[2:]))
