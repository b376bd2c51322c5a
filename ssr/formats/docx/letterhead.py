"""The empty Word document that `word` writes on: ours, or an office's with its styles, letterhead and page setup.

Of an office's document nothing else is kept: not its text, its properties, its comments, nor who worked on it.
"""

from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.blkcntnr import BlockItemContainer
from docx.document import Document as Word
from docx.exceptions import PythonDocxError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.opc.rel import Relationships
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart
from docx.section import _BaseHeaderFooter
from docx.shared import Length

from ssr.errors import UsageError
from ssr.formats.docx.openxml import Element, element, empty, ours, packed
from ssr.formats.docx.page_setup import A4_HEIGHT, A4_WIDTH, fit
from ssr.formats.page import Layout

_LONGEST_TITLE = 255
_TYPES = "[Content_Types].xml"
_AS_TEMPLATE, _AS_DOCUMENT = b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml"

# What of a document governs how it looks.
_KEPT_PARTS = ("STYLES", "NUMBERING", "SETTINGS", "THEME", "FONT_TABLE")
_KEPT_SETTINGS = (
    "mirrorMargins", "gutterAtTop", "evenAndOddHeaders", "defaultTabStop", "autoHyphenation",
    "consecutiveHyphenLimit", "hyphenationZone", "doNotHyphenateCaps", "characterSpacingControl", "compat",
    "themeFontLang", "clrSchemeMapping", "decimalSymbol", "listSeparator",
)  # fmt: skip
# In twentieths of a point, and what stands after it among the properties of a section.
_BETWEEN_COLUMNS = 454
_AFTER_COLUMNS = ("w:formProt", "w:vAlign", "w:noEndnote", "w:textDirection", "w:bidi", "w:rtlGutter", "w:docGrid")


class Letterhead:
    """An empty document in one language, and its styles and lists by the names that Word itself gives them."""

    def __init__(self, reference: bytes | None, locale: str, layout: Layout) -> None:
        self.document, self._lists = _ours() if reference is None else _theirs(reference)
        self._locale = locale
        _speak(self.document, locale)
        fit(self.document, layout)
        self.styles = _styles(self.document.styles.element)

    @property
    def body(self) -> BlockItemContainer:
        """Where the text goes."""
        return self.document._body

    def margins(self, name: str, *, first: bool = True) -> list[_BaseHeaderFooter]:
        """The headers or the footers in use: of most pages, and if the page setup has them of the `first` and even ones."""
        section = self.document.sections[0]
        names = [name]
        if first and section.different_first_page_header_footer:
            names.append(f"first_page_{name}")
        if self.document.settings.odd_and_even_pages_header_footer:
            names.append(f"even_page_{name}")
        return [getattr(section, one) for one in names]

    def part_first_page(self) -> None:
        """Give the first page a header and a footer of its own, which hold what those of other pages do."""
        section = self.document.sections[0]
        if not section.different_first_page_header_footer:
            section.different_first_page_header_footer = True
            _copy(section.header, section.first_page_header)
            _copy(section.footer, section.first_page_footer)

    def take_content(self, box: _BaseHeaderFooter) -> list[Element]:
        """What a header or footer holds, taken out of it; nothing where there was none."""
        was_there = not box.is_linked_to_previous
        content: list[Element] = list(box._element)
        box._element[:] = []
        return content if was_there else []

    def start_page(self, columns: int) -> None:
        """End the section, and begin the next on a new page that is set in columns."""
        body = self.document.element.body
        setup: Element = body.sectPr
        if not body.xpath("./*[last() - 1][self::w:p]"):
            body.add_p()
        setup.getprevious().get_or_add_pPr().append(deepcopy(setup))
        for once in setup.xpath("./w:titlePg | ./w:pgNumType | ./w:type | ./w:cols"):
            setup.remove(once)
        setup.insert_element_before(element("cols", num=columns, space=_BETWEEN_COLUMNS), *_AFTER_COLUMNS)

    def sheet(self) -> tuple[Length, Length]:
        """How wide and high a page is."""
        section = self.document.sections[0]
        return Length(section.page_width or A4_WIDTH), Length(section.page_height or A4_HEIGHT)

    def width(self) -> Length:
        """How wide the text is."""
        section = self.document.sections[0]
        margins = (section.left_margin or 0) + (section.right_margin or 0)
        return Length(self.sheet()[0] - margins)

    def height(self) -> Length:
        """How high the text of a page is."""
        section = self.document.sections[0]
        margins = abs(section.top_margin or 0) + abs(section.bottom_margin or 0)
        return Length(self.sheet()[1] - margins)

    def has_page_numbers(self) -> bool:
        """Whether the letterhead says which page it is."""
        fields = ".//w:instrText[contains(., 'PAGE')] | .//w:fldSimple[contains(@w:instr, 'PAGE')]"
        return any(
            box._element.xpath(fields)
            for name in ("header", "footer")
            for box in self.margins(name)
            if not box.is_linked_to_previous
        )

    def style(self, name: str) -> str:
        """What paragraphs, runs and tables call the style of this name."""
        return str(self.styles[name].get(qn("w:styleId")))

    def list_of(self, name: str, level: int, start: int | None, *, boxes: bool) -> tuple[int, int] | None:
        """The level and the list for paragraphs of a style: a new list where it has a start, none if the style says it."""
        if boxes:
            return level, self._lists[2]
        numbering: Element = self.document.part.numbering_part.element
        number = self._lists[start is not None]
        known = {one.numId for one in numbering.num_lst}
        for properties in self.styles[name].xpath("./w:pPr/w:numPr[w:numId]"):
            if properties.numId.val in known:
                number, level = properties.numId.val, 0 if properties.ilvl is None else properties.ilvl.val
                if start is None:
                    return None
        if start is None:
            return level, number
        instance = numbering.add_num(numbering.num_having_numId(number).abstractNumId.val)
        instance.add_lvlOverride(ilvl=level).add_startOverride(start)
        return level, int(instance.numId)

    def save(self, title: str, mark: str) -> bytes:
        """The file: the same document always gives the same bytes, and says nothing of when and by whom.

        `mark` is what a form says that it is, among the properties that every program keeps.
        """
        properties = self.document.core_properties
        properties._element[:] = []
        properties.title, properties.language = title[:_LONGEST_TITLE], self._locale
        if mark:
            properties._element.get_or_add_keywords().text = mark
        saved = BytesIO()
        self.document.save(saved)
        with ZipFile(saved) as source:
            return packed((name, source.read(name)) for name in source.namelist())


def _copy(source: _BaseHeaderFooter, target: _BaseHeaderFooter) -> None:
    """Fill a header or a footer with what another holds, and with what that leads to."""
    target.is_linked_to_previous = True  # what stood there was not in use
    if source.is_linked_to_previous:
        return
    target._element[:] = map(deepcopy, source._element)
    for name in ("id", "embed", "link", "pict"):
        for holder in target._element.xpath(f".//*[@r:{name}]"):
            relation = source.part.rels[holder.get(qn(f"r:{name}"))]
            to = relation.target_ref if relation.is_external else relation.target_part
            key = target.part.relate_to(to, relation.reltype, is_external=relation.is_external)
            holder.set(qn(f"r:{name}"), key)


def _ours() -> tuple[Word, list[int]]:
    """Our own document and the lists in it: bullets, numbers and boxes to tick."""
    return Document(BytesIO(empty())), [1, 2, 3]


def _theirs(reference: bytes) -> tuple[Word, list[int]]:
    """What is kept of an office's document, with what it lacks."""
    try:
        document = Document(BytesIO(_as_document(reference)))
    except (BadZipFile, LookupError, ValueError, SyntaxError, PythonDocxError) as error:
        raise UsageError("not-word") from error
    _strip(document)
    return document, _complete(document)


def _as_document(reference: bytes) -> bytes:
    """A template of Word's as the document that it would make: they differ in what the file says that it is."""
    with ZipFile(BytesIO(reference)) as source:
        if _AS_TEMPLATE not in source.read(_TYPES):
            return reference
        parts = {name: source.read(name) for name in source.namelist()}
    return packed({**parts, _TYPES: parts[_TYPES].replace(_AS_TEMPLATE, _AS_DOCUMENT)}.items())


def _strip(document: Word) -> None:
    """Take out of an office's document what is not page setup, letterhead or style."""
    main, body = document.part, document.element.body
    setup: Element = document.sections[0]._sectPr  # where there are several, the first has the letterhead
    body[:] = [setup]
    margins = setup.xpath("./w:headerReference | ./w:footerReference")
    for other in setup.xpath("./*[@r:id]"):
        if other not in margins:
            setup.remove(other)
    used = {margin.get(qn("r:id")) for margin in margins}
    kept = {getattr(RELATIONSHIP_TYPE, name) for name in _KEPT_PARTS}
    _keep(main.rels, lambda key, kind: kind in kept or key in used)
    _keep(main.package.rels, lambda _, kind: kind == RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    settings: Element = document.settings.element
    settings[:] = [child for child in settings if child.tag in {qn(f"w:{name}") for name in _KEPT_SETTINGS}]
    main.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels.clear()
    for part in main.package.iter_parts():
        if isinstance(part, XmlPart):
            _forget(part.element)


def _keep(relations: Relationships, wanted: Callable[[str, str], bool]) -> None:
    for key in [key for key, relation in relations.items() if not wanted(key, relation.reltype)]:
        del relations[key]


def _forget(root: Element) -> None:
    """Accept tracked changes, so that nobody's name is left at them, and drop the numbers of editing sessions."""
    for changed in root.xpath(".//*[@w:author]"):
        if changed.tag in {qn("w:ins"), qn("w:moveTo")}:
            for child in list(changed):
                changed.addprevious(child)
        changed.getparent().remove(changed)
    for session in root.xpath(".//w:rsid"):
        session.getparent().remove(session)
    for holder in root.iter():
        for name in [name for name in holder.attrib if name.startswith(qn("w:rsid"))]:
            del holder.attrib[name]


def _complete(document: Word) -> list[int]:
    """Add the styles that an office's document lacks, and our lists; the numbers of those."""
    sheet: Element = document.styles.element
    own, there, lists = _styles(ours()["/word/styles.xml"][1]), _styles(sheet), _add_lists(document)
    names = {style.get(qn("w:styleId")): name for name, style in own.items()}
    for name, style in own.items():
        if name in there:
            continue
        added = there[name] = deepcopy(style)
        added.attrib.pop(qn("w:default"), None)
        for pointer in added.xpath("./w:basedOn | ./w:next"):
            pointer.val = there[names[pointer.val]].get(qn("w:styleId"))
        for number in added.xpath(".//w:numId"):
            number.val = lists[number.val - 1]
        sheet.append(added)
    return lists


def _styles(sheet: Element) -> dict[str, Element]:
    """Styles by their names, which are in English in every Word; the ids are in the office's language."""
    return {style.find(qn("w:name")).get(qn("w:val")).lower(): style for style in sheet.xpath("./w:style[w:name]")}


def _add_lists(document: Word) -> list[int]:
    """Our bullets and our numbers beside the lists that the document has."""
    kind, own = ours()["/word/numbering.xml"]
    main = document.part
    if all(relation.reltype != RELATIONSHIP_TYPE.NUMBERING for relation in main.rels.values()):
        part = NumberingPart(PackURI("/word/numbering.xml"), kind, element("numbering"), main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    numbering: Element = main.numbering_part.element
    free = 1 + max(map(int, numbering.xpath("./w:abstractNum/@w:abstractNumId")), default=0)
    lists = []
    for id_, definition in enumerate(map(deepcopy, own.xpath("./w:abstractNum")), free):
        definition.set(qn("w:abstractNumId"), str(id_))
        numbering.insert(len(numbering.xpath("./w:numPicBullet | ./w:abstractNum")), definition)
        lists.append(numbering.add_num(id_).numId)
    return lists


def _speak(document: Word, locale: str) -> None:
    """Say what language the text is in, once for all of it."""
    sheet: Element = document.styles.element
    for other in sheet.xpath(".//w:lang"):
        other.getparent().remove(other)
    place = sheet
    for name in ("docDefaults", "rPrDefault", "rPr"):
        properties = place.find(qn(f"w:{name}"))
        if properties is None:
            properties = element(name)
            place.insert(0, properties)
        place = properties
    place.append(element("lang", val=locale, eastAsia=locale, bidi="ar-SA"))
