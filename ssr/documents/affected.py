"""Which documents look different when a base has changed.

All of them are made of the newer version, and what each reads is noted. Only those that read something that changed are
made of the older one too: if the words are the same then, the document is the same. Not for what changed: `diff`.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ssr.base.entry import Entry
from ssr.diff.renames import renamed_entries
from ssr.diff.surroundings import differing_files
from ssr.documents.batch import WantedFile, of_all
from ssr.documents.renderer import Renderer
from ssr.documents.request import Readers, RenderRequest
from ssr.errors import SsrError
from ssr.formats.page import Page
from ssr.templating.definition import Definition
from ssr.templating.definition_files import Definitions
from ssr.view.base_view import View
from ssr.view.reads import Reads

_Key = tuple[str, str]
_Looks = tuple[tuple[str, Page], ...]


class AffectedDocument(NamedTuple):
    """A document that looks different: of what (None: of the whole base), what that is called, and how.

    It is `changed`, `new` if only the newer version can make it, or `gone` if only the older one can. `was` and `becomes`
    are what to ask of the older version and of the newer one, where they can make it.
    """

    document: Definition
    id: str | None
    name: str | None
    how: str
    was: RenderRequest | None
    becomes: RenderRequest | None


def affected(
    old: Renderer, new: Renderer, readers: Readers, progress: Callable[[int, int], None] | None = None
) -> list[AffectedDocument]:
    """The documents that look different to some readers, in the order of their names."""
    before, after = old.view(readers), new.view(readers)
    changed = changed_between(before, after)
    if not changed:
        return []
    renamed = renamed_entries(before.base, after.base)
    asked_before = {(name, renamed.get(id_, id_)): asked for (name, id_), asked in _requests(old, readers).items()}
    asked_after = _requests(new, readers)
    result: list[AffectedDocument] = []
    keys = sorted({*asked_before, *asked_after})
    for number, key in enumerate(keys, 1):
        was, asked = asked_before.get(key, []), asked_after.get(key, [])
        after.reads.forget()
        looks = _looks(new, asked)
        may_differ = not (was and asked) or bool(asked[0].document.computed) or after.reads.meet(changed)
        looked = _looks(old, was) if may_differ else looks
        if looks != looked:
            how = "new" if looked is None else "gone" if looks is None else "changed"
            shown, request = (before, was[0]) if looks is None else (after, asked[0])
            name = None if request.id is None else _name(shown, request.id)
            sides = None if looked is None else was[0], None if looks is None else asked[0]
            result.append(AffectedDocument(request.document, request.id, name, how, *sides))
        if progress is not None:
            progress(number, len(keys))
    return result


def _name(view: View, id_: str) -> str | None:
    """What an entry is called: as it holds, else in its last edition, since what is only proposed has documents too."""
    entry = view.find(id_) or max(view.base.editions(id_), key=view.base.first_day, default=None)
    return None if entry is None else view.name(entry)


def _requests(renderer: Renderer, readers: Readers) -> dict[_Key, list[RenderRequest]]:
    """What is to be made for each document and entry: one for each template. What a folder holds is looked at by itself."""
    result: dict[_Key, list[RenderRequest]] = {}
    for wanted in of_all(renderer, Definitions(renderer.base.resources).sound(), readers):
        if isinstance(wanted, WantedFile) and not wanted.request.document.parts:
            request = wanted.request
            asked = result.setdefault((request.document.name, request.id or ""), [])
            template_of = request.document.formats
            if template_of[request.format] not in {template_of[one.format] for one in asked}:
                asked.append(request)
    return result


def _looks(renderer: Renderer, requests: list[RenderRequest]) -> _Looks | None:
    """What the templates of a document give; None where it cannot be made."""
    try:
        return tuple(look for request in requests for look in _looks_of(renderer, request)) or None
    except SsrError:
        return None


def _looks_of(renderer: Renderer, request: RenderRequest) -> Iterator[tuple[str, Page]]:
    draft, writes = renderer.draft(request), request.document.writes
    yield draft.text, draft.page
    if writes is not None:
        yield from renderer.wordings(request, writes, draft).samples()


def changed_between(old: View, new: View) -> Reads:
    """What may look different to whoever reads it: what says something else, and what another now ends or does not."""
    sides = [{entry.twin: entry for entry in view.base.entries} for view in (old, new)]
    twins = {twin for side in sides for twin in side}
    differing = {twin for twin in twins if not _is_same(*(side.get(twin) for side in sides))}
    ids = {id_ for _, id_, _ in differing}
    result = Reads(everything=bool(differing_files(old.base, new.base)))
    for view, side in zip((old, new), sides, strict=True):
        for twin, entry in side.items():
            if twin in differing or entry.data.get("replaced_by") in ids:
                result.entries.add(entry.id)
                result.kinds.add(entry.kind)
                result.referred.update(link.target for link in view.base.outgoing(entry))
                result.everything |= view.base.kind(entry).defines_periods
    return result


def _is_same(one: Entry | None, other: Entry | None) -> bool:
    return one is not None and other is not None and (one.data, one.sound) == (other.data, other.sound)
