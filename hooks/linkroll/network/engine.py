"""The engine: many links, each judged, within a budget and with good manners."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from linkroll.network.client import BODY, NOTHING, Answer, Client
from linkroll.network.follow import Follower
from linkroll.network.hosts import Hosts, TooLateError
from linkroll.network.judging import Judging
from linkroll.network.presence import NoNetworkError, Presence
from linkroll.network.siblings import Siblings
from linkroll.network.sources import all_sources
from linkroll.network.standins import stand_in

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Mapping

    from linkroll.memory import Memory
    from linkroll.network.settings import Settings, Target
    from linkroll.verdicts import Seen

HOSTS_AT_ONCE = 1024


class Engine:
    """One run over many links.

    Args:
        targets: The links. Each key should come once.
        settings: The conditions.
        memory: What earlier runs saw; what this one sees is kept there at once.

    Attributes:
        total: How many links there are.
        done: How many were judged so far.
        no_network: Whether the run ended because there is no network.
        surprises: Links whose answers this program could not cope with, and how it failed.
    """

    def __init__(self, targets: Iterable[Target], settings: Settings, memory: Memory) -> None:
        self._pages = pages_by_host(targets)
        self._settings = settings
        self._memory = memory
        self.total = sum(len(page) for pages in self._pages for page in pages)
        self.done = 0
        self.no_network = False
        self.surprises: list[tuple[str, str]] = []
        self._client: Client | None = None
        self._hosts: Hosts | None = None

    async def run(self) -> AsyncGenerator[tuple[Target, Seen]]:
        """Give each link with what was seen of it, in the order in which that becomes known.

        Links that the budget did not reach, or that nothing was learnt about, are not given.
        """
        loop = asyncio.get_running_loop()
        budget = self._settings.budget
        deadline = None if budget is None else loop.time() + budget
        self._hosts = Hosts(self._settings, deadline)
        async with Client(self._settings, self._hosts) as self._client:
            self._presence = Presence(self._client, self._settings)
            self._judging = self._equip(self._client, self._hosts)
            self._found: asyncio.Queue[tuple[Target, Seen] | None] = asyncio.Queue()
            work = asyncio.create_task(self._work(deadline))
            watch = asyncio.create_task(self._watch(work))
            work.add_done_callback(lambda _: self._found.put_nowait(None))
            try:
                while (found := await self._found.get()) is not None:
                    yield found
                if not work.cancelled():
                    work.result()
            finally:
                work.cancel()
                watch.cancel()
                await asyncio.gather(work, watch, return_exceptions=True)

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        return self._client.requests if self._client else 0

    def slowest(self, count: int = 3) -> list[tuple[str, float]]:
        """The hosts that took most of the time so far, with their seconds."""
        return self._hosts.slowest(count) if self._hosts else []

    def _equip(self, client: Client, hosts: Hosts) -> Judging:
        """Put together what judging needs."""
        follower = Follower(client, hosts, self._settings)

        async def ask(url: str, headers: Mapping[str, str] = NOTHING, limit: int = BODY) -> Answer:
            return await follower.ask(url, headers, limit, lambda: None)

        siblings = Siblings(follower, self._memory, self._settings.chance)
        sources = all_sources(ask, self._settings.environ)
        return Judging(follower, siblings, sources, self._presence, self._memory)

    async def _watch(self, work: asyncio.Task[None]) -> None:
        """End the work where there is no network."""
        await self._presence.watch()
        if self._presence.missing:
            self.no_network = True
            work.cancel()

    async def _work(self, deadline: float | None) -> None:
        """Go through all hosts, those with most links first, until the budget is spent."""
        open_hosts = asyncio.Semaphore(HOSTS_AT_ONCE)
        try:
            async with asyncio.timeout_at(deadline), asyncio.TaskGroup() as group:
                for pages in self._pages:
                    await open_hosts.acquire()
                    task = group.create_task(self._host(pages))
                    task.add_done_callback(lambda _: open_hosts.release())
        except TimeoutError:
            pass  # the rest is left for the next run

    async def _host(self, pages: list[list[Target]]) -> None:
        """Go through the pages of a host, a few at once; one that waits makes room."""
        lane = asyncio.Semaphore(self._settings.per_host)
        async with asyncio.TaskGroup() as group:
            for page in pages:
                await lane.acquire()
                group.create_task(self._page(page, Release(lane)))

    async def _page(self, targets: list[Target], leave: Release) -> None:
        """Judge the links to one page."""
        try:
            checks = await self._judging.judge(targets, leave)
            for target, check in zip(targets, checks, strict=bool(checks)):
                self._memory.remember(check)
                self._found.put_nowait((target, check.seen))
        except (TooLateError, NoNetworkError):
            pass
        except Exception as error:  # noqa: BLE001 - one page must not cost the run; tests want none
            self.surprises.append((targets[0].url, repr(error)))
        finally:
            leave()
            self.done += len(targets)


class Release:
    """Leaves a lane, once."""

    def __init__(self, lane: asyncio.Semaphore) -> None:
        self._lane: asyncio.Semaphore | None = lane

    def __call__(self) -> None:
        """Make room for the next."""
        if self._lane is not None:
            self._lane.release()
            self._lane = None


def pages_by_host(targets: Iterable[Target]) -> list[list[list[Target]]]:
    """Sort links into pages (what differs in its fragment alone), and pages into hosts.

    The host with most pages comes first, for it takes longest.
    """
    pages: dict[str, list[Target]] = defaultdict(list)
    for target in targets:
        pages[stand_in(target.url) or urldefrag(target.url)[0]].append(target)
    hosts: dict[str, list[list[Target]]] = defaultdict(list)
    for url, page in pages.items():
        hosts[host_of(url)].append(page)
    return sorted(hosts.values(), key=len, reverse=True)


def host_of(url: str) -> str:
    """Give the host of a URL; empty where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
