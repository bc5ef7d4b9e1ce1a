"""Notebooks: title, language and need of a GPU (nbformat 4, https://nbformat.readthedocs.io).

The title is the first heading of their text. Those in a repository are read as files, and their
last change is that of the file's last commit (https://docs.github.com/en/rest/commits/commits);
those in a gist are read through GitHub's API; one on a private drive cannot be read.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from linkroll.metadata.parse.dates import month_of
from linkroll.metadata.parse.json import json_of, member, members, text, texts
from linkroll.metadata.providers.clean import clean_metadata
from linkroll.metadata.providers.queue import RequestQueue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkroll.metadata.types import Fetcher, Metadata

VitalValues = dict[str, str | int | None]

_FILE = re.compile(r"nb:gh:([\w-]+/[\w.-]+)@([^:]+):(.+)")
_GIST = re.compile(r"nb:gist:([0-9a-f]{20,40})(?:/(.+))?")
_HEADING = re.compile(r"^\s{0,3}#{1,3}\s+(.+?)\s*#*\s*$|<h[1-3][^>]*>(.*?)</h[1-3]>", re.MULTILINE)
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}|<a\s[^>]*>|</a>")


@dataclass(frozen=True, slots=True)
class Notebook:
    """Metadata of ``nb:gh:`` and ``nb:gist:`` keys."""

    raw: str = "https://raw.githubusercontent.com"
    api: str = "https://api.github.com"
    turns: RequestQueue = field(default_factory=RequestQueue)
    token: str = ""
    name = "notebook"
    batch_size = 1

    def handles(self, key: str) -> bool:
        """Whether the key is a notebook in a public repository or gist."""
        return bool(_FILE.fullmatch(key) or _GIST.fullmatch(key))

    async def fetch(self, keys: Iterable[str], get: Fetcher) -> dict[str, Metadata]:
        """Read each notebook's first heading."""
        found = {}
        for key in sorted(filter(self.handles, set(keys))):
            notebook, changed = await self._notebook(key, get)
            vitals = needs_of(notebook) | changed
            if title := first_heading(notebook):
                found[key] = clean_metadata(
                    "notebook", key, title=title, kind="notebook", vitals=vitals
                )
        return found

    async def _notebook(self, key: str, get: Fetcher) -> tuple[object, VitalValues]:
        """Fetch a notebook, and the month of its last change."""
        if file := _FILE.fullmatch(key):
            url = f"{self.raw}/{file[1]}/{quote(file[2])}/{quote(file[3])}"
            notebook = json_of(await self.turns.get(get, url))
            return notebook, await self._last_commit(file, get) if notebook else {}
        gist = _GIST.fullmatch(key)
        data = json_of(
            await self.turns.get(
                get, f"{self.api}/gists/{gist[1] if gist else ''}", self._headers()
            )
        )
        files = member(data, "files")
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
            notebook = json.loads(text(data, "files", chosen, "content"))
        except (ValueError, RecursionError):
            return None, {}
        return notebook, {"changed": month_of(text(data, "updated_at"))}

    async def _last_commit(self, file: re.Match[str], get: Fetcher) -> VitalValues:
        """Fetch the last commit of a file; nothing where the API has none."""
        query = urlencode({"path": file[3], "sha": file[2], "per_page": 1})
        commits = json_of(
            await self.turns.get(
                get, f"{self.api}/repos/{file[1]}/commits?{query}", self._headers()
            )
        )
        changed = month_of(text(commits, 0, "commit", "committer", "date"))
        return {"changed": changed} if changed else {}

    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"} if self.token else {}


def needs_of(notebook: object) -> VitalValues:
    """Read what a notebook needs: an accelerator (Colab), and the language of its kernel.

    Colab writes ``metadata.accelerator`` (``GPU``, ``TPU``) and the model as
    ``metadata.colab.gpuType``; Jupyter writes ``language_info`` and ``kernelspec``.
    """
    if not isinstance(notebook, dict):
        return {}
    data = notebook.get("metadata")
    kind, model = text(data, "accelerator"), text(data, "colab", "gpuType")
    language = text(data, "language_info", "name") or text(data, "kernelspec", "language")
    needed = kind.upper() not in ("", "NONE")
    return {
        "accelerator": (model if kind == "GPU" and model else kind) if needed else None,
        "language": language[:1].upper() + language[1:] or None,
    }


def first_heading(notebook: object) -> str:
    """Return the first heading in the text of a notebook, without its markup; empty if none."""
    for cell in members(notebook, "cells"):
        if text(cell, "cell_type") != "markdown":
            continue
        source = text(cell, "source") or "".join(texts(cell, "source"))
        if found := _HEADING.search(source[:100_000]):
            return _MARKUP.sub(lambda mark: mark[1] or "", found[1] or found[2] or "").strip()
    return ""
