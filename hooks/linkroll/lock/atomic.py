"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file in one step, keeping its permissions.

    A link stays, and the file it leads to is replaced; what is no file, such as a pipe or a
    device, is written to.

    Raises:
        OSError: It cannot be written; its `filename` is the path that was given.
    """
    try:
        real = Path(os.path.realpath(path))
        if real.exists() and not real.is_file():
            real.write_bytes(content)
        else:
            replace_whole(real, content)
    except OSError as error:  # it would name a file that nobody knows of
        raise OSError(error.errno, error.strerror, str(path)) from None


def replace_whole(path: Path, content: bytes) -> None:
    """Write a file beside another, and put it in its place."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
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
