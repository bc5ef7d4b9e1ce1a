"""How sources ask: in turn, with a pause, once more when told to wait, and never for ever."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from linkroll.sources import Answer, Fetcher

MOST_BYTES = 8_000_000
LONGEST_WAIT = 60.0  # seconds that a server's Retry-After is obeyed


class Turns:
    """One polite queue to one API: a request at a time, ``pause`` seconds apart.

    After a second refusal in a row (429, 503) the API is left alone: `closed` is set, and every
    further question is answered with None. ``clock`` and ``sleep`` are in seconds.
    """

    def __init__(
        self,
        pause: float = 0.0,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.closed = False
        self._pause = pause
        self._clock = clock
        self._sleep = sleep
        self._lock = asyncio.Lock()
        self._next = float("-inf")

    async def get(
        self, get: Fetcher, url: str, headers: Mapping[str, str] | None = None
    ) -> Answer | None:
        """Ask for a URL when it is our turn; None where there is no usable answer."""
        return await self._ask(lambda: get.get(url, headers=headers))

    async def post(
        self, get: Fetcher, url: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> Answer | None:
        """Send a body to a URL when it is our turn."""
        return await self._ask(lambda: get.post(url, body, headers=headers))

    async def _ask(self, ask: Callable[[], Awaitable[Answer | None]]) -> Answer | None:
        async with self._lock:
            if self.closed:
                return None
            answer = await self._once(ask)
            if answer is not None and answer.status in (429, 503):
                await self._sleep(_told_to_wait(answer))
                answer = await self._once(ask)
                self.closed = answer is None or answer.status in (429, 503)
            return (
                None if self.closed or answer is None or len(answer.body) > MOST_BYTES else answer
            )

    async def _once(self, ask: Callable[[], Awaitable[Answer | None]]) -> Answer | None:
        await self._sleep(max(0.0, self._next - self._clock()))
        try:
            return await ask()
        finally:
            self._next = self._clock() + self._pause


def _told_to_wait(answer: Answer) -> float:
    """Seconds of Retry-After (RFC 9110, 10.2.3), bounded; dates are taken for "later"."""
    stated = answer.headers.get("retry-after", "")
    return min(float(stated), LONGEST_WAIT) if stated.isdecimal() and len(stated) < 9 else 1.0


def json_of(answer: Answer | None) -> object:
    """Return what a successful answer says in JSON; None for anything else, however deep."""
    if answer is None or answer.status != 200:
        return None
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        return None


def member(value: object, *path: str | int) -> object:
    """Follow names and numbers into JSON; None where there is no such member."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and -len(value) <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def text(value: object, *path: str | int) -> str:
    """Return the text that stands there, or an empty one."""
    found = member(value, *path)
    return found if isinstance(found, str) else ""


def texts(value: object, *path: str | int) -> list[str]:
    """Return all texts of the list that stands there."""
    found = member(value, *path)
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def members(value: object, *path: str | int) -> list[object]:
    """Return what the list that stands there holds, at most a thousand."""
    found = member(value, *path)
    return found[:1000] if isinstance(found, list) else []
