"""Bytes to a file, so that the file is the old one or the new one and never half of each."""

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ssr.errors import MachineError


def write(path: Path, content: bytes) -> None:
    """Replace the file at `path`; a failure leaves what was there, and is told as a sentence."""
    temporary: str | None = None
    try:
        path = path.resolve()  # the file that a link leads to is replaced, not the link
        if path.exists() and not path.is_file():
            path.write_bytes(content)  # a device or a pipe: there is no old content to keep whole
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(path))
        Path(temporary).replace(path)
        temporary = None
    except OSError as error:
        raise MachineError("cannot-write", path=str(path), reason=error.strerror or str(error)) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def create(files: Mapping[Path, bytes]) -> None:
    """Write new files, all of them or none; one that is there already is never touched."""
    made: list[Path] = []
    path = Path()
    try:
        for path, content in files.items():
            for folder in [folder for folder in reversed(path.parents) if not folder.exists()]:
                folder.mkdir()
                made.append(folder)
            with path.open("xb") as file:
                made.append(path)
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
    except BaseException as error:
        for one in reversed(made):
            with contextlib.suppress(OSError):
                one.rmdir() if one.is_dir() else one.unlink()
        if isinstance(error, OSError):
            raise MachineError("cannot-create", path=str(path), reason=error.strerror or str(error)) from error
        raise


def _mode(path: Path) -> int:
    """The rights of the file that is replaced, or those that a new file would have got."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
