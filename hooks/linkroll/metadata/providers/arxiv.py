"""The arXiv API (https://info.arxiv.org/help/api/user-manual.html): papers by number, in batches.

Its terms of use require one request at a time, three seconds apart. One malformed number makes the
whole batch fail (HTTP 400), so numbers are checked first (https://info.arxiv.org/help/arxiv_identifier.html);
without ``max_results`` a list is cut at ten; a number without a paper is missing from the feed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from lxml import etree

from linkroll.metadata.parse.dates import month_of, parse_date
from linkroll.metadata.providers.clean import clean_metadata
from linkroll.metadata.providers.queue import RequestQueue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkroll.metadata.types import Fetcher, Metadata

MOST_NUMBERS = 100
LONGEST_VENUE = 80
PAUSE = 3.0  # seconds
_NUMBER = re.compile(r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+/\d{2}(?:0[1-9]|1[0-2])\d{3}")
_ENTRY = re.compile(r"/abs/(.+?)(?:v(\d+))?$")
_PAGES = re.compile(r"(?<![\d.])(\d{1,4})\s*(?:\+\s*(\d{1,3})\s*)?(?:pages|pp\b)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WITHDRAWN = re.compile(r"\s*(?:this|the)\s+(?:paper|article|submission|manuscript|work)\b[^.]{0,60}\bwithdrawn\b|\s*withdrawn\b", re.IGNORECASE)  # fmt: skip
_SPACES = {"a": "http://www.w3.org/2005/Atom", "x": "http://arxiv.org/schemas/atom"}


@dataclass(frozen=True, slots=True)
class Arxiv:
    """Metadata of ``arxiv:`` keys. The date is that of the first version."""

    base: str = "https://export.arxiv.org"
    turns: RequestQueue = field(default_factory=lambda: RequestQueue(PAUSE))
    name = "arxiv"
    batch_size = MOST_NUMBERS

    def handles(self, key: str) -> bool:
        """Whether the key is a valid arXiv number."""
        return key.startswith("arxiv:") and bool(_NUMBER.fullmatch(key.removeprefix("arxiv:")))

    async def fetch(self, keys: Iterable[str], get: Fetcher) -> dict[str, Metadata]:
        """Fetch up to a hundred papers in a request; entries are matched by number, not by place."""
        numbers = sorted({key.removeprefix("arxiv:") for key in keys if self.handles(key)})
        found: dict[str, Metadata] = {}
        waiting = [numbers[at : at + MOST_NUMBERS] for at in range(0, len(numbers), MOST_NUMBERS)]
        while waiting:
            batch = waiting.pop(0)
            query = f"id_list={quote(','.join(batch), safe=',/')}&max_results={len(batch)}"
            response = await self.turns.get(get, f"{self.base}/api/query?{query}")
            if response is not None and response.status == 400 and len(batch) > 1:
                # The server rejects one number: the others are fetched in smaller batches.
                waiting[:0] = [batch[: len(batch) // 2], batch[len(batch) // 2 :]]
            elif response is not None and response.status == 200:
                found |= read_feed(response.body)
        return {
            key: metadata
            for key, metadata in found.items()
            if key.removeprefix("arxiv:") in numbers
        }


def read_feed(body: bytes) -> dict[str, Metadata]:
    """Read an Atom feed of papers, by key, without entries that report errors."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        feed = etree.fromstring(body, parser)
    except (etree.ParseError, ValueError):
        return {}
    entries = [_entry(each) for each in feed.iterfind("a:entry", _SPACES)]
    return {str(each.key): each for each in entries if each}


def _entry(entry: etree._Element) -> Metadata | None:
    def one(name: str) -> str:
        return " ".join((entry.findtext(name, "", _SPACES) or "").split())

    number = _ENTRY.search(one("a:id"))
    if not number:
        return None
    doi, comment = one("x:doi").lower(), one("x:comment")
    return clean_metadata(
        "arxiv",
        f"arxiv:{number[1]}",
        title=one("a:title"),
        authors=[" ".join((each.text or "").split()) for each in entry.iterfind("a:author/a:name", _SPACES)],
        date=parse_date(one("a:published")),
        venue=journal_of(one("x:journal_ref")) or "arXiv",
        kind="paper",
        same=[f"doi:{doi}"] if doi.startswith("10.") else [],
        vitals=version_of(number[2], one("a:updated")) | comment_of(comment),
    )  # fmt: skip


def version_of(number: str | None, updated: str) -> dict[str, str | int | None]:
    """Read the latest version and its month; nothing of a first version."""
    version = int(number[:4]) if number else 1
    if version < 2:
        return {"version": None, "changed": None}
    return {"version": version, "changed": month_of(updated)}


def comment_of(comment: str) -> dict[str, str | int | None]:
    """Read what authors write in the comment: the number of pages, or that a paper is withdrawn.

    See https://info.arxiv.org/help/prep#comments and https://info.arxiv.org/help/withdraw. Pages of
    an appendix that are given apart (``9 + 12 pages``) count.
    """
    pages = _PAGES.search(comment)
    count = int(pages[1]) + int(pages[2] or 0) if pages else None
    withdrawn = "withdrawn" if _WITHDRAWN.match(comment) else None
    return {"pages": count, "state": withdrawn}


def journal_of(reference: str) -> str:
    """Return the journal or meeting of a ``journal_ref``, with its year.

    Its form is free (https://info.arxiv.org/help/jref): ``Nature 624 (2023) 86-91`` gives ``Nature 2023``.
    """
    name = re.split(r"[,;:(]|\s(?=\d{1,3}\b)|\bvol", reference, maxsplit=1, flags=re.IGNORECASE)[0]
    name, year = name.strip(" ."), _YEAR.search(reference)
    if not 2 < len(name) <= LONGEST_VENUE:
        return ""
    return f"{name} {year[0]}" if year and year[0] not in name else name
