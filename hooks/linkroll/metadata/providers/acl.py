"""The ACL Anthology: each paper's BibTeX, beside its page (https://aclanthology.org/info/development)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkroll.metadata.parse.bibtex import entry_date, names_of, read_entries
from linkroll.metadata.parse.pages import count_pages
from linkroll.metadata.providers.clean import clean_metadata
from linkroll.metadata.providers.queue import RequestQueue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkroll.metadata.types import Fetcher, Metadata

_ID = re.compile(r"acl:(?:[A-Z]\d{2}-\d{4,5}|\d{4}\.[\w-]+\.\d+)")


@dataclass(frozen=True, slots=True)
class Acl:
    """Metadata of ``acl:`` keys."""

    base: str = "https://aclanthology.org"
    turns: RequestQueue = field(default_factory=lambda: RequestQueue(1.0))
    name = "acl"
    batch_size = 1

    def handles(self, key: str) -> bool:
        """Whether the key is a paper, with an old id (N04-1001) or a new one (2021.naacl-main.208)."""
        return bool(_ID.fullmatch(key))

    async def fetch(self, keys: Iterable[str], get: Fetcher) -> dict[str, Metadata]:
        """Fetch each paper's BibTeX."""
        found = {}
        for key in sorted(filter(self.handles, set(keys))):
            response = await self.turns.get(get, f"{self.base}/{key.removeprefix('acl:')}.bib")
            entries = read_entries(response.body.decode("utf-8", "replace")) if response and response.status == 200 else []  # fmt: skip
            if entries:
                found[key] = from_acl(key, entries[0])
        return found


def from_acl(key: str, entry: dict[str, str]) -> Metadata:
    """Read a paper's BibTeX entry."""
    doi = entry.get("doi", "").lower()
    return clean_metadata(
        "acl",
        key,
        title=entry.get("title", ""),
        authors=names_of(entry.get("author", "")),
        date=entry_date(entry),
        venue=entry.get("booktitle") or entry.get("journal", ""),
        kind="paper",
        same=[f"doi:{doi}"] if doi.startswith("10.") else [],
        vitals={"pages": count_pages(entry.get("pages", ""))},
    )
