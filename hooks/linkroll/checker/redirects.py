"""From a URL to its end: second tries, waiting as told, and redirects one by one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from linkroll.checker.client import BODY, NOTHING, Response
from linkroll.lock.verdict import Hop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from linkroll.checker.client import Client
    from linkroll.checker.config import CheckerConfig
    from linkroll.checker.rate_limit import RateLimiter

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
MOST_HOPS = 10
# Statuses that say "not now" (RFC 6585, RFC 9110): the same question may get another answer.
NOT_NOW = frozenset({429, 502, 503, 504})
TRIES = 2
TRIES_WHEN_TOLD_TO_WAIT = 3
LONGEST_WAIT = 60.0  # seconds; what a server may ask for at most
FIRST_WAIT = 0.5  # seconds; doubled at each further try, and spread
UNCONDITIONALLY: Mapping[str, Mapping[str, str]] = {}
PRINTABLE = "".join(map(chr, range(33, 127)))


@dataclass(slots=True)
class Chain:
    """The way from a URL to its end."""

    hops: list[Hop]
    answer: Response
    problem: str | None = None  # why the redirects led nowhere
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    conditional: bool = False  # whether the last question was "only if it changed"

    @property
    def permanent(self) -> bool:
        """Whether there were redirects, and each of them for good."""
        return len(self.hops) > 1 and all(hop.status in PERMANENT for hop in self.hops[:-1])

    @property
    def downgraded(self) -> bool:
        """Whether the way led from https to http."""
        schemes = [hop.url.partition(":")[0].lower() for hop in self.hops]
        return "https" in schemes and schemes[-1] == "http"


class Follower:
    """Asks until there is an answer to rest on.

    Args:
        client: Sends the requests.
        hosts: Knows the time that is left.
        settings: The clock and the chance.
    """

    def __init__(self, client: Client, hosts: RateLimiter, settings: CheckerConfig) -> None:
        self._client = client
        self._hosts = hosts
        self._settings = settings

    async def follow(
        self,
        url: str,
        conditions: Mapping[str, Mapping[str, str]] = UNCONDITIONALLY,
        limit: int = BODY,
        on_wait: Callable[[], None] = lambda: None,
    ) -> Chain:
        """Follow a URL to its end.

        Args:
            url: Where to start; its fragment is not sent.
            conditions: Headers of conditional requests, by the URL they are for.
            limit: Bytes of the last body to read.
            on_wait: Called before a longer wait.
        """
        chain = Chain([], Response(url))
        at, seen = urldefrag(url)[0], set()
        while True:
            headers = dict(conditions.get(at, NOTHING))
            chain.conditional = bool(headers)
            if cookie := cookies_for(at, chain):
                headers["Cookie"] = cookie
            chain.answer = answer = await self.ask(at, headers, limit, on_wait)
            if answer.trouble is None:
                chain.hops.append(Hop(at, answer.status))
            if answer.status not in REDIRECTS:
                return chain
            keep_cookies(at, chain)
            seen.add((at, cookie))
            at = where_to(at, answer.headers.get("Location", ""))
            chain.problem = why_not_there(at, (at, cookies_for(at, chain)) in seen, chain)
            if chain.problem:
                return chain

    async def ask(
        self, url: str, headers: Mapping[str, str], limit: int, on_wait: Callable[[], None]
    ) -> Response:
        """Ask, and again where that promises more."""
        tries = 0
        while True:
            answer = await self._client.fetch(url, headers, limit)
            tries += 1
            wait = self._wait(answer, tries)
            if wait is not None and wait > min(LONGEST_WAIT, self._hosts.remaining()):
                wait = None
            if answer.status == 429:
                self._hosts.refused(urlsplit(url).hostname or "", wait)
            if wait is None:
                return answer
            if wait > FIRST_WAIT * 2:
                on_wait()
            await asyncio.sleep(wait)

    def _wait(self, answer: Response, tries: int) -> float | None:
        """Seconds until the next try; None for no further one."""
        passing = answer.trouble.passing if answer.trouble else answer.status in NOT_NOW
        told = retry_after(answer.headers, self._settings.now()) if passing else None
        if not passing or tries >= (TRIES if told is None else TRIES_WHEN_TOLD_TO_WAIT):
            return None
        spread = 0.5 + self._settings.chance()
        return FIRST_WAIT * 2 ** (tries - 1) * spread if told is None else told


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Read ``Retry-After`` as seconds from now (RFC 9110, section 10.2.3); None without one.

    A date is measured against the server's own ``Date``, for its clock may be wrong.
    """
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    if (at := http_date(text)) is None:
        return None
    return max(0.0, (at - (http_date(headers.get("Date", "")) or now)).total_seconds())


def http_date(text: str) -> datetime | None:
    """Read a date of HTTP; None if it is none."""
    try:
        date = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def where_to(url: str, location: str) -> str:
    """Resolve a ``Location`` against the URL that sent it; empty where there is none.

    Bytes beyond ASCII, which many servers send as they are, are percent-encoded.
    """
    raw = location.strip().encode("utf-8", "surrogateescape")
    if not raw:
        return ""
    try:
        return urldefrag(urljoin(url, quote(raw, safe=PRINTABLE)))[0]
    except ValueError:
        return ""


def why_not_there(url: str, been_there: bool, chain: Chain) -> str | None:  # noqa: FBT001 - a fact
    """Say why a redirect is not followed."""
    if not url:
        return "redirect without an address"
    if not url.lower().startswith(("http://", "https://")):
        return "redirect to something that is not a web page"
    if been_there:
        return "redirect loop"
    return "too many redirects" if len(chain.hops) >= MOST_HOPS else None


def keep_cookies(url: str, chain: Chain) -> None:
    """Keep what one answer set, for its host alone and this chain alone."""
    if chain.answer.cookies:
        host = urlsplit(url).hostname or ""
        chain.cookies.setdefault(host, {}).update(chain.answer.cookies)


def cookies_for(url: str, chain: Chain) -> str:
    """Write the ``Cookie`` header for a URL."""
    if not chain.cookies:
        return ""
    try:
        kept = chain.cookies.get(urlsplit(url).hostname or "", {})
    except ValueError:
        return ""
    return "; ".join(f"{name}={value}" for name, value in kept.items())
