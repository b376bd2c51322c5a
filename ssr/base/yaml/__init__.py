"""YAML bytes to plain data and the place of every key and value, in one pass over the parser's events.

Reads YAML as an editor does (1.2, core schema): `13:00`, `NO` and `2019-01-01` are text. What parsers disagree
on or lose (`0114`, `1_000`, `+46...`, `1.10`, a duplicate key) is a finding, and so is everything that data does
not need: anchors, tags, directives, a second document. Not for judging what the data means.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

import yaml

from ssr.base.yaml.builder import Builder, Problem, Stop
from ssr.base.yaml.source import Route, Source, position_of
from ssr.finding import Finding, Location, Severity
from ssr.text.characters import FILLERS, FORBIDDEN, HIDDEN

__all__ = ["MAX_BYTES", "Route", "Source", "read"]

MAX_BYTES = 512 * 1024

_CODES = {
    "not-utf8": "SSR004", "control-character": "SSR004",
    "syntax": "SSR005", "tab": "SSR005", "unclosed-quote": "SSR005", "nbsp": "SSR005", "backslash": "SSR005",
    "comment-without-blank": "SSR005", "sign-in-flow": "SSR005", "comment-cut-off": "SSR005", "flow-outdented": "SSR005",
    "anchor": "SSR006", "alias": "SSR006", "tag": "SSR006", "yaml-directive": "SSR006", "merge-key": "SSR006",
    "second-document": "SSR006",
    "duplicate-key": "SSR007",
    "ambiguous": "SSR008",
    "comma-cut": "SSR009",
    "too-large": "SSR010", "too-deep": "SSR010", "too-many-nodes": "SSR010", "text-too-long": "SSR010",
    "key-too-long": "SSR010",
    "empty": "SSR011", "not-a-mapping": "SSR011", "key-not-text": "SSR011",
    "comment-cut": "SSR014", "comment-all": "SSR014",
    "curly-quotes": "SSR015",
    "decomposed": "SSR016", "decomposed-all": "SSR016",
    "character-reference": "SSR026",
    "conflict-marker": "SSR012", "lfs-pointer": "SSR012", "html-page": "SSR012",
}  # fmt: skip

# What can be read, and is probably not what was meant.
_DOUBTS = {
    "SSR014": Severity.WARNING, "SSR015": Severity.WARNING, "SSR016": Severity.NOTE, "SSR026": Severity.WARNING,
}  # fmt: skip

_LOOKS_LIKE = (
    ("conflict-marker", re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)),
    ("lfs-pointer", re.compile(r"\Aversion https://git-lfs")),
    ("html-page", re.compile(r"\A\s*<(?:!doctype|html)", re.IGNORECASE)),
)
_WORD = re.compile(r"[^\s\"'\[\]{},:]+")
_REFERENCE = re.compile("&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MANY = 10  # of one cause, which are one finding
_TAB = re.compile(r"^[ \u00a0]*\t", re.MULTILINE)
_NBSP = re.compile("^ *\u00a0", re.MULTILINE)
_NBSP_AFTER_KEY = re.compile("^[ -]*[\\w-]+:\u00a0", re.MULTILINE)  # only where the line could not be understood


@lru_cache(maxsize=8192)  # two versions of a base have most of their files in common
def read(path: str, content: bytes) -> Source:
    """Read one file. Never raises for what it holds: what is wrong stands in `findings`."""
    if len(content) > MAX_BYTES:
        return _failed(path, "", "too-large", 0, limit=MAX_BYTES // 1024)
    try:
        text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        text = content[: error.start].decode("utf-8", "ignore") + "\ufffd"
        return _failed(path, text, "not-utf8", len(text) - 1, byte=error.start + 1)
    return _refused(path, text) or _parsed(path, text)


def _refused(path: str, text: str) -> Source | None:
    """What is refused before any parser sees it."""
    for key, pattern in _LOOKS_LIKE:
        if result := pattern.search(text):
            return _failed(path, text, key, result.start(), result.end())
    if text.replace("\n", "").isprintable() and not any(filler in text for filler in FILLERS):
        return None  # as nearly every file is, and told much sooner than by the patterns: each is for something that is not
    if result := FORBIDDEN.search(text):
        code = f"U+{ord(result.group()[0]):04X}"
        return _failed(path, text, "control-character", result.start(), result.start() + 1, character=code)
    if result := _TAB.search(text):
        return _failed(path, text, "tab", result.end() - 1, result.end())
    if result := _NBSP.search(text):
        return _failed(path, text, "nbsp", result.end() - 1, result.end())
    return None


def _parsed(path: str, text: str) -> Source:
    builder = Builder(text)
    try:
        builder.run()
    except Stop:
        builder.complete = False
    except yaml.YAMLError as error:
        builder.complete = False
        _report_syntax(builder, error)
    if builder.complete and not isinstance(builder.root, dict):
        _report_shape(builder)
        builder.complete = False
    _report_decomposed(builder)
    _report_references(builder)
    data = builder.root if builder.complete else None
    return Source(path, text, data, tuple(_finding(path, text, problem) for problem in builder.problems), builder.marks)


def _report_decomposed(builder: Builder) -> None:
    """Letters whose accents stand by themselves look the same, and are not found by whoever searches for them."""
    text = builder.text
    if unicodedata.is_normalized("NFC", text):
        return
    words = [word for word in _WORD.finditer(text) if not unicodedata.is_normalized("NFC", word.group())]
    for word in words[:1] if len(words) > _MANY else words:
        key = "decomposed-all" if len(words) > _MANY else "decomposed"
        composed = unicodedata.normalize("NFC", word.group())
        builder.report(key, word.start(), word.end(), value=word.group(), composed=composed, n=len(words))


def _report_references(builder: Builder) -> None:
    """Characters as the source of a page of the web has them: whoever copies from there gets them into the text."""
    for match in _REFERENCE.finditer(builder.text):
        from html import unescape  # noqa: PLC0415  (few files have any)

        character = unescape(match.group())
        if len(character) == 1 and not HIDDEN.match(character):  # what is no such name stays as it is
            written = " " if character.isspace() else character
            builder.report("character-reference", match.start(), match.end(), value=match.group(), composed=written)


def _report_shape(builder: Builder) -> None:
    match = _NBSP_AFTER_KEY.search(builder.text)
    if match and isinstance(builder.root, str):
        builder.report("nbsp", match.end() - 1, match.end())
    else:
        builder.report("empty" if builder.root is None else "not-a-mapping", 0)


def _report_syntax(builder: Builder, error: yaml.YAMLError) -> None:
    problem: Any = getattr(error, "problem_mark", None)
    context: Any = getattr(error, "context_mark", None) or problem
    message = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    place = min(problem.index, max(len(builder.text) - 1, 0)) if problem else 0
    if "quoted scalar" in message:
        inside = "unexpected" not in message  # the quote is closed; what it holds is wrong
        start = place if inside else context.index
        builder.report("backslash" if inside else "unclosed-quote", start, start + 1)
    elif (start := builder.cut) is not None:
        builder.problems.pop()  # it stopped the reading, and is told as what did
        builder.report("comment-cut-off", start)
    elif (start := builder.late_quote(problem)) is not None:
        builder.report("unclosed-quote", start, start + 1)
    elif " directive" in message:
        builder.report("yaml-directive", context.index)
    elif "<document start>" in message:
        builder.report("second-document", place)
    elif match := _NBSP_AFTER_KEY.search(builder.text):
        builder.report("nbsp", match.end() - 1, match.end())
    else:
        builder.report("syntax", place)


def _failed(path: str, text: str, key: str, start: int, end: int | None = None, **parameters: object) -> Source:
    return Source(path, text, None, (_finding(path, text, Problem(key, start, end, parameters)),))


def _finding(path: str, text: str, problem: Problem) -> Finding:
    location = Location(path, position_of(text, problem.start, problem.end))
    code = _CODES[problem.key]
    return Finding(code, _DOUBTS.get(code, Severity.ERROR), problem.key, location, problem.parameters)
