"""Markdown files in folders, and what is read from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from linkroll.markdown.extension import read_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkroll.markdown.extension import Reading

ENDINGS = {".md", ".markdown"}


class NoPageError(Exception):
    """A path that holds no page; the text says which, and why."""


def find_pages(paths: Sequence[str]) -> list[Path]:
    """Return the Markdown files that paths name, in order, each once.

    A folder stands for those below it, hidden folders apart. Without a path it is ``docs``, or
    the present folder where there is no ``docs``.

    Raises:
        NoPageError: A path is not there.
    """
    named = [Path(path) for path in paths] or [Path("docs") if Path("docs").is_dir() else Path()]
    found: dict[Path, None] = {}
    for path in named:
        if path.is_dir():
            found.update(dict.fromkeys(sorted(below(path))))
        elif path.exists():
            found[path] = None
        else:
            raise NoPageError(f"there is no file or folder “{path}”")
    return list(found)


def below(folder: Path) -> Iterator[Path]:
    """Yield the Markdown files below a folder, but for hidden ones and other people's."""
    for path in folder.rglob("*"):
        if path.suffix.lower() in ENDINGS and path.is_file() and not hidden(path, folder):
            yield path


def hidden(path: Path, folder: Path) -> bool:
    """Whether a file stands in a hidden folder, or among packages that were installed."""
    inner = path.relative_to(folder).parts
    return any(part.startswith(".") or part == "node_modules" for part in inner)


def read_file(path: Path) -> Reading:
    """Read the links of one file.

    Raises:
        NoPageError: It cannot be read as text in UTF-8.
    """
    return read_page(page_name(path), read_text(path))


def read_text(path: Path) -> str:
    """Read a file, with its line ends and its byte order mark.

    Raises:
        NoPageError: It cannot be read as text in UTF-8.
    """
    try:
        return path.read_bytes().decode()
    except OSError as error:
        raise NoPageError(f"“{path}” cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise NoPageError(f"{path}:{line}: the file is not UTF-8; save it as UTF-8") from None


def page_name(path: Path) -> str:
    """Return what findings call a file: its path as it was given.

    Whether it is a topic is seen from where it is, so a file named from within ``docs`` gets the
    part of its path that says so.
    """
    name = path.as_posix()
    absolute = path.absolute().as_posix()
    if "/docs/topics/" in absolute and "docs/topics/" not in name:
        return absolute
    return name
