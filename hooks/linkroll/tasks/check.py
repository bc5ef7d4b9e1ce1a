"""Checks links for a build or `linkroll check`, and reports what is wrong with new ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkroll.checker.run import CheckReport, check_targets
from linkroll.lint.rules import is_suppressed, link_finding
from linkroll.lock.verdict import Result, apply_check, is_gone
from linkroll.tasks.plausibility import confirm_failures
from linkroll.tasks.select import (
    apply_cache,
    fold,
    hosts_known_since,
    new_record,
    select_targets,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from linkroll.checker.config import CheckerConfig, Target
    from linkroll.checker.scheduler import Scheduler
    from linkroll.findings import Finding
    from linkroll.lock.check_cache import CheckCache
    from linkroll.lock.record import Record
    from linkroll.lock.verdict import Observation
    from linkroll.markdown.extension import Link
    from linkroll.settings import Which

NO_NETWORK = "the network could not be reached: no link was requested, and no verdict changed"


@dataclass(frozen=True, slots=True)
class CheckedLinks:
    """The records and findings after a check.

    Attributes:
        records: The records by key, with the observations of this run; not yet in any lock.
        report: What the run observed, and its costs.
        findings: Links without a record that do not exist.
    """

    records: Mapping[str, Record]
    report: CheckReport = field(default_factory=CheckReport)
    findings: list[Finding] = field(default_factory=list)

    @property
    def by_url(self) -> dict[str, Observation]:
        """The observations of this run, by URL."""
        return {target.url: observation for target, observation in self.report.seen.items()}


def check_links(
    links: Iterable[Link],
    locked: Mapping[str, Record],
    which: Which,
    *,
    settings: CheckerConfig,
    cache: CheckCache,
    on_observation: Callable[[Target, Observation, Scheduler], None] | None = None,
) -> CheckedLinks:
    """Check links, and combine the observations with the records of the lock.

    Args:
        links: The links to choose from. An iterator is read while the first ones are requested.
        locked: The records of the lock, by key.
        which: ``off``, ``new``, ``due`` or ``all``; see `select.select_targets`.
        settings: The conditions of the run.
        cache: The observations of earlier runs, and the day of this run.
        on_observation: Called for each link as soon as it was observed.
    """
    records = apply_cache(locked, cache)
    read: list[Link] = []
    candidates = tee(links, read)
    chosen = select_targets(
        candidates, records, locked, cache, which, allow_private=settings.allow_private
    )
    targets = list(chosen) if isinstance(links, Sequence) else chosen
    report = check_targets(targets, settings, cache, on_observation)
    confirm_failures(report, records, cache)
    known_since = hosts_known_since(records)
    by_key: dict[str, list[Observation]] = defaultdict(list)
    for target, one in report.seen.items():
        by_key[target.key].append(one)
    identities = {link.key: link.identity for link in reversed(read)}
    for key, observations in by_key.items():
        record = records.get(key) or new_record(identities[key], cache.today)
        records[key] = apply_check(record, fold(observations), cache.today, known_since(record.url))
    findings = [*gone_findings(read, locked, cache), *anchor_findings(read, records, cache)]
    return CheckedLinks(records, report, findings)


def tee(links: Iterable[Link], read: list[Link]) -> Iterator[Link]:
    """Yield links, and append each to a list."""
    for link in links:
        read.append(link)
        yield link


def gone_findings(
    links: Iterable[Link], locked: Mapping[str, Record], cache: CheckCache
) -> Iterator[Finding]:
    """Yield findings for links that are not in the lock and were observed to be gone."""
    for link in links:
        last = cache.recall(link.url)
        if link.key in locked or last is None or not is_gone(last.observation):
            continue
        if is_suppressed(link, cache.today):
            continue
        outcome = last.observation.outcome
        response = f"HTTP {outcome.status}" if outcome.status else "there is no such host"
        yield link_finding(
            link,
            "gone",
            f"“{link.url}” is not there ({response}, seen on {outcome.at})",
            "open it in a browser; correct the URL, or remove the entry",
        )


def anchor_findings(
    links: Iterable[Link], records: Mapping[str, Record], cache: CheckCache
) -> Iterator[Finding]:
    """Yield findings for links whose page exists without the anchor that they name.

    A record holds the best observation of all URLs of its key, so another link to the same page
    would hide a wrong anchor.
    """
    for link in links:
        last = cache.recall(link.url)
        record = records.get(link.key)
        if last is None or last.observation.result is not Result.NO_ANCHOR or record is None:
            continue
        if record.verdict != "failing" and not is_suppressed(link, cache.today):
            reason, day = last.observation.outcome.reason, last.observation.outcome.at
            yield link_finding(
                link,
                "failing",
                f"“{link.url}” leads to a page without that anchor ({reason}, seen on {day})",
                "correct the part after the #, or remove it",
            )
