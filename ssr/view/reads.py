"""What has been read of a base, so that it is known what rests on something when that changes.

Not for who may read it: that is for `redaction`.
"""

from dataclasses import dataclass, field

from ssr.base.entry import Entry


@dataclass
class Reads:
    """Ids of `entries`, and of those of which it was asked what refers to them (`referred`); `kinds` of which all were read.

    The same says what has changed, so that the two can be laid on each other; `everything` can be the answer to both.
    `whole` are the entries of which more than the name was read.
    """

    entries: set[str] = field(default_factory=set)
    referred: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    everything: bool = False
    whole: set[Entry] = field(default_factory=set)

    def __bool__(self) -> bool:
        return self.everything or bool(self.entries)

    def meet(self, changed: "Reads") -> bool:
        """Whether anything of what changed was read."""
        if self.everything or changed.everything:
            return bool(changed)
        return bool(self.entries & changed.entries or self.referred & changed.referred or self.kinds & changed.kinds)

    def forget(self) -> None:
        """Begin anew."""
        for read in (self.entries, self.referred, self.kinds, self.whole):
            read.clear()
        self.everything = False
