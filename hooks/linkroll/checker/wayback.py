"""Archived copies: the snapshot of the Wayback Machine nearest to a day."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from linkroll.checker.client import BODY, NOTHING, Client, Response
from linkroll.checker.exists import read_json
from linkroll.checker.rate_limit import RateLimiter, TooLateError
from linkroll.checker.redirects import Follower
from linkroll.lock.record import Archive

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from linkroll.checker.config import CheckerConfig
    from linkroll.checker.exists import Ask

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


async def nearest_copies(
    wanted: Mapping[str, tuple[str, date]], settings: CheckerConfig
) -> tuple[dict[str, Archive], int]:
    """Find copies of several URLs, each near its own day, and tell what that cost in requests."""
    deadline = None
    if settings.budget is not None:
        deadline = asyncio.get_running_loop().time() + settings.budget
    hosts, found = RateLimiter(settings, deadline), {}
    async with Client(settings, hosts) as client:
        follower = Follower(client, hosts, settings)

        async def ask(
            url: str, headers: Mapping[str, str] = NOTHING, limit: int = BODY
        ) -> Response:
            return await follower.ask(url, headers, limit, lambda: None)

        try:
            async with asyncio.timeout_at(deadline):
                for key, (url, day) in wanted.items():
                    if copy := await nearest_copy(ask, url, day):
                        found[key] = copy
        except (TimeoutError, TooLateError):
            pass  # the rest is looked for by the next run
        return found, client.requests
