"""What is wrong with the documents that a base itself brings: told when the base is checked, not first when one is needed.

Not for those that come with the tool, nor for what shows only when a document is made.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from ssr.base.knowledge import KnowledgeBase
from ssr.documents.unknown_names import unknown_names
from ssr.errors import UnsoundError
from ssr.finding import Finding
from ssr.templating.definition_files import FOLDER, LABELS, Definitions, labels_of_all, path_of
from ssr.templating.templates import Templates
from ssr.text.catalogue import catalogue


def faults_of_own(base: KnowledgeBase, own: Sequence[str]) -> list[Finding]:
    """What is wrong with the files of documents that a base brings, each once; not with its schemas, which is told of them."""
    result: list[Finding] = []
    for finding in _faults(base, own):
        if finding not in result and finding not in base.kinds.findings:
            result.append(finding)
    return [finding.below(base.snapshot.prefix) for finding in result]


def _faults(base: KnowledgeBase, own: Sequence[str]) -> Iterator[Finding]:
    resources = base.resources
    if LABELS in own:
        yield from _told(partial(_of_labels, base))
    for name in Definitions(resources):
        if path_of(name) in own:
            yield from _told(partial(_of_document, base, name))
    templates = Templates(resources, catalogue(base.language))
    for path in own:
        if path.endswith(".j2"):
            yield from _told(partial(templates.faults, path.removeprefix(f"{FOLDER}/")))


def _told(faults: Callable[[], Iterable[Finding]]) -> Iterable[Finding]:
    """What is found, or what is wrong with a file without which nothing can be."""
    try:
        return list(faults())
    except UnsoundError as error:
        return error.findings


def _of_labels(base: KnowledgeBase) -> Iterable[Finding]:
    labels_of_all(base.resources)
    return ()


def _of_document(base: KnowledgeBase, name: str) -> Iterable[Finding]:
    return unknown_names(Definitions(base.resources)[name], base)
