"""The MkDocs hook for style and scripts: their file names change whenever their content does.

A browser may then keep them for as long as it likes, between pages and between visits, and never
shows a new page with an old style. Templates get their addresses from ``asset("site.js")``; a
script imports another as ``"./name.js"``, and this hook writes the published name into it.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

FOLDER = "assets/"
HASHED = re.compile(rf"{FOLDER}[\w-]+\.(?:css|js)")
IMPORT = re.compile(r'(?<=")\./([\w-]+\.(?:css|js))(?=")')

# MkDocs keeps a hook between the builds of `mkdocs serve`; each build fills this anew.
published: dict[str, str] = {}
previewing = False


def on_startup(command: str, dirty: bool) -> None:  # noqa: ARG001, FBT001 - MkDocs names its arguments
    """Note whether this is a preview, into which MkDocs writes a script of its own."""
    global previewing  # noqa: PLW0603 - the events of a hook share nothing else
    previewing = command == "serve"


def on_files(files: Files, config: MkDocsConfig) -> None:  # noqa: ARG001
    """Give style and scripts their published names."""
    published.clear()
    hashed = {file.src_uri: file for file in files if HASHED.fullmatch(file.src_uri)}
    for source in hashed:
        publish(source, hashed, ())


def publish(source: str, files: dict[str, File], importers: tuple[str, ...]) -> str:
    """Name a file after its content, in which each import has its published name.

    Args:
        source: The file, from the folder of the docs.
        files: All files that are named after their content, by their sources.
        importers: The files that led here, to detect a cycle.

    Raises:
        PluginError: The file imports one that is not there, or itself over others.
    """
    if source in importers or source not in files:
        problem = "imports itself" if source in importers else "is imported and does not exist"
        raise PluginError(f"{source} {problem} (imported by {' → '.join(importers)})")
    if source not in published:
        file = files[source]
        text = IMPORT.sub(
            lambda found: "./" + publish(FOLDER + found[1], files, (*importers, source)).removeprefix(FOLDER),
            file.content_string,
        )  # fmt: skip
        stem, _, ending = source.rpartition(".")
        published[source] = f"{stem}.{sha256(text.encode()).hexdigest()[:10]}.{ending}"
        file.content_string = text
        file.dest_uri = published[source]
        file.url = published[source]
    return published[source]


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Let templates name style and scripts, and know a preview."""
    env.globals["asset"] = lambda name: published[FOLDER + name]
    env.globals["previewing"] = previewing
