"""The arXiv API (https://info.arxiv.org/help/api/user-manual.html): papers by number, in batches.

Its terms of use ask for one request at a time, three seconds apart. One malformed number costs the
whole batch (HTTP 400), so numbers are checked first (https://info.arxiv.org/help/arxiv_identifier.html);
without ``max_results`` a list is cut at ten; a number that no paper has is left out of the feed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from lxml import etree

from linkroll.metadata.parse.dates import parse_date
from linkroll.metadata.providers.clean import clean_metadata
from linkroll.metadata.providers.queue import RequestQueue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkroll.metadata.types import Fetcher, Metadata

TOGETHER = 100
PAUSE = 3.0  # seconds
_NUMBER = re.compile(r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+/\d{2}(?:0[1-9]|1[0-2])\d{3}")
_ENTRY = re.compile(r"/abs/(.+?)(?:v\d+)?$")
_SPACES = {"a": "http://www.w3.org/2005/Atom", "x": "http://arxiv.org/schemas/atom"}


@dataclass(frozen=True, slots=True)
class Arxiv:
    """Facts of ``arxiv:`` keys. The date is that of the first version."""

    base: str = "https://export.arxiv.org"
    turns: RequestQueue = field(default_factory=lambda: RequestQueue(PAUSE))
    name = "arxiv"
    batch_size = TOGETHER

    def handles(self, key: str) -> bool:
        """Any key whose number arXiv could have given."""
        return key.startswith("arxiv:") and bool(_NUMBER.fullmatch(key.removeprefix("arxiv:")))

    async def fetch(self, keys: Iterable[str], get: Fetcher) -> dict[str, Metadata]:
        """Ask for up to a hundred papers at once; answers are matched by number, not by place."""
        numbers = sorted({key.removeprefix("arxiv:") for key in keys if self.handles(key)})
        found: dict[str, Metadata] = {}
        waiting = [numbers[at : at + TOGETHER] for at in range(0, len(numbers), TOGETHER)]
        while waiting:
            batch = waiting.pop(0)
            query = f"id_list={quote(','.join(batch), safe=',/')}&max_results={len(batch)}"
            answer = await self.turns.get(get, f"{self.base}/api/query?{query}")
            if answer is not None and answer.status == 400 and len(batch) > 1:
                # One number is not to the server's taste: the others need not suffer.
                waiting[:0] = [batch[: len(batch) // 2], batch[len(batch) // 2 :]]
            elif answer is not None and answer.status == 200:
                found |= read_feed(answer.body)
        return {key: facts for key, facts in found.items() if key.removeprefix("arxiv:") in numbers}


def read_feed(body: bytes) -> dict[str, Metadata]:
    """Read an Atom feed of papers, by key; entries that tell of errors are none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        feed = etree.fromstring(body, parser)
    except (etree.ParseError, ValueError):
        return {}
    entries = [_entry(each) for each in feed.iterfind("a:entry", _SPACES)]
    return {str(facts.key): facts for facts in entries if facts}


def _entry(entry: etree._Element) -> Metadata | None:
    def one(name: str) -> str:
        return " ".join((entry.findtext(name, "", _SPACES) or "").split())

    number = _ENTRY.search(one("a:id"))
    if not number:
        return None
    doi = one("x:doi").lower()
    return clean_metadata(
        "arxiv",
        f"arxiv:{number[1]}",
        title=one("a:title"),
        authors=[" ".join((each.text or "").split()) for each in entry.iterfind("a:author/a:name", _SPACES)],
        date=parse_date(one("a:published")),
        venue="arXiv",
        kind="paper",
        same=[f"doi:{doi}"] if doi.startswith("10.") else [],
    )  # fmt: skip
