"""Updates the lock: checks what is due, fetches metadata, and writes both."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import TYPE_CHECKING

from linkroll.checker.config import CheckerConfig, Target
from linkroll.checker.run import (
    CheckReport,
    check_targets,
    fetch_metadata,
    find_archived_copies,
    remaining_time,
)
from linkroll.checker.worker import Worker
from linkroll.lock.atomic import exclusive
from linkroll.lock.check_cache import CheckCache
from linkroll.lock.lockfile import open_lock, write_lock
from linkroll.lock.record import Record, Verdict
from linkroll.lock.verdict import FAILURES, LIVING, Result, apply_check, is_news, parse_day
from linkroll.tasks.collect_metadata import MetadataCollector, Tally, count_changed_fields, is_there
from linkroll.tasks.plausibility import confirm_failures
from linkroll.tasks.select import (
    apply_cache,
    fold,
    hosts_known_since,
    is_checkable,
    new_record,
    select_targets,
)
from linkroll.urls.identify import identify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from linkroll.checker.client import Response
    from linkroll.checker.scheduler import Scheduler
    from linkroll.lock.lockfile import Lock
    from linkroll.lock.verdict import Observation
    from linkroll.markdown.extension import Link
    from linkroll.metadata.providers.registry import ProviderResults
    from linkroll.metadata.types import Disagreement

SAVE_EVERY = 10.0  # seconds between two saves of the lock during a run


@dataclass(slots=True)
class Update:
    """The result of an update.

    Attributes:
        report: What the run observed, and its costs.
        changed: The changed records by key, as they were before; None for new ones.
        fetched: How many fields of each key were fetched.
        tallies: The statistics of each provider, by name.
        disagreements: Where providers differ, by key.
    """

    report: CheckReport
    changed: dict[str, Record | None] = field(default_factory=dict)
    fetched: dict[str, int] = field(default_factory=dict)
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    disagreements: dict[str, tuple[Disagreement, ...]] = field(default_factory=dict)


def update(
    path: Path,
    links: Iterable[Link],
    settings: CheckerConfig,
    cache: CheckCache,
    on_observation: Callable[[Target, Observation, Scheduler], None] | None = None,
    *,
    on_result: Callable[[ProviderResults], None] | None = None,
) -> Update:
    """Update a lock: check the links that are due, fetch metadata, and write both.

    The lock is written atomically, every few seconds while there is news, at the end, and on
    Ctrl-C. What a killed run observed is in the check cache, and the next run applies it.

    Args:
        path: The lock.
        links: All links, of all pages.
        settings: The settings of the run.
        cache: The observations of earlier runs, and the day of this run.
        on_observation: Called for each link as soon as it was observed.
        on_result: Called after each query to a provider.
    """
    links = list(links)
    lock = open_lock(path)
    before = dict(lock.records)
    lock.records = apply_cache(lock.records, cache)
    private = settings.allow_private
    for link in links:
        if link.key not in lock.records and is_checkable(
            link.url, cache.today, allow_private=private
        ):
            lock.records[link.key] = new_record(link.identity, cache.today)
    targets = list(select_targets(links, lock.records, before, cache, "due", allow_private=private))
    worker = Worker()
    if targets:
        worker.prepare()
    collector = MetadataCollector(settings, cache, worker)
    updater = LockUpdater(path, lock, before, cache.today, collector)

    def apply(target: Target, observation: Observation, engine: Scheduler) -> None:
        if observation.result not in FAILURES:  # failures count after the whole run is confirmed
            updater.apply(target.key, observation)
        if on_observation is not None:
            on_observation(target, observation, engine)

    try:
        report = check_targets(targets, settings, cache, apply, updater.read)
        updater.merge_waiting()
        confirm_failures(report, updater.known, cache)
        updater.apply_failures(report)
        for part in (
            updater.add_copies,
            partial(updater.add_metadata, links, on_result),
            updater.add_companions,
        ):
            if not (report.no_network or report.interrupted):
                part(settings, report)
    finally:
        worker.close()
        updater.merge_waiting()
        updater.save()
    return updater.sum_up(report)


class LockUpdater:
    """Turns observations and metadata into records, and saves them.

    Args:
        path: The lock.
        lock: Its records, and the lines that could not be read.
        before: The records as they are in the file.
        today: The day of the run.
        gathering: The metadata of the run.
    """

    def __init__(
        self,
        path: Path,
        lock: Lock,
        before: dict[str, Record],
        today: date,
        collector: MetadataCollector,
    ) -> None:
        self._path = path
        self._lock = lock
        self._before = before
        self._today = today
        self._collector = collector
        self._judged = dict(lock.records)  # after checks, without new metadata
        self._saved = dict(before)
        self.known: Mapping[str, Record] = dict(lock.records)  # before any check
        self._known_since = hosts_known_since(lock.records)
        self._observations: dict[str, list[Observation]] = defaultdict(list)
        self._waiting: set[str] = set()  # keys with a verdict, but not read yet
        self._read: set[str] = set()
        self._next_save = time.monotonic() + SAVE_EVERY

    def apply(self, key: str, observation: Observation) -> None:
        """Apply an observation to a key, with all others that this run made of it."""
        self._observations[key].append(observation)
        record, observation = self.known[key], fold(self._observations[key])
        self._judged[key] = apply_check(
            record, observation, self._today, self._known_since(record.url)
        )
        if observation.result in (Result.ALIVE, Result.MOVED) and key not in self._read:
            self._waiting.add(key)  # for its page, so that no save parts verdict and metadata
        else:
            self._merge([key])

    def apply_failures(self, report: CheckReport) -> None:
        """Apply the failures of the run to their keys, after `confirm_failures`."""
        for target, observation in report.seen.items():
            if observation.result in FAILURES:
                self.apply(target.key, observation)

    async def read(self, targets: Sequence[Target], response: Response) -> None:
        """Read the metadata of a page."""
        keys = {target.key for target in targets}
        try:
            await self._collector.read(targets, response, self._judged)
        finally:
            self._read |= keys
            self._merge(keys & self._waiting)
            self._waiting -= keys

    def merge_waiting(self) -> None:
        """Merge the records of the keys whose page has no metadata."""
        waiting, self._waiting = self._waiting, set()
        self._merge(waiting)

    def add_metadata(
        self,
        links: Iterable[Link],
        on_result: Callable[[ProviderResults], None] | None,
        settings: CheckerConfig,
        report: CheckReport,
    ) -> None:
        """Query providers for links that exist, and read pages that no check has fetched."""
        collector, private = self._collector, settings.allow_private
        urls = {
            link.key: link.url
            for link in reversed(list(links))
            if is_checkable(link.url, self._today, allow_private=private)
        }
        records = [self._judged[key] for key in urls]
        wanted = [each for each in records if is_there(each) and collector.needs_metadata(each)]
        pages = [
            Target(each.key, urls[each.key] if each.key.startswith("url:") else each.url)
            for each in wanted
            if collector.needs_page(each)
        ]

        def add(results: ProviderResults) -> None:
            collector.add(results)
            self._merge(results.metadata)
            if on_result is not None:
                on_result(results)

        async def read(targets: Sequence[Target], response: Response) -> None:
            await self.read(targets, response)
            self._merge(target.key for target in targets)

        keys = [each.key for each in wanted]
        fetch_metadata(
            collector.providers, keys, pages, settings, report, on_result=add, on_page=read
        )  # fmt: skip

    def add_companions(self, settings: CheckerConfig, report: CheckReport) -> None:
        """Check the companions that providers name, and record those that are there."""
        named = self._collector.companions(self._judged)
        targets = [
            Target(identify(url).key, url)
            for url in sorted({url for urls in named.values() for url in urls})
            if is_checkable(url, self._today, allow_private=settings.allow_private)
        ]
        checked = check_targets(
            targets, remaining_time(settings, report), CheckCache(None, self._today)
        )
        report.add(checked)
        living = {target.url for target, one in checked.seen.items() if one.result in LIVING}
        self._collector.confirm_companions(living)
        self._merge(named)

    def _merge(self, keys: Iterable[str]) -> None:
        """Merge the metadata of some keys into their records."""
        for key in keys:
            self._lock.records[key] = self._collector.merged(self._judged[key])
        if time.monotonic() > self._next_save:
            self.save()

    def add_copies(self, settings: CheckerConfig, report: CheckReport) -> None:
        """Look for archived copies of dead links, near the day each was added."""
        records = self._lock.records
        wanted = {
            key: (record.url, parse_day(record.added) or self._today)
            for key, record in records.items()
            if record.verdict == Verdict.DEAD
            and record.archive is None
            and key in self._observations
        }
        for key, archive in find_archived_copies(wanted, settings, report).items():
            self._judged[key] = replace(self._judged[key], archive=archive)
            self._merge([key])

    def save(self) -> None:
        """Write the lock, if a record has changed.

        A link that was checked again with the same result is no change. What another program
        wrote since the last save, such as an import, is kept.
        """
        self._next_save = time.monotonic() + SAVE_EVERY
        if any(self._has_news(key) for key in self._lock.records):
            with exclusive(self._path):
                self._take_over(open_lock(self._path).records)
                write_lock(self._path, self._lock)
            self._saved = dict(self._lock.records)
        self._collector.record_queries()

    def _has_news(self, key: str) -> bool:
        """Whether a record differs from the file in more than its last check."""
        record, saved = self._lock.records[key], self._saved.get(key)
        return record is not saved and is_news(saved, record)

    def _take_over(self, written: Mapping[str, Record]) -> None:
        """Merge what another program has written to the file since the last save."""
        for key, theirs in written.items():
            base, ours = self._saved.get(key), self._lock.records.get(key)
            if theirs != base:
                merged = theirs if ours is None else merge_changes(base, ours, theirs)
                self._lock.records[key] = self._judged[key] = merged

    def sum_up(self, report: CheckReport) -> Update:
        """Return what changed in the run, and where providers differ."""
        records, collector = self._lock.records, self._collector
        changed = {
            key: self._before.get(key)
            for key, record in records.items()
            if record != self._before.get(key)
        }
        fetched = {key: count_changed_fields(old, records[key]) for key, old in changed.items()}
        differing = {key: collector.disagreements(each) for key, each in self._judged.items()}
        return Update(
            report,
            changed,
            {key: count for key, count in fetched.items() if count},
            collector.tallies,
            {key: each for key, each in differing.items() if each},
        )


def merge_changes(base: Record | None, ours: Record, theirs: Record) -> Record:
    """Merge two changes of one record field by field; where both changed one, ours stays."""
    if base is None:
        base = Record(ours.key, ours.url, ours.kind)
    origin = dict(ours.origin)
    taken = {}
    for field_ in fields(Record):
        name = field_.name
        now, other, before = (getattr(each, name) for each in (ours, theirs, base))
        if name != "origin" and now == before and other != before:
            taken[name] = other
            if name in theirs.origin:
                origin[name] = theirs.origin[name]
    return replace(ours, **taken, origin=origin)
