"""Markdown to one self-contained HTML page: no outside request, good on paper, on a phone and when read aloud.

What the Markdown means stands in `reading`; how it looks, in `page.css`. Only a form has a script (see `controls`).
"""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from ssr.formats.form import Form
from ssr.formats.markdown_tree import LINE, PICTURE, SAID, declared_widths, reader, title_in
from ssr.formats.page import BLANK, Page
from ssr.formats.stylesheet import small, style_for
from ssr.text.catalogue import layout_words

_BREAK = "<!-- page -->\n"
# A page with so many sections and as many parts is longer than three screens of a phone: it begins with a list of them.
_MANY, _LONG = 5, 240
# Columns that are at most so many hundredths wide hold a number or a word.
_NARROW = 12
_NUMBER = re.compile(r"\d+")
_UNSAFE = re.compile(r"[^\w ,.:;()/-]")
# In points: twelve pixels, below which nothing is set on a screen.
_SMALLEST = 9
# What `page.css` goes by where the text has a size of its own. Smaller than usual it is on paper alone.
_SIZED = """\
:root {{ --base: {rem}rem; --least: var(--base); }}
@media print {{ :root {{ --base: {points}pt; }} }}
"""


class _Renderer(RendererHTML):
    """The conventions of `reading`, as HTML."""

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        text = BLANK.sub(_blank, super().text(tokens, idx, options, env))
        return _NUMBER.sub(partial(_cited, env["cited"]), text) if env["citing"] else text

    def cite_open(self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, env: EnvType) -> str:
        env["citing"] = bool(env["sources"])
        return ""

    def cite_close(self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, env: EnvType) -> str:
        env["citing"] = False
        return ""

    def box(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return f'<span class="box">{tokens[idx].content}</span> '

    def code_inline(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return f'<strong class="mark">{escape(tokens[idx].content)}</strong>'

    def del_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """Most screen readers say nothing of `del` and `ins`, so words that are not seen do."""
        description = escape(str(tokens[idx].attrs[SAID]))
        return f'<{tokens[idx].tag}><span class="unseen">[{description}: </span>'

    def del_close(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return f'<span class="unseen">]</span></{tokens[idx].tag}>'

    ins_open, ins_close = del_open, del_close

    def field(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType) -> str:
        from ssr.formats.html_controls import control  # only forms have any

        return control(env["page"].form.fields[tokens[idx].content], block=tokens[idx].block)

    def field_open(self, *_: Any) -> str:
        return ""  # of a document that is no form: what stands in it is shown as on paper

    field_close = field_open

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        pictures = _pictures(token.content, env["page"]) if token.info == PICTURE else ""
        return pictures or super().fence(tokens, idx, options, env)

    def blockquote_open(self, *_: Any) -> str:
        return '<div class="notice" role="note">\n'

    def blockquote_close(self, *_: Any) -> str:
        return "</div>\n"

    def hr(self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, env: EnvType) -> str:
        env["rules"] -= 1
        return _BREAK if env["rules"] else "</main>\n<footer>\n"

    def table_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        meta = tokens[idx].meta
        name = escape(str(meta["name"]))  # so that a wide one can be scrolled by keys
        return f'<div class="table" role="group" tabindex="0" aria-label="{name}">\n<table class="{meta["sort"]}">\n'

    def table_close(self, *_: Any) -> str:
        return "</table>\n</div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        tokens[idx].attrSet("scope", "col")
        return self.renderToken(tokens, idx, options, env)


def convert(text: str, page: Page) -> bytes:
    """The whole page in UTF-8. The banner stands above everything, and on paper at the top of each sheet."""
    markdown = reader(_Renderer)
    tokens = markdown.parse(text)
    tables = _tables(tokens)
    attributes, tools, policy, script = _form(tokens, page.form, page) if page.form else ("", "", "", "")
    rules = sum(token.type == "hr" for token in tokens)
    banner, body = _parted(tokens)
    env: dict[str, Any] = {"rules": rules, "page": page, "citing": False, "cited": {}, "sources": _sources(tokens)}
    header, content = (markdown.renderer.render(part, markdown.options, env) for part in (banner, body))
    content = _with_ways(content, tokens, env)
    content = _pages((content + ("</footer>" if rules else "</main>")).replace("</main>", f"{tools}</main>", 1))
    header = f"<header>\n{header}</header>\n" if header else ""
    if page.writes is not None:
        from ssr.formats import html_wordings as writing  # only what writes texts by itself needs it

        header, tables = writing.band(page) + header, tables + writing.style()
    shown = f"<body>\n{header}<main{attributes}>\n{content}\n{script}</body>\n</html>\n"
    return (_head(title_in(tokens), page, policy, shown, tables) + shown).encode()


def _tables(tokens: Sequence[Token]) -> str:
    """Name each table by its heads, and the style of each sort of table: how wide its columns are, and on a phone, which
    shows each row as a card, what each cell is. What is short, as a number, stands beside the next on a card.
    """
    sorts: dict[tuple[tuple[str, int | None], ...], str] = {}
    heads: list[str] = []
    table = None
    for at, token in enumerate(tokens):
        if token.type == "table_open":
            heads, table = [], token
        elif token.type == "th_open":
            heads.append(_plain(tokens[at + 1]))
        elif token.type == "thead_close" and table is not None:
            table.meta["name"] = ", ".join(filter(None, heads))
            widths: list[int | None] = [*declared_widths(table)] or [None] * len(heads)
            columns = tuple(zip(heads, widths, strict=True))
            table.meta["sort"] = sorts.setdefault(columns, f"t{len(sorts) + 1}")
    all_ = [(f".{sort} ", at, *one) for columns, sort in sorts.items() for at, one in enumerate(columns, 1)]
    wide = "".join(f"{sort}th:nth-child({at}) {{ width: {width}%; }}\n" for sort, at, _, width in all_ if width)
    cells = "".join(
        f'{sort}td:nth-child({at})::before {{ content: "{_UNSAFE.sub(_in_css, head)}"; }}\n'
        for sort, at, head, _ in all_
    )
    narrow = [f"{sort}td:nth-child({at})" for sort, at, _, width in all_ if width and width <= _NARROW]
    if narrow:
        cells += f"{', '.join(f'{cell}:not(:empty, :has([data-field]))' for cell in narrow)} {{ display: inline-block; margin-right: 1.5em; }}\n"
        cells += f"{', '.join(f'{cell}::before' for cell in narrow)} {{ display: inline; margin-right: 0.4em; }}\n"
    return f"{wide}@media screen and (max-width: 40rem) {{\n{cells}}}\n" if all_ else ""


def _in_css(letter: re.Match[str]) -> str:
    return f"\\{ord(letter[0]):x} "


def _sources(tokens: Sequence[Token]) -> Token | None:
    """The list of sources: the last one of the text with numbers, where numbers are cited."""
    cites = any(child.type == "cite_open" for token in tokens for child in token.children or ())
    lists = [token for token in tokens if token.type == "ordered_list_open" and token.level == 0]
    return lists[-1] if cites and lists else None


def _cited(cited: dict[str, int], number: re.Match[str]) -> str:
    """A number of the list of sources, which leads there; the list leads back to where it is cited first."""
    first = f' id="c{number[0]}"' if number[0] not in cited else ""
    cited[number[0]] = 1
    return f'<a href="#k{number[0]}"{first}>{number[0]}</a>'


def _with_ways(content: str, tokens: Sequence[Token], env: Mapping[str, Any]) -> str:
    """The page with its ways: to its sections where it is long, from its sources back, and to the start of its folder."""
    page: Page = env["page"]
    words = layout_words(page.language)
    if env["sources"] is not None:
        before, list_, after = content.rpartition("<ol>\n")
        for number in range(1, after.count("<li>") + 1):
            way = (
                f' <a href="#c{number}" aria-label="{words["back"]} [{number}]">↑</a>'
                if str(number) in env["cited"]
                else ""
            )
            item, end, after = after.partition("</li>\n")
            list_ += item.replace("<li>", f'<li id="k{number}">', 1) + way + end
        content = before + list_ + after
    titles = [
        _plain(tokens[at + 1]) for at, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"
    ]
    if len(titles) >= _MANY and len(tokens) > _LONG:
        listed = "".join(
            f'<li><a href="#s{number}">{escape(title)}</a></li>\n' for number, title in enumerate(titles, 1)
        )
        for number in range(1, len(titles) + 1):
            content = content.replace("<h2>", f'<h2 id="s{number}">', 1)
        before, first, after = content.partition('<h2 id="s1">')
        content = f'{before}<nav aria-label="{words["contents"]}">\n<ul>\n{listed}</ul>\n</nav>\n{first}{after}'
    if page.start:
        content = f'<p class="start"><a href="{escape(page.start)}">← {words["start"]}</a></p>\n{content}'
    return content


def _plain(inline: Token) -> str:
    """The words of a heading; a mark in it is no part of what the section is called."""
    return "".join(child.content for child in inline.children or () if child.type != "code_inline").strip()


def _form(tokens: Sequence[Token], form: Form, page: Page) -> tuple[str, str, str, str]:
    """What a form has besides its text: what it says it is, the tools at its end, its policy and its script."""
    from ssr.formats import html_controls as controls  # only forms need them

    controls.joined(tokens, form)
    if page.writes is None:
        tools, data, script = controls.tools(page.language), "", controls.script()
    else:
        from ssr.formats import html_wordings as writing  # only what writes texts by itself needs it

        tools, data, script = writing.tools(page), writing.data(page), writing.script()
    return controls.opening(form), tools, controls.policy(script), f"{data}<script>{script}</script>\n"


def _parted(tokens: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """The banner, which is the notices above the first section, and the rest."""
    banner: list[Token] = []
    rest: list[Token] = []
    part, opening = rest, True
    for token in tokens:
        opening = opening and not (token.type == "hr" or (token.type == "heading_open" and token.tag != "h1"))
        if token.level == 0 and token.nesting >= 0:
            part = banner if opening and token.type == "blockquote_open" else rest
        part.append(token)
    return banner, rest


def _head(title: str, page: Page, policy: str, shown: str, tables: str) -> str:
    layout = page.layout
    kinds = " ".join(name for name in ("landscape", "monochrome") if getattr(layout, name))
    of_kind = f' class="{kinds}"' if kinds else ""
    scheme = "light" if layout.monochrome else "light dark"
    sized = _SIZED.format(points=layout.points, rem=f"{max(layout.points / 12, 1):.4g}") if layout.points else ""
    opening = f'<html lang="{escape(page.language)}"{of_kind}>'
    style = f"{style_for(opening + shown)}{small(tables + sized)}"
    return (
        f'<!DOCTYPE html>\n{opening}\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="{scheme}">\n'
        f"{policy}<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n"
    )


def _pictures(text: str, page: Page) -> str:
    """A picture as it is seen where there is room and, where that differs, on a phone and on paper; nothing if the text is none."""
    from ssr.formats.diagram.svg import picture  # few documents have one

    layout = page.layout
    on_screen = page
    if layout.points is not None and layout.points < _SMALLEST:  # smaller than this it is on paper alone
        on_screen = page._replace(layout=layout._replace(points=_SMALLEST))
    wide, narrow = picture(text, on_screen), picture(text, on_screen, narrow=True)
    printed = wide if on_screen is page else picture(text, page)
    if wide is None or narrow is None or printed is None:
        return ""
    others = [(name, drawing) for name, drawing in (("narrow", narrow), ("printed", printed)) if drawing != wide]
    instead = {"narrow": "wide", "printed": "screen"}  # where another drawing takes its place
    drawings = [(" ".join(instead[name] for name, _ in others), wide), *others]
    return "".join(f'<div class="{f"picture {name}".strip()}">\n{drawing.svg}</div>\n' for name, drawing in drawings)


def _pages(body: str) -> str:
    """What follows a page break starts a new page on paper, and is set there as reference matter, in columns."""
    main, end, footer = body.partition("</main>")
    first, *others = main.split(_BREAK)
    return first + "".join(f'<div class="page">\n{other}</div>\n' for other in others) + end + footer


def _blank(run: re.Match[str]) -> str:
    """A space to fill in: a run of underscores, or a whole line of them."""
    return f'<span class="blank{" line" if len(run.group()) > LINE else ""}"></span>'
