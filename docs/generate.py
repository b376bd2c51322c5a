"""Writes the pages of this folder that are made from the code: `rules.md`, `rules.en.md`, `annotations.md`, `galleri.md`, those
in `fields/` and the picture of the rooms. Run by `make docs`.

A test compares them with what is committed, so they cannot grow old.
"""

import ast
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import gallery
import rooms

from ssr.authoring.samples import Sample, samples
from ssr.authoring.yaml_lines import lines as yaml_lines
from ssr.base.knowledge import KnowledgeBase
from ssr.base.load import load
from ssr.base.snapshot import UnreadableError, WorkingTree
from ssr.commands.rule_pages import RulePage, pages
from ssr.finding import Severity
from ssr.report.field_page import FieldPage, FieldPages
from ssr.rules.registry import RULES
from ssr.templating.markup import escape
from ssr.text.catalogue import LANGUAGES, Catalogue, catalogue

DOCS = Path(__file__).parent
TOP = DOCS.parent
_CODE = re.compile(r"SSR[0-9]{3}\Z")
_PARAMETER = re.compile(r"\{\w+\}")


def rules(language: str) -> str:
    """Every code: its manual, and what the tool says of what is judged in reading."""
    words = catalogue(language)
    keys = _keys_by_code(words)
    severities = {rule.code: rule.severity for rule in RULES}
    parts = [f"# {words.text('manual.title')}", words.text("manual.intro").strip()]
    for page in pages(words):
        severity = words.text(f"severity.{severities.get(page.code, Severity.ERROR)}")
        parts += [f"## {page.code} {page.title}", f"*{severity.capitalize()}.*"]
        parts += _manual(words, page)
        parts += [] if page.code in severities else _sayings(words, keys[page.code])
    return "\n\n".join(parts) + "\n"


def _manual(words: Catalogue, page: RulePage) -> Iterator[str]:
    what, *examples = page.parts()
    yield what
    for key, example in zip(("wrong", "right"), filter(None, examples), strict=False):
        yield f"**{words.text(f'rule.{key}')}:**\n\n```yaml\n{example}\n```"


def _sayings(words: Catalogue, keys: list[str]) -> Iterator[str]:
    yield f"{words.text('rule.messages')}:"
    found = (words.lookup(f"findings.{key}") for key in keys)
    yield "\n".join(f"- {_told(words, one['message'])} – {_told(words, one['hint'])}" for one in found)


def _told(words: Catalogue, sentence: str) -> str:
    """A sentence as Markdown, with a sign for what it would be filled with."""
    return escape(_PARAMETER.sub(words.text("withheld"), sentence))


def _keys_by_code(words: Catalogue) -> Mapping[str, list[str]]:
    """Which messages belong to a code, as the code itself says, in the order of the catalogue."""
    known = list(words.lookup("findings"))
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted((TOP / "ssr").rglob("*.py")):
        for code, key in _pairs(ast.parse(path.read_text(encoding="utf-8"))):
            found[code].add(key)
    return {code: [key for key in known if key in keys] for code, keys in found.items()}


def _pairs(module: ast.Module) -> Iterator[tuple[str, str]]:
    """A code and the key of a message, where they stand together: in a table, or as arguments of a call."""
    for node in ast.walk(module):
        if isinstance(node, ast.Dict):
            yield from zip(map(_text, node.values), map(_text, node.keys), strict=True)
        elif isinstance(node, ast.Call):
            arguments = [_text(argument) for argument in node.args]
            codes = filter(_CODE.match, arguments)
            yield from ((code, key) for code in codes for key in arguments)
            if getattr(node.func, "id", "") == UnreadableError.__name__:
                yield from ((UnreadableError(key, "").finding.code, key) for key in _texts(node.args[0], module))


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _texts(argument: ast.expr, module: ast.Module) -> list[str]:
    """What an argument may be: the text itself, or the texts that the function it calls may return."""
    if not isinstance(argument, ast.Call):
        return [_text(argument)]
    called = getattr(argument.func, "id", "")
    functions = (node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == called)
    returned = (node for one in functions for node in ast.walk(one) if isinstance(node, ast.Return))
    return [_text(node) for one in returned for node in ast.walk(one) if isinstance(node, ast.Constant)]


def annotations() -> str:
    """Each annotation of a schema, with its sentence from the schema of schemas, in both languages."""
    schema = json.loads((TOP / "schemas" / "_kind.schema.json").read_text(encoding="utf-8"))
    parts = ["# Annotations", _ANNOTATIONS_INTRO]
    for title, place in (("On a kind", "kind"), ("On a property", "field")):
        declared = schema["$defs"][place]["properties"]
        names = [name for name in declared if name.startswith("x-")]
        rows = [_row(name, _followed(schema, declared[name])) for name in names]
        parts += [f"## {title}", "\n".join([_ROW.format("Annotation", "Says", "På svenska"), _LINE, *rows])]
    return "\n\n".join(parts) + "\n"


_ANNOTATIONS_INTRO = (
    "What a schema can say besides JSON Schema itself. The tool knows these and no kind by name.\n"
    "This page is made from `schemas/_kind.schema.json`; do not change it by hand but run `make docs`.\n"
    "How to add a kind stands in [extending.md](extending.md) ([in Swedish](bygga-ut.md))."
)
_ROW = "| {} | {} | {} |"
_LINE = _ROW.format("---", "---", "---")


def _row(name: str, declared: Mapping[str, Any]) -> str:
    return _ROW.format(f"`{name}`", declared["description"], declared["x-sv"]["description"])


def _followed(schema: Any, declared: Mapping[str, Any]) -> Mapping[str, Any]:
    """A declaration, or what it points at when it says nothing itself."""
    if "description" in declared:
        return declared
    found: Mapping[str, Any] = schema["$defs"][declared["$ref"].rpartition("/")[2]]
    return found


# The fields of each kind. The examples are of the fictitious base, which no change of the real one makes old.


FIELDS = "fields"
_INDEXES = {"sv": "README.md", "en": "README.en.md"}


@cache
def _county() -> KnowledgeBase:
    return load(WorkingTree(TOP / "examples" / "exempellan"))[0]


def fields_index(language: str) -> str:
    """Every kind, and the fields that all of them have."""
    words, base = catalogue(language), _county()
    rows = [
        _ROW.format(
            f"[{kind.root.title(language)}]({_kind_page(kind.name, language)})",
            f"`{kind.name}`",
            kind.root.description(language),
        )
        for kind in base.kinds.values()
    ]
    parts = [
        f"# {words.text('field.page.title')}",
        f"{words.text('field.page.intro').strip()} {_other_way(_INDEXES, language)}",
    ]
    parts += [
        "\n".join([_ROW.format(*words.lookup("field.page.columns")), _LINE, *rows]),
        f"## {words.text('field.page.common')}",
    ]
    for page in FieldPages(words, base.kinds).common():
        parts += _field_parts(words, page._replace(path=page.path.partition(".")[2]), None)
    return "\n\n".join(parts) + "\n"


def kind_fields(name: str, language: str) -> str:
    """A kind and all its fields, with an example of each that stands at the top of an entry."""
    words, base = catalogue(language), _county()
    kind, pages, found = base.kinds[name], FieldPages(words, base.kinds), samples(base, base.kinds[name])
    page = pages.of_kind(kind)
    ways = {one: _kind_page(name, one) for one in LANGUAGES}
    intro = words.text("field.page.kind", kind=name, index=_INDEXES[language])
    parts = [
        f"# {page.title} (`{name}`)",
        page.description,
        " ".join(page.facts),
        f"{intro} {_other_way(ways, language)}",
    ]
    for field in pages.all_of(kind):
        way = tuple(field.path.split(".")[1:])
        sample = found.get(way) if len(way) == 1 else None
        parts += _field_parts(words, field._replace(path=".".join(way)), sample)
    return "\n\n".join(parts) + "\n"


def _kind_page(name: str, language: str) -> str:
    return f"{name}.md" if language == LANGUAGES[0] else f"{name}.{language}.md"


def _other_way(ways: Mapping[str, str], language: str) -> str:
    """A link to the same page in the other language."""
    other = next(way for one, way in ways.items() if one != language)
    return catalogue(language).text("field.page.other", name=other)


def _field_parts(words: Catalogue, page: FieldPage, sample: Sample | None) -> Iterator[str]:
    yield f"{'##' if '.' not in page.path else '###'} `{page.path}` {page.title}"
    yield " ".join([escape(page.description), *map(escape, page.facts)])
    if page.values:
        yield "\n".join(f"- `{value.written}`{value.title and f' {value.title}'}" for value in page.values)
    if sample is not None:
        written = "\n".join(yaml_lines(page.path, sample.value))
        yield f"{words.text('field.example', id=sample.entry.id)}:\n\n```yaml\n{written}\n```"


PAGES: Mapping[str, Callable[[], str]] = {
    "rules.md": partial(rules, "sv"),
    "rules.en.md": partial(rules, "en"),
    "annotations.md": annotations,
    "galleri.md": gallery.page,
    **{f"{FIELDS}/{name}": partial(fields_index, language) for language, name in _INDEXES.items()},
    **{
        f"{FIELDS}/{_kind_page(kind, language)}": partial(kind_fields, kind, language)
        for kind in _county().kinds
        for language in LANGUAGES
    },
    "pictures/rooms.svg": rooms.picture,
}

if __name__ == "__main__":
    for name, made in PAGES.items():
        (DOCS / name).parent.mkdir(exist_ok=True)
        (DOCS / name).write_text(made(), encoding="utf-8", newline="\n")
