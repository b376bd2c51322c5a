"""What `ssr validate --fix` writes, or with `--diff` only shows."""

from collections.abc import Sequence

from ssr.cli.difference import difference
from ssr.cli.setting import Run
from ssr.commands.validate import mended
from ssr.files import edit


def mend(run: Run, day: str, paths: Sequence[str], *, only_show: bool) -> bool:
    """Write the certain mends and name the files, or show what they would be; whether the base is to be checked then."""
    tree, console = run.setting.own, run.console
    files = mended(run.setting.tree, day=day, paths=paths)
    if only_show:
        console.data("".join(difference(file.before, file.after, file.path, file.path) for file in files))
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
