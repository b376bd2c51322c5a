"""What was agreed and is to be done: a list that is kept outside of the base, written and read back.

Read back, it is like any file that came from somewhere: judged before use. Nothing here says which forms such things are
written in, nor what is done with them.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ssr.base.kinds import SUFFIX
from ssr.base.schema import read_shaped
from ssr.base.schema_files import field_of
from ssr.base.yaml.quoted import quoted_line
from ssr.errors import UnsoundError, UsageError
from ssr.text.catalogue import Catalogue
from ssr.text.sorting import sort_key

OPEN = "open"
_SCHEMA = f"_agreed{SUFFIX}"
_LONGEST = 2_000_000


class ActionItem(NamedTuple):
    """Something that was agreed: what, by whom and until when as it was written, and in which state it is.

    `schemas/_agreed.schema.json` says what each is; the file has the same names.
    """

    what: str
    state: str
    about: str
    day: str
    who: str = ""
    by: str = ""
    forums: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    due: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to do it."""
        return self.state == OPEN

    def is_overdue(self, day: str) -> bool:
        """Whether it should have been done before a day."""
        return self.due is not None and self.due < day

    def place(self, day: str) -> tuple[bool, str, tuple[Any, ...]]:
        """Where it stands among others on a day: what is overdue first, then what is to be done first, then by its words."""
        return not self.is_overdue(day), self.due or "9999", sort_key(self.what)

    @property
    def sign(self) -> tuple[str, ...]:
        """What is the same when it was read twice."""
        return self.about, *(" ".join(text.casefold().split()) for text in (self.what, self.who, self.by))


class ActionList(NamedTuple):
    """All that was agreed, of which base, and what the forms were marked as if not the real thing."""

    base: str
    agreed: tuple[ActionItem, ...] = ()
    marking: str | None = None

    def carried_on(self, items: list[ActionItem]) -> "ActionList":
        """The list with what is new in it. What stands there already is as somebody left it."""
        by_sign = {one.sign: one for one in (*items, *self.agreed)}
        order = dict.fromkeys(one.sign for one in (*self.agreed, *items))
        return self._replace(agreed=tuple(by_sign[sign] for sign in order))

    def of(self, forums: set[str], day: str, but: str | None) -> list[ActionItem]:
        """What some forums agreed until a day, but not at one meeting, and is still to be done, what is overdue first."""
        before = (one for one in self.agreed if one.day <= day and one.about != but)
        found = [one for one in before if one.is_open and forums.intersection(one.forums)]
        return sorted(found, key=lambda one: one.place(day))

    def by_actor(self, day: str) -> list[tuple[str | None, list[ActionItem]]]:
        """What is still to be done by each, and at last what no known one is named for."""
        still = sorted((one for one in self.agreed if one.is_open), key=lambda one: one.place(day))
        ids = sorted({id_ for one in still for id_ in one.actors})
        parts = [(id_, [one for one in still if id_ in one.actors]) for id_ in ids]
        nobody = [one for one in still if not one.actors]
        return [*parts, *([(None, nobody)] if nobody else [])]


def list_file(one: ActionList, words: Catalogue) -> bytes:
    """A list as a file that people may write in."""
    return "".join(f"{line}\n" for line in _lines(one, words)).encode("utf-8", "backslashreplace")


def _lines(one: ActionList, words: Catalogue) -> Iterator[str]:
    yield from (f"# {line}" for line in words.text("agreed.file").splitlines())
    values = one._asdict()
    items = values.pop("agreed")
    yield from (quoted_line(name, value) for name, value in values.items() if value is not None)
    yield "agreed:" if items else "agreed: []"
    for item in items:
        lines = [quoted_line(name, value) for name, value in item._asdict().items() if value]
        yield from (f"  {'- ' if number == 0 else '  '}{line}" for number, line in enumerate(lines))


def read_list(path: str, content: bytes) -> ActionList:
    """What a file says was agreed; refused, with the places, where it cannot be read or is no such file."""
    if len(content) > _LONGEST:
        raise UsageError("agreed-too-long", path=path, limit=_LONGEST // 1000)
    data, findings = read_shaped(path, content, field_of(_SCHEMA))
    if findings:
        raise UnsoundError("broken-agreed", path=path, findings=findings)
    return ActionList(**{**data, "agreed": tuple(map(_item, data["agreed"]))})


def _item(data: dict[str, Any]) -> ActionItem:
    values: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in data.items()}
    return ActionItem(**values)


def refuse_foreign_list(one: ActionList, path: str, base: str, marking: str | None) -> None:
    """Refuse what was agreed by those of another base, or in an exercise where that is not asked for."""
    if one.base != base:
        raise UsageError("agreed-of-other-base", path=path, base=one.base)
    if one.marking != marking:
        raise UsageError("agreed-other-marking", path=path, marking=one.marking or "–")
