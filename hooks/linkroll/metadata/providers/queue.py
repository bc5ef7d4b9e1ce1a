"""How sources ask: in turn, with a pause, once more when told to wait, and never for ever."""

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
CLOSED = ("retry-after", "cf-mitigated")  # headers that make a 403 one for all questions


class RequestQueue:
    """One polite queue to one API: a request at a time, ``pause`` seconds apart.

    A refusal or silence is met with one more try, as late as the API asks for; after a second one
    in a row, or where it wants to be left alone for longer than a minute, it is `closed`: every
    further question is answered with None. ``clock`` and ``sleep`` are in seconds.

    Attributes:
        closed: Whether the API is left alone.
        missed: How many questions got no usable answer.
        why: What came of the last of these.
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
        self.why = ""
        self._pause = pause
        self._clock = clock
        self._sleep = sleep
        self._lock = asyncio.Lock()
        self._next = float("-inf")

    async def get(
        self, get: Fetcher, url: str, headers: Mapping[str, str] | None = None
    ) -> ProviderResponse | None:
        """Ask for a URL when it is our turn; None where there is no usable answer."""
        return await self._ask(lambda: get.get(url, headers=headers))

    async def post(
        self, get: Fetcher, url: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> ProviderResponse | None:
        """Send a body to a URL when it is our turn."""
        return await self._ask(lambda: get.post(url, body, headers=headers))

    async def _ask(
        self, ask: Callable[[], Awaitable[ProviderResponse | None]]
    ) -> ProviderResponse | None:
        async with self._lock:
            answer = None if self.closed else await self._twice(ask)
            if answer is None or answer.status >= 500 or len(answer.body) > MOST_BYTES:
                self.missed += 1
                self.why = self.why if self.closed else _why(answer)
                return None
            return answer

    async def _twice(
        self, ask: Callable[[], Awaitable[ProviderResponse | None]]
    ) -> ProviderResponse | None:
        """Ask, and once more where that was refused; a second refusal closes."""
        answer = await self._once(ask)
        if not _refuses(answer):
            return answer
        wait = _seconds_to_wait(answer)
        if wait <= LONGEST_WAIT:
            await self._sleep(wait)
            answer = await self._once(ask)
        if not _refuses(answer):
            return answer
        self.closed, self.why = True, _why(answer)
        return None

    async def _once(
        self, ask: Callable[[], Awaitable[ProviderResponse | None]]
    ) -> ProviderResponse | None:
        await self._sleep(max(0.0, self._next - self._clock()))
        try:
            return await ask()
        finally:
            self._next = self._clock() + self._pause


def _refuses(answer: ProviderResponse | None) -> bool:
    """Say whether an API does not answer now, or not us.

    GitHub says with 403 that its limit is spent
    (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api); a challenge
    page (``cf-mitigated``) comes for every further question too.
    """
    if answer is None or answer.status in (429, 503):
        return True
    spent = answer.headers.get("x-ratelimit-remaining") == "0"
    return answer.status == 403 and (spent or any(name in answer.headers for name in CLOSED))


def _seconds_to_wait(response: ProviderResponse | None) -> float:
    """Return how long the API asks to wait; for ever where it refuses without saying."""
    if response is None:
        return 1.0
    stated = parse_retry_after(response.headers, datetime.now(UTC))
    if stated is not None:
        return stated
    return float("inf") if response.status == 403 else 1.0


def _why(answer: ProviderResponse | None) -> str:
    """Say in a few words why there is no usable answer."""
    if answer is None:
        return "no answer"
    return f"HTTP {answer.status}" if answer.status != 200 else "an answer without end"
