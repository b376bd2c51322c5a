"""`ssr init`: the files of a new base, and what its first document is called for by."""

from ssr.authoring.new_base import Founding, NewBase
from ssr.base.resources import Resources
from ssr.templating.definition_files import Definitions


def init(founding: Founding) -> NewBase:
    """The files of a new base; its first document is the one that has the name of the kind that it is about."""
    documents = Definitions(Resources(founding.beneath)).sound()
    return founding.found({name: one.name for one in documents for name in one.about if one.name == name})
