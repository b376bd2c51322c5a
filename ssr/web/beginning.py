"""A new entry is begun: its kind is chosen, its name and what its file is called by are asked for. It is written when it is saved.

Not for what a new entry holds, which is for `authoring.new_entry`, nor for the fields: those are for the page of the entry.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ssr.authoring.answers import Answers
from ssr.authoring.new_entry import Plan
from ssr.base.kinds import Field, Kind
from ssr.base.knowledge import level_of
from ssr.text.catalogue import Catalogue
from ssr.text.sorting import sort_key
from ssr.web.elements import Child, Html, element
from ssr.web.input_controls import control, labelled
from ssr.web.pages import Pages
from ssr.web.session import Place, Session

_ID, _PERIOD = "#id", "#edition"  # what is asked for besides fields


class Beginning:
    """Begins entries of one run."""

    def __init__(self, session: Session, words: Catalogue, pages: Pages) -> None:
        self._session, self._words, self._pages = session, words, pages

    def _is_open(self) -> bool:
        """Whether the audience may read what says nothing of its own, as a new entry does."""
        return level_of(self._session.base.manifest("audience")) <= self._session.level

    def _kinds(self) -> dict[str, Kind]:
        """The kinds that there may be more of, by their names."""
        return {one.name: one for one in self._session.base.kinds.values() if not one.defines_periods}

    def page(self, name: str) -> bytes:
        """What has to be known of an entry of a kind to begin it; or, of no kind, the kinds."""
        if not self._is_open():
            return self._pages.page(self._words.text("edit.new"), element("p", {}, self._words.text("edit.new-hidden")))
        kind = self._kinds().get(name)
        return self._listing() if kind is None else self._form(kind)

    def begin(self, message: Mapping[str, Any]) -> Place | None:
        """Begin an entry of the `kind`, with the `answers`; None where there is no such kind."""
        kind = self._kinds().get(str(message.get("kind")))
        given = message.get("answers")
        if kind is None or not isinstance(given, dict) or not self._is_open():
            return None
        session = self._session
        base, findings = session.checked()
        plan, answers = Plan(base, findings, kind), Answers(base, kind, session.day)
        for key, way in self._asked(plan).items():
            if value := str(given.get(key, "")).strip():
                answers.answer(way, value)
        id_, period = (str(given.get(name, "")).strip() or None for name in (_ID, _PERIOD))
        planned = plan.entry(answers.data, session.day, id_=id_, edition=period)
        session.begin_entry(planned.path, planned.content)
        entry = next(one for one in session.base.all_entries if one.path == planned.path)
        return Place(entry.id, entry.edition)

    @staticmethod
    def _asked(plan: Plan) -> dict[str, tuple[str, ...]]:
        """The ways to the fields that are asked for, by the names of their controls."""
        named = [(one.name,) for one in plan.kind.root.properties.values() if one.annotation("in-file-name")]
        return {".".join(way): way for way in (plan.name_way, *named)}

    def _listing(self) -> bytes:
        language = self._words.language
        kinds = sorted(self._kinds().values(), key=lambda kind: sort_key(kind.root.title(language)))
        items = [
            element(
                "li",
                {},
                element("a", {"href": f"{self._pages.address('new')}?kind={kind.name}"}, kind.root.title(language)),
                f" – {kind.root.description(language)}",
            )
            for kind in kinds
        ]
        help_ = element("p", {}, self._words.text("edit.new-help"))
        return self._pages.page(self._words.text("edit.new"), help_, element("ul", {}, items))

    def _form(self, kind: Kind) -> bytes:
        base, findings = self._session.checked()
        plan = Plan(base, findings, kind)
        title = kind.root.title(self._words.language)
        asked: list[Child] = [self._question(name, plan.field(way)) for name, way in self._asked(plan).items()]
        if kind.has_editions:
            asked.append(self._period(list(base.periods)[::-1]))
        asked.append(self._own_id())
        button = element(
            "button", {"type": "button", "id": "begin", "data-do": "begin"}, self._words.text("edit.begin")
        )
        state = element("p", {"id": "state", "role": "status"})
        return self._pages.page(
            f"{self._words.text('edit.new')}: {title.lower()}",
            element("p", {}, kind.root.description(self._words.language)),
            asked,
            button,
            state,
            data={"place": "", "kind": kind.name},
        )

    def _question(self, name: str, field: Field) -> Html:
        language, id_ = self._words.language, f"a-{name.replace('.', '-')}"
        attributes = {"id": id_, "data-answer": name, "aria-describedby": f"{id_}-h"}
        made = control(field, None, attributes, self._words)
        return labelled(id_, field.title(language), field.description(language), made)

    def _period(self, periods: Sequence[str]) -> Html:
        options = [element("option", {"value": period}, period) for period in periods]
        made = element("select", {"id": "a-edition", "data-answer": _PERIOD}, options)
        return labelled("a-edition", self._words.text("edit.period"), None, made)

    def _own_id(self) -> Html:
        made = element(
            "input",
            {"id": "a-id", "type": "text", "data-answer": _ID, "aria-describedby": "a-id-h", "autocomplete": "off"},
        )
        return labelled("a-id", self._words.text("edit.own-id"), self._words.text("edit.own-id-help"), made)
