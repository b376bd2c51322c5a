"""`ssr explain`: what a kind or a field of it is, is for and may hold, and what it looks like in the base."""

from dataclasses import dataclass

from ssr.authoring.samples import Sample, samples
from ssr.base.kinds import Kind, Kinds
from ssr.base.load import load
from ssr.base.names import Choose, refuse, resolve_field, resolve_kind
from ssr.base.resources import Resources
from ssr.base.schema_files import load_kinds
from ssr.base.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was asked for: a kind and, unless that is meant as a whole, the way to a field of it, and an example of that."""

    kinds: Kinds
    kind: Kind
    way: tuple[str, ...]
    sample: Sample | None


def kinds(snapshot: Snapshot) -> Kinds:
    """The kinds that there are to explain."""
    return load_kinds(Resources(snapshot))


def explain(snapshot: Snapshot, *, word: str, choose: Choose = refuse) -> Explanation:
    """The kind, or the field of a kind, that is meant by a word: `actor`, `actor.participation.as`, `aktör.deltagande`."""
    base, _ = load(snapshot)
    asked, _, of_field = word.partition(".")
    kind = base.kinds[resolve_kind(asked, base.kinds, choose)]
    way = resolve_field(of_field, kind, choose) if of_field else ()
    return Explanation(base.kinds, kind, way, samples(base, kind).get(way))
