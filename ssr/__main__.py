"""The way in: answers `--version` and a shell at once, and loads the command line only when there is work to do."""

import contextlib
import gc
import os
import sys

from ssr import __version__


def main() -> None:
    """Run `ssr` with the arguments of the process; the exit code is the command line's."""
    if "_SSR_COMPLETE" in os.environ:
        from ssr.completion import answer  # noqa: PLC0415  (the shell waits for nothing else)

        answer()
        return
    if sys.argv[1:] in (["--version"], ["-V"]):
        with contextlib.suppress(OSError, AttributeError):  # full or closed: the command line knows what to say of that
            sys.stdout.write(f"ssr {__version__}\n")
            sys.stdout.flush()
            return
    # A run is short and needs what it has read to its end: nothing is searched for garbage, then or on the way out.
    gc.disable()
    from ssr.cli import run  # noqa: PLC0415  (the import is what `--version` saves)

    code = run(sys.argv[1:])
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
