"""Atomic writing of files."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file in one step, keeping its permissions.

    A symbolic link stays, and its target is replaced; a pipe or a device is written to.

    Raises:
        OSError: The file cannot be written; `filename` is the path that was given.
    """
    try:
        real = Path(os.path.realpath(path))
        if real.exists() and not real.is_file():
            real.write_bytes(content)
        else:
            replace_whole(real, content)
    except OSError as error:  # it would name the temporary file
        raise OSError(error.errno, error.strerror, str(path)) from None


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Prevent other processes from changing a file between reading and writing it.

    The lock is on the folder, so that no lock file remains, and ends with the process at the
    latest. Where the system has no such locks, as on Windows, nothing is locked.
    """
    if fcntl is None:
        yield  # type: ignore[unreachable] # typeshed is read as on this system
        return
    folder = os.open(Path(os.path.realpath(path)).parent, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems have no locks
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def replace_whole(path: Path, content: bytes) -> None:
    """Write a temporary file beside the target, and rename it to the target."""
    remove_leftovers(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.{os.getpid()}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def remove_leftovers(path: Path) -> None:
    """Remove the temporary files of processes that were killed while writing a file."""
    pattern = re.compile(re.escape(f".{path.name}.") + r"(?:(\d+)\.)?\w{8}")
    for each in path.parent.glob(f".{path.name}.*"):
        found = pattern.fullmatch(each.name)
        if found and not (found[1] and is_running(int(found[1]))):
            each.unlink(missing_ok=True)


def is_running(process: int) -> bool:
    """Whether a process with this id is running; True for ids that may not be inspected."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
