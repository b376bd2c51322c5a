"""What a schema asks besides what its file says: what it refers to, and what holds for every text of every kind."""

from collections.abc import Mapping
from typing import Any

_WORDS = frozenset({"title", "description", "default", "examples", "$comment", "$defs", "$id", "$schema"})
# Keywords that say nothing without each other: apart, each would judge by the wrong neighbour.
_TOGETHER = (
    frozenset({"properties", "patternProperties", "additionalProperties"}),
    frozenset({"prefixItems", "items"}),
    frozenset({"contains", "minContains", "maxContains"}),
    frozenset({"if", "then", "else"}),
)


def both(target: Mapping[str, Any], beside: Mapping[str, Any]) -> dict[str, Any]:
    """A schema that asks what two ask, as JSON Schema 2020-12 says of a `$ref` and what stands beside it.

    Words and annotations of `beside` win. What both rule on, `target` rules on in an `allOf`, everything else
    stays side by side, where the rest of the tool looks for it.
    """
    result = {**target, **beside}
    rules = {key for key in beside if key not in _WORDS and not key.startswith("x-")}
    shared = {key for key in rules if key in target and beside[key] != target[key]}
    for group in _TOGETHER if rules else ():
        if group & rules and group & target.keys():
            shared |= group & target.keys()
    if "required" in shared:  # one list, which `unknown` excuses as a whole
        shared.remove("required")
        result["required"] = list(dict.fromkeys([*target["required"], *beside["required"]]))
    if not shared:
        return result
    for key in shared - beside.keys():
        del result[key]
    return {**result, "allOf": [*beside.get("allOf", ()), {key: target[key] for key in target if key in shared}]}


# The formats of texts in words of one's own, which every text has that says nothing else of its form.
FREE_FORMATS = frozenset({"line", "prose"})
# What says by itself which texts it takes.
_OWN_FORM = frozenset({"format", "pattern", "enum", "x-ref"})


def with_defaults(schema: Any, *, is_prose: bool = False) -> Any:
    """The schema with what every kind means of a text: it says something, and but for prose it stands on one line.

    Texts whose form depends on a property beside them (`x-format-by`) get one condition for each value of that.
    """
    if isinstance(schema, list):
        return [with_defaults(item, is_prose=is_prose) for item in schema]
    if not isinstance(schema, dict):
        return schema
    is_prose = is_prose or bool(schema.get("x-text"))
    result = {
        key: with_defaults(value, is_prose=is_prose)
        if isinstance(value, (dict, list)) and not key.startswith("x-")
        else value
        for key, value in schema.items()
    }
    if schema.get("type") == "string" and not schema.keys() & _OWN_FORM:
        result["format"] = "prose" if is_prose else "line"
        result.setdefault("minLength", 1)
    conditions = [
        {
            "if": {"required": [other], "properties": {other: {"const": value}}},
            "then": {"properties": {name: {"format": form}}},
        }
        for name, inner in schema.get("properties", {}).items()
        for other, forms in inner.get("x-format-by", {}).items()
        for value, form in forms.items()
    ]
    return {**result, "allOf": [*result.get("allOf", ()), *conditions]} if conditions else result


# What of a schema is told to people; what is told to the rest of the tool begins with `x-`.
_TOLD = frozenset({"title", "description"})
# Where names of the data stand, which may be words of schemas as well.
_BY_NAME = frozenset({"properties", "patternProperties", "dependentSchemas", "dependentRequired"})
_DATA = frozenset({"const", "enum"})


def judging(schema: Any, seen: dict[int, Any] | None = None) -> Any:
    """What of an effective schema judges data, which is half of it: a validator takes as long over what it never uses."""
    seen = {} if seen is None else seen
    if isinstance(schema, list):
        return [judging(item, seen) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if id(schema) not in seen:
        seen[id(schema)] = {
            key: value
            if key in _DATA
            else {name: judging(inner, seen) for name, inner in value.items()}
            if key in _BY_NAME
            else judging(value, seen)
            for key, value in schema.items()
            if key not in _TOLD and key[:2] != "x-"
        }
    return seen[id(schema)]
