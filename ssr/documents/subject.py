"""The entry that a document is to be made of: found by its id, made of options, and refused when it has errors."""

from collections.abc import Mapping
from typing import Any

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.base.schema import closest
from ssr.documents.parameters import entry_of
from ssr.errors import UsageError
from ssr.templating.definition import Definition
from ssr.view.base_view import View


def subject(
    view: View, document: Definition, id_: str | None, edition: str | None, options: Mapping[str, Any]
) -> tuple[View, Entry]:
    """The entry, and the base in which it stands: that of the view, or one with the entry that was made on the spot."""
    setting = [parameter for parameter in document.parameters if parameter.sets and options[parameter.name] is not None]
    if id_ is not None:
        if setting:
            raise UsageError("id-and-option", option=setting[0].option, id=id_)
        return view, _found(view, document, id_, edition)
    if document.new is None or not setting:
        raise UsageError("missing-argument", option="ID", command=f"ssr render {document.name}")
    base = view.base
    entry = entry_of(document, document.new, base.kinds[document.about[0]], options, view.language)
    return view.of(KnowledgeBase(base.snapshot, base.resources, base.kinds, [*base.entries, entry])), entry


def _found(view: View, document: Definition, id_: str, edition: str | None) -> Entry:
    base = view.base
    seen = base.editions(id_)
    if not seen:
        wanted = [entry.id for entry in base.entries if entry.kind in document.about]
        raise UsageError("unknown-id", id=id_, suggestion=closest(id_, wanted))
    if all(entry.kind not in document.about for entry in seen):
        titles = [base.kinds[kind].root.title(view.language).lower() for kind in document.about if kind in base.kinds]
        kind = base.kind(seen[0]).root.title(view.language).lower()
        raise UsageError("wrong-about", document=document.name, kinds=", ".join(titles), id=id_, kind=kind)
    found = view.find(id_, edition)
    known = ", ".join(entry.edition for entry in seen if entry.edition)
    if found is None and edition is not None:
        raise UsageError("unknown-edition", id=id_, edition=edition, known=known)
    if found is None:
        raise UsageError("not-in-force", id=id_, known=known)
    if edition is None and found.edition and base.first_day(found) > view.day:
        first = min(base.first_day(entry) for entry in seen if not base.is_draft(entry))
        raise UsageError("not-yet", id=id_, day=view.day, first=first)
    return found
