"""The fields that a template puts: what its `document.yaml` says of each, and what of that a sheet of paper shows.

In the Markdown, a field is a span that names it, `[________]{field=summary}`. Between the brackets stands what is on
paper; what it is besides goes with the text to the adapters, in a `Form`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ssr.formats.form import FormField, field_key
from ssr.templating.definition import FieldSpec
from ssr.templating.markup import BLANK, BOX, LINE, Markdown, escape, escape_lines, plain
from ssr.text.localised import Localised
from ssr.view.base_view import Text
from ssr.view.selection import SelectionMatch

# Between what is chosen from, so that a box is not parted from its words.
_HARD_SPACE = "\u00a0"
_BETWEEN_CHOICES = " \u2003"


class Fields:
    """The fields of one document while its template runs, in one language."""

    def __init__(
        self,
        declared: Mapping[str, FieldSpec],
        selections: Mapping[str, Sequence[SelectionMatch]],
        language: str,
    ) -> None:
        self._declared, self._selections, self._language = declared, selections, language
        self.put: dict[str, FormField] = {}

    def __call__(self, name: str, row: Any = None, of: Any = None, value: Any = None) -> Markdown:
        """Put the field `name`; in a table that of a `row`, by the key of the row and what it is the row `of`.

        `value` is what stands in it from the beginning.
        """
        declared = self._declared[name]
        key = field_key(name, row or "")
        if key in self.put:
            raise ValueError(f"{key}: put twice")
        title = self._worded(declared.title)
        entries = declared.chosen_from is not None and declared.chosen_from.items is None
        field = FormField(
            key,
            title if row is None else f"{title}: {_as_text(row if of is None else of)}",
            declared.type,
            declared.lines if row is None else min(declared.lines, 1),
            () if entries and value is not None else tuple(self._choices(declared)),
            self._worded(declared.hint),
            self._worded(declared.unset),
            "" if value is None else _as_text(value),
        )
        self.put[key] = field
        return Markdown(f"[{_on_paper(field, boxed=row is None and not entries)}]{{field={key}}}")

    def _worded(self, text: Any) -> str:
        return Localised.pick(text, self._language).text

    def _choices(self, declared: FieldSpec) -> list[tuple[str, str]]:
        """Constants of the document's own, items of the first entry that a selection finds, or the entries it finds."""
        of = declared.chosen_from
        if of is None:
            return [(choice.value, self._worded(choice.title)) for choice in declared.choices]
        if of.items is None:
            refs = [selection.ref for selection in self._selections[of.selection]]
            if of.value:  # what is kept is which entry it is
                return [(ref.id, _as_text(ref)) for ref in refs]
            names = dict.fromkeys(map(_as_text, refs))
            return [(name, name) for name in names]
        items = [item for selection in self._selections[of.selection][:1] for item in selection.ref.entry[of.items]]
        return [  # one whose name nobody knows is called by its sign
            (str(item[of.value]), _as_text(item[of.title] or item[of.value]))
            for item in items
            if item[of.value] is not None
        ]


def _as_text(value: Any) -> str:
    return plain(value) if isinstance(value, Text) else str(value)


def _on_paper(field: FormField, *, boxed: bool) -> str:
    """What stands where the field is when it is printed: what is known, boxes to tick, or room to write."""
    if field.value:
        return escape_lines(field.value)
    if field.type == "tick":
        return BOX
    if field.choices and boxed:
        boxes = (f"{BOX}{_HARD_SPACE}{escape(title)}" for _, title in field.choices)
        return _BETWEEN_CHOICES.join(boxes)
    return "\\\n".join([LINE] * field.lines) if field.lines else BLANK
