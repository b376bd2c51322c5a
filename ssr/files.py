"""Files and folders out, so that each is the old one or the new one and never half of each.

In a folder nothing is lost that somebody else wrote: a list of its files with their SHA-256, as `sha256sum -c` reads it,
says what the tool wrote. The folder is made anew beside the old one and takes its place when it is complete; what an
interrupted run left is put right by the next one.
"""

import contextlib
import errno
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ssr.errors import MachineError, UsageError

_HAS_LOCKS = os.name == "posix"
LIST = "SSR-SHA256SUMS"
# What makes a folder a knowledge base, and what of it is only ever written by a command that edits.
_MANIFEST = "ssr.yaml"
_BASE_FILES = ("knowledge", "schemas", "templates")
# Where files are made that are to be put in a base together.
_PLANNED = ".ssr-new"


def replace(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write these files, by their names in the folder, in place of all that the tool wrote there before.

    Refused, with nothing written, where the folder holds anything else, or something of the tool's that was changed.
    """
    folder = folder.resolve()
    try:
        _heal(folder)
        refuse_foreign(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _locked(_new(folder)):
            _fill(_new(folder), files)
            refuse_foreign(folder)  # it may have been written to meanwhile
            _swap(folder)
    except OSError as error:
        raise MachineError("cannot-write", path=str(folder), reason=error.strerror or str(error)) from error


def refuse_foreign(folder: Path) -> None:
    """Refuse a folder that holds what the tool did not write, or not like that, or that lies in a knowledge base."""
    refuse_base_files(folder)
    if folder.exists() and not folder.is_dir():
        raise MachineError("cannot-write", path=str(folder), reason=os.strerror(errno.ENOTDIR))
    signs = _listed_signs(folder)
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if name != LIST and (path.is_symlink() or signs.get(name) != _sign(path.read_bytes())):
            raise UsageError("folder-not-ours", path=str(folder), file=name)


def _new(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.ssr-new")


def _old(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.ssr-old")


def _sign(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())


def _listed_signs(folder: Path) -> Mapping[str, str]:
    """What the tool's list says of the files in a folder; nothing where there is none."""
    try:
        lines = (folder / LIST).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    return {name: sign for sign, _, name in (line.partition("  ") for line in lines)}


@contextlib.contextmanager
def _locked(place: Path) -> Iterator[None]:
    """Keep the place where a folder is made from other runs, which are told; a run that is gone holds nothing."""
    place.mkdir(exist_ok=True)
    handle = os.open(place, os.O_RDONLY) if _HAS_LOCKS else None
    try:
        if handle is not None:
            _lock(handle)
        yield
    except BlockingIOError as error:
        raise MachineError("folder-busy", path=str(place)) from error
    finally:
        if handle is not None:
            os.close(handle)


def _lock(handle: int) -> None:
    """Hold an open file or folder alone, until it is closed, at the latest as the run ends."""
    import fcntl  # noqa: PLC0415  (Windows has none)

    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_ours(handle: int, place: Path) -> bool:
    """Whether an open file is still the one that has a name, and no other run holds it."""
    try:
        if _HAS_LOCKS:
            _lock(handle)
    except BlockingIOError:
        return False
    except OSError:
        pass  # a disk without locks: nobody can tell, as on Windows
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(place))
    except OSError:
        return False


def _fill(place: Path, files: Mapping[str, bytes]) -> None:
    """The files on disk, the list of them first, so that it is known what an interrupted run left."""
    _clear(place)
    listed = "".join(f"{_sign(content)}  {name}\n" for name, content in sorted(files.items()))
    try:
        for name, content in {LIST: listed.encode(), **files}.items():
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
    except BaseException:
        _clear(place)
        place.rmdir()
        raise


def _swap(folder: Path) -> None:
    """Let the new folder take the place of the old one, which comes back if that fails."""
    old = _old(folder)
    try:  # also where the run is stopped between the two
        if folder.exists():
            folder.rename(old)
        _new(folder).rename(folder)
    except BaseException:
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise
    _heal(folder)


def _heal(folder: Path) -> None:
    """Take the old folder away; or bring it back, if a run was stopped before the new one stood in its place."""
    old = _old(folder)
    if old.is_dir() and not folder.exists():
        old.rename(folder)
    elif old.is_dir():
        refuse_foreign(old)
        _clear(old)
        old.rmdir()


def _clear(folder: Path) -> None:
    """Take away what the tool wrote in a folder, whole or in part, and what folders are empty then; the list last."""
    signs = _listed_signs(folder)
    for path in _files(folder):
        if path.relative_to(folder).as_posix() in signs:
            path.unlink()
    (folder / LIST).unlink(missing_ok=True)
    for below in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        with contextlib.suppress(OSError):
            below.rmdir()


def refuse_base_files(path: Path) -> None:
    """Refuse a place in what a knowledge base is made of, whichever base that is and whichever way leads there."""
    # `..` goes up from where a link leads; but who names a file by a link in a base means the base.
    for way in {Path(os.path.normpath(path.absolute())), path.resolve()}:
        for above in way.parents:
            if os.path.lexists(above / _MANIFEST) and _is_of_base(above, way):
                raise UsageError("output-in-base", path=str(path), base=str(above))


def _is_of_base(base: Path, way: Path) -> bool:
    """Whether a way from a base leads to what the base is made of."""
    first = base / way.relative_to(base).parts[0]
    if first == way and _is_same(way, base / _MANIFEST):
        return True
    return any(first.name == name or _is_same(first, base / name) for name in _BASE_FILES)


def _is_same(first: Path, other: Path) -> bool:
    """Whether two names are of the same thing, as they are where capitals are not told apart."""
    try:
        return first == other or first.samefile(other)
    except OSError:
        return False


def write(path: Path, content: bytes) -> None:
    """Replace the file at `path`, which is nothing that a knowledge base is made of; see `edit`."""
    refuse_base_files(path)
    edit(path, content)


def edit(path: Path, content: bytes) -> None:
    """Replace the file at `path`, in a base too; a failure leaves what was there, and is told as a sentence."""
    temporary: str | None = None
    try:
        path = path.resolve()  # the file that a link leads to is replaced, not the link
        if path.exists() and not path.is_file():
            path.write_bytes(content)  # a device or a pipe: there is no old content to keep whole
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = _temporary(path)
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


def _temporary(path: Path) -> tuple[int, str]:
    """A new file beside the one that it is to replace, open, and its path.

    Its name is always the same, so that the next run takes away what a killed one left; but where somebody else holds
    that name, it gets one of its own.
    """
    place = path.with_name(f".{path.name}.ssr-new")
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    with contextlib.suppress(FileExistsError):
        _take_away(place)
        handle = os.open(place, flags, 0o600)
        if _is_ours(handle, place):
            return handle, str(place)
        os.close(handle)
    return tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".ssr-new")


def _take_away(place: Path) -> None:
    """Remove the file that a run left unfinished, if there is one, and no run that goes on holds it."""
    try:
        handle = os.open(place, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return
    try:
        if stat.S_ISREG(os.fstat(handle).st_mode) and _is_ours(handle, place):
            place.unlink()
    except OSError:
        return
    finally:
        os.close(handle)


def create(base: Path, files: Mapping[str, bytes]) -> None:
    """Write new files, by their names in a folder, all of them or none; one that is there already is never touched.

    They are made beside, and put in their places when all are whole. What a killed run put there, `recover` takes away.
    """
    place = base / _PLANNED
    new_folders = [folder for folder in (base, *base.parents) if not folder.exists()]
    try:
        base.mkdir(parents=True, exist_ok=True)
        recover(base)
        with _locked(place):
            try:
                _fill(place, files)
                for name in files:
                    _put(place / name, base / name)
            except BaseException:
                _undo(base)
                raise
            finally:
                _clear(place)
                _remove_empty(place)
    except OSError as error:
        path = error.filename2 or error.filename or base
        raise MachineError("cannot-create", path=str(path), reason=error.strerror or str(error)) from error
    finally:
        for folder in new_folders:
            _remove_empty(folder)


def move(base: Path, new: Mapping[str, bytes], changed: Mapping[str, bytes], gone: Iterable[str]) -> None:
    """Write new files in a folder, then others anew, and take some away last, so that nothing is lost on the way."""
    if new:
        create(base, new)
    for name, content in changed.items():
        edit(base / name, content)
    for name in gone:
        try:
            (base / name).unlink()
        except OSError as error:
            raise MachineError("cannot-write", path=str(base / name), reason=error.strerror or str(error)) from error


def recover(base: Path) -> list[str]:
    """Take away the files that a killed run had put in a folder but not all of them, as they were; the names of those.

    What has been changed since then stays.
    """
    place = base / _PLANNED
    if not place.is_dir():
        return []
    try:
        with _locked(place):
            is_whole = all(os.path.lexists(base / name) for name in _listed_signs(place))
            undone = [] if is_whole else _undo(base)
            _clear(place)
            _remove_empty(place)
            return undone
    except OSError as error:
        raise MachineError("cannot-create", path=str(place), reason=error.strerror or str(error)) from error


def _put(finished: Path, path: Path) -> None:
    """Give a file its place, which must be free."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(finished, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without links
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        finished.rename(path)


def _undo(base: Path) -> list[str]:
    """Take files away from their places again; the names of those."""
    place = base / _PLANNED
    signs = _listed_signs(place)
    put = [name for name in signs if _is_put(place / name, base / name)]
    undone = [name for name in put if _sign((base / name).read_bytes()) == signs[name]]
    for name in undone:
        (base / name).unlink()
    for name in signs:
        for folder in (base / name).parents:
            if folder != base and folder.is_relative_to(base):
                _remove_empty(folder)
    return undone


def _is_put(finished: Path, path: Path) -> bool:
    """Whether it was this run that put a file in its place, or one that was killed."""
    try:
        return path.is_file() and not path.is_symlink() and (not finished.exists() or path.samefile(finished))
    except OSError:
        return False


def _remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def _mode(path: Path) -> int:
    """The rights of the file that is replaced, or those that a new file would have got."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
