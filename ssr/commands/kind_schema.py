"""`ssr schema`: the whole shape of a kind's entries as one JSON Schema, for editors and validators that know nothing of us."""

import json
from collections.abc import Mapping
from typing import Any

from ssr.base.kinds import load_kinds
from ssr.base.names import Choose, refuse, resolve_kind
from ssr.base.resources import Resources
from ssr.base.schema import FORMAT_PATTERNS
from ssr.base.snapshot import Snapshot


def kind_schema(snapshot: Snapshot, name: str, choose: Choose = refuse) -> str:
    """The schema of a kind with nothing left to look up in other files; `UsageError` when there is no such kind.

    Where the tool's own files say `format`, a pattern stands beside it: other validators ignore formats of ours.
    """
    kinds = load_kinds(Resources(snapshot))
    kind = kinds[resolve_kind(name, kinds, choose)]
    return json.dumps(_self_contained(kind.schema), ensure_ascii=False, indent=2) + "\n"


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
