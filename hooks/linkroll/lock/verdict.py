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

if TYPE_CHECKING:
    from linkroll.lock.record import Outcome, Record, Verdict


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


# Answers of the thing itself, which end all failures. A page that lacks a part is not dead, and
# never becomes so.
LIVING: dict[Result, Verdict] = {
    Result.ALIVE: "alive",
    Result.ITSELF: "alive",
    Result.MOVED: "moved",
    Result.ANOTHER: "mislabelled",
    Result.NO_ANCHOR: "failing",
}

# Two of these are enough where other failures need three: they are said on purpose.
FINAL = frozenset({Result.GONE, Result.NO_SUCH_NAME})
CONFIRMATIONS = 3
CONFIRMATIONS_OF_FINAL = 2
APART = timedelta(days=3)

ALIVE_EVERY = timedelta(days=7)
FAILING_EVERY = APART
DEAD_EVERY = timedelta(days=7)
BLOCKED_FOR_A_HUMAN = timedelta(days=30)
CHECKED_IS_STALE = timedelta(days=30)


def apply_check(record: Record, seen: Observation, today: date) -> Record:
    """Say what is known of a record after one check.

    Args:
        record: What was known.
        seen: What the check saw.
        today: The day of the check.

    Returns:
        The record with its verdict, ``since``, ``failures``, ``outcome`` and ``checked`` brought
        up to date. It is the same object where nothing changed and ``checked`` is younger than a
        month, so that a lock is not rewritten every day.
    """
    if record.verdict == "placeholder":
        return record  # from the text of the URL alone: no answer can make it real
    verdict, failures = _transition(record, seen, today)
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


def is_gone(seen: Observation) -> bool:
    """Whether a link that a change adds fails on this at once: 404, 410 or an unknown name."""
    return seen.result in FINAL or (seen.result is Result.FAILED and seen.outcome.status == 404)


def is_due(record: Record, today: date, last: date | None = None) -> bool:
    """Whether a record should be checked today.

    Alive, moved, mislabelled and blocked ones come up after seven days; the first time already on
    the weekday that a hash of the key gives, so that what was added in one go is not asked in one
    go ever after. A block seldom lifts sooner, and asking a server that said no more often than
    the others would be rude. A failure waiting for confirmation comes up after three days, a dead
    one after seven, for things come back.

    Args:
        record: What is known.
        today: The day of the run.
        last: The day of the last check where that is known better than from ``checked``, which
            is rewritten at most monthly.
    """
    if record.verdict == "placeholder":
        return False
    checked = max(filter(None, (last, _day(record.checked))), default=None)
    if record.verdict is None or checked is None:
        return True
    if record.failures and record.verdict != "dead":
        return today - checked >= FAILING_EVERY
    if record.verdict == "dead":
        return today - checked >= DEAD_EVERY
    if checked == _day(record.since):
        return _latest_slot(record.key, today) > checked
    return today - checked >= ALIVE_EVERY


def needs_human(record: Record, today: date) -> bool:
    """Whether a link has been blocked for 30 days, so that only a person can tell."""
    since = _day(record.since)
    if record.verdict != "blocked" or since is None:
        return False
    return today - since >= BLOCKED_FOR_A_HUMAN


def _transition(record: Record, seen: Observation, today: date) -> tuple[Verdict, tuple[str, ...]]:
    """Give the verdict and the failures in a row after one check."""
    if seen.result is Result.BLOCKED:
        return "blocked", _failures_after_a_block(record)
    if seen.result not in LIVING:
        return _after_a_failure(record, seen, today)
    compared = seen.result in {Result.ITSELF, Result.ANOTHER}
    if record.verdict == "mislabelled" and not compared:
        return "mislabelled", ()  # that it answers was never in doubt
    return LIVING[seen.result], ()


def _failures_after_a_block(record: Record) -> tuple[str, ...]:
    """Keep a row of failures through one blocked answer, and end it at the second.

    One refusal between two failures says nothing of the thing; a server that goes on refusing is
    there, and was not when the failures were counted.
    """
    return () if record.verdict == "blocked" else record.failures


def _after_a_failure(
    record: Record, seen: Observation, today: date
) -> tuple[Verdict, tuple[str, ...]]:
    """Count a failure, where it is far enough from the last one, and see if it is enough."""
    if record.verdict == "dead":
        return "dead", record.failures
    last = _day(record.failures[-1]) if record.failures else None
    if last and today - last < APART:
        return _unconfirmed(record), record.failures
    failures = (*record.failures, today.isoformat())
    enough = len(failures) >= _confirmations(record, seen)
    return ("dead" if enough else _unconfirmed(record)), failures


def _unconfirmed(record: Record) -> Verdict:
    """Keep what a person must act on while a failure is not confirmed."""
    return "mislabelled" if record.verdict == "mislabelled" else "failing"


def _confirmations(record: Record, seen: Observation) -> int:
    """Two failures are enough only where both were final: a timeout and a 410 are not two 410s."""
    before = record.outcome
    was_final = before is not None and (
        before.status == 410 or before.reason == Result.NO_SUCH_NAME.value
    )
    return CONFIRMATIONS_OF_FINAL if seen.result in FINAL and was_final else CONFIRMATIONS


def _worth_writing(
    record: Record, seen: Observation, verdict: Verdict, failures: tuple[str, ...], today: date
) -> bool:
    checked = _day(record.checked)
    return (
        verdict != record.verdict
        or failures != record.failures
        or record.outcome is None
        or (verdict == "moved" and seen.outcome.final != record.outcome.final)
        or checked is None
        or today - checked >= CHECKED_IS_STALE
    )


def _latest_slot(key: str, today: date) -> date:
    """Give the latest day up to today that is the key's own weekday."""
    days = ALIVE_EVERY.days
    return today - timedelta(days=(today.toordinal() + zlib.crc32(key.encode())) % days)


def _day(text: str | None) -> date | None:
    """Read an ISO day; None where there is none, or where it is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
