"""Whether the failures of a run are the links' own, or the network's.

A resolver that breaks, a firewall, or a captive portal makes healthy links fail by the dozen. Two
observations tell such a run from a real one: nothing answered as itself, or an implausible share
of the hosts that were fine until now failed at once. Then the failures count for nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from linkroll.checker.scheduler import host_of
from linkroll.lock.record import Verdict
from linkroll.lock.verdict import FAILURES, LIVING, Result

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkroll.checker.config import Target
    from linkroll.checker.run import CheckReport
    from linkroll.lock.check_cache import CheckCache
    from linkroll.lock.record import Record
    from linkroll.lock.verdict import Observation

# (hosts that fail, their share of the hosts that were fine before): beyond either, the network is
# to blame. On one day in a year of 300 links some 3 % of the hosts fail by themselves.
IMPLAUSIBLE = ((3, 1 / 2), (5, 1 / 4))
# Hosts that go on failing while others answer are believed after all; longer than the outages
# that a provider's status page knows.
DOUBTED_FOR = timedelta(days=6)


@dataclass(slots=True)
class Host:
    """How the links to one host did: how many answered as themselves, failed, were fine before."""

    answered: int = 0
    failed: int = 0
    fine_before: int = 0


def confirm_failures(report: CheckReport, records: Mapping[str, Record], cache: CheckCache) -> None:
    """Withdraw from a report the failures that are the network's, and remember the others.

    Args:
        report: What the run observed; ``withheld`` says why something was withdrawn.
        records: What was known before the run, by key.
        cache: What earlier runs saw, and since when which hosts are doubted.
    """
    withheld, report.withheld = withheld_failures(report.seen, records, cache)
    for target in withheld:
        del report.seen[target]
    urls = {target.url for target in withheld}
    for check in report.unconfirmed:
        if check.url not in urls:
            cache.remember(check)
    report.unconfirmed = []


def withheld_failures(
    seen: Mapping[Target, Observation], records: Mapping[str, Record], cache: CheckCache
) -> tuple[set[Target], str]:
    """Return the failures that count for nothing, and why."""
    hosts = group_by_host(seen, records)
    fine = {name for name, host in hosts.items() if host.fine_before}
    failing = {name for name in fine if hosts[name].failed and not hosts[name].answered}
    for name in fine - failing:
        cache.believe_host(name)
    doubted = {name for name in failing if cache.today - cache.doubted_since(name) < DOUBTED_FOR}
    share = len(doubted) / max(1, len(fine))
    if any(len(doubted) >= number and share > limit for number, limit in IMPLAUSIBLE):
        for name in doubted:
            cache.doubt_host(name)
        withheld = {
            target
            for target, one in seen.items()
            if one.result in FAILURES
            and (target.key in records or may_be_the_network(target, one))
            and host_of(target.url) not in failing - doubted
        }
        return withheld, f"{len(doubted)} of {len(fine)} hosts that were fine before failed at once"
    if any(host.answered for host in hosts.values()):
        return set(), ""
    withheld = {target for target, one in seen.items() if may_be_the_network(target, one)}
    return withheld, "no page answered as itself" if withheld else ""


def group_by_host(
    seen: Mapping[Target, Observation], records: Mapping[str, Record]
) -> dict[str, Host]:
    """Count by host how its links did."""
    hosts: dict[str, Host] = defaultdict(Host)
    for target, one in seen.items():
        host = hosts[host_of(target.url)]
        host.answered += one.result in LIVING
        host.failed += one.result in FAILURES
        record = records.get(target.key)
        host.fine_before += bool(
            record and record.verdict and Verdict(record.verdict).exists and not record.failures
        )
    return dict(hosts)


def may_be_the_network(target: Target, one: Observation) -> bool:
    """Whether a failure is one that a firewall, a gateway or a captive portal makes.

    A response of 404 by the host itself is none, and neither is a name that the DNS denies while
    it resolves others.
    """
    if one.result not in FAILURES or one.result is Result.NO_SUCH_NAME:
        return False
    status = one.outcome.status
    if one.result is Result.NOT_ITSELF or status is None or status >= 500:
        return True
    final = one.outcome.final
    return final is not None and host_of(final) != host_of(target.url)
