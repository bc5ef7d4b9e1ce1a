"""Checks put to use: which links to ask about, and what their answers make of the records."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from linkroll.network import Report, Settings, Target, check, find_copies
from linkroll.placeholders import doubts
from linkroll.records import Record, read_lock, write_lock
from linkroll.urls import identify
from linkroll.verdicts import LIVING, Result, Seen, is_due, judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from linkroll.markdown import Link
    from linkroll.memory import Memory
    from linkroll.network import Engine
    from linkroll.records import Lock, Which

SAVE_EVERY = 10.0  # seconds between two writings of the lock while a run goes on


def plan(
    links: Iterable[Link],
    records: Mapping[str, Record],
    memory: Memory,
    which: Which,
    *,
    allow_private: bool = False,
) -> Iterator[Target]:
    """Choose what to ask about, as links come: each address once, placeholders never.

    Args:
        links: All links, of all pages.
        records: What is known, by key; `recall` adds what was seen since.
        memory: When a key was last checked, and the day it is.
        which: ``off``: none; ``new``: keys without a record; ``due``: those, and what
            `verdicts.is_due` names; ``all``: every one.
        allow_private: Whether a private address is no placeholder.
    """
    seen: set[str] = set()
    chosen: dict[str, bool] = {}  # by key; asked once, for the memory grows meanwhile
    for link in links:
        if link.key not in chosen:
            chosen[link.key] = wanted(link.key, records, memory, which)
        if chosen[link.key] and link.url not in seen:
            seen.add(link.url)
            if can_be_asked(link.url, memory.today, allow_private=allow_private):
                yield Target(link.key, link.url, link.text)


def wanted(key: str, records: Mapping[str, Record], memory: Memory, which: Which) -> bool:
    """Whether a key is among those to ask about."""
    record = records.get(key)
    if which in {"off", "all"}:
        return which == "all"
    if record is None:
        return True
    return which == "due" and is_due(record, memory.today, memory.last(key))


def can_be_asked(url: str, today: date, *, allow_private: bool) -> bool:
    """Whether a URL could be real, as far as its text tells."""
    if not url.lower().startswith(("http://", "https://")):
        return False
    found = doubts(url, today, allow_private=allow_private)
    return not any(doubt.code == "placeholder" for doubt in found)


def recall(records: Mapping[str, Record], memory: Memory) -> dict[str, Record]:
    """Add to the records what was seen after they were written.

    That is what an interrupted run learnt, or a build, which writes no lock.
    """
    known = dict(records)
    for key, checks in memory.checks().items():
        record = known.get(key) or new_record(key, checks[0].url, checks[0].day)
        if record.checked is None or checks[0].day.isoformat() > record.checked:
            known[key] = judge(record, fold(check.seen for check in checks), checks[0].day)
    return known


def new_record(key: str, url: str, day: date) -> Record:
    """Make the record of a key that is seen for the first time."""
    identity = identify(url)
    return Record(key=key, url=identity.canonical, kind=identity.kind, added=day.isoformat())


# Of several addresses of one thing the best tells of the thing.
BEST_FIRST = (*LIVING, Result.BLOCKED, Result.NOT_ITSELF, Result.FAILED, *Result)


def fold(seen: Iterable[Seen]) -> Seen:
    """Make one of what was seen at the addresses of one key."""
    return min(seen, key=lambda one: BEST_FIRST.index(one.result))


@dataclass(slots=True)
class Update:
    """What an update did.

    Attributes:
        report: What the run saw, and what it cost.
        changed: The records that are other than before, by key, as they were; None for new ones.
    """

    report: Report
    changed: dict[str, Record | None] = field(default_factory=dict)


def update(
    path: Path,
    links: Iterable[Link],
    settings: Settings,
    memory: Memory,
    on_seen: Callable[[Target, Seen, Engine], None] | None = None,
) -> Update:
    """Bring a lock up to date: ask about what is due, and write what is known now.

    The lock is written atomically, every few seconds while something new comes in, at the end,
    and when someone interrupts; what a killed run saw is in the memory, and taken up by the next.

    Args:
        path: The lock.
        links: All links, of all pages.
        settings: The conditions of the run.
        memory: What earlier runs saw, and the day it is.
        on_seen: Called for each link as soon as something was seen of it.
    """
    links = list(links)
    lock = read_lock(path)
    before = dict(lock.records)
    lock.records = recall(lock.records, memory)
    private = settings.allow_private
    for link in links:
        if link.key not in lock.records and can_be_asked(
            link.url, memory.today, allow_private=private
        ):
            lock.records[link.key] = new_record(link.key, link.url, memory.today)
    targets = list(plan(links, lock.records, memory, "due", allow_private=private))
    learner = Learner(path, lock, before, memory.today)

    def learn(target: Target, seen: Seen, engine: Engine) -> None:
        learner.learn(target.key, seen)
        if on_seen is not None:
            on_seen(target, seen, engine)

    try:
        report = check(targets, settings, memory, learn)
        if not (report.no_network or report.interrupted):
            learner.add_copies(settings, report)
    finally:
        learner.save()
    return Update(report, learner.changed())


class Learner:
    """Turns what is seen into records, and saves them.

    Args:
        path: The lock.
        lock: Its records, and what of it could not be read.
        before: The records as they stand in the file.
        today: The day of the run.
    """

    def __init__(self, path: Path, lock: Lock, before: dict[str, Record], today: date) -> None:
        self._path = path
        self._lock = lock
        self._before = before
        self._today = today
        self._saved = dict(before)
        self._at_first = dict(lock.records)
        self._seen: dict[str, list[Seen]] = defaultdict(list)
        self._next_save = time.monotonic() + SAVE_EVERY

    def learn(self, key: str, seen: Seen) -> None:
        """Judge a key anew, by all that this run saw of it."""
        self._seen[key].append(seen)
        self._lock.records[key] = judge(self._at_first[key], fold(self._seen[key]), self._today)
        if time.monotonic() > self._next_save:
            self.save()

    def add_copies(self, settings: Settings, report: Report) -> None:
        """Look for archived copies of the dead, near the day each was added."""
        records = self._lock.records
        wanted = {
            key: (record.url, date.fromisoformat(record.added or self._today.isoformat()))
            for key, record in records.items()
            if record.verdict == "dead" and record.archive is None and key in self._seen
        }
        for key, archive in find_copies(wanted, settings, report).items():
            records[key] = replace(records[key], archive=archive)

    def save(self) -> None:
        """Write the lock, if it is other than the file."""
        self._next_save = time.monotonic() + SAVE_EVERY
        if self._lock.records != self._saved:
            write_lock(self._path, self._lock)
            self._saved = dict(self._lock.records)

    def changed(self) -> dict[str, Record | None]:
        """Which records are other than before, and how they were."""
        return {
            key: self._before.get(key)
            for key, record in self._lock.records.items()
            if record != self._before.get(key)
        }
