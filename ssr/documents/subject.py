"""What a document is to be made of: an entry found by its id or made of options, in the base as it shows it then.

An entry that has errors is refused.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ssr.base.entry import Entry, require_sound
from ssr.base.knowledge import KnowledgeBase
from ssr.base.names import unknown
from ssr.documents.parameters import chosen, entry_of
from ssr.documents.request import RenderRequest
from ssr.errors import UsageError
from ssr.finding import Finding
from ssr.view.base_view import Ref, View
from ssr.view.in_force import day_of


class Subject(NamedTuple):
    """The base as a document shows it, the entry that it is about if any, and the values of its parameters."""

    view: View
    entry: Entry | None
    options: dict[str, Any]

    def mark(self, request: RenderRequest) -> Mapping[str, str]:
        """What a form is when it comes back: which document, made of what, for whom and when; nothing of what is no form."""
        if not request.document.fields:
            return {}
        made_of = {"about": self.entry.id, "period": self.entry.edition} if self.entry is not None else {}
        chosen_ids = {name: value.id if isinstance(value, Ref) else value for name, value in self.options.items()}
        made_for = {"made": self.view.day, "lang": self.view.language, "marking": request.readers.marking}
        mark = {"document": request.document.name, **made_of, **chosen_ids, **made_for}
        return {name: str(value) for name, value in mark.items() if value is not None}


def subject(request: RenderRequest, view: View, base: KnowledgeBase, findings: Sequence[Finding]) -> Subject:
    """What a document is made of, seen on the day that it is about; `base` and `findings` are of all that was read."""
    if request.edition is not None:
        view = view.on(day_of(view.base, request.edition, view.day))
    options = chosen(request.document, request.options, view)
    if not request.document.about or (request.id is None and request.document.which):
        return Subject(view, None, options)
    view, entry = _entry(request, view, options)
    own = _own_day(request, entry, base)
    view = view if own in {None, view.day} else view.on(own)  # a view of one day keeps what it has worked out
    targets = (view.target(link) for link in view.base.outgoing(entry))
    require_sound([entry, *(target for target in targets if target is not None)], findings)
    return Subject(view, entry, options)


def _own_day(request: RenderRequest, entry: Entry, base: KnowledgeBase) -> str | None:
    """The day that the entry is about, where no other was asked for: a period's last, or one that the document names."""
    if request.readers.pinned:
        return None
    if base.kind(entry).defines_periods:
        return day_of(base, entry.id, request.readers.day)
    own = entry.data.get(request.document.day) if request.document.day else None
    return own if isinstance(own, str) else None


def _entry(request: RenderRequest, view: View, options: Mapping[str, Any]) -> tuple[View, Entry]:
    """The entry, and the base in which it stands: that of the view, or one with the entry that was made on the spot."""
    document = request.document
    setting = [parameter for parameter in document.parameters if parameter.sets and options[parameter.name] is not None]
    if request.id is not None:
        if setting:
            raise UsageError("id-and-option", option=setting[0].option, id=request.id)
        return view, _required_entry(request, request.id, view)
    if document.new is None or not setting:
        raise UsageError("missing-argument", option="ID", command=f"ssr render {document.name}")
    kind = view.base.kinds[document.about[0]]
    entry = entry_of(document, document.new, kind, options, view.language)
    return view.beside(entry), entry


def _required_entry(request: RenderRequest, id_: str, view: View) -> Entry:
    base, document, edition = view.base, request.document, request.edition
    seen = base.editions(id_)
    if not seen:
        raise unknown(id_, base, document.about)
    if all(entry.kind not in document.about for entry in seen):
        titles = [base.kinds[kind].root.title(view.language).lower() for kind in document.about if kind in base.kinds]
        kind = base.kind(seen[0]).root.title(view.language).lower()
        raise UsageError("wrong-about", document=document.name, kinds=", ".join(titles), id=id_, kind=kind)
    result = view.find(id_, edition)
    known = ", ".join(entry.edition for entry in seen if entry.edition)
    if result is None and edition is not None:
        raise UsageError("unknown-edition", id=id_, edition=edition, known=known)
    if result is None:
        raise UsageError("not-in-force", id=id_, known=known)
    if edition is None and result.edition and base.first_day(result) > view.day and not base.is_draft(result):
        first = min(base.known_first_day(entry) for entry in seen if not base.is_draft(entry))
        raise UsageError("not-yet" if first else "not-yet-known", id=id_, day=view.day, first=first)
    return result
