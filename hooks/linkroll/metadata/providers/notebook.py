"""Notebooks: their title is the first heading of their text (nbformat 4, https://nbformat.readthedocs.io).

Those in a repository are read as files, those in a gist through GitHub's API; one on a private
drive has no public source.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from linkroll.metadata.parse.json import json_of, member, members, text, texts
from linkroll.metadata.providers.clean import clean_metadata
from linkroll.metadata.providers.queue import RequestQueue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkroll.metadata.types import Fetcher, Metadata

_FILE = re.compile(r"nb:gh:([\w-]+/[\w.-]+)@([^:]+):(.+)")
_GIST = re.compile(r"nb:gist:([0-9a-f]{20,40})(?:/(.+))?")
_HEADING = re.compile(r"^\s{0,3}#{1,3}\s+(.+?)\s*#*\s*$|<h[1-3][^>]*>(.*?)</h[1-3]>", re.MULTILINE)
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}|<a\s[^>]*>|</a>")


@dataclass(frozen=True, slots=True)
class Notebook:
    """Facts of ``nb:gh:`` and ``nb:gist:`` keys."""

    raw: str = "https://raw.githubusercontent.com"
    api: str = "https://api.github.com"
    turns: RequestQueue = field(default_factory=RequestQueue)
    name = "notebook"
    batch_size = 1

    def handles(self, key: str) -> bool:
        """Notebooks in public repositories and gists."""
        return bool(_FILE.fullmatch(key) or _GIST.fullmatch(key))

    async def fetch(self, keys: Iterable[str], get: Fetcher) -> dict[str, Metadata]:
        """Read each notebook's first heading."""
        found = {}
        for key in sorted(filter(self.handles, set(keys))):
            title = first_heading(await self._notebook(key, get))
            if title:
                found[key] = clean_metadata("notebook", key, title=title, kind="notebook")
        return found

    async def _notebook(self, key: str, get: Fetcher) -> object:
        if file := _FILE.fullmatch(key):
            url = f"{self.raw}/{file[1]}/{quote(file[2])}/{quote(file[3])}"
            return json_of(await self.turns.get(get, url))
        gist = _GIST.fullmatch(key)
        stated = json_of(await self.turns.get(get, f"{self.api}/gists/{gist[1] if gist else ''}"))
        files = member(stated, "files")
        names = sorted(files) if isinstance(files, dict) else []
        chosen = next(
            (
                name
                for name in names
                if name.endswith(".ipynb") and name == ((gist and gist[2]) or name)
            ),
            "",
        )
        try:
            return json.loads(text(stated, "files", chosen, "content"))
        except (ValueError, RecursionError):
            return None


def first_heading(notebook: object) -> str:
    """Return the first heading in the text of a notebook, without its markup; empty if none."""
    for cell in members(notebook, "cells"):
        if text(cell, "cell_type") != "markdown":
            continue
        source = text(cell, "source") or "".join(texts(cell, "source"))
        if found := _HEADING.search(source[:100_000]):
            return _MARKUP.sub(lambda mark: mark[1] or "", found[1] or found[2] or "").strip()
    return ""
