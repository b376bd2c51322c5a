"""Markdown to one text message: a line for each block, in the alphabet of GSM (03.38), so that no network splits it.

Typographic signs are written with what the alphabet has, and accents that it lacks are left off; what cannot be
written is a question mark. What may yield is left out until the rest fits; nothing else is cut, and what does not fit is
refused. The line feed that ends the file is not sent.
"""

import re
import unicodedata
from collections.abc import Iterator

from markdown_it.tree import SyntaxTreeNode

from ssr.formats.markdown_tree import YIELDS, tree
from ssr.formats.page import Page, TooLongError
from ssr.text.characters import HIDDEN

LIMIT = 160  # septets in one message
_ALL_YIELD = 9  # the highest number of words that may yield

_BASIC = frozenset(
    "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà\n"
)
_EXTENDED = frozenset("^{}\\[~]|€")  # an escape goes before each of these
_LIKE = str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‘’‚‛′´`", "'")
    | {"…": "...", "•": "-", "·": "-", "×": "x", "²": "2", "³": "3"}
    | {"Đ": "D", "đ": "d", "Ŋ": "N", "ŋ": "n", "Ŧ": "T", "ŧ": "t", "Ł": "L", "ł": "l"}
)
_SPACE = re.compile(r"\s")
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
_INVISIBLE = frozenset({"Mn", "Me", "Cf", "Cc"})


def convert(text: str, _page: Page) -> bytes:
    """The message in UTF-8; `TooLongError` when it takes more than one, whatever yields."""
    document = tree(text)
    for yielded in range(_ALL_YIELD + 1):
        lines = [encoded for line in _lines(document, yielded) if (encoded := _transliterated(line))]
        message = "\n".join(lines)
        if (length := septets(message)) <= LIMIT:
            break
    content = f"{message}\n".encode()
    if length > LIMIT:
        raise TooLongError(length, LIMIT, max(lines, key=septets), content)
    return content


def septets(message: str) -> int:
    """How much of a message a text takes."""
    return len(message) + sum(letter in _EXTENDED for letter in message)


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


def _transliterated(line: str) -> str:
    """A line in the alphabet of GSM, without what cannot be seen."""
    plain = HIDDEN.sub("", _SPACE.sub(" ", unicodedata.normalize("NFC", line).translate(_LIKE)))
    return _TWO_STOPS.sub(".", " ".join("".join(map(_letter, plain)).split()))


def _letter(letter: str) -> str:
    """What stands for a letter: itself, itself without its accents, or a sign that there was one."""
    if letter in _BASIC or letter in _EXTENDED:
        return letter
    parts = unicodedata.normalize("NFKD" if letter.isalpha() else "NFD", letter)
    plain = "".join(part for part in parts if unicodedata.category(part) not in _INVISIBLE)
    return plain if _BASIC.issuperset(plain) else "?"
