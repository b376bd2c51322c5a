"""What is wrong with a document in which characters stand that its format cannot show, told where they come from."""

from collections.abc import Iterator

from ssr.base.entry import Entry
from ssr.base.yaml.source import texts_in
from ssr.finding import Finding, Location, Severity
from ssr.text.characters import named_character
from ssr.view.base_view import View

_NAMED = 10  # characters in a sentence


def not_shown(
    view: View, about: Entry | None, where: str, format_: str, text: str, lacking: frozenset[str]
) -> Iterator[Finding]:
    """The characters of a document that its format is `lacking`, by the entry that has them in words of this document.

    `about` is looked through before other entries. What stands in no entry, but in a template or an option, is told at
    `where`.
    """
    waiting = lacking
    if not waiting:
        return
    printed = {word for word in text.replace("\\", "").split() if not waiting.isdisjoint(word)}
    others = (entry for entry in view.base.entries if entry is not about and entry.sound)
    for entry in [*([about] if about is not None else []), *others]:
        for route, value in texts_in(entry.data):
            here = _letters(value, printed) & waiting
            if here:
                waiting -= here
                yield _finding(entry.location(route), here, format_)
    if waiting:
        yield _finding(Location(where), waiting, format_)


def _letters(value: str, printed: set[str]) -> frozenset[str]:
    """The letters of the words in a text that stand in the document, with whatever signs of Markdown around them."""
    words = (word for word in value.split() if any(word in other or other in word for other in printed))
    return frozenset(letter for word in words for letter in word)


def _finding(location: Location, letters: frozenset[str], format_: str) -> Finding:
    """The first of the characters by their names, and how many there are."""
    some = tuple(named_character(letter) for letter in sorted(letters)[:_NAMED])
    more = len(letters) - len(some)
    parameters = {"characters": some, "n": more, "format": format_}
    if more:
        return Finding("SSR605", Severity.WARNING, "not-shown-more", location, parameters)
    return Finding("SSR605", Severity.WARNING, "not-shown", location, parameters)
