"""The request queue of a provider: one request at a time, a pause, one retry, and an end."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from linkroll.metadata.parse.http_headers import LONGEST_WAIT, parse_retry_after

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from linkroll.metadata.types import Fetcher, ProviderResponse

MOST_BYTES = 8_000_000
CLOSED = ("retry-after", "cf-mitigated")  # headers that make a 403 valid for all requests


class RequestQueue:
    """The request queue of one API: one request at a time, ``pause`` seconds apart.

    A refused request is retried once, after the time in ``Retry-After``. After a second refusal in
    a row, or where that time is longer than a minute, the queue is `closed`: every further request
    returns None. ``clock`` and ``sleep`` are in seconds.

    Attributes:
        closed: Whether no more requests are sent.
        missed: How many requests got no usable response.
        error: The error of the last of these.
    """

    def __init__(
        self,
        pause: float = 0.0,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.closed = False
        self.missed = 0
        self.error = ""
        self._pause = pause
        self._clock = clock
        self._sleep = sleep
        self._lock = asyncio.Lock()
        self._next = float("-inf")

    async def get(
        self, get: Fetcher, url: str, headers: Mapping[str, str] | None = None
    ) -> ProviderResponse | None:
        """Request a URL in turn; None where there is no usable response."""
        return await self._request(lambda: get.get(url, headers=headers))

    async def post(
        self, get: Fetcher, url: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> ProviderResponse | None:
        """Send a body to a URL in turn; None where there is no usable response."""
        return await self._request(lambda: get.post(url, body, headers=headers))

    async def _request(
        self, send: Callable[[], Awaitable[ProviderResponse | None]]
    ) -> ProviderResponse | None:
        async with self._lock:
            response = None if self.closed else await self._twice(send)
            if response is None or response.status >= 500 or len(response.body) > MOST_BYTES:
                self.missed += 1
                self.error = self.error if self.closed else _error(response)
                return None
            return response

    async def _twice(
        self, send: Callable[[], Awaitable[ProviderResponse | None]]
    ) -> ProviderResponse | None:
        """Send a request, and retry it once if it was refused; a second refusal closes the queue."""
        response = await self._once(send)
        if not _refuses(response):
            return response
        wait = _seconds_to_wait(response)
        if wait <= LONGEST_WAIT:
            await self._sleep(wait)
            response = await self._once(send)
        if not _refuses(response):
            return response
        self.closed, self.error = True, _error(response)
        return None

    async def _once(
        self, send: Callable[[], Awaitable[ProviderResponse | None]]
    ) -> ProviderResponse | None:
        await self._sleep(max(0.0, self._next - self._clock()))
        try:
            return await send()
        finally:
            self._next = self._clock() + self._pause


def _refuses(response: ProviderResponse | None) -> bool:
    """Whether an API refuses requests now, or from us.

    GitHub returns 403 when its rate limit is exceeded
    (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api); a challenge
    page (``cf-mitigated``) is returned for every further request too.
    """
    if response is None or response.status in (429, 503):
        return True
    spent = response.headers.get("x-ratelimit-remaining") == "0"
    return response.status == 403 and (spent or any(name in response.headers for name in CLOSED))


def _seconds_to_wait(response: ProviderResponse | None) -> float:
    """Return the seconds to wait for a retry; infinite where a 403 has no ``Retry-After``."""
    if response is None:
        return 1.0
    stated = parse_retry_after(response.headers, datetime.now(UTC))
    if stated is not None:
        return stated
    return float("inf") if response.status == 403 else 1.0


def _error(response: ProviderResponse | None) -> str:
    """Return a short reason why there is no usable response."""
    if response is None:
        return "no response"
    return f"HTTP {response.status}" if response.status != 200 else "a response without end"
