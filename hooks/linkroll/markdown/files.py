"""Markdown files in folders, and what is read from them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from linkroll.markdown.extension import read_page
from linkroll.markdown.project import Project, find_project
from linkroll.markdown.readme import read_readme

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkroll.markdown.extension import Reading

# As MkDocs has them (mkdocs.utils.markdown_extensions).
ENDINGS = {".md", ".markdown", ".mdown", ".mkdn", ".mkd"}


class NoPageError(Exception):
    """A path that holds no page; the text says which, and why."""


def find_pages(paths: Sequence[str]) -> list[Path]:
    """Return the Markdown files that paths name, in order, each once.

    A folder stands for those below it, hidden folders apart. Without a path it is the folder of
    pages of the project around, or the present folder where there is none.

    Raises:
        NoPageError: A path is not there.
    """
    named = [Path(path) for path in paths] or [docs_folder()]
    found: dict[Path, None] = {}
    for path in named:
        if path.is_dir():
            found.update(dict.fromkeys(sorted(below(path))))
        elif path.exists():
            found[path] = None
        else:
            raise NoPageError(f"there is no file or folder “{path}”")
    return list(found)


def docs_folder() -> Path:
    """Return the folder of pages of the project around, or else the present one."""
    project = find_project(Path())
    docs = Path(os.path.relpath(project.docs)) if project else Path("docs")
    return docs if docs.is_dir() else Path()


def topic_pages() -> list[Path]:
    """Return the pages of the project around that have entries, by its setting `topics`."""
    docs = docs_folder()
    project = find_project(docs) or Project(docs.resolve().parent, docs.resolve())
    return [page for page in find_pages([str(docs)]) if project.is_topic(page)]


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
    project, text = find_project(path), read_text(path)
    if project is None or not project.holds(path):
        return read_readme(page_name(path), text)
    return read_page(page_name(path), text, project)


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

    Outside any project, whether it is a topic is seen from where it is; so a file named from
    within ``docs`` gets the part of its path that says so.
    """
    name, absolute = path.as_posix(), path.absolute().as_posix()
    inside = "/docs/topics/" in absolute and "docs/topics/" not in name
    return absolute if inside and find_project(path) is None else name
