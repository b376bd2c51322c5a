"""What is wrong with the documents that a base itself brings: told when the base is checked, not first when one is needed.

Not for those that come with the tool, nor for what shows only when a document is made.
"""

from collections.abc import Iterator, Sequence

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
    definitions = Definitions(base.resources)
    documents = {path_of(name): name for name in definitions}
    templates = Templates(base.resources, catalogue(base.language))
    for path in own:
        try:
            if path == LABELS:
                labels_of_all(base.resources)
            elif path in documents:
                yield from unknown_names(definitions[documents[path]], base)
            elif path.endswith(".j2"):
                yield from templates.faults(path.removeprefix(f"{FOLDER}/"))
        except UnsoundError as error:  # the file itself, or one that it needs, cannot be read
            yield from error.findings
