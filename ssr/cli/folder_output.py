"""A document that is a folder, from its command: made, written as a whole, and what to do with it first."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ssr.cli.deliver import marked, told
from ssr.cli.options import day_of
from ssr.cli.prompts import asked
from ssr.cli.translated import Run
from ssr.errors import UsageError

if TYPE_CHECKING:  # imported only when a document is looked up: it is slow to start
    from ssr.templating.definition import Definition


def make_folder(
    run: Run, document: "Definition", documents: "Mapping[str, Definition]", values: Mapping[str, Any]
) -> int:
    """Make the folder. What cannot be made is told and stops nothing else, but the exit code says so."""
    from ssr.documents.folder import Composer
    from ssr.documents.renderer import Renderer
    from ssr.files import refuse_foreign, replace
    from ssr.formats.adapters import file_name

    console, marking = run.console, values["marking"]
    if values["output"] is None:
        raise UsageError("missing-argument", option="-o", command=document.call)
    folder = Path(values["output"])
    refuse_foreign(folder)
    renderer = Renderer(
        run.setting.tree, day=day_of(run.setting, values["at"]), audience=str(values["audience"]),
        language=run.setting.language, marking=marking, pinned=values["at"] is not None,
    )  # fmt: skip
    id_ = values.get("id_")
    options = asked(run, document, id_, renderer, values)
    composer = Composer(
        renderer,
        documents,
        lambda name, format_: marked(Path(file_name(name, format_)), marking, console.words).as_posix(),
    )
    files: dict[str, bytes] = {}
    failed = False
    for made in composer.compose(document, id_, options, lambda done, all_: console.progress(done, all_, "making", 1)):
        if made.problem is None:
            files[made.name] = made.content
        else:
            told(console, made.name, made.problem)
            failed = True
    replace(folder, files)
    console.tell("next.written-folder", n=len(files), path=str(folder))
    console.elsewhere(renderer.findings)
    if document.first:
        first = document.first if isinstance(document.first, str) else document.first[console.words.language]
        own = {format_: folder / name for format_, name in composer.own_names(document).items()}
        console.say(first.format(path=folder / next(iter(files)), **own))
    return 1 if failed else 0
