"""Runs checks: the entry point of the only package that opens sockets.

`client` sends one request, guarded by `ssrf`, `dns` and `rate_limit`, and reads the response with
`response_parser`. `redirects` follows it to its end, with `cookies`. `classify` turns what came
into an observation: `page`, `fragments`, `soft404`, `quirks` and `errors` are its rules,
`probe` and `exists` what it may request besides. `scheduler` does so for many links at once, and
`worker` reads pages under a time limit.
"""

from __future__ import annotations

import asyncio
import gc
import time
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from linkroll.checker.classify import ignore_page
from linkroll.checker.scheduler import Scheduler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from linkroll.checker.classify import OnPage
    from linkroll.checker.config import CheckerConfig, Target
    from linkroll.lock.check_cache import CachedCheck, CheckCache
    from linkroll.lock.record import Archive
    from linkroll.lock.verdict import Observation
    from linkroll.metadata.providers.provider import Provider
    from linkroll.metadata.providers.registry import ProviderResults


@dataclass(slots=True)
class CheckReport:
    """What a run saw, and what it cost.

    Attributes:
        seen: What was seen of each link that was reached.
        left: How many links were not.
        requests: How many requests were sent.
        seconds: How long it took.
        no_network: Whether there is no network; then nothing was seen.
        unconfirmed: Failures that are not in the check cache yet; see `tasks.plausibility`.
        withheld: Why failures of this run count for nothing; empty if they count.
        interrupted: Whether someone ended the run early.
        surprises: URLs whose answers could not be coped with, and how it failed.
        next_at: From when on hosts may be asked again, for what follows in the same run.
    """

    seen: dict[Target, Observation] = field(default_factory=dict)
    left: int = 0
    requests: int = 0
    seconds: float = 0.0
    no_network: bool = False
    unconfirmed: list[CachedCheck] = field(default_factory=list)
    withheld: str = ""
    interrupted: bool = False
    surprises: list[tuple[str, str]] = field(default_factory=list)
    next_at: Mapping[str, float] = field(default_factory=dict)

    def add(self, more: CheckReport) -> None:
        """Add what a further part of the run cost, and how it ended."""
        self.requests += more.requests
        self.seconds += more.seconds
        self.interrupted |= more.interrupted
        self.surprises += more.surprises


def check_targets(
    targets: Iterable[Target],
    settings: CheckerConfig,
    cache: CheckCache,
    on_observation: Callable[[Target, Observation, Scheduler], None] | None = None,
    on_page: OnPage = ignore_page,
) -> CheckReport:
    """Check links, and come back when all are judged or the budget is spent.

    Args:
        targets: The links. What is no sequence is taken up while the first are asked already.
        settings: The conditions of the run.
        cache: What earlier runs saw.
        on_observation: Called for each link as soon as something was seen of it, with the engine, whose
            ``done``, ``total`` and ``slowest`` tell how far it is.
        on_page: Called with what came where it is there and is itself.

    Returns:
        What was seen. An interrupt (Ctrl-C) ends the run early and raises nothing.
    """
    engine, report = Scheduler(targets, settings, cache, on_page), CheckReport()
    started = time.monotonic()

    async def run() -> None:
        async with aclosing(engine.run()) as found:
            async for target, seen in found:
                report.seen[target] = seen
                if on_observation is not None:
                    on_observation(target, seen, engine)

    try:
        with rare_garbage_collection():
            asyncio.run(run())
    except KeyboardInterrupt:
        report.interrupted = True
    engine.count_rest()
    report.left = engine.total - len(report.seen)
    report.requests = engine.requests
    report.seconds = time.monotonic() - started
    report.no_network = engine.no_network
    report.surprises = engine.surprises
    report.unconfirmed = engine.unconfirmed
    report.next_at = engine.next_at()
    return report


@contextmanager
def rare_garbage_collection() -> Iterator[None]:
    """Look for garbage less often: a run makes many objects and few cycles."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def find_archived_copies(
    wanted: Mapping[str, tuple[str, date]], settings: CheckerConfig, spent: CheckReport
) -> dict[str, Archive]:
    """Look for archived copies in what is left of a run's budget.

    Args:
        wanted: For each key its URL, and the day that the copy should be near to.
        settings: The conditions of the run.
        spent: The run so far; its costs are added to.
    """
    found: dict[str, Archive] = {}
    if wanted:
        from linkroll.checker.wayback import nearest_copies  # noqa: PLC0415 - a check wants none

        with continuing(spent):
            found, requests = asyncio.run(nearest_copies(wanted, remaining_time(settings, spent)))
            spent.requests += requests
    return found


def fetch_metadata(
    known: Sequence[Provider],
    keys: Iterable[str],
    pages: Iterable[Target],
    settings: CheckerConfig,
    spent: CheckReport,
    *,
    on_result: Callable[[ProviderResults], None],
    on_page: OnPage,
) -> None:
    """Ask sources for facts, and read pages, in what is left of a run's budget.

    Args:
        known: The sources, most believed first.
        keys: What to ask them about.
        pages: What to read of itself.
        settings: The conditions of the run.
        spent: The run so far; its costs are added to.
        on_result: Called after each question to a source.
        on_page: Called with what came where it is there and is itself.
    """
    from linkroll.checker.fetch_metadata import MetadataRun  # noqa: PLC0415 - all the sources: a check wants none

    asking = MetadataRun(remaining_time(settings, spent), spent.next_at)
    with continuing(spent):
        try:
            asyncio.run(asking.run(known, keys, pages, on_result, on_page))
        finally:
            spent.requests += asking.requests
            spent.next_at = asking.next_at
            spent.surprises += asking.surprises


def remaining_time(settings: CheckerConfig, spent: CheckReport) -> CheckerConfig:
    """Give the conditions of a run with what is left of its budget."""
    if settings.budget is None:
        return settings
    return replace(settings, budget=max(0.0, settings.budget - spent.seconds))


@contextmanager
def continuing(spent: CheckReport) -> Iterator[None]:
    """Add the time of a further part to a run; an interrupt ends the part and raises nothing."""
    started = time.monotonic()
    try:
        yield
    except KeyboardInterrupt:
        spent.interrupted = True
    finally:
        spent.seconds += time.monotonic() - started
