"""The part of a page that writes texts out of what is filled in there: its data, its script and its tools.

What the texts say is in the data (`Page.writes`), which the templates of a document gave; the script puts the answers in their
places. It needs no network, and its own policy allows nothing but the script.
"""

import json
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from ssr.formats.gsm import alphabet
from ssr.formats.page import Page
from ssr.text.catalogue import catalogue, layout_words

_SPOKEN = ("weekdays", "short-weekdays", "months", "short", "plain", "day", "time")
_TEXT = """\
<section data-writes="{format}" aria-labelledby="{format}">
<h2 id="{format}">{title}</h2>
<textarea rows="{rows}" readonly aria-labelledby="{format}"></textarea>
<p role="status"></p>
<p>{link}<button type="button">{copy}</button></p>
</section>
"""
_FILE = """\
<section data-writes="{format}" aria-labelledby="{format}">
<h2 id="{format}">{title}</h2>
<p role="status"></p>
<p><button type="button">{save}</button></p>
</section>
"""
_TOOLS = """\
<div class="tools writes" hidden>
{sections}<p><button type="button" id="again">{again}</button></p>
</div>
"""

# What is touched by a finger, and what is read at night.
_STYLE = """\
html { scroll-padding-top: 5rem; }
#band { position: sticky; top: 0; z-index: 1; margin: 0; }
main [data-field]:not([type=checkbox]) { display: block; width: 100%; min-height: 2.75rem; }
[type=checkbox] { width: 1.5rem; height: 1.5rem; vertical-align: middle; }
button, a.button { min-height: 2.75rem; }
a.button { display: inline-block; padding: 0.55em 0.9em; border: 1px solid currentcolor; border-radius: 0.3em; }
button:disabled, a.button:not([href]) { color: var(--quiet); background: var(--paper); border: 1px dashed var(--quiet); }
"""


def style() -> str:
    """How the page differs from others."""
    return _STYLE


def band(page: Page) -> str:
    """What the page shows above everything once what it writes is marked."""
    text = escape(page.band)
    return f'<aside id="band" class="notice" aria-label="{text}" hidden><p><strong>{text}</strong></p></aside>\n'


def tools(page: Page) -> str:
    """Where the texts stand, each with what can be done with it; hidden until the script is there to write them."""
    words = {name: escape(str(word)) for name, word in layout_words(page.language)["writes"].items()}
    sections = "".join(_section(format_, sort, words) for format_, sort in (page.writes or {})["formats"].items())
    return _TOOLS.format(sections=sections, again=words["again"])


def _section(format_: str, sort: str, words: dict[str, str]) -> str:
    if sort == "calendar":
        return _FILE.format(format=format_, title=words[sort], save=words["save"])
    link = f'<a class="button">{words[f"open-{sort}"]}</a> ' if f"open-{sort}" in words else ""
    rows = 7 if sort == "message" else 12
    return _TEXT.format(format=format_, title=words[sort], rows=rows, link=link, copy=words["copy"])


def data(page: Page) -> str:
    """What the script goes by, which no text in it can end."""
    words = catalogue(page.language)
    dates = {name: words.lookup(f"dates.{name}") for name in _SPOKEN}
    said: dict[str, Any] = {"dates": dates, "spoken": words.lookup("spoken"), "gsm": alphabet()}
    said["words"] = layout_words(page.language)["writes"]
    text = json.dumps({**(page.writes or {}), **said}, ensure_ascii=False, separators=(",", ":"))
    return f'<script type="application/json" id="writes">{text.replace("<", chr(92) + "u003c")}</script>\n'


@cache
def script() -> str:
    """The script, without the tags around it."""
    return Path(__file__).with_name("wordings.js").read_text(encoding="utf-8")
