"""Entries against the shapes of their kinds: one library judges, another explains, and both say the same."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from running import EXEMPELLAN, MANIFEST, ROOT, ssr, write

from ssr.base import load as loading
from ssr.base.effective import judging
from ssr.base.kinds import Kind, Kinds
from ssr.base.knowledge import KnowledgeBase
from ssr.base.resources import Resources
from ssr.base.schema import FORMATS, check
from ssr.base.schema_files import load_kinds
from ssr.base.snapshot import WorkingTree
from ssr.base.suggestions import Suggestion
from ssr.base.yaml.source import Route, Source
from ssr.text.folding import closest

KINDS = load_kinds(Resources(WorkingTree(ROOT)))
BASES = [loading.load(WorkingTree(root))[0] for root in (ROOT, EXEMPELLAN)]


# Both libraries give the same verdict.


class Judges:
    """What each of the two libraries holds of data."""

    def __init__(self, kind: Kind) -> None:
        checker = jsonschema.FormatChecker(formats=())
        for name, holds in FORMATS.items():
            checker.checks(name)(lambda value, holds=holds: not isinstance(value, str) or holds(value))
        self._slow = jsonschema.Draft202012Validator(kind.schema, format_checker=checker)
        self._fast = jsonschema_rs.validator_for(dict(kind.schema), validate_formats=True, formats=dict(FORMATS))

    def agreed(self, data: Any) -> bool:
        verdicts = {
            self._slow.is_valid(data),
            self._fast.is_valid(data),
        }
        assert len(verdicts) == 1, data
        return verdicts.pop()


def places(node: Any, above: Route = ()) -> Iterator[Route]:
    yield above
    for step, below in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from places(below, (*above, step))


def shape(route: Route) -> tuple[str, ...]:
    return tuple(step for step in route if isinstance(step, str))


def mutations(data: Any, done: set[tuple[str, ...]]) -> Iterator[Any]:
    """The data with one thing changed: a key left out, a key added, a value made another; not where it was `done`."""
    for route in (route for route in places(data) if shape(route) not in done):
        for change in _changes(data, route):
            mutant = copy.deepcopy(data)
            holder = mutant
            for step in route[:-1]:
                holder = holder[step]
            if change is _GONE:
                del holder[route[-1]]
            else:
                holder[route[-1]] = change
            yield mutant
    if not done:
        yield from ({**data, key: value} for key, value in (("zzz", 1), ("unknown", "Skälet."), ("audience", "all")))


_GONE = object()


def _changes(data: Any, route: Route) -> Iterator[Any]:
    value = data
    for step in route:
        value = value[step]
    if not route:
        return
    yield from (_GONE, None, 5, True, 1.5, "x", "", "x\n", [], {}, [value], {"zzz": value})
    if isinstance(value, str):
        yield from (
            f"{value}\n",
            f"{value}x",
            "2026-02-30",
            "2019-01-01",
            "24:00",
            "x" * 301,
            {"sv": value},
            {"se": value},
        )
    elif isinstance(value, list):
        yield from ([*value, *value], {"sv": "x"})
    elif isinstance(value, dict):
        yield {**value, "zzz": 1}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_libraries_agree_on_every_entry(name: str) -> None:
    """Each by the kinds of its own base, whose lists may have values of their own."""
    found = 0
    for base in BASES:
        judges = Judges(base.kinds[name])
        entries = [entry for entry in base.entries if entry.kind == name]
        found += len(entries)
        assert all(judges.agreed(entry.data) for entry in entries)
    assert found


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_libraries_agree_on_every_mutation(name: str) -> None:
    """Each field that any entry has is changed in the first entry that has it."""
    judges = Judges(KINDS[name])
    done: set[tuple[str, ...]] = set()
    verdicts = set()
    for entry in (entry for base in reversed(BASES) for entry in base.entries if entry.kind == name):
        data = _shortened(entry.data)
        verdicts |= {judges.agreed(mutant) for mutant in mutations(data, done)}
        done |= set(map(shape, places(data)))
    assert verdicts == {True, False}


def _shortened(node: Any) -> Any:
    """With one item in each list: the others are of the same shape."""
    if isinstance(node, dict):
        return {key: _shortened(value) for key, value in node.items()}
    return [_shortened(node[0])] if isinstance(node, list) and node else node


def test_what_only_one_library_refuses_is_a_finding_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonschema.Draft202012Validator, "iter_errors", lambda *_: iter(()))
    [finding] = check(Source("a.yaml", "", {"zzz": 1}), KINDS["actor"].root)
    assert (finding.code, finding.key) == ("SSR106", "other")


# Formats.

FORMS = {
    "date": (["2018-11-14", "2020-02-29", "0001-01-01"],
             ["2026-02-30", "2019-02-29", "2018-13-01", "2018-11-14\n", "٢٠١٨-١١-١٤", "２０１８-11-14", "20181114", "18-11-14",
              "2018-11-14T10:00", "2018-W46-3", "0000-01-01", " 2018-11-14", "2018-1-1", ""]),
    "partial-date": (["2018", "2018-11", "2018-11-14"],
                     ["2018-13", "2018-00", "2018\n", "2018-11\n", "18", "2026-02-30", "2018-1", "٢٠١٨", "v. 46", ""]),
    "clock": (["00:00", "13:00", "23:59"],
              ["24:00", "13:60", "9:00", "13.00", "13:00\n", "13:00:00", "١٣:٠٠", "kl. 13", ""]),
    "key": (["a", "ploga-stora-vagar", "2019-2022", "a" * 80],
            ["A", "a_b", "å", "-a", "a-", "a--b", "a\n", "a b", "a" * 81, "a.b", "a/b", "..", "а", ""]),
    "url": (["https://www.example.org", "http://example.org/a?b=c#d", "https://example.org/ä",
             "https://[2001:db8::1]:8080/a", "https://a.example:443", "https://a.example?b=[c]", "http://localhost/"],
            ["www.example.org", "ftp://example.org", "javascript:alert(1)", "https://", "https://a b", "https://a\n",
             "https://a<b", 'https://a"b', "HTTPS://example.org", "//example.org", "https://a\u00a0b", "",
             "https://[::1", "https://[fe80::zz]/", "https://[]/", "https://[:::]/", "https://.", "https://a..b/", "https:///a",
             "https://?a", "https://a:80:80/", "https://a:b/", "https://a:/"]),
    "email": (["beredskap@kommunen.example", "a@b.se", "vakt.havande+natt@å-kommun.example", "a_b@c.d.example", "5@1.example"],
              ["beredskap.kommunen.example", "a@b@c.example", "a@", "@b.example", "a@b", "a@b.", "a@.b", "a@b..example", "a@-b.example",
               "a@b-.example", "a b@c.example", "a@b c.example", "a@b.example\n", "a@b.example\nBCC:c@d.example", "<a@b.example>", ".a@b.example",
               "a.@b.example", "a..b@c.example", "mailto:a@b.example", "a@b.example, c@d.example", "a@192.0.2.1", "a@b.example ", " ", ""]),
    "phone": (["112", "08-465 004 10", "+46 8 465 004 10", "0046-8-46500410", "070-174 06 12", "08\u00a0465", "11313"],
              ["1", "11", "08-RING", "08-465 004 10 (växel)", "08\r\nTEL:112", "08-465\n", "  ", "+", "++46 8 465", "08-", "-08465", "08--465",
               "08  465 004", "٠٨٤٦٥", "８８８８", "+46 8 465 004 10 11 12 13 14", "112;ext=1", "tel:112", "", "08_465 004"]),
    "line": (["a", "a b", " a ", "å", "-", "\u2026", ""],
             [" ", "   ", "\t", "\u00a0", "\u3000", "a\nb", "a\n", "\na", "a\r\nb", "\n"]),
    "prose": (["a", "a\nb", "a\n", "\n a", ""], [" ", "\n", " \n\t", "\u00a0\u2003"]),
}  # fmt: skip
ACCEPTED = [(name, value) for name, (accepted, _) in FORMS.items() for value in accepted]
REFUSED = [(name, value) for name, (_, refused) in FORMS.items() for value in refused]


def test_every_format_is_tried() -> None:
    assert set(FORMS) == set(FORMATS)


@pytest.mark.parametrize(("name", "value"), ACCEPTED)
def test_accepted(name: str, value: str) -> None:
    assert FORMATS[name](value)


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_refused(name: str, value: str) -> None:
    assert not FORMATS[name](value)


@pytest.mark.parametrize("kinds", [KINDS], ids=["bundled"])
def test_every_format_that_a_schema_names_is_one_of_ours(kinds: Kinds) -> None:
    """The libraries pass over a format that they do not know."""

    def named(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            yield from [node["format"]] if isinstance(node.get("format"), str) else []
            for below in node.values():
                yield from named(below)
        elif isinstance(node, list):
            for below in node:
                yield from named(below)

    assert {name for kind in kinds.values() for name in named(kind.schema)} <= set(FORMATS)


# Suggestions.


@pytest.mark.parametrize(
    ("word", "expected"),
    [("haning", "haninge"), ("Haninge", "haninge"), ("taby", "taby"), ("xyz", None), ("", None), (5, None), (None, None),
     (["haninge"], None), ("haninge" * 10_000, None)],
    ids=lambda word: repr(word)[:20],
)  # fmt: skip
def test_one_suggestion_and_only_a_close_one(word: object, expected: str | None) -> None:
    candidates = ["haninge", "huddinge", "taby"]
    assert closest(word, candidates) == expected
    assert str(Suggestion(word, candidates)) == (expected or "")


# No message for machines quotes what is long or not public.

LONG = "Hemligheten är att uthålligheten i staben brister efter tre dygn."
SHORT = "hemligt-ord"
WRONG = {
    "a value of the wrong form": "mandate:\n  - id: {secret}\n    text: Text.\n    sources: [kalla]\n",
    "a value that is none of the allowed": "level: {secret}\n",
    "a reference": "reports_to: {secret}\n",
    "a list of references": "roles: [{secret}]\n",
    "a key": "{secret}: x\n",
    "a key twice": "{secret}: x\n{secret}: y\n",
    "a cut text": "mandate: [{{id: a, text: Snö, {secret}}}]\n",
    "a value of the wrong type": "name: [{secret}]\n",
    "a value too much": "modes: [ordinary, {secret}]\n",
}


@pytest.mark.parametrize("format_", ["json", "github", "gitlab", "sarif", "junit"])
@pytest.mark.parametrize("snippet", WRONG.values(), ids=list(WRONG))
@pytest.mark.parametrize(
    ("secret", "audience"),
    [(LONG, "public"), (SHORT, "members"), (SHORT, "ofice")],
)
def test_what_is_long_or_not_public_is_not_quoted(
    tmp_path: Path, format_: str, snippet: str, secret: str, audience: str
) -> None:
    if ": " in snippet and snippet.startswith("{secret}") and secret == LONG:
        secret = secret.replace(".", "")
    text = f"name: Gruppen\nsort: group\naudience: {audience}\n" + snippet.format(secret=secret)
    base = write(tmp_path, {"ssr.yaml": MANIFEST, "knowledge/structures/a.yaml": text})

    result = ssr("validate", "--format", format_, kb=base)

    assert result.code == 1
    assert secret.lower() not in result.text.lower()


def test_a_short_public_value_is_quoted(tmp_path: Path) -> None:
    text = f"name: Gruppen\nsort: group\nlevel: {SHORT}\n"
    base = write(tmp_path, {"ssr.yaml": MANIFEST, "knowledge/structures/a.yaml": text})
    [finding] = json.loads(ssr("validate", "--format", "json", kb=base).text)["findings"]
    assert finding["message"] == f'fältet "nivå" kan inte vara {SHORT}'


def test_where_the_audience_may_be_misspelt_nothing_is_quoted(tmp_path: Path) -> None:
    text = f"name: Gruppen\nsort: group\naudiance: office\nlevel: {SHORT}\n"
    base = write(tmp_path, {"ssr.yaml": MANIFEST, "knowledge/structures/a.yaml": text})
    result = ssr("validate", "--format", "json", kb=base)
    assert SHORT not in result.text


def test_a_contact_is_for_the_members_and_not_quoted(example: KnowledgeBase, tmp_path: Path) -> None:
    """Its audience comes from the schema."""
    actor = next(entry for entry in example.entries if entry.data.get("contacts"))
    text = actor.source.text.replace("channel: ", f"channel: {SHORT}", 1)
    base = write(tmp_path, {"ssr.yaml": MANIFEST, actor.path: text})
    assert SHORT not in ssr("validate", "--format", "json", kb=base).text
    assert SHORT in ssr("validate", kb=base).text


@pytest.fixture(scope="module")
def example() -> KnowledgeBase:
    return BASES[1]


# What stands beside a `$ref` and what the `$ref` points at are asked for both, as JSON Schema 2020-12 says.


WORDS = {"title": "Sound", "description": "A sound.", "x-sv": {"title": "Ljud", "description": "Ett ljud."}}
SHARED = "_shared.schema.json#/$defs/"


def signals(target: str, **beside: Any) -> Kind:
    """A kind of a base's own, with one property that says something beside its `$ref`."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **WORDS,
        "x-folder": "signals",
        "x-name": "name",
        "type": "object",
        "required": ["name"],
        "additionalProperties": False,
        "properties": {"name": {"type": "string", **WORDS}, "sound": {"$ref": target, **WORDS, **beside}},
    }
    with TemporaryDirectory() as folder:
        root = write(Path(folder), {"ssr.yaml": MANIFEST, "schemas/signal.schema.json": json.dumps(schema)})
        kinds = load_kinds(Resources(WorkingTree(root)))
    assert kinds.findings == ()
    return kinds["signal"]


@pytest.mark.parametrize(
    ("target", "beside", "accepted", "refused"),
    [
        ("date", {"format": "partial-date"}, ["2018-02-03"], ["2018", "2018-02-30"]),
        ("key", {"maxLength": 100}, ["k" * 80], ["k" * 81]),
        ("key", {"maxLength": 10}, ["k" * 10], ["k" * 11]),
        ("level", {"enum": ["directing", "deciding"]}, ["directing"], ["deciding", "executing"]),
        ("clock", {"pattern": "^1"}, ["13:00"], ["1x", "03:00"]),
        ("occasion", {"minProperties": 2}, [{"forum": "a", "date": "2018-02-03"}], [{}, {"forum": "a", "place": "b"}]),
        ("agenda-item", {"required": ["minutes"]}, [{"unknown": "Skälet."}], [{}, {"minutes": 5}]),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_both_are_asked(target: str, beside: dict[str, Any], accepted: list[Any], refused: list[Any]) -> None:
    judges = Judges(signals(SHARED + target, **beside))
    assert [value for value in accepted if not judges.agreed({"name": "Tyfon", "sound": value})] == []
    assert [value for value in refused if judges.agreed({"name": "Tyfon", "sound": value})] == []


class OwnManifest(Resources):
    """The resources of the tool with another schema for `ssr.yaml`, which may point anywhere."""

    def __init__(self, schema: Any) -> None:
        super().__init__(WorkingTree(ROOT))
        self._schema = schema

    def read(self, path: str) -> bytes:
        return json.dumps(self._schema).encode() if path == "schemas/_manifest.schema.json" else super().read(path)


@pytest.mark.parametrize(
    ("pointer", "title"),
    [("/$defs/a~1b", "slash"), ("/$defs/a~0b", "tilde"), ("/$defs/a~01b", "tilde, 1"), ("/$defs/list/1", "second")],
)
def test_a_pointer_is_read_as_its_standard_says(pointer: str, title: str) -> None:
    """RFC 6901: `~1` is a slash, `~0` a tilde, a number counts in a list."""
    definitions = {
        "a/b": {"title": "slash"},
        "a~b": {"title": "tilde"},
        "a~1b": {"title": "tilde, 1"},
        "list": [{"title": "first"}, {"title": "second"}],
    }
    schema = {"$defs": definitions, "properties": {"x": {"$ref": f"#{pointer}"}}}
    assert load_kinds(OwnManifest(schema)).manifest.properties["x"].title("en") == title


def test_a_name_without_a_place_is_no_pointer() -> None:
    resources = OwnManifest({"title": "T", "properties": {"x": {"$ref": "#title"}}})
    with pytest.raises(ValueError, match=r"\$ref"):
        load_kinds(resources)


def test_keywords_that_need_each_other_stay_together() -> None:
    """Behind the reference a closed object, beside it another: each knows its own properties, and both are asked."""
    closed = {"additionalProperties": False, "properties": {"forum": {"title": "Forum"}, "date": {"title": "Date"}}}
    beside = {"$ref": "#/$defs/closed", "properties": {"date": {"type": "string"}, "place": {"title": "Place"}}}
    resources = OwnManifest({"$defs": {"closed": closed}, "properties": {"x": beside}})
    field = load_kinds(resources).manifest.properties["x"]
    judge = jsonschema.Draft202012Validator(field.schema)
    assert judge.is_valid({"forum": "radet", "date": "2018"})
    assert [value for value in ({"place": "kajen"}, {"date": 2018}, {"other": 1}) if judge.is_valid(value)] == []
    assert set(field.properties) == {"forum", "date", "place"}
    assert field.properties["date"].schema["type"] == "string"


def test_what_a_validator_gets_is_what_judges_and_names_of_data_are_no_words_of_schemas() -> None:
    schema = {
        "title": "T", "x-sv": {}, "type": "object", "dependentRequired": {"title": ["description"]},
        "properties": {"title": {"type": "string", "title": "A"}, "x-y": {"const": {"title": "a"}, "description": "B"}},
        "allOf": [{"if": {"required": ["title"]}, "then": {"description": "C", "minProperties": 2}}],
    }  # fmt: skip
    assert judging(schema) == {
        "type": "object", "dependentRequired": {"title": ["description"]},
        "properties": {"title": {"type": "string"}, "x-y": {"const": {"title": "a"}}},
        "allOf": [{"if": {"required": ["title"]}, "then": {"minProperties": 2}}],
    }  # fmt: skip
