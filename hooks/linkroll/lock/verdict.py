"""Applies checks to records: the table of verdicts as a pure function, and when a check is due.

`apply_check` takes a record and the observation of one check, and returns the new record. It sends
no request, and takes the day from its caller. The pace of confirmation (three failed checks, at least
three days apart, one success ends it) is that of Wikipedia's InternetArchiveBot
(internetarchive/internetarchivebot, ``Core/parse.php``, ``updateLinkInfo``).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from linkroll.lock.record import Verdict

if TYPE_CHECKING:
    from linkroll.lock.record import Outcome, Record


class Result(Enum):
    """The possible results of one check."""

    ALIVE = "alive"  # the page was returned
    MOVED = "moved"  # every redirect was permanent, and the final page was returned
    BLOCKED = "blocked"  # the server refused us
    FAILED = "failed"  # 404, 5xx, timeout, TLS, DNS
    GONE = "gone"  # 410: removed on purpose
    NO_SUCH_NAME = "no-such-name"  # the host is not in the DNS
    NOT_ITSELF = "not-itself"  # a response, but not the thing: soft 404, parked, redirected to the start page
    NO_ANCHOR = "no-anchor"  # the page exists, but not the anchor of the link
    ITSELF = "itself"  # its metadata were compared, and it is the thing
    ANOTHER = "another"  # its metadata were compared, and it is another thing


@dataclass(frozen=True, slots=True)
class Hop:
    """One response in a redirect chain: the URL that was requested and the HTTP status."""

    url: str
    status: int


@dataclass(frozen=True, slots=True)
class Observation:
    """The observation of one check: its result, the evidence, and the redirect chain."""

    result: Result
    outcome: Outcome
    chain: tuple[Hop, ...] = ()


# Responses of the thing itself, which end all failures. A page that lacks a part is not dead, and
# never becomes so.
LIVING: dict[Result, Verdict] = {
    Result.ALIVE: Verdict.ALIVE,
    Result.ITSELF: Verdict.ALIVE,
    Result.MOVED: Verdict.MOVED,
    Result.ANOTHER: Verdict.MISLABELLED,
    Result.NO_ANCHOR: Verdict.FAILING,
}
# Results that count as failures.
FAILURES = frozenset({Result.FAILED, Result.GONE, Result.NO_SUCH_NAME, Result.NOT_ITSELF})

# The minimum for the verdict dead: this many failures, this far apart.
CONFIRMATIONS = 3
APART = timedelta(days=3)
# A link that was recorded for a month survives an outage of nine days: its failures have to span
# more than that. 410 is meant to be permanent (RFC 9110, 15.5.11), so the minimum is enough.
LONG_KNOWN = timedelta(days=30)
SPAN_OF_LONG_KNOWN = timedelta(days=12)

BLOCKED_FOR_A_HUMAN = timedelta(days=30)
CHECKED_IS_STALE = timedelta(days=90)
WEEK = 7
# For links whose last check is only in the lock, where it is up to three months late.
RECENT = timedelta(days=14)


def apply_check(
    record: Record, observation: Observation, today: date, host_known: date | None = None
) -> Record:
    """Return a record after one check.

    Args:
        record: The record before.
        observation: The observation of the check.
        today: The day of the check.
        host_known: The day since which other links to the same host are recorded.

    Returns:
        The record with its verdict, ``since``, ``failures``, ``outcome`` and ``checked``
        updated. It is the same object where nothing changed and ``checked`` is younger than three
        months, so that a lock is not rewritten every day.
    """
    if record.verdict == Verdict.PLACEHOLDER:
        return record  # from the text of the URL alone: no response can make it real
    verdict, failures = _transition(record, observation, today, host_known)
    if not _worth_writing(record, observation, verdict, failures, today):
        return record
    since = record.since if verdict == record.verdict and record.since else today.isoformat()
    return replace(
        record,
        verdict=verdict,
        since=since,
        failures=failures,
        outcome=observation.outcome,
        checked=today.isoformat(),
    )


def is_news(before: Record | None, after: Record) -> bool:
    """Whether a record differs in more than that it was checked again, with the same result."""
    if before is None:
        return True
    finals = [record.outcome and record.outcome.final for record in (before, after)]
    if after.verdict == Verdict.MOVED and finals[0] != finals[1]:
        return True
    return replace(after, checked=before.checked, outcome=before.outcome) != before


def is_gone(observation: Observation) -> bool:
    """Whether this makes a link that a change adds fail at once: 404, 410 or an unknown host."""
    return observation.result in {Result.GONE, Result.NO_SUCH_NAME} or (
        observation.result is Result.FAILED and observation.outcome.status == 404
    )


def is_due(record: Record, today: date, last: date | None = None) -> bool:
    """Whether a record should be checked today.

    `Verdict.due_after` is the number of days after the last check. The second check is on a
    weekday that a hash of the key determines, so that links that were added on one day are not
    always checked on one day. The same weekday decides where the check cache is lost,
    so that its loss makes no link flap.

    Args:
        record: The record.
        today: The day of the run.
        last: The day of the last check in the check cache; ``checked`` is rewritten at most every
            three months.
    """
    if record.verdict == Verdict.PLACEHOLDER:
        return False
    stated = max(
        filter(None, (parse_day(record.checked), *map(parse_day, record.failures))), default=None
    )
    checked = max(filter(None, (last, stated)), default=None)
    if record.verdict is None or checked is None:
        return True
    if record.failures and record.verdict != Verdict.DEAD:
        return today - checked >= APART
    if last is None and today - checked >= RECENT:
        return today - checked >= CHECKED_IS_STALE or _latest_slot(record.key, today) == today
    if checked == parse_day(record.since) and record.verdict != Verdict.DEAD:
        return _latest_slot(record.key, today) > checked
    return today - checked >= timedelta(days=Verdict(record.verdict).due_after or WEEK)


def needs_human(record: Record, today: date) -> bool:
    """Whether a link has been blocked for 30 days, so that a person has to look at it."""
    since = parse_day(record.since)
    if record.verdict != Verdict.BLOCKED or since is None:
        return False
    return today - since >= BLOCKED_FOR_A_HUMAN


def _transition(
    record: Record, observation: Observation, today: date, host_known: date | None
) -> tuple[Verdict, tuple[str, ...]]:
    """Return the verdict and the consecutive failures after one check."""
    if observation.result is Result.BLOCKED:
        return Verdict.BLOCKED, _failures_after_a_block(record)
    if observation.result not in LIVING:
        return _after_a_failure(record, observation, today, host_known)
    compared = observation.result in {Result.ITSELF, Result.ANOTHER}
    if record.verdict == Verdict.MISLABELLED and not compared:
        return Verdict.MISLABELLED, ()  # that a page is returned does not refute it
    return LIVING[observation.result], ()


def _failures_after_a_block(record: Record) -> tuple[str, ...]:
    """Keep the consecutive failures after one blocked response, and reset them after the second.

    One refusal between two failures is no evidence for the thing; a server that continues to
    refuse exists, and did not when the failures were counted.
    """
    return () if record.verdict == Verdict.BLOCKED else record.failures


def _after_a_failure(
    record: Record, observation: Observation, today: date, host_known: date | None
) -> tuple[Verdict, tuple[str, ...]]:
    """Count a failure if it is far enough from the last one; dead if there are enough."""
    if record.verdict == Verdict.DEAD:
        return Verdict.DEAD, record.failures
    last = parse_day(record.failures[-1]) if record.failures else None
    unconfirmed = Verdict.MISLABELLED if record.verdict == Verdict.MISLABELLED else Verdict.FAILING
    if last and today - last < APART:
        return unconfirmed, record.failures
    failures = (*record.failures, today.isoformat())
    first = parse_day(failures[0]) or today
    enough = len(failures) >= CONFIRMATIONS and today - first >= _span(
        record, observation, first, host_known
    )
    return (Verdict.DEAD if enough else unconfirmed), failures


def _span(
    record: Record, observation: Observation, first: date, host_known: date | None
) -> timedelta:
    """Return how far apart the first and the last failure have to be."""
    known = min(filter(None, (parse_day(record.added), host_known)), default=first)
    if observation.result is Result.GONE or first - known < LONG_KNOWN:
        return timedelta()
    return SPAN_OF_LONG_KNOWN


def _worth_writing(
    record: Record,
    observation: Observation,
    verdict: Verdict,
    failures: tuple[str, ...],
    today: date,
) -> bool:
    checked = parse_day(record.checked)
    return (
        verdict != record.verdict
        or failures != record.failures
        or record.outcome is None
        or (verdict == Verdict.MOVED and observation.outcome.final != record.outcome.final)
        or checked is None
        or today - checked >= CHECKED_IS_STALE
    )


def _latest_slot(key: str, today: date) -> date:
    """Return the latest day up to today that is the weekday of the key."""
    return today - timedelta(days=(today.toordinal() + zlib.crc32(key.encode())) % WEEK)


def parse_day(text: str | None) -> date | None:
    """Parse an ISO day; None where it is missing or invalid."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
