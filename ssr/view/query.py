"""What a selection can say, as `document.yaml` writes it: which of three ways leads to entries, and what is kept of them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple


class During(NamedTuple):
    """The paths to those days of an entry that must meet a span: that of an option, or so many days `ahead` of the document's.

    Of an entry that is held, each day on which it is held counts instead.
    """

    days: Sequence[str]
    option: str | None = None
    ahead: int = 0


class MatchingItems(NamedTuple):
    """A list of the selected entry, and for each property of its items the paths to what it must be."""

    items: str
    by: Mapping[str, Sequence[str]]


class Selection(NamedTuple):
    """Entries along references `from_` the entry, against references to it in `roles`, or `all` of some kinds; with `all`
    and `from_`, what these refer to.

    `given` names the option whose entries it is instead, where that one is given. Of what is reached are kept those
    of some `kinds`, with the values of options (`where`) or constants (`having`) at dotted paths, and with days that
    meet those of an option (`during`) or are not over (`coming`) or have begun (`begun`) on the document's. With
    `occasions`, each time that an entry is held within `during` stands by itself.
    """

    from_: Sequence[str] = ()
    roles: Sequence[str] | None = None
    all: Sequence[str] | None = None
    given: str | None = None
    onward: bool = False
    through: str | None = None
    ceased: bool = False
    kinds: Sequence[str] = ()
    where: Mapping[str, str] = MappingProxyType({})
    having: Mapping[str, Sequence[str]] = MappingProxyType({})
    during: During | None = None
    occasions: bool = False
    coming: Sequence[str] = ()
    begun: Sequence[str] = ()
    order: Sequence[str] = ()
    matching: MatchingItems | None = None
