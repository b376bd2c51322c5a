"""What documents there are: one for each folder of `templates/` that has a `document.yaml`.

Not for what a document says: that stands in its templates.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ssr.base.kinds import SUFFIX, Field, field_of
from ssr.base.resources import Resources
from ssr.base.schema import Validator
from ssr.base.yaml import read
from ssr.errors import UsageError
from ssr.text.catalogue import catalogue

FOLDER = "templates"
BASE = "_base"
_FILE = "document.yaml"
# What a document takes from the one that it is like.
_IN_COMMON = ("about", "day", "parameters", "new", "selections")


class Definition(NamedTuple):
    """What `ssr render` can make: what it is about, its own options, and the template of each format.

    `about` are kinds of entries; it is empty for a document about the whole base. `day` is the property of the entry
    that says on what day the base is looked at. `new` says how an entry is made of the options, where none is named.
    `computed` names what is worked out from the whole base; `comparison` says between which options, and whom it concerns.
    `sources` names the selections that the document tells of, `fields` what there is to fill in, and `collects` the form
    whose answers it puts together. `parts` are the documents that it is put together of: it is a folder then, in which the
    file of each of its own formats is called as `files` says, and `first` is what to do first with it. `command` is the
    name under which it is a command of its own. Without `examples`, what is marked as one is gone before a template sees
    it. `pages` is how many it may take, without what follows its first page break if it has an `annex`.
    """

    name: str
    title: Mapping[str, str]
    about: tuple[str, ...]
    formats: Mapping[str, str]
    parameters: tuple[Mapping[str, Any], ...] = ()
    selections: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    examples: bool = True
    day: str | None = None
    new: Mapping[str, Any] | None = None
    pages: int | None = None
    annex: bool = False
    layout: Mapping[str, Any] = MappingProxyType({})
    computed: tuple[str, ...] = ()
    comparison: Mapping[str, Any] | None = None
    sources: tuple[str, ...] = ()
    fields: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    collects: Mapping[str, Any] = MappingProxyType({})
    parts: tuple[Mapping[str, Any], ...] = ()
    files: Mapping[str, str] = MappingProxyType({})
    command: str | None = None
    first: Any = None
    labels: Mapping[str, Mapping[str, str]] = MappingProxyType({})


class Definitions(Mapping[str, Definition]):
    """The documents that the base or the tool has a folder for, by name; each is read when it is asked for.

    So one whose `document.yaml` is broken stops no other.
    """

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._shape = field_of(resources, f"_document{SUFFIX}")
        self._validator = Validator()
        parts = (path.split("/") for path in resources.names(FOLDER))
        self._names = [part[1] for part in parts if len(part) == 3 and part[2] == _FILE and part[1] != BASE]

    def __getitem__(self, name: str) -> Definition:
        if name not in self._names:
            raise KeyError(name)
        data = checked(self._resources, f"{FOLDER}/{name}/{_FILE}", self._shape, self._validator)
        if "like" in data:
            data = self._like(data)
        return Definition(
            name=name,
            title=data["title"] if isinstance(data["title"], dict) else {"sv": data["title"]},
            about=tuple(data.get("about", ())),
            formats=data["formats"],
            parameters=tuple(data.get("parameters", ())),
            selections=data.get("selections", {}),
            examples=data.get("examples", True),
            day=data.get("day"),
            new=data.get("new"),
            pages=data.get("pages"),
            annex=data.get("annex", False),
            layout=data.get("layout", {}),
            computed=tuple(data.get("computed", ())),
            sources=tuple(data.get("sources", ())),
            comparison=data.get("comparison"),
            fields=data.get("fields", {}),
            collects=data.get("collects", {}),
            parts=tuple(data.get("parts", ())),
            files=data.get("files", {}),
            command=data.get("command"),
            first=data.get("first"),
            labels=data.get("labels", {}),
        )

    def _like(self, data: dict[str, Any]) -> dict[str, Any]:
        """What a document says with what it has in common with another one."""
        if data["like"] not in self._names:
            raise UsageError("unknown-document", document=data["like"], suggestion=None)
        other = checked(self._resources, f"{FOLDER}/{data['like']}/{_FILE}", self._shape, self._validator)
        return {name: other[name] for name in _IN_COMMON if name in other} | data

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def labels_of_all(resources: Resources) -> Mapping[str, Mapping[str, str]]:
    """The labels that every document has."""
    shape = field_of(resources, f"_document{SUFFIX}").properties["labels"]
    found: Mapping[str, Mapping[str, str]] = checked(resources, f"{FOLDER}/{BASE}/labels.yaml", shape, Validator())
    return found


def checked(resources: Resources, path: str, shape: Field, validator: Validator) -> dict[str, Any]:
    """A file of a document's, read and found to have the right shape."""
    source = read(path, resources.read(path))
    findings = list(source.findings) or validator.check(source, shape)
    if findings:
        place = f"{path}:{findings[0].location.position.line}"
        raise UsageError(
            "broken-document", path=place, reason=catalogue("sv").text(f"codes.{findings[0].code}").lower()
        )
    found: dict[str, Any] = source.data
    return found
