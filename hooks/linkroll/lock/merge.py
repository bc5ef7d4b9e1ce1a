"""Merging lock files: branches, and the shards of one run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from linkroll.lock.lockfile import Lock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkroll.lock.record import Record


def merge_locks(base: Lock, ours: Lock, others: Iterable[Lock]) -> Lock:
    """Merge locks that started from one base, key by key.

    A record that only one side changed is that side's. Where several sides changed it, the one
    with the later ``checked`` wins, then the later lock; ``added`` and ``since`` of the same
    verdict stay the earliest, so that a branch that waits to be merged delays nothing. A record
    that a side removed stays: nothing is deleted by a machine.

    Args:
        base: The lock that all sides started from; empty where it is unknown.
        ours: The lock to merge into.
        others: The other locks, in order.
    """
    merged = dict(ours.records)
    unreadable = list(ours.unreadable)
    findings = list(ours.findings)
    for other in others:
        for key, record in other.records.items():
            merged[key] = pick(base.records, merged.get(key), record)
        unreadable += [line for line in other.unreadable if line not in unreadable]
        findings += other.findings
    return Lock(merged, unreadable, findings)


def pick(base: Mapping[str, Record], ours: Record | None, theirs: Record) -> Record:
    """Return the record of a key from two sides."""
    before = base.get(theirs.key)
    if ours is None or ours in (theirs, before):
        return theirs
    if theirs == before:
        return ours
    later, earlier = (ours, theirs) if (ours.checked or "") > (theirs.checked or "") else (theirs, ours)  # fmt: skip
    added = min(filter(None, (ours.added, theirs.added)), default=None)
    since = later.since
    if later.verdict == earlier.verdict:
        since = min(filter(None, (ours.since, theirs.since)), default=None)
    return replace(later, added=added, since=since)
