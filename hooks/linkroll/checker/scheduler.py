"""The engine: many links, each judged, within a budget and with good manners."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from linkroll.checker.classify import Classifier, ignore_page
from linkroll.checker.client import BODY, NOTHING, Client, Response
from linkroll.checker.connectivity import Connectivity, NoNetworkError
from linkroll.checker.exists import NoResponseError, all_existence_providers
from linkroll.checker.probe import ProbeUrls
from linkroll.checker.quirks import substitute_url
from linkroll.checker.rate_limit import RateLimiter, TooLateError
from linkroll.checker.redirects import Follower
from linkroll.lock.verdict import FAILURES

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping

    from linkroll.checker.classify import OnPage
    from linkroll.checker.config import CheckerConfig, Target
    from linkroll.lock.check_cache import CachedCheck, CheckCache
    from linkroll.lock.verdict import Observation

log = logging.getLogger(__name__)

HOSTS_AT_ONCE = 1024
BATCH = 50


class Scheduler:
    """One run over many links.

    Args:
        targets: The links. What is no sequence is taken up while the first are asked already, so
            that reading them costs no time of its own.
        settings: The conditions.
        cache: What earlier runs saw; what this one sees is kept there at once.
        on_page: Called with each page that is there and is itself, after its observation.

    Attributes:
        total: How many links there are, as far as they were taken up.
        done: How many were judged so far.
        no_network: Whether the run ended because there is no network.
        unconfirmed: Failures, which are remembered once the whole run shows that they are the
            links' own.
        surprises: Links whose answers this program could not cope with, and how it failed.
    """

    def __init__(
        self,
        targets: Iterable[Target],
        settings: CheckerConfig,
        cache: CheckCache,
        on_page: OnPage = ignore_page,
    ) -> None:
        self._batches = in_batches(targets)
        self._waiting: dict[str, deque[list[Target]]] = {}  # pages by host, not yet begun
        self._settings = settings
        self._cache = cache
        self._on_page = on_page
        self.total = 0
        self.done = 0
        self.no_network = False
        self.surprises: list[tuple[str, str]] = []
        self.unconfirmed: list[CachedCheck] = []
        self._client: Client | None = None
        self._hosts: RateLimiter | None = None

    async def run(self) -> AsyncGenerator[tuple[Target, Observation]]:
        """Give each link with what was seen of it, in the order in which that becomes known.

        Links that the budget did not reach, or that nothing was learnt about, are not given.
        """
        loop = asyncio.get_running_loop()
        budget = self._settings.budget
        deadline = None if budget is None else loop.time() + budget
        self._hosts = RateLimiter(self._settings, deadline)
        async with Client(self._settings, self._hosts) as self._client:
            self._connectivity = Connectivity(self._client, self._settings)
            self._classifier = self._make_classifier(self._client, self._hosts)
            self._found: asyncio.Queue[tuple[Target, Observation] | None] = asyncio.Queue()
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

    def next_at(self) -> dict[str, float]:
        """From when on hosts may be asked again."""
        return self._hosts.next_at() if self._hosts else {}

    def slowest(self, count: int = 3) -> list[tuple[str, float]]:
        """The hosts that took most of the time so far, with their seconds."""
        return self._hosts.slowest(count) if self._hosts else []

    def _make_classifier(self, client: Client, hosts: RateLimiter) -> Classifier:
        """Put together what judging needs."""
        follower = Follower(client, hosts, self._settings)

        async def ask(
            url: str, headers: Mapping[str, str] = NOTHING, limit: int = BODY
        ) -> Response:
            answer = await follower.ask(url, headers, limit, lambda: None)
            if answer.fetch_error:
                if not (answer.fetch_error.reached or answer.fetch_error.local):
                    await self._connectivity.require()
                raise NoResponseError
            return answer

        probe_urls = ProbeUrls(follower, self._cache, self._settings.chance)
        sources = all_existence_providers(ask, self._settings.environ)
        return Classifier(follower, probe_urls, sources, self._connectivity, self._cache)

    async def _watch(self, work: asyncio.Task[None]) -> None:
        """End the work where there is no network."""
        await self._connectivity.watch()
        if self._connectivity.missing:
            self.no_network = True
            work.cancel()

    async def _work(self, deadline: float | None) -> None:
        """Go through all hosts until the budget is spent."""
        open_hosts = asyncio.Semaphore(HOSTS_AT_ONCE)
        try:
            async with asyncio.timeout_at(deadline), asyncio.TaskGroup() as group:
                for batch in self._batches:
                    for host in self._enqueue(batch):
                        await open_hosts.acquire()
                        task = group.create_task(self._host(host))
                        task.add_done_callback(lambda _: open_hosts.release())
                    await asyncio.sleep(0)
        except TimeoutError:
            pass  # the rest is left for the next run

    def _enqueue(self, batch: Sequence[Target]) -> list[str]:
        """Queue links at their hosts; give the hosts that nobody goes through yet."""
        self.total += len(batch)
        fresh = []
        for host, pages in pages_by_host(batch).items():
            if host not in self._waiting:
                self._waiting[host] = deque()
                fresh.append(host)
            self._waiting[host] += pages
        return fresh

    async def _host(self, host: str) -> None:
        """Go through the pages of a host, a few at once; one that waits makes room."""
        lane = asyncio.Semaphore(self._settings.per_host)
        pages = self._waiting[host]
        async with asyncio.TaskGroup() as group:
            while pages:
                await lane.acquire()
                group.create_task(self._page(pages.popleft(), Release(lane)))
            del self._waiting[host]  # what comes later starts anew

    def count_rest(self) -> None:
        """Count what a run that ended early did not get to."""
        self.total += sum(map(len, self._batches))

    async def _page(self, targets: list[Target], leave: Release) -> None:
        """Judge the links to one page."""
        try:
            checks, page = await self._classifier.classify(targets, leave)
            for target, check in zip(targets, checks, strict=bool(checks)):
                if check.observation.result in FAILURES:
                    self.unconfirmed.append(check)
                else:
                    self._cache.remember(check)
                reason = check.observation.outcome.reason or check.observation.outcome.status
                log.info("%s: %s (%s)", target.url, check.observation.result.value, reason)
                self._found.put_nowait((target, check.observation))
            leave()
            if page is not None:
                await self._hand_over(targets, page)
        except (TooLateError, NoNetworkError):
            pass
        except Exception as error:  # noqa: BLE001 - one page must not cost the run; tests want none
            self.surprises.append((targets[0].url, repr(error)))
        finally:
            leave()
            self.done += len(targets)

    async def _hand_over(self, targets: Sequence[Target], page: Response) -> None:
        """Pass a page on, for its metadata; whatever goes wrong there, the verdict stands."""
        try:
            await self._on_page(targets, page)
        except Exception as error:  # noqa: BLE001 - foreign text can fail in any way
            self.surprises.append((page.url, f"its metadata: {error}"))


class Release:
    """Leaves a lane, once."""

    def __init__(self, lane: asyncio.Semaphore) -> None:
        self._lane: asyncio.Semaphore | None = lane

    def __call__(self) -> None:
        """Make room for the next."""
        if self._lane is not None:
            self._lane.release()
            self._lane = None


def in_batches(targets: Iterable[Target]) -> Iterator[Sequence[Target]]:
    """Give a sequence whole, anything else as it comes."""
    if isinstance(targets, Sequence):
        yield targets
        return
    coming = iter(targets)
    while batch := list(islice(coming, BATCH)):
        yield batch


def pages_by_host(targets: Iterable[Target]) -> dict[str, list[list[Target]]]:
    """Sort links into pages (what differs in its fragment alone), and pages into hosts.

    The host with most pages comes first, for it takes longest.
    """
    pages: dict[str, list[Target]] = defaultdict(list)
    for target in targets:
        pages[substitute_url(target.url) or urldefrag(target.url)[0]].append(target)
    hosts: dict[str, list[list[Target]]] = defaultdict(list)
    for url, page in pages.items():
        hosts[host_of(url)].append(page)
    return dict(sorted(hosts.items(), key=lambda item: -len(item[1])))


def host_of(url: str) -> str:
    """Give the host of a URL; empty where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
