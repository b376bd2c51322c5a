"""`--install-completion` and `--show-completion`: the few lines by which a shell asks `ssr.completion` what may be typed."""

import os
from enum import StrEnum
from pathlib import Path

from ssr.errors import MachineError, UsageError

_SCRIPTS = Path(__file__).parent / "shells"


class Shell(StrEnum):
    """A shell that can complete."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


_FILES = {Shell.BASH: "ssr.bash", Shell.ZSH: "ssr.zsh", Shell.FISH: "ssr.fish", Shell.POWERSHELL: "ssr.ps1"}
# Where each shell looks for it, below the home; what its own file of settings has to say besides, where it does not look.
_PLACES = {
    Shell.BASH: (".bash_completions/ssr.sh", ".bashrc", "source ~/.bash_completions/ssr.sh"),
    Shell.ZSH: (".zfunc/_ssr", ".zshrc", "fpath+=(~/.zfunc); autoload -Uz compinit; compinit"),
    Shell.FISH: (".config/fish/completions/ssr.fish", None, ""),
}


def script(shell: Shell) -> str:
    """What a shell has to read."""
    return (_SCRIPTS / _FILES[shell]).read_text(encoding="utf-8")


def install(shell: Shell) -> list[Path]:
    """Put it where the shell reads it at its start; the files that were written. What is in them already stays."""
    if shell not in _PLACES:
        raise UsageError("no-place-for-shell", shell=str(shell))
    from ssr.files import edit  # each command reads this module, for the names of the shells

    place, settings, line = _PLACES[shell]
    written = [Path.home() / place]
    edit(written[0], script(shell).encode())
    if settings is not None:
        path = Path.home() / settings
        before = _content(path)
        if line not in before.splitlines():
            edit(path, f"{before}{'' if before.endswith(chr(10)) or not before else chr(10)}{line}\n".encode())
            written.append(path)
    return written


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8") if os.path.lexists(path) else ""
    except (OSError, UnicodeDecodeError) as error:
        raise MachineError(
            "cannot-write", path=str(path), reason=getattr(error, "strerror", None) or str(error)
        ) from error
