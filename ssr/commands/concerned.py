"""Whom the changes of a comparison concern, as a document declares it: in which roles, and among which kinds."""

from ssr.compare.concern import Whom
from ssr.templating.documents import Document


def whom(document: Document) -> Whom:
    """What a document about a comparison declares of this; nobody for any other."""
    declared = document.comparison
    if declared is None:
        return Whom((), (), "")
    kinds = (kind for one in document.parameters if one["name"] == declared["for"] for kind in one.get("ref", ()))
    return Whom(tuple(kinds), tuple(declared["roles"]), declared["through"])
