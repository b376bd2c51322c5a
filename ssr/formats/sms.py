"""Markdown to one text message: a line for each block, in the alphabet of GSM (03.38), so that no network splits it.

Typographic signs are written with what the alphabet has, and accents that it lacks are left off; what cannot be
written is a question mark. What may yield is left out until the rest fits; nothing else is cut, and what does not fit is
refused. The line feed that ends the file is not sent.
"""

from collections.abc import Iterator

from markdown_it.tree import SyntaxTreeNode

from ssr.formats.gsm import LIMIT, septets, transliterated
from ssr.formats.markdown_tree import YIELDS, tree
from ssr.formats.page import Page, TooLongError

_ALL_YIELD = 9  # the highest number of words that may yield


def convert(text: str, _page: Page) -> bytes:
    """The message in UTF-8; `TooLongError` when it takes more than one, whatever yields."""
    messages = wordings(text)
    message = next((one for one in messages if septets(one) <= LIMIT), messages[-1])
    content = f"{message}\n".encode()
    if (length := septets(message)) > LIMIT:
        raise TooLongError(length, LIMIT, max(message.split("\n"), key=septets), content)
    return content


def wordings(text: str) -> list[str]:
    """The message with all its words, and without more and more of those that yield: the first that fits is sent."""
    document = tree(text)
    yielding = ([transliterated(line) for line in _lines(document, yielded)] for yielded in range(_ALL_YIELD + 1))
    return ["\n".join(filter(None, lines)) for lines in yielding]


def _lines(document: SyntaxTreeNode, yielded: int) -> Iterator[str]:
    """The lines without the words that have yielded: those that are numbered so far."""
    for node in document.walk():
        if node.type == "inline":
            yield from _text_of(node, yielded).split("\n")
        elif node.type in {"fence", "code_block"}:
            yield from node.content.splitlines()


def _text_of(node: SyntaxTreeNode, yielded: int) -> str:
    """The words in a node, with line feeds where breaks were asked for, and addresses after their links."""
    if node.type == "yielding" and int(node.attrs[YIELDS]) <= yielded:
        return ""
    inner = "".join(_text_of(child, yielded) for child in node.children)
    match node.type:
        case "text" | "code_inline":
            return node.content
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "link":
            address = str(node.attrs["href"]).removeprefix("mailto:").removeprefix("tel:")
            return inner if inner == address else f"{inner} {address}"
        case _:
            return inner
