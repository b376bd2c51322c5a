"""The Markdown of the templates as a tree, the same for every adapter that lays it out.

A few conventions give a document its shape: a block quote is a notice (the banner), code is a mark (EXEMPEL), a rule
is a page break, and what follows the last rule is the footer. A list whose items all begin with ☐ is a list to tick
off, one of many short names stands in columns, and a fenced block of `mermaid` is a picture (see `diagram`). Runs of underscores are spaces to fill in, and
`[words]{lang=en}` are words in another language. The dashes below the head of a table are the hundredths that a
column is wide, unless all are three. `[words]{del=removed}` and `[words]{ins=added}` are words that a text lost or
gained, with what is said of them to those who do not see it; `[words]{yields=1}` are words that may be left out where
there is no room, those with the lowest number first; `[1, 2]{cite}` are numbers of the list of sources.
`[________]{field=summary}` is a field of a form, with what stands there on paper; an adapter that can have it filled in
shows it by what its `Page` says of the field. `<br>` breaks a line where nothing else can, in the cell of a table.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML, RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from ssr.formats.page import BLANK, BREAK
from ssr.text.characters import HIDDEN

# Deeper than anybody writes; a tree that is much deeper cannot be walked.
_DEEPEST = 20
# A document in the same folder or below it, as those that are put together link to each other; nothing that runs.
_BESIDE = re.compile(
    r"(?:[A-Za-z0-9_-]|%[0-9A-Fa-f]{2})(?:[A-Za-z0-9_/-]|%[0-9A-Fa-f]{2}|\.(?!\.))*\.(?:csv|docx|html|ics|md|pdf|txt|xlsx)"
)
_SCHEMES = frozenset({"https", "http", "mailto", "tel"})
# A run of underscores is a space to fill in; a long one is a whole line.
LINE = 20
# What a fenced block with a picture in it calls itself.
PICTURE = "mermaid"
# A box to tick, and the class of the lists whose items have one.
BOX = "☐"
BOXES = "boxes"
# The class of the lists that hold nothing but names: from so many of them on, none longer than this, each without a full stop.
NAMES = "names"
_MANY, _LONGEST_NAME, _LONGEST_IN_THREE = 8, 45, 40
# The dashes below the head of a table: so many where nothing is said of the width.
_DASHES = re.compile("-+")
_UNSAID = 3
_WIDTHS = "data-widths"
_SPAN = re.compile(
    r"\{(?:lang=(?P<lang>[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)|(?P<revised>del|ins)=(?P<said>[^{}\n]+)"
    r"|field=(?P<key>[a-z0-9][a-z0-9_.-]*)|yields=(?P<yields>[1-9])|(?P<cite>cite))\}"
)
# Words that a text lost or gained, and the attribute that holds what is said of them.
REVISED = frozenset({"del", "ins"})
SAID = "data-said"
# What says of words in which order they may be left out.
YIELDS = "data-yields"


def reader(renderer: type[RendererProtocol] = RendererHTML) -> MarkdownIt:
    """The one way Markdown is read: no HTML, no images, no addresses but web, mail, telephone and files beside."""
    markdown = MarkdownIt("commonmark", {"html": False}, renderer_cls=renderer).enable("table").disable("image")
    markdown.inline.ruler.before("emphasis", "blank", _blank)
    markdown.inline.ruler.after("link", "span", _span)
    markdown.inline.ruler.after("span", "break", _break)
    markdown.core.ruler.push("boxes", _boxes)
    markdown.core.ruler.push("names", _names)
    markdown.core.ruler.push("widths", _widths)
    markdown.validateLink = _is_safe  # type: ignore[method-assign]
    return markdown


def tree(text: str) -> SyntaxTreeNode:
    """The document as a tree of blocks and inline parts. Emphasis within emphasis without end is shown as written."""
    tokens = reader().parse(text)
    if max((part.level for token in tokens for part in token.children or ()), default=0) > _DEEPEST:
        tokens = reader().disable("emphasis").parse(text)
    return SyntaxTreeNode(tokens)


class Parts(NamedTuple):
    """A document by the conventions above; the banner is part of the body too, where it stands."""

    title: str
    banner: Sequence[SyntaxTreeNode]
    body: Sequence[SyntaxTreeNode]
    footer: Sequence[SyntaxTreeNode]


def parts(text: str) -> Parts:
    """The document, read once: what it calls itself, its notices above the first section, its body and its footer."""
    root = tree(text)
    nodes = root.children
    last = max((at for at, node in enumerate(nodes) if node.type == "hr"), default=len(nodes))
    opening = takewhile(lambda node: node.type != "heading" or node.tag == "h1", nodes[:last])
    banner = [node for node in opening if node.type == "blockquote"]
    return Parts(title_in(root.to_tokens()), banner, nodes[:last], nodes[last + 1 :])


def title_in(tokens: Sequence[Token]) -> str:
    """The words of the first heading among the tokens of a document."""
    result = next((after for token, after in pairwise(tokens) if token.type == "heading_open"), None)
    return "".join(token.content for token in result.children or ()) if result else ""


def words_of(node: SyntaxTreeNode) -> str:
    """The words in a node, on one line but for breaks that were asked for: marks in brackets, addresses after links."""
    inner = "".join(map(words_of, node.children))
    match node.type:
        case "text":
            return visible_text(node.content)
        case "code_inline":
            return f"[{visible_text(node.content)}]"
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case _:
            return _around(node, inner)


def _around(node: SyntaxTreeNode, inner: str) -> str:
    """The words in a node that holds others, with what only a font, a line or a click would tell."""
    if node.type in REVISED:
        return f"[{visible_text(str(node.attrs[SAID]))}: {inner}]"
    if node.type == "link":
        address = str(node.attrs["href"]).removeprefix("mailto:").removeprefix("tel:")
        return inner if inner == address else f"{inner} <{address}>"
    return inner


def visible_text(text: str) -> str:
    """A text without what hides in it."""
    return HIDDEN.sub("", text.replace("\t", " "))


def _blank(state: StateInline, silent: bool) -> bool:
    """The rule for spaces to fill in: two of them are no emphasis of what is between."""
    match = BLANK.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.pending += match.group()
    state.pos = match.end()
    return True


def _break(state: StateInline, silent: bool) -> bool:
    """The rule for line breaks."""
    if not state.src.startswith(BREAK, state.pos):
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos += len(BREAK)
    return True


def _span(state: StateInline, silent: bool) -> bool:
    """The rule for words in another language, for those that a text lost or gained or may lose, and for fields."""
    start = state.pos
    end = state.md.helpers.parseLinkLabel(state, start) if state.src[start] == "[" else -1
    match = _SPAN.match(state.src, end + 1, state.posMax) if end >= 0 else None
    if match is None:
        return False
    if not silent:
        after, state.pos, state.posMax = state.posMax, start + 1, end
        kind, attributes = _meaning(match)
        state.push(f"{kind}_open", kind if kind in REVISED else "span", 1).attrs = dict(attributes)
        state.md.inline.tokenize(state)
        state.push(f"{kind}_close", kind if kind in REVISED else "span", -1)
        state.posMax = after
    state.pos = match.end()
    return True


def _meaning(match: re.Match[str]) -> tuple[str, Mapping[str, str]]:
    """What sort of span it is, and what it says of its words."""
    if match["revised"]:
        return match["revised"], {SAID: match["said"]}
    if match["yields"]:
        return "yielding", {YIELDS: match["yields"]}
    if match["cite"]:
        return "cite", {}
    return ("span", {"lang": match["lang"]}) if match["lang"] else ("field", {"key": match["key"]})


def declared_widths(table: Token | SyntaxTreeNode) -> list[int]:
    """How wide the columns of a table are, in hundredths; nothing where it does not say."""
    return [int(width) for width in str(table.attrs.get(_WIDTHS, "")).split()]


def _widths(state: StateCore) -> None:
    """The rule for columns of a width of their own: the line below the head has a dash for each hundredth."""
    lines = state.src.split("\n") if "----" in state.src else []
    for token in state.tokens if lines else ():
        if token.type == "table_open" and token.map:
            dashes = [len(run) for run in _DASHES.findall(lines[token.map[0] + 1])]
            if max(dashes, default=0) > _UNSAID:
                token.attrSet(_WIDTHS, " ".join(map(str, dashes)))


def _boxes(state: StateCore) -> None:
    """The rule for lists to tick off: the list says what it is, and the box of each item is a token of its own."""
    for at, token in enumerate(state.tokens if BOX in state.src else ()):
        if token.type == "bullet_list_open":
            leads = list(_leads(state.tokens, at))
            if all(lead and lead[0].content.startswith(f"{BOX} ") for lead in leads):
                token.attrSet("class", BOXES)
                for lead in leads:
                    lead[0].content = lead[0].content.removeprefix(f"{BOX} ")
                    lead.insert(0, Token("box", "", 0, content=BOX))


def _names(state: StateCore) -> None:
    """The rule for lists of many short names, which leave most of the width empty if they stand one by one."""
    for at, token in enumerate(state.tokens):
        if token.type == "bullet_list_open" and "class" not in token.attrs:
            leads = list(_leads(state.tokens, at))
            if len(leads) >= _MANY and all(map(_is_name, leads)) and _is_flat(state.tokens, at):
                token.attrSet("class", NAMES)


def _is_name(lead: list[Token]) -> bool:
    words = "".join(token.content for token in lead)
    return (
        bool(lead) and len(words) <= _LONGEST_NAME and not words.endswith((".", "?", ":")) and not BLANK.search(words)
    )


def _is_flat(tokens: Sequence[Token], start: int) -> bool:
    """Whether the items of a list are one paragraph each."""
    inside = takewhile(lambda token: token.level > tokens[start].level, tokens[start + 1 :])
    kinds = [token.type for token in inside]
    return kinds.count("paragraph_open") == kinds.count("list_item_open") and not {
        "bullet_list_open",
        "ordered_list_open",
    } & {*kinds}


def in_columns(names: Sequence[SyntaxTreeNode]) -> list[Sequence[SyntaxTreeNode]]:
    """The items of a list of names in the columns that a page has room for, each read from above."""
    longest = max(len("".join(node.content for node in name.walk() if node.type == "text")) for name in names)
    rows = -(-len(names) // (3 if longest <= _LONGEST_IN_THREE else 2))
    return [names[at : at + rows] for at in range(0, len(names), rows)]


def _leads(tokens: Sequence[Token], start: int) -> Iterator[list[Token]]:
    """What the paragraph holds that each item of a list begins with; nothing where it begins with something else."""
    inside = takewhile(lambda at: tokens[at].level > tokens[start].level, range(start + 1, len(tokens)))
    for at in inside:
        if tokens[at].type == "list_item_open" and tokens[at].level == tokens[start].level + 1:
            yield (tokens[at + 2].children or []) if tokens[at + 1].type == "paragraph_open" else []


def _is_safe(url: str) -> bool:
    return url.partition(":")[0].lower() in _SCHEMES or _BESIDE.fullmatch(url) is not None
