"""What `ssr validate --fix` writes, or with `--diff` only shows."""

import difflib
from collections.abc import Sequence

from ssr.authoring.mending import MendedFile
from ssr.cli.setting import Run
from ssr.commands.validate import mended
from ssr.files import edit
from ssr.report.sentences import unobeyed


def mend(run: Run, day: str, paths: Sequence[str], *, only_show: bool) -> bool:
    """Write the certain mends and name the files, or show what they would be; whether the base is to be checked then."""
    tree, console = run.setting.own, run.console
    files = mended(run.setting.tree, day=day, paths=paths)
    if only_show:
        console.data(unobeyed("".join(map(_differences, files))))
        console.tell("next.fixable" if files else "next.nothing-certain", n=len(files))
        return False
    for file in files:
        if tree.read(file.path) != file.before:
            console.tell("next.changed-meanwhile", path=file.path)
            continue
        edit(tree.root / file.path, file.after)
        console.tell("next.fixed", path=file.path)
    if not files:
        console.tell("next.nothing-certain")
    return True


def _differences(file: MendedFile) -> str:
    before, after = (content.decode("utf-8-sig", "replace").split("\n") for content in (file.before, file.after))
    lines = difflib.unified_diff(before, after, file.path, file.path, n=1, lineterm="")
    return "".join(f"{line.rstrip()}\n" if line.endswith("\r") else f"{line}\n" for line in lines)
