"""Markdown to one self-contained HTML page: no script, no outside request, good on paper, on a phone and when read aloud.

What the Markdown means stands in `reading`; how it looks, in `page.css`.
"""

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from ssr.formats import Page
from ssr.formats.reading import BLANK, LINE, reader, title_in

_BREAK = "<!-- page -->\n"


class _Renderer(RendererHTML):
    """The conventions above, as HTML."""

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return BLANK.sub(_blank, super().text(tokens, idx, options, env))

    def code_inline(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return f'<strong class="mark">{escape(tokens[idx].content)}</strong>'

    def blockquote_open(self, *_: Any) -> str:
        return '<div class="notice" role="note">\n'

    def blockquote_close(self, *_: Any) -> str:
        return "</div>\n"

    def hr(self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, env: EnvType) -> str:
        env["rules"] -= 1
        return _BREAK if env["rules"] else "</main>\n<footer>\n"

    def table_open(self, *_: Any) -> str:
        return '<div class="table" tabindex="0">\n<table>\n'  # so that a wide one can be scrolled by keys

    def table_close(self, *_: Any) -> str:
        return "</table>\n</div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        tokens[idx].attrSet("scope", "col")
        return self.renderToken(tokens, idx, options, env)


def convert(text: str, page: Page) -> bytes:
    """The whole page in UTF-8."""
    markdown = reader(_Renderer)
    tokens = markdown.parse(text)
    rules = sum(token.type == "hr" for token in tokens)
    body = markdown.renderer.render(tokens, markdown.options, {"rules": rules})
    body = _pages(body + ("</footer>" if rules else "</main>"))
    head = (
        f'<!DOCTYPE html>\n<html lang="{escape(page.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title_in(tokens))}</title>\n<style>\n{_css()}</style>\n</head>\n<body>\n<main>\n"
    )
    return f"{head}{body}\n</body>\n</html>\n".encode()


def _pages(body: str) -> str:
    """What follows a page break starts a new page on paper, and is set there as reference matter, in columns."""
    main, end, footer = body.partition("</main>")
    first, *others = main.split(_BREAK)
    return first + "".join(f'<div class="page">\n{other}</div>\n' for other in others) + end + footer


def _blank(run: re.Match[str]) -> str:
    """A space to fill in: a run of underscores, or a whole line of them."""
    return f'<span class="blank{" line" if len(run.group()) > LINE else ""}"></span>'


@cache
def _css() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")
