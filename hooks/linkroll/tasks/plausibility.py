"""Whether the failures of a run are caused by the links, or by the network.

A broken resolver, a firewall, or a captive portal makes many healthy links fail. Two observations
reveal such a run: no page was returned as itself, or an implausible share of the hosts that
were fine before failed at once. In such a run the failures are not counted.
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
# the cause. On a day of a year with 300 links about 3 % of the hosts fail by themselves.
IMPLAUSIBLE = ((3, 1 / 2), (5, 1 / 4))
# Failures of a host that continue for this time while other hosts respond are counted again. It is
# longer than the outages on providers' status pages.
WITHHELD_FOR = timedelta(days=6)


@dataclass(slots=True)
class Host:
    """The links to one host: how many are alive, failed, and were fine before."""

    alive: int = 0
    failed: int = 0
    fine_before: int = 0


def confirm_failures(report: CheckReport, records: Mapping[str, Record], cache: CheckCache) -> None:
    """Remove the failures that the network caused from a report, and cache the others.

    Args:
        report: What the run observed; ``withheld`` gets the reason why failures were removed.
        records: The records before the run, by key.
        cache: The observations of earlier runs, and the hosts whose failures are withheld.
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
    observations: Mapping[Target, Observation], records: Mapping[str, Record], cache: CheckCache
) -> tuple[set[Target], str]:
    """Return the failures that are not counted, and the reason."""
    hosts = group_by_host(observations, records)
    fine = {name for name, host in hosts.items() if host.fine_before}
    failing = {name for name in fine if hosts[name].failed and not hosts[name].alive}
    for name in fine - failing:
        cache.release_host(name)
    withheld_hosts = {
        name for name in failing if cache.today - cache.withheld_since(name) < WITHHELD_FOR
    }
    share = len(withheld_hosts) / max(1, len(fine))
    if any(len(withheld_hosts) >= number and share > limit for number, limit in IMPLAUSIBLE):
        for name in withheld_hosts:
            cache.withhold_host(name)
        withheld = {
            target
            for target, one in observations.items()
            if one.result in FAILURES
            and (target.key in records or may_be_the_network(target, one))
            and host_of(target.url) not in failing - withheld_hosts
        }
        return (
            withheld,
            f"{len(withheld_hosts)} of {len(fine)} hosts that were fine before failed at once",
        )
    if any(host.alive for host in hosts.values()):
        return set(), ""
    withheld = {target for target, one in observations.items() if may_be_the_network(target, one)}
    return withheld, "no page was returned as itself" if withheld else ""


def group_by_host(
    observations: Mapping[Target, Observation], records: Mapping[str, Record]
) -> dict[str, Host]:
    """Count the results of links by host."""
    hosts: dict[str, Host] = defaultdict(Host)
    for target, one in observations.items():
        host = hosts[host_of(target.url)]
        host.alive += one.result in LIVING
        host.failed += one.result in FAILURES
        record = records.get(target.key)
        host.fine_before += bool(
            record and record.verdict and Verdict(record.verdict).exists and not record.failures
        )
    return dict(hosts)


def may_be_the_network(target: Target, one: Observation) -> bool:
    """Whether a firewall, a gateway or a captive portal can cause a failure.

    A 404 by the host itself is not such a failure, and neither is a name that does not exist in
    the DNS while other names resolve.
    """
    if one.result not in FAILURES or one.result is Result.NO_SUCH_NAME:
        return False
    status = one.outcome.status
    if one.result is Result.NOT_ITSELF or status is None or status >= 500:
        return True
    final = one.outcome.final
    return final is not None and host_of(final) != host_of(target.url)
