"""Soft 404s by comparison: does an address that nobody can have made get the same answer?"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit, urlunsplit

from linkroll.checker.page import CheckedPage, Fingerprint, is_html
from linkroll.checker.soft404 import is_home

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from linkroll.checker.redirects import Follower
    from linkroll.lock.check_cache import CheckCache

ABSENT = frozenset({404, 410})
SUFFIX = re.compile(r"\.\w{1,5}$")


class ProbeUrls:
    """Made-up addresses beside real ones, each asked once a run.

    A page is doubted where a made-up neighbour gets the same answer. That alone proves nothing:
    many sites find a page by an id in the middle of its path and ignore the rest. So a second
    one, wrong in every part, has to get the same answer too.

    Args:
        follower: Asks.
        cache: Knows which places were found honest lately.
        chance: A number from 0 to 1, for names that nobody can have made.
    """

    def __init__(self, follower: Follower, cache: CheckCache, chance: Callable[[], float]) -> None:
        self._follower = follower
        self._cache = cache
        self._chance = chance
        self._asked: dict[str, asyncio.Task[Fingerprint | None]] = {}

    async def share(self, url: str, page: CheckedPage | None, final: str) -> bool:
        """Whether made-up neighbours of a URL get the answer that it got itself.

        Args:
            url: What was asked for.
            page: The page that came; None if it is no HTML.
            final: Where redirects ended.
        """
        parts = urlsplit(url)
        place = place_of(parts)
        if is_home(parts) or self._cache.returns_404_for_unknown(place):
            return False
        near = await self._once(place, self._beside(parts), place)
        if near is None or not alike(near, page, final):
            return False
        if parts.path.strip("/").count("/") == 0:
            return True
        origin = f"{parts.scheme}://{parts.netloc}"
        far = await self._once(f"{origin} far", self._nowhere(parts), None)
        return far is not None and alike(far, page, final)

    def _once(
        self, name: str, url: str, place: str | None
    ) -> Coroutine[None, None, Fingerprint | None]:
        """Ask a made-up address, or wait for whoever asks it already."""
        task = self._asked.get(name)
        if task is None:
            task = self._asked[name] = asyncio.ensure_future(self._ask(url, place))
        return shielded(task)

    async def _ask(self, url: str, place: str | None) -> Fingerprint | None:
        """Give what an address that cannot be there is answered with; None if rightly nothing."""
        chain = await self._follower.follow(url)
        answer = chain.answer
        if place and answer.status in ABSENT:
            self._cache.record_404_for_unknown(place)
        if chain.problem or not 200 <= answer.status < 300 or not is_html(answer.headers):
            return None
        return CheckedPage(
            answer.url, answer.body, whole=answer.whole, headers=answer.headers
        ).print

    def _beside(self, parts: SplitResult) -> str:
        """Make up a neighbour: another last segment, of the same kind."""
        folder, _, last = parts.path.rstrip("/").rpartition("/")
        end = "/" if parts.path.endswith("/") else ""
        suffix = SUFFIX.search(last)
        return at(parts, f"{folder}/{self._word()}{suffix[0] if suffix else ''}{end}")

    def _nowhere(self, parts: SplitResult) -> str:
        """Make up an address of which no part is real."""
        depth = parts.path.strip("/").count("/") + 1
        return at(parts, "/" + "/".join(self._word() for _ in range(depth)))

    def _word(self) -> str:
        return f"{int(self._chance() * 2**60):x}-linkroll"


async def shielded(task: asyncio.Task[Fingerprint | None]) -> Fingerprint | None:
    """Wait for a task that others wait for as well."""
    return await asyncio.shield(task)


def alike(made_up: Fingerprint, page: CheckedPage | None, final: str) -> bool:
    """Whether a made-up address ended at the same place, or with the same text."""
    if made_up.url == final:
        return True
    if page is None or page.only_a_frame:
        return False
    return made_up.same_text(page.print)


def at(parts: SplitResult, path: str) -> str:
    """Give the URL with another path, and no query."""
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def place_of(parts: SplitResult) -> str:
    """Name the part of a site whose addresses are taken to be answered alike."""
    segments = parts.path.strip("/").split("/")
    first = segments[0] if len(segments) > 1 else ""
    return f"{parts.scheme}://{parts.netloc}/{first}#{len(segments)}"
