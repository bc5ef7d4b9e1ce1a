"""Facts from the network: every source asked in its own queue, and pages that no check has read."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from linkroll.checker.classify import is_itself
from linkroll.checker.client import Client
from linkroll.checker.fetcher import ProviderFetcher
from linkroll.checker.rate_limit import RateLimiter, TooLateError
from linkroll.checker.redirects import Follower
from linkroll.metadata.providers.registry import query_providers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from linkroll.checker.classify import OnPage
    from linkroll.checker.config import CheckerConfig, Target
    from linkroll.metadata.providers.provider import Provider
    from linkroll.metadata.providers.registry import ProviderResults

PAGE = 2 * 1024 * 1024  # bytes; some sites state facts only behind a megabyte of scripts
PAGES_AT_ONCE = 32


class MetadataRun:
    """One round of questions about facts.

    Args:
        settings: The conditions of the run; their budget is what is left of it.
        before: From when on hosts may be asked, as the checks before left them.

    Attributes:
        requests: How many were sent.
        next_at: From when on hosts may be asked again.
        surprises: Pages that could not be coped with, and how it failed.
    """

    def __init__(self, settings: CheckerConfig, before: Mapping[str, float]) -> None:
        self.requests = 0
        self.next_at = before
        self.surprises: list[tuple[str, str]] = []
        self._settings = settings

    async def run(
        self,
        known: Sequence[Provider],
        keys: Iterable[str],
        pages: Iterable[Target],
        on_result: Callable[[ProviderResults], None],
        on_page: OnPage,
    ) -> None:
        """Ask sources for keys and read pages, until all is told or the budget is spent."""
        budget = self._settings.budget
        deadline = None if budget is None else asyncio.get_running_loop().time() + budget
        hosts = RateLimiter(self._settings, deadline, self.next_at)
        async with Client(self._settings, hosts) as client:
            reader = Reader(Follower(client, hosts, self._settings), on_page)
            try:
                with suppress(TimeoutError):  # the rest is left for the next run
                    async with asyncio.timeout_at(deadline), asyncio.TaskGroup() as group:
                        group.create_task(
                            query_providers(known, keys, ProviderFetcher(client), on_result)
                        )
                        for page in pages:
                            group.create_task(reader.read(page))
            finally:
                self.requests, self.next_at = client.requests, hosts.next_at()
                self.surprises = reader.surprises


class Reader:
    """Reads pages, a few at once; one that is not there now, or not itself, states nothing."""

    def __init__(self, follower: Follower, on_page: OnPage) -> None:
        self._follower = follower
        self._on_page = on_page
        self._lane = asyncio.Semaphore(PAGES_AT_ONCE)
        self.surprises: list[tuple[str, str]] = []

    async def read(self, target: Target) -> None:
        """Read one page."""
        async with self._lane:
            try:
                chain = await self._follower.follow(target.url, limit=PAGE)
                if is_itself(target.url, chain):
                    await self._on_page([target], chain.answer)
            except TooLateError:
                pass  # the next run reads it
            except Exception as error:  # noqa: BLE001 - one page must not cost the run
                self.surprises.append((target.url, repr(error)))
