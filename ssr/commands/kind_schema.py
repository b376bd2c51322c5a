"""`ssr schema`: the whole shape of a kind's entries as one JSON Schema, for editors and validators that know nothing of us.

For validators one kind, as it is; for editors all kinds of a base, in words, with the entries that may be referred to.
"""

import json
from collections.abc import Mapping
from typing import Any

from ssr.base.kinds import SUFFIX
from ssr.base.load import load
from ssr.base.names import Choose, refuse, resolve_kind
from ssr.base.resources import Resources
from ssr.base.schema import FORMAT_PATTERNS
from ssr.base.schema_files import load_kinds
from ssr.base.snapshot import FOLDER, MANIFEST, Snapshot
from ssr.report.editor_schema import EditorSchemas
from ssr.text.catalogue import Catalogue

MANIFEST_SCHEMA = f"_manifest{SUFFIX}"


def kind_schema(snapshot: Snapshot, name: str, choose: Choose = refuse) -> str:
    """The schema of a kind with nothing left to look up in other files; `UsageError` when there is no such kind.

    Where the tool's own files say `format`, a pattern stands beside it: other validators ignore formats of ours.
    """
    kinds = load_kinds(Resources(snapshot))
    kind = kinds[resolve_kind(name, kinds, choose)]
    return json.dumps(_self_contained(kind.schema), ensure_ascii=False, indent=2) + "\n"


def editor_schemas(snapshot: Snapshot, words: Catalogue, day: str) -> Mapping[str, bytes]:
    """The schema of each kind and of the manifest, by the names of their files, in the words of one language.

    Beside them a file that keeps them out of git: they change whenever an entry does.
    """
    base, _ = load(snapshot)
    schemas = EditorSchemas(words, base, day)
    files = {f"{kind.name}{SUFFIX}": schemas.of_kind(kind) for kind in base.kinds.values()}
    files[MANIFEST_SCHEMA] = schemas.of_manifest()
    written = {name: json.dumps(schema, ensure_ascii=False).encode() + b"\n" for name, schema in files.items()}
    return {**written, ".gitignore": b"*\n"}


def editor_patterns(snapshot: Snapshot) -> Mapping[str, str]:
    """Which files of a base each of those schemas is for."""
    kinds = load_kinds(Resources(snapshot))
    patterns = {f"{kind.name}{SUFFIX}": f"{FOLDER}/{kind.folder}/**/*.yaml" for kind in kinds.values()}
    return {**patterns, MANIFEST_SCHEMA: MANIFEST}


def _self_contained(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema without the name of its file, which would make `$ref`s and editors look for others beside it."""
    return {key: value for key, value in _patterned(schema).items() if key != "$id"}


def _patterned(node: Any) -> Any:
    if isinstance(node, list):
        return [_patterned(inner) for inner in node]
    if not isinstance(node, Mapping):
        return node
    result = {key: _patterned(value) for key, value in node.items()}
    if isinstance(pattern := FORMAT_PATTERNS.get(str(node.get("format"))), str):
        other = result.setdefault("pattern", pattern)
        if other != pattern:  # the kind asks for another one too
            result["allOf"] = [*result.get("allOf", ()), {"pattern": pattern}]
    return result
