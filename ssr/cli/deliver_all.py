"""Every document of a base, each made or with why not: none stops another, and the exit code says whether one lacks."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ssr.cli.deliver import Delivery, documents_of
from ssr.cli.options import content_of
from ssr.cli.setting import Run
from ssr.errors import MachineError, SsrError

if TYPE_CHECKING:  # imported only when documents are made: they are slow to start
    from ssr.documents.batch import LackingOption, WantedFile
    from ssr.templating.definition import Definition


def render_all(
    run: Run, output: str | None, at: str | None, audience: str, marking: str | None, reference: str | None
) -> int:
    """Make every document of every entry; what only somebody who says more can have made is left out; the exit code."""
    from ssr.documents.batch import LackingOption, of_all

    delivery = Delivery(run, output, marking)
    delivery.refuse_no_output("ssr render")
    readers, documents = delivery.readers(at, audience), list(_readable(delivery))
    for entry, problem in delivery.renderer.unsound(readers, {kind for one in documents for kind in one.about}):
        delivery.refuse(entry.id, problem)
    letterhead = content_of(reference) if reference else None
    wanted: list[WantedFile] = []
    for one in of_all(delivery.renderer, documents, readers):
        if isinstance(one, LackingOption):
            _leave_out(delivery, one)
        else:
            wanted.append(one._replace(request=one.request._replace(reference=letterhead)))
    written = _put_all(delivery, wanted)
    run.console.tell("next.written-all", n=written, path=str(delivery.folder))
    delivery.end()
    return 1 if delivery.lacks else 0


def _leave_out(delivery: Delivery, lacking: "LackingOption") -> None:
    delivery.run.console.tell("next.needs-option", name=lacking.name, option=lacking.option)


def _readable(delivery: Delivery) -> "Iterator[Definition]":
    """The documents whose definition can be read; of each other one it is said why not."""
    documents = documents_of(delivery.run)
    for name in documents:
        try:
            yield documents[name]
        except SsrError as problem:
            delivery.refuse(name, problem)


def _put_all(delivery: Delivery, wanted: "Sequence[WantedFile]") -> int:
    """Put each document there as it is made; how many files that gives."""
    from ssr.documents.batch import render_batch
    from ssr.files import refuse_foreign

    for name, request in wanted:
        if request.document.parts:
            refuse_foreign(delivery.folder / name)
    written = 0
    for number, one in enumerate(wanted, 1):
        if one.request.document.parts:
            written += _put_folder(delivery, one)
        else:
            written += delivery.put_all(render_batch(delivery.renderer, [one]))
        delivery.progress(number, len(wanted))
    return written


def _put_folder(delivery: Delivery, wanted: "WantedFile") -> int:
    """Put a document that is a folder there, as its own command does; how many files that gives."""
    from ssr.documents.batch import LackingOption, with_offers

    try:
        folder = with_offers(delivery.renderer, wanted)
        if isinstance(folder, LackingOption):
            _leave_out(delivery, folder)
            return 0
        return len(delivery.put_folder(delivery.composer(folder.request), lambda _done, _all: None, folder.name))
    except MachineError:
        raise
    except SsrError as problem:
        delivery.refuse(wanted.name, problem)
        return 0
