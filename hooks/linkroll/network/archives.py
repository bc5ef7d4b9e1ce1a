"""Archived copies: the snapshot of the Wayback Machine nearest to a day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from linkroll.network.sources import read_json
from linkroll.records import Archive

if TYPE_CHECKING:
    from datetime import date

    from linkroll.network.sources import Ask

CDX = "https://web.archive.org/cdx/search/cdx"


async def nearest_copy(ask: Ask, url: str, day: date) -> Archive | None:
    """Find the copy nearest to a day that was a 200; None where there is none, or none is told.

    The CDX server is asked and not the availability API, for it can leave out everything that was
    not a 200, so that the copy of an error page is never offered
    (internetarchive/wayback, wayback-cdx-server, README: filter, closest).
    """
    query = f"url={quote(url, safe='')}&closest={day:%Y%m%d}&sort=closest&limit=1"
    answer = await ask(
        f"{CDX}?{query}&filter=statuscode:200&output=json&fl=timestamp,original,statuscode"
    )
    rows = read_json(answer) if answer.status == 200 else None
    match rows:
        case [_, [str(stamp), str(original), "200"], *_] if re.fullmatch(r"\d{14}", stamp):
            taken = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"
            return Archive(f"https://web.archive.org/web/{stamp}/{original}", taken)
    return None
