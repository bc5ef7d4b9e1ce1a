"""What a check means: the table of verdicts as a pure function, and when to look again.

`apply_check` takes what is known of a key and what one check saw, and gives what is known now. It asks
nobody, and takes the day from its caller. The pace of confirmation (three failed checks, at least
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
    """All that one check can come to."""

    ALIVE = "alive"  # it answered
    MOVED = "moved"  # every redirect was permanent, and the end answered
    BLOCKED = "blocked"  # the server would not say to us
    FAILED = "failed"  # 404, 5xx, timeout, TLS, DNS
    GONE = "gone"  # 410: removed on purpose
    NO_SUCH_NAME = "no-such-name"  # the DNS knows no such host
    NOT_ITSELF = "not-itself"  # an answer, but not of the thing: soft 404, parked, sent home
    NO_ANCHOR = "no-anchor"  # the page is there, but not the part that the link names
    ITSELF = "itself"  # what it says of itself was compared, and it is the thing
    ANOTHER = "another"  # what it says of itself was compared, and it is another thing


@dataclass(frozen=True, slots=True)
class Hop:
    """One answer on the way: the URL that was asked and the status that came."""

    url: str
    status: int


@dataclass(frozen=True, slots=True)
class Observation:
    """What one check saw: its result, the evidence, and the redirects on the way."""

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
# What counts towards death.
FAILURES = frozenset({Result.FAILED, Result.GONE, Result.NO_SUCH_NAME, Result.NOT_ITSELF})

# The floor for every death: as many failures, so far apart.
CONFIRMATIONS = 3
APART = timedelta(days=3)
# A link that was known for a month outlives an outage of nine days: its failures have to span more
# than that. 410 says on purpose that it will not come back (RFC 9110, 15.5.11), and needs no more
# than the floor.
LONG_KNOWN = timedelta(days=30)
SPAN_OF_LONG_KNOWN = timedelta(days=12)

BLOCKED_FOR_A_HUMAN = timedelta(days=30)
CHECKED_IS_STALE = timedelta(days=90)
WEEK = 7
# Where only the lock tells when a link was checked, which is up to three months late.
RECENT = timedelta(days=14)


def apply_check(
    record: Record, seen: Observation, today: date, host_known: date | None = None
) -> Record:
    """Say what is known of a record after one check.

    Args:
        record: What was known.
        seen: What the check saw.
        today: The day of the check.
        host_known: The day since which other links to the same host are known.

    Returns:
        The record with its verdict, ``since``, ``failures``, ``outcome`` and ``checked`` brought
        up to date. It is the same object where nothing changed and ``checked`` is younger than three
        months, so that a lock is not rewritten every day.
    """
    if record.verdict == Verdict.PLACEHOLDER:
        return record  # from the text of the URL alone: no answer can make it real
    verdict, failures = _transition(record, seen, today, host_known)
    if not _worth_writing(record, seen, verdict, failures, today):
        return record
    since = record.since if verdict == record.verdict and record.since else today.isoformat()
    return replace(
        record,
        verdict=verdict,
        since=since,
        failures=failures,
        outcome=seen.outcome,
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


def is_gone(seen: Observation) -> bool:
    """Whether a link that a change adds fails on this at once: 404, 410 or an unknown name."""
    return seen.result in {Result.GONE, Result.NO_SUCH_NAME} or (
        seen.result is Result.FAILED and seen.outcome.status == 404
    )


def is_due(record: Record, today: date, last: date | None = None) -> bool:
    """Whether a record should be checked today.

    `Verdict.due_after` says how many days after the last check. The first time a link already
    comes up on a weekday of its own, which a hash of the key gives, so that links added in one go
    are not checked in one go ever after. The same weekday decides where the check cache is lost,
    so that its loss makes no link flap.

    Args:
        record: What is known.
        today: The day of the run.
        last: The day of the last check where that is known better than from ``checked``, which
            is rewritten at most every three months.
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
    """Whether a link has been blocked for 30 days, so that only a person can tell."""
    since = parse_day(record.since)
    if record.verdict != Verdict.BLOCKED or since is None:
        return False
    return today - since >= BLOCKED_FOR_A_HUMAN


def _transition(
    record: Record, seen: Observation, today: date, host_known: date | None
) -> tuple[Verdict, tuple[str, ...]]:
    """Give the verdict and the failures in a row after one check."""
    if seen.result is Result.BLOCKED:
        return Verdict.BLOCKED, _failures_after_a_block(record)
    if seen.result not in LIVING:
        return _after_a_failure(record, seen, today, host_known)
    compared = seen.result in {Result.ITSELF, Result.ANOTHER}
    if record.verdict == Verdict.MISLABELLED and not compared:
        return Verdict.MISLABELLED, ()  # that it answers was never in doubt
    return LIVING[seen.result], ()


def _failures_after_a_block(record: Record) -> tuple[str, ...]:
    """Keep a row of failures through one blocked answer, and end it at the second.

    One refusal between two failures says nothing of the thing; a server that goes on refusing is
    there, and was not when the failures were counted.
    """
    return () if record.verdict == Verdict.BLOCKED else record.failures


def _after_a_failure(
    record: Record, seen: Observation, today: date, host_known: date | None
) -> tuple[Verdict, tuple[str, ...]]:
    """Count a failure, where it is far enough from the last one, and see if it is enough."""
    if record.verdict == Verdict.DEAD:
        return Verdict.DEAD, record.failures
    last = parse_day(record.failures[-1]) if record.failures else None
    unconfirmed = Verdict.MISLABELLED if record.verdict == Verdict.MISLABELLED else Verdict.FAILING
    if last and today - last < APART:
        return unconfirmed, record.failures
    failures = (*record.failures, today.isoformat())
    first = parse_day(failures[0]) or today
    enough = len(failures) >= CONFIRMATIONS and today - first >= _span(
        record, seen, first, host_known
    )
    return (Verdict.DEAD if enough else unconfirmed), failures


def _span(record: Record, seen: Observation, first: date, host_known: date | None) -> timedelta:
    """Return how far apart the first and the last failure have to be."""
    known = min(filter(None, (parse_day(record.added), host_known)), default=first)
    if seen.result is Result.GONE or first - known < LONG_KNOWN:
        return timedelta()
    return SPAN_OF_LONG_KNOWN


def _worth_writing(
    record: Record, seen: Observation, verdict: Verdict, failures: tuple[str, ...], today: date
) -> bool:
    checked = parse_day(record.checked)
    return (
        verdict != record.verdict
        or failures != record.failures
        or record.outcome is None
        or (verdict == Verdict.MOVED and seen.outcome.final != record.outcome.final)
        or checked is None
        or today - checked >= CHECKED_IS_STALE
    )


def _latest_slot(key: str, today: date) -> date:
    """Give the latest day up to today that is the key's own weekday."""
    return today - timedelta(days=(today.toordinal() + zlib.crc32(key.encode())) % WEEK)


def parse_day(text: str | None) -> date | None:
    """Read an ISO day; None where there is none, or where it is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
