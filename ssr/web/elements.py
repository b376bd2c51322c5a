"""HTML put together of elements: what is no element is text, and is escaped. Not for documents: those have templates."""

from collections.abc import Iterable
from html import escape
from typing import Final

_EMPTY: Final = frozenset({"input", "link", "meta", "br"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


Child = str | None | Iterable["Child"]


def element(tag: str, attributes: dict[str, str | bool | None], *children: Child) -> Html:
    """An element; an attribute that is None or False is left out, one that is True stands without a value."""
    head = "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in attributes.items()
        if value is not None and value is not False
    )
    if tag in _EMPTY:
        return Html(f"<{tag}{head}>")
    first = "\n" if tag in {"textarea", "pre"} else ""  # which a browser drops, so that the text's own stays
    return Html(f"<{tag}{head}>{first}{joined_html(children)}</{tag}>")


def joined_html(children: Iterable[Child]) -> Html:
    """Elements and texts one after the other."""
    return Html("".join(_written(child) for child in children))


def _written(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, str):
        return child if isinstance(child, Html) else escape(child)
    return joined_html(child)
