"""The number of pages of a work, from its page range in a volume."""

from __future__ import annotations

import re

RANGE = re.compile(r"[A-Za-z]?(\d{1,7})\s*[-\u2013\u2014]+\s*[A-Za-z]?(\d{1,7})")
MOST_PAGES = 2000


def count_pages(pages: str) -> int | None:
    """Count the pages of a range (``123--145``, ``e12-e20``); None for an article number."""
    found = RANGE.fullmatch(pages.strip())
    count = int(found[2]) - int(found[1]) + 1 if found else 0
    return count if 0 < count <= MOST_PAGES else None
