"""YAML as files bring it: what is read as what, what is refused and where, and that nothing at all crashes it."""

import re
import sys
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ssr.base.yaml import MAX_BYTES, read
from ssr.base.yaml.builder import FORBIDDEN, MAX_DEPTH, MAX_KEY, MAX_NODES, MAX_TEXT
from ssr.base.yaml.source import Route, Source, texts_in
from ssr.finding import Position
from ssr.text.characters import FILLERS

Found = tuple[str, str, int, int]  # code, key, line, column


def source(content: bytes | str) -> Source:
    return read("a.yaml", content.encode() if isinstance(content, str) else content)


def found(content: bytes | str) -> list[Found]:
    return [(f.code, f.key, f.location.position.line, f.location.position.column) for f in source(content).findings]


def nested(depth: int) -> str:
    """A mapping with lists in it, so many steps deep in all."""
    return f"a: {'[' * (depth - 1)}{']' * (depth - 1)}\n"


def nodes(number: int) -> str:
    """A file of so many nodes: the mapping, a key, the list, and its items."""
    return f"a: [{','.join('x' for _ in range(number - 3))}]\n"


HIDDEN = "SSR004", "control-character"
REFUSED = {
    # What data does not need.
    "anchor": ("a: &x b\n", ("SSR006", "anchor", 1, 4)),
    "anchor on a list": ("a: &x\n  - b\n", ("SSR006", "anchor", 1, 4)),
    "anchor on a key": ("&x a: b\n", ("SSR006", "anchor", 1, 1)),
    "alias": ("a: b\nc: *x\n", ("SSR006", "alias", 2, 4)),
    "alias as key": ("*x : b\n", ("SSR006", "alias", 1, 1)),
    "tag": ("a: !!str 5\n", ("SSR006", "tag", 1, 4)),
    "own tag": ("a: [b, !x {}]\n", ("SSR006", "tag", 1, 8)),
    "python tag": ("a: !!python/object/apply:os.system [id]\n", ("SSR006", "tag", 1, 4)),
    "version directive": ("%YAML 1.2\n---\na: b\n", ("SSR006", "yaml-directive", 1, 1)),
    "tag directive": ("%TAG ! tag:x,2019:\n---\na: b\n", ("SSR006", "yaml-directive", 1, 1)),
    "unknown directive": ("%FOO bar\n---\na: b\n", ("SSR006", "yaml-directive", 1, 1)),
    "directive twice": ("%YAML 1.1\n%YAML 1.1\n---\na: b\n", ("SSR006", "yaml-directive", 2, 1)),
    "merge key": ("a: b\n<<: {c: d}\n", ("SSR006", "merge-key", 2, 1)),
    "second document": ("a: b\n---\nc: d\n", ("SSR006", "second-document", 2, 1)),
    "second document after an end": ("a: b\n...\nc: d\n", ("SSR006", "second-document", 3, 1)),
    # Writing.
    "tab": ("a:\n\tb: c\n", ("SSR005", "tab", 2, 1)),
    "tab after spaces": ("a:\n  \tb: c\n", ("SSR005", "tab", 2, 3)),
    "no-break space in the indent": ("a:\n\u00a0 b: c\n", ("SSR005", "nbsp", 2, 1)),
    "no-break space after the colon": ("a: b\nc:\u00a0d\ne: f\n", ("SSR005", "nbsp", 2, 3)),
    "nothing but a no-break space after the colon": ("a:\u00a0b\n", ("SSR005", "nbsp", 1, 3)),
    "colon in a text": ("a: b: c\n", ("SSR005", "syntax", 1, 5)),
    "bracket left open": ("a: [b\nc: d\n", ("SSR005", "syntax", 2, 2)),
    "bracket and nothing else": ("[", ("SSR005", "syntax", 1, 1)),
    "wrong indent": ("a: b\n c: d\n", ("SSR005", "syntax", 2, 3)),
    "reserved character": ("a: @b\n", ("SSR005", "syntax", 1, 4)),
    "backslash": ('a: "C:\\dir"\n', ("SSR005", "backslash", 1, 7)),
    "escaped surrogate": ('a: "\\ud800"\n', ("SSR005", "backslash", 1, 7)),
    "escape beyond Unicode": ('a: "\\U00110000"\n', ("SSR005", "backslash", 1, 7)),
    "single quote left open": ("a: b\nc: 'd\ne: f\n", ("SSR005", "unclosed-quote", 2, 4)),
    "double quote left open": ('a: b\nc: "d\ne: f\n', ("SSR005", "unclosed-quote", 2, 4)),
    "single quote closed by the next": ("a: 'b\nc: 'd'\n", ("SSR005", "unclosed-quote", 1, 4)),
    "double quote closed by the next": ('a: "b\nc: "d"\n', ("SSR005", "unclosed-quote", 1, 4)),
    "quote closed a field later": ("a: 'b\nc: d'\ne: f\n", ("SSR005", "unclosed-quote", 1, 4)),
    "quote closed an item later": ('a:\n  - b: "c\n  - b: d"\n', ("SSR005", "unclosed-quote", 2, 8)),
    "quote closed by a field further out": ("a:\n  b: 'c\nd: e'\n", ("SSR005", "unclosed-quote", 2, 6)),
    "quote closed by the next, indented": ("a: 'b\n  c: 'd'\n", ("SSR005", "unclosed-quote", 1, 4)),
    "fault below a quote over two lines": ("a: 'b\n  c'\n@: d\n", ("SSR005", "syntax", 3, 1)),
    "text after a quote": ('a: "b" c\n', ("SSR005", "syntax", 1, 8)),
    "quote closed a field later inside braces": ('a: {b: "c}\nd: {e: f"}\n', ("SSR005", "unclosed-quote", 1, 8)),
    "text cut by a comma": ("a: {b: snow, ice}\n", ("SSR009", "comma-cut", 1, 14)),
    "text cut by a comma in a list": ("a: [{b: snow, ice}]\n", ("SSR009", "comma-cut", 1, 15)),
    "text cut by a comma before a space": ("a: { b: snow, ice }\n", ("SSR009", "comma-cut", 1, 15)),
    "text cut by a comma before a line end": ("a: {b: snow, ice\n  }\n", ("SSR009", "comma-cut", 1, 14)),
    "text cut by a comma in the middle": ("a: {b: snow, ice, c: d}\n", ("SSR009", "comma-cut", 1, 14)),
    # What libyaml lets through, and other programs do not.
    "comment right after a quote": ("a: 'b' # c\nd: 'Larm 1'#2 nu\n", ("SSR005", "comment-without-blank", 2, 12)),
    "quotes inside quotes": ('a: "Ring "#1" nu"\n', ("SSR005", "comment-without-blank", 1, 11)),
    "comment right after a block sign": ("a: b\nc: |+#d\n  e\n", ("SSR005", "comment-without-blank", 2, 6)),
    "comment right after brackets": ("a: [b, [c]]#d\n", ("SSR005", "comment-without-blank", 1, 12)),
    "comment right after inner brackets": ("a: [[b]#c\n  , d]\n", ("SSR005", "comment-without-blank", 1, 8)),
    "comment right after a comma": ("a: {b: c,#d\n  e: f}\n", ("SSR005", "comment-without-blank", 1, 10)),
    "comment right after a comma, below another": ("a: ['b' # c\n  ,#d\n  e]\n", ("SSR005", "comment-without-blank", 2, 4)),
    "comment right after an opening brace": ("a: {#b\n  c: d}\n", ("SSR005", "comment-without-blank", 1, 5)),
    "text that begins with a question mark": ("a: [b, ?c]\n", ("SSR005", "sign-in-flow", 1, 8)),
    "key that begins with a question mark": ("a: {b: c, ?d: e}\n", ("SSR005", "sign-in-flow", 1, 11)),
    "quoted text after a question mark": ("a: [?'b']\n", ("SSR005", "sign-in-flow", 1, 5)),
    "dash alone in brackets": ("a: [b, -, c]\n", ("SSR005", "sign-in-flow", 1, 8)),
    "list goes on at the margin": ("a: b\nc: [d,\ne]\n", ("SSR005", "flow-outdented", 3, 1)),
    "list goes on under its field": ("a:\n  b: {c: d,\n  e: f}\n", ("SSR005", "flow-outdented", 3, 3)),
    "list goes on under its dash": ("a:\n  - [b,\n  c]\n", ("SSR005", "flow-outdented", 3, 3)),
    "two lists closed at the margin": ("a: [[b\n]]\n", ("SSR005", "flow-outdented", 2, 1)),
    # What can be read, and is probably not what was meant.
    "text cut by a comment": ("a: Rum 4 #Ekorren, plan 2\nb: c\n", ("SSR014", "comment-cut", 1, 10)),
    "item cut by a comment": ("a:\n  - b\n  - Rum 4 #2\n", ("SSR014", "comment-cut", 3, 11)),
    "text cut by a sign between blanks": ("a: Rum 4 # 2, plan 3\n", ("SSR014", "comment-cut", 1, 10)),
    "text cut that waits for more": ("a: Växeln, # 2 för stab\n", ("SSR014", "comment-cut", 1, 12)),
    "text cut in parentheses": ("a: Rum (intill # 2)\n", ("SSR014", "comment-cut", 1, 16)),
    "text cut from its beginning": ("a: #Ekorren\nb: c\n", ("SSR014", "comment-all", 1, 3)),
    "text cut that goes on below": ("a: Rum\n  4 #2\n  plan 3\n", ("SSR005", "comment-cut-off", 2, 5)),
    "braces cut by a comment": ("a: {b: Rum #4}\n", ("SSR005", "comment-cut-off", 1, 12)),
    "quotes of a word processor": ("a: ”b c”\n", ("SSR015", "curly-quotes", 1, 4)),
    "quotes of another one in a list": ("a: [b, «c»]\n", ("SSR015", "curly-quotes", 1, 8)),
    "letters in parts": ("a: b o\u0308l\n", ("SSR016", "decomposed", 1, 6)),
    "many letters in parts": ("a: " + "e\u0301 " * 11 + "\n", ("SSR016", "decomposed-all", 1, 4)),
    # Characters.
    "Latin-1": ("a: å".encode("latin-1"), ("SSR004", "not-utf8", 1, 4)),
    "UTF-16": ("a: b".encode("utf-16"), ("SSR004", "not-utf8", 1, 1)),
    "UTF-16 without a mark": ("a: b".encode("utf-16-le"), (*HIDDEN, 1, 2)),
    "UTF-32": ("a: b".encode("utf-32"), ("SSR004", "not-utf8", 1, 1)),
    "surrogate in UTF-8": (b"a: \xed\xa0\x80", ("SSR004", "not-utf8", 1, 4)),
    "overlong UTF-8": (b"a: \xc0\x80", ("SSR004", "not-utf8", 1, 4)),
    "NUL": ("a: b\nc: \x00", (*HIDDEN, 2, 4)),
    "ESC": ("a: \x1b[2J", (*HIDDEN, 1, 4)),
    "C1": ("a: b\u0085c", (*HIDDEN, 1, 5)),
    "DEL": ("a: \x7f", (*HIDDEN, 1, 4)),
    "zero width": ("a: b\u200bc", (*HIDDEN, 1, 5)),
    "filler": ("a: b\u3164c", (*HIDDEN, 1, 5)),
    "filler in a file": ("a: b\nc: \u1160", (*HIDDEN, 2, 4)),
    "bidi": ("a: \u202eb", (*HIDDEN, 1, 4)),
    "line separator": ("a: b\u2028c", (*HIDDEN, 1, 5)),
    "second byte order mark": (b"\xef\xbb\xbf\xef\xbb\xbfa: b", (*HIDDEN, 1, 1)),
    "byte order mark inside": ("a: b\ufeff", (*HIDDEN, 1, 5)),
    "lone CR": ("a: b\rc: d\r", (*HIDDEN, 1, 5)),
    "escaped NUL": ('a: "b\\0"', (*HIDDEN, 1, 4)),
    "escaped bidi": ('a: "\\u202e"', (*HIDDEN, 1, 4)),
    "escaped in a key": ('"a\\u200b": b', (*HIDDEN, 1, 1)),
    # Bounds.
    "too large": (b"a: b\n" + b"#" * MAX_BYTES, ("SSR010", "too-large", 1, 1)),
    "too deep": (nested(MAX_DEPTH + 1), ("SSR010", "too-deep", 1, 4 + MAX_DEPTH - 1)),
    "too many nodes": (nodes(MAX_NODES + 1), ("SSR010", "too-many-nodes", 1, 5 + 2 * (MAX_NODES - 3))),
    "text too long": (f"a: {'b' * (MAX_TEXT + 1)}", ("SSR010", "text-too-long", 1, 4)),
    "quoted text too long": (f"a: '{'b' * (MAX_TEXT + 1)}'", ("SSR010", "text-too-long", 1, 4)),
    "key too long": (f"{'k' * (MAX_KEY + 1)}: b", ("SSR010", "key-too-long", 1, 1)),
    # Keys.
    "duplicate key": ("a: b\na: c\n", ("SSR007", "duplicate-key", 2, 1)),
    "duplicate key, quoted": ('a: b\n"a": c\n', ("SSR007", "duplicate-key", 2, 1)),
    "duplicate key, escaped": ('a: b\n"\\x61": c\n', ("SSR007", "duplicate-key", 2, 1)),
    "duplicate key in braces": ("x: {a: b, a: c}\n", ("SSR007", "duplicate-key", 1, 11)),
    "number as key": ("1: a\n", ("SSR011", "key-not-text", 1, 1)),
    "hexadecimal key": ("0x10: a\n", ("SSR011", "key-not-text", 1, 1)),
    "null as key": ("null: a\n", ("SSR011", "key-not-text", 1, 1)),
    "empty key": (": a\n", ("SSR005", "syntax", 1, 1)),
    "true as key": ("a: b\ntrue: a\n", ("SSR011", "key-not-text", 2, 1)),
    "NaN as key": (".nan: a\n", ("SSR011", "key-not-text", 1, 1)),
    "list as key": ("[a]: b\n", ("SSR011", "key-not-text", 1, 1)),
    "mapping as key": ("{a: b}: c\n", ("SSR011", "key-not-text", 1, 1)),
    "template": ("a: {{ b }}\n", ("SSR011", "key-not-text", 1, 5)),
    # Something else than a file of fields.
    "conflict": ("a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> x\n", ("SSR012", "conflict-marker", 2, 1)),
    "conflict inside a text": ("a: |\n  b\n=======\n  c\n", ("SSR012", "conflict-marker", 3, 1)),
    "LFS pointer": ("version https://git-lfs.github.com/spec/v1\n", ("SSR012", "lfs-pointer", 1, 1)),
    "web page": ("\n<!doctype HTML>\n<p>404\n", ("SSR012", "html-page", 1, 1)),
    "empty": ("", ("SSR011", "empty", 1, 1)),
    "only comments": ("# a\n", ("SSR011", "empty", 1, 1)),
    "only a document start": ("---\n", ("SSR011", "empty", 1, 1)),
    "list at the top": ("- a: b\n", ("SSR011", "not-a-mapping", 1, 1)),
    "text at the top": ("a\n", ("SSR011", "not-a-mapping", 1, 1)),
}  # fmt: skip


# What is wrong there leaves no doubt of the data.
GOES_ON = {
    "comma-cut", "comment-without-blank", "flow-outdented", "comment-cut", "comment-all", "curly-quotes", "decomposed",
    "decomposed-all",
}  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), REFUSED.values(), ids=list(REFUSED))
def test_refused(content: bytes | str, expected: Found) -> None:
    assert found(content) == [expected]
    assert (source(content).data is not None) is (expected[1] in GOES_ON)


AMBIGUOUS = [
    "0114", "0180", "08", "00", "-0", "+5", "0701234567", "+46812345678", "1_000", "1__0", "0x1F", "0o7", "0b1", "0x_",
    "1.10", "1.0e3", "1e3", "1E3", "1e-07", "1e+16", "1.", ".5", "-.5", "1.5_0", ".inf", "-.INF", ".nan", ".NaN",
    "123456789012345678", "9" * 5000, "0.1000000000000000055511",
]  # fmt: skip


@pytest.mark.parametrize("scalar", AMBIGUOUS, ids=lambda scalar: scalar[:20])
def test_what_programs_read_differently_has_to_be_quoted(scalar: str) -> None:
    assert found(f"a: b\nc: {scalar} # x\n") == [("SSR008", "ambiguous", 2, 4)]
    assert source(f"a: b\nc: [{scalar}]\n").findings[0].location.position.width == len(scalar)
    assert source(f"c: '{scalar}'\n").data == {"c": scalar}
    assert source(f"c: '{scalar}'\n").findings == ()


ACCEPTED = {
    "13:00": "13:00", "12:30:45": "12:30:45", "NO": "NO", "yes": "yes", "on": "on", "y": "y", "2019-01-01": "2019-01-01",
    "2018-11": "2018-11", "2019-01-01T10:00:00Z": "2019-01-01T10:00:00Z", "1.5": 1.5, "-3": -3, "0": 0, "37": 37,
    "12345678901234567": 12345678901234567, "0.0": 0.0, "true": True, "True": True, "false": False, "null": None,
    "~": None, "": None, "08-123": "08-123", "0x": "0x", "1,5": "1,5", "=": "=", "１２": "１２", "٣": "٣",
    "1.2.3": "1.2.3", "§ 5": "§ 5", "b\u00a0c": "b\u00a0c", "b\tc": "b\tc", "🚨": "🚨", "b#c": "b#c", "'it''s'": "it's",
    '"\\u00e5\\n"': "å\n", "{}": {}, "[]": [], "[b, [c]]": ["b", ["c"]], "{b: c, d: }": {"b": "c", "d": None},
    "{b}": {"b": None}, "{c: {b}}": {"c": {"b": None}}, '"b\n  c"': "b c", '"b\n\n  c"': "b\nc", "b\n  c": "b c", "|\n  b\n  c\n": "b\nc\n",
    ">\n  b\n  c\n": "b c\n", "[b,\n  c\n]": ["b", "c"], "{b: [c,\n  d]\n}": {"b": ["c", "d"]}, "[b, # c\n  #d,\n# e#f\n  g] #h": ["b", "g"],
    "[b#c, 'd#', \"#e\"]": ["b#c", "d#", "#e"], "?b": "?b", "[b?, -c, '?', '-']": ["b?", "-c", "?", "-"], "| #b\n  #c\n": "#c\n",
    "{b: '#', c: d#e}": {"b": "#", "c": "d#e"}, "[b: c#d, e]": [{"b": "c#d"}, "e"], "[ # b\n  c, { # d\n   e: f # g ]\n  }]": ["c", {"e": "f"}], "|\n  {{ b }} <!-- -->\n": "{{ b }} <!-- -->\n",
}  # fmt: skip


@pytest.mark.parametrize(("scalar", "value"), ACCEPTED.items(), ids=[repr(scalar) for scalar in ACCEPTED])
def test_read_as_an_editor_reads_it(scalar: str, value: Any) -> None:
    read_ = source(f"a: {scalar}\nz: end\n")
    assert read_.errors == ()
    assert read_.data == {"a": value, "z": "end"}
    assert type(read_.data["a"]) is type(value)


def test_a_file_all_in_braces_may_go_on_at_the_margin() -> None:
    """As JSON is often written; there is no field that its lines could belong to instead."""
    read_ = source('{\n"a": "b",\n"c": [\n"d"\n],\n"e": "f\ng"\n}\n')
    assert read_.findings == ()
    assert read_.data == {"a": "b", "c": ["d"], "e": "f g"}


@pytest.mark.parametrize(
    "content",
    [nested(MAX_DEPTH), nodes(MAX_NODES), f"a: {'b' * MAX_TEXT}", f"{'k' * MAX_KEY}: b",
     b"a: b\n" + b"#" * (MAX_BYTES - 5)],
    ids=["depth", "nodes", "text", "key", "bytes"],
)  # fmt: skip
def test_as_much_as_is_allowed(content: bytes | str) -> None:
    assert found(content) == []


def test_an_ambiguous_value_stops_nothing() -> None:
    read_ = source("a: 0114\nb: 0115\nc: d\n")
    assert read_.data == {"a": "0114", "b": "0115", "c": "d"}
    assert len(read_.findings) == 2


def test_every_duplicate_is_told_and_the_data_is_not_used() -> None:
    read_ = source("a: 1\na: 2\nb: {c: 1, c: 2}\na: 3\n")
    assert [(f.key, f.location.position.line) for f in read_.findings] == [
        ("duplicate-key", 2), ("duplicate-key", 3), ("duplicate-key", 4),
    ]  # fmt: skip
    assert read_.data is None


# Places.


def place(text: str | bytes, route: Route, *, of_key: bool = False) -> tuple[int, int, int]:
    position = source(text).position(route, of_key=of_key)
    return position.line, position.column, position.width


NESTED = """\
# comment
name: Rådet
members:
  - party: "haninge" # comment
    as: "Ledamot"
  - {party: 'täby', as: x}
note: |
  Två
  rader.
"""


@pytest.mark.parametrize("text", [NESTED, "\ufeff" + NESTED, NESTED.replace("\n", "\r\n"), NESTED.rstrip("\n")])
def test_every_value_and_key_has_its_place(text: str) -> None:
    assert source(text).findings == ()
    assert place(text, ()) == (2, 1, 11)
    assert place(text, ("name",)) == (2, 7, 5)
    assert place(text, ("name",), of_key=True) == (2, 1, 4)
    assert place(text, ("members", 0)) == (4, 5, 26)
    assert place(text, ("members", 0, "as")) == (5, 9, 9)
    assert place(text, ("members", 0, "as"), of_key=True) == (5, 5, 2)
    assert place(text, ("members", 1, "party")) == (6, 13, 6)
    assert place(text, ("members", 1, "as"), of_key=True) == (6, 21, 2)
    assert place(text, ("note",)) == (7, 7, 1)


def test_where_the_route_leads_nowhere_the_nearest_above() -> None:
    assert place(NESTED, ("members", 1, "from")) == place(NESTED, ("members", 1))
    assert place(NESTED, ("members", 7, "from")) == place(NESTED, ("members",))
    assert place(NESTED, ("members", 7, "from"), of_key=True) == place(NESTED, ("members",), of_key=True)
    assert place(NESTED, ("zzz", 0)) == place(NESTED, ())
    assert place("[", ("a",)) == (1, 1, 1)


def test_an_item_has_no_key_and_what_was_not_read_no_place() -> None:
    assert place(NESTED, ("members", 0), of_key=True) == place(NESTED, ("members", 0))
    assert Source("a.yaml", "", {"b": "c"}).position(("b",)) == Position()


def test_a_span_is_all_that_stands_there() -> None:
    read_ = source(NESTED)
    expected = {
        ("name",): "Rådet",
        ("members", 0, "as"): '"Ledamot"',
        ("members", 0): 'party: "haninge" # comment\n    as: "Ledamot"',
        ("members", 1): "{party: 'täby', as: x}",
        ("members", 1, "party"): "'täby'",
        ("members",): NESTED.partition("members:\n  ")[2].partition("\nnote")[0],
    }
    for route, text in expected.items():
        start, end = read_.span(route)
        assert NESTED[start:end] == text, route
    start, end = read_.span(("members", 1, "as"), of_key=True)
    assert NESTED[start:end] == "as"
    assert NESTED[: start + 2].endswith("'täby', as")


@pytest.mark.parametrize(
    ("text", "pointed_at"),
    [
        ("a: 'b\nc: d'\n", "'"),
        ("a: 'b\nc: 'd'\n", "'"),
        ("a: b\nc: [d,\ne ] # f\n", "e ]"),
        ("a: b\nc: [d,\ne, \n  f] # g\n", "e,"),
    ],
)
def test_just_what_is_wrong_is_pointed_at(text: str, pointed_at: str) -> None:
    """The quote that is not closed, and what stands too far out; no letter beside it."""
    [finding] = source(text).findings
    line, column, width = finding.location.position
    assert source(text).line(line)[column - 1 :][:width] == pointed_at


def test_every_text_with_the_way_to_it() -> None:
    assert dict(texts_in(source("a: b\nc: [1, d, {e: f, g: true}]\nh: {i: [[j]]}\n").data)) == {
        ("a",): "b", ("c", 1): "d", ("c", 2, "e"): "f", ("h", "i", 0, 0): "j",
    }  # fmt: skip


def test_letters_are_counted_not_bytes() -> None:
    assert found("a: [🚨åß, 0114]\n") == [("SSR008", "ambiguous", 1, 10)]
    assert found("🚨: b\r\n\r\nå: {ö: 🚨, é: 0114}\r\n") == [("SSR008", "ambiguous", 3, 14)]
    assert found("a: |\r\n  🚨\r\n  å\r\nb: 0114\r\n") == [("SSR008", "ambiguous", 4, 4)]


def test_the_line_of_a_place() -> None:
    assert source("a: b\r\nc: d\r\n").line(2) == "c: d"


# Nothing crashes it, and nothing that is small costs much.

HOSTILE = {
    "open brackets": b"[" * 100_000,
    "open braces": b"{a: " * 100_000,
    "dashes": b"- " * 100_000,
    "question marks": b"? " * 100_000,
    "indented": b"".join(b" " * i + b"a:\n" for i in range(700)),
    "alias bomb": b"a: &a [x]\n" + b"".join(b"%c: &%c [*%c,*%c]\n" % (98 + i, 98 + i, 97 + i, 97 + i) for i in range(20)),
    "merge bomb": b"a: &a {x: y}\n" + b"".join(b"%c: &%c {<<: [*%c,*%c]}\n" % (98 + i, 98 + i, 97 + i, 97 + i) for i in range(20)),
    "recursion": b"&a [*a]\n",
    "duplicates": b"k: 1\n" * 9_000,
    "ambiguous": b"a: [" + b"01," * 19_000 + b"]\n",
    "comma cuts": b"a: {x: y" + b",".join(b" k%d" % i for i in range(9_000)) + b"}\n",
    "quotes": b"a: " + b"'" * 100_000,
    "one long key": b"k" * 400_000 + b": v\n",
    "percent": b"%" * 100_000,
    "blank lines": b"\n" * 500_000,
    "no-break spaces": "\u00a0".encode() * 200_000,
    "spaces": b" " * 500_000 + b"\t",
    "dashes and a word": b"-" * 400_000 + b"a:",
}  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_files_are_findings(content: bytes) -> None:
    read_ = source(content)
    assert read_.findings
    assert all(finding.location.position.line >= 1 for finding in read_.findings)


PIECES = st.sampled_from(
    ["a", "b: ", "- ", "? ", ": ", "\n", "\n  ", "\t", "{", "}", "[", "]", ",", "'", '"', "\\", "&a ", "*a", "!x ", "|\n",
     ">\n", "# ", "%", "---\n", "...\n", "<<: ", "0x", "1e5", "\r\n", "\r", "\u00a0", "å", "\U0001f6a8", "\ufeff", "~", "@"]
)  # fmt: skip


def check(content: bytes) -> None:
    read_ = source(content)
    assert isinstance(read_.data, dict) or read_.findings
    for finding in read_.findings:
        position = finding.location.position
        line = read_.line(position.line)
        assert 1 <= position.column <= len(line) + 2
        assert position.width >= 1


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_data_or_findings(content: bytes) -> None:
    check(content)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
@example("%YAML 1.1\n%YAML 1.1\n")
@example("%")
@example("a: {b")
@example("a: '\n")
def test_any_yaml_is_data_or_findings(text: str) -> None:
    check(text.encode())


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Cn", "Co")) | st.just("\n"), max_size=20
)  # fmt: skip
KEYS = TEXTS.filter(lambda key: key != "<<" and len(key) <= MAX_KEY)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-999, 999) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


def routes(node: Any, above: Route = ()) -> list[tuple[Route, Any]]:
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [(above, node), *(pair for step, value in below for pair in routes(value, (*above, step)))]


def written_at(read_: Source, route: Route, *, of_key: bool) -> Any:
    """What stands at a place, read by another parser."""
    position = read_.position(route, of_key=of_key)
    line = read_.line(position.line)
    assert position.column + position.width - 1 <= max(len(line), position.column)
    lines = read_.text.split("\n")
    rest = "\n".join([line[position.column - 1 :], *lines[position.line :]])
    start = yaml.SafeLoader(rest)
    token = start.get_token()
    while not isinstance(token, yaml.ScalarToken):
        token = start.get_token()
    return token.value


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), st.booleans(), st.booleans())
def test_what_is_written_is_read_and_stands_where_it_says(data: Any, flow: bool, dos: bool) -> None:
    text = _dump(data, flow=flow)
    read_ = source(text.replace("\n", "\r\n") if dos else text)

    assert read_.errors == ()
    assert read_.data == data
    for route, value in routes(data):
        if route and isinstance(route[-1], str):
            assert written_at(read_, route, of_key=True) == route[-1]
        if isinstance(value, str):
            assert written_at(read_, route, of_key=False) == value
        elif value is not None and not isinstance(value, (dict, list)):
            position = read_.position(route)
            written = read_.line(position.line)[position.column - 1 :][: position.width]
            assert yaml.safe_load(written) == value


class _Quoting(yaml.SafeDumper):
    """Quotes every text, so that it stays text in any parser."""


_Quoting.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def _dump(data: Any, *, flow: bool) -> str:
    text: str = yaml.dump(data, Dumper=_Quoting, default_flow_style=flow, allow_unicode=True, width=10_000)
    # The dumper writes keys over several lines as `? key`, which means the same.
    assert not re.search(r"[&*]id\d", text)
    return text


def test_what_is_printable_is_never_refused():
    """Files are first asked whether all in them is printable: no pattern may be after a character that is, but for fillers."""
    printable = "".join(filter(str.isprintable, map(chr, range(sys.maxunicode + 1))))
    assert "".join(FORBIDDEN.findall(printable)) == FILLERS
    assert "\t" not in printable
    assert "\u00a0" not in printable


@pytest.mark.parametrize(
    "text",
    [
        "a: 'b' # en kommentar\n", "# en kommentar\na: b\n", "#a: b #c\na: b\n", "a:\n  #b\n  - c\n", "a: 5 #c\n", "a: true #c\n",
        "a: 'b' #c\n", "a: |\n  b #c\n", "a: b#c\n", "a: [b] #c\n", "a: #c\n  b: d\n", "a: ”b” och ”c”\n",
        "a: '”b”'\n", "a: det’s\n", "a: ö é ẞ 雪\n",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_slip_is_not_told(text: str) -> None:
    assert found(text) == []
