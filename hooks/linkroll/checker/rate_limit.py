"""Manners: how often and how many at once a host is asked, and when it is left alone."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from linkroll.checker.config import CheckerConfig
    from linkroll.checker.errors import FetchError

# Hosts whose own rules are stricter than ours: (at once, seconds between two requests).
# https://info.arxiv.org/help/api/tou.html: one connection, no more than one request in 3 seconds.
STRICTER = {"export.arxiv.org": (1, 3.0)}
NO_ONE: Mapping[str, float] = {}
REFUSALS_OF_A_HOST = 3
REFUSALS_TO_LEAVE = 9


class TooLateError(Exception):
    """The turn would come after the end of the run."""


class RefusingError(Exception):
    """The host has refused so often that it is left alone for the rest of the run."""


class HostState:
    """One host: whose turn it is, and how it has behaved."""

    __slots__ = ("interval", "next_at", "refusals", "seconds", "slots")

    def __init__(self, at_once: int, interval: float) -> None:
        self.slots = asyncio.Semaphore(at_once)
        self.interval = interval
        self.next_at = 0.0
        self.refusals = 0  # 429s in a row
        self.seconds = 0.0  # spent in requests, to name the slowest


class RateLimiter:
    """All hosts of a run.

    Args:
        settings: How often and how many at once.
        deadline: The end of the run in the loop's time; None for no end.
        before: From when on hosts may be asked, as an earlier part of the run left them.
    """

    def __init__(
        self,
        settings: CheckerConfig,
        deadline: float | None,
        before: Mapping[str, float] = NO_ONE,
    ) -> None:
        self._settings = settings
        self._deadline = deadline
        self._before = before
        self._hosts: dict[str, HostState] = {}
        self._strikes: dict[str, float] = {}
        self._answered: set[str] = set()
        self._down: dict[str, FetchError] = {}

    def of(self, name: str) -> HostState:
        """Give the host of this name."""
        host = self._hosts.get(name)
        if host is None:
            default = (self._settings.per_host, 1 / self._settings.rate)
            host = self._hosts[name] = HostState(*STRICTER.get(name, default))
            host.next_at = self._before.get(name, 0.0)
        return host

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Wait for a turn at a host. Raises `TooLateError` or `RefusingError` if none comes."""
        host, loop = self.of(name), asyncio.get_running_loop()
        async with host.slots:
            at = max(loop.time(), host.next_at)
            if at == float("inf"):
                raise RefusingError
            if self._deadline is not None and at > self._deadline:
                raise TooLateError
            host.next_at = at + host.interval
            if (wait := at - loop.time()) > 0:
                await asyncio.sleep(wait)
            started = loop.time()
            try:
                yield
            finally:
                host.seconds += loop.time() - started

    def refused(self, name: str, wait: float | None) -> None:
        """Note a 429. Three in a row mean the host and not the page: then all of it waits.

        Args:
            name: The host.
            wait: Seconds until it may be asked again; None where that is not in this run.
        """
        host = self.of(name)
        host.refusals += 1
        if host.refusals < REFUSALS_OF_A_HOST:
            return
        if wait is None or host.refusals >= REFUSALS_TO_LEAVE:
            host.next_at = float("inf")
        else:
            host.next_at = max(host.next_at, asyncio.get_running_loop().time() + wait)

    def answered(self, name: str, origin: str, status: int) -> None:
        """Note an answer: the host is up, and may no longer be refusing."""
        self._answered.add(origin)
        if status != 429:
            self.of(name).refusals = 0

    def failed(self, origin: str, fetch_error: FetchError) -> None:
        """Note that no response came; often enough without any, and the host is down."""
        if origin in self._answered or not fetch_error.strike:
            return
        strikes = self._strikes[origin] = self._strikes.get(origin, 0.0) + fetch_error.strike
        if strikes > 0.99:
            self._down[origin] = replace(fetch_error, passing=False)  # no second tries from now on

    def down(self, origin: str) -> FetchError | None:
        """Why a host is taken to be down, if it is."""
        return self._down.get(origin)

    def remaining(self) -> float:
        """Seconds until the end of the run."""
        if self._deadline is None:
            return float("inf")
        return self._deadline - asyncio.get_running_loop().time()

    def next_at(self) -> dict[str, float]:
        """From when on each host may be asked again, in the loop's time."""
        return {**self._before, **{name: host.next_at for name, host in self._hosts.items()}}

    def slowest(self, count: int) -> list[tuple[str, float]]:
        """The hosts that took most of the time, with their seconds."""
        ranked = sorted(self._hosts.items(), key=lambda item: -item[1].seconds)
        return [(name, host.seconds) for name, host in ranked[:count]]
