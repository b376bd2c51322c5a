"""The fields of a form as Word's content controls: what can be filled in, by name, and read back by name.

Word knows a control by its tag, which is the key of the field, and people by its title. LibreOffice keeps the titles but
not the tags, so neither is given twice.
"""

from docx.oxml import parse_xml

from ssr.formats.docx.openxml import Element, element
from ssr.formats.form import Form, FormField, prompt, short_names, titles
from ssr.formats.markdown_tree import BOX
from ssr.text.characters import FORBIDDEN

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_TICK = f"""\
<w14:checkbox xmlns:w14="{_W14}"><w14:checked w14:val="0"/>\
<w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>\
</w14:checkbox>"""


class Controls:
    """Makes the content controls of one form."""

    def __init__(self, form: Form, language: str, locale: str, placeholder: str) -> None:
        self._fields, self._locale, self._placeholder = form.fields, locale, placeholder
        self._language = language
        self._tags = short_names(form.fields)
        self._titles = titles(form.fields)
        self._numbers = {key: number for number, key in enumerate(form.fields, 1)}

    def __contains__(self, key: object) -> bool:
        return key in self._fields

    def control(self, key: str) -> Element:
        """The control of a field, with what stands in it from the beginning, or what asks for it to be filled in."""
        field = self._fields[key]
        prompt_text = "" if field.value or field.type == "tick" else prompt(field, self._language)
        run = element("r", element("t"))
        run.text = FORBIDDEN.sub("", prompt_text or field.value or BOX)
        if prompt_text:
            run.get_or_add_rPr().append(element("rStyle", val=self._placeholder))
        properties = element(
            "sdtPr",
            element("alias", val=self._titles[key]),
            element("tag", val=self._tags[key]),
            element("id", val=self._numbers[key]),
            *([element("showingPlcHdr")] if prompt_text else []),
            self._type(field),
        )
        return element("sdt", properties, element("sdtContent", run))

    def _type(self, field: FormField) -> Element:
        if field.choices:
            items = (element("listItem", displayText=label, value=value) for value, label in field.choices)
            return element("dropDownList", *items)
        if field.type == "tick":
            return parse_xml(_TICK)
        if field.type == "day":
            return element(
                "date",
                element("dateFormat", val="yyyy-MM-dd"),
                element("lid", val=self._locale),
                element("storeMappedDataAs", val="dateTime"),
                element("calendar", val="gregorian"),
            )
        return element("text", multiLine=1) if field.lines else element("text")
