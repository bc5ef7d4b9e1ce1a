"""From a URL to its end: second tries, waiting as told, and redirects one by one."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from linkroll.checker.client import BODY, NOTHING, Response
from linkroll.checker.cookies import Cookies
from linkroll.lock.verdict import Hop
from linkroll.metadata.parse.http_headers import LONGEST_WAIT, parse_retry_after
from linkroll.urls.parse import DEFAULT_PORTS, SCHEME, WebUrl, parse_url, redirect_target

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from linkroll.checker.client import Client
    from linkroll.checker.config import CheckerConfig
    from linkroll.checker.rate_limit import RateLimiter

log = logging.getLogger(__name__)

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
MOST_HOPS = 10
# Statuses that say "not now" (RFC 6585, RFC 9110): the same question may get another answer.
NOT_NOW = frozenset({429, 502, 503, 504})
TRIES = 2
TRIES_WHEN_TOLD_TO_WAIT = 3
FIRST_WAIT = 0.5  # seconds; doubled at each further try, and spread
UNCONDITIONALLY: Mapping[str, Mapping[str, str]] = {}


@dataclass(slots=True)
class Chain:
    """The way from a URL to its end."""

    hops: list[Hop]
    answer: Response
    problem: str | None = None  # why the redirects led nowhere
    cookies: Cookies = field(default_factory=Cookies)
    conditional: bool = False  # whether the last request was "only if it changed"
    fragment: str | None = None  # the last that a redirect stated (RFC 9110, 10.2.2)
    requested: set[tuple[str, str]] = field(default_factory=set)  # URLs, each with its cookies

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
        before: Chain | None = None,
    ) -> Chain:
        """Follow a URL to its end.

        Args:
            url: Where to start; its fragment is not sent.
            conditions: Headers of conditional requests, by the URL they are for.
            limit: Bytes of the last body to read.
            on_wait: Called before a longer wait.
            before: What led here, where a page has sent us on.
        """
        chain = before or Chain([], Response(url))
        at = urldefrag(url)[0]
        while True:
            headers = dict(conditions.get(at, NOTHING))
            chain.conditional = bool(headers)
            if cookie := chain.cookies.header(at):
                headers["Cookie"] = cookie
            chain.answer = answer = await self.ask(at, headers, limit, on_wait)
            if answer.fetch_error is None:
                chain.hops.append(Hop(at, answer.status))
            if answer.status not in REDIRECTS:
                return chain
            chain.cookies.store(at, answer.set_cookies)
            chain.requested.add((at, cookie))
            location = answer.headers.get("Location", "")
            to = resolve_location(at, location)
            chain.problem = redirect_problem(location, to, chain)
            if to is None or chain.problem:
                return chain
            at = to.request_url
            if to.fragment is not None:
                chain.fragment = to.fragment

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
            log.debug("%s: waiting %.1f s before a retry", url, wait)
            if wait > FIRST_WAIT * 2:
                on_wait()
            await asyncio.sleep(wait)

    def _wait(self, answer: Response, tries: int) -> float | None:
        """Seconds until the next try; None for no further one."""
        passing = answer.fetch_error.passing if answer.fetch_error else answer.status in NOT_NOW
        told = parse_retry_after(answer.headers, self._settings.now()) if passing else None
        if not passing or tries >= (TRIES if told is None else TRIES_WHEN_TOLD_TO_WAIT):
            return None
        spread = 0.5 + self._settings.chance()
        return FIRST_WAIT * 2 ** (tries - 1) * spread if told is None else told


def resolve_location(url: str, location: str) -> WebUrl | None:
    """Resolve a ``Location`` against the URL that sent it, as browsers do; None where they fail."""
    base = parse_url(url)
    return redirect_target(base, location) if base and location.strip() else None


def redirect_problem(location: str, url: WebUrl | None, chain: Chain) -> str | None:
    """Return why a redirect is not followed; None where it is."""
    if url is None:
        scheme = SCHEME.match(location.strip())
        other = scheme is not None and scheme[1].lower() not in DEFAULT_PORTS
        return (
            "redirect to something that is not a web page"
            if other
            else "redirect without an address"
        )
    if (url.request_url, chain.cookies.header(url.request_url)) in chain.requested:
        return "redirect loop"
    return "too many redirects" if len(chain.hops) >= MOST_HOPS else None
